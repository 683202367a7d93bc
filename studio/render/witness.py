"""The take's own pictures around a joint, written by whom encodes the edge there.

It decodes the take up to the joint anyway: they need not be decoded again to prove it.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from studio.render.copying import Copy
from studio.render.excerpt import Excerpt, excerpt
from studio.render.planes import Planes
from studio.render.segment import Segment, Source
from studio.timeline.rate import Rate

BESIDE = 2  # pictures compared on each side of a joint
# A picture that is concealed without an error ffmpeg only warns of.
ATTENTIVE = ("-loglevel", "warning")


def beside(copy: Copy, joint: int) -> range:
    """The copied pictures at a joint that are compared, as far as they lie in the group there."""
    copied = copy.copied
    if joint == copied.start:
        key = next((key for key in copy.stock.keys if key > joint), copied.stop)
        return range(joint, min(joint + BESIDE, key, copied.stop))
    key = max((key for key in copy.stock.keys if key < joint), default=copied.start)
    return range(max(joint - BESIDE, key, copied.start), joint)


@dataclass(frozen=True)
class Witness:
    """Pictures of a take with these numbers, in order, as a file of raw planes; there may be none.

    Those around a joint, and others that somebody wants. They and the edge beside them are read
    from an `excerpt` of the take, where there is one.
    """

    frames: tuple[int, ...]
    path: Path
    excerpt: Excerpt | None = None

    @classmethod
    def of(cls, edge: range, joint: int, path: Path, also: Collection[int] = ()) -> "Witness":
        """What is needed of a take where the pictures `edge` of it are encoded right before or
        behind `joint`, and the pictures `also`.

        Those of the edge nearest to the joint are compared, and held against the next ones.
        """
        ours = edge[-BESIDE:] if edge.stop == joint else edge[:BESIDE]
        around = (
            range(max(0, ours.start - 1), joint)
            if edge.stop == joint
            else range(joint, ours.stop + 1)
        )
        return cls(tuple(sorted({*around, *also})), path)

    @classmethod
    def reaching(cls, edge: range, copy: Copy, path: Path, also: Collection[int] = ()) -> "Witness":
        """As `of`, at the edge's joint with what is copied; and the copied pictures that are
        compared there, where reading the edge passes them anyway.
        """
        joint = edge.stop if edge.stop == copy.copied.start else edge.start
        near = beside(copy, joint)
        passed = joint == edge.start or not {*near}.isdisjoint(also)
        return cls.of(edge, joint, path, {*also, *near} if passed else also)

    def from_excerpt(self, run: Segment, copy: Copy, rate: Rate) -> "Witness":
        """The same, read from an excerpt of the take that has the edge `run` as well."""
        source = run.source
        if source is None:
            return self
        wanted = {*self.frames, *range(*source.used(run.frames))}
        path = self.path.with_suffix(".take.mp4")
        made = excerpt(copy.body.path, copy.stock, wanted, rate, path, trailed=True)
        return replace(self, excerpt=made)

    def read(self, run: Segment) -> Segment:
        """An edge as it is read: from the excerpt, where there is one."""
        return run if self.excerpt is None else self.excerpt.read(run)

    def arguments(self, source: Source, frames: int, rate: Rate) -> list[str]:
        """ffmpeg's arguments for one output more of a command that reads `source` alone.

        The command shows `frames` frames of it, and enters it where that says.
        """
        numbers = self._from(self._begin(source.entry(frames)))
        first, last = numbers[0], numbers[-1]
        chosen = "+".join(f"eq(n\\,{number - first})" for number in numbers)
        trimmed = (
            f"fps={rate.num}/{rate.den}:start_time=0:round=near,"
            f"trim=start_frame={first}:end_frame={last + 1},select={chosen}"
        )
        return [
            "-map", "0:v:0", "-vf", trimmed, "-fps_mode", "passthrough", "-f", "rawvideo",
            str(self.path),
        ]  # fmt: skip

    def pictures(self, copy: Copy, entry: int) -> dict[int, Planes]:
        """Those that are there, by their numbers; none where they are of another kind, or whoever
        decoded them complained.

        The file is gone afterwards: a film may have hundreds.
        """
        import numpy as np

        height, width = copy.stock.height, copy.stock.width
        try:
            data = np.fromfile(self.path, np.uint8)
        except OSError:
            return {}
        finally:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
            if self.excerpt is not None:
                self.excerpt.remove()
        entry = self._begin(entry)
        if data.size % (height * 3 // 2 * width):
            return {}
        numbers = [number + entry for number in self._from(entry)]
        return dict(zip(numbers, data.reshape(-1, height * 3 // 2, width), strict=False))

    def drop(self) -> None:
        """Whoever decodes the take complains of it: what is written counts for nothing."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def trails(self, pictures: Collection[int]) -> Mapping[int, bytes]:
        """The packets that the `pictures` came from; none where not all are there."""
        if self.excerpt is None:
            return {}
        known = self.excerpt.trails
        found = {number: known[number] for number in self.frames if number in known}
        return found if found.keys() <= set(pictures) else {}

    def _begin(self, entry: int) -> int:
        """The picture of the take with which reading begins, `entry` where there is no excerpt."""
        return entry if self.excerpt is None else self.excerpt.first

    def _from(self, entry: int) -> list[int]:
        """Their numbers counted from picture `entry`, those from there on."""
        return [number - entry for number in self.frames if number >= entry]
