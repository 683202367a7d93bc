"""The tape gives what was written, by position, and silence elsewhere."""

import numpy as np

from studio.render.tape import Tape


def ramp(first: int, count: int) -> np.ndarray:
    return np.repeat(np.arange(first, first + count, dtype=np.float32)[:, None], 2, 1)


def test_any_stretch_is_there() -> None:
    tape = Tape()
    for first in range(0, 40_000, 4000):
        tape.write(ramp(first, 4000))
    assert np.array_equal(tape.between(3990, 12_010), ramp(3990, 8020))
    assert not tape.between(40_000, 40_100).any()
    assert len(tape.between(5, 5)) == 0


def test_old_sound_is_let_go_and_a_start_begins_anew() -> None:
    tape = Tape()
    for first in range(0, 480_000, 4800):
        tape.write(ramp(first, 4800))
    assert not tape.between(1, 1000).any()
    assert np.array_equal(tape.between(400_000, 470_000), ramp(400_000, 70_000))
    tape.begin()
    tape.write(ramp(7, 10))
    assert np.array_equal(tape.between(0, 12)[:10], ramp(7, 10))
