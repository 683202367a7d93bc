"""Panels: a shot drawn in layers from what is said about it."""

from dataclasses import replace

from studio.animatic.blocking import TIGHT, blocked, posed
from studio.animatic.lettering import overlay
from studio.animatic.light import choose_light, mentions, mix, palette
from studio.animatic.lips import eyelids, lips
from studio.animatic.scenery import Pieces, Place
from studio.animatic.sets import Scene, build, drift, fog, read_scene, sky, weather
from studio.animatic.sheets import UNIT, Board
from studio.animatic.spec import PanelSpec
from studio.animatic.stage import Layer, Mouth, Stage

_HORIZON = {"eye": 0.58, "low": 0.76, "high": 0.32, "overhead": 0.08, "dutch": 0.58}
_SUITED = ("宇航", "太空服", "月球", "火星", "astronaut", "spacesuit", "moon base", "mars")
_ZOOM = {"medium": 1.2, "medium_close": 1.45, "close_up": 1.8, "extreme_close_up": 2.4}
_FINE = 0.6  # resolution of what is far away
_BLUR = {"medium": 0.0022, "medium_close": 0.006, "close_up": 0.011, "extreme_close_up": 0.016}


def draw(spec: PanelSpec, *, width: int, height: int, overscan: float, seed: int) -> Stage:
    """The panel as layers that reach `overscan` frame sizes beyond each edge.

    The set follows from the setting's words and a figure's look from its key, never from `seed`,
    so that they are the same in every shot.
    """
    people = any(figure.kind == "person" for figure in spec.figures)
    scene = read_scene(spec.setting, spec.prompt, people=people)
    light = choose_light(spec.setting, spec.prompt, spec.style, scene.indoor)
    if scene.kind == "space":
        light = palette("night")
    board = Board(width, height, overscan, 8.0 if spec.angle == "dutch" else 0.0)
    horizon = UNIT * _HORIZON.get(spec.angle, 0.58)
    words = spec.setting.strip() or scene.kind
    theme = next((f.colour for f in spec.figures if f.kind == "thing"), "")
    outside = choose_light(spec.setting, spec.prompt, spec.style, indoor=False)
    wet, snowy = "rain" in scene.weather, "snow" in scene.weather
    place = Place(board.wide, horizon, light, words, wet, theme, snowy, outside)
    pieces = build(scene.kind, place)
    back = _backdrop(spec, scene, place, board, pieces)
    stand = 0.72 if scene.kind == "studio" else 0.84
    layers, mouths, eyes = list(back), list[Mouth](), list[Mouth]()
    suited = mentions(f"{spec.setting} {spec.prompt}", _SUITED) > 0
    marks = blocked(spec, board, stand)
    for mark in marks:
        depth = 1.25 if mark.soft else 1.0
        layer, middle, look = posed(mark, board, light, depth, style=spec.style, suited=suited)
        if middle and look and not mark.soft:
            layer, mouth = lips(layer, len(layers), mark, board, middle, look)
            mouths += [mouth] if mouth else []
            lid = eyelids(layer, len(layers), mark, board, middle, look)
            eyes += [lid] if lid else []
        layers.append(layer)
    crowded = spec.size in TIGHT or len(marks) > 2
    layers += _before(scene, place, board, "" if crowded else pieces.front)
    title = scene.kind == "studio" or not any(f.kind == "person" for f in spec.figures)
    words_over = overlay(spec, width, height, light.accent, title=title)
    return Stage(tuple(layers), tuple(mouths), _focus(spec), words_over, eyes=tuple(eyes))


def _focus(spec: PanelSpec) -> tuple[float, float]:
    return (0.5, 0.42) if spec.size in TIGHT else (0.5, 0.48)


def _zoomed(body: str, zoom: float, place: Place) -> str:
    """The set nearer for tighter shots, about the vanishing point."""
    if zoom == 1.0 or not body:
        return body
    x, y = place.wide / 2, place.horizon
    move = f"translate({x:.1f} {y:.1f}) scale({zoom}) translate({-x:.1f} {-y:.1f})"
    return f'<g transform="{move}">{body}</g>'


def _backdrop(
    spec: PanelSpec, scene: Scene, place: Place, board: Board, pieces: Pieces
) -> list[Layer]:
    """Two layers behind the figures: all that is far away with the sky, and the set."""
    zoom, blur = _ZOOM.get(spec.size, 1.0), _BLUR.get(spec.size, 0.0)
    if scene.kind == "studio":
        zoom = 1.0
    heaven, shine = sky(place, scene.kind)
    shade = mix(place.light.dark, "#ffffff", 0.42)
    back = board.solid(
        heaven + _zoomed(pieces.far, zoom, place),
        0.0,
        fine=_FINE if blur == 0 else 0.5,
        blur=blur,
        soft=shine + _zoomed(pieces.haze + (fog(place) * ("fog" in scene.weather)), zoom, place),
        shade=shade,
    )
    ground = board.sheet(
        _zoomed(pieces.mid + pieces.ground, zoom, place),
        0.65,
        fine=(0.66 if blur == 0 else 0.5) if board.width >= 1280 else 1.0,
        blur=blur * 0.75,
        soft=_zoomed(pieces.lights, zoom, place),
        shade=shade,
    )
    return [back, ground]


def _before(scene: Scene, place: Place, board: Board, front: str) -> list[Layer]:
    """One layer before the figures at most for each of: the foreground, the weather.

    Weather drifts; it hides the foreground, so that never more than one layer covers the frame.
    """
    if not scene.weather:
        return [board.sheet(front, 1.5, fine=0.25, blur=0.008)] if front else []
    body = "".join(weather(place, name, board.box) for name in scene.weather if name != "fog")
    soft = fog(place, "veil") if "fog" in scene.weather else ""
    layer = board.sheet(body, 1.4, fine=0.33, soft=soft)
    return [replace(layer, drift=drift(scene.weather))]
