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
from studio.render.parameter_sets import reordering

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
    try:
        facts = path.stat()
    except OSError:
        return False
    return _known(path, facts.st_size, facts.st_mtime_ns)


@lru_cache(maxsize=4096)
def _known(path: Path, _size: int, _changed: int) -> bool:
    try:
        with av.open(str(path), options=FAST_OPEN) as container:
            if "mov" not in container.format.name.split(","):
                return False
            if len(container.streams.video) != 1 or container.start_time != 0:
                return False
            context = container.streams.video[0].codec_context
            told = context.name == "h264" and context.codec_tag == "avc1"
            begins = all(not stream.start_time for stream in container.streams)
            return told and begins and reordering(context.extradata or b"") is not None
    except (av.error.FFmpegError, OSError, ValueError):
        return False
