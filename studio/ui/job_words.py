"""What is said about a job, and which buttons fit its state."""

from collections.abc import Mapping
from typing import Any

from studio.jobs.admission import money
from studio.jobs.events import JobProgress
from studio.jobs.job import Job, Kind, Remedy, State
from studio.timeline.project import Project
from studio.timeline.queries import find_cue, find_reference, find_subject, shot_labels
from studio.timeline.story import CueKind
from studio.timeline.take import Take
from studio.ui.plain import one_line
from studio.ui.words import Words

GROUPS = ("working", "attention", "ended")
_GROUP = {
    State.QUEUED: 0, State.RUNNING: 0, State.UNKNOWN: 1, State.FAILED: 1,
    State.DONE: 2, State.CANCELLED: 2,
}  # fmt: skip
_HELPS = {
    Remedy.SEND: ("send",),
    Remedy.FETCH: ("fetch",),
    Remedy.CHANGE: ("show", "send"),
    Remedy.SET_UP: ("retry",),
    Remedy.ROOM: ("folder", "retry"),
}


def group_of(job: Job) -> int:
    """The place in GROUPS of a job's state."""
    return _GROUP[job.state]


def fitting(job: Job) -> tuple[str, ...]:
    """The names of the buttons that fit a job, the most helpful first."""
    if job.state is State.QUEUED:
        return ("first", "cancel")
    if job.state is State.RUNNING:
        return ("cancel",)
    if job.state is State.UNKNOWN:
        return ("check", "lost", "again")
    if job.state is State.FAILED:
        helps = _HELPS[job.error.remedy if job.error else Remedy.SEND]
        return (*helps, "anew") if job.fetchable else helps
    return ("send",) if job.state is State.CANCELLED else ()


class JobWords:
    """Sentences about the jobs of one film."""

    def __init__(self, words: Words, project: Project, titles: Mapping[str, str]) -> None:
        self._words = words.of("ui_jobs")
        self._titles = titles
        self.follow(project)

    def follow(self, project: Project) -> None:
        """Names come from this film now."""
        self._project = project
        self._names = shot_labels(project)

    def owner(self, job: Job) -> str:
        """Whose work it is: a shot's number, or a name."""
        if job.owner not in self._names:  # looked up once, not at every painting
            self._names[job.owner] = self._name(job.owner)
        return self._names[job.owner]

    def _name(self, owner: str) -> str:
        cue = find_cue(self._project, owner)
        if cue is not None:
            return self._words("sound" if cue.kind is not CueKind.LINE else "line")
        part = find_subject(self._project, owner) or find_reference(self._project, owner)
        return one_line(part.name) if part is not None else self._words("removed")

    def what(self, job: Job) -> str:
        """What is made, in one line."""
        request: dict[str, Any] = job.request
        lines = request.get("lines") or ()
        text = request.get("prompt") or request.get("name") or ""
        if job.kind is Kind.VOICE and lines and isinstance(lines[0], dict):
            text = str(lines[0].get("text", ""))  # type: ignore[union-attr]
        return " ".join(str(text).split()) or self._words(f"kind.{job.kind.value}")

    def backend(self, job: Job) -> str:
        """Who makes it."""
        return self._titles.get(job.backend, job.backend)

    def state(self, job: Job, news: JobProgress | None, held: bool) -> str:
        """Where it stands; how far it is while it runs."""
        if job.state is State.RUNNING and news is not None:
            return self._words("percent", percent=round(news.done * 100))
        if job.state is State.QUEUED and held:
            return self._words("state.held")
        return self._words(f"state.{job.state.value}")

    def left(self, job: Job, news: JobProgress | None) -> str:
        """The time it still needs, where that is known."""
        if job.state is not State.RUNNING or news is None or news.seconds_left is None:
            return ""
        return span(self._words, news.seconds_left)

    def price(self, job: Job) -> str:
        """What it is expected to cost."""
        return money({job.currency: job.price}) if job.price else self._words("free")

    def charged(self, job: Job, take: Take | None) -> str:
        """What it did cost; `≈` where the price list had to be asked for what was counted."""
        if take is None or not (job.price or take.cost):
            return ""
        told = money({take.currency: take.cost}) if take.cost else f"0 {take.currency}"
        return f"≈ {told}" if take.estimated else told

    def charge(self, job: Job, take: Take | None) -> str:
        """What it did cost in words, with what the service counted."""
        if take is None:
            return self._words("charge.none")
        if not (job.price or take.cost):
            return self._words("charge.free")
        key = "charge.estimated" if take.estimated else "charge.told"
        counted = self._words.listed(f"{name} {count}" for name, count in take.usage.items())
        lines = [self._words(key, cost=money({take.currency: take.cost}))]
        if counted:
            lines.append(self._words("charge.usage", usage=counted))
        return "\n".join(lines)

    def trouble(self, job: Job) -> str:
        """Why it failed, and what helps; empty when all is well."""
        if job.error is None:
            return ""
        values = job.error.values
        if "backend" in values:  # some know it by its id, people by its title
            name = str(values["backend"])
            values = {**values, "backend": self._titles.get(name, name)}
        return self._words.sentence(job.error.key, values)

    def remedy(self, job: Job) -> str:
        """What helps, in a few words."""
        if job.state is State.UNKNOWN:
            return self._words("remedy.unknown")
        if job.state is not State.FAILED or job.error is None:
            return ""
        return self._words(f"remedy.{job.error.remedy.value}")


def span(words: Words, seconds: float) -> str:
    """A time left, for people; `words` are those of jobs."""
    whole = max(1, round(seconds))
    if whole < 60:
        return words("seconds", seconds=whole)
    return words("minutes", minutes=whole // 60, seconds=f"{whole % 60:02}")
