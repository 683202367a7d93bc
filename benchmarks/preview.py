"""Exact-frame seeks and playback of a 1080p24 cut in the player, against PyAV on the same film.

    python benchmarks/preview.py [--seeks 60] [--seconds 60] [--size 960x540]

The cut is made of three takes as the studio writes them. The reference for seeks is PyAV in its
own exact seek of the exported film (a key frame every two seconds) and of a take (every 12
frames), kept open, each picture converted to the same size; the same places, in the same run.

Then the same cut is made of heavy takes (1080p, a key frame every 250 pictures): seeks with their
proxies are set beside PyAV's exact seeks in these, and the whole cut is played with and without
them. Each picture carries its number, which is read from what the player shows.
"""

import argparse
import gc
import os
import platform
import random
import tempfile
import threading
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import av
import cv2
import numpy as np

from studio.media.encode import TAKE_SUFFIX, Encoder
from studio.media.hashes import sha256_of
from studio.render.delivery import Captions, Delivery
from studio.render.export import export
from studio.render.picture_store import Picture
from studio.render.player import Player
from studio.render.programme import Programme, cut_programme
from studio.render.seeking import Entrances
from studio.render.sound_out import Silence
from studio.render.standins import StandIns
from studio.timeline.assembly import assemble
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.story import Scene, Shot
from studio.timeline.take import Take, TakeFile

RATE = Rate(num=24)
WIDTH, HEIGHT, SHOTS = 1920, 1080, 3
BITS, SQUARE = 12, 48  # of the number that a picture carries


def coded(picture: np.ndarray, number: int) -> None:
    """Write a number into a picture's upper left corner, in black and white squares."""
    for bit in range(BITS):
        left = bit * SQUARE
        picture[:SQUARE, left : left + SQUARE] = 235 if number >> bit & 1 else 16


def code_of(picture: Picture) -> int:
    """The number that a picture carries."""
    seen = np.frombuffer(picture.data, np.uint8).reshape(picture.height, picture.width, 4)
    side = SQUARE * picture.width / WIDTH
    middles = [round((bit + 0.5) * side) for bit in range(BITS)]
    return sum(int(seen[round(side / 2), x, 1] > 128) << bit for bit, x in enumerate(middles))


def made_take(folder: Path, number: int, frames: int, gop: int = 12) -> Take:
    """A take of soft moving shapes with grain, as costly to read as a drawn one."""
    draw = np.random.default_rng(number)
    small = draw.integers(0, 255, (70, 125, 3), np.uint8)
    wide = cv2.resize(small, (WIDTH + 640, HEIGHT + 320), interpolation=cv2.INTER_CUBIC)
    owner = f"sh_{number:08}"
    path = folder / "media" / f"{owner}{TAKE_SUFFIX}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with Encoder(
        path, width=WIDTH, height=HEIGHT, rate=(RATE.num, RATE.den), frames=frames,
        pixel_format="bgr24", gop=gop,
        preset="ultrafast" if gop == 12 else "veryfast", crf=13 if gop == 12 else 18,
    ) as encoder:  # fmt: skip
        for frame in range(frames):
            x, y = 2 * frame % 640, frame % 320
            picture = np.array(wide[y : y + HEIGHT, x : x + WIDTH], np.uint8)
            coded(picture, frame)
            encoder.write(picture)
    file = TakeFile(path=f"media/{path.name}", sha256=sha256_of(path), bytes=path.stat().st_size)
    return Take(
        id=f"tk_{number:08}", owner=owner, job="jb_00000001", backend="test", kind="video",
        files=(file,), request={}, created="2026-01-01T00:00:00+00:00", rate=RATE, frames=frames,
        width=WIDTH, height=HEIGHT,
    )  # fmt: skip


def made_film(folder: Path, seconds: int, gop: int = 12) -> tuple[Project, dict[str, Take]]:
    """Three shots, cut together."""
    folder.mkdir(exist_ok=True)
    frames = seconds * RATE.num // SHOTS
    shots = tuple(Shot(id=f"sh_{n:08}", frames=frames) for n in range(SHOTS))
    scene = Scene(id="sc_00000001", heading="INT. ROOM - DAY", shots=shots)
    film = Project(width=WIDTH, height=HEIGHT, rate=RATE, scenes=(scene,))
    return assemble(film), {s.id: made_take(folder, n, frames, gop) for n, s in enumerate(shots)}


class Seen(NamedTuple):
    """What is kept of a picture: a viewer, too, lets go of one when it has the next."""

    frame: int
    code: int
    light: bool

    @classmethod
    def of(cls, picture: Picture) -> "Seen":
        """What it shows."""
        return cls(picture.frame, code_of(picture), picture.light)


def until(
    player: Player, came: threading.Event, frame: int, seen: list[Seen] | None = None
) -> float:
    """Seconds until a frame is shown; `seen` gets what it was."""
    began = time.perf_counter()
    player.seek(frame)
    while True:
        picture = player.tick()
        if picture is not None and picture.frame == frame:
            took = time.perf_counter() - began
            if seen is not None:
                seen.append(Seen.of(picture))
            return took
        came.wait(0.02)
        came.clear()


def at_rest(player: Player, came: threading.Event) -> None:
    """Stand on the first frame, with what lies beside it there, as before a hand moves."""
    until(player, came, 0)
    while not all(player.pictures.has(n) for n in range(6)):
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
        line += f"   ratio {ratios[0]:.4f} / {ratios[1]:.4f}"
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
    programme: Programme, size: tuple[int, int], act: Callable[[Player, threading.Event], None],
    standins: StandIns | None = None,
) -> None:  # fmt: skip
    """Run `act` on a player of its own."""
    came = threading.Event()
    player = Player(Silence(), came.set, standins=standins)
    try:
        player.load(programme, *size)
        act(player, came)
    finally:
        player.close()


def play(label: str, player: Player, came: threading.Event) -> None:
    """Play all of it, and say how that went."""
    start, seconds, count, dropped = played(player, came)
    print(
        f"playing {label}: {player.frames} frames at 24: first after {start * 1000:.0f} ms, "
        f"{seconds:.2f} s, {count} shown, {dropped} dropped"
    )


def with_proxies(folder: Path, seconds: int, places: list[int], size: tuple[int, int]) -> None:
    """Seeks and playing of a cut of heavy takes, through proxies, beside the takes themselves."""
    film, shown = made_film(folder, seconds, gop=250)
    programme = cut_programme(film, shown, folder, Entrances(folder, RATE))
    length = programme.frames // SHOTS
    original = folder / next(iter(shown.values())).files[0].path
    standins = StandIns(folder / "standins")
    before = os.times()
    for run in programme.runs:
        assert run.source is not None
        standins.make_proxy(run.source, folder, RATE, lambda: None)
    after, room = os.times(), _megabytes(standins, programme)
    print(f"proxies of {seconds} s: {sum(after[:4]) - sum(before[:4]):.1f} s of processor, {room}")
    took: list[float] = []
    seen: list[Seen] = []

    def seek(player: Player, came: threading.Event) -> None:
        at_rest(player, came)
        took.extend(until(player, came, place, seen) for place in places)

    def scrub(player: Player, came: threading.Event) -> None:
        at_rest(player, came)
        for place in range(7, length - 1, 7):
            began = time.perf_counter()
            player.scrub(place)
            while (picture := player.tick()) is None or picture.frame != place:
                came.wait(0.02)
                came.clear()
            dragged.append(time.perf_counter() - began)
            seen.append(Seen.of(picture))

    dragged: list[float] = []
    spent = [time.process_time()]
    measured(programme, size, seek, standins)
    spent.append(time.process_time())
    measured(programme, size, scrub, standins)
    spent.append(time.process_time())
    reference = by_pyav(original, [place % length for place in places], size)
    spent.append(time.process_time())
    wrong = sum(each.code != each.frame % length for each in seen)
    light = sum(each.light for each in seen)
    told("PyAV, 1080p original, GOP 250", reference)
    told("player, proxies, a seek", took, reference)
    told("player, proxies, a drag", dragged, reference)
    print(f"{len(seen)} pictures, {light} from proxies, {wrong} wrong")
    seeks, drags, references = (b - a for a, b in pairwise(spent))
    each, drag, other = seeks / len(took), drags / len(dragged), references / len(reference)
    print(
        f"processor time: {each * 1000:.1f} ms a seek, its neighbours included, "
        f"{drag * 1000:.1f} ms a drag, {other * 1000:.0f} ms in the original; "
        f"ratio {drag / other:.4f}"
    )
    measured(programme, size, partial(play, "heavy takes through proxies"), standins)
    measured(programme, size, partial(play, "heavy takes themselves"))


def _megabytes(standins: StandIns, programme: Programme) -> str:
    paths = {standins.proxy(run.source, RATE) for run in programme.runs if run.source is not None}
    return f"{sum(path.stat().st_size for path in paths if path is not None) / 1e6:.0f} MB"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeks", type=int, default=60)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--size", default="960x540")
    words = parser.parse_args()
    wide, _, tall = words.size.partition("x")
    size = (int(wide), int(tall))
    print(machine())
    gc.freeze()  # as the window does: the collector need not look at all that was imported
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "light"
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

        measured(programme, size, partial(play, "the studio's takes"))
        with_proxies(folder.parent / "heavy", words.seconds, places, size)
    print(machine())


if __name__ == "__main__":
    main()
