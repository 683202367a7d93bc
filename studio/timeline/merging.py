"""A new plan comes into a film: what the maker changed by hand since the last one stays.

Three values meet in every field: what was planned before, what is planned now, and what the film
has. Where the film has what was planned before, the new plan holds; elsewhere the maker's value.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from studio.timeline.model import Record
from studio.timeline.story import Cue, Scene, Shot
from studio.timeline.weaving import in_order

R = TypeVar("R", bound=Record)


def merged(was: R, now: R, mine: R, *, but: Collection[str] = ()) -> R:
    """`mine`, with the fields of `now` where `mine` has those of `was`; `but` are left alone."""
    changes = {
        name: getattr(now, name)
        for name in type(mine).model_fields
        if name not in but
        and getattr(mine, name) == getattr(was, name)
        and getattr(now, name) != getattr(mine, name)
    }
    return mine.evolve(**changes) if changes else mine


def merged_names(was: Sequence[str], now: Sequence[str], mine: Sequence[str]) -> tuple[str, ...]:
    """Ids in a list: the maker's, with what the plan adds and without what it drops."""
    if tuple(mine) == tuple(was):
        return tuple(now)
    kept = [name for name in mine if name in now or name not in was]
    return (*kept, *(name for name in now if name not in was and name not in kept))


def merged_shot(was: Shot, now: Shot, mine: Shot, taken: Collection[str] = ()) -> Shot:
    """A shot after a new plan. Cues that would begin behind its end begin at its last frame."""
    shot = merged(was, now, mine, but={"id", "cues", "subjects"})
    cues = _cues(was.cues, now.cues, mine.cues, taken)
    cues = tuple(inside(cue, shot.frames) for cue in cues)
    changes = {"subjects": merged_names(was.subjects, now.subjects, mine.subjects), "cues": cues}
    changes = {name: value for name, value in changes.items() if value != getattr(shot, name)}
    return shot.evolve(**changes) if changes else shot


def inside(cue: Cue, frames: int) -> Cue:
    """A cue that begins at the last of so many frames, where it would begin behind them."""
    return cue if cue.start < frames else cue.evolve(start=frames - 1)


def _cues(
    was: Sequence[Cue], now: Sequence[Cue], mine: Sequence[Cue], taken: Collection[str]
) -> Iterable[Cue]:
    olds, news, films = _by_id(was), _by_id(now), _by_id(mine)
    made: dict[str, Cue] = {}
    for name, cue in news.items():
        old, film = olds.get(name), films.get(name)
        if film is not None:
            made[name] = merged(old, cue, film, but={"id"}) if old is not None else film
        elif old is None or old.text != cue.text:
            made[name] = cue
    for name, film in films.items():
        if name not in news and (name not in olds or _is_mine(olds[name], film, taken)):
            made[name] = film
    order = in_order(list(olds), list(films), list(news))
    return (made[name] for name in order if name in made)


def _is_mine(was: Cue, film: Cue, taken: Collection[str]) -> bool:
    """Whether the maker gave a cue words, a voice or media of their own."""
    ours = {"text", "speaker", "language", "emotion", "uses", "take"}
    return film.id in taken or any(getattr(was, n) != getattr(film, n) for n in ours)


def _by_id(cues: Iterable[Cue]) -> dict[str, Cue]:
    return {cue.id: cue for cue in cues}


@dataclass(frozen=True)
class Merge:
    """The scenes of a film after a new plan, and what of the old plan left the text but stays."""

    scenes: tuple[Scene, ...]
    gone: tuple[Scene, ...]


def merged_scenes(
    was: Sequence[Scene],
    now: Sequence[Scene],
    mine: Sequence[Scene],
    *,
    gone: Sequence[Scene] = (),
    same: Collection[str],
    taken: Collection[str],
) -> Merge:
    """The film's scenes after a plan that has the film's ids already.

    `gone` are shots that earlier plans lost and the film kept; `same` are shots of `now` that
    tell what they told before. Those of them with takes (`taken`, owners of takes) stay as they
    are when anything else in the story changed: nobody pays for them again. Where nothing but the
    settings of the film changed, they follow too.
    """
    return _Merging(was, gone, now, mine, same, taken).merge()


class _Merging:
    """Everything by its id, and where it stands."""

    def __init__(
        self,
        was: Sequence[Scene],
        gone: Sequence[Scene],
        now: Sequence[Scene],
        mine: Sequence[Scene],
        same: Collection[str],
        taken: Collection[str],
    ) -> None:
        self._was, self._now, self._mine = was, now, mine
        self._lost, self._taken = gone, taken
        self._old, self._old_home = _shots((*gone, *was))
        self._new, self._new_home = _shots(now)
        self._film, self._film_home = _shots(mine)
        self._same = set(same) & self._new.keys()
        told = [name for scene in was for name in (shot.id for shot in scene.shots)]
        self._steady = set(told) != self._same or self._new.keys() != self._same

    def merge(self) -> Merge:
        homes: dict[str, str] = {}
        made: dict[str, Shot] = {}
        for name, shot in self._new.items():
            kept = self._planned(name, shot)
            if kept is not None:
                made[name], homes[name] = kept, self._home(name)
        gone: set[str] = set()
        for name, shot in self._film.items():
            if name not in self._new and self._stays(name, shot):
                made[name], homes[name] = shot, self._film_home[name]
                gone |= {name} & self._old.keys()
        return Merge(tuple(self._scenes(made, homes)), tuple(self._gone(gone)))

    def _planned(self, name: str, now: Shot) -> Shot | None:
        """A shot of the new plan as the film shall have it; None when the maker deleted it."""
        was, film = self._old.get(name), self._film.get(name)
        if film is None:
            return None if was is not None and name in self._same else now
        if was is None or (self._steady and name in self._same and self._has_takes(film)):
            return film
        return merged_shot(was, now, film, self._taken)

    def _has_takes(self, shot: Shot) -> bool:
        return shot.id in self._taken or any(cue.id in self._taken for cue in shot.cues)

    def _stays(self, name: str, film: Shot) -> bool:
        was = self._old.get(name)
        return was is None or film != was or self._has_takes(film)

    def _home(self, name: str) -> str:
        """The scene of a shot: the planned one, unless the maker took it to another."""
        film = self._film_home.get(name)
        if film is not None and film != self._old_home.get(name):
            return film
        return self._new_home[name]

    def _scenes(self, made: Mapping[str, Shot], homes: Mapping[str, str]) -> Iterable[Scene]:
        olds, news, films = ({s.id: s for s in row} for row in (self._was, self._now, self._mine))
        for name in in_order(list(olds), list(films), list(news)):
            film, now, was = films.get(name), news.get(name), olds.get(name)
            planned = [shot.id for shot in now.shots] if now else []
            mine = [shot.id for shot in film.shots] if film else []
            told = [shot.id for shot in was.shots] if was else []
            order = in_order(told, mine, planned)
            order += [n for n, home in homes.items() if home == name and n not in set(order)]
            shots = tuple(made[n] for n in order if homes.get(n) == name)
            head = film or now
            if head is None or not (shots or self._is_empty_by_hand(was, film)):
                continue
            if film and now and was:
                head = merged(was, now, film, but={"id", "shots"})
            yield head if _are(head.shots, shots) else head.evolve(shots=shots)

    def _is_empty_by_hand(self, was: Scene | None, film: Scene | None) -> bool:
        return film is not None and not film.shots and (was is None or bool(film.uses))

    def _gone(self, names: set[str]) -> Iterable[Scene]:
        found: dict[str, Scene] = {}
        for scene in (*self._was, *self._lost):
            shots = tuple(shot for shot in scene.shots if shot.id in names)
            if shots:
                before = found[scene.id].shots if scene.id in found else ()
                found[scene.id] = scene.evolve(shots=(*before, *shots))
        return found.values()


def _shots(scenes: Sequence[Scene]) -> tuple[dict[str, Shot], dict[str, str]]:
    """Shots by id, and the scene of each."""
    shots = {shot.id: shot for scene in scenes for shot in scene.shots}
    return shots, {shot.id: scene.id for scene in scenes for shot in scene.shots}


def _are(one: Sequence[Shot], other: Sequence[Shot]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
