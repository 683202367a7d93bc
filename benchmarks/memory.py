"""The most memory that making and exporting a film takes, for films of growing length.

    python benchmarks/memory.py [--size 640x360] [--scenes 2 8 32]

The reference is the shortest film: a ratio near 1 for all means that memory is flat in length.
Each figure is the largest resident size of any one process of the run. Not for Windows.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

SCENE = """Scene {n}: Street, night, rain, 10 seconds
Wide shot: Mei runs down the street.
Mei: Is anyone there, or am I alone in number {n}?
Close-up, slow push in: Mei looks up at the sky.
"""


def peak(*command: str) -> float:
    """MiB of the largest process of a command, which must succeed."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    actions = [(os.POSIX_SPAWN_DUP2, quiet, 1), (os.POSIX_SPAWN_DUP2, quiet, 2)]
    child = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    _, status, used = os.wait4(child, 0)
    os.close(quiet)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return used.ru_maxrss / unit


def main() -> None:
    """Print megabytes and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="640x360")
    parser.add_argument("--scenes", type=int, nargs="+", default=[2, 8, 32])
    words = parser.parse_args()
    print(f"{'film':>8} {'generate':>10} {'ratio':>6} {'export':>10} {'ratio':>6}")
    first: tuple[float, float] | None = None
    for count in words.scenes:
        with tempfile.TemporaryDirectory() as name:
            brief, reel = Path(name) / "brief.txt", str(Path(name) / "film.reel")
            brief.write_text("\n".join(SCENE.format(n=n) for n in range(1, count + 1)))
            studio = (sys.executable, "-m", "studio")
            peak(*studio, "new", reel, "--size", words.size)
            peak(*studio, "plan", reel, str(brief))
            made = peak(*studio, "generate", reel)
            cut = peak(*studio, "export", reel, "-o", str(Path(name) / "film.mp4"))
        first = first or (made, cut)
        print(
            f"{count * 10:6} s {made:6.0f} MiB {made / first[0]:6.2f} "
            f"{cut:6.0f} MiB {cut / first[1]:6.2f}"
        )


if __name__ == "__main__":
    main()
