"""Presets of deliveries: a table of data, and what each means for a film."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from studio.errors import BadInput
from studio.messages import Listed
from studio.paths import resource
from studio.render.coding import CODINGS, FILM_SOUNDS, SOUND_FILES, sound_of
from studio.render.delivery import (
    Captions,
    Codec,
    Container,
    Copies,
    Delivery,
    Fit,
    Hardware,
    SoundCodec,
    Span,
)
from studio.render.labels import NO_LABELS, Labels
from studio.timeline.project import Project
from studio.timeline.rate import Rate


class Shape(StrEnum):
    """What decides the size: the film, the preset, the length of the short side; or no picture."""

    FILM = "film"
    FIXED = "fixed"
    SHORT_SIDE = "short_side"
    SOUND = "sound"


class Group(StrEnum):
    """What a preset is for; its words are `deliver.group.<value>`."""

    WEB = "web"
    UPRIGHT = "upright"
    HOUSE = "house"
    MASTER = "master"
    PICTURE = "picture"
    SOUND = "sound"


@dataclass(frozen=True)
class Choices:
    """What a maker wants otherwise than a preset has it; None takes the preset's own choice."""

    captions: Captions | None = None
    fit: Fit | None = None
    span: Span | None = None
    language: str = ""
    second: str = ""
    codec: Codec | None = None
    depth: int | None = None
    rate: Rate | None = None
    hardware: Hardware | None = None
    labels: Labels = NO_LABELS
    container: Container | None = None
    copies: Copies | None = None
    stems: bool = False


class Preset(BaseModel):
    """One way to deliver a film; its words are `deliver.preset.<id>` and `deliver.about.<id>`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9_]{1,40}$")
    group: Group = Group.WEB
    shape: Shape
    width: int = Field(default=0, ge=0, le=8192, multiple_of=2)
    height: int = Field(default=0, ge=0, le=8192, multiple_of=2)
    short_side: int = Field(default=0, ge=0, le=8192, multiple_of=2, description="pixels, at most")
    fit: Fit = Fit.BARS
    container: Container = Container.MP4
    codec: Codec = Codec.H264
    depth: int = Field(default=0, ge=0, le=16, description="bits a colour; 0: the codec's usual")
    rate: Fraction | None = Field(default=None, gt=0, le=240, description="None: the film's")
    sound: SoundCodec = SoundCodec.AAC
    captions: Captions = Captions.BURN
    encoder: str = Field(default="medium", pattern=r"^(veryfast|fast|medium|slow|slower)$")
    crf: float = Field(default=18, ge=0, le=63)
    gop_seconds: Fraction = Field(default=Fraction(2), gt=0, le=10)
    sound_bitrate: int = Field(default=192_000, ge=32_000, le=512_000, description="bits a second")
    loudness: float = Field(default=-14.0, ge=-40, le=-5, description="LUFS")
    peak: float = Field(default=-1.0, ge=-12, le=0, description="dBTP, at most")
    copies: Copies = Copies.SAME
    source: str = Field(default="", description="where its values are from")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.sound_only != (self.container in SOUND_FILES):
            raise ValueError("a sound file has no picture, and a film file has one")
        coding = CODINGS[self.codec]
        if not self.sound_only and self.container not in coding.containers:
            raise ValueError(f"a .{self.container.value} holds no {coding.title}")
        if self.depth and self.depth not in coding.depths:
            raise ValueError(f"{coding.title} has no {self.depth} bits")
        if sound_of(self.container, self.sound) is not self.sound and not self._own_sound:
            raise ValueError(f"a .{self.container.value} holds no {self.sound.called}")
        return self

    @property
    def _own_sound(self) -> bool:
        """Whether the file settles by itself how sound is coded."""
        return self.sound_only or self.container.silent

    @property
    def sound_only(self) -> bool:
        """Whether it has no picture."""
        return self.shape is Shape.SOUND

    def size(self, project: Project) -> tuple[int, int]:
        """Width and height for a film, in pixels."""
        if self.shape is Shape.FIXED:
            return self.width, self.height
        short = min(project.width, project.height)
        if self.shape is not Shape.SHORT_SIDE or short <= self.short_side:
            return project.width, project.height
        scale = Fraction(self.short_side, short)
        wide, tall = (max(1, round(n * scale / 2)) * 2 for n in (project.width, project.height))
        return wide, tall

    def reframes(self, project: Project) -> bool:
        """Whether a film has another ratio than it is delivered in."""
        width, height = self.size(project)
        return self.shape is Shape.FIXED and width * project.height != height * project.width

    def delivery(
        self,
        project: Project,
        *,
        captions: Captions | None = None,
        fit: Fit | None = None,
        span: Span | None = None,
        language: str = "",
        second: str = "",
    ) -> Delivery:
        """What this preset asks of an export of `project`; None takes the preset's own choice."""
        return self.chosen(project, Choices(captions, fit, span, language, second))

    def chosen(self, project: Project, wish: Choices) -> Delivery:
        """The delivery of `project` with a maker's choices.

        Another codec brings its usual quality, and a file that holds it where this one cannot;
        another kind of film file brings the sound that is usual in it.
        """
        width, height = self.size(project)
        codec = wish.codec or self.codec
        same = codec is self.codec
        may = CODINGS[codec].containers
        container = wish.container or self.container
        container = container if self.sound_only or container in may else may[0]
        sound = self.sound
        if container is not self.container and container in FILM_SOUNDS:
            sound = FILM_SOUNDS[container][0]
        rate = wish.rate or (Rate.of(self.rate) if self.rate else None)
        captions = self.captions if wish.captions is None or self.sound_only else wish.captions
        return Delivery(
            width, height, project.rate, captions=captions, preset=self.encoder,
            crf=self.crf if same else CODINGS[codec].usual, gop_seconds=self.gop_seconds,
            sound_bitrate=self.sound_bitrate, loudness=self.loudness, peak=self.peak,
            frame=(project.width, project.height) if self.reframes(project) else None,
            fit=wish.fit or self.fit, span=wish.span, language=wish.language, second=wish.second,
            container=container, codec=codec,
            depth=wish.depth if wish.depth is not None else self.depth if same else 0,
            sound=sound,
            to_rate=None if rate == project.rate or self.sound_only else rate,
            hardware=wish.hardware, labels=wish.labels, copies=wish.copies or self.copies,
            stems=wish.stems,
        )  # fmt: skip


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = Field(ge=1, le=1)
    presets: tuple[Preset, ...] = Field(min_length=1)


@cache
def presets() -> tuple[Preset, ...]:
    """Every preset of `resources/deliver/presets.json`, in its order."""
    return _Table.model_validate_json(resource("deliver", "presets.json").read_bytes()).presets


def preset(name: str) -> Preset:
    """The preset of that id. Raises BadInput."""
    for each in presets():
        if each.id == name:
            return each
    known = Listed(each.id for each in presets())
    raise BadInput("render.no_preset", name=name[:40], known=known)
