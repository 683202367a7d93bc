"""Other programs that cut films, where they are installed: MLT's `melt` and MoviePy."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cut_film import RATE, Span
from benchmarks.measured import Cost, run

_MOVIEPY = Path(__file__).with_name("moviepy_cut.py")


@dataclass(frozen=True)
class Beside:
    """Which of them there are: the program `melt`, an interpreter with MoviePy; None for none."""

    size: tuple[int, int]
    melt: str | None
    moviepy: str | None

    @classmethod
    def found(cls, size: tuple[int, int], moviepy: str | None) -> "Beside":
        """Those of this computer; what is missing is said."""
        melt = shutil.which("melt")
        if melt is None:
            print("melt is not installed (on Debian: apt-get install melt)")
        if moviepy is None:
            print("no MoviePy (--moviepy PYTHON names an interpreter that has it)")
        elif shutil.which(moviepy) is None:
            raise SystemExit(f"--moviepy: there is no program {moviepy}")
        return cls(size, melt, moviepy)

    def engines(
        self, paths: Sequence[Path], spans: Sequence[Span], film: Callable[[str], Path], name: str
    ) -> dict[str, Callable[[], Cost]]:
        """What makes the film `name` of them, by program; `film` says where a film lies.

        Both encode every picture: neither copies packets.
        """
        made: dict[str, Callable[[], Cost]] = {}
        if self.melt is not None:
            melted = self._melt(self.melt, paths, spans, film(f"{name}-melt"))
            made["melt"] = lambda: run(melted)
        if self.moviepy is not None:
            clips = [(str(paths[clip]), first, frames) for clip, first, frames in spans]
            wanted = {"clips": clips, "rate": RATE.num, "output": str(film(f"{name}-moviepy"))}
            command = [self.moviepy, str(_MOVIEPY), json.dumps(wanted)]
            made["moviepy"] = lambda: run(command, quiet=False)
        return made

    def _melt(
        self, melt: str, paths: Sequence[Path], spans: Sequence[Span], output: Path
    ) -> list[str]:
        width, height = self.size
        profile = output.with_suffix(".profile")
        facts = {
            "description": "benchmark", "frame_rate_num": RATE.num, "frame_rate_den": RATE.den,
            "width": width, "height": height, "progressive": 1, "sample_aspect_num": 1,
            "sample_aspect_den": 1, "display_aspect_num": width, "display_aspect_den": height,
            "colorspace": 709,
        }  # fmt: skip
        profile.write_text("".join(f"{key}={value}\n" for key, value in facts.items()))
        command = [melt, "-silent", "-profile", str(profile)]
        for clip, first, frames in spans:
            command += [str(paths[clip]), f"in={first}", f"out={first + frames - 1}"]
        command += ["-consumer", f"avformat:{output}", "vcodec=libx264", "preset=medium"]
        return [*command, "crf=18", "acodec=aac", "ab=192k", "real_time=-1"]
