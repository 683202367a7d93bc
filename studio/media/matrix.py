"""By which matrix colours are read that a file says nothing of: as players do, by its size.

Many a generated video says nothing. ffmpeg takes all of them for BT.601, and a large one, which
every player and editor takes for BT.709, would be redder and darker in a film than by itself.
"""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from av import VideoFrame
    from av.video.stream import VideoStream

BT709: Final = "bt709"
# As ITU-T H.273 counts primaries, transfers and matrices.
BT709_NUMBER: Final = 1  # of BT.709, in each of them
UNSAID: Final = 2
_WIDE, _TALL = 1280, 576  # pixels


def unsaid(video: "VideoStream") -> bool:
    """Whether a file has colours as luma and chroma and does not say how they were made."""
    coded = video.codec_context
    return int(coded.colorspace) == UNSAID and bool(coded.pix_fmt) and not video.format.is_rgb


def presumed(width: int, height: int) -> str:
    """The matrix of a video of that size, as ffmpeg spells it; empty for what ffmpeg presumes.

    The rule is that of libplacebo (`pl_color_system_guess_ycbcr`), by which mpv and VLC play: what
    is larger than PAL is BT.709.
    """
    return BT709 if width >= _WIDE or height > _TALL else ""


def told(frame: "VideoFrame") -> "VideoFrame":
    """The same picture, which says by which matrix it is read."""
    if int(frame.colorspace) == UNSAID and not frame.format.is_rgb:
        matrix = presumed(frame.width, frame.height)
        if matrix:
            frame.colorspace = BT709_NUMBER
    return frame
