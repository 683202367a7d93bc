"""Key pictures are decoded only where their weight allows something black or still."""

from collections.abc import Iterable

import numpy as np
import pytest

from studio.render.planes import Planes
from studio.render.proof_film import Reader
from studio.render.proof_stretches import stretches
from studio.render.stretch import BLACK, STILL, Stretch

RATE, SIDE = 24.0, 96
LIGHT, EMPTY, HEAVY = 80, 40, 4000  # bytes: black, nothing new, everything new


class Weighed(Reader):
    """A film of four seconds with a key picture each second, of these weights and greys."""

    def __init__(self, keys: int, others: int, greys: list[int]) -> None:
        self.keys, self.others, self.greys = keys, others, greys
        self.decoded: list[int] = []

    def keys_in(self, first: int, last: int) -> list[int]:
        return [n for n in range(0, 96, 24) if first <= n < last]

    def weight(self, frame: int) -> int:
        return self.keys

    def weight_between(self, first: int, last: int) -> float:
        return self.others

    @property
    def pixels(self) -> int:
        return SIDE * SIDE

    def key(self, frame: int) -> Planes:
        self.decoded.append(frame)
        return self._plane(frame)

    def pictures(self, frames: Iterable[int]) -> dict[int, Planes]:
        return {n: self._plane(n) for n in frames}

    def _plane(self, frame: int) -> Planes:
        return np.full((SIDE * 3 // 2, SIDE), self.greys[frame // 24], np.uint8)


def test_what_moves_costs_no_picture() -> None:
    film = Weighed(HEAVY, HEAVY, [100] * 4)
    assert stretches(film, 0, 96, RATE) == []
    assert film.decoded == []


@pytest.mark.parametrize("keys", [LIGHT, HEAVY])
def test_what_may_be_still_is_looked_at(keys: int) -> None:
    film = Weighed(keys, EMPTY, [100] * 4)
    assert stretches(film, 0, 96, RATE) == [Stretch(STILL, 0, 96)]


def test_what_may_be_black_is_looked_at() -> None:
    film = Weighed(LIGHT, HEAVY, [100, 16, 16, 100])
    assert stretches(film, 0, 96, RATE) == [Stretch(BLACK, 24, 48)]
    assert film.decoded == [0, 24, 48, 72]
