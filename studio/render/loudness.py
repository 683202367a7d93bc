"""Loudness after EBU R 128 as FFmpeg measures it, and the level that brings a sound there."""

import re
from dataclasses import dataclass
from pathlib import Path

from studio.media.ffmpeg import Stop, run

SILENT = -69.0  # LUFS, the gate of the measure and a little
_RAW = ("-f", "f32le", "-ar", "48000", "-ac", "2")


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
