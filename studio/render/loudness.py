"""Loudness after EBU R 128: measured by ffmpeg, brought to a target under a true-peak limit."""

import re
from dataclasses import dataclass
from pathlib import Path

from studio.media.ffmpeg import Stop, run

# The encoder adds up to about a decibel of overshoot; the limiter stays below by that much.
HEADROOM = 1.0
SILENT = -69.0


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


def chain_for(raw: Path, loudness: float, peak: float, cancelled: Stop | None = None) -> str:
    """The filters that bring a raw mix to `loudness` LUFS with peaks below `peak` dBTP."""
    return level_for(raw, loudness, peak, cancelled).chain


def level_for(raw: Path, loudness: float, peak: float, cancelled: Stop | None = None) -> Level:
    """What brings a raw mix to `loudness` LUFS with peaks below `peak` dBTP.

    A plain gain where the peaks allow it, so that quiet and loud keep their distance; otherwise a
    limiter on the fourfold oversampled signal catches the few peaks, and the gain is corrected
    once for what it took away. Silence stays silence.
    """
    before = measure(raw_input(raw), cancelled)
    if before.silent:
        return Level(0.0)
    ceiling = peak - HEADROOM
    gain = loudness - before.integrated
    if before.peak + gain <= ceiling:
        return Level(gain)
    for _ in range(2):
        chain = _limited(gain, ceiling)
        gain += loudness - measure(raw_input(raw), cancelled, chain).integrated
    return Level(gain, ceiling)


def _limited(gain: float, ceiling: float) -> str:
    limit = 10 ** (ceiling / 20)
    return (
        f"volume={gain:.2f}dB,aresample=192000,"
        f"alimiter=limit={limit:.4f}:level=false:attack=3:release=60:latency=true,aresample=48000"
    )
