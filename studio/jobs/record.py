"""What was planned last, kept with the film: made, found again, or changed for one scene."""

from collections.abc import Mapping, Sequence

from studio.errors import StudioError
from studio.script.compose import Plan
from studio.script.planner import grammar_plan
from studio.script.spans import spans_of
from studio.timeline.project import Project
from studio.timeline.story import Scene, Subject
from studio.timeline.told import Span, Told


def recorded(text: str, plan: Plan, scenes: Sequence[Scene], subjects: Sequence[Subject]) -> Told:
    """A plan of `text` as a record, under the ids that the film has its parts by."""
    return Told(
        text=text, title=plan.title, language=plan.language, style=plan.style,
        scenes=tuple(scenes), subjects=tuple(subjects), spans=spans_of(text, scenes),
    )  # fmt: skip


def record_of(project: Project) -> Told:
    """The record of a film; one of a format that kept none has its brief planned again."""
    if project.told is not None:
        return project.told
    if not (project.brief and project.scenes):
        return Told()
    size = (project.width, project.height)
    try:
        plan = grammar_plan(project.brief, rate=project.rate, size=size)
    except StudioError:
        return Told()
    return recorded(project.brief, plan, plan.scenes, plan.subjects)


def respliced(
    was: Told,
    text: str,
    spans: Mapping[str, Span],
    scene: str,
    planned: Sequence[Scene],
    scenes: Sequence[Scene],
) -> Told:
    """The record with the text and the spans of one scene taken from a new plan.

    `spans` are those of `planned` in `text`; `scenes` are the record's from now on.
    """
    first, last = _reach(scene, planned, spans, len(text))
    old_first, old_last = _place(was, scene, scenes)
    by, later = old_first - first, old_first + (last - first) - old_last
    told = text[first:last]
    if told and not told.endswith("\n") and old_last < len(was.text):
        told, later = told + "\n", later + 1
    inside = _names_in(scene, planned)
    moved = {name: (spans[name][0] + by, spans[name][1] + by) for name in inside if name in spans}
    for other in scenes:
        for name in _names_in(other.id, scenes) if other.id != scene else ():
            if name in was.spans and name not in moved:
                start, end = was.spans[name]
                shift = later if start >= old_last else 0
                moved[name] = (start + shift, end + shift)
    joined = was.text[:old_first] + told + was.text[old_last:]
    return was.evolve(text=joined, scenes=tuple(scenes), spans=moved)


def _place(was: Told, scene: str, scenes: Sequence[Scene]) -> tuple[int, int]:
    """Where a scene stands in the old text; where it comes in, when it is new there."""
    if scene in was.spans:
        return _reach(scene, was.scenes, was.spans, len(was.text))
    at = [each.id for each in scenes].index(scene)
    if at == 0:
        start = min((span[0] for span in was.spans.values()), default=len(was.text))
        return start, start
    end = _reach(scenes[at - 1].id, was.scenes, was.spans, len(was.text))[1]
    return end, end


def _reach(
    scene: str, scenes: Sequence[Scene], spans: Mapping[str, Span], end: int
) -> tuple[int, int]:
    """From where a scene begins to where the next one does."""
    start = spans[scene][0] if scene in spans else end
    later = (spans[s.id][0] for s in scenes if s.id in spans and spans[s.id][0] > start)
    return start, min(later, default=end)


def _names_in(scene_id: str, scenes: Sequence[Scene]) -> list[str]:
    scene = next(each for each in scenes if each.id == scene_id)
    parts = ([shot.id, *(cue.id for cue in shot.cues)] for shot in scene.shots)
    return [scene.id, *(name for part in parts for name in part)]
