"""How the film should look, as asked for on the command line."""

from dataclasses import dataclass
from typing import Self

from studio.cli.values import parse_rate, parse_ratio, parse_size
from studio.timeline.rate import Rate


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
        return cls(
            parse_size(size) if size else None,
            parse_ratio(ratio) if ratio else None,
            parse_rate(rate) if rate else None,
            language,
        )
