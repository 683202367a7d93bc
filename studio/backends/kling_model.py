"""What Kling sells, as data: the table `resources/backends/kling.json`.

Lengths are seconds, sizes pixels, file sizes bytes, prices units (of a second, a picture or a
call); `units` is the money of a unit by the kind of pack. A new model is a row of `families`.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from studio.backends.tables import table

Span = tuple[int, int]
Edges = tuple[Decimal, Decimal]
Way = Literal["text", "image", "omni", "motion"]
SHORT_SIDES = {"720p": 720, "1080p": 1080, "4k": 2160}


class Row(BaseModel):
    """A frozen part of the table; unknown fields of a later one are no error."""

    model_config = ConfigDict(frozen=True)


class Clip(Row):
    """What a reference video may be; `shape` is width by height, `rate` pictures a second."""

    formats: tuple[str, ...]
    bytes: int
    seconds: Edges
    side: Span
    pixels: int | None = None
    shape: Edges | None = None
    rate: Edges | None = None


class Still(Row):
    """What a picture may be: least `side`, `shape` width by height, bytes by generation of API."""

    formats: tuple[str, ...]
    bytes: int
    legacy_bytes: int
    side: int
    shape: Edges


class References(Row):
    """How many pictures and elements go together; `characters` are elements made from a video."""

    plain: int
    with_video: int
    characters: int
    with_characters: int
    characters_with_video: int
    elements_with_frames: int


class Route(Row):
    """One path of the service with its limits; an empty tuple means that the field is not there.

    `only` says which resolution a wish (`native`, `last_frame`) needs; `first_alone_seconds` are
    the lengths when a first frame is all there is.
    """

    path: str
    words: int = Field(description="characters of the prompt")
    resolutions: tuple[str, ...] = Field(min_length=1)
    seconds: tuple[int, ...] = ()
    ratios: tuple[str, ...] = ()
    audio: tuple[str, ...] = ()
    always_sound: bool = False
    multi_shot: bool = Field(default=False, description="has the field of that name")
    shots: int = Field(default=1, description="shots that one prompt may tell of")
    content: tuple[str, ...] = Field(default=(), description="empty: the prompt alone")
    ids: bool = Field(default=False, description="items may be named and cited")
    elements: int = 0
    voices: int = 0
    references: References | None = None
    clip: Clip | None = None
    still_seconds: Decimal | None = Field(
        default=None, description="longest motion for a figure that keeps the picture's direction"
    )
    feature_multi_shot: bool = False
    feature_first_only: bool = False
    frames_pure: bool = Field(default=False, description="with two frames nothing else is taken")
    first_alone_seconds: tuple[int, ...] = ()
    only: Mapping[str, str] = {}
    last_frame_silent: bool = False
    prices: Mapping[str, Mapping[str, Decimal]] = {}


class Family(Row):
    """One model, its routes by what they take; `stills` when it draws pictures for the board."""

    title: str
    routes: Mapping[Way, Route] = Field(min_length=1)
    languages: tuple[str, ...] = ()
    parallel: int = Field(default=5, ge=1)
    stills: bool = False


class Stills(Row):
    """Pictures for the board: a path from words, another one with pictures to go by."""

    model: str
    path: str
    omni_model: str
    omni_path: str
    words: int
    references: int
    ratios: tuple[str, ...]
    resolutions: tuple[str, ...]
    omni_resolutions: tuple[str, ...]
    prices: Mapping[str, Decimal]


class LipLimits(Row):
    """What the service that moves lips takes: lengths in milliseconds, sides in pixels."""

    title: str
    video: tuple[int, int]
    side: tuple[int, int]
    line: tuple[int, int]
    parallel: int


class AvatarLimits(Row):
    """What the service that lets pictures speak takes: all of the sound in milliseconds."""

    title: str
    line: tuple[int, int]
    parallel: int


class SpeechLimits(Row):
    """What the service that speaks lines takes; `voices` are ids by language and kind of person.

    The vendor lists the voices on a page of its own; these ids are as its older clients have them.
    """

    title: str
    characters: int
    speed: Edges
    parallel: int
    voices: Mapping[str, Mapping[str, tuple[str, ...]]] = Field(min_length=1)


class Others(BaseModel):
    """Backends that are no family of models, by their names; None: the maker took it away."""

    model_config = ConfigDict(frozen=True)

    lips: LipLimits | None = Field(default=None, alias="kling-lips")
    avatar: AvatarLimits | None = Field(default=None, alias="kling-avatar")
    speech: SpeechLimits | None = Field(default=None, alias="kling-speech")


class Kling(Row):
    """The whole table."""

    date: date
    currency: str
    units: Mapping[str, Decimal]
    picture: Still
    advised_words: int
    shot_words: int
    body: int = Field(description="bytes of a request up to which pictures go inside it")
    calls: Mapping[str, Decimal] = {}
    stills: Stills
    families: Mapping[str, Family] = Field(min_length=1)
    others: Others = Others()

    def money(self, units: Decimal, pack: str = "video") -> Decimal:
        """What units of a pack cost by the list, in `currency`."""
        return units * self.units.get(pack, Decimal(0))


def kling(own: Path | None = None) -> Kling:
    """The table; `own` is the folder of the maker's. Raises BadInput for one of no use."""
    return table("kling", Kling, own)
