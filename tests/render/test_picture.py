"""What lies over what: looks, paces, transitions and titles, seen frame by frame."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import ffmpeg
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from studio.media.hashes import sha256_of
from studio.media.video import decoded
from studio.render.captions import ass
from studio.render.delivery import Captions, Delivery, Fit
from studio.render.export import export
from studio.render.graph import segments
from studio.render.picture import picture
from studio.render.preview import Reel
from studio.render.segment import Crossing
from studio.render.titling import titles_of
from studio.timeline.cut import Clip, Cut, Track, TrackKind
from studio.timeline.look import (
    Blend,
    Crop,
    Focus,
    Grade,
    Lettering,
    Look,
    Place,
    Title,
    Transition,
    Wipe,
)
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.take import Take, TakeFile
from tests.films import make_film, make_take

Picture = npt.NDArray[np.uint8]

RED, GREEN, BLUE = "sh_00000000", "sh_00000001", "sh_00000002"
COLOURS = {RED: (40, 40, 200), GREEN: (40, 180, 40), BLUE: (200, 40, 40)}
WIDE, TALL = 160, 90


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("film")


@pytest.fixture(scope="module")
def shown(folder: Path) -> dict[str, Take]:
    """A red and a green take of 48 frames, a blue one that is upright."""
    sizes = {RED: (TALL, WIDE), GREEN: (TALL, WIDE), BLUE: (WIDE, TALL)}
    return {
        name: make_take(folder, name, [np.full((*sizes[name], 3), colour, np.uint8)] * 48)
        for name, colour in COLOURS.items()
    }


@pytest.fixture(scope="module")
def counting(folder: Path) -> Take:
    """A take of which every picture tells its number: bars of light for its bits."""
    pictures: list[Picture] = []
    for number in range(48):
        picture = np.zeros((36, 64, 3), np.uint8)
        for bit in range(6):
            picture[:, bit * 10 + 2 : bit * 10 + 8] = 220 if number >> bit & 1 else 20
        pictures.append(picture)
    return make_take(folder, "sh_00000003", pictures)


def number_of(picture: Picture) -> int:
    return sum(1 << bit for bit in range(6) if picture[18, bit * 10 + 5].mean() > 120)


def clip(number: int, owner: str, start: int, frames: int, **more: object) -> Clip:
    return Clip.model_validate(
        {"id": f"cl_{number:08}", "owner": owner, "start": start, "frames": frames, **more}
    )


def film_of(
    *lanes: Sequence[Clip], titles: Sequence[Title] = (), size: tuple[int, int] = (WIDE, TALL)
) -> Project:
    """A film whose picture tracks have these clips, the lowest first; titles last all of it."""
    film = make_film(24, 24, 24, size=size)
    tracks = [
        Track(id=f"tr_{n:08}", name="V", kind=TrackKind.PICTURE, clips=tuple(lane))
        for n, lane in enumerate(lanes)
    ]
    for n, title in enumerate(titles):
        lane = (clip(90 + n, title.id, 0, 24),)
        tracks.append(Track(id=f"tr_{50 + n:08}", name="T", kind=TrackKind.TEXT, clips=lane))
    return film.evolve(cut=Cut(tracks=tuple(tracks)), titles=tuple(titles))


def seen(
    film: Project, shown: Mapping[str, Take], folder: Path, delivery: Delivery | None = None
) -> list[Picture]:
    """Every picture of a film, as (height, width, 3) BGR."""
    wanted = delivery or Delivery.of(film)
    words = folder / "words.ass"
    words.write_text(ass([], wanted, titles_of(film)), encoding="utf-8")
    pictures: list[Picture] = []
    with Reel(segments(film, shown), folder, wanted, 0, captions=words) as reel:
        while (data := reel.read()) is not None:
            flat = np.frombuffer(data, np.uint8)
            pictures.append(flat.reshape(wanted.height, wanted.width, 4)[..., :3])
    return pictures


def is_near(colour: npt.NDArray[np.uint8], wanted: tuple[int, int, int], slack: int = 8) -> bool:
    return bool(np.abs(colour.astype(int) - wanted).max() <= slack)


@pytest.mark.parametrize(
    ("speed", "skip", "phase", "frames"),
    [
        ("1", 3, "0", 12),
        ("2", 1, "0", 12),
        ("1/2", 3, "1/2", 12),
        ("3/7", 5, "0", 30),
        ("5/3", 2, "1/3", 20),
        ("20", 0, "0", 3),
        ("0", 7, "0", 9),
        ("-1", 20, "0", 20),
        ("-1/2", 13, "1/2", 20),
        ("-2", 44, "0", 22),
        ("-3/7", 11, "0", 24),
    ],
)
def test_a_pace_shows_the_very_frames(
    counting: Take, folder: Path, speed: str, skip: int, phase: str, frames: int
) -> None:
    one = clip(1, counting.owner, 0, frames, speed=speed, skip=skip, phase=phase)
    pictures = seen(film_of([one], size=(64, 36)), {counting.owner: counting}, folder)
    assert [number_of(p) for p in pictures] == [math.floor(one.shows(k)) for k in range(frames)]


def test_what_a_take_has_not_is_black(counting: Take, folder: Path) -> None:
    ahead = clip(1, counting.owner, 0, 12, skip=42)
    back = clip(2, counting.owner, 12, 12, skip=5, speed="-1")
    film = film_of([ahead, back], size=(64, 36))
    runs = segments(film, {counting.owner: counting})
    assert [run.missing for run in runs] == [6, 0]
    pictures = seen(film, {counting.owner: counting}, folder)
    assert [number_of(p) for p in pictures] == [
        *range(42, 48),
        *[0] * 6,
        *range(5, -1, -1),
        *[0] * 6,
    ]


def test_backwards_before_its_beginning_nothing_is_read_backwards(
    counting: Take, folder: Path
) -> None:
    """ffmpeg now and then loses such a picture where another one lies below."""
    below = clip(1, counting.owner, 0, 60)
    back = clip(2, counting.owner, 0, 60, skip=3, speed="-1")
    film, shown = film_of([below], [back], size=(64, 36)), {counting.owner: counting}
    backwards = [
        " ".join(ffmpeg.output(stream, "-").get_args()).count("reverse")
        for stream in (picture(run, folder, Delivery.of(film)) for run in segments(film, shown))
    ]
    assert backwards == [1, 0]
    assert [number_of(p) for p in seen(film, shown, folder)] == [3, 2, 1, *[0] * 57]


@pytest.mark.parametrize("kind", list(Wipe))
def test_a_transition_overlaps(kind: Wipe, shown: dict[str, Take], folder: Path) -> None:
    """Both clips are seen in it, neither outside of it, and no frame is lost or added."""
    entry = Transition(kind=kind, frames=12)
    film = film_of([clip(1, RED, 0, 24), clip(2, GREEN, 24, 12, skip=12, entry=entry)])
    runs = segments(film, shown)
    assert [(r.start, r.frames) for r in runs] == [(0, 18), (18, 12), (30, 6)]
    pictures = seen(film, shown, folder)
    assert len(pictures) == 36
    assert is_near(pictures[17][45, 80], COLOURS[RED])
    assert is_near(pictures[30][45, 80], COLOURS[GREEN])
    first, last = pictures[18].astype(int), pictures[29].astype(int)
    assert np.abs(first - COLOURS[RED]).mean() < np.abs(first - COLOURS[GREEN]).mean()
    assert np.abs(last - COLOURS[GREEN]).mean() < np.abs(last - COLOURS[RED]).mean()
    halfway = pictures[24].astype(int)
    assert np.abs(halfway - COLOURS[RED]).mean() > 4
    assert np.abs(halfway - COLOURS[GREEN]).mean() > 4


def test_a_transition_shows_what_lies_beyond_the_cut(counting: Take, folder: Path) -> None:
    """The first clip goes on, and the second has begun: a wipe shows both as they run."""
    entry = Transition(kind=Wipe.WIPE_UP, frames=8)
    film = film_of(
        [
            clip(1, counting.owner, 0, 12),
            clip(2, counting.owner, 12, 12, skip=30, entry=entry),
        ],
        size=(64, 36),
    )
    pictures = seen(film, {counting.owner: counting}, folder)
    for frame in range(8, 16):
        top = np.repeat(pictures[frame][2:3], 36, 0)
        bottom = np.repeat(pictures[frame][33:34], 36, 0)
        assert (number_of(top), number_of(bottom)) == (frame, 30 + frame - 12), frame


def test_a_part_of_a_transition_is_that_part(shown: dict[str, Take], folder: Path) -> None:
    entry = Transition(frames=12)
    film = film_of([clip(1, RED, 0, 24), clip(2, GREEN, 24, 24, entry=entry)])
    whole = seen(film, shown, folder)
    with Reel(segments(film, shown), folder, Delivery.of(film), 25) as reel:
        data = reel.read()
    assert data is not None
    part = np.frombuffer(data, np.uint8).reshape(TALL, WIDE, 4)[..., :3]
    assert np.array_equal(part, whole[25])


def test_transitions_longer_than_their_clips_give_way(shown: dict[str, Take], folder: Path) -> None:
    long = Transition(frames=100)
    film = film_of(
        [
            clip(1, RED, 0, 4, entry=long, exit=long),
            clip(2, GREEN, 4, 4, entry=long),
            clip(3, RED, 8, 4, entry=long, exit=long),
        ]
    )
    runs = segments(film, shown)
    assert sum(run.frames for run in runs) == 12
    assert all(b.start == a.start + a.frames for a, b in pairwise(runs))
    assert any(isinstance(run.layers[0], Crossing) for run in runs)
    assert len(seen(film, shown, folder)) == 12


@pytest.mark.parametrize(
    ("rate", "start"), [(Rate(num=25), 29), (Rate(num=30), 123), (Rate(num=24_000, den=1001), 12)]
)
def test_words_leave_no_picture_out_wherever_they_are(
    shown: dict[str, Take], folder: Path, tmp_path: Path, rate: Rate, start: int
) -> None:
    """A segment with words gets its place in the film, which is no whole float at some rates."""
    title = Title(id="ti_00000001", text="Words", fade=0)
    clips = [clip(1, RED, 0, start, speed="0"), clip(2, GREEN, start, 40)]
    film = film_of(clips, titles=[title]).evolve(rate=rate)
    lane = film.cut.tracks[-1].evolve(clips=(clip(90, title.id, 0, start + 40),))
    film = film.evolve(cut=film.cut.evolve(tracks=(*film.cut.tracks[:-1], lane)))
    report = export(film, shown, folder, tmp_path / "a.mp4", Delivery.of(film))
    assert report.frames == start + 40


@pytest.mark.parametrize("kind", list(Wipe))
def test_a_transition_over_another_layer_loses_no_frame(
    kind: Wipe, shown: dict[str, Take], folder: Path
) -> None:
    below = [clip(1, RED, 0, 8)]
    above = [clip(2, GREEN, 0, 8, entry=Transition(kind=kind, frames=8))]
    pictures = seen(film_of(below, above), shown, folder)
    assert len(pictures) == 8
    if kind in (Wipe.DIP_BLACK, Wipe.DIP_WHITE):
        away = [np.abs(picture.astype(int) - COLOURS[GREEN]).mean() for picture in pictures[4:]]
        assert all(b < a - 2 for a, b in pairwise(away)), "each picture is one step further"


def test_a_picture_in_the_picture(shown: dict[str, Take], folder: Path) -> None:
    small = Look(place=Place(x=0.25, y=-0.25, scale=0.5), opacity=0.5)
    film = film_of([clip(1, RED, 0, 24)], [clip(2, GREEN, 0, 24, look=small)])
    picture = seen(film, shown, folder)[5]
    assert is_near(picture[70, 40], COLOURS[RED])
    halves = zip(COLOURS[RED], COLOURS[GREEN], strict=True)
    mixed = tuple((a + b) // 2 for a, b in halves)
    assert is_near(picture[22, 120], (mixed[0], mixed[1], mixed[2]), 12)
    assert is_near(picture[22, 74], COLOURS[RED]), "it begins in the middle of the frame"


def test_a_fade_of_a_small_picture_is_not_dark(shown: dict[str, Take], folder: Path) -> None:
    """See-through colours are mixed by how much there is of them."""
    small = Look(place=Place(scale=0.5))
    fade = clip(2, GREEN, 0, 24, look=small, entry=Transition(frames=23))
    picture = seen(film_of([clip(1, GREEN, 0, 24)], [fade]), shown, folder)[11]
    assert is_near(picture[45, 80], COLOURS[GREEN], 12)


def test_a_crop_leaves_what_is_below(shown: dict[str, Take], folder: Path) -> None:
    crop = Look(crop=Crop(left=0.5, top=0.25))
    film = film_of([clip(1, RED, 0, 24)], [clip(2, GREEN, 0, 24, look=crop)])
    picture = seen(film, shown, folder)[5]
    assert is_near(picture[60, 40], COLOURS[RED])
    assert is_near(picture[10, 120], COLOURS[RED])
    assert is_near(picture[60, 120], COLOURS[GREEN])


@pytest.mark.parametrize(
    ("blend", "wanted"),
    [
        (Blend.ADD, (80, 220, 240)),
        (Blend.MULTIPLY, (6, 28, 31)),
        (Blend.LIGHTEN, (40, 180, 200)),
        (Blend.DIFFERENCE, (0, 140, 160)),
    ],
)
def test_a_blend(
    blend: Blend, wanted: tuple[int, int, int], shown: dict[str, Take], folder: Path
) -> None:
    film = film_of([clip(1, RED, 0, 24)], [clip(2, GREEN, 0, 24, look=Look(blend=blend))])
    assert is_near(seen(film, shown, folder)[5][45, 80], wanted, 10)


def test_an_upright_picture(shown: dict[str, Take], folder: Path) -> None:
    """With bars, filling the frame, over itself, and over what lies below."""
    plain = seen(film_of([clip(1, BLUE, 0, 24)]), shown, folder)[5]
    assert is_near(plain[45, 10], (0, 0, 0))
    assert is_near(plain[45, 80], COLOURS[BLUE])
    filled = seen(film_of([clip(1, BLUE, 0, 24, look=Look(fit=Fit.FILL))]), shown, folder)[5]
    assert is_near(filled[45, 10], COLOURS[BLUE])
    soft = seen(film_of([clip(1, BLUE, 0, 24, look=Look(fit=Fit.BLUR))]), shown, folder)[5]
    assert is_near(soft[45, 80], COLOURS[BLUE])
    assert 20 < soft[45, 10][0] < COLOURS[BLUE][0] - 40
    over = seen(film_of([clip(1, RED, 0, 24)], [clip(2, BLUE, 0, 24)]), shown, folder)[5]
    assert is_near(over[45, 10], COLOURS[RED])
    assert is_near(over[45, 80], COLOURS[BLUE])


def test_a_take_of_the_films_size_has_no_bars(shown: dict[str, Take], folder: Path) -> None:
    """ffmpeg would copy every picture for them. The pictures are the same with them."""
    film = film_of([clip(1, RED, 0, 24), clip(2, BLUE, 24, 24)])
    runs = segments(film, shown)
    texts = [
        " ".join(ffmpeg.output(picture(run, folder, Delivery.of(film)), "-").get_args())
        for run in runs
    ]
    assert ["pad=" in text for text in texts] == [False, True]
    unsure = {name: take.evolve(width=None, height=None) for name, take in shown.items()}
    (padded, _) = segments(film, unsure)
    text = ffmpeg.output(picture(padded, folder, Delivery.of(film)), "-").get_args()
    assert "pad=" in " ".join(text)
    one, other = (seen(film, takes, folder) for takes in (shown, unsure))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_a_point_is_kept_in_sight(folder: Path) -> None:
    """A wide film in an upright delivery: in the middle, or at the point in focus."""
    picture = np.zeros((TALL, WIDE, 3), np.uint8)
    picture[:, :40] = COLOURS[GREEN]
    shown = {"sh_00000004": make_take(folder, "sh_00000004", [picture] * 4)}
    upright = replace(
        Delivery.of(film_of([])), width=90, height=160, frame=(WIDE, TALL), fit=Fit.FILL
    )
    plain = clip(1, "sh_00000004", 0, 4)
    assert seen(film_of([plain]), shown, folder, upright)[1].max() < 20
    focus = Look(focus=(Focus(ratio="9:16", x=0.1), Focus(x=0.9)))
    film = film_of([plain.evolve(look=focus)])
    assert is_near(seen(film, shown, folder, upright)[1][80, 20], COLOURS[GREEN])
    assert is_near(seen(film, shown, folder)[1][45, 10], COLOURS[GREEN]), "the film is all of it"


def test_more_than_fills_is_in_sight_over_a_ground(folder: Path) -> None:
    """Red at the left end and blue at the right one of a wide film, both in an upright picture."""
    picture = np.full((TALL, WIDE, 3), 255, np.uint8)
    picture[:, :24], picture[:, -24:] = COLOURS[RED], COLOURS[BLUE]
    shown = {"sh_00000006": make_take(folder, "sh_00000006", [picture] * 4)}
    upright = replace(
        Delivery.of(film_of([])), width=90, height=160, frame=(WIDE, TALL), fit=Fit.FILL
    )

    def framed(**focus: Any) -> Picture:
        look = Look(focus=(Focus(ratio="9:16", **focus),))
        film = film_of([clip(1, "sh_00000006", 0, 4, look=look)])
        return seen(film, shown, folder, upright)[1]

    half = framed(scale=0.5)
    assert half.shape == (160, 90, 3)
    assert half[80, :].min() > 240, "the middle, which has neither end, at half its size"
    assert 60 < half[10, 45].min() < half[10, 45].max() < 170, "its ground is darker"
    assert is_near(framed(scale=0.5, x=0)[80, 10], COLOURS[RED])
    assert framed(scale=0.5, ground=Fit.BARS)[10, 45].max() < 20
    for scale in (0.05, 0.3164):  # never smaller than whole
        whole = framed(scale=scale)
        assert is_near(whole[80, 5], COLOURS[RED])
        assert is_near(whole[80, 85], COLOURS[BLUE])


@pytest.mark.parametrize(
    "look",
    [Look(fit=Fit.FILL), Look(fit=Fit.FILL, opacity=0.99),
     Look(fit=Fit.FILL, place=Place(x=0.001))],
    ids=["as it is", "seen through", "placed"],
)  # fmt: skip
def test_the_point_in_focus_of_a_picture_that_fills_stays_where_it_is_placed(
    look: Look, folder: Path
) -> None:
    picture = np.zeros((160, 90, 3), np.uint8)
    picture[:40] = COLOURS[GREEN]
    shown = {"sh_00000005": make_take(folder, "sh_00000005", [picture] * 2)}

    def top(look: Look) -> Picture:
        return seen(film_of([clip(1, "sh_00000005", 0, 2, look=look)]), shown, folder)[1][10, 80]

    assert top(look).max() < 20, "in its middle it is black"
    assert is_near(top(look.evolve(focus=(Focus(y=0.1),))), COLOURS[GREEN])


def test_the_film_over_itself_in_another_ratio(shown: dict[str, Take], folder: Path) -> None:
    upright = replace(
        Delivery.of(film_of([])), width=90, height=160, frame=(WIDE, TALL), fit=Fit.BLUR
    )
    picture = seen(film_of([clip(1, RED, 0, 24)]), shown, folder, upright)[3]
    assert picture.shape == (160, 90, 3)
    assert is_near(picture[80, 45], COLOURS[RED])
    assert 40 < picture[10, 45][2] < COLOURS[RED][2] - 40


def test_colours(shown: dict[str, Take], folder: Path) -> None:
    def graded(**grade: float) -> Picture:
        film = film_of([clip(1, RED, 0, 24, look=Look(grade=Grade(**grade)))])
        return seen(film, shown, folder)[3][45, 80].astype(int)

    plain = graded(lut_strength=0.5)
    assert np.abs(plain - COLOURS[RED]).max() <= 8, "a neutral grade changes nothing"
    grey = graded(saturation=0)
    assert np.ptp(grey) <= 3
    assert graded(exposure=1)[2] > plain[2] + 30
    warm, cold = graded(temperature=1), graded(temperature=-1)
    assert warm[2] > cold[2]
    assert warm[0] < cold[0]


def test_a_table_of_the_film(shown: dict[str, Take], folder: Path) -> None:
    """A .cube file that swaps red and blue."""
    text = "LUT_3D_SIZE 2\n" + "\n".join(
        f"{b} {g} {r}" for b in (0, 1) for g in (0, 1) for r in (0, 1)
    )
    path = folder / "media" / "swap.cube"
    path.write_text(text)
    film = film_of([clip(1, RED, 0, 24, look=Look(grade=Grade(lut="lt_00000001")))])
    lut = {
        "id": "lt_00000001",
        "name": "swap",
        "path": "media/swap.cube",
        "sha256": sha256_of(path),
    }
    film = film.evolve(luts=(lut,))
    assert is_near(seen(film, shown, folder)[3][45, 80], COLOURS[RED][::-1], 10)
    (run,) = segments(film, shown)
    other = film.evolve(luts=({**lut, "sha256": "0" * 64},))
    assert run.digest(Delivery.of(film)) != segments(other, shown)[0].digest(Delivery.of(film))


def test_a_see_through_still(shown: dict[str, Take], folder: Path) -> None:
    """A logo: what is clear in it shows the film."""
    logo = np.zeros((TALL, WIDE, 4), np.uint8)
    logo[30:60, 60:100] = (200, 40, 40, 255)  # RGBA
    path = folder / "media" / "logo.png"
    Image.fromarray(logo).save(path)
    file = TakeFile(path="media/logo.png", sha256=sha256_of(path), bytes=path.stat().st_size)
    take = shown[RED].evolve(
        id="tk_00000099", owner="rf_00000001", kind="picture", files=(file,), frames=1,
        width=WIDE, height=TALL, has_sound=False, alpha=True,
    )  # fmt: skip
    film = film_of([clip(1, GREEN, 0, 24)], [clip(2, "rf_00000001", 0, 24)])
    picture = seen(film, {**shown, "rf_00000001": take}, folder)[4]
    assert is_near(picture[45, 80], (40, 40, 200), 12)
    assert is_near(picture[10, 10], COLOURS[GREEN])


@pytest.mark.parametrize("lettering", list(Lettering))
def test_a_title_is_read(lettering: Lettering, shown: dict[str, Take], folder: Path) -> None:
    title = Title(id="ti_00000001", text="雨夜 Night", lettering=lettering, fade=4)
    film = film_of([clip(1, RED, 0, 24)], titles=[title])
    plain = film_of([clip(1, RED, 0, 24)])
    with_words, without = seen(film, shown, folder), seen(plain, shown, folder)
    changed = np.abs(with_words[12].astype(int) - without[12]).max(axis=2) > 60
    assert changed.sum() > 20
    rows, columns = np.nonzero(changed)
    assert rows.min() > 2
    assert rows.max() < TALL - 3
    assert columns.min() > 2
    assert columns.max() < WIDE - 3
    if lettering is not Lettering.CREDITS:
        first = np.abs(with_words[0].astype(int) - without[0]).max()
        assert first < 60, "it fades in"


def test_a_title_that_changes_is_another_picture(shown: dict[str, Take]) -> None:
    title = Title(id="ti_00000001", text="One")
    film = film_of([clip(1, RED, 0, 24)], titles=[title])
    other = film.evolve(titles=(title.evolve(text="Two"),))
    delivery = Delivery.of(film)
    assert segments(film, shown)[0].digest(delivery) != segments(other, shown)[0].digest(delivery)


def test_playing_is_exporting_with_everything(
    shown: dict[str, Take], counting: Take, folder: Path, tmp_path: Path
) -> None:
    """Frame by frame, what a player shows is what the exporter writes."""
    warm = Look(grade=Grade(temperature=0.5, contrast=1.2))
    film = film_of(
        [
            clip(1, RED, 0, 20, look=warm, entry=Transition(frames=8)),
            clip(2, GREEN, 20, 20, skip=8, entry=Transition(kind=Wipe.PUSH_LEFT, frames=9)),
            clip(3, counting.owner, 40, 20, speed="-1/2", skip=40),
            clip(4, BLUE, 62, 10, look=Look(fit=Fit.BLUR), exit=Transition(frames=5)),
        ],
        [
            clip(5, GREEN, 4, 12, look=Look(place=Place(x=0.2, scale=0.4, turn=20), opacity=0.7)),
            clip(6, RED, 30, 20, look=Look(blend=Blend.SCREEN, crop=Crop(right=0.4))),
        ],
        titles=[Title(id="ti_00000001", text="片名", fade=6)],
    )
    takes = {**shown, counting.owner: counting}
    out = tmp_path / "film.mp4"
    delivery = replace(Delivery.of(film, Captions.NONE), crf=4)
    export(film, takes, folder, out, delivery)
    written = [picture.astype(int) for _, picture in decoded(out)]
    pictures = seen(film, takes, folder)
    assert len(pictures) == len(written) == 72
    for frame, (one, other) in enumerate(zip(pictures, written, strict=True)):
        assert np.abs(one - other).mean() < 1.5, frame
