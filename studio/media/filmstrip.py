"""Filmstrips: small pictures of a video at even steps, side by side; kept on disk."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from studio.errors import BadInput
from studio.media.peaks import keep
from studio.media.pictures import load_picture
from studio.media.probe import opened
from studio.media.video import upright

Bgr = npt.NDArray[np.uint8]

HEIGHT = 72  # pixels of a strip
STEP = Fraction(1, 2)  # seconds between two of its pictures ...
MOST = 40  # ... or further apart, so that there are no more than these
_LONG = 60  # seconds from which only key frames are looked at


def count_of(seconds: Fraction) -> int:
    """How many pictures the strip of a video has."""
    return max(1, min(MOST, int(seconds / STEP) + 1))


def filmstrip(path: Path, seconds: Fraction) -> Bgr:
    """The strip of a video that lasts `seconds`, as (HEIGHT, count * width, 3) BGR.

    Picture n is the one shown at n / count of the length. Raises BadInput.
    """
    count = count_of(seconds)
    small: list[Bgr] = []
    for picture in _picked(path, seconds, count):
        small.append(_small(picture))
    if not small:
        raise BadInput("media.no_frames", name=path.name)
    small.extend(small[-1:] * (count - len(small)))
    return np.concatenate(small, axis=1)


def still_strip(path: Path) -> Bgr:
    """The strip of one picture. Raises BadInput."""
    return _small(np.asarray(cv2.cvtColor(load_picture(path), cv2.COLOR_RGBA2BGR), np.uint8))


def _picked(path: Path, seconds: Fraction, count: int) -> Iterator[Bgr]:
    """The pictures of a strip; only those that are shown are made into pixels."""
    with opened(path) as container:
        if not container.streams.video:
            raise BadInput("media.no_frames", name=path.name)
        stream = container.streams.video[0]
        if seconds > _LONG:
            stream.codec_context.skip_frame = "NONKEY"
        begin: Fraction | None = None
        last: Any = None
        made = 0
        for frame in container.decode(stream):
            stamp = Fraction(frame.pts or 0) * Fraction(frame.time_base or 0)
            begin = stamp if begin is None else begin
            while last is not None and made < count and seconds * made / count < stamp - begin:
                yield upright(last)
                made += 1
            if made >= count:
                return
            last = frame
        if last is not None:
            yield upright(last)


def _small(picture: Bgr) -> Bgr:
    width = max(1, round(picture.shape[1] * HEIGHT / picture.shape[0]))
    return np.asarray(cv2.resize(picture, (width, HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)


def cached_strip(path: Path, cache: Path, name: str, seconds: Fraction | None) -> Bgr:
    """The strip of a file, from `cache/<name>.strip.jpg` where it is kept. Raises BadInput.

    `seconds` is None for a picture. See `cached_peaks` for the cache.
    """
    kept = cache / f"{name}.strip.jpg"
    if kept.is_file():
        found = cv2.imdecode(np.fromfile(kept, np.uint8), cv2.IMREAD_COLOR)
        if found is not None and found.shape[0] == HEIGHT:
            return np.asarray(found, np.uint8)
    made = still_strip(path) if seconds is None else filmstrip(path, seconds)
    done, data = cv2.imencode(".jpg", made, [cv2.IMWRITE_JPEG_QUALITY, 85])
    if done:
        keep(kept, data.tobytes())
    return made
