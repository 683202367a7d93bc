"""Edits of cues: lines, effects, music and captions of a shot."""

from collections.abc import Mapping
from typing import Any

from studio.errors import EditRefused
from studio.timeline.project import Project
from studio.timeline.queries import shots
from studio.timeline.rebuild import (
    cut_without,
    evolved,
    home_of,
    made,
    refuse_known,
    shot_of_cue,
    swapped,
    with_shot,
)
from studio.timeline.story import Cue, Shot, Translation


def add_cue(project: Project, shot_id: str, cue: Cue) -> Project:
    """`|a  |` -> `|a b|`: a shot gets another cue, last in the list whatever its start."""
    refuse_known(project, cue.id)
    scene, at = home_of(project, shot_id)
    shot = scene.shots[at]
    return with_shot(project, shot, evolved(shot, cues=(*shot.cues, _inside(cue, shot))))


def change_cue(project: Project, cue_id: str, **changes: Any) -> Project:
    """Some fields of a cue get other values."""
    shot, cue = shot_of_cue(project, cue_id)
    new = _inside(evolved(cue, **changes), shot)
    return with_shot(project, shot, evolved(shot, cues=swapped(shot.cues, cue, new)))


def translate(project: Project, language: str, words: Mapping[str, str]) -> Project:
    """Cues get words in another language, by their ids; empty words take a translation away.

    A cue that is in the language itself, and one that is gone, stays as it is.
    """

    def told(cue: Cue) -> Cue:
        if cue.id not in words or cue.language == language:
            return cue
        others = tuple(t for t in cue.translations if t.language != language)
        text = words[cue.id].strip()
        new = (made(Translation, language=language, text=text),) if text else ()
        return evolved(cue, translations=(*others, *new))

    for shot in tuple(shots(project)):
        cues = tuple(told(cue) for cue in shot.cues)
        if any(new is not old for new, old in zip(cues, shot.cues, strict=True)):
            project = with_shot(project, shot, evolved(shot, cues=cues))
    return project


def _inside(cue: Cue, shot: Shot) -> Cue:
    """`cue`, which must begin in `shot`. Raises EditRefused."""
    if cue.start >= shot.frames:
        raise EditRefused("timeline.cue_outside", start=cue.start, frames=shot.frames)
    return cue


def remove_cue(project: Project, cue_id: str) -> Project:
    """`|a X b|` -> `|a b|`; its clips leave the cut with it."""
    shot, cue = shot_of_cue(project, cue_id)
    without = with_shot(project, shot, evolved(shot, cues=swapped(shot.cues, cue)))
    return without.evolve(cut=cut_without(without.cut, {cue_id}))
