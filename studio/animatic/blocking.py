"""Where figures stand, how large they are, and what they do."""

from collections.abc import Sequence
from dataclasses import replace

from studio.animatic.acts import TIGHT, Acts, acts_of
from studio.animatic.casting import age_of
from studio.animatic.company import alone, beside
from studio.animatic.looks import stature
from studio.animatic.marks import Mark
from studio.animatic.poses import STOOP, WIDE_POSES, joints, legs_of, pose_names
from studio.animatic.sheets import UNIT, Board
from studio.animatic.spec import PanelFigure, PanelSpec
from studio.animatic.things import form, paint

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


def blocked(spec: PanelSpec, board: Board, stand: float) -> list[Mark]:
    """The figures that are seen, from back to front. `stand` is where things stand (0 to 1)."""
    people = [f for f in spec.figures if f.kind == "person"]
    others = [f for f in spec.figures if f.kind in ("creature", "thing")]
    if not people:
        return alone(spec, board, others, stand)
    acts = acts_of(spec, people, board.wide / UNIT)
    if spec.size in TIGHT:
        return _tight(spec, board, people, acts)
    marks = [acts.on(mark) for mark in _group(spec, board, people, acts)]
    held = {name for name, _ in acts.props.values()}
    rest = [f for f in others if form(f) not in held]
    return beside(spec, board, marks, rest)


def _group(spec: PanelSpec, board: Board, people: Sequence[PanelFigure], acts: Acts) -> list[Mark]:
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
        tall *= 0.78  # below the words
    if spec.size in _FEET and count > 1:  # beside each other in a narrow frame
        tall = min(tall, aspect * 0.36 / count)
    for index, figure in enumerate(shown):
        side = index - (count - 1) / 2
        face = (1.0 if side < 0 else -1.0) if side else _facing(figure)
        if poses[index] in ("run", "walk"):  # they go together
            face = _facing(shown[0])
        share, pose = _share(spec, figure, count), _fitting(spec, poses[index])
        scale, foot = tall * 10 * share, UNIT * (low - 0.01 * (index % 2))
        across, high = _head(figure, pose, face, acts.lens)
        if spec.size not in _FEET:
            lower = (1.0 - share) * 3.0 * tall * UNIT
            foot = UNIT * _EYES["medium"] + lower - high * scale * 100
        if acts.fight and count == 2 and index == 0:  # one fighter is nearer
            scale, foot = scale * 1.08, foot + UNIT * 0.02
        x = board.wide / 2 + side * step
        x -= across * scale * (100 if spec.size not in _FEET and not acts.fight else 30)
        turn = 1.4 if count == 2 and not acts.away else 0.9
        if count == 1 and (pose == "point" or (figure.key in acts.props and aspect < 1.2)):
            x -= face * 0.12 * board.wide  # room for what is pointed at or held
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


def _head(figure: PanelFigure, pose: str, face: float, lens: float) -> tuple[float, float]:
    """Where the head is, in heads from the feet."""
    stoop = STOOP if age_of(figure) == "old" else 0.0
    x, y = joints(pose, face, 68.0, stoop=stoop, long=legs_of(lens)).head
    return x / 100.0, y / 100.0


def _facing(figure: PanelFigure) -> float:
    return 1.0 if sum(figure.key.encode()) % 2 else -1.0


def _tight(spec: PanelSpec, board: Board, people: Sequence[PanelFigure], acts: Acts) -> list[Mark]:
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
    across, high = _head(lead, pose, face, 1.0)
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
