"""Presets of deliveries: a table of data, and what each means for a film."""

from enum import StrEnum
from fractions import Fraction
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from studio.errors import BadInput
from studio.paths import resource
from studio.render.delivery import Captions, Container, Delivery, Fit, Span
from studio.timeline.project import Project


class Shape(StrEnum):
    """What decides the size: the film, the preset, the length of the short side; or no picture."""

    FILM = "film"
    FIXED = "fixed"
    SHORT_SIDE = "short_side"
    SOUND = "sound"


class Preset(BaseModel):
    """One way to deliver a film; its words are `deliver.preset.<id>` and `deliver.about.<id>`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9_]{1,40}$")
    shape: Shape
    width: int = Field(default=0, ge=0, le=8192, multiple_of=2)
    height: int = Field(default=0, ge=0, le=8192, multiple_of=2)
    short_side: int = Field(default=0, ge=0, le=8192, multiple_of=2, description="pixels, at most")
    fit: Fit = Fit.BARS
    container: Container = Container.MP4
    captions: Captions = Captions.BURN
    encoder: str = Field(default="medium", pattern=r"^(veryfast|fast|medium|slow|slower)$")
    crf: float = Field(default=18, ge=0, le=51)
    gop_seconds: Fraction = Field(default=Fraction(2), gt=0, le=10)
    sound_bitrate: int = Field(default=192_000, ge=32_000, le=512_000, description="bits a second")
    loudness: float = Field(default=-14.0, ge=-40, le=-5, description="LUFS")

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
    ) -> Delivery:
        """What this preset asks of an export of `project`; None takes the preset's own choice."""
        width, height = self.size(project)
        return Delivery(
            width, height, project.rate,
            captions=self.captions if captions is None or self.sound_only else captions,
            preset=self.encoder, crf=self.crf, gop_seconds=self.gop_seconds,
            sound_bitrate=self.sound_bitrate, loudness=self.loudness,
            frame=(project.width, project.height) if self.reframes(project) else None,
            fit=fit or self.fit, span=span, language=language, container=self.container,
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
    known = ", ".join(each.id for each in presets())
    raise BadInput("render.no_preset", name=name[:40], known=known)
