"""Where the film kept the maker's own although the text says something else since a new plan."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from studio.timeline.merging import inside
from studio.timeline.model import Record
from studio.timeline.project import Project
from studio.timeline.queries import cues, find_shot, shots
from studio.timeline.rebuild import evolved
from studio.timeline.shot_edits import change_shot
from studio.timeline.story import Cue, Scene, Shot
from studio.timeline.told import Told

SHOT_FIELDS = ("prompt", "size", "angle", "moves", "pace", "frames", "onscreen_text")
CUE_FIELDS = ("text", "speaker", "language", "emotion")
GONE = "gone"  # in the place of a field: the text has the cue no more


@dataclass(frozen=True)
class Kept:
    """A field of a shot, or of a `cue` of it, with the film's value and the text's."""

    shot: str
    field: str
    mine: object
    told: object
    cue: str = ""


def kept_by(was: Told, now: Told, film: Project, scenes: Sequence[Scene],
            same: Collection[str]) -> dict[str, tuple[str, ...]]:  # fmt: skip
    """Ids of shots and cues to the fields in which a plan gave way to the maker's own.

    `was` and `now` are the plans before and after, `film` the film before and `scenes` its story
    after; shots of `same` tell what they told, so another length of theirs is no news of the text.
    What earlier plans left to be decided is still to be.
    """
    found = {name: list(fields) for name, fields in was.kept.items()}

    def note(name: str, fields: Iterable[str]) -> None:
        found[name] = [*dict.fromkeys([*found.get(name, []), *fields])]

    old, new, mine = was.shots, now.shots, {shot.id: shot for shot in shots(film)}
    for shot in (shot for scene in scenes for shot in scene.shots):
        before, after, own = old.get(shot.id), new.get(shot.id), mine.get(shot.id)
        if before is None or after is None or own is None or before is after:
            continue
        fields = [f for f in SHOT_FIELDS if f != "frames" or shot.id not in same]
        note(shot.id, _passed_over(fields, before, after, own, shot))
        olds, news, owns = (_by_id(each.cues) for each in (before, after, own))
        for cue in shot.cues:
            if cue.id in olds and cue.id in owns and cue.id not in news:
                note(cue.id, [GONE])
            elif cue.id in olds and cue.id in owns:
                ways = (olds[cue.id], news[cue.id], owns[cue.id], cue)
                note(cue.id, _passed_over(CUE_FIELDS, *ways))
    there = {part.id for scene in scenes for shot in scene.shots for part in (shot, *shot.cues)}
    return {name: tuple(fields) for name, fields in found.items() if fields and name in there}


def _passed_over(
    fields: Iterable[str], was: Record, now: Record, mine: Record, after: Record
) -> list[str]:
    """Fields that the text gives another value, and that have the maker's own."""

    def hidden(field: str) -> bool:
        old, new = getattr(was, field), getattr(now, field)
        return old != new and getattr(mine, field) != old and getattr(after, field) != new

    return [field for field in fields if hidden(field)]


def kept_in(film: Project) -> Mapping[str, tuple[Kept, ...]]:
    """What there is to be decided, by shot, in the order of the film; all else is left out."""
    told = film.told
    if told is None or not told.kept:
        return {}
    planned, cast = told.shots, {None, *(subject.id for subject in film.subjects)}
    found: dict[str, tuple[Kept, ...]] = {}
    for shot in shots(film):
        if shot.id in told.kept or any(cue.id in told.kept for cue in shot.cues):
            news = _of_shot(told, planned[shot.id], shot) if shot.id in planned else ()
            open_now = tuple(x for x in news if x.field != "speaker" or x.told in cast)
            if open_now:
                found[shot.id] = open_now
    return found


def _of_shot(told: Told, planned: Shot, shot: Shot) -> Iterator[Kept]:
    for field in told.kept.get(shot.id, ()):
        if getattr(planned, field) != getattr(shot, field):
            yield Kept(shot.id, field, getattr(shot, field), getattr(planned, field))
    news = _by_id(planned.cues)
    for cue in shot.cues:
        now = news.get(cue.id)
        for field in told.kept.get(cue.id, ()):
            if field == GONE:
                if now is None:
                    yield Kept(shot.id, GONE, cue.text, "", cue.id)
            elif now is not None and getattr(now, field) != getattr(cue, field):
                yield Kept(shot.id, field, getattr(cue, field), getattr(now, field), cue.id)


def take_texts(film: Project, names: Iterable[str]) -> Project:
    """Shots take what the text says in the fields that are to be decided, and nothing else."""
    open_now, told = kept_in(film), film.told
    if told is None:
        return film
    for name in names:
        shot, news = find_shot(film, name), open_now.get(name, ())
        if shot is not None and news:
            film = change_shot(film, name, **_changes(shot, news))
    return settled(film, names)


def _changes(shot: Shot, news: Sequence[Kept]) -> dict[str, object]:
    changes: dict[str, object] = {each.field: each.told for each in news if not each.cue}
    gone = {each.cue for each in news if each.field == GONE}
    frames = next((each.told for each in news if each.field == "frames"), shot.frames)
    made: list[Cue] = []
    for cue in shot.cues:
        values = {x.field: x.told for x in news if x.cue == cue.id and x.field != GONE}
        if cue.id not in gone:
            made.append(inside(cue.evolve(**values) if values else cue, int(str(frames))))
    return {**changes, "cues": tuple(made)}


def settled(film: Project, names: Iterable[str]) -> Project:
    """Shots are as the maker wants them: nothing is to be decided about them any more."""
    told = film.told
    if told is None:
        return film
    chosen = set(names)
    within = {cue.id for shot in shots(film) if shot.id in chosen for cue in shot.cues}
    there = {shot.id for shot in shots(film)} | {cue.id for cue in cues(film)}
    done = chosen | within
    kept = {name: f for name, f in told.kept.items() if name in there and name not in done}
    return film if kept == told.kept else evolved(film, told=told.evolve(kept=kept))


def _by_id(some: Iterable[Cue]) -> dict[str, Cue]:
    return {cue.id: cue for cue in some}
