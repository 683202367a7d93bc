"""How a clip is shown: its place in the frame, colour and opacity, and how it enters and leaves."""

from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from studio.timeline.model import Record
from studio.timeline.story import Colour, Id, Name, Text

ANY_RATIO = "any"


class Fit(StrEnum):
    """How a picture goes into a frame of another ratio.

    Whole with bars, filling it and cut off, or whole over an enlarged, blurred copy of itself.
    """

    BARS = "bars"
    FILL = "fill"
    BLUR = "blur"


class Blend(StrEnum):
    """How a picture is laid over what lies below it."""

    NORMAL = "normal"
    ADD = "add"
    SCREEN = "screen"
    LIGHTEN = "lighten"
    MULTIPLY = "multiply"
    DARKEN = "darken"
    OVERLAY = "overlay"
    SOFT_LIGHT = "soft_light"
    HARD_LIGHT = "hard_light"
    DIFFERENCE = "difference"


class Wipe(StrEnum):
    """How one clip becomes the next: a dissolve, a dip, a wipe, a push ..."""

    DISSOLVE = "dissolve"
    DIP_BLACK = "dip_black"
    DIP_WHITE = "dip_white"
    ADDITIVE = "additive"
    BLUR = "blur"
    PIXELATE = "pixelate"
    WIPE_LEFT = "wipe_left"
    WIPE_RIGHT = "wipe_right"
    WIPE_UP = "wipe_up"
    WIPE_DOWN = "wipe_down"
    SOFT_LEFT = "soft_left"
    SOFT_RIGHT = "soft_right"
    SOFT_UP = "soft_up"
    SOFT_DOWN = "soft_down"
    DIAGONAL = "diagonal"
    CLOCK = "clock"
    IRIS_OPEN = "iris_open"
    IRIS_CLOSE = "iris_close"
    BARN_OPEN = "barn_open"
    BARN_CLOSE = "barn_close"
    PUSH_LEFT = "push_left"
    PUSH_RIGHT = "push_right"
    PUSH_UP = "push_up"
    PUSH_DOWN = "push_down"
    COVER_LEFT = "cover_left"
    COVER_RIGHT = "cover_right"
    REVEAL_LEFT = "reveal_left"
    REVEAL_RIGHT = "reveal_right"
    ZOOM = "zoom"
    WHIP = "whip"


class Transition(Record):
    """A change over `frames` film frames.

    Where another clip adjoins, both are shown in it and its middle is the cut (of an odd number the
    longer half comes after it); where none does, it leads from or to what lies below, or black.
    """

    kind: Wipe = Wipe.DISSOLVE
    frames: int = Field(gt=0, le=1_000)


class Crop(Record):
    """What is cut off at each side, as shares of the picture's width and height."""

    left: float = Field(default=0.0, ge=0, lt=1)
    top: float = Field(default=0.0, ge=0, lt=1)
    right: float = Field(default=0.0, ge=0, lt=1)
    bottom: float = Field(default=0.0, ge=0, lt=1)

    @model_validator(mode="after")
    def _something_is_left(self) -> "Crop":
        if self.left + self.right > 0.98 or self.top + self.bottom > 0.98:
            raise ValueError("a crop must leave a fiftieth of the picture")
        return self


class Place(Record):
    """Where a picture stands: offset of its middle as shares of the frame, size, turn.

    `x` goes right and `y` down; `turn` is in degrees, clockwise.
    """

    x: float = Field(default=0.0, ge=-4, le=4)
    y: float = Field(default=0.0, ge=-4, le=4)
    scale: float = Field(default=1.0, ge=0.01, le=20)
    turn: float = Field(default=0.0, ge=-360, le=360)
    mirrored: bool = False


class Grade(Record):
    """Colour: exposure in stops, the others around a neutral 0 or 1; then a table (LUT)."""

    exposure: float = Field(default=0.0, ge=-4, le=4, description="stops")
    contrast: float = Field(default=1.0, ge=0, le=3)
    saturation: float = Field(default=1.0, ge=0, le=3)
    temperature: float = Field(default=0.0, ge=-1, le=1, description="above 0 warmer")
    tint: float = Field(default=0.0, ge=-1, le=1, description="above 0 more magenta")
    gamma: float = Field(default=1.0, ge=0.2, le=5)
    lut: Id | None = Field(default=None, description="a table of the film")
    lut_strength: float = Field(default=1.0, ge=0, le=1)


class Focus(Record):
    """What is kept in sight where a picture is cut off: a point of it, as shares of its sides.

    `ratio` is that of the delivery, such as 9:16, or "any". `scale` above 1 enlarges beyond
    filling; below it more of the picture is in sight, over `ground`: itself blurred, or bars. What
    was `proposed`, by who is seen, may be proposed anew; what the maker set never is.
    """

    ratio: str = Field(default=ANY_RATIO, pattern=r"^(any|\d{1,4}:\d{1,4})$")
    x: float = Field(default=0.5, ge=0, le=1)
    y: float = Field(default=0.5, ge=0, le=1)
    scale: float = Field(default=1.0, ge=0.05, le=8)
    ground: Literal[Fit.BLUR, Fit.BARS] = Fit.BLUR
    proposed: bool = False


class Look(Record):
    """Everything about how a clip's picture is shown; the default is as it is."""

    fit: Fit | None = Field(default=None, description="None: with bars")
    place: Place = Place()
    crop: Crop = Crop()
    opacity: float = Field(default=1.0, ge=0, le=1)
    blend: Blend = Blend.NORMAL
    grade: Grade = Grade()
    focus: tuple[Focus, ...] = Field(default=(), max_length=16, description="one a ratio")


PLAIN = Look()


class Lut(Record):
    """A colour table (.cube) that the film keeps among its media, by the hash of the file."""

    id: Id
    name: Name
    path: str = Field(pattern=r"^media/[^/\\]{1,200}\.cube$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Lettering(StrEnum):
    """Where a title stands, how large it is and how it moves."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    LOWER_THIRD = "lower_third"
    CHAPTER = "chapter"
    QUOTE = "quote"
    CORNER = "corner"
    CREDITS = "credits"


class Title(Record):
    """Words over the picture, which a clip on a text track shows.

    `x` and `y` move it from where its lettering stands, as shares of the frame; `scale` is that of
    the letters. `fade` film frames it comes and goes in; credits roll instead.
    """

    id: Id
    text: Text = ""
    lettering: Lettering = Lettering.TITLE
    x: float = Field(default=0.0, ge=-1, le=1)
    y: float = Field(default=0.0, ge=-1, le=1)
    scale: float = Field(default=1.0, ge=0.1, le=8)
    colour: Colour = "#ffffff"
    fade: int = Field(default=12, ge=0, le=1_000)
