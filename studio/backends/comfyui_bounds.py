"""Which numbers an input of a ComfyUI workflow takes, and the nearest one to a wish.

A server enforces least and greatest, never the step: rounding is the client's to do. A value that
is linked into other nodes is bound by what those take.
"""

import dataclasses
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from studio.backends.comfyui_classes import Classes, Kind, Spec
from studio.backends.comfyui_graph import Place, Workflow
from studio.backends.comfyui_mapping import Mapping, Role
from studio.backends.comfyui_reckon import reckoned_from, share
from studio.backends.comfyui_sheet import Sheet

NUMBERS = (Role.WIDTH, Role.HEIGHT, Role.FRAMES, Role.SECONDS, Role.FPS)
_LARGEST_STEP = 4096
_NUMBERS = (Kind.INT, Kind.FLOAT)


@dataclass(frozen=True)
class Bounds:
    """Numbers from `low` to `high` that are `offset` more than a multiple of `step`."""

    whole: bool = False
    low: Fraction | None = None
    high: Fraction | None = None
    step: int = 1
    offset: int = 0

    def sized(self, wanted: int) -> int:
        """The nearest number that is a multiple of the step, as widths and heights must be."""
        step = self.step
        return self._within((2 * wanted + step) // (2 * step) * step, 0)

    def counted(self, wanted: int) -> int:
        """The least number of frames that is enough: 1 + k·step where the least is 1."""
        return self._within(
            -(-(wanted - self.offset) // self.step) * self.step + self.offset, self.offset
        )

    def clamped(self, wanted: Fraction) -> Fraction:
        """The nearest number within the limits, a whole one where it must be."""
        number = Fraction(round(wanted)) if self.whole else wanted
        number = number if self.low is None else max(number, self.low)
        return number if self.high is None else min(number, self.high)

    def _within(self, number: int, offset: int) -> int:
        step = self.step
        low = number if self.low is None else math.ceil((self.low - offset) / step) * step + offset
        high = (
            number if self.high is None else math.floor((self.high - offset) / step) * step + offset
        )
        if low > high and self.low is not None and self.high is not None:
            low, high = math.ceil(self.low), math.floor(self.high)  # no step lies between them
        return min(max(number, low), high)


def bounds_of(sheet: Sheet, places: Iterable[Place]) -> Bounds:
    """What all of some inputs take, those included that their values are linked into or that are
    reckoned from them as a part.
    """
    literals = [sheet.workflow.literal(*place) or place for place in places]
    specs = [spec for literal in literals for spec in _specs(sheet, literal)]
    kinds = {sheet.kind(literal) for literal in literals} | {spec.kind for spec in specs}
    lows = [Fraction(spec.low) for spec in specs if spec.low is not None]
    highs = [Fraction(spec.high) for spec in specs if spec.high is not None]
    stepped = [(_step(spec), spec.low or 0) for spec in specs]
    step = math.lcm(*(each for each, _ in stepped)) if stepped else 1
    if step > _LARGEST_STEP:
        step = max(each for each, _ in stepped)
    largest, low = max(stepped, default=(1, 0))
    return Bounds(
        whole=Kind.INT in kinds, low=max(lows, default=None), high=min(highs, default=None),
        step=step, offset=int(low) % largest,
    )  # fmt: skip


def limits(workflow: Workflow, mapping: Mapping, classes: Classes | None) -> dict[Role, Bounds]:
    """What the mapped numbers of a workflow may be, as far as its classes are known."""
    sheet = Sheet(workflow, mapping, classes)
    return {
        role: bounds_of(sheet, [target.place for target in mapping.of(role)])
        for role in NUMBERS
        if mapping.of(role)
    }


def _specs(sheet: Sheet, place: Place) -> Iterator[Spec]:
    """The numbers that an input takes and, where its node is nothing but a value, those that the
    inputs take that it is linked into, of a half of it twice as much.
    """
    found = {place: None}
    ends = [place]
    for each in ends:
        if sheet.workflow.value_input(each.node) != each.input:
            continue
        new = [taker for taker in sheet.workflow.takers(each.node, 0) if taker not in found]
        found.update(dict.fromkeys(new))
        ends.extend(new)
        for taker in reckoned_from(sheet.workflow, each):
            spec, part = sheet.spec(taker), share(sheet.workflow, taker, place)
            if spec and spec.kind in _NUMBERS and part and part.numerator == 1:
                yield _times(spec, part.denominator)
    specs = [sheet.spec(each) for each in found]
    yield from (spec for spec in specs if spec and spec.kind in _NUMBERS)


def _times(spec: Spec, factor: int) -> Spec:
    """The spec of a number of which an input takes one of `factor` equal parts."""
    low, high, step = (
        None if each is None else each * factor for each in (spec.low, spec.high, spec.step)
    )
    return dataclasses.replace(spec, low=low, high=high, step=step)


def _step(spec: Spec) -> int:
    """The step of whole numbers; a fraction's is the editor's wheel, nothing a model needs."""
    if spec.kind is not Kind.INT or spec.step is None or not 1 <= spec.step <= _LARGEST_STEP:
        return 1
    return int(spec.step)
