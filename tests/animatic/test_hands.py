"""OpenCV leaves a core to the encoder, and has its threads back when the last shot is made."""

import cv2
import pytest

from studio.animatic.hands import one_hand


@pytest.fixture(autouse=True)
def threads() -> object:
    before = cv2.getNumThreads()
    cv2.setNumThreads(2)
    yield
    cv2.setNumThreads(before)


@pytest.mark.parametrize(("cores", "while_made"), [(2, 1), (8, 2)])
def test_shots_may_overlap(cores: int, while_made: int) -> None:
    one, two = one_hand(cores), one_hand(cores)
    one.__enter__()
    two.__enter__()
    assert cv2.getNumThreads() == while_made
    one.__exit__(None, None, None)
    assert cv2.getNumThreads() == while_made, "the other is still in the making"
    two.__exit__(None, None, None)
    assert cv2.getNumThreads() == 2


def test_a_shot_that_fails_gives_them_back() -> None:
    with pytest.raises(RuntimeError), one_hand():
        raise RuntimeError
    assert cv2.getNumThreads() == 2
