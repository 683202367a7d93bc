"""A video looked at for faces: some of its pictures, each with the faces in it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from studio.cast.faces import Bgr, Face, faces_of
from studio.cast.loaded import Loaded
from studio.errors import BadInput, Cancelled
from studio.media.probe import probe
from studio.media.video import raw_frames, upright

Stop = Callable[[], bool]
Progress = Callable[[float], None]

MAX_SECONDS = 600  # of a video that is looked at
PER_SECOND = 12  # pictures: every second one of film, and a blink is not missed by tracking


@dataclass(frozen=True)
class Look:
    """One picture of a video: its number from 0, its time from the first, and its faces."""

    frame: int
    seconds: float
    picture: Bgr
    faces: tuple[Face, ...]


def looks(
    path: Path,
    models: Loaded,
    *,
    per_second: float = PER_SECOND,
    stopped: Stop | None = None,
    on_progress: Progress | None = None,
    every: Callable[[float, av.VideoFrame], None] | None = None,
) -> Iterator[Look]:
    """At most `per_second` pictures of a video, upright, each with its faces.

    `every` is called with each frame on the way (its seconds, and itself as coded), also the ones
    not looked at. Raises BadInput for what is no video or longer than MAX_SECONDS, Cancelled when
    `stopped`, NoModel.
    """
    info = probe(path)
    if info.kind != "video":
        raise BadInput("cast.no_video", name=path.name)
    if info.seconds > MAX_SECONDS:
        raise BadInput("cast.too_long_to_look", name=path.name, limit=MAX_SECONDS)
    gap = Fraction(1) / Fraction(per_second).limit_denominator(1000)
    due = Fraction(0)
    with closing(raw_frames(path)) as frames:
        for number, (stamp, frame) in enumerate(frames):
            if stopped is not None and stopped():
                raise Cancelled("media.cancelled")
            if stamp > MAX_SECONDS:
                raise BadInput("cast.too_long_to_look", name=path.name, limit=MAX_SECONDS)
            if every is not None:
                every(float(stamp), frame)
            if stamp < due:
                continue
            due = max(due + gap, stamp + gap / 2)
            picture = upright(frame)
            yield Look(number, float(stamp), picture, faces_of(picture, models))
            if on_progress is not None and info.seconds:
                on_progress(min(1.0, float(stamp / info.seconds)))


def pictures_at(path: Path, frames: set[int], stopped: Stop | None = None) -> dict[int, Bgr]:
    """The pictures of those numbers, upright, at the video's size. Raises BadInput, Cancelled."""
    found: dict[int, Bgr] = {}
    last = max(frames, default=-1)
    with closing(raw_frames(path)) as pictures:
        for number, (_, picture) in enumerate(pictures):
            if stopped is not None and stopped():
                raise Cancelled("media.cancelled")
            if number in frames:
                found[number] = upright(picture)
            if number >= last:
                break
    return found
