"""The sound at a cut: whether it changes there at all, and by how much."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.errors import BadInput
from studio.media.sound import sound_blocks
from studio.review.seam import Cut
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.project import Project
from studio.timeline.queries import clips

_RATE, _WINDOW = 16_000, 0.4  # samples a second and seconds of sound on either side (EBU R 128)
_NO_SOUND = -60.0  # dBFS below which a step is none


def sound_step(project: Project, cut: Cut, before: Path, after: Path) -> float | None:
    """Decibels by which the takes' own sound is louder after a cut.

    None where a side is silent, plays at another speed, or goes on under the other's picture.
    """
    if not cut.before.speed == 1 == cut.after.speed or _parted(project, cut):
        return None
    rate = project.rate
    ends = float(rate.seconds(int(cut.before.shows(cut.before.end))))
    starts = float(rate.seconds(int(cut.after.shows(cut.after.start))))
    levels = [
        _level(before, max(0.0, ends - _WINDOW), ends),
        _level(after, starts, starts + _WINDOW),
    ]
    if any(level is None or level < _NO_SOUND for level in levels):
        return None
    return float(levels[1] or 0.0) - float(levels[0] or 0.0)


def _level(path: Path, begin: float, end: float) -> float | None:
    """dBFS of a stretch of a file's sound; None where it has none."""
    low, high, at = round(begin * _RATE), round(end * _RATE), 0
    parts: list[npt.NDArray[np.float32]] = []
    try:
        for block in sound_blocks(path, sample_rate=_RATE, channels=1):
            parts.append(block[max(0, low - at) : max(0, high - at), 0])
            at += len(block)
            if at >= high:
                break
    except BadInput:
        return None
    sound = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    return 10 * float(np.log10(max(1e-12, float(np.square(sound).mean())))) if len(sound) else None


def _parted(project: Project, cut: Cut) -> bool:
    """Whether the sound of a side does not change at the cut: it goes on, or comes before."""
    for clip, at_start in ((cut.before, False), (cut.after, True)):
        own = _own_sounds(project, clip)
        if own and all((s.start if at_start else s.end) != cut.frame for s in own):
            return True
    return False


def _own_sounds(project: Project, picture: Clip) -> list[Clip]:
    """The sound of a picture's own take that is linked with it."""
    if not picture.link:
        return []
    return [
        clip for track, clip in clips(project)
        if track.kind is TrackKind.SOUND and clip.link == picture.link
        and clip.owner == picture.owner
    ]  # fmt: skip
