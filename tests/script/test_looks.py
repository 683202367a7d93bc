"""More looks at what is told: only at what is there."""

from studio.script.casting import Cast
from studio.script.kinds import kinds
from studio.script.looks import Looking, Told
from studio.script.treatment import Place, Role
from studio.timeline.story import Size, SubjectKind

GIRL, BOY = Role(name="Girl", gender="female"), Role(name="Boy", gender="male")
CAR = Role(name="Car", kind=SubjectKind.THING)


def looking(*roles: Role, place: str = "") -> Looking:
    return Looking(Place(text="x", place=place), Cast(roles), "en")


def whos(made: Looking, told: Told) -> list[str]:
    return [look.who for look in made.closer(told)]


def test_a_sentence_about_nobody_has_no_face_and_no_watcher() -> None:
    told = Told("Rain falls", 0, ())
    assert set(whos(looking(GIRL, BOY), told)) == {"none"}
    assert looking(GIRL, BOY).weight(told) == 1


def test_a_face_a_watcher_and_the_thing_in_hand() -> None:
    told = Told("The girl opens a letter", 0, ("Girl",))
    made = looking(GIRL, BOY)
    assert set(whos(made, told)) == {"a", "other", "object", "none"}
    row = [made.again(told, n, None) for n in range(3)]
    assert row[0].shot.text == "The girl opens a letter, the face of the girl"
    assert (row[0].size, row[0].shot.subjects) == (Size.CLOSE_UP, ("Girl",))
    assert row[1].shot.subjects == ("Boy",)
    assert "a letter" in row[2].shot.text
    assert all(beat.spare for beat in row)


def test_nobody_watches_alone_and_a_thing_has_no_face() -> None:
    assert "other" not in whos(looking(GIRL), Told("The girl waits", 0, ("Girl",)))
    assert set(whos(looking(CAR), Told("The car waits", 0, ("Car",)))) == {"none"}


def test_plain_looks_change_from_sentence_to_sentence() -> None:
    made = looking()
    first = made.again(Told("Rain falls", 0, ()), 0, None)
    second = made.again(Told("Fog comes", 1, ()), 0, None)
    assert first.size is not second.size


def test_a_scene_without_a_place_is_not_looked_at_from_above() -> None:
    assert "place" not in {look.who for look in looking(GIRL).looks("The girl waits")}
    assert "place" in {look.who for look in looking(GIRL, place="quay").looks("The girl waits")}
    beat = looking(place="quay").look(0, kinds()["general"], "Rain falls")
    assert beat.shot.text.startswith("Rain falls: ")
    assert beat.shot.subjects == ()
