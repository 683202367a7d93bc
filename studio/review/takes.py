"""The takes of a film's shots inspected, and the share of them that can be used."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from studio.cast.loaded import Loaded
from studio.errors import BadInput
from studio.review.asked import Asked, Likeness, asked_of
from studio.review.finding import Report
from studio.review.inspector import inspected
from studio.review.memory import Reports
from studio.timeline.cast_sheet import sheet_of, variant_in
from studio.timeline.project import Project
from studio.timeline.queries import find_subject, shots, verdict_on
from studio.timeline.story import Role, Shot
from studio.timeline.take import Take

Takes = Mapping[str, Sequence[Take]]
Stop = Callable[[], bool]
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Reviewed:
    """A take of a shot with its report; `trouble` says why it could not be inspected.

    `failed` are the checks that found a fault and that the maker did not overrule.
    """

    shot: str
    take: Take
    number: int  # of the take among those of its shot, from 1
    report: Report | None
    failed: tuple[str, ...] = ()
    overruled: tuple[str, ...] = ()
    trouble: BadInput | None = None

    @property
    def usable(self) -> bool:
        """Whether nothing speaks against it."""
        return self.report is not None and not self.failed


@dataclass(frozen=True)
class Usable:
    """How many of a backend's takes can be used; an empty name: of the whole film's."""

    backend: str
    good: int
    takes: int

    @property
    def share(self) -> Fraction:
        """From 0 to 1."""
        return Fraction(self.good, self.takes)


def asked_for(project: Project, shot: Shot, take: Take, takes: Takes, folder: Path) -> Asked:
    """What a take of a shot should be: its own request, and the sheets of the shot's subjects."""
    likenesses = [
        found
        for name in _figures(shot)
        if (found := likeness(project, shot, name, takes, folder)) is not None
    ]
    spoken = {cue: span.start for cue, span in take.spoken.items()}
    return asked_of(take.request, spoken=spoken, subjects=likenesses)


def likeness(
    project: Project, shot: Shot, subject_id: str, takes: Takes, folder: Path
) -> Likeness | None:
    """The pictures and voices of a subject's sheet, in the variant that a shot shows.

    None for a subject that the film does not have.
    """
    subject = find_subject(project, subject_id)
    if subject is None:
        return None
    pictures: list[str] = []
    voices: list[str] = []
    for use in sheet_of(subject, variant_in(shot, subject)):
        for take in list(takes.get(use.reference, ()))[-1:]:
            path = str(folder / take.files[0].path)
            if take.kind == "picture" and use.role is Role.SUBJECT:
                pictures.append(path)
            elif take.kind == "sound":
                voices.append(path)
    return Likeness(
        key=subject.id, name=subject.name, pictures=tuple(pictures), voices=tuple(voices)
    )


def _figures(shot: Shot) -> Iterable[str]:
    speakers = (cue.speaker for cue in shot.cues if cue.speaker)
    return dict.fromkeys([*shot.subjects, *speakers])


def reviewed(
    project: Project,
    takes: Takes,
    folder: Path,
    *,
    only: Sequence[str] | None = None,
    memory: Reports | None = None,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> list[Reviewed]:
    """All video takes of the shots (of `only` these), in the order of the film; blocking.

    A file that is missing or broken is told with its take and stops nothing. Raises Cancelled.
    """
    wanted = [
        (shot, number, take)
        for shot in shots(project)
        if only is None or shot.id in only
        for number, take in enumerate(takes.get(shot.id, ()), 1)
        if take.kind == "video"
    ]
    found: list[Reviewed] = []
    with Loaded() as models:
        for place, (shot, number, take) in enumerate(wanted):

            def tell(done: float, place: int = place) -> None:
                if progress is not None:
                    progress((place + done) / len(wanted))

            asked = asked_for(project, shot, take, takes, folder)
            path = folder / take.files[0].path
            try:
                report = inspected(
                    path, asked, memory=memory, models=models, progress=tell, cancelled=cancelled
                )
            except BadInput as trouble:
                found.append(Reviewed(shot.id, take, number, None, trouble=trouble))
            else:
                found.append(judged(shot, take, number, report))
    return found


def judged(shot: Shot, take: Take, number: int, report: Report) -> Reviewed:
    """A report in the light of what the maker overruled."""
    overruled = verdict_on(shot, take.id).overruled
    failed = tuple(check for check in report.failed if check not in overruled)
    waved = tuple(check for check in report.failed if check in overruled)
    return Reviewed(shot.id, take, number, report, failed, waved)


def usable_rate(reviewed: Iterable[Reviewed]) -> list[Usable]:
    """The share of usable takes of each backend, in order of name, and last of the whole film.

    Nothing where there are no takes. A take that could not be read counts as one that cannot be
    used; one that the maker rejected for other reasons counts as its checks say.
    """
    rows: dict[str, list[bool]] = {}
    for each in reviewed:
        rows.setdefault(each.take.backend, []).append(each.usable)
    shares = [Usable(name, sum(good), len(good)) for name, good in sorted(rows.items())]
    if not shares:
        return []
    whole = Usable("", sum(s.good for s in shares), sum(s.takes for s in shares))
    return [*shares, whole]
