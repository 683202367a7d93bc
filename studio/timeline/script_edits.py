"""Edits of the film's text: the words of lines that are plain in it go with it."""

from collections.abc import Iterable, Mapping
from typing import Any

from studio.timeline.project import Project
from studio.timeline.queries import cues
from studio.timeline.rebuild import evolved
from studio.timeline.shot_edits import remove_shots
from studio.timeline.story import Cue, Scene, Shot


def write_text(project: Project, text: str, words: Mapping[str, str]) -> Project:
    """The film's text is another one; lines and captions get the `words` it has for them now.

    A cue that the maker worded by hand since it was planned keeps its words, which the record
    notes. The record of the plan is told the new ones, so that they do not pass for the maker's.
    """
    changes: dict[str, Any] = {"brief": text}
    told = project.told
    if told is not None:
        planned = {cue.id: cue.text for shot in told.shots.values() for cue in shot.cues}
        mine = {cue.id for cue in cues(project) if cue.text != planned.get(cue.id)}
        new = {name: said for name, said in words.items() if planned.get(name, said) != said}
        if new:
            scenes = _with_words(told.scenes, new)
            kept = {**told.kept, **_kept(told.kept, [name for name in new if name in mine])}
            gone = _with_words(told.gone, new)
            changes["told"] = told.evolve(scenes=scenes, gone=gone, kept=kept)
            others = {name: said for name, said in new.items() if name not in mine}
            changes["scenes"] = _with_words(project.scenes, others)
    return evolved(project, **changes)


def _kept(kept: Mapping[str, tuple[str, ...]], names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """That the words of cues are to be decided, beside what was before."""
    return {name: tuple(dict.fromkeys((*kept.get(name, ()), "text"))) for name in names}


def forget_left(project: Project) -> Project:
    """Shots that left the text, and were kept for their takes or their changes, leave the film."""
    told = project.told
    if told is None or not told.gone:
        return project
    there = {shot.id for scene in project.scenes for shot in scene.shots}
    without = remove_shots(project, [name for name in told.left if name in there])
    empty = {s.id for s in project.scenes if s.shots} - {s.id for s in without.scenes if s.shots}
    scenes = tuple(scene for scene in without.scenes if scene.id not in empty)
    return evolved(without, scenes=scenes, told=told.evolve(gone=()))


def _with_words(scenes: tuple[Scene, ...], words: Mapping[str, str]) -> tuple[Scene, ...]:
    return tuple(_scene(scene, words) for scene in scenes)


def _scene(scene: Scene, words: Mapping[str, str]) -> Scene:
    shots = tuple(_shot(shot, words) for shot in scene.shots)
    same = all(a is b for a, b in zip(shots, scene.shots, strict=True))
    return scene if same else scene.evolve(shots=shots)


def _shot(shot: Shot, words: Mapping[str, str]) -> Shot:
    if not any(cue.id in words for cue in shot.cues):
        return shot
    return shot.evolve(cues=tuple(_cue(cue, words) for cue in shot.cues))


def _cue(cue: Cue, words: Mapping[str, str]) -> Cue:
    return cue.evolve(text=words[cue.id]) if cue.id in words else cue
