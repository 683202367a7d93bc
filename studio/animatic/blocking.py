"""Where figures stand, how large they are, and what they do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from studio.animatic.casting import age_of
from studio.animatic.directions import fights, lead_of, props_of, races, rides, turned_away
from studio.animatic.expressions import gaze_of, mood_of
from studio.animatic.looks import stature
from studio.animatic.marks import Mark
from studio.animatic.poses import STOOP, WIDE_POSES, joints, pose_names
from studio.animatic.props import LIT
from studio.animatic.sheets import UNIT, Board
from studio.animatic.spec import PanelFigure, PanelSpec
from studio.animatic.things import PERSON, beside_people, breadth, form, paint
from studio.animatic.vehicles import VEHICLES

TIGHT = ("medium_close", "close_up", "extreme_close_up")
# Head height in frame heights, and where (frame heights) the feet or, when tight, the eyes are.
_HEADS = {
    "extreme_long": 0.017,
    "long": 0.053,
    "full": 0.106,
    "medium": 0.235,
    "medium_close": 0.36,
    "close_up": 0.6,
    "extreme_close_up": 1.45,
}
_FEET = {"extreme_long": 0.735, "long": 0.86, "full": 0.93}
_EYES = {"medium": 0.26, "medium_close": 0.33, "close_up": 0.43, "extreme_close_up": 0.36}
_THINGS = {
    "extreme_long": 0.1,
    "long": 0.22,
    "full": 0.42,
    "medium": 0.5,
    "medium_close": 0.6,
    "close_up": 0.72,
    "extreme_close_up": 1.25,
}
_STILL = ("stand", "talk", "point", "pair")  # poses in which a hand is free to hold something


@dataclass(frozen=True)
class _Acts:
    """What the words say about the people of a shot."""

    lead: str
    props: dict[str, tuple[str, str]]
    mood: str
    gaze: float
    away: bool
    fight: bool
    rush: bool

    def on(self, mark: Mark) -> Mark:
        """A mark with all that is said of its figure."""
        lead, fight = mark.figure.key == self.lead, self.fight
        prop = self.props.get(mark.figure.key, ("", ""))
        pose = mark.pose
        if prop[0] and pose in _STILL and not (prop[0] in ("gun", "sword") and pose == "point"):
            pose = "lift" if prop[0] in LIT else "hold"
        return replace(
            mark,
            pose=pose,
            prop=prop,
            mood=self.mood if lead or fight else "",
            gaze=self.gaze if lead else 0.0,
            away=self.away,
            rush=90.0 if self.rush and pose in ("dash", "punch", "kick", "strike", "run") else 0.0,
        )


def _acts(spec: PanelSpec, people: Sequence[PanelFigure]) -> _Acts:
    lead, fight = lead_of(spec.prompt, people), fights(spec)
    quick = fight or (races(spec) and spec.pace == "fast")
    return _Acts(
        lead.key if lead else "",
        props_of(spec),
        mood_of(spec.prompt),
        gaze_of(spec.prompt),
        turned_away(spec),
        fight,
        quick,
    )


def blocked(spec: PanelSpec, board: Board, stand: float) -> list[Mark]:
    """The figures that are seen, from back to front. `stand` is where things stand (0 to 1)."""
    people = [f for f in spec.figures if f.kind == "person"]
    others = [f for f in spec.figures if f.kind in ("creature", "thing")]
    if not people:
        return _objects(spec, board, others, stand)
    acts = _acts(spec, people)
    if spec.size in TIGHT:
        return _tight(spec, board, people, acts)
    marks = [acts.on(mark) for mark in _group(spec, board, people, acts)]
    held = {name for name, _ in acts.props.values()}
    rest = [f for f in others if form(f) not in held]
    return _beside(spec, board, marks, rest)


def _beside(
    spec: PanelSpec, board: Board, marks: list[Mark], others: Sequence[PanelFigure]
) -> list[Mark]:
    """Creatures and things at their size beside people; vehicles behind them, birds above."""
    tallest = max(marks, key=lambda mark: mark.scale)
    small, large = list[Mark](), list[Mark]()
    for index, figure in enumerate(others[:3]):
        name = form(figure)
        side = 1 if index % 2 else -1
        if name == "horse" and rides(spec):
            marks, mount = _mounted(marks, figure, tallest)
            large.append(mount)
            continue
        x = board.wide * (0.5 + (0.17 + 0.12 * index) * side)
        scale = tallest.scale * PERSON * beside_people(name) / 300.0
        foot = min(tallest.y + tallest.scale * 24, UNIT * 0.985)
        if name in VEHICLES or name in ("horse", "dragon"):
            spot = board.wide * (0.5 + (0.0 if name == "dragon" else 0.2 * side))
            large.append(Mark(figure, spot, tallest.y - tallest.scale * 40, scale, -side, ""))
        elif name == "bird":
            high = max(UNIT * 0.3, tallest.y - tallest.scale * (620 + 120 * index))
            small.append(Mark(figure, x, high, scale * 1.6, -side, "fly"))
        else:
            if spec.size == "medium":  # its head looks into the frame from below
                x, foot = board.wide * (0.5 + 0.32 * side), UNIT * 1.1
            small.append(Mark(figure, x, foot, scale, -side, ""))
    return [*large, *marks, *small]


def _mounted(
    marks: list[Mark], horse: PanelFigure, rider: Mark
) -> tuple[list[Mark], Mark]:
    """The people, one of them on the horse, and the horse's mark."""
    scale = rider.scale * 0.94
    up = replace(rider, pose="ride", scale=scale, rush=0.0)
    mount = Mark(horse, rider.x, rider.y, scale * PERSON * beside_people("horse") / 300.0, rider.face, "")
    return [up if mark is rider else mark for mark in marks], mount


def _objects(
    spec: PanelSpec, board: Board, listed: Sequence[PanelFigure], stand: float
) -> list[Mark]:
    """Things and creatures alone in the frame."""
    shown = listed[:4]
    count = max(1, len(shown))
    close = spec.size == "extreme_close_up" and count == 1
    across = max((breadth(form(figure)) for figure in shown), default=300.0) / 300.0
    room = (1.5 if close else 0.84) * board.wide / UNIT / count / across
    tall = min(_THINGS.get(spec.size, 0.5), room)
    if any(text.strip() for text in spec.onscreen_text):
        tall = min(tall, 0.56)  # below the words
    marks: list[Mark] = []
    for index, figure in enumerate(shown):
        x = board.wide * (index + 0.5) / count
        foot = UNIT * max(stand, 0.5 + tall * 0.42 if spec.size in TIGHT else stand)
        fly = form(figure) in ("bird", "ship") and spec.size not in TIGHT
        foot = UNIT * (0.52 + 0.1 * (index % 2)) if fly else foot
        if form(figure) == "boat" and spec.size not in TIGHT:  # on the water, before the shore
            foot = UNIT * 0.74
        face = 1.0 if index % 2 == 0 or figure.key == "" else -1.0
        scale = tall * UNIT / 310.0 * (0.7 if fly else 1.0)
        marks.append(Mark(figure, x, foot, scale, face, "fly" if fly else ""))
    return marks


def _group(
    spec: PanelSpec, board: Board, people: Sequence[PanelFigure], acts: _Acts
) -> list[Mark]:
    """People on their feet, or from the waist up, side by side."""
    shown = people[:7]
    count, tall = len(shown), _HEADS.get(spec.size, 0.235)
    aspect = board.wide / UNIT
    tall = min(tall, aspect * (0.36 if count == 1 else 0.62 / count + 0.05))
    step = min(0.8 * board.wide / count, tall * UNIT * (3.1 if spec.size == "medium" else 4.2))
    poses = pose_names(spec.prompt, count)
    if count > 1 and acts.lead != shown[0].key and acts.fight:  # who is named first, acts
        poses[0], poses[1] = poses[1], poses[0]
    wide = poses[0] in WIDE_POSES
    if spec.size in _FEET and wide:
        tall = min(tall, aspect * 0.13 / max(1.0, 0.62 * count))
    if wide or poses[0] == "sit":
        step = min(step * 1.3, 0.8 * board.wide / count)
    marks: list[Mark] = []
    low = _FEET.get(spec.size, 0.0)
    if spec.size == "full" and any(text.strip() for text in spec.onscreen_text):
        tall *= 0.82  # below the words
    for index, figure in enumerate(shown):
        side = index - (count - 1) / 2
        face = (1.0 if side < 0 else -1.0) if side else _facing(figure)
        if poses[index] in ("run", "walk"):  # they go together
            face = _facing(shown[0])
        share, pose = _share(spec, figure, count), _fitting(spec, poses[index])
        scale, foot = tall * 10 * share, UNIT * (low - 0.01 * (index % 2))
        across, high = _head(figure, pose, face)
        if spec.size not in _FEET:
            lower = (1.0 - share) * 3.0 * tall * UNIT
            foot = UNIT * _EYES["medium"] + lower - high * scale * 100
        if acts.fight and count == 2 and index == 0:  # one fighter is nearer
            scale, foot = scale * 1.08, foot + UNIT * 0.02
        x = board.wide / 2 + side * step
        x -= across * scale * (100 if spec.size not in _FEET and not acts.fight else 30)
        turn = 1.4 if count == 2 and not acts.away else 0.9
        if count == 1 and pose == "point":  # room for what is pointed at
            x -= face * 0.12 * board.wide
        marks.append(Mark(figure, x, foot, scale, face, pose, turn=turn))
    return marks


def _fitting(spec: PanelSpec, pose: str) -> str:
    """A pose that can be seen in a shot from the waist up."""
    if spec.size != "medium":
        return pose
    low = {"sit": "talk", "run": "walk", "kneel": "stand", "fall": "stagger", "kick": "guard"}
    return low.get(pose, pose)


def _share(spec: PanelSpec, figure: PanelFigure, count: int) -> float:
    """How tall somebody is beside others; alone, a child is a little smaller than the frame."""
    share = stature(figure)
    if count == 1:
        share = 1.0 if share > 0.8 else 0.8
    return share if spec.size in _FEET else max(share, 0.86)


def _head(figure: PanelFigure, pose: str, face: float) -> tuple[float, float]:
    """Where the head is, in heads from the feet."""
    stoop = STOOP if age_of(figure) == "old" else 0.0
    x, y = joints(pose, face, 68.0, stoop=stoop).head
    return x / 100.0, y / 100.0


def _facing(figure: PanelFigure) -> float:
    return 1.0 if sum(figure.key.encode()) % 2 else -1.0


def _tight(
    spec: PanelSpec, board: Board, people: Sequence[PanelFigure], acts: _Acts
) -> list[Mark]:
    """One face near, and over the shoulder of who listens."""
    said = next((f for key in spec.speakers for f in people if f.key == key), None)
    lead = said or next((f for f in people if f.key == acts.lead), people[0])
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
    pose = "fists" if acts.fight else "stand"
    across, high = _head(lead, pose, face)
    foot = eyes - high * tall * UNIT
    x = board.wide * (0.5 + aside) - across * tall * UNIT
    turn = 1.3 if pair else 0.9
    first = acts.on(Mark(lead, x, foot, tall * 10, face, pose, turn=turn))
    marks = [replace(first, pose="show" if first.pose in ("hold", "lift") else first.pose)]
    if spec.size in ("close_up", "extreme_close_up") and first.prop[0]:
        marks = [replace(first, prop=("", ""), pose="stand"), _shown(first, board)]
    if pair and spec.size != "extreme_close_up":
        rest = [f for f in people if f.key != lead.key]
        other = next((f for f in rest if f.key in spec.speakers), rest[0])
        big = tall * 1.15
        inner = board.wide * 0.5 + face * board.wide * 0.27  # where the near head begins
        x = inner + face * big * UNIT * 0.38
        marks.append(Mark(other, x, eyes + big * UNIT * 7.2, big * 10, -face, "stand", 0.009))
    return marks


def _shown(mark: Mark, board: Board) -> Mark:
    """What somebody holds, before them at the lower edge of a close-up."""
    name, colour = mark.prop
    figure = PanelFigure("", name, "thing", "", colour or paint(name))
    x = board.wide * (0.5 + mark.face * 0.26)
    return Mark(figure, x, UNIT * 1.06, 0.5 * UNIT / 300.0, 1.0, "fly")
