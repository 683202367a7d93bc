"""A project and its takes, indexed for the questions that planning asks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from studio.backends.base import Request
from studio.backends.gone import gone_ids
from studio.jobs.job import Job, State
from studio.timeline.project import Project
from studio.timeline.queries import takes_by_owner
from studio.timeline.story import Cue, CueKind, Reference, Scene, Shot, Subject
from studio.timeline.take import Take


@dataclass(frozen=True)
class Place:
    """Where a shot is: its scene, and both their numbers from 1."""

    scene: Scene
    shot: Shot
    scene_number: int
    shot_number: int

    @property
    def label(self) -> str:
        """What a slate prints, such as 2-3."""
        return f"{self.scene_number}-{self.shot_number}"


class Film:
    """A project and its takes, indexed for asking."""

    def __init__(
        self, project: Project, takes: Iterable[Take], today: date | None = None,
        jobs: Iterable[Job] = (),
    ) -> None:  # fmt: skip
        """`today` decides what has expired: the day in UTC where it is None. `jobs` that failed
        tell what services do not know any more.
        """
        self.gone = _gone(jobs)  # what a service called somebody, and the day it was not there
        self.project = project
        self.today = today or datetime.now(UTC).date()
        self.subjects: Mapping[str, Subject] = {s.id: s for s in project.subjects}
        self.references: Mapping[str, Reference] = {r.id: r for r in project.references}
        self.takes = takes_by_owner(takes)
        self.places = {place.shot.id: place for place in _places(project)}
        self.cues = {cue.id: cue for p in self.places.values() for cue in p.shot.cues}
        self._homes = {cue.id: p for p in self.places.values() for cue in p.shot.cues}

    def home_of(self, owner: str) -> Place | None:
        """Where a shot or a cue is; None when the film has it no more."""
        return self.places.get(owner) or self._homes.get(owner)

    def speaker(self, cue: Cue) -> Subject | None:
        """Who says a line; None for a voice over."""
        return self.subjects.get(cue.speaker) if cue.speaker else None

    def figures(self, place: Place) -> list[Subject]:
        """The subjects of a shot, then those who only speak in it."""
        lines = [c for c in place.shot.cues if c.kind is CueKind.LINE]
        ids = [*place.shot.subjects, *(c.speaker for c in lines if c.speaker)]
        return [self.subjects[i] for i in dict.fromkeys(ids) if i in self.subjects]

    def shown_in(self, request: Request) -> list[Subject]:
        """The subjects of which a request sends a picture, a sound or a name at a service."""
        sent = {each.figure for each in request.inputs if each.figure}
        sent |= {figure.key for figure in request.figures if figure.handles}
        return [subject for subject in self.project.subjects if subject.id in sent]


def _gone(jobs: Iterable[Job]) -> Mapping[str, date]:
    found: dict[str, date] = {}
    for job in jobs:
        if job.state is State.FAILED and job.error is not None:
            day = date.fromisoformat((job.ended or job.created)[:10])
            found |= dict.fromkeys(gone_ids(job.error.key, job.error.values), day)
    return found


def _places(project: Project) -> Iterator[Place]:
    for scene_number, scene in enumerate(project.scenes, 1):
        for shot_number, shot in enumerate(scene.shots, 1):
            yield Place(scene, shot, scene_number, shot_number)
