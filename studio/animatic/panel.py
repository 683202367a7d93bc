"""Panels: a shot drawn in layers from what is said about it."""

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace

from studio.animatic.acts import TIGHT
from studio.animatic.blocking import blocked
from studio.animatic.directions import peopled, seen
from studio.animatic.dynamics import Force, burst, force, tilt_of
from studio.animatic.lettering import overlay
from studio.animatic.light import choose_light, mix, palette
from studio.animatic.lips import Patch, draw_lids, draw_mouth, eyelids, lips
from studio.animatic.portrayal import Portrait, head_of, portrayed
from studio.animatic.projection import fast
from studio.animatic.scenery import Pieces, Place
from studio.animatic.sets import Scene, build, drift, fog, read_scene, sky, weather
from studio.animatic.sheets import SOON, UNIT, Board
from studio.animatic.spec import PanelSpec
from studio.animatic.stage import Layer, Mouth, Room, Stage, even

_HORIZON = {"eye": 0.58, "low": 0.76, "high": 0.32, "overhead": 0.08, "dutch": 0.58}
_ZOOM = {"medium": 1.2, "medium_close": 1.45, "close_up": 1.8, "extreme_close_up": 2.4}
_BEHIND = 2  # layers behind the figures
_RIM = 0.01  # beyond each edge, in frame sizes, of what stays on the lens
_HANDS = 8  # drawings asked for at once, which other processes do
_FINE = 0.6  # resolution of what is far away
_BLUR = {"medium": 0.0022, "medium_close": 0.006, "close_up": 0.011, "extreme_close_up": 0.016}


def draw(spec: PanelSpec, *, width: int, height: int, room: Room, seed: int) -> Stage:
    """The panel as layers that reach so far beyond each edge of the frame as `room` says.

    The set follows from the setting's words and a figure's look from its key, never from `seed`,
    so that they are the same in every shot.
    """
    spec = seen(spec)
    people = any(figure.kind == "person" for figure in spec.figures)
    scene = read_scene(spec.setting, spec.prompt, people=people)
    spec = peopled(spec, indoor=scene.indoor, place=scene.kind)
    light = choose_light(spec.setting, spec.prompt, spec.style, scene.indoor)
    if scene.kind == "space":
        light = palette("night")
    board = Board(width, height, room, tilt_of(spec))
    horizon = UNIT * _HORIZON.get(spec.angle, 0.58)
    words = spec.setting.strip() or scene.kind
    theme = next((f.colour for f in spec.figures if f.kind == "thing"), "")
    outside = choose_light(spec.setting, spec.prompt, spec.style, indoor=False)
    wet, snowy = scene.rainy, "snow" in scene.weather
    place = Place(board.wide, horizon, light, words, wet, theme, snowy, outside)
    stand = 0.72 if scene.kind == "studio" else 0.84
    marks = blocked(spec, board, stand)
    crowded = spec.size in TIGHT or len(marks) > 2
    if spec.size in TIGHT:  # nothing between us and a face
        scene = replace(scene, weather=tuple(w for w in scene.weather if w != "fog"))
    portraits = [portrayed(mark, board, light, spec) for mark in marks]
    with ThreadPoolExecutor(_HANDS, "panel") as hands:
        people_drawn = [  # what takes longest comes first
            _submitted(hands, each, index) for index, each in enumerate(portraits, _BEHIND)
        ]
        pieces = build(scene.kind, place)
        behind = [
            hands.submit(part, spec, scene, place, board, pieces) for part in (_ground, _heaven)
        ]
        over = hands.submit(overlay, spec, width, height, light.accent, place=_lettered(spec))
        star = burst(spec, marks, board, light)
        action = force(spec, marks, replace(board, room=even(0.0)), light)
        before = _before(scene, place, board, "" if crowded or star else pieces.front, action)
        drawn = [figure.result() for figure in people_drawn]
    layers = [
        *(layer.result() for layer in behind[::-1]),
        *(layer for layer, _, _ in drawn),
        *([star] if star else []),
        *before,
    ]
    mouths = tuple(mouth for _, mouth, _ in drawn if mouth)
    eyes = tuple(lid for _, _, lid in drawn if lid)
    heads = [head_of(each, index) for index, each in enumerate(portraits, _BEHIND)]
    return Stage(
        tuple(layers), mouths, _focus(spec), over.result(), eyes=eyes,
        heads=tuple(head for head in heads if head),
    )  # fmt: skip


_Figure = tuple[Layer, Mouth | None, Mouth | None]  # and its mouth and eyes


def _submitted(hands: Executor, portrait: Portrait, index: int) -> Future[_Figure]:
    """A figure's layer, which will be number `index`, being drawn beside its mouth and eyes."""
    parts = [hands.submit(draw, portrait) for draw in (draw_mouth, draw_lids)]
    return hands.submit(_figure, portrait, index, *parts)  # last, as it waits for the others


def _figure(
    portrait: Portrait, index: int, mouth: Future[Patch | None], lids: Future[Patch | None]
) -> _Figure:
    layer, speaks, blinks = portrait.draw(), mouth.result(), lids.result()
    eyes = eyelids(index, blinks) if blinks else None
    return (*lips(layer, index, speaks), eyes) if speaks else (layer, None, eyes)


def _lettered(spec: PanelSpec) -> str:
    """Where on-screen text stands, so that it hides nobody's face and no caption."""
    near = spec.size in ("medium", *TIGHT)
    people = any(figure.kind == "person" for figure in spec.figures)
    return "centre" if not spec.figures else "low" if people and near else "top"


def _focus(spec: PanelSpec) -> tuple[float, float]:
    return (0.5, 0.42) if spec.size in TIGHT else (0.5, 0.48)


def _zoomed(body: str, zoom: float, place: Place) -> str:
    """The set nearer for tighter shots, about the vanishing point."""
    if zoom == 1.0 or not body:
        return body
    x, y = place.wide / 2, place.horizon
    move = f"translate({x:.1f} {y:.1f}) scale({zoom}) translate({-x:.1f} {-y:.1f})"
    return f'<g transform="{move}">{body}</g>'


def _lens(spec: PanelSpec, scene: Scene) -> tuple[float, float]:
    """How much nearer the set is in a tighter shot, and how much softer, in frame heights."""
    zoom = 1.0 if scene.kind == "studio" else _ZOOM.get(spec.size, 1.0)
    return zoom, _BLUR.get(spec.size, 0.0)


def _shade(place: Place) -> str:
    """What the corners of the set fade to."""
    return mix(place.light.dark, "#ffffff", 0.42)


def _heaven(spec: PanelSpec, scene: Scene, place: Place, board: Board, pieces: Pieces) -> Layer:
    """The layer of the sky with all that is far away."""
    zoom, blur = _lens(spec, scene)
    heaven, shine = sky(place, scene.kind)
    return board.solid(
        heaven + _zoomed(pieces.far, zoom, place),
        0.0,
        fine=_FINE if blur == 0 else 0.5,
        blur=blur,
        soft=shine + _zoomed(pieces.haze + (fog(place) * ("fog" in scene.weather)), zoom, place),
        shade=_shade(place),
    )


def _ground(spec: PanelSpec, scene: Scene, place: Place, board: Board, pieces: Pieces) -> Layer:
    """The layer of the set before it, and the ground."""
    zoom, blur = _lens(spec, scene)
    return board.sheet(
        _zoomed(pieces.mid + pieces.ground, zoom, place),
        0.65,
        fine=(0.66 if blur == 0 else 0.5) if board.finest < 1.0 else 1.0,
        blur=blur * 0.75,
        soft=_zoomed(pieces.lights, zoom, place),
        shade=_shade(place),
    )


def _before(scene: Scene, place: Place, board: Board, front: str, action: Force) -> list[Layer]:
    """One layer before the figures at most: the weather, or lines of speed, or the foreground.

    Never more than one layer covers the frame. Lines lie on the lens: they do not move with the
    camera.
    """
    if scene.weather:
        way = drift(scene.weather)
        board = replace(board, room=even(_RIM)) if fast(way) else board  # it stays on the lens
        box = board.box(1.4)
        body = "".join(weather(place, name, box) for name in scene.weather if name != "fog")
        soft = fog(place, "veil") if "fog" in scene.weather else ""
        layer = board.sheet(body, 1.4, fine=0.33, soft=soft, rank=SOON)
        return [replace(layer, drift=way)]
    if action.body:
        layer = replace(board, room=even(0.0), tilt=0.0).sheet(action.body, 0.0, fine=0.5)
        return [replace(layer, drift=action.drift)]
    return [board.sheet(front, 1.5, fine=0.25, blur=0.008)] if front else []
