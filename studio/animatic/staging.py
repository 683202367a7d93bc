"""Stages made from pictures: the maker's own frame, or subjects cut out and put into a set."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from studio.animatic.cutout import Mask, behind, lifted, portrait_mask, subject_mask
from studio.animatic.interest import Bgr, Interest, find_interest
from studio.animatic.planes import shrunk, tight
from studio.animatic.stage import Layer, Pixels, Stage

Rgba = npt.NDArray[np.uint8]  # (height, width, 4), straight alpha
Size = tuple[int, int]

UPSCALE_MOST = 2.5
_BLIND = 1.25  # how close one goes to what nobody could tell from its background
_SPARE = 1.4  # a picture is kept this much finer than the frame, for moves in
_FACE = {
    "extreme_long": 0.03, "long": 0.06, "full": 0.11, "medium": 0.18,
    "medium_close": 0.28, "close_up": 0.40, "extreme_close_up": 0.75,
}  # fmt: skip
_BODY = {
    "extreme_long": 0.16, "long": 0.38, "full": 0.82, "medium": 1.45,
    "medium_close": 2.1, "close_up": 3.1, "extreme_close_up": 5.0,
}  # fmt: skip
_THING = {
    "extreme_long": 0.10, "long": 0.22, "full": 0.45, "medium": 0.60,
    "medium_close": 0.72, "close_up": 0.85, "extreme_close_up": 1.3,
}  # fmt: skip
_PLATE = {
    "extreme_long": 1.0, "long": 1.0, "full": 1.12, "medium": 1.35,
    "medium_close": 1.6, "close_up": 2.0, "extreme_close_up": 2.4,
}  # fmt: skip
_PAPER = (92, 98, 104)  # what shows through a transparent picture, BGR


@dataclass(frozen=True)
class Portrait:
    """A subject cut out of its picture: pixels, its face, and whether it is cut off below."""

    pixels: Pixels
    face: tuple[float, float, float] | None  # middle x, middle y and height, in pixels
    cut_below: bool


def flat(picture: Rgba) -> Bgr:
    """The picture as BGR on paper where it is transparent."""
    alpha = picture[..., 3:].astype(np.float32) / 255.0
    colour = picture[..., 2::-1] * alpha + np.array(_PAPER, np.float32) * (1.0 - alpha)
    return np.asarray(np.rint(colour), np.uint8)


def own_mask(picture: Rgba) -> Mask | None:
    """The picture's own transparency as a mask, when it has any to speak of."""
    alpha = picture[..., 3]
    return np.ascontiguousarray(alpha) if float((alpha < 128).mean()) > 0.01 else None


def _reduced(picture: Rgba, size: Size, spare: float) -> Rgba:
    """No finer than `spare` times what fills the frame: nobody would see more."""
    rows, columns = picture.shape[:2]
    factor = max(size[0] / columns, size[1] / rows) * spare
    if factor >= 1.0:
        return picture
    return shrunk(picture, max(2, round(columns * factor)), max(2, round(rows * factor)))


@dataclass(frozen=True)
class Placing:
    """Where a picture lies, in frames."""

    left: float
    top: float
    width: float
    height: float

    def at(self, point: tuple[float, float]) -> tuple[float, float]:
        """A point of the picture (fractions) in the frame, kept a little inside it."""
        x, y = self.left + point[0] * self.width, self.top + point[1] * self.height
        return float(np.clip(x, 0.1, 0.9)), float(np.clip(y, 0.1, 0.9))


def _crop(shape: tuple[int, ...], size: Size, interest: Interest, closer: float) -> Placing:
    """How a picture fills the frame around what matters, its least excess cropped and `closer` in.

    Its head or subject stays whole where the frame is large enough for it.
    """
    point, box = interest.point, interest.box
    rows, columns = shape[:2]
    fill = max(size[0] / columns, size[1] / rows) * closer
    width, height = columns * fill / size[0], rows * fill / size[1]  # in frames
    left, top = 0.5 - point[0] * width, 0.42 - point[1] * height
    if box is not None:
        left = _within(left, box.left * width, box.width * width)
        top = _within(top, box.top * height, box.height * height)
    left = float(np.clip(left, 1.0 - width, 0.0))
    top = float(np.clip(top, 1.0 - height, 0.0))
    return Placing(left, top, width, height)


def _within(shift: float, start: float, length: float) -> float:
    """The least change of `shift` that shows a stretch whole; its middle where it is too long."""
    if length > 0.96:
        return shift
    return float(np.clip(shift, 0.02 - start, 0.98 - start - length))


def _interest(colour: Bgr, mask: Mask | None) -> Interest:
    """Face, subject, or what stands out; the subject is looked for where no mask is given."""
    found = find_interest(colour, mask)
    if found.box is not None or mask is not None:
        return found
    own = subject_mask(colour)
    return found if own is None else find_interest(colour, own)


def _opaque(picture: Bgr) -> Pixels:
    return np.ascontiguousarray(np.dstack([picture, np.full(picture.shape[:2], 255, np.uint8)]))


def stage_frame(picture: Rgba, size: Size, *, parallax: bool) -> Stage:
    """The maker's frame: at rest it is the picture, filling the frame around what matters in it.

    With `parallax` and where a subject can be cut out, it and what is behind it are two layers.
    """
    picture = _reduced(picture, size, _SPARE)
    colour = flat(picture)
    mask = own_mask(picture)
    if mask is None and parallax:
        mask = subject_mask(colour)
    interest = _interest(colour, mask)
    place = _crop(picture.shape, size, interest, 1.0)
    whole = Layer(_opaque(colour), place.left, place.top, place.width, 1.0, opaque=True)
    layers = (whole,)
    if parallax and mask is not None:
        back = replace(whole, pixels=_opaque(behind(colour, mask)), depth=0.55)
        front = replace(whole, pixels=lifted(colour, mask), opaque=False, figure="subject")
        layers = (back, front)
    return Stage(layers, focus=place.at(interest.point))


def stage_at_size(picture: Rgba, size: Size, shot: str) -> Stage:
    """A subject's picture as the whole shot, cropped to the shot's size around the subject."""
    picture = _reduced(picture, size, UPSCALE_MOST)
    colour = flat(picture)
    interest = _interest(colour, own_mask(picture))
    fill = max(size[0] / picture.shape[1], size[1] / picture.shape[0])
    closer = min(_closeness(interest, picture, size, fill, shot), max(1.0, UPSCALE_MOST / fill))
    place = _crop(picture.shape, size, interest, max(1.0, closer))
    layer = Layer(_opaque(colour), place.left, place.top, place.width, 1.0, opaque=True)
    return Stage((layer,), focus=place.at(interest.point))


def _closeness(interest: Interest, picture: Rgba, size: Size, fill: float, shot: str) -> float:
    """How much closer than filling the frame the shot's size asks the picture to be."""
    tall = picture.shape[0] * fill / size[1]
    if interest.face is None and interest.box is None:
        return min(_PLATE.get(shot, 1.0), _BLIND)
    if interest.face is None and interest.box is not None:
        return _THING.get(shot, 0.6) / max(interest.box.height * tall, 1e-3)
    assert interest.face is not None
    return _FACE.get(shot, 0.18) / max(interest.face.height * tall, 1e-3)


def plate(picture: Rgba, size: Size, shot: str, overscan: float) -> Layer:
    """A place as background: closer and softer the closer the shot is.

    A picture with somebody in it is no mere background: it is as close as the face asks, and sharp.
    """
    picture = _reduced(picture, size, _PLATE.get(shot, 1.0) * (1.0 + 2.0 * overscan))
    colour = flat(picture)
    interest = find_interest(colour)
    closer = _PLATE.get(shot, 1.0)
    if interest.face is not None:
        fill = max(size[0] / picture.shape[1], size[1] / picture.shape[0])
        closer = min(_closeness(interest, picture, size, fill, shot), UPSCALE_MOST)
    place = _crop(picture.shape, size, interest, max(closer, 1.0 + 2.0 * min(0.12, overscan)))
    soft = 0.004 * (_PLATE.get(shot, 1.0) - 1.0) * picture.shape[1] / place.width
    soft = 0.0 if interest.face is not None else soft
    if soft > 0.5:
        colour = np.asarray(cv2.GaussianBlur(colour, (0, 0), soft), np.uint8)
    return Layer(_opaque(colour), place.left, place.top, place.width, 0.35, opaque=True)


def portrait(picture: Rgba, size: Size) -> Portrait | None:
    """The subject of a picture, cut out.

    None when it cannot be told from its background, or when the picture's upper edge cuts through
    it: a head without its top can stand before no other background.
    """
    picture = _reduced(picture, size, UPSCALE_MOST)
    colour = flat(picture)
    mask = own_mask(picture)
    if mask is None:
        mask = portrait_mask(colour)
    if mask is None:
        return None
    pixels = lifted(colour, mask)
    left, top, right, bottom = tight(np.where(pixels > 40, pixels, 0))
    if right - left < 8 or bottom - top < 8:
        return None
    interest = find_interest(colour)
    face = None
    if interest.face is not None:
        rows, columns = mask.shape
        x, y = interest.face.centre
        face = (x * columns - left, y * rows - top, interest.face.height * rows)
    cut = bottom >= mask.shape[0] - 3
    return Portrait(np.ascontiguousarray(pixels[top:bottom, left:right]), face, cut)


def cast_layer(
    who: Portrait, size: Size, shot: str, *, kind: str, middle: float, key: str, sway: float = 0.0
) -> Layer | None:
    """A portrait in the frame: its face, or else its height, as large as the shot's size asks.

    None when it is cut off below (a bust) and the shot is too wide to hide that.
    """
    rows, columns = who.pixels.shape[:2]
    scale = _scale(who, size, shot, kind)
    height, width = rows * scale / size[1], columns * scale / size[0]
    top = _top(who, scale, size, shot, height)
    if who.cut_below and top + height < 1.06:
        grown = (1.06 - top) / height
        if grown > 1.7:
            return None
        scale, height, width = scale * grown, height * grown, width * grown
        top = _top(who, scale, size, shot, height)
        top = max(top, 1.06 - height)
    anchor = who.face[0] / columns if who.face else 0.5
    pixels = who.pixels
    return Layer(pixels, middle - anchor * width, top, width, 1.0, figure=key, sway=sway)


def _scale(who: Portrait, size: Size, shot: str, kind: str) -> float:
    """Screen pixels per pixel of the portrait."""
    if who.face is not None:
        wanted = _FACE.get(shot, 0.18) * size[1] / who.face[2]
    else:
        table = _BODY if kind == "person" else _THING
        wanted = table.get(shot, 0.6) * size[1] / who.pixels.shape[0]
    return min(wanted, UPSCALE_MOST)


def _top(who: Portrait, scale: float, size: Size, shot: str, height: float) -> float:
    """Eyes on the upper third in close shots; feet on the ground in wide ones."""
    if shot in ("extreme_long", "long", "full") and not who.cut_below:
        return {"extreme_long": 0.74, "long": 0.86, "full": 0.94}[shot] - height
    if who.face is not None:
        return 0.40 - who.face[1] * scale / size[1]
    return 0.5 - height / 2.0 if height <= 0.95 else 0.08


def spread(count: int) -> Sequence[float]:
    """Where `count` figures stand across the frame."""
    return {1: (0.5,), 2: (0.32, 0.68)}.get(count, tuple(np.linspace(0.2, 0.8, count)))
