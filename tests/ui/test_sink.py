"""The sound device's position: what was written less what still waits, and never back."""

from enum import Enum
from types import SimpleNamespace

import numpy as np

from studio.render.sound_out import Silence
from studio.ui.sink import Device, sound_out


class Trouble(Enum):
    """Qt's words for what befalls a sink."""

    NoError = 0
    UnderrunError = 3
    FatalError = 4


class Sink:
    """A sink in memory, with the members of QAudioSink that are used."""

    def __init__(self, _device: object, shape: "Shape") -> None:
        self.bytes = 4 * 2 if shape.kind == "Float" else 2 * 2
        self.trouble = Trouble.NoError
        self.waiting = self.buffer = 0
        self.got: list[bytes] = []

    def setBufferSize(self, size: int) -> None:
        self.buffer = size

    def bufferSize(self) -> int:
        return self.buffer

    def bytesFree(self) -> int:
        return self.buffer - self.waiting

    def start(self) -> "Sink":
        return self

    def reset(self) -> None:
        self.waiting = 0

    def write(self, data: bytes) -> int:
        self.got.append(data)
        self.waiting += len(data)
        return len(data)

    def play(self, samples: int) -> None:
        self.waiting -= samples * self.bytes

    def error(self) -> Trouble:
        return self.trouble

    def deleteLater(self) -> None:
        self.buffer = 0


class Shape:
    """A sound format that keeps what was set."""

    SampleFormat = SimpleNamespace(Float="Float", Int16="Int16")

    def __init__(self) -> None:
        self.kind = ""

    def setSampleRate(self, rate: int) -> None:
        assert rate == 48_000

    def setChannelCount(self, count: int) -> None:
        assert count == 2

    def setSampleFormat(self, kind: str) -> None:
        self.kind = kind


def device(floats: bool = True) -> tuple[Device, Sink]:
    made: list[Sink] = []

    def sink(way: object, shape: Shape) -> Sink:
        made.append(Sink(way, shape))
        return made[0]

    audio = SimpleNamespace(QAudioFormat=Shape, QAudioSink=sink)
    way = SimpleNamespace(isFormatSupported=lambda _shape: floats)
    return Device(audio, way), made[0]


def silence(samples: int) -> np.ndarray:
    return np.zeros((samples, 2), np.float32)


def test_the_position_is_what_left_the_buffer() -> None:
    sound, sink = device()
    sound.start()
    room = sound.room()
    assert room == 9600
    sound.write(silence(room))
    assert sound.room() == 0
    assert sound.position() == 0, "nothing has sounded yet"
    sink.play(2400)
    assert 2400 <= sound.position() <= 2400 + 1920
    sink.play(7200)
    assert sound.position() == 9600, "not beyond what was written"


def test_time_does_not_go_back() -> None:
    sound, sink = device()
    sound.start()
    sound.write(silence(9600))
    sink.play(4000)
    before = sound.position()
    sink.waiting += 800 * sink.bytes
    assert sound.position() >= before


def test_an_underrun_is_no_trouble_and_a_broken_device_is() -> None:
    sound, sink = device()
    sound.start()
    sound.write(silence(4800))
    sink.play(4800)
    sink.trouble = Trouble.UnderrunError
    assert sound.position() == 4800
    assert sound.trouble == ""
    sink.trouble = Trouble.FatalError
    assert sound.position() >= 4800
    assert sound.trouble == "lost"
    assert sound.room() == 0
    sink.trouble = Trouble.NoError
    sound.start()
    assert sound.trouble == ""


def test_a_device_without_floats_gets_whole_numbers() -> None:
    sound, sink = device(floats=False)
    sound.start()
    sound.write(np.array([[1.0, -1.0], [0.5, 0.0]], np.float32))
    assert np.frombuffer(sink.got[0], "<i2").tolist() == [32767, -32767, 16383, 0]
    sound.stop()
    assert sound.room() == 0
    sound.close()


def test_without_a_device_there_is_silence_that_keeps_time() -> None:
    sound = sound_out()
    try:
        assert sound.heard or isinstance(sound, Silence)
    finally:
        sound.close()
