"""Small films and scripted services for the tests of jobs."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from studio.backends.base import Offer
from studio.backends.fake import FakeBackend, Rule, Script
from studio.jobs.admission import Item
from studio.jobs.events import JobChanged, News
from studio.jobs.fit import Reason
from studio.jobs.job import Job, Kind, State, now
from studio.timeline.model import derived_id
from studio.timeline.project import Project
from studio.timeline.story import Cue, CueKind, Scene, Shot, Subject
from studio.timeline.take import Take, TakeFile


def shot_id(number: int) -> str:
    return derived_id("sh", number)


def make_project(shots: int = 3, *, backend: str = "fake", frames: int = 4, **more: Any) -> Project:
    scene = Scene(
        id="sc_0001",
        place="palace",
        time="night",
        mood="tense",
        shots=tuple(
            Shot(id=shot_id(n), prompt=f"shot number {n}", frames=frames)
            for n in range(1, shots + 1)
        ),
    )
    return Project(**{"scenes": (scene,), "backend": backend, "width": 64, "height": 36, **more})


def replace_shot(project: Project, number: int, **changes: Any) -> Project:
    scene = project.scenes[0]
    shots = list(scene.shots)
    shots[number - 1] = shots[number - 1].evolve(**changes)
    return project.evolve(scenes=(scene.evolve(shots=tuple(shots)), *project.scenes[1:]))


def line(number: int, text: str, language: str = "en", **more: Any) -> Cue:
    return Cue(id=derived_id("cu", number), kind=CueKind.LINE, text=text, language=language, **more)


def make_subject(number: int, **more: Any) -> Subject:
    return Subject(**{"id": derived_id("su", number), "name": f"Someone {number}", **more})


def make_take(owner: str, number: int = 1, **more: Any) -> Take:
    digest = f"{number:064x}"
    values = {
        "id": derived_id("tk", owner, number),
        "owner": owner,
        "job": derived_id("jb", owner, number),
        "backend": "fake",
        "kind": "video",
        "files": (TakeFile(path=f"media/{owner}.{number}.y4m", sha256=digest, bytes=number),),
        "request": {"frames": 4},
        "created": f"2026-01-01T00:00:{number:02}.000+00:00",
    }
    return Take(**{**values, **more})


def make_job(number: int = 1, **more: Any) -> Job:
    values = {
        "id": derived_id("jb", number),
        "kind": Kind.GENERATE,
        "owner": shot_id(number),
        "backend": "fake",
        "request": {"frames": 4, "width": 64, "height": 36, "label": f"1-{number}", "seed": number},
        "created": now(),
    }
    return Job(**{**values, **more})


def make_fake(folder: Path, *rules: Rule, **offer: Any) -> FakeBackend:
    return FakeBackend(folder / "service", Script(offer=offer, rules=rules))


def offer(**more: Any) -> Offer:
    return make_offer("fake", **more)


def make_offer(name: str, **more: Any) -> Offer:
    basis = {"name": name, "title": name.title(), "sound": True, "languages": ("en", "zh")}
    return Offer(**{**basis, **more})


def keys(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.key for reason in reasons]


def prices(items: tuple[Item, ...]) -> Decimal:
    return sum((item.price for item in items), Decimal(0))


def states(news: list[News], job: str) -> list[State]:
    return [each.job.state for each in news if isinstance(each, JobChanged) and each.job.id == job]


async def no_pause(_seconds: float) -> None:
    """A pause that takes no time."""
