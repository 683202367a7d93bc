"""Which frame to read next of those that are wanted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from studio.render.picture_store import PictureStore

PATIENCE = 12  # pictures rather read and passed over than skipped by a new seek
_NEAR, _CHUNK = 3, 6  # backwards: when reading on is due, and how many pictures make it worth it


@dataclass(frozen=True)
class Wishes:
    """Frames in the order of need; what is begun anew is at least `lead` places further."""

    frames: tuple[int, ...] = ()
    lead: int = 0
    all: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "all", frozenset(self.frames))

    @classmethod
    def of(cls, frames: Sequence[int], lead: int = 0) -> "Wishes":
        """These frames."""
        return cls(tuple(frames), lead)

    def target(self, store: PictureStore, near: Callable[[int], bool]) -> int | None:
        """The frame to read on to, or to begin at; None when there is nothing to do now.

        `near` says whether what is being read comes to a frame soon.
        """
        for place, frame in enumerate(self.frames):
            if store.has(frame):
                continue
            if near(frame):
                return frame
            if place >= self.lead:  # nearer ones would come too late
                return self._begin_at(place, store)
        return None

    def _begin_at(self, place: int, store: PictureStore) -> int | None:
        """Where to begin for the frame at `place`: a run that goes back, at its far end."""
        wanted, high = self.frames, self.frames[place]
        low = high
        for after in wanted[place + 1 : place + PATIENCE]:
            if after != low - 1 or store.has(after):
                break
            low = after
        goes_back = place > 0 and wanted[place - 1] == high + 1
        can_wait = place > max(_NEAR, self.lead) and len(wanted) >= store.depth
        if goes_back and can_wait and high - low + 1 < _CHUNK:
            return None  # a few more will be wanted soon, and come with the same run
        return low
