"""Whether captions stay inside the safe area: measured where libass really puts them."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import ffmpeg
import numpy as np
import numpy.typing as npt

from studio.media.ffmpeg import QUIET, Stop, Tail, end, failed, start
from studio.render.captions import Caption, ass
from studio.render.delivery import Delivery
from studio.render.fonts import font_folder
from studio.render.proof_limits import limits
from studio.timeline.rate import Rate

_WIDE = 640  # pixels of the longer side at which they are laid out: shares stay the same
_INK = 24  # levels of 255 that are seen


@dataclass(frozen=True)
class Box:
    """Where words stand, as shares of the frame; `right` and `bottom` count from the left, top."""

    left: float
    top: float
    right: float
    bottom: float

    def over(self, delivery: Delivery) -> float:
        """By how much of the frame they leave the safe area; 0 inside it."""
        safe = limits().safe.tall if delivery.height > delivery.width else limits().safe.wide
        return max(
            0.0, safe.left - self.left, safe.top - self.top,
            self.right - (1 - safe.right), self.bottom - (1 - safe.bottom),
        )  # fmt: skip


def outside(
    events: Sequence[Caption], delivery: Delivery, shop: Path, cancelled: Stop | None = None
) -> list[Caption]:
    """The captions of a delivery that leave the safe area. `shop` is a folder for a file.

    Raises RenderError.
    """
    texts = list(dict.fromkeys(_words(caption) for caption in events))
    if not texts:
        return []
    boxes = dict(zip(texts, _boxes(texts, delivery, shop, cancelled), strict=False))
    found: list[Caption] = []
    for caption in events:
        box = boxes.get(_words(caption))
        if box is not None and box.over(delivery) > 1 / _WIDE:
            found.append(caption)
    return found


def _words(caption: Caption) -> tuple[str, str]:
    return caption.text, caption.below


def _boxes(
    texts: Sequence[tuple[str, str]], delivery: Delivery, shop: Path, cancelled: Stop | None
) -> list[Box | None]:
    """One picture a text, a second each, on nothing: what is drawn there is the text."""
    scale = min(1.0, _WIDE / max(delivery.width, delivery.height))
    width, height = (max(2, round(n * scale / 2) * 2) for n in (delivery.width, delivery.height))
    small = replace(delivery, width=width, height=height, rate=Rate(num=1))
    events = [Caption(n, 1, text, below) for n, (text, below) in enumerate(texts)]
    words = shop / "safe.ass"
    words.write_text(ass(events, small), encoding="utf-8")
    stream = ffmpeg.input(f"color=c=black:s={width}x{height}:r=1:d={len(texts)}", f="lavfi")
    stream = stream.filter("format", "rgba").filter("colorchannelmixer", aa=0)
    stream = stream.filter(
        "ass", filename=words.as_posix(), fontsdir=font_folder().as_posix(), alpha=1
    ).filter("alphaextract")
    command = ffmpeg.output(stream, "pipe:1", format="rawvideo", pix_fmt="gray").get_args()
    process = start([*QUIET, *command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    tail = Tail(process)
    found: list[Box | None] = []
    try:
        assert process.stdout is not None
        for _ in texts:
            data = process.stdout.read(width * height)
            if len(data) != width * height or (cancelled is not None and cancelled()):
                break
            found.append(_box(np.frombuffer(data, np.uint8).reshape(height, width)))
    finally:
        end(process)
        said = tail.text()
    if len(found) != len(texts) and not (cancelled is not None and cancelled()):
        raise failed(said)
    return found


def _box(alpha: npt.NDArray[np.uint8]) -> Box | None:
    inked = alpha >= _INK
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not len(rows):
        return None
    height, width = alpha.shape
    return Box(
        columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height
    )
