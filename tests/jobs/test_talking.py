"""A picture that says a line: which picture, which line, and who must have agreed."""

from typing import Any

import pytest

from studio.backends.kling_avatar import NAME
from studio.errors import BadInput
from studio.jobs.compiling import by_offers
from studio.jobs.lips import is_lips
from studio.jobs.talking import TalkWish, plan_talk
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.story import Consent, Reference, ReferenceKind, Role, Use, View
from studio.timeline.take import Take
from tests.jobs.builders import (
    line,
    make_offer,
    make_project,
    make_subject,
    make_take,
    replace_shot,
    shot_id,
)

SHOT = shot_id(1)
FRAME, SIDE, FRONT = (f"re_pic{n}" for n in range(3))
OFFERS = {NAME: make_offer(NAME, input_roles={"lip": 2}, local=False)}
AGREED = Consent.model_validate({"person": "Ada", "purpose": "a film", "given": "2026-01-01"})


def film(*, first_frame: bool = False, **speaker: Any) -> Project:
    """Mira says a line from half a second on; her sheet has a side and a front."""
    uses = (
        Use(reference=SIDE, role=Role.SUBJECT, view=View.LEFT),
        Use(reference=FRONT, role=Role.SUBJECT, view=View.FRONT),
    )
    mira = make_subject(1, uses=uses, **speaker)
    references = tuple(
        Reference(id=name, name=name, kind=ReferenceKind.PICTURE) for name in (FRAME, SIDE, FRONT)
    )
    project = make_project(1, frames=96, subjects=(mira,), references=references)
    own = (Use(reference=FRAME, role=Role.FIRST_FRAME),) if first_frame else ()
    cue = line(1, "Hello", start=12, speaker=mira.id)
    return replace_shot(project, 1, cues=(cue,), subjects=(mira.id,), uses=own)


def takes(*pictures: str) -> list[Take]:
    sound = make_take(line(1, "").id, 9, kind="sound", rate=Rate(num=24), frames=24)
    shown = [
        make_take(name, n, kind="picture", backend="import", width=640, height=480)
        for n, name in enumerate(pictures, 1)
    ]
    return [sound, *shown]


def planned(project: Project, made: list[Take], **more: Any) -> Any:
    wish = TalkWish(**{"shot": SHOT, **more})
    return plan_talk(project, wish, made, OFFERS, by_offers(OFFERS)).items[0]


def test_the_front_of_whoever_speaks_says_it() -> None:
    item = planned(film(), takes(SIDE, FRONT), pro=True)
    picture, sound = item.request.inputs
    assert (picture.name, picture.figure, sound.kind) == (FRONT, make_subject(1).id, "sound")
    assert item.request.options == {"insert": 500, "quality": "pro"}
    assert (item.request.width, item.request.height, item.request.frames) == (640, 480, 96)
    assert is_lips(item.request), "it is no other wish of the shot"


def test_a_first_frame_comes_before_and_a_name_before_all() -> None:
    project, made = film(first_frame=True), takes(FRAME, SIDE, FRONT)
    assert planned(project, made).request.inputs[0].name == FRAME
    assert planned(project, made, picture=SIDE).request.inputs[0].name == SIDE
    assert planned(project, takes(SIDE)).request.inputs[0].name == SIDE, "what was imported"


@pytest.mark.parametrize(
    ("pictures", "more", "key"),
    [
        ((), {}, "jobs.talk_no_picture"),
        ((FRONT,), {"picture": "nobody"}, "jobs.talk_no_such_picture"),
        ((FRONT,), {"cue": "cu_none"}, "jobs.lips_no_line"),
        ((FRONT,), {"backend": "nobody"}, "jobs.no_such_backend"),
    ],
)
def test_what_lacks_is_said(pictures: tuple[str, ...], more: dict[str, Any], key: str) -> None:
    with pytest.raises(BadInput) as caught:
        planned(film(), takes(*pictures), **more)
    assert caught.value.key == key
    assert caught.value.text("zh")


@pytest.mark.parametrize(
    ("speaker", "blocked"),
    [
        ({"real": True}, ["casting.no_consent"]),
        ({"real": True, "consent": AGREED}, []),
        ({"real": False}, []),
    ],
)
def test_a_real_speaker_has_agreed(speaker: dict[str, Any], blocked: list[str]) -> None:
    assert [block.key for block in planned(film(**speaker), takes(FRONT)).blocks] == blocked
