"""A take's colours as the film has them, and the pixels in which pictures are mixed."""

import math
from pathlib import Path

import ffmpeg

from studio.render.conform import in_standard_range
from studio.render.delivery import Delivery
from studio.render.segment import Layer
from studio.timeline.look import Grade


def solid_pixels(delivery: Delivery) -> str:
    """The pixel format in which opaque pictures are mixed."""
    return "yuv444p10le" if delivery.deep else "yuv420p"


def clear_pixels(delivery: Delivery) -> str:
    """The pixel format of pictures that are see-through in places."""
    return "yuva444p10le" if delivery.deep else "yuva444p"


def coloured(
    stream: ffmpeg.Stream, layer: Layer, folder: Path, delivery: Delivery
) -> ffmpeg.Stream:
    """The picture in the film's colours, and as it is graded."""
    if layer.source is not None and layer.source.hdr:
        stream = in_standard_range(stream, layer.source.transfer, delivery)
    if is_neutral(layer.look.grade):
        return stream
    from studio.render.tables import table_file  # which reads numpy

    lut = folder / layer.table.path if layer.table else None
    path = table_file(layer.look.grade, lut)
    through = layer.source is not None and layer.source.alpha
    rgb = ("gbrap10le" if through else "gbrp10le") if delivery.deep else None
    rgb = rgb or ("gbrap" if through else "gbrp")
    return (
        stream.filter("scale", in_color_matrix="bt709", in_range="tv", out_range="pc")
        .filter("format", rgb)
        .filter("lut3d", file=path.as_posix())
        .filter("scale", out_color_matrix="bt709", out_range="tv")
        .filter("format", clear_pixels(delivery) if through else solid_pixels(delivery))
    )


def is_neutral(grade: Grade) -> bool:
    """Whether a grade leaves every colour as it is."""
    return grade.lut is None and all(
        math.isclose(getattr(grade, name), getattr(Grade(), name))
        for name in Grade.model_fields
        if name not in {"lut", "lut_strength"}
    )
