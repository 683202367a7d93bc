"""What must hold in any film, as far as it spans several nodes."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from studio.messages import Part, say
from studio.timeline.cut import Clip, Marker, Track, TrackKind
from studio.timeline.look import Lut, Title
from studio.timeline.model import Record
from studio.timeline.project import Project
from studio.timeline.queries import all_ids, ids_within
from studio.timeline.roles import ONCE, ROLES, names_of_roles
from studio.timeline.story import (
    Cue,
    CueKind,
    Reference,
    ReferenceKind,
    Scene,
    Shot,
    Subject,
    Use,
)

R = TypeVar("R", bound=Record)
_Kind = CueKind | ReferenceKind | type[Title] | None  # None: a shot
_MAY_LIE_ON: dict[TrackKind, set[_Kind]] = {
    TrackKind.PICTURE: {None, ReferenceKind.PICTURE, ReferenceKind.VIDEO},
    TrackKind.SOUND: {
        None, CueKind.LINE, CueKind.EFFECT, CueKind.MUSIC, ReferenceKind.SOUND, ReferenceKind.VIDEO,
    },
    TrackKind.TEXT: {CueKind.LINE, CueKind.CAPTION, Title},
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
    owners = _owner_kinds(project.scenes, project)
    return (
        *_ids(project),
        *_cast(project),
        *_scenes(project, project.scenes),
        *_tracks(project.cut.tracks, owners),
        *_tables(project, project.cut.tracks),
    )


def new_problems(before: Project, after: Project) -> tuple[Problem, ...]:
    """What is wrong with `after` and was not with `before`.

    Looks only at the parts that are other objects, which a film of 600 shots needs: an edit
    shares with the film before whatever it does not change.
    """
    if _roots(before) != _roots(after):  # any part may point at a subject or a reference
        found = check(after)
    else:
        found = tuple(_problems_of_changes(before, after))
    known = check(before) if found else ()
    return tuple(problem for problem in found if problem not in known)


def _roots(
    project: Project,
) -> tuple[tuple[Subject, ...], tuple[Reference, ...], tuple[Title, ...], tuple[Lut, ...]]:
    return project.subjects, project.references, project.titles, project.luts


def _problems_of_changes(before: Project, after: Project) -> Iterator[Problem]:
    old_scenes, scenes = _changed(before.scenes, after.scenes)
    old_tracks, tracks = _changed(before.cut.tracks, after.cut.tracks)
    old_clips, clips = _changed(_clips(old_tracks), _clips(tracks))
    old_markers, markers = _changed(before.cut.markers, after.cut.markers)
    old_ids = {*ids_within(old_scenes), *_names(old_tracks, old_clips, old_markers)}
    if _may_repeat(after, old_ids, [*ids_within(scenes), *_names(tracks, clips, markers)]):
        yield from _ids(after)
    yield from _scenes(after, scenes)
    for track in tracks:
        yield from _order(track)
    yield from _tables(after, tracks)
    same_owners = _owner_kinds(old_scenes) == _owner_kinds(scenes)
    if not same_owners or not _pairs(tracks, clips) <= _pairs(old_tracks, old_clips):
        owners = _owner_kinds(after.scenes, after)
        for track in tracks if same_owners else after.cut.tracks:
            yield from _owners(track, owners)


def _changed(old: Sequence[R], new: Sequence[R]) -> tuple[list[R], list[R]]:
    """Those of `old` that are not in `new`, and the other way round; the very objects count."""
    olds, news = set(map(id, old)), set(map(id, new))
    gone = [node for node in old if id(node) not in news]
    return gone, [node for node in new if id(node) not in olds]


def _clips(tracks: Iterable[Track]) -> list[Clip]:
    return [clip for track in tracks for clip in track.clips]


def _names(*groups: Iterable[Track | Clip | Marker]) -> list[str]:
    return [node.id for group in groups for node in group]


def _pairs(tracks: Iterable[Track], clips: Iterable[Clip]) -> set[tuple[TrackKind, str]]:
    """On what kind of track `clips` lie, and what they point at."""
    among = set(map(id, clips))
    return {(track.kind, c.owner) for track in tracks for c in track.clips if id(c) in among}


def _may_repeat(after: Project, old: Container[str], new: Sequence[str]) -> bool:
    """True when an id of the changed parts is in the film more often than it was before."""
    fresh = {name for name in new if name not in old}
    if len(set(new)) < len(new):
        return True
    return bool(fresh) and sum(map(fresh.__contains__, all_ids(after))) > len(fresh)


def _ids(project: Project) -> Iterator[Problem]:
    seen: set[str] = set()
    for name in all_ids(project):
        if name in seen:
            yield Problem("timeline.same_id", name, {"id": name})
        seen.add(name)


def _cast(project: Project) -> Iterator[Problem]:
    references = {reference.id: reference for reference in project.references}
    for subject in project.subjects:
        yield from _uses(subject.id, subject.uses, references)
        for variant in subject.variants:
            yield from _uses(variant.id, variant.uses, references)


def _scenes(project: Project, scenes: Iterable[Scene]) -> Iterator[Problem]:
    subjects = {s.id: {variant.id for variant in s.variants} for s in project.subjects}
    references = {reference.id: reference for reference in project.references}
    for scene in scenes:
        yield from _uses(scene.id, scene.uses, references)
        for shot in scene.shots:
            yield from _shot(shot, subjects)
            yield from _uses(shot.id, shot.uses, references)
            yield from _once(shot)
            for cue in shot.cues:
                yield from _cue(cue, shot, subjects)
                yield from _uses(cue.id, cue.uses, references)


def _shot(shot: Shot, subjects: Mapping[str, set[str]]) -> Iterator[Problem]:
    for name in (*shot.subjects, *(each.subject for each in shot.variants)):
        if name not in subjects:
            yield Problem("timeline.no_subject", shot.id, {"id": name})
    for each in shot.variants:
        if each.variant not in subjects.get(each.subject, {each.variant}):
            yield Problem("timeline.no_variant", shot.id, {"id": each.variant})


def _cue(cue: Cue, shot: Shot, subjects: Container[str]) -> Iterator[Problem]:
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
                "kind": Part(f"craft.kind.{reference.kind}"),
                "role": Part(f"craft.role.{use.role}"),
                "known": names_of_roles(reference.kind),
            }
            yield Problem("timeline.wrong_role", owner, values)


def _once(shot: Shot) -> Iterator[Problem]:
    roles = [use.role for use in shot.uses if use.role in ONCE]
    for role in sorted({role for role in roles if roles.count(role) > 1}):
        yield Problem("timeline.role_twice", shot.id, {"role": Part(f"craft.role.{role}")})


def _owner_kinds(scenes: Iterable[Scene], film: Project | None = None) -> dict[str, _Kind]:
    """What a clip may point at, and what that is: in scenes, and what a film has beside them."""
    owners: dict[str, _Kind] = {}
    if film is not None:
        owners |= {reference.id: reference.kind for reference in film.references}
        owners |= {title.id: Title for title in film.titles}
    for scene in scenes:
        for shot in scene.shots:
            owners[shot.id] = None
            for cue in shot.cues:
                owners[cue.id] = cue.kind
    return owners


def _tracks(tracks: Iterable[Track], owners: dict[str, _Kind]) -> Iterator[Problem]:
    for track in tracks:
        yield from _owners(track, owners)
        yield from _order(track)


def _owners(track: Track, owners: dict[str, _Kind]) -> Iterator[Problem]:
    fitting = _MAY_LIE_ON[track.kind]
    for clip in track.clips:
        if clip.owner not in owners:
            yield Problem("timeline.no_owner", clip.id, {"id": clip.owner})
        elif owners[clip.owner] not in fitting:
            kind = Part(f"craft.kind.{track.kind}")
            values: dict[str, object] = {"track": track.name, "kind": kind, "id": clip.owner}
            yield Problem("timeline.wrong_track", clip.id, values)


def _order(track: Track) -> Iterator[Problem]:
    for left, right in pairwise(track.clips):
        if right.start < left.start + left.frames:
            key = "timeline.unsorted" if right.start < left.start else "timeline.overlap"
            yield Problem(key, right.id, {"track": track.name})


def _tables(project: Project, tracks: Iterable[Track]) -> Iterator[Problem]:
    """The colour tables that are asked for must be there."""
    for track in tracks:
        for clip in track.clips:
            name = clip.look.grade.lut if clip.look else None
            if name is None:
                continue
            if all(lut.id != name for lut in project.luts):
                yield Problem("timeline.no_table", clip.id, {"id": name})
