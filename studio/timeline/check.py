"""What must hold in any film."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from studio.timeline.project import Project
from studio.timeline.queries import cues, shots


@dataclass(frozen=True)
class Problem:
    """Something that must not be: a catalogue key, its values, and the node it concerns."""

    key: str
    owner: str
    values: dict[str, str] = field(default_factory=dict)


def check(project: Project) -> tuple[Problem, ...]:
    """Everything wrong with a film; empty when it is sound."""
    return (*_ids(project), *_links(project), *_clips(project))


def _ids(project: Project) -> Iterator[Problem]:
    ids = [
        *(s.id for s in project.subjects), *(r.id for r in project.references),
        *(s.id for s in project.scenes), *(s.id for s in shots(project)),
        *(c.id for c in cues(project)), *(t.id for t in project.cut.tracks),
        *(c.id for t in project.cut.tracks for c in t.clips),
        *(m.id for m in project.cut.markers),
    ]  # fmt: skip
    for name, count in Counter(ids).items():
        if count > 1:
            yield Problem("timeline.same_id", name, {"id": name})


def _links(project: Project) -> Iterator[Problem]:
    subjects = {s.id for s in project.subjects}
    references = {r.id for r in project.references}
    for shot in shots(project):
        named = {*shot.subjects, *(c.speaker for c in shot.cues if c.speaker)}
        for name in sorted(named - subjects):
            yield Problem("timeline.no_subject", shot.id, {"id": name})
        used = {u.reference for u in (*shot.uses, *(u for c in shot.cues for u in c.uses))}
        for name in sorted(used - references):
            yield Problem("timeline.no_reference", shot.id, {"id": name})


def _clips(project: Project) -> Iterator[Problem]:
    owners = {
        *(s.id for s in shots(project)), *(c.id for c in cues(project)),
        *(r.id for r in project.references),
    }  # fmt: skip
    for track in project.cut.tracks:
        for clip in track.clips:
            if clip.owner not in owners:
                yield Problem("timeline.no_owner", clip.id, {"id": clip.owner})
        for left, right in pairwise(track.clips):
            if right.start < left.end:
                yield Problem("timeline.overlap", right.id, {"track": track.name})
