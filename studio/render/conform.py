"""A take's frames brought to the film's rate, pace and colours; size is another matter."""

import math
from collections.abc import Callable
from pathlib import Path

import ffmpeg

from studio.render.delivery import Delivery
from studio.render.segment import Source
from studio.timeline.rate import Rate

# A graphics white of 203 cd/m2 is HDR's reference (ITU-R BT.2408-7, 2.2): it stays near white.
_WHITE = 203
_SHOULDER = 0.6  # of the film's white, from where on brighter light is compressed


Read = Callable[..., ffmpeg.Stream]


def frames_of(source: Source, frames: int, folder: Path, rate: Rate, read: Read) -> ffmpeg.Stream:
    """`frames` pictures of a take at the film's rate and at its own size, from time 0.

    `read` opens an input as `ffmpeg.input` does.
    """
    text = f"{rate.num}/{rate.den}"
    options: dict[str, object] = {"loop": 1, "framerate": text} if source.still else {}
    entry = source.entry(frames)
    if entry:
        options["ss"] = f"{float(rate.seconds(entry)):.6f}"
    path = str(folder / source.path)
    stream = read(path, protocol_whitelist="file", **options).video
    if source.matrix:
        stream = stream.filter("setparams", colorspace=source.matrix)
    stream = stream.filter("fps", text, start_time=0, round="near")
    first, last = source.used(frames)
    outside = last <= 0 or (source.available is not None and first >= source.available)
    if (
        outside
    ):  # one picture, or black, whatever the pace: ffmpeg at times loses it on its way back
        first = -frames if last <= 0 else max(first, source.available or 0)
        last = first + frames
    early = max(0, -first)
    late = 0 if source.available is None else max(0, last - source.available)
    if early or late:
        stream = stream.filter("tpad", **_padding(early, late, held=source.held))
    stream = stream.filter(
        "trim", start_frame=first + early - entry, end_frame=last + early - entry
    ).filter("setpts", "PTS-STARTPTS")
    return stream if source.speed == 1 or outside else _paced(stream, source, frames, text)


def _padding(early: int, late: int, *, held: bool) -> dict[str, object]:
    options: dict[str, object] = {}
    for name, count in (("start", early), ("stop", late)):
        if count:
            options[name] = count
            if held:
                options[f"{name}_mode"] = "clone"
    return {**options, "color": "black"}


def _paced(stream: ffmpeg.Stream, source: Source, frames: int, rate: str) -> ffmpeg.Stream:
    """The pictures of another pace: picture n of the take is put where it is seen first.

    Times are whole frames. What falls on the same frame is overtaken by the last of it.
    """
    if source.speed == 0:
        return stream.filter("tpad", stop=frames - 1, stop_mode="clone")
    pace, phase = abs(source.speed), f"{float(source.phase):.9f}"
    scale = f"{pace.denominator}/{pace.numerator}"
    if source.speed > 0:
        place = f"ceil((N-{phase})*{scale}-1e-6)"
    else:
        stream = stream.filter("reverse")
        place = f"if(N,floor((N-1+{phase})*{scale}+1e-6)+1,0)"
    return (
        stream.filter("setpts", place)
        .filter("fps", rate, start_time=0, round="near")
        .filter("tpad", stop=math.ceil(1 / pace) + 1, stop_mode="clone")
        .filter("trim", end_frame=frames)
    )


def in_standard_range(stream: ffmpeg.Stream, transfer: str, delivery: Delivery) -> ffmpeg.Stream:
    """HDR pictures (ITU-R BT.2100, BT.2020 primaries) as BT.709 ones."""
    return (
        stream.filter(
            "zscale", transferin=transfer, primariesin="2020", matrixin="2020_ncl",
            transfer="linear", npl=_WHITE,
        )
        .filter("format", "gbrpf32le")
        .filter("zscale", primaries="709")
        .filter("tonemap", "mobius", param=_SHOULDER, desat=0)
        .filter("zscale", transfer="709", matrix="709", range="limited", dither="ordered")
        .filter("format", "yuv444p10le" if delivery.deep else "yuv444p")
    )  # fmt: skip
