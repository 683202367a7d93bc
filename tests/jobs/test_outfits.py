"""Another outfit makes exactly the shots out of date that show it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from studio.backends.base import Offer
from studio.errors import BadInput
from studio.jobs.admission import Item
from studio.jobs.consent import questions, require_answers
from studio.jobs.essence import essence
from studio.jobs.film import Film
from studio.jobs.freshness import Freshness
from studio.jobs.plan import plan, request_for
from studio.timeline.project import Project
from studio.timeline.queries import shots
from studio.timeline.story import Consent, Role, View
from studio.timeline.story_edits import (
    change_subject,
    change_variant,
    put_first,
    show_variant,
    use_reference,
)
from studio.timeline.take import Take, TakeFile
from tests.timeline.films import HERO, PICTURE, shot_id
from tests.timeline.test_cast import COAT, GOWN, SMILE, with_variants

OFFER = Offer(name="x", title="X", input_roles={"subject": 4}, sound=True, languages=("en",))


def imported(owner: str, digest: str) -> Take:
    path = f"media/{owner}.png"
    return Take(
        id=f"tk_{owner[3:]}", owner=owner, job=f"jb_{owner[3:]}", backend="import", kind="picture",
        files=(TakeFile(path=path, sha256=digest * 64, bytes=9),), request={}, created="2026",
    )  # fmt: skip


TAKES = [imported(PICTURE, "a"), imported(SMILE, "b")]


def out_of_date(before: Project, after: Project) -> list[str]:
    """The prompts of shots whose request is another one now."""

    def wishes(film: Project) -> dict[str, str]:
        made = {s.prompt: request_for(film, s, TAKES, OFFER) for s in shots(film)}
        return {prompt: essence(request) for prompt, request in made.items()}

    old, new = wishes(before), wishes(after)
    return [prompt for prompt in new if old[prompt] != new[prompt]]


def test_swapping_an_outfit_marks_exactly_the_shots_that_show_it() -> None:
    film = with_variants()
    swapped = show_variant(film, [shot_id("c")], HERO, GOWN)
    assert out_of_date(film, swapped) == ["c"]
    dressed = use_reference(swapped, COAT, PICTURE, Role.SUBJECT, View.BACK)
    assert out_of_date(swapped, dressed) == []  # the same picture steers as before
    other = change_variant(swapped, COAT, description="A blue coat.")
    assert out_of_date(swapped, other) == ["a", "b"]
    assert out_of_date(other, change_variant(other, GOWN, description="Silk.")) == ["c"]
    assert out_of_date(swapped, put_first(swapped, GOWN)) == ["a", "b"]


def test_a_name_a_view_and_a_variant_that_nobody_shows_change_nothing() -> None:
    film = with_variants()
    assert out_of_date(film, change_variant(film, GOWN, description="Silk.")) == []
    assert out_of_date(film, change_variant(film, COAT, name="Cloak")) == []
    seen = use_reference(film, HERO, PICTURE, Role.SUBJECT, View.LEFT)
    assert out_of_date(film, seen) == []


def made(film: Project, name: str) -> Take:
    """A take of a shot as it would be sent now."""
    shot = next(each for each in shots(film) if each.prompt == name)
    request = request_for(film, shot, TAKES, OFFER).model_dump(mode="json")
    file = TakeFile(path=f"media/{shot.id}.mov", sha256="c" * 64, bytes=9)
    return Take(
        id=f"tk_{shot.id[3:]}", owner=shot.id, job=f"jb_{shot.id[3:]}", backend="x", kind="video",
        files=(file,), request=request, created="2026",
    )  # fmt: skip


def test_takes_of_another_wish_are_told_and_only_these() -> None:
    film = with_variants()
    takes = [*TAKES, *(made(film, name) for name in "abc")]
    fresh = Freshness()

    def told(project: Project) -> set[str]:
        found = fresh.outdated(Film(project, takes), {"x": OFFER})
        return {shot.prompt for shot in shots(project) if shot.id in found}

    assert told(film) == set()
    swapped = show_variant(film, [shot_id("b"), shot_id("c")], HERO, GOWN)
    assert told(swapped) == {"b", "c"}
    assert told(change_variant(swapped, COAT, description="Blue.")) == {"a", "b", "c"}
    assert fresh.outdated(Film(swapped, takes), {}) == frozenset()


def consent_film() -> tuple[Film, Item]:
    """A film, and what it would send of the shot a to a service."""
    film = Film(with_variants(), TAKES)
    offer = OFFER.model_copy(update={"local": False})
    plan_ = plan(film.project, TAKES, {"x": offer}, shots=[shot_id("a")], backend="x")
    return film, plan_.items[0]


def test_a_face_of_whom_nobody_spoke_asks_once() -> None:
    film, item = consent_film()
    [asked] = questions(film, [item, item], lambda _: 1)
    assert asked.subject.id == HERO
    assert questions(film, [item], lambda _: 0) == []
    assert questions(film, [item], lambda _: None) == []
    with pytest.raises(BadInput) as caught:
        require_answers(film, [item], lambda _: 2)
    assert "Hero" in caught.value.text("en")
    for real in (True, False):
        answered = change_subject(film.project, HERO, real=real)
        assert questions(Film(answered, TAKES), [item], lambda _: 1) == []
    local = replace(item, offer=OFFER)
    assert questions(film, [local], lambda _: 1) == []


def test_a_real_person_is_sent_nowhere_without_a_consent_that_holds() -> None:
    film, _ = consent_film()
    remote = OFFER.model_copy(update={"local": False})
    given = Consent(person="Ada", purpose="an advert", given=date(2025, 1, 1))

    def blocks(offer: Offer, **about: Any) -> list[str]:
        project = change_subject(film.project, HERO, **about)
        wanted = plan(project, TAKES, {"x": offer}, shots=[shot_id("a")], backend="x")
        return [reason.key for item in wanted.items for reason in item.blocks]

    assert blocks(remote, real=True) == ["casting.no_consent"]
    over = given.evolve(until=date(2025, 2, 1))
    assert blocks(remote, real=True, consent=over) == ["casting.consent_ended"]
    assert blocks(remote, real=True, consent=given) == []
    assert blocks(remote, real=False) == []
    assert blocks(OFFER, real=True) == [], "nothing leaves this machine"
