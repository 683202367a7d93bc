"""What must hold in any film, as far as it spans several nodes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from studio.messages import say
from studio.timeline.cut import Track, TrackKind
from studio.timeline.project import Project
from studio.timeline.queries import all_ids
from studio.timeline.roles import ONCE, ROLES, names_of_roles
from studio.timeline.story import Cue, CueKind, Reference, ReferenceKind, Shot, Use

_Kind = CueKind | ReferenceKind | None  # None: a shot
_MAY_LIE_ON: dict[TrackKind, set[_Kind]] = {
    TrackKind.PICTURE: {None, ReferenceKind.PICTURE, ReferenceKind.VIDEO},
    TrackKind.SOUND: {
        None, CueKind.LINE, CueKind.EFFECT, CueKind.MUSIC, ReferenceKind.SOUND, ReferenceKind.VIDEO,
    },
    TrackKind.TEXT: {CueKind.LINE, CueKind.CAPTION},
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """Something that must not be: a catalogue key, its values, and the node it concerns."""

    key: str
    owner: str
    values: dict[str, object] = field(default_factory=dict[str, object])

    def text(self, language: str = "en") -> str:
        """The sentence."""
        return say(self.key, language, **self.values)


def check(project: Project) -> tuple[Problem, ...]:
    """Everything wrong with a film; empty when it is sound. One pass, a few ms on a long film."""
    return (*_ids(project), *_story(project), *_cut(project))


def _ids(project: Project) -> Iterator[Problem]:
    seen: set[str] = set()
    for name in all_ids(project):
        if name in seen:
            yield Problem("timeline.same_id", name, {"id": name})
        seen.add(name)


def _story(project: Project) -> Iterator[Problem]:
    subjects = {subject.id for subject in project.subjects}
    references = {reference.id: reference for reference in project.references}
    for subject in project.subjects:
        yield from _uses(subject.id, subject.uses, references)
    for scene in project.scenes:
        yield from _uses(scene.id, scene.uses, references)
        for shot in scene.shots:
            yield from _shot(shot, subjects)
            yield from _uses(shot.id, shot.uses, references)
            yield from _once(shot)
            for cue in shot.cues:
                yield from _cue(cue, shot, subjects)
                yield from _uses(cue.id, cue.uses, references)


def _shot(shot: Shot, subjects: set[str]) -> Iterator[Problem]:
    for name in shot.subjects:
        if name not in subjects:
            yield Problem("timeline.no_subject", shot.id, {"id": name})


def _cue(cue: Cue, shot: Shot, subjects: set[str]) -> Iterator[Problem]:
    if cue.speaker is not None and cue.speaker not in subjects:
        yield Problem("timeline.no_subject", cue.id, {"id": cue.speaker})
    if cue.start >= shot.frames:
        values: dict[str, object] = {"start": cue.start, "frames": shot.frames}
        yield Problem("timeline.cue_outside", cue.id, values)


def _uses(owner: str, uses: Iterable[Use], references: dict[str, Reference]) -> Iterator[Problem]:
    for use in uses:
        reference = references.get(use.reference)
        if reference is None:
            yield Problem("timeline.no_reference", owner, {"id": use.reference})
        elif use.role not in ROLES[reference.kind]:
            values: dict[str, object] = {
                "name": reference.name,
                "kind": reference.kind,
                "role": use.role,
                "known": names_of_roles(reference.kind),
            }
            yield Problem("timeline.wrong_role", owner, values)


def _once(shot: Shot) -> Iterator[Problem]:
    roles = [use.role for use in shot.uses if use.role in ONCE]
    for role in sorted({role for role in roles if roles.count(role) > 1}):
        yield Problem("timeline.role_twice", shot.id, {"role": role})


def _cut(project: Project) -> Iterator[Problem]:
    owners: dict[str, _Kind] = {r.id: r.kind for r in project.references}
    for scene in project.scenes:
        for shot in scene.shots:
            owners[shot.id] = None
            owners.update((cue.id, cue.kind) for cue in shot.cues)
    for track in project.cut.tracks:
        yield from _owners(track, owners)
        yield from _order(track)


def _owners(track: Track, owners: dict[str, _Kind]) -> Iterator[Problem]:
    fitting = _MAY_LIE_ON[track.kind]
    for clip in track.clips:
        if clip.owner not in owners:
            yield Problem("timeline.no_owner", clip.id, {"id": clip.owner})
        elif owners[clip.owner] not in fitting:
            values: dict[str, object] = {"track": track.name, "kind": track.kind, "id": clip.owner}
            yield Problem("timeline.wrong_track", clip.id, values)


def _order(track: Track) -> Iterator[Problem]:
    for left, right in pairwise(track.clips):
        if right.start < left.start:
            yield Problem("timeline.unsorted", right.id, {"track": track.name})
        elif right.start < left.start + left.frames:
            yield Problem("timeline.overlap", right.id, {"track": track.name})
