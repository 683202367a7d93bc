"""How a take's file is opened to be encoded: nothing is looked for that its header tells.

ffmpeg decodes the first pictures of every input before it begins, which takes as long as encoding
two pictures, and starts a thread of a decoder for each core. Neither changes a picture.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import av
import av.error

from studio.render.packets import FAST_OPEN
from studio.render.parameter_sets import reordering, sequence_set

Reading = Callable[[str], Mapping[str, object]]  # ffmpeg's options for the input of this name
_QUICK: Mapping[str, object] = {"nofind_stream_info": None}


def reading(threads: int) -> Reading:
    """Options of inputs that are decoded by so many threads; 0 for as many as ffmpeg takes."""

    def options(name: str) -> Mapping[str, object]:
        own = {"threads": threads} if threads else {}
        return {**own, **(_QUICK if header_tells(Path(name)) else {})}

    return options


def header_tells(path: Path) -> bool:
    """Whether a file says all that ffmpeg needs to decode its picture in its header.

    That is H.264 in QuickTime or MP4, whose parameter sets lie in the header and say how far
    decoding runs ahead of showing, and which begins at 0: without a look at its packets ffmpeg
    does not know of another beginning, and would not move it there.
    """
    return _header(path) is not None


def square_size(path: Path) -> tuple[int, int] | None:
    """The size, (width, height), in which a file's pictures come out, by its header alone.

    None where that does not tell, or where a pixel is not square.
    """
    return _header(path) or None


def _header(path: Path) -> tuple[int, int] | tuple[()] | None:
    """The size of square pixels; () where they are not, None where the header does not tell all."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return _known(path, facts.st_size, facts.st_mtime_ns)


@lru_cache(maxsize=4096)
def _known(path: Path, _size: int, _changed: int) -> tuple[int, int] | tuple[()] | None:
    try:
        with av.open(str(path), options=FAST_OPEN) as container:
            if "mov" not in container.format.name.split(","):
                return None
            if len(container.streams.video) != 1 or container.start_time != 0:
                return None
            stream = container.streams.video[0]
            context, record = stream.codec_context, stream.codec_context.extradata or b""
            told = context.name == "h264" and context.codec_tag == "avc1"
            begins = all(not each.start_time for each in container.streams)
            if not (told and begins) or reordering(record) is None:
                return None
            coded = sequence_set(record)
            square = coded is not None and coded.square and stream.sample_aspect_ratio in (None, 1)
            return coded.size if coded is not None and square else ()
    except (av.error.FFmpegError, OSError, ValueError):
        return None
