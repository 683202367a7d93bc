"""A plan put into a film: the one edit by which a text becomes its story and its cut."""

from collections.abc import Collection

from studio.errors import BadInput
from studio.jobs.record import record_of, recorded, respliced
from studio.script.compose import Plan
from studio.script.spans import spans_of
from studio.timeline.cast_merging import cast_only, merged_cast
from studio.timeline.following import follow
from studio.timeline.identity import named
from studio.timeline.kept import kept_by
from studio.timeline.matching import Story, matched
from studio.timeline.merging import merged_scenes
from studio.timeline.project import Project
from studio.timeline.queries import all_ids, ids_within
from studio.timeline.rebuild import evolved
from studio.timeline.story import Scene, Subject
from studio.timeline.told import Told
from studio.timeline.variant_words import dressed


def told(project: Project, text: str, plan: Plan, taken: Collection[str] = ()) -> Project:
    """The film that tells the story `plan` made of `text`.

    What the maker changed by hand since the last plan stays, the cut too; parts that tell what
    they told keep their ids, and with them takes and references. Shots whose words name a variant
    of somebody in them show that variant. Shots that left the text leave
    the film, unless they were changed by hand or own takes (`taken` holds the owners of takes):
    those stay and are listed in `project.told.gone`.
    """
    return _Retelling(project, text, plan, taken).whole()


def told_scene(
    project: Project, text: str, plan: Plan, scene: str | int, taken: Collection[str] = ()
) -> Project:
    """The film with one scene told anew, and nothing else touched.

    `scene` is the id of a scene of the film, or a character of `text` that is in the scene.
    Raises BadInput when the text has no such scene.
    """
    return _Retelling(project, text, plan, taken).one(scene)


class _Retelling:
    """A plan under the film's ids, beside what was planned before."""

    def __init__(self, project: Project, text: str, plan: Plan, taken: Collection[str]) -> None:
        self._film, self._text, self._plan, self._taken = project, text, plan, taken
        self._was = record_of(project)
        before = Story((*self._was.scenes, *self._was.gone), self._was.subjects)
        new = Story(plan.scenes, plan.subjects)
        match = matched(before, new)
        self._adopt_cast(match.subjects)
        known = {*all_ids(project), *ids_within(before.scenes), *(s.id for s in before.subjects)}
        names = named(new, match, known)
        self._same = {names.of(name) for name in match.same}
        self._scenes = dressed(tuple(map(names.scene, plan.scenes)), project.subjects)
        self._subjects = tuple(s.evolve(id=names.of(s.id)) for s in plan.subjects)

    def whole(self) -> Project:
        """The whole story told anew."""
        film, plan, was = self._film, self._plan, self._was
        first = not (film.scenes or film.told)
        record = recorded(self._text, plan, self._scenes, self._subjects)
        return self._into(
            record,
            title=plan.title if film.title == was.title else film.title,
            language=plan.language if first or film.language == was.language else film.language,
            style=plan.style if film.style == was.style else film.style,
            width=plan.width,
            height=plan.height,
        )

    def one(self, scene: str | int) -> Project:
        """One scene told anew; the others as they were planned before."""
        spans = spans_of(self._text, self._scenes)
        number = self._number(scene, spans)
        new, was = self._scenes[number], self._was
        here = {shot.id for shot in new.shots}
        others = [s if s.id == new.id else _without(s, here) for s in was.scenes]
        place = next((n for n, s in enumerate(others) if s.id == new.id), None)
        if place is None:
            known = {s.id: n for n, s in enumerate(others)}
            before = [known[s.id] + 1 for s in self._scenes[:number] if s.id in known]
            place = before[-1] if before else 0
            scenes = (*others[:place], new, *others[place:])
        else:
            scenes = (*others[:place], new, *others[place + 1 :])
        record = respliced(was, self._text, spans, new.id, self._scenes, scenes)
        return self._into(record.evolve(subjects=self._cast_with(new)))

    def _into(self, record: Told, **more: object) -> Project:
        """The film with the story of a record, merged with what the maker made of the last one."""
        film, was = self._film, self._was
        same = self._same | self._untouched(record)
        merge = merged_scenes(
            was.scenes, record.scenes, film.scenes, gone=was.gone, same=same, taken=self._taken
        )
        kept = kept_by(was, record, film, merge.scenes, same)
        cast = merged_cast(was.subjects, record.subjects, film.subjects, merge.scenes, self._taken)
        after = evolved(
            film,
            brief=self._text,
            scenes=cast_only(merge.scenes, {subject.id for subject in cast}),
            subjects=cast,
            told=record.evolve(gone=merge.gone, kept=kept),
            **more,
        )
        return follow(film, after)

    def _untouched(self, record: Told) -> set[str]:
        """Shots of scenes that the record has as the last one had them."""
        old = {scene.id: scene for scene in self._was.scenes}
        return {
            shot.id for scene in record.scenes if old.get(scene.id) is scene for shot in scene.shots
        }

    def _adopt_cast(self, found: dict[str, str]) -> None:
        """A subject that the maker made is the one of that name in the plan."""
        planned = {subject.id for subject in self._was.subjects}
        mine = {s.name.casefold(): s.id for s in self._film.subjects if s.id not in planned}
        for subject in self._plan.subjects:
            name = mine.get(subject.name.casefold())
            if subject.id not in found and name is not None:
                found[subject.id] = name

    def _number(self, scene: str | int, spans: dict[str, tuple[int, int]]) -> int:
        """Which scene of the plan is meant. Raises BadInput."""
        if isinstance(scene, int):
            starts = [spans[each.id][0] for each in self._scenes]
            return max((n for n, start in enumerate(starts) if start <= scene), default=0)
        for number, each in enumerate(self._scenes):
            if each.id == scene:
                return number
        raise BadInput("script.scene_gone")

    def _cast_with(self, scene: Scene) -> tuple[Subject, ...]:
        """The cast of the last plan and who is new in a scene."""
        known = {subject.id for subject in self._was.subjects}
        seen = {name for shot in scene.shots for name in shot.subjects}
        seen |= {cue.speaker for shot in scene.shots for cue in shot.cues if cue.speaker}
        new = (s for s in self._subjects if s.id in seen and s.id not in known)
        return (*self._was.subjects, *new)


def _without(scene: Scene, shots: Collection[str]) -> Scene:
    kept = tuple(shot for shot in scene.shots if shot.id not in shots)
    return scene if len(kept) == len(scene.shots) else scene.evolve(shots=kept)
