"""What the take inspector finds, whom it accuses, and what that costs.

    PYTHONPATH=. python benchmarks/inspecting.py [--models] [--take FILE] [--face PICTURE]

Planted faults: each clip of `tests/review/planted.py` with the frame at which the fault lies, and
the one at which it was found; with `--models` those of `planted_people`, too. Clean clips and the
takes of the sample films: how many were accused. Cost: processor seconds for a take of five seconds
in 1080p (H.264, about 10 Mbit/s), by pass and check; with `--models` those that are installed, with
a face and a line to be compared. Then seconds and memory of what a maker waits for: all checks of
such a take of a person who speaks, whose sign reads right or wrong, and an actor out of eight
seconds.
"""

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_SELF
from resource import getrusage as resource_usage

import cv2
import numpy as np

from benchmarks.planted_people import people
from studio.cast import actor
from studio.cast.loaded import Loaded
from studio.media.ffmpeg import find_ffmpeg
from studio.media.probe import probe
from studio.paths import resource
from studio.review.asked import Asked, Likeness, Words
from studio.review.checks import BY_MODEL, MODEL_FREE
from studio.review.inspector import inspected
from studio.review.listen import listened
from studio.review.watch import watched
from tests.cast.clips import WORDS, acting, film, spoken
from tests.cast.puppet import ASTRONAUT, Puppet
from tests.review import planted

SECONDS = 5


def asked(clip: planted.Clip) -> Asked:
    """What every planted clip was to be."""
    return Asked(
        frames=planted.FRAMES, rate_num=planted.RATE, width=planted.WIDE, height=planted.TALL,
        sound=None if clip.samples is None else True, one_shot=True, lines=(Words(text="Yes."),),
    )  # fmt: skip


def faults(folder: Path) -> None:
    """Each planted fault, and the frame at which it was found."""
    found = 0
    print("planted                check      at   found")
    for each in planted.PLANTED:
        clip = each.make()
        path = clip.write(folder / f"{each.name}.mov")
        report = inspected(path, asked(clip), checks=MODEL_FREE)
        those = [f.at.first if f.at else None for f in report.findings if f.check == each.check]
        at = those[0] if those else "-"
        hit = each.check in report.failed and at == each.first
        found += hit
        mark = "" if hit else "  MISSED"
        print(f"{each.name:<22} {each.check:<9} {each.first!s:>4} {at!s:>6}{mark}")
    print(f"found at the right frame: {found} of {len(planted.PLANTED)}\n")


def clean(folder: Path) -> None:
    """Whom the inspector accuses although nothing is wrong."""
    accused: list[str] = []
    for name, make in planted.CLEAN:
        clip = make()
        path = clip.write(folder / f"clean-{name}.mov")
        accused += [name] if inspected(path, asked(clip), checks=MODEL_FREE).findings else []
    takes = sorted(resource("samples").glob("film.*/media/*.mov"))
    for path in takes:
        report = inspected(path, Asked(sound=True, one_shot=True), checks=MODEL_FREE)
        accused += [path.name] if report.findings else []
    print(f"clean clips accused: {len(accused)} of {len(planted.CLEAN) + len(takes)} {accused}\n")


def take(folder: Path) -> Path:
    """Five seconds of 1080p that move all over, with sound."""
    path = folder / "take.mp4"
    subprocess.run(
        [
            find_ffmpeg(), "-y", "-loglevel", "error", "-f", "lavfi", "-i",
            f"mandelbrot=s=1920x1080:r=24,trim=duration={SECONDS}", "-f", "lavfi", "-i",
            f"sine=330:d={SECONDS}", "-c:v", "libx264", "-b:v", "10M", "-preset", "fast",
            "-pix_fmt", "yuv420p", "-c:a", "aac", str(path),
        ],
        check=True,
    )  # fmt: skip
    return path


def cost(path: Path, *, models: bool, face: Path | None) -> None:
    """Processor seconds of each pass and check."""
    frames = probe(path).frames
    load = os.getloadavg()[0]
    print(f"{SECONDS} s in 1080p, {frames} frames: processor seconds (load {load:.1f})")
    _timed("pictures", lambda: watched(path, frames))
    _timed("sound", lambda: listened(path))
    whole = _timed("all without a model", lambda: inspected(path, checks=MODEL_FREE))
    print(f"{'':<22} {whole / SECONDS:.2f} of its length")
    if not models:
        return
    wanted = Asked(
        lines=(Words(text="Good morning.", speaker="a"),), texts=("OPEN",),
        subjects=(Likeness(key="a", name="A", pictures=(str(face),) if face else ()),),
    )  # fmt: skip
    with Loaded() as loaded:
        for check in BY_MODEL:
            if check.lacking() is None and check.concerns(wanted):
                for turn in ("first", "again"):
                    _timed(
                        f"{check.name}, {turn}",
                        lambda c=check: inspected(path, wanted, models=loaded, checks=[c]),
                    )


def waits(folder: Path) -> None:
    """What a maker waits for, with every model: wall seconds, and the most memory so far."""
    with Loaded() as models:
        clips = {seconds: person(folder, seconds, models) for seconds in (SECONDS, 8)}
    lead = Likeness(
        key="a", name="A", pictures=(str(ASTRONAUT),), voices=(str(folder / "person5.wav"),)
    )
    print("\nwith every model       seconds  length  MB at most")
    for title, text in (("sign as asked", "OPEN LATE"), ("sign misspelt", "OPEN GATES")):
        wanted = Asked(
            one_shot=True, sound=True, lines=(Words(text=WORDS, speaker="a"),), texts=(text,),
            subjects=(lead,),
        )  # fmt: skip
        with Loaded() as models:
            for turn in ("first", "again"):
                _waited(
                    f"{title}, {turn}", SECONDS,
                    lambda w=wanted, m=models: inspected(clips[SECONDS], w, models=m),
                )  # fmt: skip
    made = folder / "actor"
    made.mkdir()
    with Loaded() as models:
        _waited("actor of 8 s", 8, lambda: actor.make(clips[8], actor.Wanted("A"), made, models))
    print(f"{'models let go':<22} {'':>15} {_resident():>8} now")


def person(folder: Path, seconds: int, models: Loaded) -> Path:
    """Somebody who speaks and turns in 1080p, before a wall with a sign."""
    sound, puppet = spoken(), Puppet(models)
    spot = np.random.default_rng(3).integers(60, 190, (27, 48, 3), np.uint8)
    wall = np.asarray(cv2.resize(spot, (1920, 1080), interpolation=cv2.INTER_CUBIC), np.uint8)
    font = cv2.FONT_HERSHEY_SIMPLEX
    cv2.putText(wall, "OPEN LATE", (80, 130), font, 3.0, (230, 250, 250), 8, cv2.LINE_AA)
    turns = acting(puppet, sound)

    def picture(at: float) -> np.ndarray:
        whole, seen = wall.copy(), turns(at)
        tall, wide = seen.shape[:2]
        side = (round(800 * wide / tall), 800)
        whole[280:, 420 : 420 + side[0]] = cv2.resize(seen, side)
        return whole

    return film(folder / f"person{seconds}.mov", picture, seconds, 24, sound)


def _waited(name: str, seconds: int, work: Callable[[], object]) -> None:
    begun = time.perf_counter()
    work()
    spent = time.perf_counter() - begun
    most = resource_usage(RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name:<22} {spent:7.2f} {spent / seconds:7.2f} {most:>11}", flush=True)


def _resident() -> int:
    """MB in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 10**6


def _timed(name: str, work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    spent = time.process_time() - begun
    print(f"{name:<22} {spent:6.2f}")
    return spent


def main() -> None:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", action="store_true")
    parser.add_argument("--take", type=Path, help="a take of one's own for the cost")
    parser.add_argument("--face", type=Path, help="a picture of the face in it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        faults(folder)
        clean(folder)
        cost(options.take or take(folder), models=options.models, face=options.face)
        if options.models:
            waits(folder)
            planting = folder / "people"  # whose neural voices would count as memory above
            planting.mkdir()
            with Loaded() as models:
                people(planting, models)


if __name__ == "__main__":
    main()
