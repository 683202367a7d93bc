"""Loudness after EBU R 128: measured by ffmpeg, brought to a target under a true-peak limit."""

import re
from dataclasses import dataclass
from pathlib import Path

from studio.media.ffmpeg import Stop, run

# A lossy encoder adds about a decibel of overshoot; the limiter stays below by that much.
HEADROOM = 1.2
NEARLY = 0.05  # decibels above a peak that nobody calls above it
SILENT = -69.0
EXACT = 0.1  # the same where no encoder loses anything: what the limiter's filters add
_CLOSE = 0.1  # LU from the target that need not be nearer
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
        """The same as ffmpeg's filters."""
        if self.ceiling is not None:
            return _limited(self.gain, self.ceiling)
        return f"volume={self.gain:.2f}dB" if self.gain else "anull"


def measure(
    arguments: list[str],
    cancelled: Stop | None = None,
    chain: str = "",
    *,
    exact: bool = True,
    into: Path | None = None,
) -> Loudness:
    """Loudness of an input given as ffmpeg arguments, after the filters of `chain`.

    The peak is the true one where it is to be `exact`, a third of the work otherwise: the greatest
    sample's. The sound after the chain is written to `into`, as `raw_input` reads it.
    """
    meter = f"ebur128=peak={'true' if exact else 'sample'}:framelog=quiet"
    command = ["-hide_banner", "-nostdin", "-loglevel", "info", "-y", *arguments, "-vn"]
    if into is None:
        graph = f"{chain}," if chain else ""
        command += ["-af", f"{graph}{meter}", "-f", "null", "-"]
    else:
        graph = f"[0:a]{chain or 'anull'},asplit[heard][whole];[heard]{meter}[measured]"
        command += ["-filter_complex", graph, "-map", "[measured]", "-f", "null", "-"]
        command += ["-map", "[whole]", *_RAW, str(into)]
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
    return [*_RAW, "-i", str(path)]


def level_for(
    raw: Path,
    loudness: float,
    peak: float,
    cancelled: Stop | None = None,
    *,
    headroom: float = HEADROOM,
    room_tone: float | None = None,
    into: Path | None = None,
) -> Level:
    """What brings a raw mix to `loudness` LUFS with peaks below `peak` dBTP.

    A plain gain where the peaks allow it, so that quiet and loud keep their distance: one measure.
    Otherwise a limiter on the fourfold oversampled signal catches the peaks, `headroom` decibels
    lower, and the gain makes up for what it takes away, measured until it is right; what comes out
    of it lies at `into` then. Silence stays silence, and so does a film of nothing but its
    `room_tone` (LUFS): it is to stay soft.
    """
    before = measure(raw_input(raw), cancelled, exact=False)
    if before.silent or (room_tone is not None and before.integrated < room_tone + _ABOVE_TONE):
        return Level(0.0)
    ceiling = peak - headroom
    gain = loudness - before.integrated
    # Between two samples there may be more than at any; only where none is too high it matters.
    if before.peak + gain <= ceiling and measure(raw_input(raw), cancelled).peak + gain <= ceiling:
        return Level(gain)
    return _held(raw, loudness, gain, ceiling, cancelled, into)


def _held(
    raw: Path,
    loudness: float,
    gain: float,
    ceiling: float,
    cancelled: Stop | None,
    into: Path | None,
) -> Level:
    """The gain before a limiter after which the loudness is right, by the secant of two tries.

    The limiter is set lower by what comes out above its ceiling: after it the signal goes back to
    its own rate, and what is filtered out of a bang there can raise its peak by half a decibel.
    """
    most, wanted, steep = gain + _MOST, ceiling + EXACT, 1.0
    last: tuple[float, float] | None = None
    for left in reversed(range(_TRIES)):
        got = measure(raw_input(raw), cancelled, _limited(gain, ceiling), into=into)
        away, over = loudness - got.integrated, got.peak - wanted
        at_end = abs(away) <= _CLOSE or (away > 0 and gain >= most)
        if not left or (at_end and over <= NEARLY):
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
