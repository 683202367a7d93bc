"""Segments of a finished film looked at: copies by packets, what was encoded by pictures."""

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
from studio.render.proof_memory import Facts
from studio.render.proof_stretches import stretches
from studio.render.proof_table import Ends, Pictures
from studio.render.seeking import Entrances
from studio.timeline.timecode import timecode

_AT_ONCE = 2  # places of a film that are decoded at a time


def look(
    film: Path,
    shown: Pictures,
    ends: Sequence[Sequence[Ends]],
    asked: Asked,
    wanted: Iterable[int],
    cancelled: Stop | None,
) -> dict[int, Facts]:
    """The facts of the segments with the numbers `wanted`; `ends` are those of each one's parts.

    Raises RenderError for a picture that was not asked for, Cancelled.
    """
    numbers = sorted(wanted)
    with ExitStack() as open_files:
        readers = [
            open_files.enter_context(reading(film, shown))
            for _ in range(min(_AT_ONCE, 2 * len(numbers)))
        ]
        return _Look(readers, ends, asked, cancelled).at(numbers)


@dataclass(frozen=True)
class _Look:
    readers: Sequence[Reader]
    ends: Sequence[Sequence[Ends]]
    asked: Asked
    cancelled: Stop | None

    def at(self, wanted: Sequence[int]) -> dict[int, Facts]:
        """The facts of some segments."""
        copied = {run: self._copied(run) for run in wanted}
        likenesses = self._compared(wanted)
        same: dict[Facts, Facts] = {}  # most have the same: a film of thousands holds them once
        found = ((run, self._facts(run, copied[run], likenesses)) for run in wanted)
        return {run: same.setdefault(facts, facts) for run, facts in found}

    def _copied(self, run: int) -> int:
        """How many pictures of its copies were compared with the take's."""
        count, frame = 0, reach(self.asked.delivery, self.asked.runs[run])[0]
        for part, ends in zip(self.asked.parts_of(run), self.ends[run], strict=False):
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
        fresh = {run: asked.runs[run] for run in wanted}
        made = {n: tuple(encoded_spans(asked.parts_of(n), run.frames)) for n, run in fresh.items()}
        samples = chosen(fresh, made, entrances, self.readers[0], asked.delivery)
        return list(
            compare(asked.runs, samples, entrances, self.readers, asked.folder, asked.delivery,
                    asked.titles, asked.given, self.cancelled)
        )  # fmt: skip
