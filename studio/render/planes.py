"""The planes of a picture as numbers; numpy itself is read only where there are any.

An export has its first encoder at work before it touches a picture, and reading numpy is a seventh
of what the program does before that.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import av
    import numpy as np
    import numpy.typing as npt

    Planes = npt.NDArray[np.uint8]  # yuv420p: (height * 3 / 2, width)
else:
    Planes = Any


def planes_of(picture: "av.VideoFrame", form: str | None = None) -> Planes:
    """A picture of eight bits that was decoded, as ffmpeg's pixel format `form` or as it is."""
    import numpy as np

    return np.asarray(picture.to_ndarray(format=form), np.uint8)
