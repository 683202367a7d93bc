"""The cast after a new plan: who was changed by hand, has media or is still shown stays."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from studio.timeline.merging import merged
from studio.timeline.story import Cue, Scene, Shot, Subject


def merged_cast(
    was: Sequence[Subject],
    now: Sequence[Subject],
    mine: Sequence[Subject],
    scenes: Sequence[Scene],
    taken: Collection[str],
) -> tuple[Subject, ...]:
    """Subjects of the film in their order, new ones behind. `scenes` are those after the plan."""
    olds, news = {s.id: s for s in was}, {s.id: s for s in now}
    used = set(_used(scenes))
    made: list[Subject] = []
    for film in mine:
        old, new = olds.get(film.id), news.get(film.id)
        if old is not None and new is not None:
            made.append(merged(old, new, film, but={"id"}))
        elif old is None or film != old or film.id in used or film.id in taken:
            made.append(film)
    there = {subject.id for subject in mine}
    made += [new for name, new in news.items() if name not in there and name not in olds]
    return tuple(made)


def cast_only(scenes: Iterable[Scene], cast: Collection[str]) -> tuple[Scene, ...]:
    """Scenes without anybody who is not of the cast: a subject that the maker removed."""
    return tuple(_scene(scene, cast) for scene in scenes)


def _used(scenes: Iterable[Scene]) -> Iterator[str]:
    for scene in scenes:
        for shot in scene.shots:
            yield from shot.subjects
            yield from (cue.speaker for cue in shot.cues if cue.speaker)


def _scene(scene: Scene, cast: Collection[str]) -> Scene:
    shots = tuple(_shot(shot, cast) for shot in scene.shots)
    same = all(a is b for a, b in zip(shots, scene.shots, strict=True))
    return scene if same else scene.evolve(shots=shots)


def _shot(shot: Shot, cast: Collection[str]) -> Shot:
    speakers = {cue.speaker for cue in shot.cues if cue.speaker}
    dressed = {each.subject for each in shot.variants}
    if {*shot.subjects, *speakers, *dressed} <= set(cast):
        return shot
    return shot.evolve(
        subjects=tuple(s for s in shot.subjects if s in cast),
        variants=tuple(each for each in shot.variants if each.subject in cast),
        cues=tuple(_cue(cue, cast) for cue in shot.cues),
    )


def _cue(cue: Cue, cast: Collection[str]) -> Cue:
    return cue if cue.speaker is None or cue.speaker in cast else cue.evolve(speaker=None)
