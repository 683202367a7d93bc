"""From what a shot asks for and the files it was given to something that draws its frames."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path as File

import cv2
import numpy as np

from studio.animatic.camera import COLUMN, Path, plan
from studio.animatic.compositor import Compositor
from studio.animatic.grade import graded
from studio.animatic.interest import Bgr, find_interest
from studio.animatic.lettered import Lettered
from studio.animatic.morph import Morph, aligned, imagined
from studio.animatic.motion import Footage, measure
from studio.animatic.perform import Pictures
from studio.animatic.planes import tight, warped
from studio.animatic.projection import Limits, room_for
from studio.animatic.stage import Head, Layer, Mouth, Pixels, Room, Stage
from studio.animatic.staging import (
    Rgba,
    cast_layer,
    plate,
    portrait,
    spread,
    stage_at_size,
    stage_frame,
)
from studio.media.pictures import load_picture
from studio.media.probe import probe
from studio.media.video import conformed_frames

Draw = Callable[[Room], Stage]  # draws the shot's panel with so much room beyond each edge

_PARALLAX = ("dolly", "x", "y", "orbit", "follow")
_BORROWED = 0.15  # frame sizes; at least so much room where the camera is a reference's
_PLATE = 1.0  # the depth that a place's picture has room for
_MEASURE_SIDE = 320
_SWAY = 0.0022  # frame heights; a photograph that breathes


@dataclass(frozen=True)
class Cast:
    """A subject's picture: key and kind of the figure it shows."""

    key: str
    kind: str
    picture: File


@dataclass(frozen=True)
class Material:
    """Files the shot was given, by what they are for."""

    first: File | None = None
    last: File | None = None
    plate: File | None = None
    cast: tuple[Cast, ...] = ()
    motion: File | None = None
    camera: File | None = None
    style: File | None = None


@dataclass(frozen=True)
class Slate:
    """The shot's form: size in pixels (even), frames, rate, and how the camera moves."""

    size: tuple[int, int]
    frames: int
    rate: Fraction
    shot: str = "medium"
    moves: tuple[str, ...] = ()
    pace: str = "normal"
    seed: int = 0


def shoot(draw: Draw, material: Material, slate: Slate, words: Pixels | None = None) -> Pictures:
    """What draws the shot's frames; `words` are laid over shots that no panel is part of.

    Raises BadInput for files that cannot be used.
    """
    if material.motion is not None:
        return _with_words(_footage(material.motion, slate), words)
    if material.first is not None and material.last is not None:
        morph = _morph(load_picture(material.first), load_picture(material.last), slate)
        return _with_words(morph, words)
    stage, fitted = staged(draw, material, slate)
    performed = Compositor(stage, fitted, slate.size, float(slate.rate), slate.seed)
    return _with_words(performed, words if stage.overlay is None else stage.overlay)


def staged(draw: Draw, material: Material, slate: Slate) -> tuple[Stage, Path]:
    """The stage of a shot that is neither footage nor a morph, and the camera over it."""
    path = _path(material, slate)
    stage = _stage(draw, material, slate, path)
    return stage, Limits(stage.layers, slate.size, stage.focus).fit(path)


def _with_words(pictures: Pictures, words: Pixels | None) -> Pictures:
    return pictures if words is None else Lettered(pictures, words)


def still(draw: Draw, material: Material, slate: Slate, words: Pixels | None = None) -> Pictures:
    """What draws the shot at rest, as one picture."""
    given = replace(material, motion=None, camera=None)
    return shoot(draw, given, replace(slate, frames=1, moves=()), words)


def _footage(video: File, slate: Slate) -> Footage:
    """The video, run faster or slower so that all of it is the shot."""
    seconds = probe(video).seconds or Fraction(slate.frames) / slate.rate
    frames = conformed_frames(
        video,
        width=slate.size[0],
        height=slate.size[1],
        rate=slate.rate,
        count=slate.frames,
        speed=seconds * slate.rate / slate.frames,
    )
    return Footage(frames, slate.size)


def _path(material: Material, slate: Slate) -> Path:
    if material.camera is not None:
        return _borrowed(material.camera, slate)
    path = plan(
        slate.moves,
        slate.frames,
        float(slate.rate),
        pace=slate.pace,
        size=slate.shot,
        seed=slate.seed,
    )
    return path - path[-1] if material.last is not None else path


def _borrowed(video: File, slate: Slate) -> Path:
    """The camera of a reference video, stretched over the shot."""
    info = probe(video)
    tall = max(2, round(_MEASURE_SIDE * slate.size[1] / slate.size[0]))
    frames = conformed_frames(
        video,
        width=_MEASURE_SIDE,
        height=tall,
        rate=slate.rate,
        count=slate.frames,
        speed=(info.seconds or Fraction(1)) * slate.rate / slate.frames,
    )
    return measure(frames)


def _morph(first: Rgba, last: Rgba, slate: Slate) -> Morph:
    pictures = [_at_rest(stage_frame(p, slate.size, parallax=False), slate) for p in (first, last)]
    way = aligned(pictures[0], pictures[1])
    if way is None:
        focus = find_interest(pictures[0]).point
        way = imagined(slate.moves, slate.size, focus)
    return Morph(pictures[0], pictures[1], slate.frames, way)


def _at_rest(stage: Stage, slate: Slate) -> Bgr:
    """A stage of one opaque layer as a BGR picture of the frame's size."""
    layer = stage.layers[0]
    scale = layer.width * slate.size[0] / layer.pixels.shape[1]
    colour = np.ascontiguousarray(layer.pixels[..., :3])
    half = (scale - 1.0) / 2.0
    if scale < 0.9:
        rows, columns = layer.pixels.shape[:2]
        wide = cv2.resize(
            colour, (round(columns * scale), round(rows * scale)), interpolation=cv2.INTER_AREA
        )
        colour, scale, half = np.asarray(wide, np.uint8), 1.0, 0.0
    shift = (layer.left * slate.size[0] + half, layer.top * slate.size[1] + half)
    matrix = np.array([[scale, 0.0, shift[0]], [0.0, scale, shift[1]]])
    return warped(colour, matrix, slate.size, cv2.BORDER_REPLICATE)


def _stage(draw: Draw, material: Material, slate: Slate, path: Path) -> Stage:
    frame = material.first or material.last
    if frame is not None:
        parallax = any(float(np.ptp(path[:, COLUMN[name]])) > 1e-6 for name in _PARALLAX)
        return stage_frame(load_picture(frame), slate.size, parallax=parallax)
    room = room_for(path, _BORROWED if material.camera is not None else 0.0)
    if material.style is not None:
        draw = _styled(draw, load_picture(material.style))
    if not material.cast and material.plate is None:
        return draw(room)
    return _composed(draw, material, slate, room)


def _styled(draw: Draw, style: Rgba) -> Draw:
    """The same drawing in the colours of a picture."""
    return lambda room: graded(draw(room), style)


def _composed(draw: Draw, material: Material, slate: Slate, room: Room) -> Stage:
    """Subjects' pictures in the place's picture, or in a drawn set; drawn where none is given."""
    layers: dict[str, Layer] = {}
    middles = dict(zip([c.key for c in material.cast], spread(len(material.cast)), strict=True))
    drawn = draw(room)
    middles |= {key: middle for key, middle in _middles(drawn).items() if key in middles}
    for member in material.cast:
        who = portrait(load_picture(member.picture), slate.size)
        if who is None and len(material.cast) == 1 and material.plate is None:
            return stage_at_size(load_picture(member.picture), slate.size, slate.shot)
        layer = who and cast_layer(
            who,
            slate.size,
            slate.shot,
            kind=member.kind,
            middle=middles[member.key],
            key=member.key,
            sway=_SWAY,
        )
        if layer:
            layers[member.key] = layer
    back = None
    if material.plate is not None:
        back = plate(load_picture(material.plate), slate.size, slate.shot, max(room(_PLATE)))
    return _exchanged(drawn, layers, back)


def _middles(stage: Stage) -> dict[str, float]:
    """Where across the frame each drawn figure stands."""
    out: dict[str, float] = {}
    for layer in stage.layers:
        if layer.figure and layer.figure not in out:
            left, _, right, _ = tight(layer.pixels)
            middle = (left + right) / 2.0 / layer.pixels.shape[1]
            out[layer.figure] = float(np.clip(layer.left + layer.width * middle, 0.1, 0.9))
    return out


def _exchanged(stage: Stage, cast: dict[str, Layer], back: Layer | None) -> Stage:
    """The stage with cast layers for drawn ones, and `back` for everything that is not a figure."""
    layers: list[Layer] = [back] if back else []
    mouths: list[Mouth] = []
    eyes: list[Mouth] = []
    heads: list[Head] = []
    left = dict(cast)
    for index, layer in enumerate(stage.layers):
        if layer.figure in cast:
            if layer.figure in left:
                layers.append(left.pop(layer.figure))
        elif back is None or layer.figure:
            mouths += [replace(m, layer=len(layers)) for m in stage.mouths if m.layer == index]
            eyes += [replace(m, layer=len(layers)) for m in stage.eyes if m.layer == index]
            heads += [replace(h, layer=len(layers)) for h in stage.heads if h.layer == index]
            layers.append(layer)
    return replace(
        stage, layers=(*layers, *left.values()), mouths=tuple(mouths), eyes=tuple(eyes),
        heads=tuple(heads),
    )  # fmt: skip
