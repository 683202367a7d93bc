"""Proxies: small stand-ins for heavy videos, with exactly the pictures a film of a rate shows.

A proxy's picture n is the one that the film's graph takes for its frame n, at any rate of the
source, a variable one too: the same filter chooses them.
"""

from itertools import pairwise
from pathlib import Path

import av
import ffmpeg
from av.video.stream import VideoStream

from studio.errors import BadInput
from studio.media.intra import LONG, SHORT, Hold, write_intra
from studio.media.probe import opened

_GROUP = 12  # pictures between two that stand alone, up to which a seek is quick
_LIGHT = frozenset({"h264", "mjpeg", "mpeg4", "mpeg2video"})  # decoded many times faster than shown
_HDR = frozenset({16, 18})  # transfer of SMPTE ST 2084 and ARIB STD-B67, as ITU-T H.273 counts them


def is_heavy(path: Path, hold: Hold | None = None) -> bool:
    """Whether a video is worth a proxy: large, dear to decode, or slow to seek in.

    One with transparency or of high dynamic range is never: eight bits of a plain picture could not
    stand in for it. Blocking: it reads the file, and calls `hold` between two pictures. Raises
    BadInput, and what `hold` does.
    """
    with opened(path) as container:
        if not container.streams.video:
            return False
        stream = container.streams.video[0]
        coded = stream.codec_context
        if not _plain(stream):
            return False
        if coded.width * coded.height > LONG * SHORT or coded.name not in _LIGHT:
            return True
        keys = [0]
        for number, packet in enumerate(p for p in container.demux(stream) if p.pts is not None):
            if hold is not None:
                hold()
            if packet.is_keyframe:
                keys.append(number)
            if number - keys[-1] > _GROUP:
                return True
        return any(b - a > _GROUP for a, b in pairwise(keys))


def _plain(stream: VideoStream) -> bool:
    coded = stream.codec_context
    try:
        parts = av.VideoFormat(coded.pix_fmt or "yuv420p").components
    except ValueError:
        return False
    return not any(part.is_alpha for part in parts) and int(coded.color_trc or 0) not in _HDR


def make_proxy(
    source: Path, path: Path, rate: tuple[int, int], hold: Hold, matrix: str = ""
) -> int:
    """Write the proxy of a video for films of `rate` to `path`, and count its pictures.

    `matrix` is that of its colours where it says none (`media.matrix`). `hold` is called between
    two pictures; see `write_intra`. Raises RenderError, Cancelled, OSError.
    """
    if not source.is_file():
        raise BadInput("media.missing", name=source.name)
    stream = ffmpeg.input(str(source), protocol_whitelist="file").video
    if matrix:
        stream = stream.filter("setparams", colorspace=matrix)
    stream = stream.filter("fps", f"{rate[0]}/{rate[1]}", start_time=0, round="near")
    wide, tall = "iw*sar", "ih"  # as it is shown: its pixels may be no squares
    scale = f"min(1,min({LONG}/max({wide},{tall}),{SHORT}/min({wide},{tall})))"
    sides = (f"max(2,2*round({side}*{scale}/2))" for side in (wide, tall))
    return write_intra(stream.filter("scale", *sides, flags="bicubic"), path, rate, hold)
