"""Frames in order, mouths in time, stopped when asked."""

import numpy as np
import pytest

from studio.animatic.perform import MouthTrack, perform
from studio.errors import Cancelled
from studio.voices.mouths import MouthKey


class Notes:
    """Draws nothing and writes down what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, dict[str, str]]] = []

    def draw(self, index: int, mouths=None):
        self.asked.append((index, dict(mouths or {})))
        return lambda: np.full((3, 2), index, np.uint8)


def test_every_frame_is_asked_for_once_with_its_mouths() -> None:
    notes, done = Notes(), []
    track = MouthTrack([MouthKey(0.5, 0.25, "wide"), MouthKey(0.1, 0.1, "open")])
    frames: list[np.ndarray] = []
    perform(notes, 24, 24.0, frames.append, mouths={"ann": track}, progress=done.append,
            cancelled=lambda: False)  # fmt: skip
    assert [index for index, _ in notes.asked] == list(range(24))
    assert done == list(range(1, 25))
    assert [int(frame[0, 0]) for frame in frames] == list(range(24))
    shapes = [mouths["ann"] for _, mouths in notes.asked]
    assert shapes[2:4] == ["open", "open"]
    assert set(shapes[12:18]) == {"wide"}
    assert shapes[0] == shapes[20] == "rest"


def test_work_stops_between_frames() -> None:
    notes = Notes()
    with pytest.raises(Cancelled):
        perform(notes, 24, 24.0, lambda frame: None, mouths={}, progress=lambda done: None,
                cancelled=lambda: len(notes.asked) >= 5)  # fmt: skip
    assert len(notes.asked) == 5
