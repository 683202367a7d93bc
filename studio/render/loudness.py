"""Loudness after EBU R 128: measured by FFmpeg, brought to a target under a true-peak limit."""

import re
from dataclasses import dataclass
from pathlib import Path

from studio.media.ffmpeg import Stop, run

# A lossy encoder adds about a decibel of overshoot; the limiter stays below by that much.
HEADROOM = 1.2
NEARLY = 0.05  # decibels above a peak that nobody calls above it
SILENT = -69.0
EXACT = 0.1  # the same where no encoder loses anything: what another meter may read above ours
_CLOSE = 0.1  # LU from the target that need not be nearer
# What is limited gets a gain in whole steps of as much as `_CLOSE` allows: so of a film that is
# hardly louder or quieter than before, as one of which a shot changed, all other sound stays as it
# was encoded.
_STEP = 2 * _CLOSE  # dB
_TRIES = 9  # measures of the limited mix; two or three are enough for all but odd sounds
_MOST = 24.0  # decibels that the limiter may be driven harder than without its loss
_RAW = ("-f", "f32le", "-ar", "48000", "-ac", "2")
_ABOVE_TONE = 1.0  # LU; a mix that is hardly louder than its room tone is room tone


@dataclass(frozen=True)
class Loudness:
    """Integrated loudness in LUFS and true peak in dBTP."""

    integrated: float
    peak: float

    @property
    def silent(self) -> bool:
        """True when there is nothing to be heard (the gate of the measure lies at -70)."""
        return self.integrated <= SILENT


@dataclass(frozen=True)
class Level:
    """What brings a mix to its loudness: a gain in dB, and a limit in dBFS where peaks need it."""

    gain: float
    ceiling: float | None = None

    @property
    def factor(self) -> float:
        """The gain as a factor of samples."""
        return 10 ** (self.gain / 20)

    @property
    def chain(self) -> str:
        """The gain as ffmpeg's filter."""
        return f"volume={self.gain:.2f}dB" if self.gain else "anull"


def measure(arguments: list[str], cancelled: Stop | None = None) -> Loudness:
    """Loudness of an input given as ffmpeg arguments."""
    command = ["-hide_banner", "-nostdin", "-loglevel", "info", "-y", *arguments, "-vn"]
    meter = "ebur128=peak=true:framelog=quiet"
    text = run([*command, "-af", meter, "-f", "null", "-"], cancelled=cancelled)
    return Loudness(_figure(text, r"I:\s+(\S+) LUFS"), _figure(text, r"Peak:\s+(\S+) dBFS"))


def measure_file(path: Path, cancelled: Stop | None = None) -> Loudness:
    """Loudness of a file's first sound, as `measure` finds it, in three quarters of the time."""
    from studio.media.r128 import of_file

    found = of_file(path, cancelled)
    return tenths(*found) if found is not None else measure(["-i", str(path)], cancelled)


def _measure_raw(path: Path, cancelled: Stop | None) -> Loudness:
    """Loudness of a raw mix, to the last digit; its peak is the greatest sample's."""
    from studio.media.r128 import of_raw  # samples, of which what was measured needs none

    return Loudness(*of_raw(path, cancelled))


def tenths(integrated: float, peak: float) -> Loudness:
    """What a meter shows: nobody calls a hundredth a difference."""
    return Loudness(round(integrated, 1), round(peak, 1))


def _figure(text: str, pattern: str) -> float:
    found = re.findall(pattern, text)
    try:
        return float(found[-1]) if found else -70.0
    except ValueError:
        return -70.0


def raw_input(path: Path) -> list[str]:
    """ffmpeg arguments that read a raw stereo float32 file at 48 kHz."""
    return [*_RAW, "-i", str(path)]


def level_for(
    raw: Path,
    into: Path,
    loudness: float,
    peak: float,
    cancelled: Stop | None = None,
    *,
    headroom: float = HEADROOM,
    room_tone: float | None = None,
) -> Level:
    """What brings a raw mix to `loudness` LUFS with peaks below `peak` dBTP.

    A plain gain where the peaks allow it, so that quiet and loud keep their distance: one measure.
    Otherwise a limiter catches the peaks, `headroom` decibels lower, and the gain makes up for what
    it takes away, measured until it is right; what comes out of it lies at `into` then. Silence
    stays silence, and so does a film of nothing but its `room_tone` (LUFS): it is to stay soft.
    """
    before = _measure_raw(raw, cancelled)
    if before.silent or (room_tone is not None and before.integrated < room_tone + _ABOVE_TONE):
        return Level(0.0)
    from studio.render.limiter import exceeds

    ceiling = peak - headroom
    gain = round(loudness - before.integrated, 1)
    if before.peak + gain <= ceiling and not exceeds(raw, gain, ceiling, cancelled):
        return Level(gain)
    return _held(raw, into, loudness, loudness - before.integrated, ceiling, cancelled)


def _held(
    raw: Path, into: Path, loudness: float, gain: float, ceiling: float, cancelled: Stop | None
) -> Level:
    """The gain before a limiter after which the loudness is right, by the secant of two tries."""
    from studio.render.limiter import write_limited

    gain = _stepped(gain)
    most, steep = gain + _MOST, 1.0
    last: tuple[float, float] | None = None
    for left in reversed(range(_TRIES)):
        write_limited(raw, into, gain, ceiling, cancelled)
        got = _measure_raw(into, cancelled).integrated
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
