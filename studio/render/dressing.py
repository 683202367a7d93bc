"""What a delivered file has beside picture and sound: title and author, chapters, a cover."""

import io
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
from av.container import OutputContainer
from av.stream import Disposition

from studio.render.delivery import Captions, Container, Delivery, Span
from studio.render.join import Dress
from studio.render.soft_captions import CaptionTrack, caption_tracks
from studio.timeline.project import Project
from studio.timeline.take import Take

if TYPE_CHECKING:
    from av.container.core import Chapter

# Bytes that chapters take in a header beside their names, which stand in it twice, and all else.
_CHAPTER, _BESIDES = 96, 2048


def tags(project: Project, delivery: Delivery) -> dict[str, str]:
    """The words a file says about itself, by the names that ffmpeg has for them."""
    labels = delivery.labels
    words = {
        "title": labels.title or project.title,
        "artist": labels.author,
        "comment": labels.comment,
        "date": labels.date,
        "copyright": labels.rights,
    }
    return {name: " ".join(text.split()) for name, text in words.items() if text.strip()}


def chapters(project: Project, span: Span) -> list[tuple[int, int, str]]:
    """First frame, frame after the last and name of each, counted from the start of the span.

    A marker begins one; what lies before the first marker is one with the film's title.
    """
    first, last = span
    names = {m.frame: m.name for m in project.cut.markers if first <= m.frame < last}
    if not names:
        return []
    marks = sorted({first, *names})
    ends = [*marks[1:], last]
    titled = {first: project.title} | names
    return [
        (start - first, end - first, " ".join(titled[start].split()) or str(number))
        for number, (start, end) in enumerate(zip(marks, ends, strict=True), 1)
    ]


def dressing(
    project: Project, shown: Mapping[str, Take], folder: Path, delivery: Delivery
) -> Dress | None:
    """What is put into the file of a delivery; None where that can hold nothing.

    Raises StudioError for a cover that cannot be had.
    """
    container, labels = delivery.container, delivery.labels
    tracks: list[CaptionTrack] = []
    if delivery.captions is Captions.TRACKS and not delivery.sound_only:
        tracks = caption_tracks(project, shown, delivery)
    if not container.tagged:
        return None
    words = tags(project, delivery)
    parts: list[tuple[int, int, str]] = []
    if labels.chapters and container.chaptered:
        parts = chapters(project, delivery.part_of(project.cut.frames))
    cover = b""
    if labels.cover is not None and container.covered:
        from studio.render.cover import cover_jpeg  # decoding, of which other films need none

        cover = cover_jpeg(project, shown, folder, delivery, labels.cover)
    base = Fraction(delivery.rate.den, delivery.rate.num)

    def wear(out: OutputContainer) -> Callable[[], None]:
        out.metadata.update(words)
        if parts:
            out.set_chapters([_chapter(n, part, base) for n, part in enumerate(parts, 1)])
        writers = [track.begin(out) for track in tracks]
        if cover and container is Container.MKV:
            out.add_attachment("cover.jpg", "image/jpeg", cover)
        elif cover:
            _hang(out, cover)

        def later() -> None:
            for write in writers:
                write()

        return later

    said = sum(len(text.encode()) + 64 for text in words.values())
    named = sum(2 * len(name.encode()) + _CHAPTER for _, _, name in parts)
    read = sum(track.room for track in tracks)
    return Dress(wear, said + named + read + len(cover) + _BESIDES)


def _chapter(number: int, part: tuple[int, int, str], base: Fraction) -> "Chapter":
    start, end, name = part
    named = {"title": name}
    return {"id": number, "start": start, "end": end, "time_base": base, "metadata": named}


def _hang(out: OutputContainer, cover: bytes) -> None:
    """Put a cover into a file as its attached picture."""
    with av.open(io.BytesIO(cover), "r", format="mjpeg") as picture:
        source = picture.streams.video[0]
        stream = out.add_stream_from_template(source, opaque=True)  # pyright: ignore
        stream.disposition = Disposition.attached_pic
        packet = next(packet for packet in picture.demux(source) if packet.size)
        packet.stream, packet.pts, packet.dts = stream, 0, 0
        out.mux(packet)  # pyright: ignore[reportUnknownMemberType]
