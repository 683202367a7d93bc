"""Questions a film answers: find, label, length, which take an owner shows."""

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from studio.timeline.cut import Clip, Track
from studio.timeline.look import Title
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.story import Cue, Reference, Scene, Shot, Subject, Variant, Verdict
from studio.timeline.take import Take

Owner = Shot | Cue | Subject | Reference | Title


def shots(project: Project) -> Iterator[Shot]:
    """Every shot in the order of the film."""
    return (shot for scene in project.scenes for shot in scene.shots)


def cues(project: Project) -> Iterator[Cue]:
    """Every cue in the order of the film."""
    return (cue for shot in shots(project) for cue in shot.cues)


def clips(project: Project) -> Iterator[tuple[Track, Clip]]:
    """Every clip with its track, track by track."""
    return ((track, clip) for track in project.cut.tracks for clip in track.clips)


def all_ids(project: Project) -> list[str]:
    """The id of every part of the film; a sound film has each of them once."""
    cut = project.cut
    return [
        *[subject.id for subject in project.subjects],
        *[variant.id for subject in project.subjects for variant in subject.variants],
        *[reference.id for reference in project.references],
        *[title.id for title in project.titles],
        *[lut.id for lut in project.luts],
        *ids_within(project.scenes),
        *[track.id for track in cut.tracks],
        *[clip.id for track in cut.tracks for clip in track.clips],
        *[marker.id for marker in cut.markers],
    ]


def ids_within(scenes: Iterable[Scene]) -> list[str]:
    """The ids of scenes, their shots and their cues."""
    names: list[str] = []
    for scene in scenes:
        names.append(scene.id)
        for shot in scene.shots:
            names.append(shot.id)
            names.extend([cue.id for cue in shot.cues])
    return names


def find_scene(project: Project, scene_id: str) -> Scene | None:
    """The scene with this id."""
    return next((scene for scene in project.scenes if scene.id == scene_id), None)


def find_shot(project: Project, shot_id: str) -> Shot | None:
    """The shot with this id."""
    return next((shot for shot in shots(project) if shot.id == shot_id), None)


def find_scene_of(project: Project, shot_id: str) -> Scene | None:
    """The scene that holds this shot."""
    return next((s for s in project.scenes if any(x.id == shot_id for x in s.shots)), None)


def find_cue(project: Project, cue_id: str) -> Cue | None:
    """The cue with this id."""
    return next((cue for cue in cues(project) if cue.id == cue_id), None)


def find_subject(project: Project, subject_id: str) -> Subject | None:
    """The subject with this id."""
    return next((s for s in project.subjects if s.id == subject_id), None)


def find_variant(project: Project, variant_id: str) -> tuple[Subject, Variant] | None:
    """The variant with this id, after its subject."""
    for subject in project.subjects:
        for variant in subject.variants:
            if variant.id == variant_id:
                return subject, variant
    return None


def find_reference(project: Project, reference_id: str) -> Reference | None:
    """The reference with this id."""
    return next((r for r in project.references if r.id == reference_id), None)


def find_title(project: Project, title_id: str) -> Title | None:
    """The title with this id."""
    return next((title for title in project.titles if title.id == title_id), None)


def find_clip(project: Project, clip_id: str) -> tuple[Track, Clip] | None:
    """The clip with this id, after its track."""
    for track in project.cut.tracks:
        for clip in track.clips:
            if clip.id == clip_id:
                return track, clip
    return None


def find_owner(project: Project, owner_id: str) -> Owner | None:
    """The shot, cue, subject, reference or title with this id."""
    return (
        find_shot(project, owner_id)
        or find_cue(project, owner_id)
        or find_subject(project, owner_id)
        or find_reference(project, owner_id)
        or find_title(project, owner_id)
    )


def shot_labels(project: Project) -> dict[str, str]:
    """Shot id to "scene-shot", both counted from 1."""
    return {
        shot.id: f"{s}-{n}"
        for s, scene in enumerate(project.scenes, 1)
        for n, shot in enumerate(scene.shots, 1)
    }


def shot_label(project: Project, shot_id: str) -> str | None:
    """ "2-3" for the third shot of the second scene; None when the film has no such shot."""
    return shot_labels(project).get(shot_id)


def resolve_shot(project: Project, text: str) -> Shot | None:
    """The shot meant by an id or a label such as "2-3" or "2.3"."""
    wanted = text.strip().replace(".", "-")
    labels = shot_labels(project)
    return next((s for s in shots(project) if wanted in {s.id, labels[s.id]}), None)


def story_frames(project: Project) -> int:
    """How long all shots last at full length; the cut's own length is `project.cut.frames`."""
    return sum(shot.frames for shot in shots(project))


def clip_at(track: Track, frame: int) -> Clip | None:
    """The clip of a track that film frame `frame` falls in."""
    place = bisect_right(track.clips, frame, key=lambda clip: clip.start) - 1
    if place < 0 or track.clips[place].end <= frame:
        return None
    return track.clips[place]


def takes_by_owner(takes: Iterable[Take]) -> dict[str, list[Take]]:
    """Takes by their owner, in order of arrival."""
    found: dict[str, list[Take]] = {}
    for take in takes:
        found.setdefault(take.owner, []).append(take)
    return found


def owner_chosen_take(project: Project, owner_id: str) -> str | None:
    """The take the maker chose for a shot or a cue; None when none was chosen."""
    owner = find_shot(project, owner_id) or find_cue(project, owner_id)
    return owner.take if owner else None


def chosen_takes(project: Project) -> dict[str, str]:
    """Owner id to the take the maker chose, where one was chosen."""
    owners: list[Shot | Cue] = [*shots(project), *cues(project)]
    return {owner.id: owner.take for owner in owners if owner.take}


def verdict_on(shot: Shot, take_id: str) -> Verdict:
    """What the maker thinks of a take of a shot; an empty one when nothing was said of it."""
    return next((v for v in shot.verdicts if v.take == take_id), None) or Verdict(take=take_id)


def rejected_takes(project: Project) -> set[str]:
    """The ids of the takes that the maker rejected."""
    return {v.take for shot in shots(project) for v in shot.verdicts if v.rejected}


def shown_take(
    chosen: str | None, takes: Sequence[Take], rejected: Container[str] = ()
) -> Take | None:
    """The take an owner shows: the one the maker chose, else the newest that is not rejected."""
    for take in takes:
        if take.id == chosen:
            return take
    return next((take for take in reversed(takes) if take.id not in rejected), None)


def shown_takes(project: Project, takes: Mapping[str, Sequence[Take]]) -> dict[str, Take]:
    """Owner id to the take it shows, for every owner that has one; a cue with a recording of its
    own shows that.
    """
    chosen, rejected = chosen_takes(project), rejected_takes(project)
    found = {o: shown_take(chosen.get(o), those, rejected) for o, those in takes.items()}
    shown = {owner: take for owner, take in found.items() if take is not None}
    for cue in cues(project):
        for use in cue.uses:
            take = shown.get(use.reference)
            if take is not None and (take.kind == "sound" or take.has_sound):
                shown[cue.id] = take
                break
    return shown


def lasting(take: Take, rate: Rate) -> int | None:
    """How many film frames a take lasts; None for a picture, which lasts as long as wanted."""
    if take.kind == "picture" or take.rate is None or not take.frames:
        return None
    return rate.frames(take.rate.seconds(take.frames))
