"""Encoded parts and sound to the file that is delivered, without coding anything twice.

Films are joined by packet copy. A folder of pictures is joined so too, and its packets are written
as files; those of OpenEXR are made linear first. A GIF has one table of colours for the whole film,
found in a first pass over pictures without loss.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av

from studio.media.ffmpeg import QUIET, Progress, Stop, run
from studio.render.coding import Codec
from studio.render.delivery import Container, Copies, Delivery
from studio.render.join import Dress, join
from studio.render.packets import Part
from studio.render.sequence import FRAME_NAME, FRAME_SUFFIX, SOUND_NAME

# The light of a screen, 0 to 1: the film's BT.709 signal through the curve of ITU-R BT.1886. Its
# primaries are those that OpenEXR takes where a file names none.
_LINEAR = (
    "zscale=transferin=bt709:primariesin=bt709:matrixin=gbr:rangein=full"
    ":transfer=linear:primaries=bt709:matrix=gbr:range=full,format=gbrpf32le"
)
_EXR = ("-c:v", "exr", "-format", "half", "-compression", "zip16")
_COLOURS = "palettegen=stats_mode=full"
_DITHER = "paletteuse=dither=sierra2_4a:diff_mode=rectangle"


def finish(
    parts: Sequence[Part],
    heard: Path | None,
    film: Path,
    delivery: Delivery,
    dress: Dress | None,
    over: Stop | None = None,
    tell: Progress | None = None,
) -> None:
    """Write `film`, a folder where the delivery is one; `tell` hears how far that is, 0 to 1.

    Raises RenderError, Cancelled, OSError.
    """
    rate = delivery.file_rate
    if delivery.sound_only:
        assert heard is not None
        _voiced(heard, film, delivery, dress)
    elif joined(delivery):
        mixed = delivery.copies is Copies.MIXED and delivery.codec is Codec.H264
        join(parts, rate, film, heard, dress=dress, over=over, mixed=mixed, tell=tell)
    else:
        pictures = film.with_name("pictures.mov")
        join(parts, rate, pictures, over=over)
        written = _Written(sum(part.frames for part in parts), tell, over)
        if delivery.container is Container.GIF:
            _gif(pictures, film, written)
        else:
            _frames(pictures, heard, film, delivery.codec, written)


def joined(delivery: Delivery) -> bool:
    """Whether the file of a delivery is that which its parts are joined to."""
    container = delivery.container
    return not (delivery.sound_only or container.folder or container is Container.GIF)


@dataclass(frozen=True)
class _Written:
    """Runs ffmpeg over all pictures, telling how far it is."""

    frames: int
    tell: Progress | None
    over: Stop | None

    def __call__(self, command: Sequence[str]) -> None:
        run(command, frames=self.frames, on_progress=self.tell, cancelled=self.over)


def _gif(pictures: Path, film: Path, written: _Written) -> None:
    colours = film.with_name("colours.png")
    source = [*QUIET, "-y", "-i", str(pictures)]
    run([*source, "-vf", _COLOURS, "-update", "1", str(colours)], cancelled=written.over)
    graph = f"[0:v][1:v]{_DITHER}"
    command = [*source, "-i", str(colours), "-lavfi", graph, "-fps_mode", "passthrough"]
    command += ["-loop", "0", "-map_metadata", "-1", "-fflags", "+bitexact", str(film)]
    written(command)


def _frames(
    pictures: Path, heard: Path | None, folder: Path, codec: Codec, written: _Written
) -> None:
    folder.mkdir()
    name = f"{FRAME_NAME}.{FRAME_SUFFIX[codec]}"
    coded = ["-c", "copy"]
    if codec is Codec.EXR:
        coded = ["-vf", _LINEAR, *_EXR, "-fps_mode", "passthrough"]
    command = [*QUIET, "-y", "-i", str(pictures), *coded, "-f", "image2"]
    written([*command, "-start_number", "1", str(folder / name)])
    if heard is not None:
        heard.replace(folder / SOUND_NAME)


def _voiced(heard: Path, film: Path, delivery: Delivery, dress: Dress | None) -> None:
    """A sound file with what it says about itself."""
    if dress is None:
        heard.replace(film)
        return
    # A cover goes into MP4, which an .m4a is; the muxer of that name refuses it.
    form = "mp4" if delivery.container is Container.M4A else None
    options = {"fflags": "+bitexact"}
    if form:
        options["brand"] = "M4A "
    with (
        av.open(str(heard), options={"protocol_whitelist": "file"}) as source,
        av.open(str(film), "w", format=form, options=options) as out,
    ):
        voice = source.streams.audio[0]
        stream = out.add_stream_from_template(voice, opaque=True)  # pyright: ignore
        dress.wear(out)
        for packet in source.demux(voice):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)  # pyright: ignore[reportUnknownMemberType]
