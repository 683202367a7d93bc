"""Stage directions: what is held, who else is there, who is not seen, and what hits whom."""

from dataclasses import replace

import numpy as np
import pytest

from studio.animatic.acts import TIGHT
from studio.animatic.blocking import blocked
from studio.animatic.company import alone
from studio.animatic.directions import extras, fights, lead_of, props_of, seen, turned_away
from studio.animatic.dynamics import burst, force, tilt_of
from studio.animatic.light import palette
from studio.animatic.marks import Mark
from studio.animatic.panel import draw
from studio.animatic.projection import on_lens
from studio.animatic.sets import read_scene
from studio.animatic.sheets import Board
from studio.animatic.spec import PanelFigure, PanelSpec
from studio.animatic.stage import even
from studio.animatic.things import beside_people, breadth, drawing, form, paint, silhouette, table

MEI = PanelFigure("mei", "Mei", "person", "", "#d55e00", "female")
TOM = PanelFigure("tom", "Tom", "person", "", "#e69f00", "male")
WARRIOR = PanelFigure("one", "战士", "person", "", "#d55e00", "male")
RIVAL = PanelFigure("two", "对手", "person", "", "#0072b2", "male")
VOICE = PanelFigure("v", "VOICE", "person")
WIDE, TALL = Board(640, 360), Board(360, 640)


def shot(prompt: str, *figures: PanelFigure, size: str = "full", **more: object) -> PanelSpec:
    return PanelSpec(prompt, size=size, figures=figures, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("Mei runs down the old street in the rain with a broken lantern.", "lantern"),
        ("Mei lights the lantern.", "lantern"),
        ("Mei reads a letter on the train", "book"),
        ("她举着火把走进森林", "torch"),
        ("Mei looks up, lanterns glowing all around her.", ""),
        ("Mei walks past a lantern", ""),
    ],
)
def test_hands_hold_what_the_words_put_into_them(prompt: str, name: str) -> None:
    held = props_of(shot(prompt, MEI))
    assert {key: prop for key, (prop, _) in held.items()} == ({"mei": name} if name else {})


def test_a_thing_of_the_shot_goes_to_the_hand_of_who_is_named() -> None:
    cup = PanelFigure("cup", "tea cup", "thing", "", "#ffffff")
    assert props_of(shot("Tom greets Mei", MEI, TOM, cup)) == {"tom": ("cup", "#ffffff")}
    assert lead_of("nobody", [MEI, TOM]) == MEI


@pytest.mark.parametrize("size", ["long", "full", "medium", "medium_close", "close_up"])
def test_the_lantern_is_in_the_picture_at_every_size(size: str) -> None:
    plain, held = (
        shot("Mei stands", MEI, size=size),
        shot("Mei stands with a lantern", MEI, size=size),
    )
    light = (168, 233, 255)  # BGR of the lantern's light, which no garment has
    seen_light: list[int] = []
    for spec in (plain, held):
        stage = draw(spec, width=640, height=360, room=even(0.0), seed=1)
        pixels = [layer.pixels for layer in stage.layers if layer.depth >= 1.0]
        glow = [(np.abs(p[..., :3].astype(int) - light).max(axis=2) < 24).sum() for p in pixels]
        seen_light.append(int(sum(glow)))
    assert seen_light[1] > seen_light[0] + 3


def test_named_creatures_and_things_appear_though_no_subjects() -> None:
    assert [form(f) for f in extras(shot("A dog sleeps on his boots", TOM))] == ["dog"]
    assert [form(f) for f in extras(shot("Crows circle", size="long"))] == ["bird"] * 3
    assert [form(f) for f in extras(shot("the radio crackles", size="close_up"))] == ["radio"]
    assert extras(shot("Tom reads on the train", TOM)) == []
    assert [form(f) for f in extras(shot("Tom drags the boat", TOM))] == ["boat"]
    assert extras(shot("Tom drags the boat", TOM), indoor=True) == []
    assert extras(shot("Tom walks toward the ferry", TOM), place="harbour") == []
    title = shot('The words "The Lantern Keeper" appear', onscreen_text=("The Lantern Keeper",))
    assert extras(title) == []


def test_things_have_the_colour_that_is_said() -> None:
    assert paint("cat", "a black cat watches Mei") == paint("cat", "黑猫") == "#2b2c33"
    assert paint("umbrella", "Mei opens a large red umbrella") != paint("umbrella", "red")
    assert props_of(shot("Mei holds a blue umbrella", MEI))["mei"] == ("umbrella", "#2f6fb5")
    assert paint("cat", "a black dog and a cat") == paint("cat")


def test_creatures_have_their_own_colours() -> None:
    light = palette("day")
    green = PanelFigure("d", "dog", "creature", "", "#009e73")
    black = replace(green, description="a black dog")
    assert silhouette(green, light) != silhouette(black, light)
    assert "#009e73" not in silhouette(green, light)
    shoe = PanelFigure("s", "AURORA", "thing", "running shoes", "#009e73")
    assert "#009e73" in silhouette(shoe, light)


def test_voices_are_not_seen() -> None:
    spec = shot("Iris listens to the voice", MEI, VOICE, size="medium_close")
    assert seen(spec).figures == (MEI,)
    stage = draw(spec, width=320, height=180, room=even(0.0), seed=1)
    assert {layer.figure for layer in stage.layers} == {"", "mei"}


@pytest.mark.parametrize("kind", ["creatures", "things"])
def test_every_form_has_words_a_drawing_and_a_size(kind: str) -> None:
    for name, words in table(kind).items():
        figure = PanelFigure("x", next(w for w in words if w.isascii()), kind[:-1])
        assert form(figure) == name
        assert "<" in drawing(name, "#446688", palette("night"))
        assert 0.0 < beside_people(name) < 3.0
        assert breadth(name) > 100.0


def test_wide_things_fit_narrow_frames() -> None:
    car = PanelFigure("c", "taxi", "thing", "a yellow car")
    for size in ("full", "medium", "close_up"):
        (mark,) = alone(shot("x", car, size=size), TALL, [car], 0.84)
        assert breadth("vehicle") * mark.scale <= 0.9 * TALL.wide


def test_a_rider_sits_on_the_horse() -> None:
    horse = PanelFigure("h", "horse", "creature", "", "#7a4a2e")
    marks = blocked(shot("Mei rides a horse", MEI, horse), WIDE, 0.84)
    rider = next(mark for mark in marks if mark.figure == MEI)
    mount = next(mark for mark in marks if mark.figure == horse)
    assert rider.pose == "ride"
    assert 0 < (mount.x - rider.x) * mount.face < 100 * rider.scale  # in the saddle
    assert rider.face == mount.face
    assert marks.index(mount) < marks.index(rider)


def test_who_looks_at_the_sunrise_is_seen_from_behind() -> None:
    far = shot("Mei and Tom stand as the sun rises over the city", MEI, TOM, size="long")
    assert turned_away(far)
    assert all(mark.away for mark in blocked(far, WIDE, 0.84))
    near = shot("Mei stands as the sun rises", MEI, size="close_up", speakers=("mei",))
    assert not turned_away(near)


def test_two_who_talk_turn_their_heads_far() -> None:
    one, two = blocked(shot("they talk", MEI, TOM, size="medium"), WIDE, 0.84)
    assert one.face == 1.0 == -two.face
    assert min(one.turn, two.turn) > 1.2


def test_fights_lean_and_burst() -> None:
    clash = shot("超高速动漫战斗：战士与对手同时冲出，正面相撞", WARRIOR, RIVAL)
    assert fights(clash)
    assert not fights(shot("A small boat fights its way to the landing"))
    assert tilt_of(clash) != 0.0
    assert tilt_of(shot("they talk", MEI, TOM)) == 0.0
    marks = blocked(clash, WIDE, 0.84)
    assert [mark.pose for mark in marks] == ["dash", "dash"]
    assert all(mark.rush > 0 and mark.mood == "fierce" for mark in marks)
    star = burst(clash, marks, WIDE, palette("clash"))
    assert star is not None
    assert star.figure in ("one", "two")  # it goes where they go
    assert burst(shot("they talk", MEI, TOM), marks, WIDE, palette("day")) is None
    near = replace(clash, size="close_up")
    assert force(near, marks, WIDE, palette("clash")).body
    assert read_scene("超高速动漫战斗", "").kind == "clash"


def test_who_is_hit_staggers_and_who_runs_fast_has_streaks() -> None:
    hit = blocked(shot("对手被震退数步", WARRIOR, RIVAL), WIDE, 0.84)
    poses = {mark.figure.key: mark.pose for mark in hit}
    assert poses == {"one": "punch", "two": "stagger"}
    run = shot("Mei runs", MEI, pace="fast")
    marks = blocked(run, WIDE, 0.84)
    passing = force(run, marks, WIDE, palette("day"))
    assert passing.drift[0] * marks[0].face < -1.0
    assert not force(shot("Mei walks", MEI), marks, WIDE, palette("day")).body


def test_lines_lie_on_the_lens() -> None:
    for prompt, pace in (("战士眼神如刀，打出决定性一击", "fast"), ("Mei runs", "fast")):
        spec = shot(prompt, WARRIOR, size="medium", pace=pace)
        stage = draw(spec, width=320, height=180, room=even(0.2), seed=1)
        lines = stage.layers[-1]
        assert on_lens(stage.layers, len(stage.layers) - 1)
        assert (lines.left, lines.top, lines.width) == (0.0, 0.0, 1.0)
        assert lines.pixels[..., 3].any()


def test_traces_are_fainter_and_behind() -> None:
    spec = shot("战士与对手相撞", WARRIOR, RIVAL)
    stage = draw(spec, width=640, height=360, room=even(0.1), seed=1)
    layer = next(layer for layer in stage.layers if layer.figure == "one")
    alpha = layer.pixels[..., 3]
    half = alpha.shape[1] // 3
    faint = (alpha > 20) & (alpha < 130)
    assert faint[:, :half].sum() > faint[:, -half:].sum()
    assert (layer.pixels[..., :3] <= layer.pixels[..., 3:]).all()


@pytest.mark.parametrize("size", ["full", "medium"])
def test_angles_change_heads(size: str) -> None:
    looks: dict[str, Mark] = {}
    for angle in ("low", "eye", "high"):
        (looks[angle],) = blocked(shot("Mei stands", MEI, size=size, angle=angle), WIDE, 0.84)
    assert looks["low"].lens < looks["eye"].lens < looks["high"].lens
    (near,) = blocked(shot("Mei", MEI, size=TIGHT[1], angle="low"), WIDE, 0.84)
    assert near.lens == 1.0


@pytest.mark.parametrize(
    ("setting", "kind"),
    [
        ("INT. SIGNAL HOUSE - LAMP ROOM - NIGHT", "lamproom"),
        ("INT. MARGARET - BRIDGE - NIGHT", "wheelhouse"),
        ("old stone bridge", "bridge"),
        ("INT. SIGNAL HOUSE - KITCHEN", "kitchen"),
        ("Lantern workshop, night", "workshop"),
        ("Harbour tea house, night", "tea"),
        ("Harbour street, dawn", "harbour"),
        ("EXT. ROCKY COAST - DUSK", "coast"),
        ("火车车厢", "carriage"),
        ("INT. SOMEWHERE", "room"),
        ("公园 早晨", "park"),
        ("a small town", "village"),
        ("大殿", "hall"),
        ("school classroom", "classroom"),
        ("hospital ward", "ward"),
        ("spaceship interior", "cockpit"),
        ("a dark cave", "cave"),
    ],
)
def test_places_by_their_words(setting: str, kind: str) -> None:
    assert read_scene(setting, "").kind == kind


def test_rain_is_seen_on_the_windows_of_a_room() -> None:
    wet, dry = (
        draw(PanelSpec("x", said, size="long"), width=640, height=360, room=even(0.0), seed=1)
        for said in ("kitchen, night, rain", "kitchen, night")
    )
    assert read_scene("kitchen, rain", "").weather == ()
    assert not np.array_equal(wet.layers[0].pixels, dry.layers[0].pixels)
