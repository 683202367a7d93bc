"""A segment's picture to a piece: what ffmpeg is told for each codec."""

from collections.abc import Callable, Mapping
from pathlib import Path

import ffmpeg

from studio.render.cadence import frames_of, paced
from studio.render.delivery import Codec, Delivery, Hardware
from studio.render.encoders import VAAPI_DEVICE, hardware_options
from studio.render.given import Given
from studio.render.likeness import zones
from studio.render.segment import Segment

Options = dict[str, object]

_NO_THREAD_AHEAD = "sync-lookahead=0"

# The words for the speed of an encoder, as SVT-AV1 counts them.
_AV1_SPEEDS = {"veryfast": 10, "fast": 8, "medium": 6, "slow": 4, "slower": 3}


def piece_arguments(
    stream: ffmpeg.Stream,
    segment: Segment,
    delivery: Delivery,
    path: Path,
    threads: int,
    given: Given | None = None,
    *,
    spare: bool = True,
) -> list[str]:
    """ffmpeg's arguments that encode a segment's picture, as the graph gives it, to `path`.

    Every piece stands alone, has the same headers as all others and the same bytes each time, so
    that pieces are joined by packet copy. Hardware gives no promise of the last. What is `given` is
    left beside it. Where no core is to `spare`, x264 looks ahead without a thread of its own: its
    pictures are the same then, and two pieces side by side take 8 % less time and each 22 MB less
    memory (of 1080p).
    """
    rate, coding = delivery.file_rate, delivery.coding
    stream = _stored(paced(stream, delivery, segment), delivery)
    beside: ffmpeg.Stream | None = None
    if given is not None:
        stream, beside = given.apart(stream)
    options: Options = {
        **_coded(delivery, threads),
        "color_range": "tv", "colorspace": "bt709", "color_primaries": "bt709",
        "color_trc": "bt709", "frames:v": frames_of(delivery, segment), "map_metadata": -1,
        "flags:v": "+bitexact", "fflags": "+bitexact", "video_track_timescale": rate.num,
        "enc_time_base": f"{rate.den}/{rate.num}",
    }  # fmt: skip
    if coding.stored:  # full range RGB, which has no matrix
        options |= {"color_range": "pc", "colorspace": "rgb"}
    if delivery.codec is Codec.H264 and delivery.hardware is None and not spare:
        options["x264-params"] = f"{options['x264-params']}:{_NO_THREAD_AHEAD}"
    before: list[str] = []
    if delivery.hardware is Hardware.VAAPI:
        before = ["-vaapi_device", VAAPI_DEVICE]
        stream = stream.filter("format", "nv12" if delivery.bits == 8 else "p010le")
        stream = stream.filter("hwupload")
    piece = ffmpeg.output(stream, str(path), f=coding.form, **options)
    if beside is None:
        return [*before, *piece.get_args()]
    return _first(str(path), ffmpeg.merge_outputs(piece, beside).get_args())


def _first(path: str, arguments: list[str]) -> list[str]:
    """The arguments with the output `path` before the other: ffmpeg tells how far the first is."""
    outputs = arguments.index("-map")
    other = arguments.index("-map", outputs + 1)
    if path in arguments[outputs:other]:
        return arguments
    return [*arguments[:outputs], *arguments[other:], *arguments[outputs:other]]


def _stored(stream: ffmpeg.Stream, delivery: Delivery) -> ffmpeg.Stream:
    """The graph's pictures in the pixels of the file, where those are others."""
    wanted = delivery.coding.stored.get(delivery.bits)
    if wanted is None:
        return stream
    stream = stream.filter(
        "scale", in_color_matrix="bt709", in_range="tv", out_range="pc",
        flags="bicubic+accurate_rnd+full_chroma_int+full_chroma_inp",
    )  # fmt: skip
    return stream.filter("format", wanted)


def group(delivery: Delivery) -> int:
    """Frames from one key picture to the next, at most."""
    return max(1, delivery.file_rate.frames(delivery.gop_seconds))


def _coded(delivery: Delivery, threads: int) -> Options:
    if delivery.hardware is not None:
        return hardware_options(delivery, group(delivery))
    return _SOFTWARE[delivery.codec](delivery, threads)


def _h264(delivery: Delivery, threads: int) -> Options:
    like: Options = {"crf": delivery.crf, "x264-params": f"zones={zones()}"}
    if delivery.like is not None:
        like = delivery.like.options(delivery.crf)
    return {
        "c:v": "libx264", "preset": delivery.preset, "threads": threads, "profile:v": "high",
        "g": group(delivery), "pix_fmt": delivery.pixel_format, **like,
    }  # fmt: skip


def _hevc(delivery: Delivery, threads: int) -> Options:
    # Closed groups, and headers that do not tell the time of day or the program; both kinds of
    # threads change the pictures, so both are fixed.
    own = f"log-level=error:info=0:open-gop=0:frame-threads={threads}:pools={threads}"
    return {
        "c:v": "libx265", "preset": delivery.preset, "crf": delivery.crf,
        "profile:v": delivery.coding.profiles[delivery.bits], "g": group(delivery),
        "pix_fmt": delivery.pixel_format, "tag:v": "hvc1", "x265-params": own,
    }  # fmt: skip


def _av1(delivery: Delivery, threads: int) -> Options:
    return {
        "c:v": "libsvtav1", "preset": _AV1_SPEEDS[delivery.preset], "crf": round(delivery.crf),
        "g": group(delivery), "pix_fmt": delivery.pixel_format, "svtav1-params": f"lp={threads}",
    }  # fmt: skip


def _prores(delivery: Delivery, threads: int) -> Options:
    options: Options = {
        "c:v": "prores_ks", "profile:v": delivery.coding.profiles[delivery.bits],
        "vendor": "apl0", "pix_fmt": delivery.pixel_format, "threads": threads,
    }  # fmt: skip
    if delivery.codec is Codec.PRORES_4444:
        options["alpha_bits"] = 16
    return options


def _dnxhr(delivery: Delivery, threads: int) -> Options:
    return {
        "c:v": "dnxhd", "profile:v": delivery.coding.profiles[delivery.bits],
        "pix_fmt": delivery.pixel_format, "threads": threads,
    }  # fmt: skip


def _png(delivery: Delivery, threads: int) -> Options:
    stored = delivery.coding.stored[delivery.bits]
    return {"c:v": "png", "pred": "mixed", "pix_fmt": stored, "threads": threads}


def _tiff(delivery: Delivery, threads: int) -> Options:
    stored = delivery.coding.stored[delivery.bits]
    return {"c:v": "tiff", "compression_algo": "deflate", "pix_fmt": stored, "threads": threads}


_SOFTWARE: Mapping[Codec, Callable[[Delivery, int], Options]] = {
    Codec.H264: _h264,
    Codec.HEVC: _hevc,
    Codec.AV1: _av1,
    Codec.PRORES_HQ: _prores,
    Codec.PRORES_4444: _prores,
    Codec.DNXHR_HQ: _dnxhr,
    Codec.GIF: _png,
    Codec.PNG: _png,
    Codec.TIFF: _tiff,
    Codec.EXR: _png,
}
