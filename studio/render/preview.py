"""Single pictures of the cut, through the exporter's own graph."""

import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import ffmpeg
import numpy as np
import numpy.typing as npt

from studio.errors import BadInput
from studio.media.ffmpeg import QUIET, Tail, end, failed, start
from studio.render.delivery import Delivery
from studio.render.graph import Segment, picture, segments
from studio.timeline.project import Project
from studio.timeline.take import Take

Bgr = npt.NDArray[np.uint8]


def picture_at(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    frame: int,
    *,
    width: int | None = None,
    height: int | None = None,
) -> Bgr:
    """The picture of the cut at film frame `frame` as (height, width, 3) BGR. Raises BadInput."""
    delivery = Delivery.of(project)
    delivery = replace(delivery, width=width or delivery.width, height=height or delivery.height)
    for segment in segments(project, shown):
        if segment.start <= frame < segment.start + segment.frames:
            return _one(segment, folder, delivery, frame - segment.start)
    raise BadInput("render.no_frame", frame=frame, frames=project.cut.frames)


def _one(segment: Segment, folder: Path, delivery: Delivery, index: int) -> Bgr:
    stream = picture(segment, folder, delivery)
    stream = stream.filter("trim", start_frame=index, end_frame=index + 1)
    stream = stream.filter("scale", in_color_matrix="bt709", in_range="tv", out_range="pc")
    stream = stream.filter("format", "bgr24")
    command = ffmpeg.output(stream, "pipe:1", format="rawvideo").get_args()
    process = start([*QUIET, *command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    tail = Tail(process)
    size = delivery.width * delivery.height * 3
    try:
        assert process.stdout is not None
        data = process.stdout.read(size)
    finally:
        end(process)
    if len(data) != size:
        raise failed(tail.text())
    return np.frombuffer(data, np.uint8).reshape(delivery.height, delivery.width, 3)
