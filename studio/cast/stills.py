"""Stills of an actor: the sharpest moments that show different sides, cut to head and shoulders."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from studio.cast.draft import Still, View
from studio.cast.faces import Bgr
from studio.cast.looking import Stop, pictures_at
from studio.cast.moments import Moment
from studio.cast.persons import Person
from studio.cast.thresholds import threshold
from studio.messages import Part

_TALL = 4.2  # heights of the face that a still shows
_CLOSE = 2.2  # that are shown of each of several people, who may stand close
_RATIO = 3 / 4  # its breadth to its height
_ABOVE = 0.36  # part of it that lies above the middle of the face
_LEAST = 320  # pixels of its shorter side where the clip has them; services refuse less than 300
_OPEN_EYES = 0.7  # of the usual opening of the eyes, below which they blink
_SPREAD = 3  # moments besides, by which a person is judged who gives few views
_LIKE = 35.0  # degrees of a three-quarter view


@dataclass(frozen=True)
class Choice:
    """A moment and the view it is taken for."""

    view: View
    moment: Moment


def choose(moments: Sequence[Moment]) -> tuple[tuple[Choice, ...], tuple[Part, ...]]:
    """The best moment of each view there is, front first, and what is missing."""
    side = threshold("view_turn")
    awake = _awake(moments)
    fronts = [each for each in awake if abs(each.turn or 0.0) < side]
    front = max(fronts or awake, key=_frontal)
    chosen, lacking = [Choice("front", front)], list[str]()
    if not fronts:
        lacking.append("front")
    if front.turn is None:
        return tuple(chosen), ()
    ways: tuple[tuple[View, float], ...] = (("left", -1.0), ("right", 1.0))
    for view, sign in ways:
        turned = [each for each in awake if sign * (each.turn or 0.0) >= side]
        if turned:
            chosen.append(Choice(view, max(turned, key=_three_quarter)))
        else:
            lacking.append(view)
    smiling = _smiling(fronts, front)
    if smiling is not None:
        chosen.append(Choice("smile", smiling))
    else:
        lacking.append("smile")
    return tuple(chosen), tuple(Part(f"cast.lacks_{each}") for each in lacking)


def _awake(moments: Sequence[Moment]) -> list[Moment]:
    """The moments with open eyes, all of them where none is known to have."""
    known = sorted(each.eyes for each in moments if each.eyes is not None)
    usual = known[len(known) * 2 // 3] if known else 0.0
    awake = [each for each in moments if each.eyes is None or each.eyes >= _OPEN_EYES * usual]
    return awake or list(moments)


def _frontal(moment: Moment) -> float:
    turn, mouth = abs(moment.turn or 0.0), moment.mouth or 0.0
    return moment.sharp * (1.0 - min(0.9, turn / 40.0)) * _calm(mouth)


def _calm(mouth: float) -> float:
    """A mouth in the middle of a word makes a poor still, however sharp it is."""
    return 1.0 - min(0.9, 1.6 * max(0.0, mouth - 0.1))


def _three_quarter(moment: Moment) -> float:
    away = abs(abs(moment.turn or 0.0) - _LIKE)
    return moment.sharp * (1.0 - min(0.9, away / 60.0)) * _calm(moment.mouth or 0.0)


def _smiling(fronts: Iterable[Moment], front: Moment) -> Moment | None:
    """The widest smile of a face that looks ahead, where it differs from the front still's."""
    known = [each for each in fronts if each.smile is not None]
    if not known:
        return None
    usual = sorted(each.smile or 0.0 for each in known)[len(known) // 2]
    base = min(usual, front.smile or usual)
    wide = [each for each in known if (each.smile or 0.0) >= base + threshold("smile")]
    return max(wide, key=lambda each: (each.smile or 0.0) * _calm(each.mouth or 0.0), default=None)


def faces_shown(
    clip: Path, persons: Sequence[Person], folder: Path, stopped: Stop | None = None
) -> tuple[Path, ...]:
    """A picture of each person in a folder, in their order: to be asked which one is meant.

    Raises BadInput, Cancelled, OSError.
    """
    best = [max(each.moments, key=_frontal) for each in persons]
    pictures = pictures_at(clip, {each.frame for each in best}, stopped)
    paths: list[Path] = []
    for number, moment in enumerate(best, 1):
        path = folder / f"face-{number}.png"
        picture = pictures[moment.frame]
        save(path, _around(picture, moment, _CLOSE * moment.face.height * picture.shape[0]))
        paths.append(path)
    return tuple(paths)


def portrait(picture: Bgr, moment: Moment) -> Bgr:
    """Head and shoulders of the moment's face, within the picture."""
    tall = max(_TALL * moment.face.height * picture.shape[0], _LEAST / _RATIO)
    return _around(picture, moment, tall)


def _around(picture: Bgr, moment: Moment, tall: float) -> Bgr:
    """So many rows of the picture around the moment's face."""
    rows, columns = picture.shape[:2]
    tall = min(float(rows), tall)
    wide = min(float(columns), tall * _RATIO)
    x, y = moment.face.centre
    left = round(min(max(0.0, x * columns - wide / 2), columns - wide))
    top = round(min(max(0.0, y * rows - tall * _ABOVE), rows - tall))
    return picture[top : top + round(tall), left : left + round(wide)]


def seen(
    clip: Path, person: Person, choices: Sequence[Choice], stopped: Stop | None = None
) -> dict[int, Bgr]:
    """The clip's pictures of the choices, and some spread over it, by their numbers.

    Raises BadInput, Cancelled.
    """
    step = -(-len(person.moments) // _SPREAD)
    moments = [*(each.moment for each in choices), *person.moments[step // 2 :: step]]
    return pictures_at(clip, {each.frame for each in moments}, stopped)


def taken(
    choices: Sequence[Choice], pictures: Mapping[int, Bgr], folder: Path
) -> tuple[tuple[Still, Bgr], ...]:
    """The stills as PNG files in a folder, each with its picture. Raises OSError."""
    out: list[tuple[Still, Bgr]] = []
    for each in choices:
        cut = portrait(pictures[each.moment.frame], each.moment)
        path = folder / f"{each.view}.png"
        save(path, cut)
        out.append((Still(path, each.view, each.moment.frame, round(each.moment.sharp, 2)), cut))
    return tuple(out)


def save(path: Path, picture: Bgr) -> None:
    """A BGR or BGRA picture as PNG; what Pillow writes has any name a system takes."""
    order = [2, 1, 0, 3][: picture.shape[2]]
    Image.fromarray(np.ascontiguousarray(picture[..., order])).save(path)
