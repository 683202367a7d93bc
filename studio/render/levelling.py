"""The level of a mix: what brings it to its loudness under a true-peak limit."""

import math

from studio.media.r128 import decibels, loudness_of
from studio.render.loudness import SILENT, Level
from studio.render.parted import Parted

# A lossy encoder adds about a decibel of overshoot; the limiter stays below by that much.
HEADROOM = 1.2
EXACT = 0.1  # the same where no encoder loses anything: what another meter may read above ours
_CLOSE = 0.1  # LU from the target that need not be nearer
# What is limited gets a gain in whole steps of as much as `_CLOSE` allows: so of a film that is
# hardly louder or quieter than before, as one of which a shot changed, all other sound stays as it
# was encoded.
_STEP = 2 * _CLOSE  # dB
_TRIES = 9  # measures of the limited mix; two or three are enough for all but odd sounds
_MOST = 24.0  # decibels that the limiter may be driven harder than without its loss
_ABOVE_TONE = 1.0  # LU; a mix that is hardly louder than its room tone is room tone


def level_for(
    mix: Parted,
    loudness: float,
    peak: float,
    *,
    headroom: float = HEADROOM,
    room_tone: float | None = None,
) -> Level:
    """What brings a raw mix to `loudness` LUFS with peaks below `peak` dBTP.

    A plain gain where the peaks allow it, so that quiet and loud keep their distance: one measure.
    Otherwise a limiter catches the peaks, `headroom` decibels lower, and the gain makes up for what
    it takes away, measured until it is right. Silence stays silence, and so does a film of nothing
    but its `room_tone` (LUFS): it is to stay soft. Raises Cancelled, OSError.
    """
    parts = mix.plain()
    before = loudness_of(parts)
    if before <= SILENT or (room_tone is not None and before < room_tone + _ABOVE_TONE):
        return Level(0.0)
    ceiling = peak - headroom
    gain = round(loudness - before, 1)
    room, highest = ceiling - gain, max(each.peak for each in parts)
    if _below(highest, room) and _below(mix.true_peak(), room):
        return Level(gain)
    return _held(mix, loudness, loudness - before, ceiling)


def _below(peak: float, limit: float) -> bool:
    """Whether an amplitude is below a limit in dB, whatever the last digits of a processor say."""
    return math.ceil(decibels(peak) * 100) / 100 <= limit


def _held(mix: Parted, loudness: float, gain: float, ceiling: float) -> Level:
    """The gain before a limiter after which the loudness is right, by the secant of two tries."""
    gain = _stepped(gain)
    most, steep = gain + _MOST, 1.0
    last: tuple[float, float] | None = None
    for left in reversed(range(_TRIES)):
        got = loudness_of(mix.limited((gain, ceiling)))
        away = loudness - got
        if not left or abs(away) <= _CLOSE or (away > 0 and gain >= most):
            break
        if last is not None and abs(gain - last[0]) > _CLOSE / 10:
            steep = min(8.0, max(1.0, (gain - last[0]) / max(1e-3, got - last[1])))
        last = (gain, got)
        gain = _stepped(min(most, gain + away * steep))
    return Level(gain, ceiling)


def _stepped(gain: float) -> float:
    return round(round(gain / _STEP) * _STEP, 1)
