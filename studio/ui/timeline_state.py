"""How the timeline is set: tool, snapping, scale, heights, and what was copied. Not in the film."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from studio.timeline.cut import TrackKind
from studio.timeline.placing import Piece
from studio.timeline.transition_edits import Side
from studio.ui.timeline_scale import HIGHEST, LOWEST, Scale

SELECT, RAZOR = "select", "razor"
_FIRST = Scale(4.0)


class TimelineState(QObject):
    """Shared by the lanes, the ruler, the heads, the tools and the actions of one window."""

    tool_changed = Signal(str)
    options_changed = Signal()
    scale_changed = Signal()
    heights_changed = Signal()
    targets_changed = Signal()
    passage_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.heights: dict[str, int] = {}
        self.copied: Sequence[Piece] = ()
        self._targets: dict[TrackKind, str] = {}
        self._tool = SELECT
        self._snapping = True
        self._linked = True
        self._scale = _FIRST
        self._costs: bool | None = None
        self._passage: tuple[str, Side] | None = None

    @property
    def tool(self) -> str:
        """`select` or `razor`."""
        return self._tool

    @property
    def snapping(self) -> bool:
        """Whether edges are drawn to other edges."""
        return self._snapping

    @property
    def linked(self) -> bool:
        """Whether choosing a clip chooses what is linked with it."""
        return self._linked

    @property
    def scale(self) -> Scale:
        """Pixels a frame."""
        return self._scale

    @property
    def passage(self) -> tuple[str, Side] | None:
        """The transition that is chosen: whose it is, and at which side of that clip."""
        return self._passage

    def choose_passage(self, passage: tuple[str, Side] | None) -> None:
        """Choose a transition, or none."""
        if passage != self._passage:
            self._passage = passage
            self.passage_chosen.emit()

    @property
    def targets(self) -> Mapping[TrackKind, str]:
        """Where insert and overwrite go: tracks that were chosen, by kind; "" for none at all."""
        return self._targets

    def target(self, kind: TrackKind, track_id: str) -> None:
        """What comes in goes to this track; "": no track of this kind is touched."""
        if self._targets.get(kind) != track_id:
            self._targets[kind] = track_id
            self.targets_changed.emit()

    @property
    def costs(self) -> bool | None:
        """Whether the lane of costs is shown; None: where there is anything to tell."""
        return self._costs

    def show_costs(self, on: bool) -> None:
        """The lane of costs on or off, from now on whatever there is to tell."""
        self._costs = on
        self.options_changed.emit()

    def take_up(self, tool: str) -> None:
        """Another tool."""
        if tool != self._tool:
            self._tool = tool
            self.tool_changed.emit(tool)

    def snap(self, on: bool) -> None:
        """Snapping on or off."""
        self._snapping = on
        self.options_changed.emit()

    def follow_links(self, on: bool) -> None:
        """Linked selection on or off."""
        self._linked = on
        self.options_changed.emit()

    def rescale(self, scale: Scale) -> None:
        """Nearer or farther."""
        if scale != self._scale:
            self._scale = scale
            self.scale_changed.emit()

    def set_height(self, track_id: str, height: int) -> None:
        """How tall a track is."""
        height = max(LOWEST, min(HIGHEST, height))
        if self.heights.get(track_id) != height:
            self.heights[track_id] = height
            self.heights_changed.emit()
