"""A take whose lips follow a line: which take, which line, and what becomes of the job."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from studio.backends.kling import backends
from studio.backends.kling_lips import NAME
from studio.errors import BadInput
from studio.jobs.compiling import by_offers
from studio.jobs.generate import generate
from studio.jobs.job import State
from studio.jobs.journal import Journal
from studio.jobs.lips import LipsWish, plan_lips
from studio.jobs.plan import Wishes
from studio.media.hashes import sha256_of
from studio.timeline.project import Project
from studio.timeline.queries import shown_takes, takes_by_owner
from studio.timeline.rate import Rate
from studio.timeline.take import Take, TakeFile
from tests.backends.kling_desk import account
from tests.backends.kling_server import serving
from tests.backends.test_kling_studio import filmed, heard
from tests.backends.waiting import Bucket, Waits
from tests.jobs.builders import (
    line,
    make_job,
    make_offer,
    make_project,
    make_take,
    replace_shot,
    shot_id,
)

LIPS = make_offer(NAME, input_roles={"lip": 2})
SHOT = shot_id(1)


def film(*lines: Any) -> Project:
    return replace_shot(make_project(1, frames=96), 1, cues=lines)


def seen(number: int = 1, **more: Any) -> Take:
    values = {"rate": Rate(num=24), "frames": 96, "width": 1920, "height": 1080, **more}
    return make_take(SHOT, number, **values)


def spoken(owner: str, number: int = 1) -> Take:
    return make_take(owner, number, kind="sound", rate=Rate(num=24), frames=24)


def planned(project: Project, takes: list[Take], **more: Any) -> Any:
    offers = {NAME: LIPS}
    wish = LipsWish(**{"shot": SHOT, **more})
    return plan_lips(project, wish, takes, offers, by_offers(offers)).items[0]


def test_the_take_shown_follows_the_newest_sound() -> None:
    first = line(1, "Hello", start=12)
    takes = [seen(1), seen(2), spoken(first.id, 3), spoken(first.id, 4)]
    item = planned(film(first), takes, face=2)
    video, sound = item.request.inputs
    assert (video.path, sound.path) == (takes[1].files[0].path, takes[3].files[0].path)
    assert (video.facts.milliseconds, sound.facts.milliseconds) == (4000, 1000)
    assert item.request.options == {"insert": 500, "face": 2}
    assert (item.owner, item.request.frames) == (SHOT, 96)


@pytest.mark.parametrize(
    ("takes", "more", "key"),
    [
        ([], {}, "jobs.lips_no_take"),
        (["video"], {}, "jobs.lips_no_line"),
        (["video", "a", "b"], {}, "jobs.lips_which_line"),
        (["video", "a"], {"take": "tk_none"}, "jobs.lips_no_take"),
        (["video", "a"], {"backend": "nobody"}, "jobs.no_such_backend"),
        (["video", "a"], {"shot": "sh_none"}, "jobs.no_such_shot"),
    ],
)
def test_what_lacks_is_said(takes: list[str], more: dict[str, Any], key: str) -> None:
    lines = (line(1, "One"), line(2, "Two", start=24))
    known = {"video": seen(), "a": spoken(lines[0].id), "b": spoken(lines[1].id, 2)}
    with pytest.raises(BadInput) as caught:
        planned(film(*lines), [known[name] for name in takes], **more)
    assert caught.value.key == key


def test_one_of_several_lines_is_named() -> None:
    lines = (line(1, "One"), line(2, "Two", start=24))
    takes = [seen(), spoken(lines[0].id), spoken(lines[1].id, 2)]
    item = planned(film(*lines), takes, cue=lines[1].id)
    assert item.request.inputs[1].path == takes[2].files[0].path
    assert item.request.options["insert"] == 1000


def test_a_job_that_waits_is_still_wanted() -> None:
    """Another run of the studio does not take it for an old wish of the shot."""
    first = line(1, "Hello")
    request = planned(film(first), [seen(), spoken(first.id)]).request
    job = make_job(1, owner=SHOT, backend=NAME, request=request.model_dump(mode="json"))
    assert Wishes(film(first), (), {NAME: LIPS}, None).still(job)


@pytest.mark.slow
def test_a_film_gets_one_take_more(tmp_path: Path) -> None:
    """Through the journal and the service: the new take is shown, and nothing else is made."""
    (tmp_path / "media").mkdir()
    first = line(1, "Hello", start=6)
    takes: list[Take] = []
    for take, path in ((seen(), filmed(tmp_path)), (spoken(first.id), heard(tmp_path, 1))):
        target = tmp_path / "media" / path.name
        path.replace(target)
        file = TakeFile(
            path=f"media/{path.name}", sha256=sha256_of(target), bytes=target.stat().st_size
        )
        takes.append(take.evolve(files=(file,)))
    project = film(first)
    with serving() as service, Journal.open(tmp_path) as journal:
        lips = backends(account(service, bucket=Bucket()), pause=Waits(), own=Path("/nowhere"))

        def special(counting: Any, offers: Any, compile: Any) -> Any:
            return plan_lips(project, LipsWish(SHOT), takes, offers, compile)

        summary = asyncio.run(
            generate(project, tmp_path, journal, lips, shots=[SHOT], special=special, pause=Waits())
        )
        (made,) = summary.made
        assert [job.state for job in summary.jobs] == [State.DONE]
        assert service.refused == []
    assert (made.owner, made.kind) == (SHOT, "video")
    assert made.cost > 0
    assert shown_takes(project, takes_by_owner([*takes, made]))[SHOT] is made
