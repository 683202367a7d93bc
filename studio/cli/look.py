"""How the film should look, as asked for on the command line."""

from dataclasses import dataclass
from typing import Self

from studio.cli.values import parse_rate, parse_ratio, parse_size
from studio.errors import BadInput
from studio.timeline.rate import Rate

_ALIKE = 0.02  # sides are even, so a ratio is met only nearly


@dataclass(frozen=True)
class Look:
    """Size, ratio, rate and language as asked for; None is free to be chosen."""

    size: tuple[int, int] | None = None
    ratio: tuple[int, int] | None = None
    rate: Rate | None = None
    language: str | None = None

    @classmethod
    def of(
        cls,
        *,
        size: str | None = None,
        ratio: str | None = None,
        rate: str | None = None,
        language: str | None = None,
    ) -> Self:
        """The look that the words of the command line ask for. Raises BadInput."""
        sides = parse_size(size) if size is not None else None
        shape = parse_ratio(ratio) if ratio is not None else None
        if sides and shape and abs(sides[0] * shape[1] / (sides[1] * shape[0]) - 1) > _ALIKE:
            raise BadInput("cli.size_and_ratio", size=size, ratio=ratio)
        return cls(sides, shape, parse_rate(rate) if rate is not None else None, language)
