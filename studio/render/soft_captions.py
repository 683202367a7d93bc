"""Captions as tracks of a film's file, one a language, which a player shows or not."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import av
from av.container import OutputContainer

from studio.errors import BadInput
from studio.media.ffmpeg import QUIET, run
from studio.render.captions import caption_languages, captions, columns_for, shifted, srt
from studio.render.coding import Container
from studio.render.delivery import Delivery
from studio.render.scratch import working_folder
from studio.timeline.project import Project
from studio.timeline.take import Take

_CODECS = {Container.MP4: "mov_text", Container.MOV: "mov_text", Container.MKV: "subrip"}
# ISO 639-2/T, which MP4 and Matroska want, for the languages that have two letters in a film.
_THREE = {
    "ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fr": "fra", "hi": "hin", "id": "ind",
    "it": "ita", "ja": "jpn", "ko": "kor", "pt": "por", "ru": "rus", "th": "tha", "tr": "tur",
    "vi": "vie", "zh": "zho",
}  # fmt: skip
_PER_EVENT = 64  # bytes that a caption takes in a file's header, its words apart


@dataclass(frozen=True)
class CaptionTrack:
    """The captions of a language as a small file of its own, whose packets are copied."""

    language: str
    data: bytes
    count: int

    @property
    def room(self) -> int:
        """Bytes that it takes in a header."""
        return 2048 + self.count * _PER_EVENT

    def begin(self, out: OutputContainer) -> Callable[[], None]:
        """Give a file that is being written a stream; what is returned writes its packets.

        All streams must be there before the first packet of any.
        """
        source = av.open(io.BytesIO(self.data), "r")
        read = source.streams.subtitles[0]
        stream = out.add_stream_from_template(read, opaque=True)  # pyright: ignore
        code = self.language.split("-")[0]
        stream.metadata["language"] = _THREE.get(code, code if len(code) == 3 else "und")

        def write() -> None:
            with source:
                for packet in source.demux(read):
                    if packet.dts is not None:
                        packet.stream = stream
                        out.mux(packet)  # pyright: ignore[reportUnknownMemberType]

        return write


def caption_tracks(
    project: Project, shown: Mapping[str, Take], delivery: Delivery
) -> list[CaptionTrack]:
    """A track for each language that is read, or for that of the delivery.

    Raises BadInput for a file that holds no such tracks.
    """
    codec = _CODECS.get(delivery.container)
    if codec is None:
        raise BadInput("render.no_tracks", kind=delivery.container.value)
    span = delivery.part_of(project.cut.frames)
    tracks: list[CaptionTrack] = []
    for language in [delivery.language] if delivery.language else caption_languages(project):
        events = captions(project, shown, columns_for(delivery), language)
        read = shifted(events, span)
        if read:
            text = srt(read, project.rate)
            tracks.append(CaptionTrack(language, _packed(text, codec), len(read)))
    return tracks


def _packed(text: str, codec: str) -> bytes:
    with working_folder("storyreel-captions-") as shop:
        words, file = shop / "words.srt", shop / ("words.mp4" if codec == "mov_text" else "w.mkv")
        words.write_text(text, encoding="utf-8")
        command = [*QUIET, "-y", "-f", "srt", "-i", str(words), "-c:s", codec]
        run([*command, "-fflags", "+bitexact", str(file)])
        return file.read_bytes()
