"""The stage: layers of a shot at rest, before the camera moves over them.

Positions are fractions of the frame: (0, 0) is the frame's top left corner at rest, (1, 1) its
bottom right. Layers reach beyond the frame (overscan) so that moves never show an edge.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]  # (height, width, 4) BGRA, colour premultiplied by alpha

# How far a layer at some depth reaches beyond each edge, across and down, in frame sizes.
Room = Callable[[float], tuple[float, float]]

MOUTH_SHAPES = ("rest", "closed", "open", "mid", "wide", "round", "teeth")


def even(reach: float) -> Room:
    """The same room for every depth and at every edge."""
    return lambda _depth: (reach, reach)


@dataclass(frozen=True)
class Layer:
    """A picture at a distance.

    `depth` 0 is infinitely far (no parallax), 1 the plane of the subject, above 1 nearer. `left`,
    `top` and `width` place it at rest; its height follows from its pixels (square).
    """

    pixels: Pixels
    left: float
    top: float
    width: float
    depth: float
    figure: str = ""  # key of the figure drawn here, if any
    opaque: bool = False  # True: alpha is 255 everywhere, so it may be copied instead of blended
    sway: float = 0.0  # how far it idles, in frame heights (breathing, wind); 0 is still
    drift: tuple[float, float] = (0.0, 0.0)  # frames a second across and down; pixels then repeat


@dataclass(frozen=True)
class Mouth:
    """The mouth of a figure: patches of one size to lay over layer `layer` at pixel (x, y)."""

    figure: str
    layer: int
    x: int
    y: int
    shapes: dict[str, Pixels]  # by MOUTH_SHAPES


@dataclass(frozen=True)
class Head:
    """The head of a figure, hair and all, on layer `layer`: left, top, right, bottom at rest.

    `face`: it is turned to us, not away. Who is `near` stands out of focus before the others.
    """

    figure: str
    layer: int
    box: tuple[float, float, float, float]
    face: bool
    near: bool = False


@dataclass(frozen=True)
class Stage:
    """Layers from back to front, mouths, a focus point, and what does not move with the camera."""

    layers: tuple[Layer, ...]
    mouths: tuple[Mouth, ...] = ()
    focus: tuple[float, float] = (0.5, 0.45)  # where pushes and zooms aim, in frame fractions
    overlay: Pixels | None = None  # frame-sized, or None
    notes: tuple[str, ...] = field(default=())
    eyes: tuple[Mouth, ...] = ()  # like mouths, with the shapes "open" and "shut", for blinking
    heads: tuple[Head, ...] = ()  # of the persons that are drawn
