"""Loudness after EBU R 128: measured by ffmpeg, brought to a target under a true-peak limit."""

import re
from dataclasses import dataclass
from pathlib import Path

from studio.media.ffmpeg import Stop, run

# A lossy encoder adds up to about a decibel of overshoot; the limiter stays below by that much.
HEADROOM = 1.0
NEARLY = 0.05  # decibels above a peak that nobody calls above it
SILENT = -69.0
EXACT = 0.1  # the same where no encoder loses anything: what the limiter's filters add
_CLOSE = 0.1  # LU from the target that need not be nearer
_TRIES = 8  # measures of the limited mix; two or three are enough for all but odd sounds
_MOST = 24.0  # decibels that the limiter may be driven harder than without its loss
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
        """The same as ffmpeg's filters."""
        if self.ceiling is not None:
            return _limited(self.gain, self.ceiling)
        return f"volume={self.gain:.2f}dB" if self.gain else "anull"


def measure(arguments: list[str], cancelled: Stop | None = None, chain: str = "") -> Loudness:
    """Loudness of an input given as ffmpeg arguments, after the filters of `chain`."""
    graph = f"{chain}," if chain else ""
    command = ["-hide_banner", "-nostdin", "-loglevel", "info", *arguments]
    command += ["-vn", "-af", f"{graph}ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    text = run(command, cancelled=cancelled)
    return Loudness(_figure(text, r"I:\s+(\S+) LUFS"), _figure(text, r"Peak:\s+(\S+) dBFS"))


def _figure(text: str, pattern: str) -> float:
    found = re.findall(pattern, text)
    try:
        return float(found[-1]) if found else -70.0
    except ValueError:
        return -70.0


def raw_input(path: Path) -> list[str]:
    """ffmpeg arguments that read a raw stereo float32 file at 48 kHz."""
    return ["-f", "f32le", "-ar", "48000", "-ac", "2", "-i", str(path)]


def level_for(
    raw: Path,
    loudness: float,
    peak: float,
    cancelled: Stop | None = None,
    *,
    headroom: float = HEADROOM,
    room_tone: float | None = None,
) -> Level:
    """What brings a raw mix to `loudness` LUFS with peaks below `peak` dBTP.

    A plain gain where the peaks allow it, so that quiet and loud keep their distance: one measure.
    Otherwise a limiter on the fourfold oversampled signal catches the peaks, `headroom` decibels
    lower, and the gain makes up for what it takes away, measured until it is right. Silence stays
    silence, and so does a film of nothing but its `room_tone` (LUFS): it is to stay soft.
    """
    before = measure(raw_input(raw), cancelled)
    if before.silent or (room_tone is not None and before.integrated < room_tone + _ABOVE_TONE):
        return Level(0.0)
    ceiling = peak - headroom
    gain = loudness - before.integrated
    if before.peak + gain <= ceiling:
        return Level(gain)
    return _held(raw, loudness, gain, ceiling, cancelled)


def _held(raw: Path, loudness: float, gain: float, ceiling: float, cancelled: Stop | None) -> Level:
    """The gain before a limiter after which the loudness is right, by the secant of two tries.

    The limiter is set lower by what comes out above its ceiling: after it the signal goes back to
    its own rate, and what is filtered out of a bang there can raise its peak by half a decibel.
    """
    most, wanted, steep = gain + _MOST, ceiling + EXACT, 1.0
    last: tuple[float, float] | None = None
    for _ in range(_TRIES):
        got = measure(raw_input(raw), cancelled, _limited(gain, ceiling))
        away, over = loudness - got.integrated, got.peak - wanted
        at_end = abs(away) <= _CLOSE or (away > 0 and gain >= most)
        if at_end and over <= NEARLY:
            break
        if last is not None and abs(gain - last[0]) > _CLOSE / 10:
            steep = min(8.0, max(1.0, (gain - last[0]) / max(1e-3, got.integrated - last[1])))
        last = (gain, got.integrated)
        gain, ceiling = min(most, gain + away * steep), ceiling - max(0.0, over)
    return Level(gain, ceiling)


def _limited(gain: float, ceiling: float) -> str:
    limit = 10 ** (ceiling / 20)
    return (
        f"volume={gain:.2f}dB,aresample=192000,"
        f"alimiter=limit={limit:.4f}:level=false:attack=3:release=60:latency=true,aresample=48000"
    )
