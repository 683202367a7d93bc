"""Three-point editing: from marks in what comes in and marks in the film, what goes where."""

from collections.abc import Iterable
from dataclasses import dataclass

from studio.timeline.placing import Piece
from studio.timeline.reach import from_position


@dataclass(frozen=True)
class Ends:
    """In and out as the maker set them, in frames; `end` is the first frame after the out point."""

    start: int | None = None
    end: int | None = None

    def with_in(self, frame: int) -> "Ends":
        """In at a frame; an out point before it goes."""
        return Ends(frame, self.end if self.end is not None and self.end > frame else None)

    def with_out(self, frame: int) -> "Ends":
        """Out with a frame as the last one; an in point behind it goes."""
        start = self.start if self.start is not None and self.start <= frame else None
        return Ends(start, frame + 1)

    def span(self, frames: int) -> tuple[int, int] | None:
        """Both, of something that lasts `frames`: what is not set is its start or its end."""
        if self.start is None and self.end is None:
            return None
        start = self.start or 0
        return start, max(start + 1, frames if self.end is None else self.end)


@dataclass(frozen=True)
class Fit:
    """From film frame `at` on, `frames` of the source are shown, the first one its frame `skip`."""

    at: int
    skip: int
    frames: int


def fitted(source: Ends, usual: int, most: int | None, target: Ends, playhead: int) -> Fit:
    """Where a source goes: three of its in and out and the film's say the fourth.

    `usual` is how many frames it lasts where nothing is marked, `most` how many there are (None:
    as many as wanted). Without an in point of the film it begins at the playhead; with only an out
    point there it ends with that ("backtiming"). With both, and an out point of the source alone,
    it shows what comes before that. Of four marks the source's out does not count. A source that
    is too short for the film's marks is laid as long as it is.
    """
    if target.start is not None and target.end is not None:
        wanted = target.end - target.start
        if source.start is None and source.end is not None:
            frames = min(wanted, source.end)
            return Fit(target.end - frames, source.end - frames, frames)
        skip = source.start or 0
        frames = wanted if most is None else max(1, min(wanted, most - skip))
        return Fit(target.start, skip, frames)
    skip, last = _range(source, usual, most)
    if target.end is not None:
        frames = min(last - skip, target.end)  # the film's start stops it
        return Fit(target.end - frames, last - frames, frames)
    return Fit(playhead if target.start is None else target.start, skip, last - skip)


def _range(source: Ends, usual: int, most: int | None) -> tuple[int, int]:
    """First frame, and the one after the last, of what is marked of a source."""
    skip = source.start or 0
    last = source.end
    if last is None:
        last = usual if source.start is None else max(usual, most or 0)
    return skip, max(skip + 1, last)


def shown_part(pieces: Iterable[Piece], skip: int, frames: int) -> list[Piece]:
    """`|aaabbb|` -> `|abb|`: pieces that lie one behind the other, without what is not wanted.

    They begin at frame 0; `frames` of them are kept from frame `skip` on.
    """
    kept: list[Piece] = []
    for piece in pieces:
        clip = piece.clip
        first, last = max(clip.start, skip), min(clip.end, skip + frames)
        if first < last:
            part = clip.evolve(
                start=first - skip, frames=last - first, **from_position(clip.shows(first))
            )
            kept.append(Piece(piece.track, part))
    return kept
