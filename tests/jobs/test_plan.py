"""A film as requests: what is asked, for how much, and why not."""

from decimal import Decimal
from typing import Any

import pytest

from studio.backends.base import Compiled, Facts, Input, Request
from studio.errors import BadInput
from studio.jobs.compiling import compiler
from studio.jobs.job import Kind, State
from studio.jobs.plan import plan, request_for
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.story import Cue, CueKind, Reference, ReferenceKind, Role, Use, Voice
from studio.timeline.take import Take
from studio.timeline.take_edits import reject_take
from tests.backends.kling_desk import models
from tests.jobs.builders import (
    keys,
    line,
    make_job,
    make_offer,
    make_project,
    make_subject,
    make_take,
    offer,
    replace_shot,
    shot_id,
)


def reference(number: int) -> Reference:
    return Reference(id=f"re_000{number}", name=f"ref {number}", kind=ReferenceKind.PICTURE)


def use(number: int, role: Role = Role.SUBJECT) -> Use:
    return Use(reference=f"re_000{number}", role=role)


def film() -> Project:
    hero = make_subject(1, voice=Voice(name="anna", pace=1.2), colour="#aa0000", uses=(use(3),))
    extra = make_subject(2)
    cues = (line(1, "Who goes there?", speaker=extra.id, start=2, frames=10, emotion="afraid"),)
    changes: dict[str, Any] = {"subjects": (hero.id,), "cues": cues, "uses": (use(1),)}
    project = replace_shot(make_project(3, frames=48), 2, **changes)
    scene = project.scenes[0].evolve(uses=(use(2, Role.STYLE),))
    references = tuple(reference(n) for n in (1, 2, 3))
    return project.evolve(
        scenes=(scene,), subjects=(hero, extra), references=references, style="ink"
    )


def imported(*numbers: int) -> list[Take]:
    return [make_take(f"re_000{n}", n, backend="import", kind="picture") for n in numbers]


ROLES = {"subject": 3, "style": 1}


def requested(project: Project, number: int, **more: Any) -> Request:
    shot = project.scenes[0].shots[number - 1]
    return request_for(project, shot, imported(1, 2, 3), offer(input_roles=ROLES, **more))


def test_a_request_tells_the_whole_shot() -> None:
    request = requested(film(), 2)
    assert request.label == "1-2"
    assert request.setting == "palace, night, tense"
    assert (request.width, request.height, request.frames) == (64, 36, 48)
    assert request.style == "ink"
    assert request.sound
    hero, extra = request.figures
    assert (hero.name, hero.voice, hero.pace, hero.colour) == ("Someone 1", "anna", 1.2, "#aa0000")
    (spoken,) = request.lines
    assert (spoken.speaker, spoken.text, spoken.start) == (extra.key, "Who goes there?", 2)
    assert (spoken.frames, spoken.emotion) == (10, "afraid")
    assert request.inputs == (
        given(1, "subject"), given(2, "style"), given(3, "subject", figure=hero.key),
    )  # fmt: skip


def given(number: int, role: str, figure: str | None = None) -> Input:
    path = f"media/re_000{number}.{number}.y4m"
    return Input(
        role=role, kind="picture", path=path, sha256=f"{number:064x}", name=f"ref {number}",
        figure=figure, facts=Facts(bytes=number),
    )  # fmt: skip


def test_the_newest_import_of_a_reference_is_given() -> None:
    takes = [*imported(1, 2, 3), make_take("re_0001", 9, kind="picture")]
    shot = film().scenes[0].shots[1]
    request = request_for(film(), shot, takes, offer(input_roles=ROLES))
    assert request.inputs[0].sha256 == f"{9:064x}"


def test_a_shot_asks_for_the_same_every_time() -> None:
    assert requested(film(), 2) == requested(film(), 2)
    assert requested(film(), 1).seed != requested(film(), 2).seed
    project = replace_shot(film(), 1, seed=77)
    assert requested(project, 1).seed == 77


def test_a_new_name_of_a_reference_makes_nothing_out_of_date() -> None:
    shown, offers = imported(1, 2, 3), {"fake": offer(input_roles=ROLES)}
    taken = [*shown, make_take(shot_id(2), 8, request=requested(film(), 2).model_dump(mode="json"))]
    assert shot_id(2) in plan(film(), taken, offers).kept
    named = tuple(each.evolve(name=f"new {each.name}") for each in film().references)
    assert shot_id(2) in plan(film().evolve(references=named), taken, offers).kept


def planned_keys(project: Project, **fields: Any) -> list[str]:
    found = plan(project, imported(1, 2, 3), {"fake": offer(**{"input_roles": ROLES, **fields})})
    return [key for item in found.items for key in keys(item.blocks)]


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"max_frames": 47}, "jobs.too_long"),
        ({"lengths": (1,)}, "jobs.too_long"),
        ({"sizes": ((100, 100),)}, "jobs.no_size"),
        ({"languages": ("zh",)}, "jobs.no_language"),
        ({"input_roles": {"style": 1}}, "jobs.role_refused"),
        ({"input_roles": {"style": 1, "subject": 0}}, "jobs.too_many"),
        ({"ready": False}, "jobs.not_ready"),
        ({"kinds": ("picture",)}, "jobs.wrong_kind"),
    ],
)
def test_reasons_why_not(fields: dict[str, Any], key: str) -> None:
    assert key in planned_keys(film(), **fields)
    assert planned_keys(film()) == []


def test_a_reference_without_media_is_a_reason() -> None:
    found = plan(film(), imported(2, 3), {"fake": offer(input_roles=ROLES)})
    assert [keys(item.blocks) for item in found.items] == [[], ["jobs.not_imported"], []]
    for item in found.items:
        for reason in item.blocks:
            assert "ref 1" in reason.text("zh")


def test_a_sketch_of_a_voice_is_only_a_warning() -> None:
    fields = {"languages": (), "scratch_languages": ("en",), "input_roles": ROLES}
    found = plan(film(), imported(1, 2, 3), {"fake": offer(**fields)})
    assert keys(found.items[1].warnings) == ["jobs.scratch_voice"]
    assert found.blocked == ()


def test_what_a_scene_wishes_beyond_the_offer_is_left_out_with_a_warning() -> None:
    found = plan(film(), imported(1, 2, 3), {"fake": offer(input_roles={"subject": 1})})
    request = found.items[1].request
    assert [given.path[6:13] for given in request.inputs] == ["re_0001"]
    assert keys(found.items[1].warnings) == ["jobs.role_refused", "jobs.too_many"]
    assert found.blocked == ()


def test_lengths_and_sizes_are_the_next_that_the_offer_has() -> None:
    fields = {"lengths": (1, 5, 10), "sizes": ((1280, 720), (32, 18), (720, 1280))}
    request = requested(film(), 1, **fields)
    assert request.frames == 5 * 24
    assert (request.width, request.height) == (1280, 720)


def test_prices_are_exact_decimals() -> None:
    price = {"per_second": Decimal("0.07"), "per_request": Decimal("0.10"), "currency": "CNY"}
    project = make_project(3, frames=36, rate=Rate(num=24))
    found = plan(project, (), {"fake": offer(price=price)})
    assert [item.price for item in found.items] == [Decimal("0.2050")] * 3
    assert found.prices == {"CNY": Decimal("0.6150")}
    odd = plan(project.evolve(rate=Rate(num=24000, den=1001)), (), {"fake": offer(price=price)})
    assert odd.items[0].price == Decimal("0.2052")


def test_two_currencies_cannot_share_a_limit() -> None:
    offers = {
        "fake": offer(price={"per_request": 1}),
        "other": make_offer("other", price={"per_request": 1, "currency": "CNY"}),
    }
    found = plan(replace_shot(make_project(2), 2, backend="other"), (), offers)
    assert len(found.admit()) == 2
    with pytest.raises(BadInput, match="several currencies"):
        found.admit(max_cost=Decimal(100))


def as_take(owner: str, request: Request, backend: str = "fake") -> Take:
    return make_take(owner, backend=backend, request=request.model_dump(mode="json"))


def test_an_up_to_date_take_is_kept_and_a_stale_one_is_not() -> None:
    project, offers = film(), {"fake": offer(input_roles=ROLES)}
    takes = [*imported(1, 2, 3), as_take(shot_id(2), requested(project, 2))]
    assert plan(project, takes, offers).kept == (shot_id(2),)
    changed = project.evolve(style="oil")
    assert plan(changed, takes, offers).kept == ()
    again = plan(project, takes, offers, shots=[shot_id(2)], again=True)
    assert [item.owner for item in again.items] == [shot_id(2)]


def test_a_new_import_makes_takes_of_the_old_one_stale() -> None:
    project, offers = film(), {"fake": offer(input_roles=ROLES)}
    takes = [
        *imported(1, 2, 3),
        as_take(shot_id(2), requested(project, 2)),
        make_take("re_0001", 9),
    ]
    assert plan(project, takes, offers).kept == ()


def test_another_seed_of_the_maker_is_another_wish() -> None:
    project, offers = make_project(1), {"fake": offer()}
    takes = [as_take(shot_id(1), requested(project, 1))]
    assert plan(replace_shot(project, 1, seed=5), takes, offers).kept == ()


def test_a_chosen_take_is_left_in_peace_unless_its_shot_is_named() -> None:
    stale = as_take(shot_id(1), requested(make_project(1), 1))
    project = replace_shot(make_project(1), 1, prompt="new", take=stale.id)
    assert plan(project, [stale], {"fake": offer()}).kept == (shot_id(1),)
    assert len(plan(project, [stale], {"fake": offer()}, shots=[shot_id(1)]).items) == 1


def test_a_take_from_another_backend_is_not_replaced_by_the_default_one() -> None:
    project = make_project(1)
    offers = {"fake": offer(), "better": make_offer("better")}
    takes = [as_take(shot_id(1), requested(project, 1), "better")]
    assert plan(project, takes, offers).kept == (shot_id(1),)
    assert plan(project, takes, offers, backend="fake").kept == ()
    assert plan(replace_shot(project, 1, backend="fake"), takes, offers).kept == ()


@pytest.mark.parametrize("state", [State.QUEUED, State.RUNNING, State.UNKNOWN])
def test_a_job_under_way_counts(state: State) -> None:
    project = make_project(1)
    values = requested(project, 1).model_dump(mode="json")
    job = make_job(1, request=values, state=state)
    assert plan(project, (), {"fake": offer()}, jobs=[job]).items == ()
    done = job.evolve(state=State.FAILED)
    assert len(plan(project, (), {"fake": offer()}, jobs=[done]).items) == 1


def cue(number: int, kind: CueKind, **more: Any) -> Cue:
    return line(number, "thunder").evolve(kind=kind, **more)


def test_effects_and_music_are_sounds_of_their_own() -> None:
    cues = (
        cue(1, CueKind.EFFECT, start=10),
        cue(2, CueKind.MUSIC),
        cue(3, CueKind.EFFECT, uses=(use(1, Role.SOUND),)),
        cue(4, CueKind.CAPTION),
    )
    project = replace_shot(make_project(3, frames=48), 2, cues=cues).evolve(
        references=(reference(1),)
    )
    offers = {"fake": offer(kinds=("video", "sound"))}
    sounds = [i for i in plan(project, (), offers).items if i.request.kind == "sound"]
    assert [(i.owner, i.request.frames) for i in sounds] == [(cues[0].id, 38), (cues[1].id, 96)]
    assert {i.request.prompt for i in sounds} == {"thunder"}
    takes = [as_take(i.owner, i.request).evolve(id=f"tk_000{n}") for n, i in enumerate(sounds)]
    assert set(plan(project, takes, offers).kept) == {cues[0].id, cues[1].id}


def test_sounds_that_nobody_makes_are_noted() -> None:
    project = replace_shot(make_project(1), 1, cues=(cue(1, CueKind.EFFECT),))
    found = plan(project, (), {"fake": offer()})
    assert [note.reason.key for note in found.notes] == ["jobs.no_sounds"]
    assert found.blocked == ()


def test_lines_of_a_silent_backend_are_spoken_by_another_that_costs_nothing() -> None:
    offers = {
        "fake": offer(sound=False, languages=(), local=False),
        "dear": make_offer("dear", kinds=("sound",), local=False),
        "voices": make_offer("voices", kinds=("sound",)),
    }
    project = replace_shot(make_project(1), 1, cues=(line(1, "Hello", start=2),))
    picture, voice = plan(project, (), offers).items
    assert picture.request.lines == ()
    assert not picture.request.sound
    assert (voice.kind, voice.backend, voice.owner) == (Kind.VOICE, "voices", line(1, "Hello").id)
    (spoken,) = voice.request.lines
    assert (spoken.text, spoken.start) == ("Hello", 0)


def test_a_voice_with_a_backend_of_its_own_is_made_apart() -> None:
    """The shot's backend speaks the others' lines, and says nothing of this one."""
    hero = make_subject(1, voice=Voice(backend="speech", name="coral"))
    cues = (line(1, "Mine.", speaker=hero.id), line(2, "Theirs.", start=2))
    project = replace_shot(make_project(1, subjects=(hero,)), 1, cues=cues)
    offers = {
        "fake": offer(sound=True, languages=("en",)),
        "speech": make_offer("speech", kinds=("sound",), languages=("en",), local=False),
    }
    items = plan(project, (), offers).items
    assert [(item.kind, item.backend) for item in items] == [
        (Kind.GENERATE, "fake"), (Kind.VOICE, "speech"),
    ]  # fmt: skip
    shot, voice = (item.request for item in items)
    assert [spoken.key for spoken in shot.lines] == [cues[1].id]
    assert [spoken.key for spoken in voice.lines] == [cues[0].id]
    assert voice.figures[0].voice == "coral"


@pytest.mark.parametrize(
    ("backend", "handles"), [("kling-speech", {"kling.voice": "829"}), ("speech", {})]
)
def test_a_registered_voice_is_told_only_where_it_is_registered(
    backend: str, handles: dict[str, str]
) -> None:
    hero = make_subject(1, voice=Voice(backend=backend), real=True)
    cues = (line(1, "Mine.", speaker=hero.id),)
    project = replace_shot(make_project(1, subjects=(hero,)), 1, cues=cues)
    handle = make_take(
        hero.id, 9, kind="handle", backend="kling-library", request={"inputs": [], "options": {}},
        usage={"kling.voice": "829", "units": "1"},
    )  # fmt: skip
    offers = {
        "fake": offer(sound=True, languages=("en",)),
        backend: make_offer(backend, kinds=("sound",), languages=("en",), local=False),
    }
    [_, voice] = plan(project, (handle,), offers).items
    assert voice.request.figures[0].handles == handles
    asked = [block.key for block in voice.blocks]
    assert asked == (["casting.no_consent"] if handles else []), "a real voice needs a consent"


def test_a_language_that_no_voice_speaks_is_one_sentence_with_a_next_step() -> None:
    """Whether a backend was chosen for the voice or any will do."""
    chosen = make_subject(1, voice=Voice(backend="kling-speech"))
    cues = (line(1, "Habari.", "sw", speaker=chosen.id), line(2, "Kwaheri.", "sw"))
    project = replace_shot(make_project(1, subjects=(chosen,)), 1, cues=cues)
    offers = {"fake": offer(sound=False)}
    kling = models()["kling-speech"]
    offers["kling-speech"] = kling.offer
    backends = {"kling-speech": kling}

    def compile(name: str, request: Request) -> Compiled:
        return compiler(backends)(name, request) if name in backends else Compiled()

    made = plan(project, (), offers, compile=compile)
    [block] = next(item for item in made.items if item.kind is Kind.VOICE).blocks
    [note] = made.notes
    for reason, step in ((block, "recording"), (note.reason, "recording")):
        assert "“sw”" in reason.text("en")
        assert step in reason.text("en")
        assert "录音" in reason.text("zh")


def test_a_voice_whose_backend_is_not_there_is_said() -> None:
    """Nobody else speaks in its place."""
    hero = make_subject(1, voice=Voice(backend="gone"))
    cues = (line(1, "Mine.", speaker=hero.id),)
    project = replace_shot(make_project(1, subjects=(hero,)), 1, cues=cues)
    with pytest.raises(BadInput, match="gone"):
        plan(project, (), {"fake": offer(sound=True, languages=("en",))})


def test_changing_a_line_does_not_touch_a_silent_picture() -> None:
    offers = {"fake": offer(sound=False, languages=())}
    project = replace_shot(make_project(1), 1, cues=(line(1, "Hello"),))
    shot = project.scenes[0].shots[0]
    take = as_take(shot.id, request_for(project, shot, (), offers["fake"]))
    changed = replace_shot(project, 1, cues=(line(1, "Goodbye"),))
    assert plan(changed, [take], offers).kept == (shot.id,)


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(BadInput, match="sh_none"):
        plan(make_project(1), (), {"fake": offer()}, shots=["sh_none"])
    with pytest.raises(BadInput, match="nowhere"):
        plan(make_project(1), (), {"fake": offer()}, backend="nowhere")


def test_a_rejected_take_is_asked_for_again_with_another_seed() -> None:
    project = make_project(1)
    first = plan(project, [], {"fake": offer()}).items[0].request
    takes = [make_take(shot_id(1), request=first.model_dump(mode="json"))]
    assert plan(project, takes, {"fake": offer()}).items == ()
    again = plan(reject_take(project, shot_id(1), takes[0].id), takes, {"fake": offer()})
    assert [item.request.seed == first.seed for item in again.items] == [False]
