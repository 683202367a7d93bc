"""Pictures of takes that cannot be decoded as they were made, which a decoder paints over.

ffmpeg conceals such a picture and goes on; a film must not hold one that nobody knows of. What it
says while it encodes costs nothing to hear, and only a take of which it complains is read again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av.error

from studio.errors import BadInput, RenderError
from studio.media.probe import opened
from studio.render.segment import Segment, Source
from studio.timeline.rate import Rate
from studio.timeline.timecode import timecode


@dataclass(frozen=True)
class Damage:
    """`count` damaged pictures of a take in a segment, the first at film frame `frame`."""

    shot: str
    name: str
    frame: int
    count: int


def complained(said: str, run: Segment, folder: Path, rate: Rate) -> tuple[Damage, ...]:
    """The damage in the takes of a segment, when ffmpeg said anything while it read them."""
    return damage(run, folder, rate) if said.strip() else ()


def damage(run: Segment, folder: Path, rate: Rate) -> tuple[Damage, ...]:
    """The damaged pictures that a segment shows. Blocking: decodes its takes."""
    found: list[Damage] = []
    for source in dict.fromkeys(run.sources):
        if source.still:
            continue
        low, high = source.used(run.frames)
        bad = [n for n in hurt(folder / source.path, rate, high) if n >= low]
        if bad:
            shown = min(_shown_at(run, source, n) for n in bad)
            name = Path(source.path).name
            found.append(Damage(run.label or source.owner, name, shown, len(bad)))
    return tuple(found)


def refuse(found: tuple[Damage, ...], rate: Rate) -> None:
    """Raises RenderError for the first of them."""
    for each in found:
        raise RenderError(
            "render.damaged", shot=each.shot, name=each.name, count=each.count,
            timecode=timecode(rate, each.frame),
        )  # fmt: skip


def _shown_at(run: Segment, source: Source, frame: int) -> int:
    """The first film frame of the segment that shows a frame of the take, as near as it can."""
    begin = source.skip + source.phase
    away = (frame - begin) / source.speed if source.speed else Fraction(0)
    return run.start + min(run.frames - 1, max(0, -(-away.numerator // away.denominator)))


def hurt(path: Path, rate: Rate, last: int) -> Iterator[int]:
    """Frames of a file, at the film's rate, before `last`, that are damaged or missing."""
    try:
        with opened(path) as container:
            stream = container.streams.video[0]
            base = Fraction(stream.time_base or 0)
            begin = stream.start_time or 0
            for packet in container.demux(stream):
                stamp = packet.pts
                try:
                    bad = [frame.pts for frame in packet.decode() if frame.is_corrupt]  # pyright: ignore
                except av.error.FFmpegError:
                    bad = [stamp]
                for place in bad:
                    frame = rate.frames(((place or begin) - begin) * base)
                    if frame < last:
                        yield frame
                if stamp is not None and rate.frames((stamp - begin) * base) > last + 32:
                    return
    except BadInput:
        return
