"""What of a film is copied from its takes, so that only the rest is encoded.

A segment that shows one take as it is, at the film's size and rate, is taken over packet by packet
from its first key picture to the last place where the take may be left; what lies before and after
is encoded. A film has one pair of parameter sets for all its pictures: that of the takes of which
most can be copied, and what is encoded is encoded under the same sets, or nothing is copied. So a
film plays wherever one of a single encoder does, and a copied picture is its take's to the bit.
Where a maker wants it, takes of several sets are copied beside each other: `render.in_band`.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import av

from studio.errors import StudioError
from studio.media.ffmpeg import QUIET, Stop, find_ffmpeg, run
from studio.media.matrix import BT709
from studio.media.program import noted
from studio.render.delivery import Codec, Copies, Delivery
from studio.render.likeness import Likeness, likenesses
from studio.render.packets import FAST_OPEN, Part
from studio.render.parameter_sets import ParameterSets, parameter_sets
from studio.render.segment import Segment, Source
from studio.render.stock import Colours, Stock
from studio.render.stock_notes import known_stock
from studio.timeline.rate import Rate

_LEAST = 12  # pictures that must be copied where a segment has edges to encode
_SHARE = (
    0.5  # of the pictures that come from takes: fewer are not worth other settings for the rest
)
_LENGTHS = 4  # bytes of the length of a unit, as every encoder of ours writes it
_LONGEST = 12  # seconds of a group of pictures that players still seek in at ease

_NONE, _GUESS = "none", re.compile(r"none|\d{1,2}")  # what is noted of a search

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Copy:
    """A segment that is copied but for `head` pictures before and `tail` after."""

    stock: Stock
    body: Part
    head: int
    tail: int

    @property
    def edges(self) -> int:
        """Pictures of it that are encoded."""
        return self.head + self.tail

    @property
    def copied(self) -> range:
        """The pictures of its take that are copied."""
        return range(self.body.first, self.body.first + self.body.frames)


@dataclass(frozen=True)
class Plan:
    """By segment what is copied, and the delivery under which the rest is encoded."""

    copies: tuple[Copy | None, ...]
    delivery: Delivery


def planned(
    runs: Sequence[Segment], folder: Path, delivery: Delivery, over: Stop | None = None
) -> Plan:
    """What is copied of these segments. Blocking: the packets of their takes are looked through."""
    nothing = Plan((None,) * len(runs), replace(delivery, like=None))
    if not may_copy(delivery):
        return nothing

    @cache
    def stocks(path: Path) -> Stock | None:
        return known_stock(path, delivery.rate)

    found = [_copy(run, folder, delivery, stocks) for run in runs]
    if over is not None and over():
        return nothing
    alike = _alike(runs, found, delivery) or nothing
    if delivery.copies is not Copies.MIXED:
        return alike
    mixed = tuple(c if c is not None and _mixes(c.stock) else None for c in found)
    return Plan(mixed, nothing.delivery) if _count(mixed) > _count(alike.copies) else alike


def _alike(
    runs: Sequence[Segment], found: Sequence[Copy | None], delivery: Delivery
) -> Plan | None:
    """What is copied under one pair of sets; None where that is nothing."""
    sizes = Counter[ParameterSets]()
    for copy in found:
        if copy is not None:
            sizes[copy.stock.sets] += copy.body.frames
    for sets, frames in sizes.most_common(1):
        if frames < _SHARE * sum(run.frames for run in runs if run.sources):
            break
        copies = tuple(c if c is not None and c.stock.sets == sets else None for c in found)
        if all(c is not None and not c.edges for c in copies):
            return Plan(copies, replace(delivery, like=None))
        stock = next(copy.stock for copy in copies if copy is not None)
        like = _likeness(stock, delivery)
        if like is not None:
            return Plan(copies, replace(delivery, like=like))
    return None


def _count(copies: Sequence[Copy | None]) -> int:
    """Pictures that are copied."""
    return sum(copy.body.frames for copy in copies if copy is not None)


def may_copy(delivery: Delivery) -> bool:
    """Whether a delivery takes takes as they are: H.264 of eight bits in the film's own frame."""
    return (
        delivery.copies is not Copies.NONE
        and delivery.codec is Codec.H264
        and delivery.bits == 8
        and delivery.hardware is None
        and delivery.to_rate is None
        and delivery.frame is None
    )  # fmt: skip


def _mixes(stock: Stock) -> bool:
    """Whether a take may lie in a film beside others: it says its colours, and units as ours."""
    return stock.colours is Colours.TAGGED and stock.sets.length_size == _LENGTHS


def _copy(
    run: Segment, folder: Path, delivery: Delivery, stocks: Callable[[Path], Stock | None]
) -> Copy | None:
    """What of a segment can be copied, as far as it and its take alone decide."""
    source = run.source
    if source is None or source.still or run.lettered or run.missing:
        return None
    path = folder / source.path
    stock = stocks(path)
    size = (delivery.width, delivery.height)
    if stock is None or (stock.width, stock.height) != size or not _as_the_film(stock, source):
        return None
    first, last = source.skip, source.skip + run.frames
    begin = next((key for key in stock.keys if key >= first), None)
    if begin is not None and begin == first + 1:
        # A head of one picture would be two key pictures in a row, which must not be alike.
        begin = next((key for key in stock.keys if key > begin), None)
    if begin is None or last > stock.frames:
        return None
    end = next((n for n in range(last, begin, -1) if stock.ends[n]), begin)
    copy = Copy(stock, Part(path, end - begin, begin, of_take=True), begin - first, last - end)
    if copy.body.frames < (_LEAST if copy.edges else 1):
        return None
    groups = [k for k in stock.keys if begin <= k < end] + [end]
    longest = max(b - a for a, b in pairwise(groups))
    return copy if longest <= _LONGEST * delivery.rate.fraction else None


def _as_the_film(stock: Stock, source: Source) -> bool:
    """Whether a take has the film's colours: what it does not say of them is taken for those."""
    if stock.colours is Colours.UNTAGGED:
        return source.matrix == BT709
    return stock.colours is not Colours.OTHER


def _likeness(stock: Stock, delivery: Delivery) -> Likeness | None:
    """How the rest is encoded under the take's parameter sets; None where no way is found."""
    return _found(
        stock.sets, tuple(stock.settings.items()), delivery.width, delivery.height,
        delivery.rate.fraction, delivery.preset, delivery.crf, delivery.gop_seconds,
    )  # fmt: skip


@lru_cache(maxsize=64)
def _found(
    sets: ParameterSets,
    settings: tuple[tuple[str, str], ...],
    width: int,
    height: int,
    rate: Fraction,
    preset: str,
    crf: float,
    gop_seconds: Fraction,
) -> Likeness | None:
    """The first guess under which a picture has these sets; noted, as it holds for the program."""
    from studio.render.encoding import piece_arguments
    from studio.render.groups import Groups
    from studio.render.picture import picture

    guesses = list(likenesses(dict(settings)))
    wanted = Delivery(
        width, height, Rate.of(rate), preset=preset, crf=crf, gop_seconds=gop_seconds
    )  # fmt: skip
    black = Segment(0, 1)

    def arguments(like: Likeness, path: Path) -> list[str]:
        way = replace(wanted, like=like)
        groups = Groups(black, way, 1, path)
        return piece_arguments(picture(black, path.parent, way), black, way, groups)

    question = repr((sets, [arguments(like, Path("black.mp4")) for like in guesses]))
    try:
        said = noted(
            find_ffmpeg(), question, _GUESS, lambda: _guessed(sets, guesses, arguments)
        )  # fmt: skip
    except StudioError as error:
        _log.debug("an encoder refused the settings of a take: %s", error)
        return None
    return None if said == _NONE else next(iter(guesses[int(said) :]), None)


def _guessed(
    sets: ParameterSets,
    guesses: Sequence[Likeness],
    arguments: Callable[[Likeness, Path], list[str]],
) -> str:
    """Encode one black picture under each guess until the sets are the same; the guess's number.

    Raises StudioError.
    """
    with TemporaryDirectory(prefix="storyreel-alike-") as name:
        path = Path(name) / "black.mp4"
        wrong: set[frozenset[str]] = set()
        for number, like in enumerate(guesses):
            if like.unsaid in wrong:
                continue
            run([*QUIET, "-y", *arguments(like, path)])
            got = sets_of(path)
            if got == sets:
                return str(number)
            if got is None or got.sequence != sets.sequence:
                wrong.add(like.unsaid)  # the other guesses change the second set only
    return _NONE


def sets_of(path: Path) -> ParameterSets | None:
    """The parameter sets of an encoded file."""
    with av.open(str(path), options=FAST_OPEN) as container:
        return parameter_sets(container.streams.video[0].codec_context.extradata or b"")
