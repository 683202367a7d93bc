"""In and out of what a deck shows, and where in it the playhead was left."""

from collections.abc import Callable, Mapping

from studio.render.player import Player
from studio.timeline.take import Take
from studio.timeline.three_point import Ends
from studio.ui.deck_reel import Showing
from studio.ui.session import Session

Span = tuple[int, int]


class DeckMarks:
    """Those of the cut are the session's; those of takes are kept while others are shown."""

    def __init__(
        self,
        session: Session,
        player: Player,
        showing: Callable[[], Showing],
        shown: Callable[[], Mapping[str, Take]],
        spanned: Callable[[Span | None], None],
    ) -> None:
        """`showing` is what the deck shows and `shown` the take of each owner; `spanned` is told
        of what is to be played of a take.
        """
        self._session, self._player = session, player
        self._showing, self._shown, self._spanned = showing, shown, spanned
        self._ends: dict[Showing, Ends] = {}
        self._places: dict[Showing, int] = {}

    @property
    def ends(self) -> Ends:
        """In and out of what is shown, as they were set."""
        showing = self._showing()
        return self._session.ends if showing.is_cut else self._ends.get(showing, Ends())

    def ends_of(self, owner: str) -> Ends:
        """In and out that were set in the take an owner shows, when it was played here."""
        take = self._shown().get(owner)
        exact = self._ends.get(Showing(owner, take.id)) if take is not None else None
        return exact or self._ends.get(Showing(owner), Ends())

    def mark_in(self) -> None:
        """The span begins at the playhead."""
        self._mark(self.ends.with_in(self._player.frame))

    def mark_out(self) -> None:
        """The span ends with the frame at the playhead."""
        self._mark(self.ends.with_out(self._player.frame))

    def clear(self) -> None:
        """No in, no out."""
        self._mark(Ends())

    def leave(self, showing: Showing, frame: int) -> None:
        """Keep where a take is to be taken up again."""
        self._places[showing] = frame

    def begin(self, showing: Showing, frames: int) -> tuple[int, Span | None]:
        """Where something of so many frames is taken up, and what is to be played of it."""
        if showing.is_cut:
            return self._session.playhead, self._session.span
        return self._places.get(showing, 0), self.ends.span(frames)

    def _mark(self, ends: Ends) -> None:
        span, showing = ends.span(self._player.frames), self._showing()
        if showing.is_cut:
            self._session.mark_span(span, ends)
        else:
            self._ends[showing] = ends
            self._spanned(span)
