"""How a wish meets an offer: sizes, lengths, languages, and the reasons why not."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from studio.backends.base import Offer
from studio.messages import say
from studio.timeline.rate import Rate

SAME_RATIO = 0.02  # aspect ratios this near (relative) are one: 1920x1088 passes for 16:9


@dataclass(frozen=True)
class Reason:
    """Why something cannot be made as wished, or should be known: a sentence by key."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])

    def text(self, language: str = "en") -> str:
        """The sentence."""
        return say(self.key, language, **self.values)


def fit_size(width: int, height: int, offer: Offer) -> tuple[int, int] | None:
    """The offer's size for a picture of this shape: the smallest that is not smaller, else the
    greatest. None when it has no size of that shape.
    """
    if offer.sizes:
        shape = width / height
        alike = [s for s in offer.sizes if abs(s[0] / s[1] / shape - 1) <= SAME_RATIO]
        enough = [s for s in alike if s[0] >= width]
        return min(enough) if enough else max(alike, default=None)
    if offer.max_pixels is not None and width * height > offer.max_pixels:
        scale = math.sqrt(offer.max_pixels / (width * height))
        width, height = (max(16, int(side * scale) // 2 * 2) for side in (width, height))
    return width, height


def fit_frames(frames: int, rate: Rate, offer: Offer) -> int | None:
    """The least length the offer has that is not shorter; None when all are shorter."""
    wanted = max(frames, offer.min_frames)
    if offer.lengths:
        # A whole second is not a whole number of frames at 24000/1001: the service's length rules.
        enough = [s for s in offer.lengths if rate.frames(s) >= wanted]
        if not enough:
            return None
        wanted = rate.frames(min(enough))
    return None if offer.max_frames is not None and wanted > offer.max_frames else wanted


def longest(rate: Rate, offer: Offer) -> Fraction:
    """The greatest length of an offer that has one, in seconds."""
    ends = [Fraction(max(offer.lengths))] if offer.lengths else []
    if offer.max_frames is not None:
        ends.append(rate.seconds(offer.max_frames))
    return min(ends, default=Fraction(0))


def fit_language(language: str, offer: Offer) -> tuple[str, Reason | None] | None:
    """The language a line would be spoken in, with a warning if any; None: it is not spoken."""
    if language in offer.languages:
        return language, None
    if language in offer.scratch_languages:
        return language, Reason("jobs.scratch_voice", {"language": language})
    plain = language.partition("-")[0]
    if plain in offer.languages:
        values = {"language": language, "spoken": plain}
        return plain, Reason("jobs.spoken_as", values)
    return None
