"""How far picture and sound are apart in the player, and how soon sound follows a hand.

    python benchmarks/sound.py [--seconds 8] [--device]

A cut of two takes is played to miniaudio's null device, which takes samples at the pace of a real
one (with `--device`: to the system's own). For each picture that is shown, the moment at which the
device plays the first sample of its frame is known from the samples it took and its buffer;
printed is picture minus sound in milliseconds: above 0 the picture is late. For a start, a seek
and a scrub: from the touch to the first sample that the device takes.
"""

import argparse
import random
import tempfile
import threading
import time
import wave
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from preview import machine

from studio.media.encode import TAKE_SUFFIX, Encoder
from studio.media.hashes import sha256_of
from studio.render.player import Player
from studio.render.programme import Programme, cut_programme
from studio.render.recording import SAMPLE_RATE, Samples
from studio.render.seeking import Entrances
from studio.render.sound_device import PERIOD, PERIODS, SoundDevice
from studio.render.sound_queue import SoundQueue
from studio.timeline.assembly import assemble
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.story import Scene, Shot
from studio.timeline.take import Take, TakeFile

RATE = Rate(num=24)
WIDTH, HEIGHT, SHOTS = 1280, 720, 2
TICK = 0.004  # seconds between two looks, as in the window
LATENCY = PERIOD * PERIODS / 1000


class Watched(SoundQueue):
    """Notes when the device took which samples."""

    def __init__(self) -> None:
        super().__init__()
        self.took: list[tuple[float, int, int]] = []  # when, the first since `begin`, how many

    def begin(self) -> None:
        """Begin anew, with an empty note."""
        super().begin()
        self.took = []

    def take(self, count: int) -> Samples:
        """Hand out samples, and note it."""
        before = self.taken
        block = super().take(count)
        if self.taken > before:
            self.took.append((time.monotonic(), before, self.taken - before))
        return block

    def heard_at(self, sample: int) -> float | None:
        """When a sample since `begin` is heard, if it was taken."""
        for when, first, count in self.took:
            if first <= sample < first + count:
                return when + LATENCY + (sample - first) / SAMPLE_RATE
        return None


def made_take(folder: Path, number: int, frames: int) -> Take:
    """A take with moving shapes and a tone."""
    owner = f"sh_{number:08}"
    sound, path = folder / f"{owner}.wav", folder / "media" / f"{owner}{TAKE_SUFFIX}"
    path.parent.mkdir(exist_ok=True)
    places = np.arange(frames * SAMPLE_RATE // RATE.num)
    with wave.open(str(sound), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.sin(places * 0.05) * 9000).astype("<i2").tobytes())
    small = np.random.default_rng(number).integers(0, 255, (45, 80, 3), np.uint8)
    wide = cv2.resize(small, (WIDTH + 400, HEIGHT), interpolation=cv2.INTER_CUBIC)
    with Encoder(
        path, width=WIDTH, height=HEIGHT, rate=(RATE.num, RATE.den), frames=frames,
        sound=sound, pixel_format="bgr24",
    ) as encoder:  # fmt: skip
        for frame in range(frames):
            x = 2 * frame % 400
            encoder.write(np.ascontiguousarray(wide[:, x : x + WIDTH]))
    file_of = TakeFile(path=f"media/{path.name}", sha256=sha256_of(path), bytes=path.stat().st_size)
    return Take(
        id=f"tk_{number:08}", owner=owner, job="jb_00000001", backend="test", kind="video",
        files=(file_of,), request={}, created="2026-01-01T00:00:00+00:00", rate=RATE,
        frames=frames, width=WIDTH, height=HEIGHT, has_sound=True,
    )  # fmt: skip


def made_cut(folder: Path, seconds: int) -> Programme:
    """Two shots, cut together."""
    frames = seconds * RATE.num // SHOTS
    shots = tuple(Shot(id=f"sh_{n:08}", frames=frames) for n in range(SHOTS))
    scene = Scene(id="sc_00000001", heading="INT. ROOM - DAY", shots=shots)
    film = assemble(Project(width=WIDTH, height=HEIGHT, rate=RATE, scenes=(scene,)))
    takes = {shot.id: made_take(folder, n, frames) for n, shot in enumerate(shots)}
    return cut_programme(film, takes, folder, Entrances(folder, RATE))


class Bench:
    """A player and its device, looked at as the window does."""

    def __init__(self, programme: Programme, backends: tuple[str, ...]) -> None:
        self.queue = Watched()
        self.sound = SoundDevice(backends, queue=self.queue)
        self.came = threading.Event()
        self.player = Player(self.sound, self.came.set)
        self.player.load(programme, 960, 540)
        self.shown: list[tuple[float, int]] = []

    def until(self, done: Callable[[], bool]) -> None:
        """Look on until something is so."""
        while not done():
            picture = self.player.tick()
            if picture is not None:
                self.shown.append((time.monotonic(), picture.frame))
            self.came.wait(TICK)
            self.came.clear()

    def rest_at(self, frame: int) -> None:
        """Stand on a frame."""
        self.player.pause()
        self.player.seek(frame)
        self.until(lambda: not self.player.waiting)

    def course(self, name: str, deed: Callable[[], object], done: Callable[[], bool]) -> None:
        """Play until `done`; print how far pictures were from their sound."""
        self.shown = []
        touched = time.monotonic()
        deed()
        start, speed = self.player.frame, self.player.speed
        self.until(done)
        first, length = touched, self.player.frames
        if self.queue.took:
            first = self.queue.took[0][0]
        apart: list[float] = []
        if self.player.loop and self.player.range:
            length = self.player.range[1] - self.player.range[0]
        rounds, last = 0, -1
        for when, frame in self.shown:
            steps = ((frame - start) if speed > 0 else (start - frame)) % length
            rounds, last = rounds + (steps < last), steps
            steps += rounds * length
            heard = self.queue.heard_at(-(-steps * SAMPLE_RATE // (RATE.num * abs(speed))))
            if heard is not None and steps:
                apart.append((when - heard) * 1000)
        told(name, apart, (first - touched) * 1000, self.player.dropped)

    def scrubbed(self, places: list[int]) -> None:
        """Drag over places; print from a touch to its first sample and to its picture."""
        sounds: list[float] = []
        pictures: list[float] = []
        for place in places:
            self.shown = []
            touched = time.monotonic()
            self.player.scrub(place)
            self.until(lambda p=place, t=touched: self._followed(p, t))
            sounds += [(when - touched) * 1000 for when, *_ in self.queue.took[:1]]
            pictures += [(when - touched) * 1000 for when, n in self.shown if n == place][:1]
        self.player.settle()
        print(
            f"{'scrub':14} sound after {_at(sounds, 0.5):5.0f} ms (p95 {_at(sounds, 0.95):.0f}), "
            f"picture after {_at(pictures, 0.5):5.0f} ms (p95 {_at(pictures, 0.95):.0f})"
        )

    def _followed(self, place: int, touched: float) -> bool:
        seen = any(frame == place for _, frame in self.shown)
        late = time.monotonic() - touched > 2
        return late or (seen and bool(self.queue.took))


def told(name: str, apart: list[float], first: float, dropped: int) -> None:
    """A line of figures in milliseconds."""
    if not apart:
        print(f"{name:14} nothing to compare")
        return
    print(
        f"{name:14} picture - sound: median {_at(apart, 0.5):6.1f} ms, p5 {_at(apart, 0.05):6.1f}, "
        f"p95 {_at(apart, 0.95):6.1f} ({len(apart)} pictures, {dropped} dropped); "
        f"sound after {first:.0f} ms"
    )


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--device", action="store_true")
    words = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(made_cut(Path(name), words.seconds), () if words.device else ("NULL",))
        player = bench.player
        try:
            bench.rest_at(0)
            bench.course("play", player.play, lambda: not player.playing)
            bench.rest_at(0)
            bench.course("L L (x2)", lambda: player.play(2), lambda: not player.playing)
            bench.rest_at(player.frames - 1)
            bench.course("J (back)", lambda: player.play(-1), lambda: player.frame < 60)
            bench.rest_at(30)
            player.set_range((30, 54))
            player.set_loop(True)
            rounds = len(range(3 * 24))
            bench.course("loop", player.play, lambda: len(bench.shown) > rounds)
            player.pause()
            player.set_loop(False)
            player.set_range(None)
            bench.rest_at(10)
            player.play()
            bench.until(lambda: player.frame > 30)
            far = player.frames - 60
            bench.course("seek, playing", lambda: player.seek(far), lambda: player.frame > far + 40)
            bench.rest_at(0)
            draw = random.Random(2)
            bench.scrubbed([draw.randrange(player.frames) for _ in range(30)])
            print(f"trouble: {bench.sound.trouble or 'none'}")
        finally:
            player.close()
    print(machine())


if __name__ == "__main__":
    main()
