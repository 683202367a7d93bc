"""An export on a Dask cluster with two workers of one core each, against one such worker.

    python benchmarks/farm.py [--shots 24] [--seconds 3] [--size 1280x720] [--rounds 3]

Processes of the cluster are tied to their cores where the system lets that be done: worker n to
core n, all else to every core. The sound, the join and the proof of the film are made by this
computer beside the workers, so the whole export is printed beside the pictures alone. The last
ratio is that of processor time, of the one worker to the busier of the two: how much two gain where
the machine does nothing else, as on a busy one the wall says little.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import psutil
from distributed import Client

from studio.media.encode import TAKE_SUFFIX, Encoder
from studio.media.hashes import sha256_of
from studio.render.crew import Crew, Order
from studio.render.delivery import Captions, Copies, Delivery
from studio.render.export import export
from studio.render.farm_link import Cluster, joined
from studio.render.piece_keys import threads_of
from studio.timeline.cut import Clip, Cut, Track, TrackKind
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.story import Scene, Shot
from studio.timeline.take import Take, TakeFile

RATE = Rate(num=24)


@dataclass
class Timed:
    """A crew, and when its first piece was asked for and its last one came."""

    crew: Crew
    began: float = 0.0
    ended: float = 0.0

    def threads(self, pieces: int) -> int:
        return self.crew.threads(pieces)

    def hands(self, pieces: int) -> int:
        return self.crew.hands(pieces)

    def encode(
        self, order: Order, path: Path, tell: Callable[[float], None], over: Callable[[], bool]
    ) -> None:
        self.began = self.began or time.monotonic()
        self.crew.encode(order, path, tell, over)
        self.ended = time.monotonic()


def film(
    folder: Path, shots: int, frames: int, size: tuple[int, int]
) -> tuple[Project, dict[str, Take]]:
    """Shots of moving texture, each with a take of its own."""
    width, height = size
    media = folder / "media"
    media.mkdir()
    random = np.random.default_rng(7)
    rough = random.integers(0, 255, (height * 2 // 8 + 1, width * 2 // 8 + 1, 3), np.uint8)
    texture = np.kron(rough, np.ones((8, 8, 1), np.uint8))
    made: list[Shot] = []
    clips: list[Clip] = []
    takes: dict[str, Take] = {}
    for number in range(shots):
        owner = f"sh_{number:08}"
        path = media / f"{owner}{TAKE_SUFFIX}"
        with Encoder(
            path, width=width, height=height, rate=(RATE.num, RATE.den), frames=frames,
            sound=None, pixel_format="bgr24", crf=12,
        ) as encoder:  # fmt: skip
            for n in range(frames):
                x, y = (n * 3 + number * 40) % width, (n * 2 + number * 25) % height
                encoder.write(np.ascontiguousarray(texture[y : y + height, x : x + width]))
        size_on_disk = path.stat().st_size
        file = TakeFile(path=f"media/{path.name}", sha256=sha256_of(path), bytes=size_on_disk)
        takes[owner] = Take(
            id=f"tk_{number:08}", owner=owner, job="jb_00000001", backend="benchmark",
            kind="video", files=(file,), request={}, created="2026-01-01T00:00:00+00:00",
            rate=RATE, frames=frames, width=width, height=height,
        )  # fmt: skip
        made.append(Shot(id=owner, frames=frames))
        clips.append(Clip(id=f"cl_{number:08}", owner=owner, start=number * frames, frames=frames))
    track = Track(id="tr_00000001", name="Picture", kind=TrackKind.PICTURE, clips=tuple(clips))
    scene = Scene(id="sc_00000001", shots=tuple(made))
    project = Project(
        rate=RATE, width=width, height=height, scenes=(scene,), cut=Cut(tracks=(track,))
    )
    return project, takes


@contextmanager
def cluster(workers: int, home: Path) -> Generator[tuple[str, list[psutil.Process]], None, None]:
    """A scheduler and so many workers of one thread, each on a core of its own."""
    begun: list[subprocess.Popen[bytes]] = []

    def begin(*words: str, cache: str) -> subprocess.Popen[bytes]:
        with (home / f"{cache}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *words], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, cwd=home, env={**os.environ, "XDG_CACHE_HOME": str(home / cache)},
            )  # fmt: skip
        begun.append(process)
        return process

    def address() -> str:
        log = home / "scheduler.log"
        while True:
            said = log.read_text("utf-8", "replace").partition("Scheduler at:")[2].split()
            if said:
                return said[0]
            time.sleep(0.05)

    try:
        words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        begin("scheduler", *words, cache="scheduler")
        place = address()
        found: list[psutil.Process] = []
        for number in range(workers):
            process = begin(
                "worker", place, "--no-nanny", "--no-dashboard", "--nthreads", "1",
                "--host", "127.0.0.1", cache=f"worker-{number}",
            )  # fmt: skip
            found.append(psutil.Process(process.pid))
            if hasattr(found[-1], "cpu_affinity"):
                found[-1].cpu_affinity([number % (os.cpu_count() or 1)])
        yield place, found
    finally:
        for process in reversed(begun):
            process.terminate()
            process.wait()


def used(worker: psutil.Process) -> float:
    """Seconds of processors of a worker and of the encoders that it ran."""
    times = worker.cpu_times()
    return times.user + times.system + times.children_user + times.children_system


@dataclass(frozen=True)
class Run:
    """One export: seconds for all of it, for its pictures, and of each worker's processor."""

    whole: float
    pictures: float
    workers: tuple[float, ...]


def exported(project: Project, takes: dict[str, Take], folder: Path, workers: int) -> Run:
    """The film on a new cluster with so many workers, which have seen nothing before."""
    delivery = replace(Delivery.of(project, Captions.NONE), copies=Copies.NONE)
    with tempfile.TemporaryDirectory() as name, cluster(workers, Path(name)) as (place, processes):
        with Client(place) as looking:
            looking.wait_for_workers(workers)
        with joined(Cluster(place), print) as farm:
            crew = Timed(farm)
            before = [used(process) for process in processes]
            began = time.monotonic()
            export(project, takes, folder, folder / "film.mp4", delivery, overwrite=True, crew=crew)
            whole = time.monotonic() - began
            spent = tuple(used(p) - b for p, b in zip(processes, before, strict=True))
    return Run(whole, crew.ended - crew.began, spent)


def main() -> None:
    """Print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shots", type=int, default=24)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--rounds", type=int, default=3)
    words = parser.parse_args()
    width, height = (int(side) for side in words.size.split("x"))
    frames = RATE.frames(words.seconds)
    with tempfile.TemporaryDirectory() as name:
        project, takes = film(Path(name), words.shots, frames, (width, height))
        threads = threads_of(words.shots)
        print(f"{words.shots} shots of {frames} frames, {words.size}, {threads} thread(s) a piece")
        runs: dict[int, list[Run]] = {1: [], 2: []}
        hashes: set[str] = set()
        for _ in range(words.rounds):
            for workers, made in runs.items():
                made.append(exported(project, takes, Path(name), workers))
                hashes.add(sha256_of(Path(name) / "film.mp4"))
        assert len(hashes) == 1, "the films differ"
    print(f"{'':10} {'export':>9} {'pictures':>9} {'cpu of workers'}")
    for workers, made in runs.items():
        cpu = "  ".join(" ".join(f"{each:.1f}" for each in run.workers) for run in made)
        whole = statistics.median(run.whole for run in made)
        pictures = statistics.median(run.pictures for run in made)
        print(f"{workers} worker(s) {whole:7.1f} s {pictures:7.1f} s  {cpu}")
    one, two = runs[1], runs[2]
    for label, ratio in (
        ("whole export", [a.whole / b.whole for a, b in zip(one, two, strict=True)]),
        ("pictures", [a.pictures / b.pictures for a, b in zip(one, two, strict=True)]),
        ("by processor", [max(a.workers) / max(b.workers) for a, b in zip(one, two, strict=True)]),
    ):  # fmt: skip
        print(f"one / two, {label:13} {statistics.median(ratio):.2f}")


if __name__ == "__main__":
    main()
