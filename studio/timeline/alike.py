"""How alike two shots are by what they tell: the same words, or many of the same letter pairs."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from studio.timeline.story import CueKind, Scene, Shot

T = TypeVar("T")
LEAST = 0.4  # below, two shots tell different things
_SAME_SPEAKERS, _SAME_PLACE = 0.25, 0.15
_MOST = 40_000  # pairs that are compared one by one


def words_of(shot: Shot) -> str:
    """What a shot tells: its lines where it has some, as the rest is how they are shot; else what
    is seen and read.
    """
    lines = [cue.text for cue in shot.cues if cue.kind is CueKind.LINE]
    return " ".join(" ".join(lines or [shot.prompt, *shot.onscreen_text]).split())


def words_of_scene(scene: Scene) -> str:
    """What a scene tells."""
    return " ".join([scene.heading, *map(words_of, scene.shots)])


def likeness(one: str, other: str) -> float:
    """From 0 to 1: the share of letter pairs that two texts have in common (Dice)."""
    if one == other:
        return 1.0
    mine, theirs = _pairs(one), _pairs(other)
    if not mine or not theirs:
        return 0.0
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))


def _pairs(text: str) -> set[str]:
    low = text.casefold()
    return {low[n : n + 2] for n in range(len(low) - 1) if not low[n : n + 2].isspace()}


def likeness_of_shots(old: Shot, new: Shot, names: Mapping[str, str], *, same_place: bool) -> float:
    """How alike two shots are; who speaks and where they stand count a little. `names` by id."""
    score = likeness(words_of(old), words_of(new))
    speakers = _speakers(old, names)
    if speakers and speakers == _speakers(new, names):
        score += _SAME_SPEAKERS
    return score + (_SAME_PLACE if same_place else 0.0)


def _speakers(shot: Shot, names: Mapping[str, str]) -> list[str]:
    cues = [cue for cue in shot.cues if cue.kind is CueKind.LINE]
    return [names.get(cue.speaker or "", "") for cue in cues]


def aligned(
    old: Sequence[T], new: Sequence[T], score: Callable[[int, int], float]
) -> list[tuple[int, int]]:
    """Pairs of places, rising in both, that are the most alike in all; each at least `LEAST`.

    Longer rows than can be compared one by one are paired place by place.
    """
    if len(old) * len(new) > _MOST:
        places = range(min(len(old), len(new)))
        return [(n, n) for n in places if score(n, n) >= LEAST]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    likes: dict[tuple[int, int], float] = {}
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            like = score(i, j)
            if like >= LEAST and like + best[i + 1][j + 1] > best[i][j]:
                best[i][j] = like + best[i + 1][j + 1]
                likes[i, j] = best[i][j]
    return _walked(best, likes, len(old), len(new))


def _walked(
    best: Sequence[Sequence[float]], likes: Mapping[tuple[int, int], float], olds: int, news: int
) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < olds and j < news:
        if likes.get((i, j)) == best[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs
