"""Memory of pictures: used again when nobody has it, and never before."""

import numpy as np

from studio.render.frame_pool import FramePool


def place(pixels: np.ndarray) -> int:
    """Where in memory they lie."""
    return int(pixels.__array_interface__["data"][0])


def test_what_nobody_has_is_lent_again() -> None:
    pool = FramePool()
    first = pool.take(8, 4)
    assert first.shape == (4, 8, 4)
    where = place(first)
    del first
    assert place(pool.take(8, 4)) == where


def test_what_is_seen_through_any_view_is_not_lent_again() -> None:
    pool = FramePool()
    lent = pool.take(8, 4)
    where = place(lent)
    data = lent.reshape(-1).data.toreadonly()
    seen = np.frombuffer(data, np.uint8).reshape(4, 8, 4)[1:, ::2]
    lent[:] = 7
    del lent
    others = [pool.take(8, 4)]
    del data
    others.append(pool.take(8, 4))
    for other in others:
        other[:] = 1
    assert (seen == 7).all()
    assert where not in map(place, others)
    del seen
    assert place(pool.take(8, 4)) == where


def test_after_a_change_of_size_the_old_memory_is_let_go_of() -> None:
    pool = FramePool()
    small = [pool.take(8, 4) for _ in range(3)]
    del small
    large = pool.take(16, 8)
    large[:] = 3
    assert large.size == 16 * 8 * 4
    one, other = pool.take(8, 4), pool.take(8, 4)
    assert place(one) != place(other)
