"""Exact-frame seeks and playback of a 1080p24 cut in the player, against PyAV on the same film.

    python benchmarks/preview.py [--seeks 60] [--seconds 20] [--size 960x540]

The cut is made of three takes as the studio writes them. The reference for seeks is PyAV in its
own exact seek of the exported film (a key frame every two seconds) and of a take (every 12
frames), kept open, each picture converted to the same size; the same places, in the same run.
"""

import argparse
import os
import platform
import random
import tempfile
import threading
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from studio.media.encode import TAKE_SUFFIX, Encoder
from studio.media.hashes import sha256_of
from studio.render.delivery import Captions, Delivery
from studio.render.export import export
from studio.render.player import Player
from studio.render.programme import Programme, cut_programme
from studio.render.seeking import Entrances
from studio.render.sound_out import Silence
from studio.timeline.assembly import assemble
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.story import Scene, Shot
from studio.timeline.take import Take, TakeFile

RATE = Rate(num=24)
WIDTH, HEIGHT, SHOTS = 1920, 1080, 3


def made_take(folder: Path, number: int, frames: int) -> Take:
    """A take of soft moving shapes with grain, as costly to read as a drawn one."""
    draw = np.random.default_rng(number)
    small = draw.integers(0, 255, (70, 125, 3), np.uint8)
    wide = cv2.resize(small, (WIDTH + 640, HEIGHT + 320), interpolation=cv2.INTER_CUBIC)
    owner = f"sh_{number:08}"
    path = folder / "media" / f"{owner}{TAKE_SUFFIX}"
    path.parent.mkdir(exist_ok=True)
    with Encoder(
        path, width=WIDTH, height=HEIGHT, rate=(RATE.num, RATE.den), frames=frames,
        pixel_format="bgr24",
    ) as encoder:  # fmt: skip
        for frame in range(frames):
            x, y = 2 * frame % 640, frame % 320
            encoder.write(np.ascontiguousarray(wide[y : y + HEIGHT, x : x + WIDTH]))
    file = TakeFile(path=f"media/{path.name}", sha256=sha256_of(path), bytes=path.stat().st_size)
    return Take(
        id=f"tk_{number:08}", owner=owner, job="jb_00000001", backend="test", kind="video",
        files=(file,), request={}, created="2026-01-01T00:00:00+00:00", rate=RATE, frames=frames,
        width=WIDTH, height=HEIGHT,
    )  # fmt: skip


def made_film(folder: Path, seconds: int) -> tuple[Project, dict[str, Take]]:
    """Three shots, cut together."""
    frames = seconds * RATE.num // SHOTS
    shots = tuple(Shot(id=f"sh_{n:08}", frames=frames) for n in range(SHOTS))
    scene = Scene(id="sc_00000001", heading="INT. ROOM - DAY", shots=shots)
    film = Project(width=WIDTH, height=HEIGHT, rate=RATE, scenes=(scene,))
    return assemble(film), {s.id: made_take(folder, n, frames) for n, s in enumerate(shots)}


def until(player: Player, came: threading.Event, frame: int) -> float:
    """Seconds until a frame is shown."""
    began = time.perf_counter()
    player.seek(frame)
    while True:
        picture = player.tick()
        if picture is not None and picture.frame == frame:
            return time.perf_counter() - began
        came.wait(0.02)
        came.clear()


def by_pyav(path: Path, places: list[int], size: tuple[int, int]) -> list[float]:
    """Seconds of exact seeks in a file that stays open."""
    took: list[float] = []
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        base = Fraction(stream.time_base or 1)
        for place in places:
            began = time.perf_counter()
            wanted = round(Fraction(place, RATE.num) / base)
            container.seek(wanted, stream=stream)
            for picture in container.decode(stream):
                if (picture.pts or 0) >= wanted:
                    picture.reformat(*size, format="bgra").to_ndarray()
                    break
            took.append(time.perf_counter() - began)
    return took


def told(label: str, took: list[float], reference: list[float] | None = None) -> None:
    """A line of p50 and p95 in milliseconds, and their ratios."""
    both = [_at(took, 0.5), _at(took, 0.95)]
    line = f"{label:34} p50 {both[0] * 1000:7.1f} ms   p95 {both[1] * 1000:7.1f} ms"
    if reference is not None:
        ratios = [both[0] / _at(reference, 0.5), both[1] / _at(reference, 0.95)]
        line += f"   ratio {ratios[0]:.2f} / {ratios[1]:.2f}"
    print(line)


def _at(took: list[float], share: float) -> float:
    return sorted(took)[min(len(took) - 1, int(len(took) * share))]


def played(player: Player, came: threading.Event) -> tuple[float, float, int, int]:
    """Seconds to the first frame, seconds of playing, frames shown, frames dropped."""
    until(player, came, 0)
    began = time.perf_counter()
    player.play()
    first, shown = 0.0, 0
    while player.playing:
        if player.running and not first:
            first = time.perf_counter() - began
        shown += player.tick() is not None
        came.wait(0.002)
        came.clear()
    return first, time.perf_counter() - began - first, shown, player.dropped


def machine() -> str:
    """Processors, system and how busy it was."""
    name = platform.processor() or platform.machine()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return f"{os.cpu_count()} cores, {name}, {platform.system()}, load {load:.1f}"


def measured(
    programme: Programme, size: tuple[int, int], act: Callable[[Player, threading.Event], None]
) -> None:
    """Run `act` on a player of its own."""
    came = threading.Event()
    player = Player(Silence(), came.set)
    try:
        player.load(programme, *size)
        act(player, came)
    finally:
        player.close()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeks", type=int, default=60)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--size", default="960x540")
    words = parser.parse_args()
    wide, _, tall = words.size.partition("x")
    size = (int(wide), int(tall))
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film, shown = made_film(folder, words.seconds)
        programme = cut_programme(film, shown, folder, Entrances(folder, RATE))
        whole = folder / "film.mp4"
        export(film, shown, folder, whole, Delivery.of(film, Captions.NONE))
        draw = random.Random(1)
        places = [draw.randrange(programme.frames) for _ in range(words.seeks)]
        first = next(iter(shown.values()))
        inside = [place % (first.frames or 1) for place in places]
        took: list[float] = []
        steps: list[float] = []

        def seek(player: Player, came: threading.Event) -> None:
            for place in places:
                took.append(until(player, came, place))
            until(player, came, 40)
            while not all(player.pictures.has(n) for n in range(34, 40)):
                came.wait(0.02)
            steps.extend(until(player, came, n) for n in (39, 38, 37, 36, 35, 34))

        measured(programme, size, seek)
        film_took = by_pyav(whole, places, size)
        take_took = by_pyav(folder / first.files[0].path, inside, size)
        told("PyAV, exported film", film_took)
        told("PyAV, one take", take_took)
        told("player, cut; to the exported film", took, film_took)
        told("player, cut; to one take", took, take_took)
        told("player, a step back", steps)

        def play(player: Player, came: threading.Event) -> None:
            start, seconds, count, dropped = played(player, came)
            print(
                f"playing {programme.frames} frames at 24: first after {start * 1000:.0f} ms, "
                f"{seconds:.2f} s, {count} shown, {dropped} dropped"
            )

        measured(programme, size, play)
    print(machine())


if __name__ == "__main__":
    main()
