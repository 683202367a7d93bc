"""Pictures out of videos: exact frames, conformed to a size, a rate and a count."""

from collections.abc import Generator, Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

from studio.errors import BadInput
from studio.media.matrix import told
from studio.media.probe import opened

Bgr = npt.NDArray[np.uint8]

_TURNS = {90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}


def decoded(path: Path) -> Generator[tuple[Fraction, Bgr], None, None]:
    """Every picture as (seconds from the first, (height, width, 3) BGR), upright, in order."""
    with closing(raw_frames(path)) as frames:
        for stamp, frame in frames:
            yield stamp, upright(frame)


def raw_frames(path: Path) -> Generator[tuple[Fraction, av.VideoFrame], None, None]:
    """Every frame with its seconds from the first, as it is coded: for who needs but some of them.

    Raises BadInput.
    """
    with opened(path) as container:
        if not container.streams.video:
            raise BadInput("media.no_frames", name=path.name)
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        first: Fraction | None = None
        for frame in container.decode(stream):
            stamp = _seconds(frame)
            first = stamp if first is None else first
            yield stamp - first, frame


def _seconds(frame: av.VideoFrame) -> Fraction:
    return Fraction(frame.pts or 0) * Fraction(frame.time_base or 0)


def upright(frame: av.VideoFrame) -> Bgr:
    """A decoded picture as BGR, turned as its file says."""
    pixels = np.asarray(told(frame).to_ndarray(format="bgr24"), np.uint8)
    turn = _TURNS.get(round(frame.rotation) % 360)
    return pixels if turn is None else np.asarray(cv2.rotate(pixels, turn), dtype=np.uint8)


def conformed_frames(
    path: Path,
    *,
    width: int,
    height: int,
    rate: Fraction,
    count: int,
    start: Fraction = Fraction(0),
    speed: Fraction = Fraction(1),
    fit: str = "fill",
) -> Iterator[Bgr]:
    """Exactly `count` pictures of (height, width, 3): at each film frame the one then shown.

    `speed` 2 runs the source twice as fast. `fit` "fill" crops, "fit" letterboxes in black. After
    its end the source's last picture stays. Raises BadInput.
    """
    shown: Bgr | None = None
    made = 0
    with closing(decoded(path)) as pictures:
        for stamp, picture in pictures:
            while made < count and shown is not None:
                if start + Fraction(made) / rate * speed >= stamp:
                    break
                yield shown
                made += 1
            if made >= count:
                return
            shown = placed(picture, width, height, fit)
    if shown is None:
        raise BadInput("media.no_frames", name=path.name)
    for _ in range(made, count):
        yield shown


def placed(picture: Bgr, width: int, height: int, fit: str = "fill") -> Bgr:
    """A picture scaled into (height, width, 3), cropped ("fill") or letterboxed ("fit")."""
    tall, wide = picture.shape[:2]
    pick = max if fit == "fill" else min
    scale = pick(width / wide, height / tall)
    size = (max(1, round(wide * scale)), max(1, round(tall * scale)))
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    scaled = cv2.resize(picture, size, interpolation=kind)
    canvas = np.zeros((height, width, 3), np.uint8)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    source = scaled[max(0, top) : max(0, top) + height, max(0, left) : max(0, left) + width]
    y, x = max(0, -top), max(0, -left)
    canvas[y : y + source.shape[0], x : x + source.shape[1]] = source
    return canvas


def frame_at(path: Path, seconds: Fraction) -> Bgr:
    """The picture shown at `seconds` from the first, at the source's size. Raises BadInput."""
    shown: av.VideoFrame | None = None
    with opened(path) as container:
        if not container.streams.video:
            raise BadInput("media.no_frames", name=path.name)
        stream = container.streams.video[0]
        base = stream.time_base or Fraction(1, 1000)
        begin = stream.start_time or 0
        container.seek(begin + int(seconds / base), stream=stream)
        for frame in container.decode(stream):
            if shown is not None and _seconds(frame) - begin * base > seconds:
                break
            shown = frame
    if shown is None:
        raise BadInput("media.no_frames", name=path.name)
    return upright(shown)


def thumbnail(path: Path, width: int) -> Bgr:
    """A small picture from the middle of a video, `width` wide."""
    with opened(path) as container:
        length = Fraction(container.duration or 0, 1_000_000)
    picture = frame_at(path, length / 2)
    height = max(1, round(picture.shape[0] * width / picture.shape[1]))
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
