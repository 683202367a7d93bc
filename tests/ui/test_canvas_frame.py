"""Where the canvas says that pictures and words stand is where the exporter's graph puts them."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtWidgets import QApplication

from studio.render.preview import Reel, picture_at
from studio.render.programme import cut_programme
from studio.render.seeking import Entrances
from studio.timeline.cut import Clip
from studio.timeline.look import Crop, Fit, Focus, Lettering, Look, Place
from studio.timeline.look_edits import change_look
from studio.timeline.project import Project
from studio.timeline.take import Take
from studio.timeline.title_edits import add_title
from studio.ui.canvas_drag import Hold, Keys, cropped, placed
from studio.ui.canvas_frame import Grip, Standing, place_of, standing
from studio.ui.canvas_held import held
from studio.ui.canvas_snap import Guide, Lines
from studio.ui.theme import DARK, dress
from tests.films import make_film, make_take

OWNER, CLIP = "sh_00000000", "cl_00000000"
WIDE, TALL = (320, 180), (180, 320)


def seen(picture: npt.NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is not black."""
    rows, columns = np.where(picture.max(axis=2) > 100)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


@pytest.mark.parametrize(
    ("frame", "take", "look"),
    [
        (WIDE, (64, 36), Look(place=Place(x=0.1, y=-0.05, scale=0.5))),
        (WIDE, (64, 36), Look(place=Place(x=-0.2, y=0.1, scale=0.4, turn=30))),
        (WIDE, (64, 36), Look(crop=Crop(left=0.25, top=0.1), place=Place(scale=0.8, turn=-20))),
        (WIDE, (64, 36), Look(crop=Crop(left=0.25, top=0.1), place=Place(mirrored=True))),
        (WIDE, (36, 64), Look()),
        (WIDE, (36, 64), Look(fit=Fit.FILL, place=Place(scale=0.3))),
        (WIDE, (36, 64), Look(fit=Fit.FILL, place=Place(y=0.55), focus=(Focus(y=0.3),))),
        (TALL, (64, 36), Look()),
        (TALL, (64, 36), Look(place=Place(x=0.3, y=0.3, scale=1.5))),
        (TALL, (64, 36), Look(place=Place(scale=1.5), focus=(Focus(x=0.2),))),
    ],
)
def test_a_picture_stands_where_it_is_drawn(
    tmp_path: Path, frame: tuple[int, int], take: tuple[int, int], look: Look
) -> None:
    film = make_film(2, size=frame)
    white = [np.full((take[1], take[0], 3), 255, np.uint8)] * 2
    shown = {OWNER: make_take(tmp_path, OWNER, white)}
    film = change_look(
        film, [CLIP], **{n: getattr(look, n) for n in ("fit", "place", "crop", "focus")}
    )
    there = standing(frame, take, look)
    inside = [min(max(edge, 0), frame[number % 2]) for number, edge in enumerate(there.bounds)]
    assert seen(picture_at(film, shown, tmp_path, 0)) == pytest.approx(inside, abs=2)
    found = held(film, shown, (CLIP,), 0)
    assert found is not None
    assert found.standing == there
    assert found.put(film, there) == film, "as it stands it is placed as it was"


@pytest.mark.parametrize("frame", [WIDE, TALL])
@pytest.mark.parametrize(
    ("lettering", "text"),
    [
        (Lettering.TITLE, "Rain"),
        (Lettering.LOWER_THIRD, "Mei Lin\n林美"),
        (Lettering.CORNER, "第一集"),
        (Lettering.CREDITS, "One\nTwo\nThree"),
    ],
)
def test_words_stand_where_they_are_drawn(
    qapp: QApplication, tmp_path: Path, frame: tuple[int, int], lettering: Lettering, text: str
) -> None:
    dress(qapp, DARK)  # which has the font
    film = make_film(40, size=frame)
    black = [np.zeros((36, 64, 3), np.uint8)] * 40
    shown = {OWNER: make_take(tmp_path, OWNER, black)}
    film = add_title(film, 0, 40, "Titles", text=text, lettering=lettering, clip_id="cl_title000")
    found = held(film, shown, ("cl_title000",), 20)
    assert found is not None
    left, top, right, bottom = found.standing.bounds
    drawn = seen(_with_words(film, shown, tmp_path))
    tall = bottom - top
    assert (left, right) == pytest.approx((drawn[0], drawn[2]), abs=0.08 * tall + 2)
    assert top - 2 <= drawn[1] < drawn[3] <= bottom + 2
    moved = found.put(film, found.standing.moved((8, -6)).grown(1.0, (0, 0)))
    again = held(moved, shown, ("cl_title000",), 20)
    assert again is not None
    rolls = lettering is Lettering.CREDITS
    assert again.standing.x - found.standing.x == pytest.approx(8, abs=0.1)
    assert again.standing.y - found.standing.y == pytest.approx(0 if rolls else -6, abs=0.1)


def _with_words(film: Project, shown: dict[str, Take], folder: Path) -> npt.NDArray[np.uint8]:
    programme = cut_programme(film, shown, folder, Entrances(folder, film.rate))
    delivery = programme.delivery(film.width, film.height)
    file = folder / "titles.ass"
    file.write_text(programme.titles(delivery) or "", encoding="utf-8")
    with Reel(programme.runs, folder, delivery, 20, captions=file) as reel:
        data = reel.read()
    assert data is not None
    return np.frombuffer(data, np.uint8).reshape(film.height, film.width, 4)[:, :, :3]


def hold(grip: Grip, start: Standing, **more: object) -> Hold:
    at = more.pop("at", None) or start.at(grip)
    pivot = more.pop("pivot", (start.x, start.y))
    return Hold(grip, at, start, pivot, Lines((320, 180), 4.0))  # type: ignore[arg-type]


HALF = Standing(160, 90, 160, 90)


def test_it_is_drawn_to_the_middle_and_to_safe_edges_unless_it_is_to_be_free() -> None:
    start = Standing(120, 70, 160, 90)
    near = placed(hold(Grip.MOVE, start, at=(0.0, 0.0)), (38, 23), Keys())
    assert (near.standing.x, near.standing.y) == (160, 90)
    assert near.guides == (Guide(upright=True, at=160), Guide(upright=False, at=90))
    free = placed(hold(Grip.MOVE, start, at=(0.0, 0.0)), (38, 23), Keys(free=True))
    assert (free.standing.x, free.standing.y, free.guides) == (158, 93, ())
    straight = placed(hold(Grip.MOVE, start, at=(0.0, 0.0)), (30, 12), Keys(shift=True, free=True))
    assert (straight.standing.x, straight.standing.y) == (150, 70)
    title = placed(hold(Grip.MOVE, HALF, at=(0.0, 0.0)), (-63, 0), Keys())
    assert title.standing.bounds[0] == pytest.approx(16), "the title-safe edge"


def test_corners_scale_about_the_pivot_or_the_far_corner() -> None:
    about = placed(hold(Grip.BOTTOM_RIGHT, HALF), (260, 146.25), Keys(free=True)).standing
    assert (about.wide, about.tall) == pytest.approx((200, 112.5))
    assert (about.x, about.y) == (160, 90)
    far = placed(hold(Grip.BOTTOM_RIGHT, HALF), (280, 157.5), Keys(free=True, far=True)).standing
    assert (far.wide, far.at(Grip.TOP_LEFT)) == (pytest.approx(200), pytest.approx((80, 45)))
    steps = placed(hold(Grip.RIGHT, HALF), (270.5, 90), Keys(shift=True)).standing
    assert steps.wide == pytest.approx(160 * 1.4)
    drawn = placed(hold(Grip.RIGHT, HALF), (317.5, 90), Keys())
    assert drawn.standing.wide == pytest.approx(320), "to the edge of the frame"
    tiny = placed(hold(Grip.RIGHT, HALF), (-900, 90), Keys(free=True)).standing
    assert tiny.tall == pytest.approx(4), "it never turns inside out"


def test_the_knob_turns_about_the_pivot_and_is_drawn_upright() -> None:
    knob = hold(Grip.TURN, HALF, at=(160.0, 30.0))
    assert placed(knob, (220, 92), Keys()).standing.turn == 90, "nearly a quarter"
    assert placed(knob, (220, 92), Keys(free=True)).standing.turn == pytest.approx(91.9)
    assert placed(knob, (190, 40), Keys(shift=True)).standing.turn % 15 == 0
    corner = hold(Grip.TURN, HALF, at=(80.0, 0.0), pivot=(80.0, 45.0))
    quarter = placed(corner, (125, 45), Keys()).standing
    assert (quarter.x, quarter.y) == pytest.approx((35, 125)), "round its upper left corner"


def test_a_crop_goes_along_its_picture_and_leaves_some_of_it() -> None:
    turned = Standing(160, 90, 160, 90, turn=90)
    right = cropped(hold(Grip.RIGHT, turned), (160, 150), Keys()).standing
    assert right.crop == Crop(right=0.125), "its right side is below"
    most = cropped(hold(Grip.RIGHT, HALF), (-500, 90), Keys()).standing
    assert most.crop.right == pytest.approx(0.98)
    window = Standing(160, 90, 160, 90, crop=Crop(left=0.25, right=0.25))
    slid = cropped(hold(Grip.MOVE, window, at=(160.0, 90.0)), (500, 95), Keys()).standing
    assert slid.crop == Crop(left=0.5, right=0.0), "what is cut off moves, no further than it is"
    alike = cropped(hold(Grip.BOTTOM_RIGHT, HALF), (200, 130), Keys(shift=True)).standing
    assert alike.crop.right == alike.crop.bottom == pytest.approx(0.25)


def test_a_place_goes_no_further_than_a_film_can_hold() -> None:
    clip = Clip(id=CLIP, owner=OWNER, start=0, frames=2)
    start = standing((320, 180), None, Look())
    far = place_of(start.moved((99_999, 0)).grown(99, (0, 0)), start, (320, 180), Look())
    assert (far["x"], far["scale"]) == (4, 20)
    assert clip.look is None
