"""The cover of a delivered file: a picture of the maker's, or a frame of the film."""

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from studio.errors import BadInput
from studio.media.pictures import load_picture
from studio.render.delivery import Captions, Delivery
from studio.render.labels import Cover
from studio.render.sample import sample
from studio.timeline.project import Project
from studio.timeline.take import Take

_LONGEST = 1280  # pixels of its longer side
_QUALITY = 90


def cover_jpeg(
    project: Project, shown: Mapping[str, Take], folder: Path, delivery: Delivery, cover: Cover
) -> bytes:
    """A cover as JPEG, from its file or the film's frame without captions. Raises StudioError."""
    if cover.path:
        rgba = Image.fromarray(load_picture(Path(cover.path)))
        picture = Image.new("RGB", rgba.size)
        picture.paste(rgba, mask=rgba.getchannel("A"))
        picture.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS)
    else:
        bare = replace(delivery, captions=Captions.NONE)
        bgra = sample(project, shown, folder, bare, cover.frame, _LONGEST)
        if bgra is None:
            raise BadInput("render.no_frame", frame=cover.frame, frames=project.cut.frames)
        picture = Image.fromarray(np.asarray(cv2.cvtColor(bgra, cv2.COLOR_BGRA2RGB), np.uint8))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY, optimize=False)
    return file.getvalue()
