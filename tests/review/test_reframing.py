"""Deliveries of another shape keep figures in sight: in the sample film, frame by frame."""

from pathlib import Path

import numpy as np
import pytest

from studio.cast.loaded import Loaded
from studio.cast.models import Model, NoModel, State
from studio.media.video import decoded
from studio.messages import say
from studio.render.export import export
from studio.render.sample import sample
from studio.review.reframing import Standing, crops, left_out, reframings, wholes
from studio.timeline.cut import Clip, Cut, Track, TrackKind
from studio.timeline.document import Document
from studio.timeline.look import Fit, Focus, Look, Place
from studio.timeline.look_edits import change_focus, change_look, put_focus
from studio.timeline.project import Project
from tests.films import grey_ramp, make_film, make_take
from tests.review.reframed import RATIO, Film, Picture, found_in, heads, sample_film, upright

TWO, CLOSE, TITLE = "2-2", "2-5", "3-3"
SURE, NOT = 0.9, 0.75
FILLED = 480 / 540  # how large the sample's frame is in the small delivery that it fills


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    return sample_film(tmp_path_factory.mktemp("sample") / "film")


def exported(film: Film, project: Project, clip: Clip, out: Path) -> list[Picture]:
    """The first pictures of a clip in an upright file."""
    export(project, film.shown, film.folder, out, upright(project, clip), overwrite=True)
    return [picture for _, picture in decoded(out)]


def test_two_who_stand_apart_are_cut_off_until_they_are_reframed(
    film: Film, tmp_path: Path
) -> None:
    """In the middle neither is whole; the focus keeps who speaks; shown whole, both are."""
    clip = film.clip(TWO)
    found = reframings(film.project, film.shown, film.looker(), RATIO)
    kept = put_focus(film.project, crops(found))
    whole = put_focus(kept, wholes(found))
    mine = wholes(found)[clip.id]
    shots = heads(film, clip)
    assert shots.keys() == {"Mei", "Old Wu"}

    def surely(project: Project, scale: float) -> dict[str, float]:
        frame = exported(film, project, clip, tmp_path / "out.mp4")[0]
        return {name: found_in(frame, head, scale) for name, head in shots.items()}

    before = surely(film.project, FILLED)
    assert max(before.values()) < NOT, before
    one = surely(kept, FILLED)
    assert one["Old Wu"] > SURE, one
    assert one["Mei"] < NOT, one
    both = surely(whole, FILLED * mine.scale)
    assert min(both.values()) > SURE, both


def test_the_viewer_shows_what_is_exported(film: Film, tmp_path: Path) -> None:
    clip = film.clip(TWO)
    found = reframings(film.project, film.shown, film.looker(), RATIO, only=[clip.id])
    for foci in (crops(found), wholes(found), wholes(found, Fit.BARS)):
        project = put_focus(film.project, foci)
        file = exported(film, project, clip, tmp_path / "out.mp4")[1]
        delivery = upright(project, clip)
        seen = sample(project, film.shown, film.folder, delivery, clip.start + 1, 480)
        assert seen is not None
        apart = np.abs(seen[..., :3].astype(int) - file.astype(int))
        assert apart.mean() < 2.5, "but for the encoder they are one"


def test_who_is_cut_off_is_told_and_shown_whole_only_when_wanted(film: Film) -> None:
    found = reframings(film.project, film.shown, film.looker(), RATIO)
    foci = crops(found)
    assert all(focus.scale == 1 and focus.ratio == RATIO for focus in foci.values())
    assert [each.label for each in left_out(found, foci)] == [TWO, "3-2", TITLE]
    foci |= wholes(found)
    assert left_out(found, foci) == []
    assert foci[film.clip(CLOSE).id].scale == 1, "a face may be larger than the picture"
    whole = wholes(found, Fit.BARS)
    assert {focus.ground for focus in whole.values()} == {Fit.BARS}
    assert len(whole) == 3


def test_a_focus_that_the_maker_set_is_not_touched(film: Film) -> None:
    """Neither one for the ratio nor one for all; one that was proposed may be proposed anew."""
    one, other, third = (film.clip(label).id for label in (TWO, "3-2", TITLE))
    own = {one: Focus(ratio=RATIO, x=0.2), other: Focus(x=0.8)}
    project = put_focus(film.project, own)
    found = reframings(project, film.shown, film.looker(), RATIO)
    standing = {each.clip.id: each.standing for each in found}
    assert (standing[one], standing[other], standing[third]) == (
        Standing.SET, Standing.SET, Standing.FREE,
    )  # fmt: skip
    assert not {one, other} & (crops(found).keys() | wholes(found).keys())
    again = reframings(put_focus(project, crops(found)), film.shown, film.looker(), RATIO)
    assert next(each.standing for each in again if each.clip.id == third) is Standing.OURS
    assert crops(again) == {}
    assert wholes(again).keys() == {third}
    settled = put_focus(put_focus(project, crops(found)), wholes(again))
    last = reframings(settled, film.shown, film.looker(), RATIO)
    assert (crops(last), left_out(last, {}) and [e.label for e in left_out(last, {})]) == (
        {}, [TWO, "3-2"],
    )  # fmt: skip


def test_what_was_proposed_follows_another_take_until_the_maker_sets_it(film: Film) -> None:
    """The take of another shot in its place: whoever is seen there is elsewhere."""
    clip, other = film.clip(TWO), film.clip(CLOSE)
    found = reframings(film.project, film.shown, film.looker(), RATIO)
    project = put_focus(film.project, crops(found) | wholes(found))
    shown = {**film.shown, clip.owner: film.shown[other.owner]}
    again = reframings(project, shown, film.looker(), RATIO, only=[clip.id])
    assert crops(again) == {clip.id: crops(found)[other.id]}, "it need not be whole any more"
    mine = change_focus(project, [clip.id], RATIO, x=0.5)
    (kept,) = reframings(mine, shown, film.looker(), RATIO, only=[clip.id])
    assert kept.standing is Standing.SET
    assert (crops([kept]), wholes([kept])) == ({}, {})


def test_what_is_shown_whole_stays_so(film: Film) -> None:
    found = reframings(film.project, film.shown, film.looker(), RATIO)
    project = put_focus(film.project, crops(found) | wholes(found, Fit.BARS))
    again = reframings(project, film.shown, film.looker(), RATIO)
    assert crops(again) == wholes(again, Fit.BARS) == {}
    assert left_out(again, {}) == []
    assert wholes(again).keys() == wholes(found).keys(), "another ground is another picture"


def test_it_is_one_step_of_undo(film: Film) -> None:
    document = Document(film.project)
    found = reframings(film.project, film.shown, film.looker(), RATIO)
    document.apply("Reframe", put_focus, crops(found))
    assert document.project != film.project
    document.undo()
    assert document.project == film.project


def test_the_same_film_is_reframed_the_same_way(film: Film) -> None:
    once, again = (reframings(film.project, film.shown, film.looker(), RATIO) for _ in range(2))
    assert crops(once) == crops(again)


def missing(model: Model) -> tuple[Path, ...]:
    """No model is installed."""
    raise NoModel(model, State.MISSING)


def test_what_nobody_drew_needs_the_model_and_says_so(tmp_path: Path) -> None:
    """Without it nothing is claimed, and nothing is changed."""
    shown = {"sh_00000000": make_take(tmp_path, "sh_00000000", grey_ramp(4, 160, 90))}
    film = Film(make_film(4), shown, tmp_path)
    (found,) = reframings(film.project, shown, film.looker(Loaded(missing)), RATIO)
    assert found.framing is None
    assert found.why is not None
    for language in ("en", "zh"):
        assert "pip install" in found.why.text(language)
    assert (crops([found]), wholes([found]), left_out([found], {})) == ({}, {}, [])
    (quick,) = reframings(film.project, shown, film.looker(), RATIO)
    assert quick.why is not None
    assert quick.why.key == "reframe.unseen"
    assert say("reframe.unseen", "zh") != say("reframe.unseen", "en")


@pytest.mark.parametrize(
    "look",
    [Look(place=Place(scale=0.5)), Look(place=Place(turn=10))],
    ids=["smaller than the frame", "turned"],
)
def test_what_the_maker_placed_by_hand_stays(look: Look, film: Film) -> None:
    clip = film.clip(TWO).evolve(look=look)
    track = Track(id="tr_00000001", name="V", kind=TrackKind.PICTURE, clips=(clip,))
    project = film.project.evolve(cut=Cut(tracks=(track,)))
    (found,) = reframings(project, film.shown, film.looker(), RATIO)
    assert found.framing is None
    assert found.why is None


def test_a_mirrored_picture_keeps_who_speaks(film: Film) -> None:
    clip = film.clip(TWO)
    turned = clip.evolve(look=Look(place=Place(mirrored=True)))
    track = Track(id="tr_00000001", name="V", kind=TrackKind.PICTURE, clips=(turned,))
    project = film.project.evolve(cut=Cut(tracks=(track,)))
    found = reframings(project, film.shown, film.looker(), RATIO)
    plain = reframings(film.project, film.shown, film.looker(), RATIO, only=[clip.id])
    assert crops(found)[clip.id].x == pytest.approx(1 - crops(plain)[clip.id].x, abs=0.002)


def test_an_upright_film_keeps_heads_in_a_wide_delivery(film: Film) -> None:
    """The same takes with bars in a film of their width and of twice their height, seen at 16:9."""
    project = film.project.evolve(width=540, height=960)
    found = reframings(project, film.shown, film.looker(), "16:9")
    assert left_out(found, crops(found)) == []
    assert all(each.framing is not None and each.framing.cut == () for each in found)
    filled = change_look(project, [each.clip.id for each in found], fit=Fit.FILL)
    close = next(e for e in reframings(filled, film.shown, film.looker(), "16:9")
                 if e.clip.id == film.clip("2-1").id)  # fmt: skip
    assert close.framing is not None
    assert close.framing.focus.y < 0.5, "heads are above the middle"
