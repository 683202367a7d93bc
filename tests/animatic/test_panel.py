"""Panels: drawn alike each time, covering what the camera may see, saying what they should."""

import numpy as np
import pytest

from studio.animatic.lettering import font, wrapped
from studio.animatic.light import choose_light, rgb, vocabulary
from studio.animatic.looks import look_of
from studio.animatic.panel import draw
from studio.animatic.poses import joints, pose_names
from studio.animatic.scenery import Place
from studio.animatic.sets import build, read_scene
from studio.animatic.spec import PanelFigure, PanelSpec
from studio.animatic.stage import MOUTH_SHAPES, Stage, even

GENERAL = PanelFigure("sb_0001", "李将军", "person", "古代将军", "#c03030", "male")
WOMAN = PanelFigure("sb_0002", "Anna", "person", "", "#3070c0", "female")
BOTTLE = PanelFigure("sb_0003", "清泉", "thing", "一瓶香水", "#30b0c0")
WOLF = PanelFigure("sb_0004", "wolf", "creature", "", "#808890")
BOY = PanelFigure("sb_0005", "小明", "person", "八岁的男孩", "#d0a040", "male")
CAR = PanelFigure("sb_0006", "taxi", "thing", "a yellow car", "#d0b030")
SIZES = (
    "extreme_long",
    "long",
    "full",
    "medium",
    "medium_close",
    "close_up",
    "extreme_close_up",
)


def drawn(spec: PanelSpec, width: int = 480, height: int = 270, over: float = 0.1) -> Stage:
    return draw(spec, width=width, height=height, room=even(over), seed=1)


def test_draws_the_same_twice() -> None:
    spec = PanelSpec("两人对决", "战场 黄昏", figures=(GENERAL, WOMAN), label="1-1")
    one, two = drawn(spec), drawn(spec)
    assert len(one.layers) == len(two.layers)
    for a, b in zip(one.layers, two.layers, strict=True):
        assert np.array_equal(a.pixels, b.pixels)


def test_set_is_the_same_whatever_happens_in_it() -> None:
    one = drawn(PanelSpec("she walks", "city street at night", size="full", figures=(WOMAN,)))
    two = drawn(PanelSpec("he runs", "city street at night", size="full", figures=(GENERAL,)))
    sets = [[layer for layer in stage.layers if not layer.figure] for stage in (one, two)]
    assert len(sets[0]) >= 3
    for a, b in zip(*sets, strict=True):
        assert np.array_equal(a.pixels, b.pixels)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", [*vocabulary("sets")["sets"], "abstract"])
def test_no_more_layers_than_a_camera_can_carry(kind: str, size: str) -> None:
    words = vocabulary("sets")["sets"].get(kind, ["nowhere"])[-1]
    for weather in ("", " rain snow fog embers"):
        spec = PanelSpec("talk", words + weather, size=size, figures=(GENERAL, WOMAN))
        layers = drawn(spec, 240, 136).layers
        assert len(layers) <= 5
        assert sum(layer.width > 1.0 for layer in layers if not layer.figure) <= 3


def test_rain_falls_and_repeats() -> None:
    stage = drawn(PanelSpec("x", "rain, city street", size="long"))
    rain = stage.layers[-1]
    assert rain.drift[1] > 0.5
    assert all(layer.drift == (0.0, 0.0) for layer in stage.layers[:-1])
    seam = np.abs(rain.pixels[0].astype(int) - rain.pixels[-1]).mean()
    inside = np.abs(rain.pixels[40].astype(int) - rain.pixels[41]).mean()
    assert seam < 2.5 * inside + 1.0


@pytest.mark.parametrize("over", [0.0, 0.1, 0.33])
@pytest.mark.parametrize("angle", ["eye", "low", "high", "overhead", "dutch"])
def test_back_covers_overscan(angle: str, over: float) -> None:
    stage = drawn(PanelSpec("x", "forest", angle=angle), over=over)
    back = stage.layers[0]
    assert back.opaque
    assert back.pixels[..., 3].min() == 255
    assert back.depth == 0
    assert back.left <= -over + 1e-9
    assert back.left + back.width >= 1 + over - 1e-9
    tall = back.width * back.pixels.shape[0] / back.pixels.shape[1] * 480 / 270
    assert back.top + tall >= 1 + over - 0.005


@pytest.mark.parametrize("size", SIZES)
def test_layers_are_premultiplied_and_show_the_subject(size: str) -> None:
    stage = drawn(PanelSpec("walks", "palace", size=size, figures=(GENERAL,)))
    for layer in stage.layers:
        assert layer.pixels.dtype == np.uint8
        assert (layer.pixels[..., :3] <= layer.pixels[..., 3:]).all()
    figure = next(layer for layer in stage.layers if layer.figure == GENERAL.key)
    assert figure.depth == 1.0
    colour = np.array(rgb(GENERAL.colour)[::-1], float)
    near = np.abs(figure.pixels[..., :3].astype(float) - colour).max(axis=2) < 40
    if size != "extreme_close_up":
        assert near.sum() > 10


def test_mouths_are_complete_and_lie_in_their_layer() -> None:
    spec = PanelSpec("talk", "茶馆", size="medium", figures=(GENERAL, WOMAN))
    stage = drawn(spec, 960, 540)
    assert {mouth.figure for mouth in stage.mouths} == {GENERAL.key, WOMAN.key}
    for mouth in stage.mouths:
        layer = stage.layers[mouth.layer]
        assert layer.figure == mouth.figure
        assert set(mouth.shapes) == set(MOUTH_SHAPES)
        assert len({patch.shape for patch in mouth.shapes.values()}) == 1
        rows, columns = mouth.shapes["rest"].shape[:2]
        assert 0 <= mouth.x <= layer.pixels.shape[1] - columns
        assert 0 <= mouth.y <= layer.pixels.shape[0] - rows
        assert not np.array_equal(mouth.shapes["rest"], mouth.shapes["open"])
        assert all((p[..., :3] <= p[..., 3:]).all() for p in mouth.shapes.values())


def test_far_faces_have_no_mouths() -> None:
    assert not drawn(PanelSpec("x", "desert", size="long", figures=(WOMAN,))).mouths


def test_speaker_is_the_one_seen_close() -> None:
    close = PanelSpec("x", "office", size="close_up", figures=(GENERAL, WOMAN))
    alone = drawn(PanelSpec(**(vars(close) | {"speakers": (WOMAN.key,)})))
    assert {layer.figure for layer in alone.layers} == {"", WOMAN.key}
    both = drawn(PanelSpec(**(vars(close) | {"speakers": (WOMAN.key, GENERAL.key)})))
    assert {layer.figure for layer in both.layers} == {"", WOMAN.key, GENERAL.key}
    assert {mouth.figure for mouth in both.mouths} == {WOMAN.key}


@pytest.mark.parametrize("figures", [(), (BOTTLE,), (WOMAN,)])
def test_text_is_legible_inside_the_margins(figures: tuple[PanelFigure, ...]) -> None:
    text = ("清泉香水", "一滴便是整个春天的味道，从山谷里来")
    spec = PanelSpec("x", "广告", figures=figures, onscreen_text=text, marks=False)
    over = drawn(spec, 270, 480).overlay
    assert over is not None
    assert over.shape == (480, 270, 4)
    white = (over[..., :3].min(axis=2) > 240) & (over[..., 3] > 250)
    assert white.sum() > 150
    rows, columns = np.nonzero(white)
    assert rows.min() >= 48
    assert rows.max() < 432
    assert columns.min() >= 27
    assert columns.max() < 243
    backing = over[rows.min() - 1, (columns.min() + columns.max()) // 2]
    assert backing[3] > 190


def test_marks_can_be_left_out() -> None:
    assert drawn(PanelSpec("x", marks=False)).overlay is None
    assert drawn(PanelSpec("x", label="1-1", moves=("orbit",))).overlay is not None


def test_long_text_is_wrapped() -> None:
    face = font(20)
    lines = wrapped("一二三四五六七八九十 and some English words", face, 100)
    assert len(lines) > 3
    assert all(face.getlength(line) <= 100 for line in lines)
    assert any("English" in line for line in lines)


@pytest.mark.parametrize("size", [(97, 53), (135, 240), (200, 200), (478, 200)])
def test_odd_frames(size: tuple[int, int]) -> None:
    figures = (GENERAL, WOMAN, WOLF, BOTTLE)
    for shot in ("full", "close_up"):
        stage = drawn(PanelSpec("fight", "rain snow fog city", size=shot, figures=figures), *size)
        assert any(layer.figure for layer in stage.layers)


@pytest.mark.parametrize("kind", [*vocabulary("sets")["sets"], "abstract"])
def test_every_set_is_built(kind: str) -> None:
    light = choose_light("night", "", "", False)
    pieces = build(kind, Place(1777.0, 580.0, light, kind))
    assert pieces.far
    assert pieces.ground


@pytest.mark.parametrize(
    ("setting", "kind"),
    [
        ("雨夜的城市街道", "street"),
        ("A quiet tea house", "tea"),
        ("古战场", "battle"),
        ("", "abstract"),
    ],
)
def test_sets_from_words(setting: str, kind: str) -> None:
    assert read_scene(setting, "").kind == kind


def test_weather_from_words_but_not_from_names() -> None:
    assert read_scene("雨，街道", "").weather == ("rain",)
    assert read_scene("城市广告，产品", "").kind == "studio"
    assert read_scene("城市广告，产品", "", people=True).kind == "street"
    assert read_scene("街道", "小雪看着小雨").weather == ()
    assert read_scene("茶馆", "大雨").weather == ()


def test_a_figure_looks_the_same_everywhere() -> None:
    light = choose_light("", "", "", False)
    assert look_of(GENERAL, light, "") == look_of(GENERAL, light, "")
    assert look_of(GENERAL, light, "").ancient
    assert not look_of(WOMAN, light, "").ancient
    assert look_of(WOMAN, light, "古装武侠").ancient


def test_light_from_words() -> None:
    assert choose_light("雨夜", "", "", False).name == "night"
    assert choose_light("sunset beach", "", "", False).name == "dusk"
    assert choose_light("", "", "", True).name == "warm"


@pytest.mark.parametrize("name", vocabulary("poses")["poses"])
def test_feet_stand_on_the_ground(name: str) -> None:
    left, right = joints(name, 1.0, 70.0), joints(name, -1.0, 70.0)
    above = vocabulary("poses")["poses"][name].get("lift", 0.0)  # who leaps or rides
    assert -40 < max(leg[2][1] for leg in left.legs) + above < 0
    assert left.head[0] == pytest.approx(-right.head[0])
    for one, two in zip((*left.arms, *left.legs), (*right.arms, *right.legs), strict=True):
        for (x, y), (u, v) in zip(one, two, strict=True):
            assert (x, y) == pytest.approx((-u, v))
    assert pose_names("he runs away", 1) == ["run"]


def _seen(stage: Stage, key: str) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a figure's body in frame fractions."""
    layer = next(layer for layer in stage.layers if layer.figure == key)
    rows, columns = np.nonzero(layer.pixels[..., 3] > 200)
    step = layer.width / layer.pixels.shape[1]
    tall = step * 16 / 9
    left, right = layer.left + columns.min() * step, layer.left + columns.max() * step
    return left, layer.top + rows.min() * tall, right, layer.top + rows.max() * tall


@pytest.mark.parametrize("size", ["full", "medium"])
def test_two_who_talk_look_at_each_other(size: str) -> None:
    spec = PanelSpec("they talk", "cafe", size=size, figures=(GENERAL, WOMAN))
    stage = drawn(spec, 1440, 810)
    ways: list[float] = []
    for mouth in stage.mouths:
        head = stage.layers[mouth.layer].pixels[: mouth.y + 3, :, 3] > 128
        high = mouth.shapes["rest"].shape[0] * 2
        columns = np.nonzero(head[mouth.y - high : mouth.y])[1]
        middle = mouth.x + mouth.shapes["rest"].shape[1] / 2
        ways.append(middle - (columns.min() + columns.max()) / 2)
    assert ways[0] > 1
    assert ways[1] < -1


def test_over_the_shoulder_the_near_person_is_at_the_edge_and_turned_away() -> None:
    keys = (WOMAN.key, GENERAL.key)
    spec = PanelSpec("x", "office", size="medium_close", figures=(GENERAL, WOMAN), speakers=keys)
    for width, height in ((480, 270), (270, 480)):
        stage = drawn(spec, width, height)
        near = next(layer for layer in stage.layers if layer.figure == GENERAL.key)
        head = near.pixels[: near.pixels.shape[0] // 2]
        columns = np.nonzero((head[..., 3] > 128).any(axis=0))[0]
        inner = near.left + columns.max() * near.width / near.pixels.shape[1]
        assert 0.0 < inner < 0.45
        assert all(eye.figure != GENERAL.key for eye in (*stage.eyes, *stage.mouths))


def test_runners_run_the_same_way() -> None:
    stage = drawn(PanelSpec("they run away", "alley", size="full", figures=(GENERAL, WOMAN)))
    turns = [_leaning(stage, figure.key) for figure in (GENERAL, WOMAN)]
    assert turns[0] * turns[1] > 0


def _leaning(stage: Stage, key: str) -> float:
    """How far a runner's head is to the right of the body's middle, in pixels."""
    layer = next(layer for layer in stage.layers if layer.figure == key)
    body = layer.pixels[..., 3] > 200
    body = body[body.any(axis=1)]
    high = np.nonzero(body[: len(body) // 6])[1].mean()
    whole = np.nonzero(body)[1]
    return float(high - (whole.min() + whole.max()) / 2)


def test_subjects_differ_and_keep_their_looks() -> None:
    people = [PanelFigure(f"sb_{i:04d}", "x", "person", "", "#336699", "male") for i in range(24)]
    day, night = choose_light("day", "", "", False), choose_light("night", "", "", False)
    looks = [look_of(person, day, "") for person in people]
    assert len({look.style for look in looks}) >= 4
    assert len({look.garment for look in looks}) >= 4
    assert len({look.beard for look in looks}) >= 3
    for person, look in zip(people, looks, strict=True):
        later = look_of(person, night, "")
        assert (later.style, later.garment, later.beard) == (look.style, look.garment, look.beard)
        assert (later.glasses, later.build, later.tall) == (look.glasses, look.build, look.tall)


def test_words_dress_people() -> None:
    light = choose_light("", "", "", False)
    assert look_of(GENERAL, light, "").garment == "armour"
    queen = PanelFigure("sb_0009", "皇后", "person", "", "#7a3f8a", "female")
    assert look_of(queen, light, "").garment == "robe"
    assert look_of(queen, light, "").crown == "east"
    young = PanelFigure("sb_0010", "Ann", "person", "30 years old woman", "#7a3f8a")
    assert not look_of(young, light, "").old
    assert look_of(young, light, "").woman
    assert look_of(BOY, light, "").child


def test_children_are_smaller_and_cars_larger_than_men() -> None:
    stage = drawn(PanelSpec("stand", "street", size="full", figures=(GENERAL, BOY, CAR)))
    man, boy, car = (_seen(stage, figure.key) for figure in (GENERAL, BOY, CAR))
    assert 0.5 < (boy[3] - boy[1]) / (man[3] - man[1]) < 0.8
    assert car[2] - car[0] > man[3] - man[1]


@pytest.mark.parametrize(("width", "height"), [(480, 270), (270, 480), (320, 320)])
@pytest.mark.parametrize("size", SIZES)
def test_words_hide_nobody_and_leave_room_for_captions(size: str, width: int, height: int) -> None:
    words = ("十年后 Ten years later",)
    spec = PanelSpec("stand", "street", size=size, figures=(WOMAN,), onscreen_text=words)
    stage = drawn(PanelSpec(**(vars(spec) | {"marks": False})), width, height)
    assert stage.overlay is not None
    rows = np.nonzero(stage.overlay[..., 3].any(axis=1))[0] / height
    assert rows.max() < (0.81 if width >= height else 0.75)
    if size in ("extreme_long", "long", "full"):
        layer = next(layer for layer in stage.layers if layer.figure == WOMAN.key)
        top = np.nonzero((layer.pixels[..., 3] > 200).any(axis=1))[0].min()
        step = layer.width / layer.pixels.shape[1] * width / height
        assert rows.max() < layer.top + top * step
    elif size != "extreme_close_up":  # below the eyes and the nose
        assert rows.min() > 0.55


def test_eyes_can_shut() -> None:
    stage = drawn(PanelSpec("x", "desert", size="close_up", figures=(WOMAN,)), 960, 540)
    (eyes,) = stage.eyes
    assert set(eyes.shapes) == {"open", "shut"}
    assert not eyes.shapes["open"].any()
    shut = eyes.shapes["shut"]
    assert (shut[..., :3] <= shut[..., 3:]).all()
    rows, columns = shut.shape[:2]
    part = stage.layers[eyes.layer].pixels[eyes.y : eyes.y + rows, eyes.x : eyes.x + columns]
    covered = shut[..., 3] == 255
    white = part[..., :3].min(axis=2) > 200
    assert (white & covered).sum() > 10
    assert not (shut[..., :3].min(axis=2) > 200).any()


@pytest.mark.parametrize("setting", ["tea house", "cafe", "office", "bedroom"])
def test_rooms_are_darker_at_night(setting: str) -> None:
    light = [
        np.mean([layer.pixels[..., :3].mean() for layer in drawn(PanelSpec("x", said)).layers[:2]])
        for said in (setting, f"{setting} at night")
    ]
    assert light[1] < 0.85 * light[0]


def test_snow_lies_on_the_ground() -> None:
    plain, white = (
        drawn(PanelSpec("x", said)) for said in ("mountain", "mountain, snow, daylight")
    )
    assert white.layers[1].pixels[-60:, :, :3].mean() > plain.layers[1].pixels[-60:, :, :3].mean()


def test_a_medium_close_of_two_is_over_the_shoulder_of_who_listens() -> None:
    figures = (
        PanelFigure("anna", "Anna", "person", "", "#d55e00", "female"),
        PanelFigure("bob", "Bob", "person", "", "#0072b2", "male"),
    )
    for size, behind in (("medium_close", 1), ("close_up", 0)):
        spec = PanelSpec(prompt="talk", size=size, figures=figures, speakers=("anna",))
        stage = draw(spec, width=640, height=360, room=even(0.0), seed=1)
        keys = [layer.figure for layer in stage.layers if layer.figure]
        assert keys.count("anna") == 1
        assert keys.count("bob") == behind
        assert keys[-1] == ("bob" if behind else "anna")
