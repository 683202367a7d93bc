"""How the text on the script page and the shots of the film belong together now."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping

from studio.script.revision import Revision
from studio.timeline.project import Project
from studio.timeline.queries import shot_labels, shots
from studio.timeline.story import CueKind
from studio.timeline.told import Told

_EMPHASIS = re.compile(r"[*_]")


class Marks:
    """A text against the plan it was last told by: ranges of shots, and what was changed."""

    def __init__(self, told: Told | None, text: str, known: "Marks | None" = None) -> None:
        """`known` are marks whose comparison is taken over where it is of the same texts."""
        self.told = told or Told(text=text)
        self.text = text
        if known is not None and known.compares(self.told, text):
            self.revision = known.revision
        else:
            self.revision = Revision(self.told.text, text, self.told.spans)
        self._shots = self._by_place(shot.id for s in self.told.scenes for shot in s.shots)
        self._scenes = self._by_place(scene.id for scene in self.told.scenes)
        self._starts = [self.revision.spans[name][0] for name in self._shots]
        self._scene_starts = [self.revision.spans[name][0] for name in self._scenes]
        self.first_lines: dict[int, list[str]] = defaultdict(list)
        for name in self._shots:
            self.first_lines[self.revision.line_of(self.revision.spans[name][0])].append(name)
        self.scene_lines = {
            self.revision.line_of(self.revision.spans[name][0]): name for name in self._scenes
        }

    def compares(self, told: Told, text: str) -> bool:
        """Whether a plan and a text are those of these marks; a cue may have other words."""
        same = told.text is self.told.text and told.spans is self.told.spans
        return same and text == self.text

    @property
    def changed(self) -> frozenset[str]:
        """The ids of scenes, shots and cues whose text was changed since the plan."""
        return self.revision.changed

    def span(self, name: str) -> tuple[int, int] | None:
        """Where a scene, a shot or a cue stands in the text; None when it stands nowhere."""
        return self.revision.spans.get(name)

    def shot_at(self, place: int) -> str | None:
        """The shot that stands at a character: around it, else on its line, else before it."""
        last = bisect_right(self._starts, place) - 1
        first = last
        while first > 0 and self._starts[first - 1] == self._starts[last]:
            first -= 1
        if last >= 0 and place <= self.revision.spans[self._shots[first]][1]:
            return self._shots[first]
        there = self.first_lines.get(self.revision.line_of(place))
        if there:
            return there[0]
        scene = self.scene_at(place)
        if last >= 0 and scene == self.scene_at(self._starts[first]):
            return self._shots[first]
        return None

    def scene_at(self, place: int) -> str | None:
        """The planned scene that a character is in."""
        at = bisect_right(self._scene_starts, place) - 1
        return self._scenes[at] if at >= 0 else None

    def words_since(self, before: "Marks | None") -> Mapping[str, str]:
        """Line and caption ids to the words that the text has for them now, where that is plain.

        Only what was changed now or at the time of `before`: what came back has its old words.
        """
        names = self.changed | (before.changed if before is not None else frozenset())
        words: dict[str, str] = {}
        for shot in self.told.shots.values() if names else ():
            for cue in shot.cues:
                if cue.id in names and cue.kind in {CueKind.LINE, CueKind.CAPTION}:
                    said = self._words(cue.id)
                    if said:
                        words[cue.id] = said
        return words

    def _words(self, name: str) -> str | None:
        if name in self.changed:
            said = self.revision.words(name)
        else:
            start, end = self.told.spans[name]
            said = self.told.text[start:end]
        return " ".join(_EMPHASIS.sub("", said).split()) if said else None

    def _by_place(self, names: Iterable[str]) -> list[str]:
        known = [name for name in names if name in self.revision.spans]
        return sorted(known, key=lambda name: self.revision.spans[name][0])


def changed_by_hand(film: Project) -> frozenset[str]:
    """Shots that differ from what was planned: the maker's own too, which were never planned."""
    if film.told is None:
        return frozenset()
    planned = film.told.shots
    return frozenset(
        shot.id
        for scene in film.scenes
        for shot in scene.shots
        if (was := planned.get(shot.id)) is not shot and was != shot
    )


def left_in(film: Project) -> frozenset[str]:
    """Shots of the film whose text is gone."""
    if film.told is None or not film.told.gone:
        return frozenset()
    return film.told.left & {shot.id for shot in shots(film)}


def labels_of(film: Project, marks: Marks) -> dict[int, str]:
    """Lines of the text, from 0, to the number of the scene or of the shots that begin there."""
    numbers = {scene.id: str(n) for n, scene in enumerate(film.scenes, 1)}
    named = {n: numbers[name] for n, name in marks.scene_lines.items() if name in numbers}
    labels = shot_labels(film)
    for line, names in marks.first_lines.items():
        there = [labels[name] for name in names if name in labels]
        if there:
            named[line] = there[0] if len(there) == 1 else f"{there[0]} …"
    return named
