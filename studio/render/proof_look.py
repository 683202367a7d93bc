"""Segments of a finished film looked at: copies by packets, what was encoded by pictures."""

from array import array
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from studio.errors import Cancelled, RenderError
from studio.media.ffmpeg import Stop
from studio.render.cadence import film_frame, frames_of, reach
from studio.render.proof_asked import Asked
from studio.render.proof_copies import encoded_spans, is_copy
from studio.render.proof_film import Reader, reading
from studio.render.proof_frames import Likeness, chosen, compare
from studio.render.proof_graph import Sample
from studio.render.proof_memory import Facts
from studio.render.proof_stretches import stretches
from studio.render.proof_table import Ends, Pictures
from studio.render.seeking import Entrances
from studio.timeline.timecode import timecode

_AT_ONCE = 2  # places of a film that are decoded at a time
_LARGE = 1280 * 720  # pixels of a picture from which on that is worth a second decoder


def look(
    film: Path,
    shown: Pictures,
    parts: Sequence[slice],
    asked: Asked,
    wanted: Iterable[int],
    cancelled: Stop | None,
) -> dict[int, Facts]:
    """The facts of the segments with the numbers `wanted`; `parts` says which of the film's parts
    are each one's.

    Raises RenderError for a picture that was not asked for, Cancelled.
    """
    numbers = sorted(wanted)
    at_once = _AT_ONCE if shown.width * shown.height >= _LARGE else 1
    with ExitStack() as open_files:
        readers = [open_files.enter_context(reading(film, shown)) for _ in range(at_once)]
        return _Look(readers, shown.ends, parts, asked, cancelled).at(numbers)


@dataclass(frozen=True)
class _Look:
    readers: Sequence[Reader]
    ends: Sequence[Ends]
    parts: Sequence[slice]
    asked: Asked
    cancelled: Stop | None

    def at(self, wanted: Sequence[int]) -> dict[int, Facts]:
        """The facts of some segments."""
        copied = array("q", map(self._copied, wanted))
        likenesses = self._compared(wanted)
        same: dict[Facts, Facts] = {}  # most have the same: a film of thousands holds them once
        found = (
            (run, self._facts(run, count, likenesses))
            for run, count in zip(wanted, copied, strict=True)
        )
        return {run: same.setdefault(facts, facts) for run, facts in found}

    def _copied(self, run: int) -> int:
        """How many pictures of its copies were compared with the take's."""
        count, frame = 0, reach(self.asked.delivery, self.asked.runs[run])[0]
        for part, ends in zip(self.asked.parts_of(run), self.ends[self.parts[run]], strict=False):
            if part.of_take:
                if not is_copy(part, ends, self.asked.delivery.rate):
                    raise self._other(run, frame)
                count += min(2, part.frames)
            frame += part.frames
        return count

    def _other(self, run: int, frame: int) -> RenderError:
        delivery = self.asked.delivery
        code = timecode(delivery.rate, film_frame(delivery, frame))
        return RenderError("proof.no_copy", shot=self.asked.runs[run].label or "-", timecode=code)

    def _facts(self, run: int, copied: int, likenesses: Sequence[Likeness]) -> Facts:
        if self.cancelled is not None and self.cancelled():
            raise Cancelled("media.cancelled")
        segment, delivery = self.asked.runs[run], self.asked.delivery
        near = [each.decibels for each in likenesses if each.part == run]
        found = stretches(
            self.readers[0], reach(delivery, segment)[0], frames_of(delivery, segment),
            float(delivery.file_rate.fraction), self.cancelled,
        )  # fmt: skip
        return Facts(
            compared=len(near), copied=copied, least=min(near, default=None),
            stretches=tuple(found),
        )  # fmt: skip

    def _compared(self, wanted: Sequence[int]) -> list[Likeness]:
        asked = self.asked
        entrances = Entrances(asked.folder, asked.delivery.rate)
        samples = self._chosen(wanted, entrances)
        return list(
            compare(asked.runs, samples, entrances, self.readers, asked.folder, asked.delivery,
                    asked.titles, asked.given, self.cancelled)
        )  # fmt: skip

    def _chosen(self, wanted: Sequence[int], entrances: Entrances) -> list[Sample]:
        """Where pictures are compared; what that is decided by is gone before any is decoded."""
        asked = self.asked
        fresh = {run: asked.runs[run] for run in wanted}
        made = {n: tuple(encoded_spans(asked.parts_of(n), run.frames)) for n, run in fresh.items()}
        return chosen(fresh, made, entrances, self.readers[0], asked.delivery)
