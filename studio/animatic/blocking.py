"""Where figures stand, how large they are, and their layers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, radians, sin

from studio.animatic.figures import person
from studio.animatic.light import Palette
from studio.animatic.looks import Look, look_of, stature
from studio.animatic.poses import WIDE_POSES, joints, pose_names
from studio.animatic.rims import darker, relit
from studio.animatic.sheets import UNIT, Board, blurred, raster
from studio.animatic.spec import PanelFigure, PanelSpec
from studio.animatic.stage import Layer
from studio.animatic.svg import Point, group, oval
from studio.animatic.things import form, silhouette

TIGHT = ("medium_close", "close_up", "extreme_close_up")
# Head height in frame heights, and where (frame heights) the feet or, when tight, the eyes are.
_HEADS = {
    "extreme_long": 0.017,
    "long": 0.045,
    "full": 0.106,
    "medium": 0.235,
    "medium_close": 0.36,
    "close_up": 0.6,
    "extreme_close_up": 1.45,
}
_FEET = {"extreme_long": 0.735, "long": 0.84, "full": 0.93}
_EYES = {"medium": 0.26, "medium_close": 0.33, "close_up": 0.43, "extreme_close_up": 0.36}
_THINGS = {
    "extreme_long": 0.1,
    "long": 0.22,
    "full": 0.45,
    "medium": 0.5,
    "medium_close": 0.6,
    "close_up": 0.72,
    "extreme_close_up": 1.1,
}


@dataclass(frozen=True)
class Mark:
    """A figure's place: x and y of its feet in drawing units, scale, and which way it faces."""

    figure: PanelFigure
    x: float
    y: float
    scale: float
    face: float
    pose: str
    soft: float = 0.0  # blur in frame heights; such a figure is near and seen from behind
    turn: float = 0.9  # how far the head is turned to where the body faces, 0 to 1


def blocked(spec: PanelSpec, board: Board, stand: float) -> list[Mark]:
    """The figures that are seen, from back to front. `stand` is where things stand (0 to 1)."""
    people = [f for f in spec.figures if f.kind == "person"]
    others = [f for f in spec.figures if f.kind in ("creature", "thing")]
    if not people:
        return _objects(spec, board, others, stand)
    if spec.size in TIGHT:
        return _tight(spec, board, people)
    marks = _group(spec, board, people)
    lead, small, large = marks[0], list[Mark](), list[Mark]()
    for index, figure in enumerate(others[:3]):
        x = board.wide * (0.5 + (0.16 + 0.12 * index) * (1 if index % 2 else -1))
        name, foot = form(figure), min(lead.y + lead.scale * 20, UNIT * 0.98)
        if name == "vehicle":  # as tall as a person's chest, and behind the people
            large.append(Mark(figure, x, lead.y - lead.scale * 40, lead.scale * 2.4, 1.0, ""))
        elif name == "bird":
            high = max(UNIT * 0.36, lead.y - lead.scale * 560)
            small.append(Mark(figure, x, high, lead.scale * 0.5, 1.0, "fly"))
        else:
            share = 1.0 if figure.kind == "creature" else 0.55
            small.append(Mark(figure, x, foot, lead.scale * share, 1.0, ""))
    return [*large, *marks, *small]


def _objects(
    spec: PanelSpec, board: Board, listed: Sequence[PanelFigure], stand: float
) -> list[Mark]:
    count = max(1, len(listed[:4]))
    tall = min(_THINGS.get(spec.size, 0.5), 0.62 * board.wide / UNIT / count * 1.5)
    marks: list[Mark] = []
    for index, figure in enumerate(listed[:4]):
        x = board.wide * (index + 0.5) / count
        foot = UNIT * max(stand, 0.5 + tall * 0.42 if spec.size in TIGHT else stand)
        fly = form(figure) == "bird" and spec.size not in TIGHT
        foot = UNIT * 0.62 if fly else foot
        face, scale = (1.0 if index % 2 == 0 else -1.0), tall * UNIT / 310.0
        marks.append(Mark(figure, x, foot, scale, face, "fly" if fly else ""))
    return marks


def _group(spec: PanelSpec, board: Board, people: Sequence[PanelFigure]) -> list[Mark]:
    shown = people[:7]
    count, tall = len(shown), _HEADS.get(spec.size, 0.235)
    aspect = board.wide / UNIT
    tall = min(tall, aspect * (0.36 if count == 1 else 0.62 / count + 0.05))
    step = min(0.8 * board.wide / count, tall * UNIT * (3.1 if spec.size == "medium" else 4.2))
    poses = pose_names(spec.prompt, count)
    if spec.size in _FEET and poses[0] in WIDE_POSES:
        tall = min(tall, aspect * 0.13 / max(1.0, 0.62 * count))
    if poses[0] in (*WIDE_POSES, "sit"):
        step = min(step * 1.3, 0.8 * board.wide / count)
    marks: list[Mark] = []
    low = _FEET.get(spec.size, 0.0)
    if low > 0.77 and any(text.strip() for text in spec.onscreen_text):
        tall, low = tall * 0.69 / (low - 0.08), 0.77  # above the words
    for index, figure in enumerate(shown):
        side = index - (count - 1) / 2
        face = (1.0 if side < 0 else -1.0) if side else _facing(figure)
        if poses[index] in ("run", "walk"):  # they go together
            face = _facing(shown[0])
        if spec.size in _FEET:
            foot = UNIT * (low - 0.01 * (index % 2))
        else:
            foot = UNIT * _EYES["medium"] + tall * UNIT * 6.98
        pose = poses[index]
        if spec.size == "medium" and pose in ("fall", "sit", "run", "kick"):
            pose = {"sit": "talk", "run": "walk"}.get(pose, "fight")
        share = stature(figure) if count > 1 else 1.0
        if spec.size not in _FEET:  # else a child's head would be below the frame's middle
            share = max(share, 0.86)
        scale = tall * 10 * share
        marks.append(Mark(figure, board.wide / 2 + side * step, foot, scale, face, pose))
    return marks


def _facing(figure: PanelFigure) -> float:
    return 1.0 if sum(figure.key.encode()) % 2 else -1.0


def _tight(spec: PanelSpec, board: Board, people: Sequence[PanelFigure]) -> list[Mark]:
    lead = next((f for key in spec.speakers for f in people if f.key == key), people[0])
    aspect = board.wide / UNIT
    tall = min(
        _HEADS[spec.size], aspect * {"medium_close": 0.5, "close_up": 0.78}.get(spec.size, 1.5)
    )
    eyes = UNIT * _EYES[spec.size]
    index = people.index(lead)
    both = len({*spec.speakers}) > 1
    pair = len(people) > 1 and (both or spec.size == "medium_close")
    face = (1.0 if index == 0 else -1.0) if len(people) > 1 else _facing(lead)
    aside = 0.0 if spec.size == "extreme_close_up" else -face * (0.1 if pair else 0.045)
    foot = eyes + tall * UNIT * 7.0
    marks = [Mark(lead, board.wide * (0.5 + aside), foot, tall * 10, face, "stand")]
    if pair and spec.size != "extreme_close_up":
        rest = [f for f in people if f.key != lead.key]
        other = next((f for f in rest if f.key in spec.speakers), rest[0])
        big = tall * 1.15
        inner = board.wide * 0.5 + face * board.wide * 0.27  # where the near head begins
        x = inner + face * big * UNIT * 0.38
        marks.append(Mark(other, x, eyes + big * UNIT * 7.2, big * 10, -face, "stand", 0.009))
    return marks


def posed(
    mark: Mark, board: Board, light: Palette, depth: float, *, style: str, suited: bool
) -> tuple[Layer, tuple[float, float, float] | None, Look | None]:
    """The figure's layer without mouth; its head's middle in drawing units and turn; its look."""
    detail = mark.scale * 100 * board.height / UNIT >= 34
    look, middle = None, None
    if mark.figure.kind == "person":
        look = replace(look_of(mark.figure, light, style), helmet=suited)
        turn = mark.face * mark.turn
        behind = mark.soft > 0
        body, head = person(look, mark.pose, mark.face, turn, detail, behind=behind)
        middle = (head[0], head[1], turn)
    else:
        flip = f'transform="scale({mark.face} 1)"'
        body = group(silhouette(mark.figure, light), flip)
    wide = 270 if form(mark.figure) == "vehicle" else 150
    shadow = "" if mark.pose == "fly" else oval(0, 2, wide, 15, light.dark, 'fill-opacity="0.42"')
    box = _box(mark, board, 300.0 if look is not None and look.armed else 75.0)
    fine = 0.4 if mark.soft else min(1.0, max(0.66, 0.17 * UNIT / (100 * mark.scale)))
    columns = max(2, round(box[2] * board.height / UNIT * fine))
    rows = max(2, round(box[3] * board.height / UNIT * fine))
    pixels = raster(group(shadow + body, placed(mark, board)), box, columns, rows)
    pixels = relit(pixels, light, 0.012 * mark.scale * 100 / UNIT * board.height * fine)
    if mark.soft:
        pixels = blurred(darker(pixels, 0.35), mark.soft * board.height * fine)
    left, top, width = box[0] / board.wide, box[1] / UNIT, box[2] / board.wide
    layer = Layer(pixels, left, top, width, depth, mark.figure.key, sway=0.0022)
    return layer, middle, look


def placed(mark: Mark, board: Board) -> str:
    """The transform from a figure's units to drawing units."""
    x, y = turned(mark, board, (0.0, 0.0))
    return f'transform="translate({x:.2f} {y:.2f}) rotate({board.tilt}) scale({mark.scale:.4f})"'


def turned(mark: Mark, board: Board, point: Point) -> Point:
    """A point in a figure's units as drawing units."""
    x = mark.x + point[0] * mark.scale - board.wide / 2
    y = mark.y + point[1] * mark.scale - UNIT / 2
    c, s = cos(radians(board.tilt)), sin(radians(board.tilt))
    return x * c - y * s + board.wide / 2, x * s + y * c + UNIT / 2


def _box(mark: Mark, board: Board, spare: float) -> tuple[float, float, float, float]:
    """What of the figure lies on the board, as x, y, width, height in drawing units.

    `spare`: how far, in the figure's units, hands may hold something beyond its joints.
    """
    corners = [turned(mark, board, point) for point in _extent(mark, spare)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    edge = board.over + 0.005
    x0, x1 = max(min(xs), -edge * board.wide), min(max(xs), board.wide * (1 + edge))
    y0, y1 = max(min(ys), -edge * UNIT), min(max(ys), UNIT * (1 + edge))
    return x0, y0, max(2.0, x1 - x0), max(2.0, y1 - y0)


def _extent(mark: Mark, spare: float) -> list[Point]:
    """The corners of what a figure's drawing may cover, in its own units."""
    if mark.figure.kind != "person":
        return [(x, y) for x in (-330.0, 330.0) for y in (-360.0, 30.0)]
    j = joints(mark.pose, mark.face, 72.0)
    points = [j.head, j.hip, j.neck, *(p for limb in (*j.arms, *j.legs) for p in limb)]
    left = min(-165.0, min(x for x, _ in points) - spare)
    right = max(165.0, max(x for x, _ in points) + spare)
    high = min(j.head[1] - 100.0, min(y for _, y in points) - spare)
    low = max(28.0, max(y for _, y in points) + 48.0)
    return [(x, y) for x in (left, right) for y in (high, low)]
