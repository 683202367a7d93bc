"""The cut of the story as it is told."""

import pytest

from studio.timeline.assembly import assemble
from studio.timeline.check import check
from studio.timeline.cut import Track, TrackKind
from studio.timeline.project import Project
from studio.timeline.story import Cue, CueKind
from studio.timeline.story_edits import add_cue
from tests.timeline.films import make_cue, make_film, shot_id


def by_name(film: Project) -> dict[str, Track]:
    return {track.name: track for track in film.cut.tracks}


def places(track: Track) -> list[tuple[int, int]]:
    return [(clip.start, clip.frames) for clip in track.clips]


def with_cues(*cues: Cue, shot: str = "c") -> Project:
    film = make_film()
    for cue in cues:
        film = add_cue(film, shot_id(shot), cue)
    return assemble(film)


def test_every_shot_once() -> None:
    film = assemble(make_film())
    assert check(film) == ()
    tracks = by_name(film)
    assert [(t.role, t.kind) for t in film.cut.tracks] == [
        ("picture", TrackKind.PICTURE), ("dialogue", TrackKind.SOUND), ("effects", TrackKind.SOUND),
        ("music", TrackKind.SOUND), ("captions", TrackKind.TEXT),
    ]  # fmt: skip
    assert places(tracks["Picture"]) == [(0, 48), (48, 24), (72, 100)]
    assert places(tracks["Dialogue"]) == places(tracks["Picture"])
    assert places(tracks["Music"]) == [(0, 172)]
    assert places(tracks["Captions"]) == [(0, 8), (48, 8), (72, 8), (82, 8), (92, 8)]
    assert [marker.frame for marker in film.cut.markers] == [0, 72]


def test_twice_gives_the_same() -> None:
    film = make_film()
    assert assemble(film) == assemble(film)
    once = assemble(film)
    assert assemble(once) is once


def test_effects_at_once_lie_on_tracks_of_their_own() -> None:
    film = with_cues(
        make_cue("rain", CueKind.EFFECT), make_cue("thunder", CueKind.EFFECT, 0, 10),
        make_cue("door", CueKind.EFFECT, 30, 500),
    )  # fmt: skip
    tracks = by_name(film)
    assert check(film) == ()
    assert places(tracks["Effects"]) == [(72, 100)]
    assert places(tracks["Effects 2"]) == [(72, 10), (102, 70)]  # not beyond the film


def test_music_ends_with_its_scene_or_where_the_next_begins() -> None:
    film = with_cues(make_cue("flute", CueKind.MUSIC, 8, 12))
    assert places(by_name(film)["Music"]) == [(0, 80), (80, 12)]
    open_ended = make_film().scenes[0].shots[0].cues[-1].evolve(frames=None)
    shot = make_film().scenes[0].shots[0]
    scene = make_film().scenes[0]
    scene = scene.evolve(shots=(shot.evolve(cues=(open_ended,)), scene.shots[1]))
    film = assemble(make_film().evolve(scenes=(scene, make_film().scenes[1])))
    assert places(by_name(film)["Music"]) == [(0, 72)]


def test_captions_end_with_their_shot_and_at_the_next() -> None:
    film = with_cues(
        make_cue("one", CueKind.CAPTION, 2), make_cue("two", CueKind.CAPTION, 20, 90), shot="b"
    )
    places_ = places(by_name(film)["Captions"])
    assert places_[1:4] == [(48, 2), (50, 18), (68, 4)]


def test_captions_that_begin_together_are_both_there() -> None:
    film = with_cues(make_cue("also", CueKind.CAPTION, 0, 6), shot="b")
    assert check(film) == ()
    assert places(by_name(film)["Captions 2"]) == [(48, 6)]


@pytest.mark.parametrize("start", [24, 5000])
def test_a_cue_outside_its_shot_is_still_heard(start: int) -> None:
    film = make_film()
    shot = film.scenes[0].shots[1]
    late = shot.evolve(cues=(make_cue("late", CueKind.CAPTION, start),))
    scene = film.scenes[0].evolve(shots=(film.scenes[0].shots[0], late))
    assembled = assemble(film.evolve(scenes=(scene, film.scenes[1])))
    assert (71, 1) in places(by_name(assembled)["Captions"])


def test_an_empty_story_has_an_empty_cut() -> None:
    film = assemble(Project())
    assert film.cut.frames == 0
    assert len(film.cut.tracks) == 5
