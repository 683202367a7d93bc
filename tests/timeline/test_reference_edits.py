"""References in their roles."""

import pytest

from studio.errors import EditRefused
from studio.messages import say
from studio.timeline.assembly import assemble
from studio.timeline.check import check
from studio.timeline.cut import TrackKind
from studio.timeline.cut_edits import add_track, place
from studio.timeline.model import derived_id
from studio.timeline.project import Project
from studio.timeline.roles import ROLES
from studio.timeline.story import Reference, ReferenceKind, Role, Use
from studio.timeline.story_edits import (
    add_reference,
    change_reference,
    drop_use,
    remove_reference,
    use_reference,
)
from tests.timeline.films import HERO, ONE, PICTURE, SOUND, VIDEO, make_film, shot_id

LINE = derived_id("cu", "a", 0)
KINDS = {
    PICTURE: ReferenceKind.PICTURE, SOUND: ReferenceKind.SOUND, VIDEO: ReferenceKind.VIDEO,
}  # fmt: skip


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("reference", KINDS)
def test_a_role_must_fit_the_reference(reference: str, role: Role) -> None:
    film = make_film()
    if role in ROLES[KINDS[reference]]:
        used = use_reference(film, shot_id("a"), reference, role)
        assert used.scenes[0].shots[0].uses == (Use(reference=reference, role=role),)
        assert check(used) == ()
    else:
        with pytest.raises(EditRefused) as caught:
            use_reference(film, shot_id("a"), reference, role)
        for language in ("en", "zh"):
            assert say(f"craft.role.{role}", language) in caught.value.text(language)


@pytest.mark.parametrize("target", [shot_id("a"), ONE, HERO, LINE])
def test_everything_that_can_use_a_reference(target: str) -> None:
    film = make_film()
    used = use_reference(film, target, SOUND, Role.SOUND)
    assert check(used) == ()
    assert use_reference(used, target, SOUND, Role.SOUND) is used
    assert drop_use(used, target, Use(reference=SOUND, role=Role.SOUND)) == film
    assert drop_use(film, target, Use(reference=SOUND, role=Role.SOUND)) is film
    with pytest.raises(EditRefused):
        remove_reference(used, SOUND)
    gone = remove_reference(used, SOUND, cascade=True)
    assert check(gone) == ()
    assert gone == remove_reference(film, SOUND)


def test_the_newest_first_frame_replaces_the_one_before() -> None:
    other = Reference(id="re_other000", name="b.png", kind=ReferenceKind.PICTURE)
    film: Project = add_reference(make_film(), other)
    for reference in (PICTURE, other.id):
        for role in (Role.STYLE, Role.FIRST_FRAME):
            film = use_reference(film, shot_id("a"), reference, role)
    uses = [(use.reference, use.role) for use in film.scenes[0].shots[0].uses]
    assert uses == [
        (PICTURE, Role.STYLE), (other.id, Role.STYLE), (other.id, Role.FIRST_FRAME),
    ]  # fmt: skip


def test_references_join_once_and_change_their_names() -> None:
    film = make_film()
    again = Reference(id=PICTURE, name="other", kind=ReferenceKind.SOUND)
    assert add_reference(film, again) is film
    assert change_reference(film, PICTURE, name="x").references[0].name == "x"
    assert change_reference(film, PICTURE, name="face.png") is film
    for edit in (lambda: use_reference(film, ONE, "re_none0000", Role.STYLE),
                 lambda: use_reference(film, "tr_none0000", PICTURE, Role.STYLE)):  # fmt: skip
        with pytest.raises(EditRefused):
            edit()


def test_a_reference_in_the_cut_stays_unless_told() -> None:
    film = add_track(assemble(make_film()), "Over", TrackKind.PICTURE, track_id="tr_over0000")
    film = place(film, "tr_over0000", PICTURE, 5, 10)
    with pytest.raises(EditRefused) as caught:
        remove_reference(film, PICTURE)
    assert caught.value.key == "timeline.reference_shown"
    assert check(remove_reference(film, PICTURE, cascade=True)) == ()
