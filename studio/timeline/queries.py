"""Questions a film answers: find, label, length, which take an owner shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from studio.timeline.project import Project
from studio.timeline.story import Cue, Reference, Scene, Shot, Subject
from studio.timeline.take import Take


def shots(project: Project) -> Iterator[Shot]:
    """Every shot in the order of the film."""
    return (shot for scene in project.scenes for shot in scene.shots)


def cues(project: Project) -> Iterator[Cue]:
    """Every cue in the order of the film."""
    return (cue for shot in shots(project) for cue in shot.cues)


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


def find_reference(project: Project, reference_id: str) -> Reference | None:
    """The reference with this id."""
    return next((r for r in project.references if r.id == reference_id), None)


def shot_labels(project: Project) -> dict[str, str]:
    """Shot id to "scene-shot", both counted from 1."""
    return {
        shot.id: f"{s}-{n}"
        for s, scene in enumerate(project.scenes, 1)
        for n, shot in enumerate(scene.shots, 1)
    }


def resolve_shot(project: Project, text: str) -> Shot | None:
    """The shot meant by an id or a label such as "2-3" or "2.3"."""
    wanted = text.strip().replace(".", "-")
    labels = shot_labels(project)
    return next((s for s in shots(project) if wanted in {s.id, labels[s.id]}), None)


def takes_by_owner(takes: Iterable[Take]) -> dict[str, list[Take]]:
    """Takes by their owner, in order of arrival."""
    found: dict[str, list[Take]] = {}
    for take in takes:
        found.setdefault(take.owner, []).append(take)
    return found


def chosen_takes(project: Project) -> dict[str, str]:
    """Owner id to the take the maker chose, where one was chosen."""
    owners: list[Shot | Cue] = [*shots(project), *cues(project)]
    return {owner.id: owner.take for owner in owners if owner.take}


def shown_take(chosen: str | None, takes: Sequence[Take]) -> Take | None:
    """The take an owner shows: the one the maker chose, else the newest."""
    for take in takes:
        if take.id == chosen:
            return take
    return takes[-1] if takes else None


def shown_takes(project: Project, takes: Mapping[str, Sequence[Take]]) -> dict[str, Take]:
    """Owner id to the take it shows, for every owner that has one."""
    chosen = chosen_takes(project)
    shown = {owner: shown_take(chosen.get(owner), those) for owner, those in takes.items()}
    return {owner: take for owner, take in shown.items() if take is not None}
