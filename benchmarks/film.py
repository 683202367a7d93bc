"""Whole `film` time and its parts against raw ffmpeg encoding the same finished frames.

    python benchmarks/film.py [BRIEF] [--size 1280x720]

The reference decodes nothing: the film's own frames, as raw video in a file, go through the same
encoder settings in the same run.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from studio.media.ffmpeg import find_ffmpeg
from studio.media.probe import probe
from studio.paths import resource


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds on the wall, and of processors (steady on a busy machine)."""

    wall: float
    cpu: float


def timed(*command: str) -> Cost:
    """Run a command, which must succeed."""
    began, used = time.monotonic(), _children()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return Cost(time.monotonic() - began, _children() - used)


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("brief", nargs="?", default=str(resource("samples", "sample.txt")))
    parser.add_argument("--size", default="1280x720")
    words = parser.parse_args()
    studio = [sys.executable, "-m", "studio"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film = folder / "film.mp4"
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")  # nothing was spoken before
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        timed(*studio, "backends")  # an installed program's modules are compiled
        first = timed(
            *studio, "film", words.brief, "-o", str(folder / "first.mp4"), "--size", words.size
        )
        whole = timed(*studio, "film", words.brief, "-o", str(film), "--size", words.size)
        again = timed(
            *studio, "film", words.brief, "-o", str(film), "--size", words.size, "--force"
        )
        reel = str(film.with_suffix(".reel"))
        export = timed(*studio, "export", reel, "-o", str(folder / "b.mp4"))
        raw = folder / "frames.yuv"
        ffmpeg = [find_ffmpeg(), "-loglevel", "error", "-nostdin", "-y"]
        timed(*ffmpeg, "-i", str(film), "-f", "rawvideo", "-pix_fmt", "yuv420p", str(raw))
        info = probe(film)
        reference = timed(
            *ffmpeg, "-f", "rawvideo", "-video_size", words.size, "-framerate", str(info.rate),
            "-i", str(raw), "-c:v", "libx264", "-preset", "medium", "-crf", "18",
            str(folder / "c.mp4"),
        )  # fmt: skip
    seconds = float(info.seconds)
    print(f"{info.frames} frames, {seconds:.1f} s, {words.size}")
    print(f"{'':18} {'wall':>8} {'ratio':>6} {'x length':>9} {'cpu':>8} {'ratio':>6}")
    for label, cost in (
        ("raw ffmpeg", reference), ("film", first), ("film, lines spoken", whole),
        ("film, takes made", again), ("export", export),
    ):  # fmt: skip
        print(
            f"{label:18} {cost.wall:6.1f} s {cost.wall / reference.wall:6.2f} "
            f"{cost.wall / seconds:9.2f} {cost.cpu:6.1f} s {cost.cpu / reference.cpu:6.2f}"
        )


if __name__ == "__main__":
    main()
