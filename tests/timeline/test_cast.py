"""Subjects with a sheet: views, variants, and which one a shot shows."""

import json
from datetime import date

import pytest

from studio.errors import EditRefused
from studio.timeline.cast_merging import cast_only
from studio.timeline.cast_sheet import sheet_of, shots_with, variant_in, words_of
from studio.timeline.check import check
from studio.timeline.migrate import migrate
from studio.timeline.project import Project
from studio.timeline.queries import find_shot, find_subject
from studio.timeline.story import (
    Consent,
    Reference,
    ReferenceKind,
    Role,
    Shot,
    Showing,
    Subject,
    Use,
    Variant,
    View,
)
from studio.timeline.story_edits import (
    add_subject,
    add_variant,
    change_subject,
    change_variant,
    drop_use,
    merge_shots,
    put_first,
    remove_reference,
    remove_subject,
    remove_variant,
    show_variant,
    use_reference,
)
from tests.timeline.films import HERO, OTHER, PICTURE, SOUND, make_film, shot_id

COAT, GOWN = "va_coat0000", "va_gown0000"
SMILE = "re_smile000"
FACE = Use(reference=PICTURE, role=Role.SUBJECT, view=View.FRONT)


def with_variants() -> Project:
    """The hero has a front, a smile and a voice, and two variants without pictures."""
    film = make_film()
    smile = Reference(id=SMILE, name="smile.png", kind=ReferenceKind.PICTURE)
    film = film.evolve(references=(*film.references, smile))
    film = use_reference(film, HERO, PICTURE, Role.SUBJECT, View.FRONT)
    film = use_reference(film, HERO, SMILE, Role.SUBJECT, View.SMILE)
    film = use_reference(film, HERO, SOUND, Role.SOUND)
    film = add_variant(film, HERO, Variant(id=COAT, name="Coat", description="A red coat."))
    return add_variant(film, HERO, Variant(id=GOWN, name="Gown"))


def hero(film: Project) -> Subject:
    found = find_subject(film, HERO)
    assert found is not None
    return found


def shot(film: Project, name: str) -> Shot:
    found = find_shot(film, shot_id(name))
    assert found is not None
    return found


def test_a_picture_shows_one_view_at_a_time() -> None:
    film = use_reference(make_film(), HERO, PICTURE, Role.SUBJECT)
    film = use_reference(film, HERO, PICTURE, Role.SUBJECT, View.FRONT)
    assert hero(film).uses == (FACE,)
    assert use_reference(film, HERO, PICTURE, Role.SUBJECT) is film
    film = use_reference(film, HERO, PICTURE, Role.SUBJECT, View.BACK)
    assert [use.view for use in hero(film).uses] == [View.BACK]


def test_a_shot_shows_the_first_variant_until_it_names_another() -> None:
    film = with_variants()
    assert check(film) == ()
    assert variant_in(shot(film, "a"), hero(film)) == hero(film).variants[0]
    other = show_variant(film, [shot_id("a"), shot_id("c")], HERO, GOWN)
    assert variant_in(shot(other, "a"), hero(other)) == hero(other).variants[1]
    assert shot(other, "b") is shot(film, "b")
    assert show_variant(other, [shot_id("a"), shot_id("c")], HERO, None) == film
    assert show_variant(other, [shot_id("a")], HERO, GOWN) is other
    first = put_first(film, GOWN)
    assert [each.id for each in hero(first).variants] == [GOWN, COAT]
    assert put_first(first, GOWN) is first


def test_pictures_of_a_variant_take_the_place_of_clothes_and_leave_faces_and_the_voice() -> None:
    film = with_variants()
    subject = hero(film)
    assert sheet_of(subject, None) == sheet_of(subject, subject.variants[0]) == subject.uses
    dressed = use_reference(film, COAT, PICTURE, Role.SUBJECT, View.BACK)
    coat = hero(dressed).variants[0]
    assert [(use.reference, use.view) for use in sheet_of(hero(dressed), coat)] == [
        (PICTURE, View.BACK), (SMILE, View.SMILE), (SOUND, None),
    ]  # fmt: skip
    assert check(dressed) == ()
    assert words_of(subject, coat) == "A red coat."
    told = change_subject(film, HERO, description="A tall woman. ")
    assert words_of(hero(told), hero(told).variants[0]) == "A tall woman. A red coat."
    assert words_of(hero(told), hero(told).variants[1]) == "A tall woman. "


def test_a_variant_leaves_only_with_its_showings() -> None:
    film = show_variant(with_variants(), [shot_id("a"), shot_id("c")], HERO, GOWN)
    with pytest.raises(EditRefused) as caught:
        remove_variant(film, GOWN)
    assert "1-1, 2-1" in caught.value.text("en")
    assert "1-1、2-1" in caught.value.text("zh")
    gone = remove_variant(film, GOWN, cascade=True)
    assert check(gone) == ()
    assert not shot(gone, "a").variants
    assert change_variant(gone, COAT, name="Cloak") != gone
    assert change_variant(gone, COAT, name="Coat") is gone


def test_references_leave_variants_too() -> None:
    film = use_reference(with_variants(), COAT, PICTURE, Role.SUBJECT, View.FRONT)
    film = drop_use(film, HERO, FACE)
    with pytest.raises(EditRefused) as caught:
        remove_reference(film, PICTURE)
    assert "Hero" in caught.value.text("en")
    gone = remove_reference(film, PICTURE, cascade=True)
    assert check(gone) == ()
    assert not hero(gone).variants[0].uses


def test_who_leaves_the_film_is_dressed_nowhere() -> None:
    film = show_variant(with_variants(), [shot_id("a")], HERO, GOWN)
    assert check(remove_subject(film, HERO, cascade=True)) == ()
    [scene, _] = cast_only(film.scenes, {OTHER})
    assert not scene.shots[0].variants
    assert [each.id for each in shots_with(film, HERO)] == list(map(shot_id, "abc"))


def test_two_shots_that_become_one_are_dressed_as_the_first() -> None:
    film = show_variant(with_variants(), [shot_id("b")], HERO, GOWN)
    assert not shot(merge_shots(film, shot_id("a"), shot_id("b")), "a").variants
    apart = film.evolve(
        scenes=tuple(
            scene.evolve(
                shots=tuple(
                    each.evolve(subjects=()) if each.id == shot_id("a") else each
                    for each in scene.shots
                )
            )
            for scene in film.scenes
        )
    )
    merged = merge_shots(apart, shot_id("a"), shot_id("b"))
    assert shot(merged, "a").variants == (Showing(subject=HERO, variant=GOWN),)


@pytest.mark.parametrize("owner", [OTHER, "su_nobody00"])
def test_a_variant_of_somebody_else_is_told_and_refused(owner: str) -> None:
    film = with_variants()
    with pytest.raises(EditRefused):
        show_variant(film, [shot_id("a")], owner, GOWN)
    wrong = shot(film, "a").evolve(variants=(Showing(subject=owner, variant=GOWN),))
    scene = film.scenes[0]
    broken = film.evolve(scenes=(scene.evolve(shots=(wrong, *scene.shots[1:])), *film.scenes[1:]))
    keys = {OTHER: "timeline.no_variant", "su_nobody00": "timeline.no_subject"}
    assert [problem.key for problem in check(broken)] == [keys[owner]]


def test_ids_of_variants_are_the_films() -> None:
    film = with_variants()
    for twice in (
        lambda: add_variant(film, OTHER, Variant(id=COAT, name="x")),
        lambda: add_subject(
            film, Subject(id="su_new00000", name="x", variants=(Variant(id=COAT, name="x"),))
        ),
    ):
        with pytest.raises(EditRefused) as caught:
            twice()
        assert caught.value.key == "timeline.same_id"


def test_consent_is_kept_with_its_days_and_undone_as_any_edit() -> None:
    given = Consent(person="Ada", purpose="an advert", given=date(2026, 1, 2))
    film = change_subject(make_film(), HERO, real=True, consent=given)
    again = Project.model_validate_json(film.model_dump_json())
    assert again == film
    assert hero(again).consent == given
    assert json.loads(film.model_dump_json())["subjects"][0]["consent"]["given"] == "2026-01-02"


def test_a_film_of_format_3_is_the_same_film() -> None:
    film = make_film()
    raw = json.loads(film.model_dump_json())
    for subject in raw["subjects"]:
        for name in ("variants", "real", "consent", "origin"):
            del subject[name]
    for scene in raw["scenes"]:
        for each in scene["shots"]:
            del each["variants"]
    old = {**raw, "format": 3}
    assert Project.model_validate(migrate(old)) == film
