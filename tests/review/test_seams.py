"""Seams of a cut: steps and repeated frames found at their cuts, and each remedy mends its own."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.errors import EditRefused
from studio.render.tables import graded
from studio.review.cut_frames import first_pictures, last_pictures
from studio.review.mending import mended
from studio.review.remedies import best_pair, dissolve, drop_repeated, l_cut, match_colour
from studio.review.seam import Remedy, Seam, Unseen
from studio.review.seams import seams
from studio.timeline.cut import TrackKind
from studio.timeline.linking import link
from studio.timeline.look import PLAIN
from studio.timeline.project import Project
from studio.timeline.queries import find_clip
from studio.timeline.take import Take
from tests.films import make_film, make_take, tone
from tests.review.planted import Picture, scene

Film = tuple[Project, dict[str, Take], Path]
CUTS = ("cl_00000001", "cl_00000002", "cl_00000003", "cl_00000004")


def _tinted(picture: Picture) -> Picture:
    """A stop darker, and bluer."""
    light = (picture / 255.0) ** 2.4 * np.array([0.85, 0.48, 0.3])
    return np.asarray(255 * light ** (1 / 2.4), np.uint8)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """Five shots that go on in one movement; what is wrong at each cut:

    1: nothing. 2: three frames come again. 3: a colour step. 4: it is loud.
    """
    folder, whole = tmp_path_factory.mktemp("film"), scene(100)
    still = [whole[76]] * 24
    parts = [
        whole[:20], whole[20:40], whole[37:57], [_tinted(p) for p in whole[57:77]], still,
    ]  # fmt: skip
    sounds = [tone(1.5, 0.1)] * 4 + [tone(1.5, 0.8)]
    project = make_film(*(len(part) for part in parts))
    shown = {
        f"sh_{n:08}": make_take(folder, f"sh_{n:08}", part, sound)
        for n, (part, sound) in enumerate(zip(parts, sounds, strict=True))
    }
    return project, shown, folder


def _seam(film: Film, clip: str) -> Seam:
    project, shown, folder = film
    found = seams(project, shown, folder, only=[clip])
    assert len(found) == 1
    assert isinstance(found[0], Seam)
    return found[0]


def _keys(seam: Seam) -> set[str]:
    return {finding.told.key.removeprefix("review.seam_") for finding in seam.findings}


def test_each_cut_is_measured_in_order(film: Film) -> None:
    project, shown, folder = film
    told: list[float] = []
    found = seams(project, shown, folder, progress=told.append)
    assert [each.cut.frame for each in found] == [20, 40, 60, 80]
    assert found[0].cut.label == "1-1 / 1-2"
    assert told[-1] == 1


def test_a_cut_that_goes_on_is_not_accused(film: Film) -> None:
    assert _seam(film, CUTS[0]).findings == ()


def test_repeated_frames_are_counted_and_dropped(film: Film) -> None:
    project, _, folder = film
    seam = _seam(film, CUTS[1])
    assert (seam.steps.repeated, _keys(seam)) == (3, {"repeated"})
    assert seam.remedies == (Remedy.DROP_REPEATED,)
    mended = drop_repeated(project, CUTS[1], seam.steps.repeated, {})
    assert mended.cut.frames == project.cut.frames - 3
    again = seams(mended, film[1], folder, only=[CUTS[1]])
    assert isinstance(again[0], Seam)
    assert again[0].findings == ()


def test_a_colour_step_is_found_and_matched(film: Film) -> None:
    project, shown, folder = film
    seam = _seam(film, CUTS[2])
    assert {"luma", "colour"} <= _keys(seam)
    assert Remedy.MATCH_COLOUR in seam.remedies
    path = folder / shown["sh_00000003"].files[0].path
    model = folder / shown["sh_00000002"].files[0].path
    picture = first_pictures(seam.cut.after, path, project.rate, 1)[0]
    wanted = last_pictures(seam.cut.before, model, project.rate, 1)[0]
    mended = match_colour(project, CUTS[2], picture, wanted, graded)
    found = find_clip(mended, CUTS[2])
    assert found is not None
    grade = (found[1].look or PLAIN).grade
    assert grade.exposure == pytest.approx(1, abs=0.25)
    assert grade.temperature > 0.2
    colours = graded(picture[..., ::-1].reshape(-1, 3) / 255, grade)
    now = np.asarray(colours[:, ::-1].reshape(picture.shape) * 255, np.uint8)
    before, after = _distance(picture, wanted), _distance(now, wanted)
    assert after < 0.4 * before  # what a white balance can do


def _distance(one: Picture, other: Picture) -> float:
    means = [
        cv2.cvtColor(p.astype(np.float32) / 255, cv2.COLOR_BGR2Lab).mean(axis=(0, 1))
        for p in (one, other)
    ]
    return float(np.linalg.norm(np.asarray(means[0] - means[1], np.float64)))


def test_a_step_of_sound_is_found(film: Film) -> None:
    seam = _seam(film, CUTS[3])
    assert seam.steps.sound == pytest.approx(18, abs=1)
    assert "sound" in _keys(seam)
    assert Remedy.L_CUT in seam.remedies


def test_steps_between_scenes_are_meant(film: Film) -> None:
    project, shown, folder = film
    (scene_,) = project.scenes
    parts = (scene_.shots[:3], scene_.shots[3:])
    scenes = tuple(scene_.evolve(id=f"sc_0000000{n}", shots=shots) for n, shots in enumerate(parts))
    found = seams(project.evolve(scenes=scenes), shown, folder, only=[CUTS[2]])
    assert isinstance(found[0], Seam)
    assert found[0].findings == ()
    assert abs(found[0].steps.luma) > 10


def test_a_short_dissolve_is_an_edit(film: Film) -> None:
    project, shown, folder = film
    mended = dissolve(project, CUTS[3])
    found = find_clip(mended, CUTS[3])
    assert found is not None
    assert found[1].entry is not None
    assert found[1].entry.frames == 8
    assert len(seams(mended, shown, folder)) == 3  # a transition is no hard cut


def test_the_best_pair_takes_frames_off_both_sides(film: Film) -> None:
    project = film[0]
    mended = best_pair(project, CUTS[0], CUTS[1], (2, 3), {})
    one, other = find_clip(mended, CUTS[0]), find_clip(mended, CUTS[1])
    assert one is not None
    assert other is not None
    assert (one[1].frames, other[1].frames, other[1].skip) == (18, 17, 3)
    assert other[1].start == one[1].end


def _named(project: Project) -> Project:
    """Each sound has an id of its own."""
    tracks = [
        track.evolve(clips=tuple(c.evolve(id=f"{c.id[:3]}s{c.id[4:]}") for c in track.clips))
        if track.kind is TrackKind.SOUND else track
        for track in project.cut.tracks
    ]  # fmt: skip
    return project.evolve(cut=project.cut.evolve(tracks=tuple(tracks)))


def _linked(project: Project) -> Project:
    """Each picture linked with its own sound."""
    film = _named(project)
    for number in range(5):
        film = link(film, [f"cl_{number:08}", f"cl_s{number:07}"])
    return film


def test_the_sound_goes_on_as_far_as_the_take_has_it(film: Film) -> None:
    project = _linked(film[0])
    known = {f"sh_{n:08}": 36 for n in range(5)}  # a second and a half each
    mended = l_cut(project, CUTS[2], CUTS[3], known)
    ending, beginning = find_clip(mended, "cl_s0000003"), find_clip(mended, "cl_s0000004")
    assert ending is not None
    assert beginning is not None
    assert ending[1].end == beginning[1].start == 92
    assert beginning[1].skip == 12
    picture = find_clip(mended, CUTS[3])
    assert picture is not None
    assert picture[1].start == 80
    less = l_cut(project, CUTS[2], CUTS[3], known | {"sh_00000003": 25})
    assert [c.end for t in less.cut.tracks for c in t.clips if c.id == "cl_s0000003"] == [85]
    with pytest.raises(EditRefused, match="no more sound"):
        l_cut(project, CUTS[2], CUTS[3], known | {"sh_00000003": 20})
    with pytest.raises(EditRefused, match="no sound"):
        l_cut(_named(film[0]), CUTS[2], CUTS[3], known)


def test_a_take_that_is_gone_is_told(film: Film, tmp_path: Path) -> None:
    project, shown, _ = film
    found = seams(project, shown, tmp_path, only=[CUTS[0]])
    assert isinstance(found[0], Unseen)
    assert found[0].why.key == "media.missing"


def test_each_remedy_mends_its_seam(film: Film) -> None:
    """From what was measured alone, as the window and the command line do it."""
    project, shown, folder = film

    def done(clip: str, remedy: Remedy) -> Project:
        return mended(project, shown, folder, _seam(film, clip), remedy, {}, graded)

    assert done(CUTS[1], Remedy.DROP_REPEATED).cut.frames == project.cut.frames - 3
    found = find_clip(done(CUTS[2], Remedy.MATCH_COLOUR), CUTS[2])
    assert found is not None
    assert found[1].look is not None
    assert found[1].look.grade != PLAIN.grade
    dissolved = find_clip(done(CUTS[2], Remedy.DISSOLVE), CUTS[2])
    assert dissolved is not None
    assert dissolved[1].entry is not None
    with pytest.raises(EditRefused) as caught:
        done(CUTS[0], Remedy.DROP_REPEATED)
    assert caught.value.key == "review.nothing_repeated"


def _said(film: Film, clip: str) -> set[str]:
    (found,) = seams(*film, only=[clip], graded=graded)
    assert isinstance(found, Seam)
    return {each.told.key for each in found.findings}


def test_what_was_mended_is_said_no_more(film: Film) -> None:
    """A grade counts, and so does sound that goes on under the next picture."""
    project, shown, folder = film
    linked = (_linked(project), shown, folder)
    steps = {"review.seam_luma", "review.seam_colour"}
    assert _said(linked, CUTS[2]) & steps
    colour = mended(linked[0], shown, folder, _seam(film, CUTS[2]), Remedy.MATCH_COLOUR, {}, graded)
    assert not _said((colour, shown, folder), CUTS[2]) & steps
    assert _seam((colour, shown, folder), CUTS[2]).findings, "the takes themselves still step"
    assert "review.seam_sound" in _said(linked, CUTS[3])
    over = l_cut(linked[0], CUTS[2], CUTS[3], {f"sh_{n:08}": 36 for n in range(5)})
    assert "review.seam_sound" not in _said((over, shown, folder), CUTS[3])
