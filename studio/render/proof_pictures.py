"""The pictures of a finished film: segment by segment, each looked at once on a computer."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.errors import Cancelled
from studio.media.ffmpeg import Stop
from studio.render.cadence import frames_of, phase, reach
from studio.render.delivery import Delivery
from studio.render.proof_film import Reader, reading
from studio.render.proof_frames import Likeness, chosen, compare
from studio.render.proof_memory import Facts, Memory, name_of
from studio.render.proof_stretches import Stretch, joined, stretches
from studio.render.proof_table import Pictures
from studio.render.seeking import Entrances
from studio.render.segment import Segment


@dataclass(frozen=True)
class Seen:
    """`compared` pictures, the least likeness among them in dB, and stretches by file frame."""

    compared: int
    least: float | None
    stretches: tuple[Stretch, ...]


def pictures_of(
    film: Path,
    shown: Pictures,
    runs: Sequence[Segment],
    folder: Path,
    delivery: Delivery,
    captions: Path | None,
    memory: Memory | None,
    cancelled: Stop | None,
) -> Seen:
    """What the film shows. Raises RenderError for a picture that was not asked for, Cancelled."""
    names = [
        name_of(run.digest(delivery), phase(delivery, run), digest)
        for run, digest in zip(runs, shown.digests, strict=True)
    ]
    facts = [memory.facts(name) if memory is not None else None for name in names]
    fresh = {name: part for part, name in reversed([*enumerate(names)]) if facts[part] is None}
    if fresh:
        with reading(film, shown) as reader:
            look = _Look(reader, runs, folder, delivery, captions, cancelled)
            new = look.at(sorted(fresh.values()))
        for name, part in fresh.items():
            if memory is not None:
                memory.keep(name, new[part])
        facts = [known or new[fresh[name]] for name, known in zip(names, facts, strict=True)]
    whole = [known for known in facts if known is not None]
    begin = runs[0].start if runs else 0
    parts = [(run.start - begin, known.stretches) for run, known in zip(runs, whole, strict=True)]
    return Seen(
        sum(known.compared for known in whole),
        min((known.least for known in whole if known.least is not None), default=None),
        tuple(joined(parts, float(delivery.file_rate.fraction))),
    )


@dataclass(frozen=True)
class _Look:
    reader: Reader
    runs: Sequence[Segment]
    folder: Path
    delivery: Delivery
    captions: Path | None
    cancelled: Stop | None

    def at(self, parts: Sequence[int]) -> dict[int, Facts]:
        """The facts of some segments."""
        likenesses = self._compared(parts)
        return {part: self._facts(part, likenesses) for part in parts}

    def _facts(self, part: int, likenesses: Sequence[Likeness]) -> Facts:
        if self.cancelled is not None and self.cancelled():
            raise Cancelled("media.cancelled")
        run = self.runs[part]
        near = [each.decibels for each in likenesses if each.part == part]
        found = stretches(
            self.reader, reach(self.delivery, run)[0], frames_of(self.delivery, run),
            float(self.delivery.file_rate.fraction), self.cancelled,
        )  # fmt: skip
        return Facts(compared=len(near), least=min(near, default=None), stretches=tuple(found))

    def _compared(self, parts: Sequence[int]) -> list[Likeness]:
        entered = list(self.runs)
        entrances = Entrances(self.folder, self.delivery.rate)
        for part in parts:
            (entered[part],) = entrances.open([entered[part]])
        fresh = {part: entered[part] for part in parts}
        samples = chosen(fresh, self.reader, self.delivery)
        return list(
            compare(entered, samples, self.reader, self.folder, self.delivery, self.captions,
                    self.cancelled)
        )  # fmt: skip
