"""The way to the sound device: its queue is the clock, and what befalls a device is said."""

import threading
import time
from collections.abc import Callable, Generator
from fractions import Fraction
from types import SimpleNamespace, TracebackType

import numpy as np
import pytest

from studio.render.recording import SAMPLE_RATE
from studio.render.sound_device import PERIOD, PERIODS, SoundDevice, sound_out
from studio.render.sound_out import Silence
from studio.render.sound_queue import ROOM, SoundQueue
from tests.render.playing import Hand

LATENCY = SAMPLE_RATE * PERIOD * PERIODS // 1000


def ramp(samples: int, first: int = 1) -> np.ndarray:
    """Samples that tell their number."""
    return np.repeat(np.arange(first, first + samples, dtype=np.float32)[:, None], 2, axis=1)


def queue() -> tuple[SoundQueue, Hand]:
    clock = Hand()
    made = SoundQueue(clock)  # type: ignore[arg-type]
    made.listen(2880)
    return made, clock


def seconds(samples: int) -> Fraction:
    return Fraction(samples, SAMPLE_RATE)


def test_the_position_is_the_sample_that_is_heard() -> None:
    way, clock = queue()
    way.begin()
    way.write(ramp(ROOM))
    assert way.room() == 0
    assert way.position() == 0
    assert np.array_equal(way.take(960), ramp(960))
    clock.now += seconds(2880)
    assert way.position() == 0, "the first sample is heard just now"
    clock.now += seconds(480)
    assert way.position() == 480
    assert way.room() == 960


def test_it_runs_on_between_two_questions_and_stands_without_samples() -> None:
    way, clock = queue()
    way.begin()
    way.write(ramp(1000))
    for n in range(6):
        block = way.take(960)
        assert len(block) == 960, "the device always gets what it asks for"
        if n > 1:
            assert not block.any()
        clock.now += seconds(960)
    assert way.position() == 1000
    clock.now += 1
    assert way.position() == 1000
    way.write(ramp(960))
    way.take(960)
    assert way.position() == 1000, "time does not go back"
    clock.now += seconds(2880 + 960)
    assert way.position() == 1960


def test_what_is_cut_off_dies_away_and_what_comes_begins_at_nought() -> None:
    way, clock = queue()
    way.begin()
    way.write(np.ones((4000, 2), np.float32))
    way.take(960)
    way.begin()
    assert way.position() == 0
    tail = way.take(960)
    assert tail[0].tolist() == [1.0, 1.0]
    assert np.all(np.diff(tail[:240, 0]) < 0)
    assert not tail[240:].any()
    way.write(ramp(960))
    assert np.array_equal(way.take(960), ramp(960))
    clock.now += seconds(2880)
    assert way.position() == 0


def test_muted_it_keeps_time() -> None:
    way, clock = queue()
    way.begin()
    way.muted = True
    way.write(ramp(960))
    assert not way.take(960).any()
    clock.now += seconds(2880 + 500)
    assert way.position() == 500


class Refused(Exception):
    """miniaudio's error."""


class Wire:
    """A device in memory, with the members of miniaudio's that are used; `ask` is its thread."""

    def __init__(self, audio: "Audio") -> None:
        self.backend, self._audio = audio.backend, audio
        self.closed = threading.Event()
        self._taking: Generator[bytes, int, None] | None = None

    def start(self, taking: Generator[bytes, int, None]) -> None:
        self._taking = taking
        self._audio.opened.set()

    def ask(self, count: int) -> np.ndarray:
        assert self._taking is not None
        return np.frombuffer(self._taking.send(count), np.float32).reshape(-1, 2)

    def close(self) -> None:
        self.closed.set()

    def __enter__(self) -> "Wire":
        return self

    def __exit__(
        self, _k: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        self.close()


class Audio:
    """The library, with a device or without."""

    MiniaudioError = Refused
    SampleFormat = SimpleNamespace(FLOAT32=5)
    Backend = SimpleNamespace()

    def __init__(self, there: bool = True, backend: str = "PulseAudio") -> None:
        self.there, self.backend = there, backend
        self.opened = threading.Event()
        self.wires: list[Wire] = []

    def PlaybackDevice(self, *_: object, **__: object) -> Wire:  # the library's name
        if not self.there:
            raise Refused("no device")
        self.wires.append(Wire(self))
        return self.wires[-1]


@pytest.fixture
def device() -> Generator[Callable[..., SoundDevice], None, None]:
    made: list[SoundDevice] = []
    before = set(threading.enumerate())

    def make(audio: Audio, **more: object) -> SoundDevice:
        made.append(SoundDevice(load=lambda: audio, **more))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for each in made:
        each.close()
    assert set(threading.enumerate()) - before == set()


def until(done: Callable[[], bool]) -> None:
    limit = time.monotonic() + 60
    while not done():
        assert time.monotonic() < limit, "it never came"
        threading.Event().wait(0.005)


def test_samples_reach_the_device(device: Callable[..., SoundDevice]) -> None:
    audio, clock = Audio(), Hand()
    sound = device(audio, clock=clock)
    assert sound.room() == 0
    sound.start()
    assert sound.room() == ROOM, "before the device is open: it is only late"
    sound.write(ramp(2000))
    assert audio.opened.wait(60)
    assert np.array_equal(audio.wires[0].ask(960), ramp(960))
    clock.now += seconds(LATENCY + 240)
    assert sound.position() == 240
    sound.stop()
    assert sound.position() == 0
    assert sound.room() == 0
    sound.start()
    assert len(audio.wires) == 1, "it is open still"
    assert sound.trouble == ""


@pytest.mark.parametrize(("there", "backend"), [(False, ""), (True, "Null")])
def test_without_a_device_a_clock_keeps_time(
    device: Callable[..., SoundDevice], there: bool, backend: str
) -> None:
    audio, clock = Audio(there, backend), Hand()
    sound = device(audio, clock=clock)
    sound.start()
    until(lambda: sound.trouble == "none")
    assert sound.room() == 0
    before = sound.position()
    clock.now += 1
    assert sound.position() == before + SAMPLE_RATE
    audio.there, audio.backend = True, "PulseAudio"
    sound.start()
    assert audio.opened.wait(60)
    until(lambda: sound.trouble == "")
    assert sound.room() == ROOM


def test_a_device_that_goes_is_said_and_the_pictures_go_on(
    device: Callable[..., SoundDevice],
) -> None:
    audio, clock = Audio(), Hand()
    sound = device(audio, clock=clock)
    sound.start()
    sound.write(ramp(4000))
    assert audio.opened.wait(60)
    audio.wires[0].ask(960)
    clock.now += seconds(LATENCY + 960) + 2  # and it asks no more
    until(lambda: sound.trouble == "lost")
    assert audio.wires[0].closed.wait(60)
    before = sound.position()
    assert before >= 960
    clock.now += seconds(480)
    assert sound.position() == before + 480
    audio.opened.clear()
    sound.start()
    assert audio.opened.wait(60)
    until(lambda: sound.trouble == "")
    assert sound.position() == 0


def test_a_device_at_rest_is_let_go_of(device: Callable[..., SoundDevice]) -> None:
    audio, clock = Audio(), Hand()
    sound = device(audio, clock=clock, idle=10)
    sound.start()
    assert audio.opened.wait(60)
    clock.now += 60
    sound.stop()
    clock.now += 11
    assert audio.wires[0].closed.wait(60)
    audio.opened.clear()
    sound.start()
    assert audio.opened.wait(60)
    assert len(audio.wires) == 2


def test_the_real_library_plays_to_its_null_device() -> None:
    sound = SoundDevice(["NULL"])
    try:
        sound.start()
        reached = [0]

        def second_is_over() -> bool:
            room = sound.room()
            if room:
                sound.write(np.zeros((room, 2), np.float32))
            reached.append(sound.position())
            return reached[-1] >= SAMPLE_RATE

        until(second_is_over)
        assert reached == sorted(reached)
        assert len(set(reached)) > 10, "it runs on between two questions"
        assert sound.trouble == ""
    finally:
        sound.close()


def test_whatever_this_machine_has_it_keeps_time() -> None:
    sound = sound_out()
    try:
        assert sound.heard or isinstance(sound, Silence)
        sound.start()

        def moves() -> bool:
            room = sound.room()
            if room:
                sound.write(np.zeros((room, 2), np.float32))
            return sound.position() > SAMPLE_RATE // 4

        until(moves)
    finally:
        sound.close()
