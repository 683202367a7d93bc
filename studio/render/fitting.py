"""Pictures of any shape in a frame of another: how large they become, and what of them is kept."""

import math

import ffmpeg

from studio.render.delivery import Delivery, Fit
from studio.render.segment import NEARLY, Layer, same_ratio
from studio.timeline.look import ANY_RATIO, Crop, Focus, Look

_MIDDLE = "(minval+maxval)/2"
_DIM = "{dark}+(val-{dark})*0.6"


def focus_of(look: Look, delivery: Delivery) -> Focus:
    """What is kept in sight at a delivery's ratio."""
    known = {focus.ratio: focus for focus in look.focus}
    return known.get(delivery.ratio) or known.get(ANY_RATIO) or Focus()


def kept_from(focus: Focus) -> tuple[str, str]:
    """Where a crop begins, so that the point in focus is in its middle as far as can be."""
    return (
        f"max(0,min(iw-ow,iw*{focus.x:.6f}-ow/2))",
        f"max(0,min(ih-oh,ih*{focus.y:.6f}-oh/2))",
    )


def corner(side: str, span: int, offset: float, focus: float, inner: int) -> str:
    """An expression of overlay for where a piece begins along one side of the canvas."""
    room = max(0.0, (inner - span) / 2)
    shift = max(-room, min(room, (0.5 - focus) * inner)) if focus != 0.5 else 0.0
    return f"({span}-{side})/2+{offset * span + shift:.3f}"


def filled(frame: tuple[int, int], size: tuple[int, int] | None) -> tuple[int, int]:
    """How large a picture of a size is when it fills a frame, as `scaled` makes it.

    One of unknown size counts as one of the frame's ratio.
    """
    if size is None or same_ratio(size, frame):
        return frame
    (width, height), ratio = frame, size[0] / size[1]
    wide, tall = max(width, height * ratio), max(height, width / ratio)
    return 2 * math.ceil(wide / 2), 2 * math.ceil(tall / 2)


def scaled(
    stream: ffmpeg.Stream, width: int, height: int, layer: Layer, *, fill: bool | None = None
) -> ffmpeg.Stream:
    """A picture of any shape as large as it fits into a frame, or as it must be to fill it.

    Where neither is said it gets the frame's size.
    """
    same = f"lt(abs(dar*{height}/{width}-1),{NEARLY})"
    if fill is None:
        wide, tall = str(width), str(height)
    elif fill:
        wide = f"if({same},{width},2*ceil(max({width},{height}*dar)/2))"
        tall = f"if({same},{height},2*ceil(max({height},{width}/dar)/2))"
    else:
        wide = f"if({same},{width},max(2,2*floor(min({width},{height}*dar)/2)))"
        tall = f"if({same},{height},max(2,2*floor(min({height},{width}/dar)/2)))"
    options: dict[str, object] = {"flags": "bicubic+accurate_rnd"}
    if layer.source is None or not layer.source.hdr:
        options |= {"out_color_matrix": "bt709", "out_range": "tv"}
    return stream.filter("scale", wide, tall, **options)


def cropped(stream: ffmpeg.Stream, crop: Crop) -> ffmpeg.Stream:
    """A picture with nothing at its sides; its size stays, so that it stays in its place."""
    boxes = (
        ("0", "0", f"iw*{crop.left:.6f}", "ih", crop.left),
        (f"iw*(1-{crop.right:.6f})", "0", "iw", "ih", crop.right),
        ("0", "0", "iw", f"ih*{crop.top:.6f}", crop.top),
        ("0", f"ih*(1-{crop.bottom:.6f})", "iw", "ih", crop.bottom),
    )
    for x, y, width, height, share in boxes:
        if share:
            stream = stream.filter(
                "drawbox", x, y, width, height, color="black@0", thickness="fill", replace=1
            )
    return stream


def softened(stream: ffmpeg.Stream, width: int, height: int) -> ffmpeg.Stream:
    """A picture blurred and darkened to stand behind another; small, as nothing of it is fine."""
    return (
        stream.filter("scale", max(2, width // 8 * 2), max(2, height // 8 * 2), flags="area")
        .filter("gblur", sigma=round(max(width, height) / 100, 2))
        .filter(
            "lutyuv",
            y=_DIM.format(dark="minval"),
            u=_DIM.format(dark=_MIDDLE),
            v=_DIM.format(dark=_MIDDLE),
        )
        .filter("scale", width, height, flags="bicubic")
    )


def reframed(stage: tuple[int, int], focus: Focus, delivery: Delivery) -> tuple[int, int]:
    """How large the film's frame is put together, in whole pairs of pixels.

    Never smaller than to fit into the canvas whole.
    """
    if delivery.canvas == delivery.stage or focus.scale == 1:
        return stage
    whole = min(side / full for side, full in zip(delivery.canvas, stage, strict=True))
    scale = max(whole, focus.scale)
    wide, tall = (max(1, round(side * scale / 2)) * 2 for side in stage)
    return wide, tall


def in_sight(
    stream: ffmpeg.Stream, inner: tuple[int, int], focus: Focus, delivery: Delivery
) -> ffmpeg.Stream:
    """Of a picture of the film's frame, `inner` pixels large, what the canvas shows of it.

    Where the picture is smaller than the canvas, the ground of the focus is seen beside it.
    """
    width, height = delivery.canvas
    kept = min(inner[0], width), min(inner[1], height)
    if kept != inner:
        stream = stream.filter("crop", *kept, *kept_from(focus))
    return grounded(stream, kept, (width, height), blurred=focus.ground is Fit.BLUR)


def framed(stream: ffmpeg.Stream, delivery: Delivery) -> ffmpeg.Stream:
    """The canvas in a delivery's frame of another ratio."""
    frame = delivery.width, delivery.height
    return grounded(stream, delivery.canvas, frame, blurred=delivery.fit is Fit.BLUR)


def grounded(
    stream: ffmpeg.Stream, inner: tuple[int, int], frame: tuple[int, int], *, blurred: bool
) -> ffmpeg.Stream:
    """A picture, `inner` pixels large, in the middle of a frame: over itself blurred, or bars."""
    width, height = frame
    if inner == frame:
        return stream
    if blurred:
        streams = stream.split()
        soft = streams[1].filter(
            "scale", width, height, force_original_aspect_ratio="increase", flags="bicubic"
        )
        soft = softened(soft.filter("crop", width, height), width, height)
        return ffmpeg.filter(
            [soft, streams[0]], "overlay", "(W-w)/2", "(H-h)/2", format="auto", eof_action="endall"
        )
    return stream.filter("pad", width, height, "(ow-iw)/2", "(oh-ih)/2", "black")
