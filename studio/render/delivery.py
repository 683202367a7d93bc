"""What is asked of an export, as data."""

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from studio.render.coding import CODINGS, Codec, Coding, Container, SoundCodec, sound_of
from studio.render.labels import NO_LABELS, Labels
from studio.render.likeness import Likeness
from studio.timeline.look import Fit
from studio.timeline.project import Project
from studio.timeline.rate import Rate

__all__ = [
    "Captions",
    "Codec",
    "Container",
    "Copies",
    "Delivery",
    "Fit",
    "Hardware",
    "SoundCodec",
    "Span",
]

Span = tuple[int, int]  # the first film frame and the first one after the last


class Captions(StrEnum):
    """Where captions go.

    Nowhere, to a file beside the film, into the picture and that file, or into tracks of the film.
    """

    NONE = "none"
    FILE = "file"
    BURN = "burn"
    TRACKS = "tracks"


class Copies(StrEnum):
    """Whether takes that are in the delivery's format already are copied, and not encoded.

    All of one encoder's settings, or with MIXED of any: then the settings change within the file,
    which some players in hardware and in browsers do not follow.
    """

    NONE = "none"
    SAME = "same"
    MIXED = "mixed"


class Hardware(StrEnum):
    """A family of encoders in graphics hardware."""

    NVENC = "nvenc"
    QSV = "qsv"
    AMF = "amf"
    VIDEOTOOLBOX = "videotoolbox"
    VAAPI = "vaapi"


@dataclass(frozen=True)
class Delivery:
    """Size, rate and encoder of a film file; loudness after EBU R 128, peak in dBTP.

    `frame` is the size of the film's own frame where its ratio is another one than that of `width`
    and `height`; `span` the part of the cut, None for all of it; `language` that of the captions,
    empty for every one as it is said. `rate` is the film's, in which all frames are counted;
    `to_rate` that of the file where it is another one: the film takes the same time, and frames are
    shown twice or left out. `depth` counts bits of a colour, 0 for what the codec usually has;
    `pixel_format` is how the graph gives its pictures, as ffmpeg spells it (BT.709, limited range),
    empty for what codec and depth want. With `stems` the parts of the sound come beside the film.
    `copies` says whether takes may be copied, `like` under which settings of the encoder the rest
    is encoded then.
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
    codec: Codec = Codec.H264
    depth: int = 0
    sound: SoundCodec = SoundCodec.AAC
    to_rate: Rate | None = None
    hardware: Hardware | None = None
    labels: Labels = NO_LABELS
    pixel_format: str = ""
    allow_damaged: bool = False  # pictures of takes that a decoder had to paint over
    copies: Copies = Copies.SAME
    like: Likeness | None = None  # the export's own choice
    stems: bool = False

    def __post_init__(self) -> None:
        if not self.pixel_format:
            object.__setattr__(self, "pixel_format", self.coding.pixels[self.bits])

    @classmethod
    def of(cls, project: Project, captions: Captions = Captions.BURN) -> "Delivery":
        """The film as the project has it: H.264, AAC, web loudness."""
        return cls(project.width, project.height, project.rate, captions)

    @property
    def sound_only(self) -> bool:
        """Whether it has no picture."""
        return self.container.sound_only

    @property
    def silent(self) -> bool:
        """Whether it has no sound."""
        return self.container.silent

    @property
    def suffix(self) -> str:
        """What the file's name ends with, such as `.mp4`; empty for a folder of pictures."""
        return self.container.suffix

    @property
    def coding(self) -> Coding:
        """What its codec needs."""
        return CODINGS[self.codec]

    @property
    def bits(self) -> int:
        """Bits of a colour."""
        return self.depth or self.coding.depths[0]

    @property
    def heard(self) -> SoundCodec:
        """How its sound is coded: as asked for, where the file can hold that."""
        return sound_of(self.container, self.sound)

    @property
    def file_rate(self) -> Rate:
        """The rate of the file."""
        return self.to_rate or self.rate

    @property
    def ratio(self) -> str:
        """The shape of its frame in the smallest numbers, such as 9:16."""
        common = math.gcd(self.width, self.height)
        return f"{self.width // common}:{self.height // common}"

    @property
    def canvas(self) -> tuple[int, int]:
        """The size at which layers are put together: the stage, or what is in sight of it."""
        return (self.width, self.height) if self.fit is Fit.FILL else self.stage

    @property
    def cuts_off(self) -> bool:
        """Whether it has another shape than the film, which fills it."""
        return self.frame is not None and self.fit is Fit.FILL and not self.sound_only

    @property
    def alpha(self) -> bool:
        """Whether it is see-through where the film is empty."""
        return self.pixel_format.startswith(("yuva", "gbrap", "rgba", "bgra"))

    @property
    def deep(self) -> bool:
        """Whether it has more than eight bits a channel."""
        return any(depth in self.pixel_format for depth in ("10", "12", "16", "f32"))

    def picture_facts(self) -> list[object]:
        """All of it that the bytes of an encoded picture depend on, for hashes."""
        out = self.file_rate
        return [
            self.width, self.height, self.rate.num, self.rate.den, out.num, out.den, self.preset,
            self.crf, str(self.gop_seconds), self.frame, self.fit.value, self.codec.value,
            self.bits, self.pixel_format, self.hardware.value if self.hardware else "",
        ]  # fmt: skip

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

    def part_of(self, frames: int) -> Span:
        """The frames that are delivered of a cut that is `frames` long."""
        first, last = self.span or (0, frames)
        return max(0, first), min(last, frames)
