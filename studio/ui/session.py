"""What the window remembers of its own: selection, playhead, page. Not saved in the film."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from studio.timeline.three_point import Ends


class Session(QObject):
    """The state of one window; views read it and hear of its changes."""

    turning = Signal(str)  # before the page changes
    page_changed = Signal(str)
    shots_chosen = Signal(tuple)  # shot ids, in the order they were chosen
    clips_chosen = Signal(tuple)
    playhead_moved = Signal(int)  # film frame
    take_order_changed = Signal(str)
    span_changed = Signal(object)  # in and out as film frames, or None

    def __init__(self) -> None:
        super().__init__()
        self._page = ""
        self._shots: tuple[str, ...] = ()
        self._clips: tuple[str, ...] = ()
        self._playhead = 0
        self._span: tuple[int, int] | None = None
        self._ends = Ends()
        self._take_order = ""

    @property
    def take_order(self) -> str:
        """In which order takes are looked at; empty until somebody said."""
        return self._take_order

    def order_takes(self, order: str) -> None:
        """Look at takes in another order."""
        if order != self._take_order:
            self._take_order = order
            self.take_order_changed.emit(order)

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return self._page

    @property
    def shots(self) -> tuple[str, ...]:
        """The ids of the chosen shots."""
        return self._shots

    @property
    def clips(self) -> tuple[str, ...]:
        """The ids of the chosen clips."""
        return self._clips

    @property
    def playhead(self) -> int:
        """The film frame that is shown."""
        return self._playhead

    @property
    def span(self) -> tuple[int, int] | None:
        """The in point and the first frame after the out point; None when neither is set."""
        return self._span

    @property
    def ends(self) -> Ends:
        """Which of in and out were set, and not taken from the film's start or end."""
        return self._ends

    def turn_to(self, page: str) -> None:
        """Show another page."""
        if page != self._page:
            self.turning.emit(page)
            self._page = page
            self.page_changed.emit(page)

    def choose_shots(self, shots: Iterable[str]) -> None:
        """Choose shots by id."""
        chosen = tuple(dict.fromkeys(shots))
        if chosen != self._shots:
            self._shots = chosen
            self.shots_chosen.emit(chosen)

    def choose_clips(self, clips: Iterable[str]) -> None:
        """Choose clips by id."""
        chosen = tuple(dict.fromkeys(clips))
        if chosen != self._clips:
            self._clips = chosen
            self.clips_chosen.emit(chosen)

    def move_playhead(self, frame: int) -> None:
        """Show another frame of the film."""
        frame = max(0, frame)
        if frame != self._playhead:
            self._playhead = frame
            self.playhead_moved.emit(frame)

    def mark_span(self, span: tuple[int, int] | None, ends: Ends | None = None) -> None:
        """Set in and out, or clear them; `ends` says which one is the maker's, else both are."""
        if span is not None:
            start = max(0, span[0])
            span = (start, max(start + 1, span[1]))
        self._ends = Ends() if span is None else ends or Ends(*span)
        if span != self._span:
            self._span = span
            self.span_changed.emit(span)
