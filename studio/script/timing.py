"""Lengths to the frame: asked lengths are kept, free ones share what is left."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from studio.errors import BadInput
from studio.script.direct import Directed, Staged
from studio.script.speech_time import speech_seconds
from studio.timeline.rate import Rate

LEAD, GAP, TAIL = 0.35, 0.25, 0.4  # seconds before, between and after lines
SHORTEST = 0.5  # seconds of the shortest free shot


@dataclass
class _Length:
    wish: float
    least: float
    fixed: int | None


def spoken_seconds(directed: Directed) -> float:
    """Seconds the lines of a shot need, with the air around them; 0 without lines."""
    lines = directed.shot.dialogue
    if not lines:
        return 0.0
    said = sum(speech_seconds(line.text, line.language or "en") for line in lines)
    return LEAD + said + GAP * (len(lines) - 1) + TAIL


def frames_of(staged: Sequence[Staged], rate: Rate, total: float | None) -> list[list[int]]:
    """Frames of every shot, by scene.

    A scene's asked length is met to the frame, then the film's. Raises BadInput when the asked
    lengths alone contradict the whole.
    """
    lengths = [[_length(shot, rate) for shot in scene.shots] for scene in staged]
    for scene, row in zip(staged, lengths, strict=True):
        if scene.place.seconds is not None and row:
            _settle(row, rate, rate.frames(scene.place.seconds))
    if total is not None:
        _settle([length for row in lengths for length in row], rate, rate.frames(total))
    return [[_frames(length, rate) for length in row] for row in lengths]


def _length(directed: Directed, rate: Rate) -> _Length:
    spoken = spoken_seconds(directed)
    if directed.fixed:
        return _Length(directed.seconds, directed.seconds, max(1, rate.frames(directed.seconds)))
    least = max(SHORTEST, spoken, 1.2 if directed.shot.onscreen_text else 0)
    return _Length(max(directed.seconds, spoken), least, None)


def _frames(length: _Length, rate: Rate) -> int:
    if length.fixed is not None:
        return length.fixed
    return max(1, math.ceil(Fraction(length.wish) * rate.fraction))


def _settle(row: list[_Length], rate: Rate, wanted: int) -> None:
    """Fix every free length of the row so that all together are `wanted` frames."""
    fixed = sum(length.fixed for length in row if length.fixed is not None)
    free = [length for length in row if length.fixed is None]
    room = wanted - fixed
    if (not free and room != 0) or room < len(free):
        raise BadInput(
            "planner.total_contradicts",
            total=f"{float(rate.seconds(wanted)):g}", asked=f"{float(rate.seconds(fixed)):g}",
        )  # fmt: skip
    if free:
        shares = _shared(free, room, rate)
        for length, frames in zip(free, shares, strict=True):
            length.fixed = frames


def _shared(free: list[_Length], room: int, rate: Rate) -> list[int]:
    """`room` frames by wish, none below its least while that can be; largest remainders round."""
    per_second = float(rate.fraction)
    least = [length.least * per_second for length in free]
    if sum(least) >= room:
        exact = [value * room / sum(least) for value in least]
        return _rounded(exact, room)
    wish = [length.wish * per_second for length in free]
    held: set[int] = set()
    exact = list(wish)
    while True:
        open_ = [n for n in range(len(free)) if n not in held]
        left = room - sum(least[n] for n in held)
        scale = left / sum(wish[n] for n in open_)
        exact = [least[n] if n in held else wish[n] * scale for n in range(len(free))]
        short = {n for n in open_ if exact[n] < least[n]}
        if not short:
            return _rounded(exact, room)
        held |= short


def _rounded(exact: list[float], room: int) -> list[int]:
    whole = [max(1, math.floor(value)) for value in exact]
    order = sorted(range(len(exact)), key=lambda n: exact[n] - math.floor(exact[n]), reverse=True)
    turn = 0
    while sum(whole) < room:
        whole[order[turn % len(order)]] += 1
        turn += 1
    while sum(whole) > room:
        longest = max(range(len(whole)), key=lambda n: whole[n])
        whole[longest] -= 1
    return whole
