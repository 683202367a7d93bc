"""Which variant of a subject the words of a story tell of: 穿睡衣, in her wedding dress.

A variant is told of by its name. It belongs to the subject that has one of that name, and where
several in the shot have, to the one that was named last before it. What is told once holds for the
rest of its scene, until another variant is told of: nobody changes between two shots unseen.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio.timeline.story import CueKind, Scene, Shot, Showing, Subject

_LEAST = 2  # letters of a name that is looked for
# Right before a name: it is told that somebody does not wear it, or no longer.
_NOT_ZH = re.compile(
    r"(?:没有?|不|未|脱[下掉去]?|换[下掉]|摘[下掉])[穿戴着了]*[^\uff0c。\uff01\uff1f\uff1b,.!?;]{0,4}$"
)
_NOT_EN = re.compile(
    r"\b(?:not|no|never|without|takes? off|taking off|took off|removes?|removing|out of)"
    r"(?:\s+(?:in|wearing|an?|the|his|her|their|its|my|your))*\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Name:
    """A name of a variant, as it is looked for."""

    showing: Showing
    pattern: re.Pattern[str]
    called: re.Pattern[str]  # how its subject is called


def dressed(scenes: Sequence[Scene], cast: Sequence[Subject]) -> tuple[Scene, ...]:
    """The scenes with the variants that their words tell of; what a shot names already stays."""
    names = [
        _Name(Showing(subject=subject.id, variant=each.id), _word(each.name), _called(subject))
        for subject in cast
        for each in sorted(subject.variants, key=lambda one: len(one.name), reverse=True)
        if len(each.name.strip()) >= _LEAST
    ]
    return tuple(_scene(scene, names) for scene in scenes) if names else tuple(scenes)


def _scene(scene: Scene, names: Sequence[_Name]) -> Scene:
    worn = _told(f"{scene.heading} ", names)
    shots: list[Shot] = []
    for shot in scene.shots:
        new = _shot(shot, names, worn)
        worn |= {each.subject: each for each in new.variants}
        shots.append(new)
    same = all(new is old for new, old in zip(shots, scene.shots, strict=True))
    return scene if same else scene.evolve(shots=tuple(shots))


def _shot(shot: Shot, names: Sequence[_Name], worn: Mapping[str, Showing]) -> Shot:
    speakers = [cue.speaker for cue in shot.cues if cue.kind is CueKind.LINE and cue.speaker]
    seen = dict.fromkeys([*shot.subjects, *speakers])
    here = [each for each in names if each.showing.subject in seen]
    if not here:
        return shot
    found = dict(worn) | _told(shot.prompt, here)
    for cue in shot.cues:  # as in ANNA (in her wedding dress)
        own = [each for each in here if each.showing.subject == cue.speaker]
        found |= _told(cue.emotion, own) if cue.kind is CueKind.LINE else {}
    named = {each.subject for each in shot.variants}
    new = tuple(found[key] for key in seen if key in found and key not in named)
    return shot.evolve(variants=(*shot.variants, *new)) if new else shot


def _told(words: str, names: Sequence[_Name]) -> dict[str, Showing]:
    """The variant that words tell of, by its subject; the longer of two names counts."""
    found: dict[str, Showing] = {}
    taken: list[tuple[int, int]] = []
    for one in sorted(names, key=lambda each: len(each.pattern.pattern), reverse=True):
        for hit in one.pattern.finditer(words):
            before, start = words[: hit.start()], hit.start()
            inside = any(first <= start < end for first, end in taken)
            if inside or _NOT_ZH.search(before) or _NOT_EN.search(before):
                continue
            rivals = [each for each in names if each.pattern.pattern == one.pattern.pattern]
            owner = rivals[0] if len(rivals) == 1 else _nearest(before, rivals)
            taken.append(hit.span())
            if owner is not None:
                found.setdefault(owner.showing.subject, owner.showing)
    return found


def _nearest(before: str, rivals: Sequence[_Name]) -> _Name | None:
    """Whose subject was named last; None where none was."""
    ends = [
        (max((hit.end() for hit in each.called.finditer(before)), default=-1), n)
        for n, each in enumerate(rivals)
    ]
    end, place = max(ends)
    return rivals[place] if end >= 0 else None


def _called(subject: Subject) -> re.Pattern[str]:
    return re.compile(
        "|".join(_word(name).pattern for name in (subject.name, *subject.aliases)), re.IGNORECASE
    )


def _word(name: str) -> re.Pattern[str]:
    """A name as it stands in a text: whole words where it is of letters that have gaps."""
    text = r"\s+".join(map(re.escape, name.split()))
    first = r"(?<![^\W_])" if name.strip()[:1].isascii() else ""
    last = r"(?![^\W_])" if name.strip()[-1:].isascii() else ""
    return re.compile(f"{first}{text}{last}", re.IGNORECASE)
