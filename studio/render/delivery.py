"""What is asked of an export, as data."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from studio.timeline.look import Fit
from studio.timeline.project import Project
from studio.timeline.rate import Rate

__all__ = ["Captions", "Container", "Delivery", "Fit", "Span"]

Span = tuple[int, int]  # the first film frame and the first one after the last


class Captions(StrEnum):
    """Where captions go: nowhere, to a file beside the film, or into the picture and that file."""

    NONE = "none"
    FILE = "file"
    BURN = "burn"


class Container(StrEnum):
    """What kind of file is written; its value is the suffix without the dot."""

    MP4 = "mp4"
    WAV = "wav"
    M4A = "m4a"


@dataclass(frozen=True)
class Delivery:
    """Size, rate and encoder of a film file; loudness after EBU R 128, peak in dBTP.

    `frame` is the size of the film's own frame where its ratio is another one than that of `width`
    and `height`; `span` the part of the cut, None for all of it; `language` that of the captions,
    empty for every one as it is said.
    """

    width: int
    height: int
    rate: Rate
    captions: Captions = Captions.BURN
    preset: str = "medium"
    crf: float = 18
    gop_seconds: Fraction = Fraction(2)
    sound_bitrate: int = 192_000
    loudness: float = -14.0
    peak: float = -1.0
    frame: tuple[int, int] | None = None
    fit: Fit = Fit.BARS
    span: Span | None = None
    language: str = ""
    second: str = ""  # language that is read below the first
    container: Container = Container.MP4
    pixel_format: str = "yuv420p"  # as ffmpeg names it

    @classmethod
    def of(cls, project: Project, captions: Captions = Captions.BURN) -> "Delivery":
        """The film as the project has it: H.264, AAC, web loudness."""
        return cls(project.width, project.height, project.rate, captions)

    @property
    def sound_only(self) -> bool:
        """Whether it has no picture."""
        return self.container is not Container.MP4

    @property
    def suffix(self) -> str:
        """What the file's name ends with, such as `.mp4`."""
        return f".{self.container.value}"

    @property
    def stage(self) -> tuple[int, int]:
        """The size, in whole pairs of pixels, at which the film's own frame is put together.

        With bars it lies inside the delivery's frame; to fill, the delivery's frame lies inside it.
        """
        if self.frame is None:
            return self.width, self.height
        wide, tall = Fraction(self.width, self.frame[0]), Fraction(self.height, self.frame[1])
        bars = self.fit is not Fit.FILL
        scale = min(wide, tall) if bars else max(wide, tall)
        edges = zip(self.frame, (self.width, self.height), strict=True)
        pairs = [(max(1, round(side * scale / 2)) * 2, edge) for side, edge in edges]
        first, second = (min(s, e) if bars else max(s, e) for s, e in pairs)
        return first, second

    @property
    def ratio(self) -> str:
        """Width to height in lowest terms, such as 9:16."""
        shape = Fraction(self.width, self.height)
        return f"{shape.numerator}:{shape.denominator}"

    @property
    def canvas(self) -> tuple[int, int]:
        """The size at which layers are put together: the stage, or what is in sight of it."""
        return (self.width, self.height) if self.fit is Fit.FILL else self.stage

    @property
    def alpha(self) -> bool:
        """Whether it is see-through where the film is empty."""
        return self.pixel_format.startswith(("yuva", "gbrap", "rgba", "bgra"))

    @property
    def deep(self) -> bool:
        """Whether it has more than eight bits a channel."""
        return any(depth in self.pixel_format for depth in ("10", "12", "16", "f32"))

    def picture_facts(self) -> list[object]:
        """Everything that a piece of picture depends on."""
        return [
            self.width, self.height, self.rate.num, self.rate.den, self.preset, self.crf,
            str(self.gop_seconds), self.frame, self.fit.value, self.pixel_format,
        ]  # fmt: skip

    def part_of(self, frames: int) -> Span:
        """The frames that are delivered of a cut that is `frames` long."""
        first, last = self.span or (0, frames)
        return max(0, first), min(last, frames)
