"""Where figures and words of a drawn shot are said to be is where its pictures show them."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from studio.animatic.panel import draw
from studio.animatic.perform import at
from studio.animatic.planes import to_bgr
from studio.animatic.shoot import Material, Slate, shoot
from studio.animatic.sights import Sight, sights
from studio.animatic.spec import PanelFigure, PanelSpec
from studio.animatic.stage import Room, Stage

SIZE = (480, 270)
ANN = PanelFigure("ann", "Ann", description="a woman in a red coat", colour="#c03020")
BOB = PanelFigure("bob", "Bob", description="a man in a blue coat", colour="#2040c0")
TWO = PanelSpec("Ann and Bob talk.", "INT. ROOM - DAY", figures=(ANN, BOB), marks=False)


def slate(*moves: str, size: str = "medium", frames: int = 24) -> Slate:
    return Slate(SIZE, frames, Fraction(24), size, moves, "fast")


def seen(spec: PanelSpec, form: Slate) -> tuple[Sight, ...]:
    def drawn(room: Room) -> Stage:
        return draw(spec, width=SIZE[0], height=SIZE[1], room=room, seed=1)

    return sights(drawn, form)


def middle(sight: Sight, place: int = 0) -> tuple[float, float]:
    left, top, right, bottom = sight.boxes[place][1]
    return (left + right) / 2, (top + bottom) / 2


def test_heads_are_named_and_stand_from_left_to_right() -> None:
    found = seen(TWO, slate("static"))
    assert [(each.kind, each.figure) for each in found] == [("face", "ann"), ("face", "bob")]
    (ann, high), (bob, _) = (middle(each) for each in found)
    assert 0.1 < ann < 0.45 < 0.55 < bob < 0.9
    assert high < 0.5, "heads are in the upper half"


@pytest.mark.parametrize("move", ["pan_right", "push_in", "tilt_up", "truck_left", "static"])
def test_a_head_moves_as_its_picture_does(move: str) -> None:
    """The frames of the shot with and without a head differ inside its box, and only there."""
    form = slate(move)

    def frames(*, bare: bool) -> list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]:
        def drawn(room: Room) -> Stage:
            stage = draw(TWO, width=SIZE[0], height=SIZE[1], room=room, seed=1)
            if not bare:
                return stage
            head = stage.heads[0]
            layer = stage.layers[head.layer]
            pixels = layer.pixels.copy()
            tall = layer.width * SIZE[0] / SIZE[1] * pixels.shape[0] / pixels.shape[1]
            end = round((head.box[3] - layer.top) / tall * pixels.shape[0])
            pixels[: max(1, end)] = 0
            layers = list(stage.layers)
            layers[head.layer] = replace(layer, pixels=pixels)
            mouths = tuple(each for each in stage.mouths if each.layer != head.layer)
            eyes = tuple(each for each in stage.eyes if each.layer != head.layer)
            return replace(stage, layers=tuple(layers), mouths=mouths, eyes=eyes)

        shot = shoot(drawn, Material(), form)
        return [to_bgr(at(shot, n)) for n in (0, form.frames - 1)]

    whole, without = frames(bare=False), frames(bare=True)
    ann = seen(TWO, form)[0]
    for place, (one, other) in zip((0, -1), zip(whole, without, strict=True), strict=True):
        apart = np.abs(one.astype(int) - other.astype(int)).max(axis=2) > 40
        rows, columns = np.nonzero(apart)
        left, top, right, _ = ann.boxes[place][1]
        assert columns.size
        assert left - 0.02 < columns.min() / SIZE[0]
        assert columns.max() / SIZE[0] < right + 0.02
        assert top - 0.03 < rows.min() / SIZE[1]
        inside = (columns.min() + columns.max()) / 2 / SIZE[0]
        assert inside == pytest.approx((left + right) / 2, abs=0.03)


def test_who_stands_before_the_others_is_near_and_turned_away() -> None:
    form = slate("static", size="medium_close")
    found = seen(replace(TWO, size="medium_close", speakers=("ann",)), form)
    assert [(e.kind, e.figure, e.near) for e in found] == [
        ("face", "ann", False), ("back", "bob", True),
    ]  # fmt: skip


def test_things_and_words_are_seen_too() -> None:
    lamp = PanelFigure("lamp", "Lantern", "thing")
    spec = PanelSpec(
        "A lantern.", "INT. ROOM", figures=(lamp,), onscreen_text=("THE END",), marks=False
    )
    found = {each.kind: each for each in seen(spec, slate("static"))}
    assert found.keys() == {"body", "words"}
    assert middle(found["words"])[0] == pytest.approx(0.5, abs=0.02)
    assert found["body"].figure == "lamp"


def test_a_smaller_size_says_the_same() -> None:
    """Places follow from the frame's shape; the take's own size is not needed."""

    def at_size(size: tuple[int, int]) -> list[tuple[float, float]]:
        def drawn(room: Room) -> Stage:
            return draw(TWO, width=size[0], height=size[1], room=room, seed=1)

        found = sights(drawn, replace(slate("push_in"), size=size))
        return [middle(each, -1) for each in found]

    for one, other in zip(at_size((1920, 1080)), at_size((320, 180)), strict=True):
        assert one == pytest.approx(other, abs=0.004)
