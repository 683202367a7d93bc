"""A take: what a finished job left for its owner. Never edited, never undone."""

from decimal import Decimal
from typing import Any

from pydantic import Field

from studio.timeline.model import Record
from studio.timeline.rate import Rate
from studio.timeline.story import Id


class Span(Record):
    """Where something lies in a take, in frames of the take."""

    start: int = Field(ge=0)
    frames: int = Field(gt=0)


class TakeFile(Record):
    """One immutable file of the project folder."""

    path: str = Field(description="relative to the project folder, with forward slashes")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    bytes: int = Field(ge=0)


class Take(Record):
    """Files plus the complete request that made them."""

    id: Id
    owner: Id
    job: str
    backend: str
    kind: str = Field(pattern=r"^(video|picture|sound|handle)$")
    files: tuple[TakeFile, ...] = Field(min_length=1)
    request: dict[str, Any]
    created: str = Field(description="ISO 8601, UTC")
    cost: Decimal = Decimal(0)
    currency: str = "USD"
    estimated: bool = Field(default=False, description="by the price list: the service told units")
    usage: dict[str, str] = Field(default_factory=dict, description="as the service counted it")
    seed: int | None = None
    rate: Rate | None = None
    frames: int | None = Field(default=None, description="pictures in it, or its length at `rate`")
    width: int | None = None
    height: int | None = None
    alpha: bool = Field(default=False, description="whether its picture may be see-through")
    transfer: str = Field(
        default="", max_length=40, description="as ffmpeg spells it; empty for BT.709 and its like"
    )
    untagged: bool = Field(
        default=False, description="whether its file does not say how luma and chroma were made"
    )
    has_sound: bool = False
    cuts: tuple[int, ...] = Field(
        default=(), description="frames of its last file at which the shots that follow begin"
    )
    spoken: dict[str, Span] = Field(default_factory=dict, description="cue id to where it is heard")
    scratch: tuple[str, ...] = Field(
        default=(), description="languages that have a scratch voice only"
    )
