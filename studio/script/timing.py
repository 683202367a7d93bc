"""Lengths to the frame: asked lengths are kept, free ones share what is left."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from studio.errors import BadInput
from studio.script.continuity import Directed, smoothed
from studio.script.cues import spoken_seconds
from studio.script.direct import Staged
from studio.timeline.rate import Rate

SHORTEST = 0.7  # seconds of the shortest free shot while there is room
READING = 1.2  # seconds words on the screen stay at least


@dataclass
class _Length:
    wish: float
    least: float
    fixed: int | None


def fitted(
    scenes: Sequence[Staged], total: float | None, language: str = "en"
) -> tuple[Staged, ...]:
    """The scenes without the shots nobody asked for that do not fit into the wished lengths."""
    out = [
        _pruned(scene, scene.place.seconds, language) if scene.place.seconds else scene
        for scene in scenes
    ]
    if total is None:
        return tuple(out)
    while sum(_least(s, language) for scene in out for s in scene.shots) > total:
        crowded = [n for n, scene in enumerate(out) if _spare(scene) is not None]
        if not crowded:
            break
        widest = max(crowded, key=lambda n: len(out[n].shots))
        out[widest] = _without_spare(out[widest])
    return tuple(out)


def _pruned(scene: Staged, seconds: float, language: str) -> Staged:
    while sum(_least(s, language) for s in scene.shots) > seconds and _spare(scene) is not None:
        scene = _without_spare(scene)
    return scene


def _spare(scene: Staged) -> int | None:
    """The last shot that may go; a scene keeps one."""
    spare = [n for n, shot in enumerate(scene.shots) if shot.spare and not shot.fixed]
    return spare[-1] if spare and len(scene.shots) > 1 else None


def _without_spare(scene: Staged) -> Staged:
    place = _spare(scene)
    kept = [shot for n, shot in enumerate(scene.shots) if n != place]
    return replace(scene, shots=tuple(smoothed(kept)))


def _least(directed: Directed, language: str) -> float:
    """Seconds a shot has at least, while there is room."""
    if directed.fixed:
        return directed.seconds
    shown = READING if directed.shot.onscreen_text else 0.0
    return max(SHORTEST, spoken_seconds(directed.shot, language), shown)


def frames_of(
    staged: Sequence[Staged], rate: Rate, total: float | None, language: str = "en"
) -> list[list[int]]:
    """Frames of every shot, by scene.

    A scene's asked length is met to the frame, then the film's. Raises BadInput when the asked
    lengths alone contradict the whole.
    """
    lengths = [[_length(shot, rate, language) for shot in scene.shots] for scene in staged]
    for number, (scene, row) in enumerate(zip(staged, lengths, strict=True), 1):
        if scene.place.seconds is not None:
            _settle(row, rate, rate.frames(scene.place.seconds), number)
    if total is not None:
        _settle([length for row in lengths for length in row], rate, rate.frames(total), None)
    return [[_frames(length, rate) for length in row] for row in lengths]


def _length(directed: Directed, rate: Rate, language: str) -> _Length:
    if directed.fixed:
        return _Length(directed.seconds, directed.seconds, max(1, rate.frames(directed.seconds)))
    least = _least(directed, language)
    return _Length(max(directed.seconds, least), least, None)


def _frames(length: _Length, rate: Rate) -> int:
    if length.fixed is not None:
        return length.fixed
    wish = Fraction(round(length.wish * 1000), 1000)  # 1.9600000000000002 is not a frame more
    return max(1, math.ceil(wish * rate.fraction))


def _settle(row: list[_Length], rate: Rate, wanted: int, scene: int | None) -> None:
    """Fix every free length of the row so that all together are `wanted` frames."""
    fixed = sum(length.fixed for length in row if length.fixed is not None)
    free = [length for length in row if length.fixed is None]
    room = wanted - fixed
    if (not free and room != 0) or room < len(free):
        total, asked = f"{float(rate.seconds(wanted)):g}", f"{float(rate.seconds(fixed)):g}"
        if scene is None:
            raise BadInput("planner.total_contradicts", total=total, asked=asked)
        raise BadInput("planner.scene_contradicts", scene=scene, total=total, asked=asked)
    if free:
        shares = _shared(free, room, rate)
        for length, frames in zip(free, shares, strict=True):
            length.fixed = frames


def _shared(free: list[_Length], room: int, rate: Rate) -> list[int]:
    """`room` frames by wish, none below its least while that can be; largest remainders round."""
    per_second = float(rate.fraction)
    least = [length.least * per_second for length in free]
    if sum(least) >= room:
        return _rounded([value * room / sum(least) for value in least], room)
    wish = [length.wish * per_second for length in free]
    held: set[int] = set()
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
    """Whole frames that sum to `room`, by largest remainder (Hamilton); none below one."""
    whole = [max(1, math.floor(value)) for value in exact]
    order = sorted(range(len(exact)), key=lambda n: exact[n] - math.floor(exact[n]), reverse=True)
    for turn in range(max(0, room - sum(whole))):
        whole[order[turn % len(order)]] += 1
    while sum(whole) > room:
        whole[whole.index(max(whole))] -= 1
    return whole
