"""A new plan under the ids of the old one, so that takes, references and the cut stay with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from studio.timeline.matching import Match, Story
from studio.timeline.model import derived_id
from studio.timeline.story import Cue, Scene, Shot


@dataclass(frozen=True)
class Names:
    """Ids of a plan to those that its parts have in the film."""

    ids: Mapping[str, str]

    def of(self, name: str) -> str:
        """The id in the film; the same where nothing was said about it."""
        return self.ids.get(name, name)

    def scene(self, scene: Scene) -> Scene:
        """A scene with everything in it under the film's ids."""
        shots = tuple(self.shot(shot) for shot in scene.shots)
        return scene.evolve(id=self.of(scene.id), shots=shots)

    def shot(self, shot: Shot) -> Shot:
        """A shot under the film's ids."""
        return shot.evolve(
            id=self.of(shot.id),
            subjects=tuple(dict.fromkeys(map(self.of, shot.subjects))),
            cues=tuple(self._cue(cue) for cue in shot.cues),
        )

    def _cue(self, cue: Cue) -> Cue:
        speaker = self.of(cue.speaker) if cue.speaker else None
        return cue.evolve(id=self.of(cue.id), speaker=speaker)


def named(story: Story, match: Match, taken: set[str]) -> Names:
    """Matched parts get their old ids; a new one keeps its own unless it is among `taken`."""
    known = {**match.scenes, **match.shots, **match.cues, **match.subjects}
    ids: dict[str, str] = {}
    used, given = {*taken, *known.values()}, set[str]()
    for name in _ids(story):
        new = known.get(name)
        if new is None or new in given:
            new = _free(name, used)
        given.add(new)
        ids[name] = new
    return Names(ids)


def _free(name: str, used: set[str]) -> str:
    """`name`, or another that follows from it and is not used."""
    new, turn = name, 0
    while new in used:
        turn += 1
        new = derived_id(name.partition("_")[0], name, turn)
    used.add(new)
    return new


def _ids(story: Story) -> list[str]:
    parts = [subject.id for subject in story.subjects]
    for scene in story.scenes:
        parts.append(scene.id)
        for shot in scene.shots:
            parts += [shot.id, *(cue.id for cue in shot.cues)]
    return parts
