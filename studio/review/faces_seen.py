"""Faces seen in a take: found in some of its pictures, and put together over time."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from studio.cast.faces import Face, faces_of
from studio.cast.loaded import Loaded
from studio.cast.looking import looks
from studio.cast.models import named
from studio.media.pictures import load_picture
from studio.paths import user_cache
from studio.review.memory import Memory
from studio.timeline.model import Record
from studio.timeline.sighting import Box, Moment, Sight, Sighting
from studio.timeline.take import Take

PER_SECOND = 2.0  # pictures that are looked at
_FORMAT = "1"  # a change of how faces are put together makes what is remembered stale
_LIMIT = 8 * 10**6  # bytes
_SIDE, _ABOVE, _BELOW = 0.3, 0.45, 0.2  # of a face's breadth and height: its head goes so far
_NEAR = 1.0  # breadths that a face may have moved between two pictures
_OFTEN = 0.25  # of the pictures in which somebody is seen who is no passer-by
_CROWD = 0.4  # of the greatest height, from which a face is no part of a crowd


class Faces(Record):
    """The faces of one take."""

    sightings: tuple[Sighting, ...] = ()


def remembered() -> Memory[Faces]:
    """The faces in takes of all films on this computer, in the user's cache."""
    return Memory(user_cache("faces"), Faces, _LIMIT)


def known(take: Take, memory: Memory[Faces]) -> tuple[Sighting, ...] | None:
    """The faces of a take that was looked at before; None where none was."""
    found = memory.recall(_name(take))
    return None if found is None else found.sightings


def seen(
    take: Take,
    folder: Path,
    memory: Memory[Faces],
    models: Loaded,
    stopped: Callable[[], bool] | None = None,
) -> tuple[Sighting, ...]:
    """The heads of those whose faces a take shows, the largest first. Blocking.

    Raises NoModel, Cancelled, BadInput for what cannot be read.
    """
    found = known(take, memory)
    if found is None:
        found = _found(take, folder / take.files[0].path, models, stopped)
        memory.keep(_name(take), Faces(sightings=found))
    return found


def _name(take: Take) -> str:
    parts = [_FORMAT, take.kind, take.files[0].sha256, *(f.sha256 for f in named("yunet").files)]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _found(
    take: Take, path: Path, models: Loaded, stopped: Callable[[], bool] | None
) -> tuple[Sighting, ...]:
    if take.kind == "picture":
        bgr = np.ascontiguousarray(load_picture(path)[..., 2::-1])
        return together([(0.0, faces_of(bgr, models))])
    pictures = looks(path, models, per_second=PER_SECOND, stopped=stopped)
    return together([(each.seconds, each.faces) for each in pictures])


@dataclass
class _Way:
    """One face through the pictures."""

    seen: list[tuple[float, Face]] = field(default_factory=list[tuple[float, Face]])

    def near(self, face: Face) -> float:
        """How far it would have moved, in breadths; a face of quite another size is no other."""
        last = self.seen[-1][1]
        if not 0.5 < face.height / last.height < 2.0:
            return _NEAR
        (x, y), (a, b) = face.centre, last.centre
        return max(abs(x - a) / last.width, abs(y - b) / last.height)


def together(pictures: list[tuple[float, tuple[Face, ...]]]) -> tuple[Sighting, ...]:
    """Faces of pictures (their seconds, and who is in them) as one sighting a person."""
    ways: list[_Way] = []
    for seconds, faces in pictures:
        free = [way for way in ways if way.seen[-1][0] < seconds]
        for face in faces:
            near = [way for way in free if way.near(face) < _NEAR]
            way = min(near, key=lambda each: each.near(face), default=None)
            if way is None:
                ways.append(way := _Way())
            else:
                free.remove(way)
            way.seen.append((seconds, face))
    often = [way for way in ways if len(way.seen) >= _OFTEN * len(pictures)]
    tallest = max((_height(way) for way in often), default=0.0)
    return tuple(
        Sighting(
            kind=Sight.FACE,
            moments=tuple(Moment(seconds=at, box=head(face)) for at, face in way.seen),
            needed=_height(way) >= _CROWD * tallest,
        )
        for way in sorted(often, key=_height, reverse=True)
    )


def _height(way: _Way) -> float:
    return sum(face.height for _, face in way.seen) / len(way.seen)


def head(face: Face) -> Box:
    """The whole head of a face, hair and all."""
    return (
        face.left - _SIDE * face.width, face.top - _ABOVE * face.height,
        face.left + (1 + _SIDE) * face.width, face.top + (1 + _BELOW) * face.height,
    )  # fmt: skip
