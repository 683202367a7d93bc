"""What a file was asked to be: the half of every comparison that does not lie in the file."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from studio.review.finding import Value


class Words(Value):
    """A line that was to be said; `start` and `frames` are frames of the file."""

    text: str
    language: str = "en"
    speaker: str = Field(default="", description="key of a Likeness; empty: nobody who is seen")
    start: int = 0
    frames: int | None = None


class Likeness(Value):
    """A subject that must look and sound like itself: prints of its sheet, where there are some."""

    key: str
    name: str
    pictures: tuple[str, ...] = Field(default=(), description="paths of its sheet's pictures")
    voices: tuple[str, ...] = Field(default=(), description="paths of recordings of its voice")


class Asked(Value):
    """What was asked for; whatever is None or empty is not compared.

    `one_shot`: whether the file is to be one shot, in which nothing may cut but at `cuts`; of a
    file of which nobody says so, that it cuts is only remarked.
    """

    frames: int | None = Field(default=None, gt=0)
    rate_num: int = Field(default=0, ge=0)
    rate_den: int = Field(default=1, gt=0)
    width: int | None = None
    height: int | None = None
    sound: bool | None = Field(default=None, description="False: none was asked for")
    one_shot: bool = False
    cuts: tuple[int, ...] = ()
    lines: tuple[Words, ...] = ()
    texts: tuple[str, ...] = Field(default=(), description="words to be read in the picture")
    subjects: tuple[Likeness, ...] = ()

    @property
    def rate(self) -> Fraction | None:
        """Frames per second; None where nothing was asked."""
        return Fraction(self.rate_num, self.rate_den) if self.rate_num else None


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")
    text: str = ""
    language: str = "en"
    speaker: str = ""
    start: int = 0
    frames: int | None = None
    key: str = ""


class _Wish(BaseModel):
    """The fields of a take's request that can be compared with its file."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    kind: str = "video"
    width: int | None = None
    height: int | None = None
    rate_num: int = Field(default=0, ge=0)
    rate_den: int = Field(default=1, gt=0)
    frames: int | None = Field(default=None, gt=0)
    sound: bool | None = None
    lines: tuple[_Line, ...] = ()
    onscreen_text: tuple[str, ...] = ()


def asked_of(
    request: Mapping[str, Any],
    *,
    cuts: Sequence[int] = (),
    spoken: Mapping[str, int] | None = None,
    subjects: Sequence[Likeness] = (),
) -> Asked:
    """What the request of a take asked for; nothing where it cannot be read.

    `spoken`: where lines really begin, by their key, in frames of the file.
    """
    try:
        wish = _Wish.model_validate(request)
    except ValidationError:
        return Asked(one_shot=True, cuts=tuple(cuts))
    lines = tuple(
        Words(
            text=line.text, language=line.language, speaker=line.speaker, frames=line.frames,
            start=(spoken or {}).get(line.key, line.start),
        )
        for line in wish.lines
    )  # fmt: skip
    return Asked(
        frames=wish.frames, rate_num=wish.rate_num, rate_den=wish.rate_den, width=wish.width,
        height=wish.height, sound=wish.sound, one_shot=True, cuts=tuple(cuts), lines=lines,
        texts=wish.onscreen_text, subjects=tuple(subjects),
    )  # fmt: skip
