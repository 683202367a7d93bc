"""What the timeline knows of its clips besides the cut: names, shown takes, work under way."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from studio.jobs.events import JobProgress
from studio.jobs.job import LIVE, Job, State
from studio.timeline.cut import Clip, Cut
from studio.timeline.project import Project
from studio.timeline.queries import cues, lasting, shot_labels, shots
from studio.timeline.rate import Rate
from studio.timeline.sync import offsets
from studio.timeline.take import Take
from studio.ui.desk import Desk
from studio.ui.timeline_texts import TextChanges
from studio.ui.words import Words


class Facts(QObject):
    """Answers at once what would else be asked of the whole film for every clip."""

    renamed = Signal()  # any name may be another
    owner_changed = Signal(str)  # shows another take, or its work is in another state
    progressed = Signal(str)
    told = Signal()  # other texts were changed

    def __init__(self, desk: Desk, words: Words) -> None:
        super().__init__()
        self._desk = desk
        self._words = words
        self.not_made = words("timeline.not_made")
        self._names: dict[str, str] = {}
        self._lasting: tuple[Mapping[str, Take], Rate, dict[str, int]] | None = None
        self._apart: tuple[Cut, dict[str, int]] | None = None
        self._shots: dict[str, str] = {}
        self._seen: Mapping[str, Take] = desk.shown  # at the last edit
        self._jobs: dict[str, State] = {}
        self._done: dict[str, float] = {}
        self._texts = TextChanges(desk)
        self._texts.found.connect(self.told)
        self._read(desk.project)
        for job in desk.jobs.values():
            self._jobs[job.owner] = job.state
        self._marked = self._told_apart()
        desk.changed.connect(self._edited)
        desk.take_arrived.connect(self._arrived)
        desk.job_changed.connect(self._job)
        desk.progressed.connect(self._progress)

    @property
    def marked(self) -> frozenset[str]:
        """Owners whose last work is under way or failed."""
        return self._marked

    @property
    def retold(self) -> frozenset[str]:
        """Shots and cues whose text was changed since they were planned."""
        return self._texts.changed

    @property
    def apart(self) -> Mapping[str, int]:
        """Clip id to the frames by which it is late against its other half; see `sync.offsets`."""
        cut = self._desk.project.cut
        if self._apart is None or self._apart[0] is not cut:
            self._apart = (cut, offsets(cut))
        return self._apart[1]

    @property
    def shown(self) -> Mapping[str, Take]:
        """The take each owner shows."""
        return self._desk.shown

    def name(self, clip: Clip) -> str:
        """What a clip is called."""
        return self._names.get(clip.owner, clip.owner)

    def take(self, clip: Clip) -> Take | None:
        """The take a clip shows."""
        return self._desk.shown.get(clip.owner)

    def shot_of(self, owner: str) -> str | None:
        """The shot that an owner is or belongs to."""
        return self._shots.get(owner)

    def state(self, owner: str) -> State | None:
        """How the last work for an owner stands."""
        return self._jobs.get(owner)

    def progress(self, owner: str) -> float | None:
        """How far the work for an owner is, 0 to 1; None when none is under way."""
        return self._done.get(owner, 0.0) if self._jobs.get(owner) in LIVE else None

    def available(self) -> dict[str, int]:
        """Owner to how many film frames its shown take lasts; pictures last as long as wanted."""
        rate = self._desk.project.rate
        kept, shown = self._lasting, self._desk.shown
        if kept is not None and kept[0] is shown and kept[1] == rate:
            return kept[2]
        lengths = ((owner, lasting(take, rate)) for owner, take in shown.items())
        found = {owner: frames for owner, frames in lengths if frames is not None}
        self._lasting = (shown, rate, found)  # asked at every step of a drop
        return found

    def _read(self, project: Project) -> None:
        labels = shot_labels(project)
        names: dict[str, str] = {reference.id: reference.name for reference in project.references}
        homes: dict[str, str] = {}
        for shot in shots(project):
            said = shot.prompt.replace("\n", " ")
            names[shot.id] = f"{labels[shot.id]}  {said}".strip()
            homes[shot.id] = shot.id
            homes |= {cue.id: shot.id for cue in shot.cues}
        for title in project.titles:
            said = title.text.replace("\n", " ")
            names[title.id] = said or self._words("timeline.untitled")
        for cue in cues(project):
            names[cue.id] = cue.text.replace("\n", " ") or self._words(f"cue.{cue.kind.value}")
        self._names, self._shots = names, homes

    def _edited(self, before: Project, after: Project) -> None:
        same = before.scenes is after.scenes and before.references is after.references
        if same and before.titles is after.titles:
            return
        old, self._seen = self._seen, self._desk.shown
        names = self._names
        self._read(after)
        if names != self._names:
            self.renamed.emit()
        for owner in old.keys() | self._seen.keys():
            if old.get(owner) is not self._seen.get(owner):
                self.owner_changed.emit(owner)

    def _arrived(self, take: Take) -> None:
        self.owner_changed.emit(take.owner)  # many may come: what shows is asked later

    def _job(self, job: Job) -> None:
        if self._jobs.get(job.owner) is not job.state:
            self._jobs[job.owner] = job.state
            self._done.pop(job.owner, None)
            self._marked = self._told_apart()
            self.owner_changed.emit(job.owner)

    def _told_apart(self) -> frozenset[str]:
        marks = LIVE | {State.FAILED}
        return frozenset(owner for owner, state in self._jobs.items() if state in marks)

    def _progress(self, news: JobProgress) -> None:
        self._done[news.owner] = news.done
        self.progressed.emit(news.owner)
