"""Frame rates, frames and timecode; the only module that rounds time."""

import math
from fractions import Fraction
from typing import Self

from pydantic import Field, model_validator

from studio.timeline.model import Record


class Rate(Record):
    """Frames per second as an exact fraction, kept in lowest terms (24000/1001 is two integers)."""

    num: int = Field(gt=0, le=1_000_000)
    den: int = Field(default=1, gt=0, le=1_000_000)

    @model_validator(mode="after")
    def _lowest_terms(self) -> Self:
        if math.gcd(self.num, self.den) != 1:
            raise ValueError("a rate is written in lowest terms")
        return self

    @classmethod
    def of(cls, value: Fraction | int) -> Self:
        """The rate equal to an exact number of frames per second."""
        exact = Fraction(value)
        return cls(num=exact.numerator, den=exact.denominator)

    @property
    def fraction(self) -> Fraction:
        """Frames per second."""
        return Fraction(self.num, self.den)

    def frames(self, seconds: Fraction | int | float | str) -> int:
        """The nearest whole number of frames in `seconds` (halves go up)."""
        return math.floor(Fraction(seconds) * self.fraction + Fraction(1, 2))

    def seconds(self, frames: int) -> Fraction:
        """How long `frames` last, exactly."""
        return Fraction(frames) / self.fraction

    def samples(self, frames: int, sample_rate: int) -> int:
        """The sound sample at which frame `frames` begins (nearest)."""
        return math.floor(self.seconds(frames) * sample_rate + Fraction(1, 2))

    def timecode(self, frame: int) -> str:
        """Non-drop timecode `HH:MM:SS:FF` at the nominal (rounded up) rate."""
        nominal = math.ceil(self.fraction)
        seconds, frames = divmod(frame, nominal)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours:02}:{minutes:02}:{seconds:02}:{frames:02}"
