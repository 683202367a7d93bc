"""Which shots a step of the history is named after."""

from studio.timeline.project import Project
from studio.timeline.shot_edits import change_shot
from studio.timeline.story import Size
from studio.ui.history_places import about
from tests.films import make_film

FILM = make_film(24, 24, 24, 24, 24, lines={1: "Wait."})


def moved(film: Project, by: int, *numbers: int, **changes: object) -> Project:
    """The film with some clips of its picture track later, and changed."""
    track = film.cut.tracks[0]
    clips = tuple(
        clip.evolve(start=clip.start + by, **changes) if n in numbers else clip
        for n, clip in enumerate(track.clips)
    )
    tracks = (track.evolve(clips=clips), *film.cut.tracks[1:])
    return film.evolve(cut=film.cut.evolve(tracks=tracks))


def test_a_step_is_about_the_shots_that_it_changes() -> None:
    one = change_shot(FILM, "sh_00000002", size=Size.LONG)
    assert about(FILM, one) == ("1-3",)
    assert about(one, FILM) == ("1-3",)
    two = change_shot(one, "sh_00000000", prompt="rain")
    assert about(FILM, two) == ("1-1", "1-3")
    assert about(FILM, FILM) == ()
    assert about(FILM, FILM.evolve(title="Another")) == ()


def test_a_step_about_much_names_nothing() -> None:
    changed = FILM
    for shot in FILM.scenes[0].shots:
        changed = change_shot(changed, shot.id, prompt="rain")
    assert about(FILM, changed) == ()


def test_a_clip_counts_for_its_shot_and_not_for_those_it_moves_along() -> None:
    assert about(FILM, moved(FILM, 3, 4)) == ("1-5",)
    shorter = moved(moved(FILM, 0, 1, frames=20), -4, 2, 3, 4)
    assert about(FILM, shorter) == ("1-2",)


def test_a_shot_that_is_gone_keeps_its_name() -> None:
    scene = FILM.scenes[0]
    less = FILM.evolve(scenes=(scene.evolve(shots=scene.shots[:-1]),))
    assert about(FILM, less) == ("1-5",)
    assert about(less, FILM) == ("1-5",)


def test_a_line_on_the_timeline_counts_for_the_shot_that_says_it() -> None:
    words = FILM.cut.tracks[2]
    later = words.evolve(clips=tuple(c.evolve(start=c.start + 2) for c in words.clips))
    film = FILM.evolve(cut=FILM.cut.evolve(tracks=(*FILM.cut.tracks[:2], later)))
    assert about(FILM, film) == ("1-2",)
