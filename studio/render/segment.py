"""A segment: film frames that are put together in one way, and what they depend on."""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, NamedTuple

from studio.media.matrix import presumed
from studio.render.captions import Caption
from studio.render.delivery import Delivery
from studio.render.titling import Lettered
from studio.timeline.look import PLAIN, Blend, Crop, Fit, Look, Place, Wipe

_VERSION = 5  # part of every hash: a change of the graphs makes old pieces stale
NEARLY = 0.004  # ratios that differ by less are taken for the same: sides are whole pixels
_HDR = {"smpte2084", "arib-std-b67"}  # transfers of ITU-R BT.2100, as ffmpeg spells them


def same_ratio(size: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two sizes have one ratio, as nearly as whole pixels let them."""
    return abs(size[0] * other[1] / (size[1] * other[0]) - 1) < NEARLY


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where a file may be entered: `run_up` frames before a wanted one, at multiples of `grid`."""

    run_up: int
    grid: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    """A take in a segment: its file, and which of its frames (at the film's rate) are used.

    Film frame k of the segment shows frame floor(skip + phase + k * speed). `held`: before its
    first and after its last frame those stand still; otherwise black follows.
    """

    owner: str
    path: str
    sha256: str
    skip: int
    available: int | None = None  # frames at the film's rate that it has; None: without end
    still: bool = False  # one picture, shown as long as wanted
    entrance: Entrance | None = None  # None: it is always read from its start
    speed: Fraction = Fraction(1)
    phase: Fraction = Fraction(0)
    held: bool = False
    size: tuple[int, int] | None = None  # as shown
    alpha: bool = False
    transfer: str = ""  # as ffmpeg spells it; empty: an ordinary one
    untagged: bool = False  # its file does not say how luma and chroma were made

    @property
    def hdr(self) -> bool:
        """Whether it is brought from high dynamic range to that of the film."""
        return self.transfer in _HDR

    @property
    def matrix(self) -> str:
        """How its luma and chroma are read where its file does not say; empty: as ffmpeg does."""
        return presumed(*self.size) if self.untagged and self.size and not self.hdr else ""

    def used(self, frames: int) -> tuple[int, int]:
        """The lowest frame of the take that `frames` film frames need, and one above the highest.

        Below 0 and above `available` where the take is too short.
        """
        here = self.skip + self.phase
        ends = sorted((math.floor(here), math.floor(here + (frames - 1) * self.speed)))
        return ends[0], ends[1] + 1

    def entry(self, frames: int) -> int:
        """The frame at which its file is entered: 0, its start, unless a seek is as exact."""
        if self.entrance is None:
            return 0
        first = max(0, self.used(frames)[0])
        last = first if self.available is None else min(first, self.available - 1)
        return max(0, last - self.entrance.run_up) // self.entrance.grid * self.entrance.grid

    def later(self, frames: int) -> "Source":
        """What it shows `frames` film frames later, or earlier."""
        if not frames:
            return self
        place = self.skip + self.phase + frames * self.speed
        skip = math.floor(place)
        return replace(self, skip=skip, phase=place - skip)

    def facts(self) -> object:
        """What its pictures depend on."""
        return [
            self.sha256, self.skip, str(self.phase), str(self.speed), self.held, self.still,
            self.available, self.alpha, self.transfer, *([self.matrix] if self.matrix else []),
        ]  # fmt: skip


class Table(NamedTuple):
    """A colour table among the film's media, and the hash of the file."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Layer:
    """A clip's picture; without a source it is a slate with a label, or nothing."""

    source: Source | None
    label: str = ""
    look: Look = PLAIN
    table: Table | None = None

    @property
    def plain(self) -> bool:
        """Whether it is a take as it is, at its own pace, in the film's frame."""
        source = self.source
        return source is not None and self.look == PLAIN and source.speed == 1 and not source.held

    def hides(self, project_size: tuple[int, int]) -> bool:
        """Whether nothing can be seen of what lies below."""
        look, source = self.look, self.source
        if look.opacity < 1 or look.blend is not Blend.NORMAL:
            return False
        if look.place != Place() or look.crop != Crop():
            return False
        if source is None:
            return bool(self.label)
        if source.alpha:
            return False
        if source.size is None or look.fit in (Fit.FILL, Fit.BLUR):
            return True
        return same_ratio(source.size, project_size)

    def part(self, first: int) -> "Layer":
        """The layer `first` film frames later."""
        return self if self.source is None else replace(self, source=self.source.later(first))

    def facts(self) -> object:
        """What its picture depends on."""
        source = self.source.facts() if self.source else self.label
        look = self.look.model_dump(mode="json", exclude_defaults=True)
        return [source, look, self.table.sha256 if self.table else ""]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A transition of `length` film frames; both layers are as they are at its first frame.

    A layer that is None is what lies below, or black. The segment begins `first` frames into it.
    """

    kind: Wipe
    before: Layer | None
    after: Layer | None
    length: int
    first: int = 0

    @property
    def plain(self) -> bool:
        """Never: two pictures are mixed."""
        return False

    def hides(self, project_size: tuple[int, int]) -> bool:
        """Whether nothing can be seen of what lies below."""
        return all(side is not None and side.hides(project_size) for side in self.sides)

    @property
    def sides(self) -> tuple[Layer | None, Layer | None]:
        """What it leads from and to."""
        return self.before, self.after

    def part(self, first: int) -> "Crossing":
        """The transition `first` film frames later."""
        return replace(self, first=self.first + first)

    def facts(self) -> object:
        """What its picture depends on."""
        sides = [side.facts() if side else None for side in self.sides]
        return [self.kind.value, *sides, self.length, self.first]


Stratum = Layer | Crossing


@dataclass(frozen=True, slots=True)
class Segment:
    """Film frames from `start` on that are put together in one way, layers from bottom to top.

    Without layers the picture is black. `captions` and `titles` are laid over it.
    """

    start: int
    frames: int
    layers: tuple[Stratum, ...] = ()
    captions: tuple[Caption, ...] = ()
    titles: tuple[Lettered, ...] = ()

    @property
    def source(self) -> Source | None:
        """The take that is all of its picture, as it is; None where anything is done to it."""
        if len(self.layers) == 1 and isinstance(self.layers[0], Layer) and self.layers[0].plain:
            return self.layers[0].source
        return None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every take that is seen in it."""
        return tuple(layer.source for layer in self._each() if layer.source is not None)

    @property
    def slates(self) -> tuple[str, ...]:
        """The labels of what is missing in it."""
        return tuple(layer.label for layer in self._each() if layer.source is None and layer.label)

    @property
    def label(self) -> str:
        """What is called by its shot's label, the topmost first; empty for black."""
        return next((layer.label for layer in reversed(tuple(self._each())) if layer.label), "")

    @property
    def lettered(self) -> bool:
        """Whether words are laid over its picture."""
        return bool(self.captions or self.titles)

    @property
    def missing(self) -> int:
        """Frames at its end for which a take is too short; they are black."""
        lacking = 0
        for layer in self.layers:
            source = layer.source if isinstance(layer, Layer) else None
            if source is not None and source.available is not None and source.speed > 0:
                left = (source.available - source.skip - source.phase) / source.speed
                lacking = max(lacking, self.frames - max(0, math.ceil(left)))
        return min(lacking, self.frames)

    def part(self, first: int, frames: int) -> "Segment":
        """The run of `frames` frames that begins `first` frames into it."""
        if (first, frames) == (0, self.frames):
            return self
        start = self.start + first
        layers = tuple(layer.part(first) for layer in self.layers) if first else self.layers
        end = start + frames
        return replace(
            self, start=start, frames=frames, layers=layers,
            captions=tuple(c for c in self.captions if c.start < end and c.end > start),
            titles=tuple(t for t in self.titles if t.start < end and t.end > start),
        )  # fmt: skip

    def digest(self, delivery: Delivery) -> str:
        """The hash of everything the finished picture depends on."""
        facts: dict[str, Any] = {
            "version": _VERSION,
            "layers": [layer.facts() for layer in self.layers],
            "frames": self.frames,
            "captions": [(c.start - self.start, c.frames, c.text, c.below) for c in self.captions],
            "titles": [
                (t.start - self.start, t.frames, t.title.model_dump(mode="json"))
                for t in self.titles
            ],
            "delivery": delivery.picture_facts(),
        }
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()

    def with_sources(self, change: Mapping[Source, Source]) -> "Segment":
        """The segment with other sources in place of some, such as ones with an entrance."""

        def changed(layer: Layer | None) -> Layer | None:
            if layer is None or layer.source is None:
                return layer
            return replace(layer, source=change.get(layer.source, layer.source))

        layers: list[Stratum] = []
        for each in self.layers:
            if isinstance(each, Crossing):
                sides = (changed(each.before), changed(each.after))
                layers.append(replace(each, before=sides[0], after=sides[1]))
            else:
                layers.append(changed(each) or each)
        return replace(self, layers=tuple(layers))

    def _each(self) -> Iterator[Layer]:
        for layer in self.layers:
            if isinstance(layer, Crossing):
                yield from (side for side in layer.sides if side is not None)
            else:
                yield layer
