"""A recording is what the microphone gave, sample by sample, or no file at all."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from studio.errors import RenderError
from studio.media.probe import probe
from studio.media.sound import read_sound
from studio.render.microphone import LONGEST, Recording
from studio.render.recording import SAMPLE_RATE


class Desk:
    """A sound library with one microphone, which gives what the test says."""

    def __init__(self, trouble: Exception | None = None, backend: str = "ALSA") -> None:
        self.SampleFormat = SimpleNamespace(FLOAT32=5)
        self.trouble, self.backend = trouble, backend
        self.asked: tuple[Any, ...] = ()
        self.taking: Iterator[None] | None = None
        self.closed = 0

    def CaptureDevice(self, *asked: Any, app_name: str) -> "Desk":
        self.asked = asked
        if self.trouble is not None:
            raise self.trouble
        return self

    def start(self, taking: Any) -> None:
        self.taking = taking

    def close(self) -> None:
        self.closed += 1

    def give(self, samples: np.ndarray) -> None:
        self.taking.send(bytearray(samples.astype(np.float32).tobytes()))  # type: ignore[union-attr]


def recording(folder: Path, desk: Desk, longest: float = LONGEST) -> Recording:
    return Recording(folder / "line.wav", load=lambda: desk, longest=longest)


def test_what_was_said_is_in_the_file(tmp_path: Path) -> None:
    desk = Desk()
    line = recording(tmp_path, desk)
    line.start()
    said = 0.5 * np.sin(np.arange(4800) / 20)
    for block in np.split(said, 5):
        desk.give(block)
    assert abs(line.level - 0.5) < 0.001
    assert line.level == 0.0, "since the last question"
    assert line.stop() == 0.1
    assert desk.asked[:3] == (5, 1, SAMPLE_RATE)
    assert desk.closed == 1
    assert np.abs(read_sound(line.path, channels=1)[:, 0] - said).max() < 1e-6
    assert probe(line.path).kind == "sound"


def test_too_loud_is_cut_and_seen(tmp_path: Path) -> None:
    desk = Desk()
    line = recording(tmp_path, desk)
    line.start()
    desk.give(np.array([2.0, -2.0]))
    assert line.level == 2.0
    line.stop()
    assert np.abs(read_sound(line.path, channels=1)).max() <= 1.0


@pytest.mark.parametrize("desk", [Desk(OSError("no device")), Desk(backend="Null")])
def test_without_a_microphone_it_says_so(tmp_path: Path, desk: Desk) -> None:
    with pytest.raises(RenderError) as caught:
        recording(tmp_path, desk).start()
    assert caught.value.key == "render.no_microphone"
    assert list(tmp_path.iterdir()) == []


def test_a_microphone_that_gives_nothing_leaves_nothing(tmp_path: Path) -> None:
    """Where the system forbids it, some give no samples at all."""
    line = recording(tmp_path, Desk())
    line.start()
    with pytest.raises(RenderError) as caught:
        line.stop()
    assert caught.value.key == "render.no_microphone"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_nothing_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as caught:
        recording(tmp_path / "gone", Desk()).start()
    assert caught.value.key == "render.recording_unwritten"


def test_it_ends_by_itself(tmp_path: Path) -> None:
    """Nobody fills a disk by forgetting it."""
    desk = Desk()
    line = recording(tmp_path, desk, longest=1)
    line.start()
    for _ in range(3):
        desk.give(np.full(SAMPLE_RATE, 0.1))
    assert line.full
    assert line.stop() == 1.0


def test_a_discarded_one_leaves_nothing(tmp_path: Path) -> None:
    desk = Desk()
    line = recording(tmp_path, desk)
    line.start()
    desk.give(np.full(960, 0.1))
    line.discard()
    assert list(tmp_path.iterdir()) == []
    assert desk.closed == 1


def test_here_it_is_recorded_or_said(tmp_path: Path) -> None:
    """With the real library: a machine without a microphone gets the sentence."""
    line, trouble = Recording(tmp_path / "line.wav"), ""
    try:
        line.start()
    except RenderError as error:
        trouble = error.key
    line.discard()
    assert trouble in {"", "render.no_microphone"}
    assert list(tmp_path.iterdir()) == []
