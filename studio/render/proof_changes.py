"""Films whose parameter sets change on the way: every picture decoded across the changes."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import av.error

from studio.errors import Cancelled, RenderError
from studio.media.ffmpeg import Stop
from studio.render.cadence import film_frame
from studio.render.delivery import Delivery
from studio.render.in_band import sets_in
from studio.render.parameter_sets import parameter_sets
from studio.render.proven import Finding
from studio.timeline.timecode import timecode

_OPTIONS = {"protocol_whitelist": "file"}
_ASK = 256  # packets between two looks whether to stop


def check_changes(
    film: Path, frames: int, wanted: Delivery, cancelled: Stop | None = None
) -> tuple[Finding, ...]:
    """Decode `film` from its beginning to its end where its sets change; a finding that says so.

    All `frames` pictures must come out, each at its place. Raises RenderError, Cancelled.
    """
    try:
        places = _changes(film, wanted)
        if not places:
            return ()
        _decode(film, frames, wanted, places, cancelled)
    except av.error.FFmpegError as error:
        raise RenderError("proof.unreadable", detail=str(error)) from error
    at = film_frame(wanted, places[0])
    values = {"count": len(places), "timecode": timecode(wanted.rate, at)}
    return (Finding("proof.mixed", values, at),)


def _changes(film: Path, wanted: Delivery) -> list[int]:
    """The frames of the file at which other parameter sets begin."""
    places: list[int] = []
    with av.open(str(film), options=_OPTIONS) as container:
        video = container.streams.video[0]
        sets = parameter_sets(video.codec_context.extradata or b"")
        if sets is None:
            return []
        last: tuple[bytes, ...] = (*sets.sequence, *sets.picture)
        for packet in container.demux(video):
            found = sets_in(bytes(packet), sets.length_size) if packet.is_keyframe else ()
            if found and found != last:
                places.append(_frame(packet.pts, packet.time_base, wanted))
            last = found or last
    return places


def _decode(
    film: Path, frames: int, wanted: Delivery, places: list[int], cancelled: Stop | None
) -> None:
    due = 0
    try:
        for number in _shown(film, wanted):
            if number != due:
                break
            due += 1
            if cancelled is not None and due % _ASK == 0 and cancelled():
                raise Cancelled("media.cancelled")
    except av.error.InvalidDataError:
        due = min(due, frames - 1)
    if due != frames:
        near = min(places, key=lambda place: abs(place - due))  # a decoder holds some back
        code = timecode(wanted.rate, film_frame(wanted, near))
        raise RenderError("proof.change", timecode=code)


def _shown(film: Path, wanted: Delivery) -> Iterator[int]:
    """The numbers of the pictures in the order in which they come out, whole ones alone."""
    with av.open(str(film), options=_OPTIONS) as container:
        video = container.streams.video[0]
        for picture in container.decode(video):
            if not picture.is_corrupt or wanted.allow_damaged:
                yield _frame(picture.pts, picture.time_base, wanted)


def _frame(stamp: int | None, base: Fraction | None, wanted: Delivery) -> int:
    return wanted.file_rate.frames((stamp or 0) * (base or Fraction(0)))
