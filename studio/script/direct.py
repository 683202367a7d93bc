"""Film grammar: decides what a treatment leaves open, and never what it asks for.

The rules are those of classical continuity (Bordwell and Thompson, Film Art; Katz, Film Directing
Shot by Shot): establish a new place, change the size or the angle by at least a step at every cut
(no jump cut), show two people together before singling them out, come close for emotion.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from studio.script.breakdown import beats
from studio.script.treatment import Asked, Place, Role, Treatment
from studio.timeline.story import Angle, Move, Pace, Size

_LADDER = tuple(Size)
_EMOTION = re.compile(
    r"哭|泪|笑|怒|惊|恐|爱|恨|心|眼神|凝视|沉默|颤|cry|tears?|smil|ang(?:er|ry)|fear|love|heart|eyes|gaze|stare|silen|trembl|whisper",
    re.IGNORECASE,
)
_MOTION = re.compile(
    r"跑|奔|追|走|骑|飞|冲|runs?\b|running|walk|chase|rides?\b|fl(?:y|ies)\b|rush", re.IGNORECASE
)
_SECONDS = {
    Size.EXTREME_LONG: 3.8,
    Size.LONG: 3.4,
    Size.FULL: 3.0,
    Size.MEDIUM: 2.8,
    Size.MEDIUM_CLOSE: 2.5,
    Size.CLOSE_UP: 2.2,
    Size.EXTREME_CLOSE_UP: 1.8,
}
_TEMPO = {Pace.FAST: 0.62, Pace.NORMAL: 1.0, Pace.SLOW: 1.35}


@dataclass(frozen=True)
class Directed:
    """A shot with everything decided; `asked` lengths are exact, others are wishes."""

    shot: Asked
    size: Size
    angle: Angle
    moves: tuple[Move, ...]
    pace: Pace
    seconds: float
    fixed: bool


@dataclass(frozen=True)
class Staged:
    """A scene and its directed shots."""

    place: Place
    shots: tuple[Directed, ...]


def direct(treatment: Treatment) -> list[Staged]:
    """Every shot of the film, decided."""
    known: set[str] = set()
    out: list[Staged] = []
    share = _share(treatment)
    for place in treatment.scenes:
        new = place.place not in known or not place.place
        known.add(place.place)
        out.append(Staged(place, tuple(_scene(place, treatment, new, place.seconds or share))))
    return out


def _share(treatment: Treatment) -> float | None:
    """What each scene without a length of its own has of the whole film's."""
    if treatment.seconds is None:
        return None
    said = sum(place.seconds or 0 for place in treatment.scenes)
    free = sum(1 for place in treatment.scenes if place.seconds is None)
    return max(1.0, (treatment.seconds - said) / free) if free else None


def _scene(place: Place, treatment: Treatment, new: bool, seconds: float | None) -> list[Directed]:
    if _to_break_down(place, seconds):
        made = beats(_carrier(place), treatment.roles, treatment.language, seconds)
        sizes = list(place.sizes)
        shots = [
            _decided(
                b.shot,
                place,
                sizes[n] if n < len(sizes) else b.size,
                b.moves,
                b.seconds,
                n,
                bool(sizes),
            )
            for n, b in enumerate(made)
        ]
        return _varied(_carried(shots, place), asked=bool(sizes))
    asked = list(place.shots)
    if new and place.heading and _opens_on_words(asked):
        asked.insert(0, Asked(text=place.heading))
    return _varied([_explicit(shot, place, n, treatment.roles) for n, shot in enumerate(asked)])


def _to_break_down(place: Place, seconds: float | None) -> bool:
    if not place.shots:
        return True
    only = place.shots[0]
    return (
        len(place.shots) == 1 and bool(place.text) and only.text == place.text and not only.dialogue
    )


def _carrier(place: Place) -> Place:
    return place if place.text else place.model_copy(update={"text": place.heading or place.place})


def _carried(shots: list[Directed], place: Place) -> list[Directed]:
    """On-screen words come with the last beat, effects with the first."""
    if not place.shots or not shots:
        return shots
    held = place.shots[0]
    first = shots[0].shot.model_copy(update={"heard": held.heard})
    shots[0] = _with(shots[0], first)
    last = shots[-1].shot.model_copy(update={"onscreen_text": held.onscreen_text})
    shots[-1] = _with(shots[-1], last)
    return shots


def _with(directed: Directed, shot: Asked, size: Size | None = None) -> Directed:
    return Directed(
        shot,
        size or directed.size,
        directed.angle,
        directed.moves,
        directed.pace,
        directed.seconds,
        directed.fixed,
    )


def _opens_on_words(shots: Sequence[Asked]) -> bool:
    return bool(shots) and not shots[0].text and bool(shots[0].dialogue)


def _decided(
    shot: Asked,
    place: Place,
    size: Size,
    moves: tuple[Move, ...],
    seconds: float,
    n: int,
    asked: bool,
) -> Directed:
    pace = shot.pace or place.pace or Pace.NORMAL
    chosen = shot.moves or ((place.moves[n % len(place.moves)],) if place.moves else moves)
    angle = shot.angle or Angle.EYE
    return Directed(shot, size, angle, chosen, pace, seconds * _TEMPO[pace] ** 0.5, False)


def _explicit(shot: Asked, place: Place, n: int, roles: Sequence[Role]) -> Directed:
    words = f"{shot.text} {' '.join(line.emotion + line.text for line in shot.dialogue)}"
    size = shot.size or _size(shot, words, n)
    pace = shot.pace or place.pace or Pace.NORMAL
    moves = shot.moves or _moves(shot, words, size, n)
    seconds = shot.seconds or _SECONDS[size] * _TEMPO[pace]
    del roles
    return Directed(
        shot, size, shot.angle or Angle.EYE, moves, pace, seconds, shot.seconds is not None
    )


def _size(shot: Asked, words: str, n: int) -> Size:
    if shot.dialogue:
        if n <= 1:
            return Size.MEDIUM
        return Size.CLOSE_UP if _EMOTION.search(words) or n % 4 == 3 else Size.MEDIUM_CLOSE
    if shot.onscreen_text and not shot.text:
        return Size.MEDIUM
    if n == 0:
        return Size.LONG
    if _EMOTION.search(words):
        return Size.CLOSE_UP
    return Size.FULL if _MOTION.search(words) else Size.MEDIUM


def _moves(shot: Asked, words: str, size: Size, n: int) -> tuple[Move, ...]:
    if shot.dialogue:
        return (Move.PUSH_IN,) if _EMOTION.search(words) or n % 3 == 2 else (Move.STATIC,)
    if _MOTION.search(words):
        return (Move.FOLLOW,)
    if size in {Size.EXTREME_LONG, Size.LONG}:
        return (Move.PUSH_IN,) if n == 0 else (Move.PAN_RIGHT,)
    return ((Move.PUSH_IN,), (Move.TRUCK_RIGHT,), (Move.STATIC,))[n % 3]


def _varied(shots: list[Directed], *, asked: bool = False) -> list[Directed]:
    """No two neighbours with the same size, angle and people, where the size is free."""
    out: list[Directed] = []
    for directed in shots:
        free = directed.shot.size is None and not asked
        if out and free and _jumps(out[-1], directed):
            directed = _with(directed, directed.shot, _stepped(directed.size))
        out.append(directed)
    return out


def _jumps(left: Directed, right: Directed) -> bool:
    same = (left.size, left.angle) == (right.size, right.angle)
    return same and set(left.shot.subjects) == set(right.shot.subjects)


def _stepped(size: Size) -> Size:
    """One step closer, or wider at the close end."""
    place = _LADDER.index(size)
    return _LADDER[place + 1] if place + 1 < len(_LADDER) - 1 else _LADDER[place - 1]
