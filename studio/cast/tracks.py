"""Faces over time: what is seen in picture after picture, linked into one track a person."""

from dataclasses import dataclass, field
from pathlib import Path

from studio.cast.faces import Face, face_print
from studio.cast.loaded import Loaded
from studio.cast.looking import PER_SECOND, Look, Progress, Stop, looks
from studio.cast.models import named, state_of
from studio.cast.prints import FacePrint

_SAME_PLACE = 0.2  # overlap of two boxes that may be one face a moment later
_GONE = 0.6  # seconds unseen after which a face begins a new track
_MOST = 60  # tracks of a video, the longest ones


@dataclass(frozen=True)
class Seen:
    """A face at one time: the picture's number from 0, seconds from the first, and its print
    where one was made.
    """

    frame: int
    seconds: float
    face: Face
    print: FacePrint | None = None


@dataclass(frozen=True)
class FaceTrack:
    """One face from when it comes into sight until it is lost, in order of time.

    What links the moments is their place: a face that is swapped for another stays one track, and
    its prints tell when.
    """

    seen: tuple[Seen, ...]

    @property
    def seconds(self) -> float:
        """From its first to its last moment."""
        return self.seen[-1].seconds - self.seen[0].seconds

    @property
    def prints(self) -> tuple[Seen, ...]:
        """The moments of which there is a print."""
        return tuple(each for each in self.seen if each.print is not None)


@dataclass
class _Open:
    seen: list[Seen] = field(default_factory=list[Seen])
    printed: float = -1e9


class Tracker:
    """Links faces of one picture after the other; `printing` a second, 0 for no prints."""

    def __init__(self, models: Loaded, printing: float) -> None:
        self._models = models
        self._gap = 1.0 / printing if printing > 0 else float("inf")
        self._open: list[_Open] = []
        self._done: list[_Open] = []

    def put(self, look: Look) -> None:
        """The next picture. Raises NoModel."""
        lost = [each for each in self._open if look.seconds - each.seen[-1].seconds > _GONE]
        for each in lost:
            self._open.remove(each)
            self._done.append(each)
        free = list(self._open)
        for face in look.faces:
            best = max(free, key=lambda each: each.seen[-1].face.overlap(face), default=None)
            if best is None or best.seen[-1].face.overlap(face) < _SAME_PLACE:
                best = _Open()
                self._open.append(best)
            else:
                free.remove(best)
            best.seen.append(Seen(look.frame, look.seconds, face, self._print(best, look, face)))

    def _print(self, track: _Open, look: Look, face: Face) -> FacePrint | None:
        if look.seconds - track.printed < self._gap - 1e-6:
            return None
        track.printed = look.seconds
        return face_print(look.picture, face, self._models)

    def tracks(self) -> tuple[FaceTrack, ...]:
        """What was linked, the longest first."""
        whole = sorted([*self._done, *self._open], key=lambda each: -len(each.seen))
        return tuple(FaceTrack(tuple(each.seen)) for each in whole[:_MOST])


def can_print() -> bool:
    """Whether the model that makes prints of faces can be used. Blocking."""
    return state_of(named("sface")).value == "installed"


def faces_in(
    path: Path,
    models: Loaded,
    *,
    per_second: float = PER_SECOND,
    prints_per_second: float = 4.0,
    stopped: Stop | None = None,
    on_progress: Progress | None = None,
) -> tuple[FaceTrack, ...]:
    """The faces of a video as tracks, the longest first; none when there is no face.

    A print is made of each face `prints_per_second` times (0: never). Raises BadInput for what is
    no video, Cancelled when `stopped`, NoModel.
    """
    tracker = Tracker(models, prints_per_second)
    for look in looks(
        path, models, per_second=per_second, stopped=stopped, on_progress=on_progress
    ):
        tracker.put(look)
    return tracker.tracks()
