"""Every rule that spans nodes is seen when it is broken, and says so in both languages."""

from typing import Any

import pytest

from studio.messages import LANGUAGES
from studio.timeline.assembly import assemble
from studio.timeline.check import check, new_problems
from studio.timeline.cut import Clip
from studio.timeline.project import Project
from studio.timeline.story import Role, Subject, Use
from tests.timeline.films import OTHER, PICTURE, SOUND, make_film, shot_id


def with_shot(**changes: Any) -> Project:
    """The assembled film with another shot b."""
    film = assemble(make_film())
    first, second = film.scenes[0].shots
    scene = film.scenes[0].evolve(shots=(first, second.evolve(**changes)))
    return film.evolve(scenes=(scene, film.scenes[1]))


def with_clips(*clips: Clip) -> Project:
    film = assemble(make_film())
    track = film.cut.tracks[0].evolve(clips=clips)
    return film.evolve(cut=film.cut.evolve(tracks=(track, *film.cut.tracks[1:])))


def clip(name: str, start: int, frames: int, owner: str = shot_id("a")) -> Clip:
    return Clip(id=f"cl_{name:0>8}", owner=owner, start=start, frames=frames)


LINE = make_film().scenes[0].shots[1].cues[0]
FIRST = Use(reference=PICTURE, role=Role.FIRST_FRAME)
LAST = Use(reference=PICTURE, role=Role.LAST_FRAME)
NEW = Subject(id="su_new00000", name="New")

BROKEN = {
    "same_id": with_shot(cues=(LINE, LINE)),
    "no_subject": with_shot(subjects=("su_none0000",)),
    "no_reference": with_shot(uses=(Use(reference="re_none0000", role=Role.STYLE),)),
    "wrong_role": with_shot(uses=(Use(reference=SOUND, role=Role.STYLE),)),
    "role_twice": with_shot(uses=(FIRST, LAST, FIRST)),
    "cue_outside": with_shot(cues=(LINE.evolve(start=24),)),
    "no_owner": with_clips(clip("a", 0, 5, "sh_none0000")),
    "wrong_track": with_clips(clip("a", 0, 5, SOUND)),
    "overlap": with_clips(clip("a", 0, 5), clip("b", 4, 5)),
    "unsorted": with_clips(clip("a", 10, 5), clip("b", 0, 5)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_seen(name: str) -> None:
    (problem,) = check(BROKEN[name])
    assert problem.key == f"timeline.{name}"
    assert problem.owner
    assert all(problem.text(language) for language in LANGUAGES)


@pytest.mark.parametrize("name", BROKEN)
def test_what_an_edit_breaks_is_seen_and_what_was_broken_is_not(name: str) -> None:
    sound, broken = assemble(make_film()), BROKEN[name]
    assert new_problems(sound, broken) == check(broken)
    assert new_problems(broken, sound) == ()
    assert new_problems(broken, broken.evolve(title="Another")) == ()
    assert new_problems(broken, broken.evolve(subjects=(*broken.subjects, NEW))) == ()


def test_a_part_that_goes_is_missed_by_those_that_pointed_at_it() -> None:
    film = assemble(make_film())
    for after, key in (
        (film.evolve(scenes=film.scenes[:1]), "no_owner"),
        (film.evolve(subjects=film.subjects[1:]), "no_subject"),
        (film.evolve(scenes=(*film.scenes, film.scenes[0].evolve())), "same_id"),
    ):
        found = new_problems(film, after)
        assert f"timeline.{key}" in {problem.key for problem in found}
        assert found == check(after)


def test_uses_and_speakers_are_looked_at_everywhere() -> None:
    lost = Use(reference="re_none0000", role=Role.STYLE)
    film = make_film()
    shot = film.scenes[1].shots[0]
    cue = shot.cues[0].evolve(speaker="su_none0000", uses=(lost,))
    scene = film.scenes[1].evolve(uses=(lost,), shots=(shot.evolve(cues=(cue,)),))
    hero = film.subjects[0].evolve(uses=(lost,))
    broken = film.evolve(scenes=(film.scenes[0], scene), subjects=(hero, film.subjects[1]))
    found = {(problem.key, problem.owner) for problem in check(broken)}
    assert found == {
        ("timeline.no_reference", hero.id), ("timeline.no_reference", scene.id),
        ("timeline.no_reference", cue.id), ("timeline.no_subject", cue.id),
    }  # fmt: skip


def test_a_sound_film_has_no_problems() -> None:
    assert check(Project()) == ()
    assert check(make_film()) == ()
    assert check(assemble(make_film())) == ()
    assert check(with_shot(subjects=(OTHER,), uses=(FIRST, LAST))) == ()
