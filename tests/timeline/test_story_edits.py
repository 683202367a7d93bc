"""The whole story, scenes and subjects."""

import pytest

from studio.errors import EditRefused
from studio.timeline.assembly import assemble
from studio.timeline.check import check
from studio.timeline.project import Project
from studio.timeline.queries import clips, shots
from studio.timeline.story import CueKind, Scene, Subject
from studio.timeline.story_edits import (
    add_cue,
    add_scene,
    add_subject,
    change_cue,
    change_scene,
    change_subject,
    choose_take,
    move_scene,
    remove_cue,
    remove_scene,
    remove_subject,
    set_story,
)
from tests.timeline.films import HERO, ONE, OTHER, TWO, make_cue, make_film, make_shot, shot_id


def retold(film: Project, scenes: tuple[Scene, ...]) -> Project:
    return set_story(
        film, title=film.title, language=film.language, brief=film.brief, style=film.style,
        scenes=scenes, subjects=film.subjects,
    )  # fmt: skip


def test_another_story_takes_the_clips_of_the_old_one_along() -> None:
    film = assemble(make_film())
    told = retold(film, film.scenes[1:])
    assert check(told) == ()
    assert {clip.owner for _, clip in clips(told)} < {clip.owner for _, clip in clips(film)}
    assert told.references == film.references
    assert (told.width, told.height) == (film.width, film.height)
    assert retold(film, film.scenes) is film


def test_scenes_are_added_moved_changed_and_removed() -> None:
    film = assemble(make_film())
    new = Scene(id="sc_new00000", shots=(make_shot("n"),))
    first = add_scene(film, new, 0)
    assert [scene.id for scene in first.scenes] == [new.id, ONE, TWO]
    assert [scene.id for scene in add_scene(film, new).scenes][-1] == new.id
    assert [scene.id for scene in move_scene(first, new.id, 9).scenes] == [ONE, TWO, new.id]
    assert move_scene(first, new.id, 0) is first
    assert change_scene(film, ONE, mood="tense").scenes[0].mood == "tense"
    assert change_scene(film, ONE, heading="INT. A") is film
    without = remove_scene(film, ONE)
    assert [scene.id for scene in without.scenes] == [TWO]
    assert check(without) == ()
    with pytest.raises(EditRefused, match=shot_id("a")):
        add_scene(film, Scene(id="sc_more0000", shots=(make_shot("a"),)))


@pytest.mark.parametrize("edit", [change_scene, remove_scene])
def test_a_scene_that_is_not_there(edit: object) -> None:
    assert callable(edit)
    with pytest.raises(EditRefused) as caught:
        edit(make_film(), "sc_none0000")
    assert caught.value.key == "timeline.no_scene"


def test_a_subject_that_is_used_stays_unless_told() -> None:
    film = make_film()
    with pytest.raises(EditRefused) as caught:
        remove_subject(film, HERO)
    assert "1-1, 1-2, 2-1" in str(caught.value)
    without = remove_subject(film, HERO, cascade=True)
    assert check(without) == ()
    assert all(not shot.subjects for shot in shots(without))
    assert remove_subject(film, OTHER).scenes == film.scenes
    more = add_subject(film, Subject(id="su_third000", name="Third"))
    assert change_subject(more, "su_third000", name="3rd").subjects[-1].name == "3rd"
    assert change_subject(film, HERO, name="Hero") is film
    with pytest.raises(EditRefused):
        add_subject(film, Subject(id=HERO, name="Again"))


def test_values_that_do_not_fit_and_ids_are_refused() -> None:
    film = make_film()
    with pytest.raises(EditRefused, match="name"):
        change_subject(film, HERO, name="")
    with pytest.raises(EditRefused, match=HERO):
        change_subject(film, HERO, id=OTHER)
    assert change_subject(film, HERO, id=HERO) is film


def test_cues_begin_inside_their_shot() -> None:
    film = assemble(make_film())
    cue = make_cue("boom", CueKind.EFFECT, start=20)
    more = add_cue(film, shot_id("b"), cue)
    assert more.scenes[0].shots[1].cues[-1] == cue
    assert change_cue(more, cue.id, start=23).scenes[0].shots[1].cues[-1].start == 23
    assert change_cue(more, cue.id, start=20) is more
    assert remove_cue(more, cue.id) == film
    with pytest.raises(EditRefused) as caught:
        change_cue(more, cue.id, start=24)
    assert caught.value.key == "timeline.cue_outside"
    with pytest.raises(EditRefused):
        add_cue(film, shot_id("b"), cue.evolve(start=24))
    line = film.scenes[0].shots[0].cues[0]
    assert check(remove_cue(film, line.id)) == ()


def test_takes_are_chosen_for_shots_and_cues() -> None:
    film = make_film()
    shot = film.scenes[0].shots[0]
    assert choose_take(film, shot.id, "tk_00000001").scenes[0].shots[0].take == "tk_00000001"
    chosen = choose_take(film, shot.cues[0].id, "tk_00000002")
    assert chosen.scenes[0].shots[0].cues[0].take == "tk_00000002"
    assert choose_take(chosen, shot.cues[0].id, "tk_00000002") is chosen
    assert choose_take(film, shot.id, None) is film
    with pytest.raises(EditRefused):
        choose_take(film, HERO, None)
