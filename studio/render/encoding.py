"""A segment's picture to a piece: what ffmpeg is told for each codec."""

from collections.abc import Callable, Mapping

import ffmpeg

from studio.render.cadence import paced
from studio.render.delivery import Codec, Delivery, Hardware
from studio.render.encoders import VAAPI_DEVICE, hardware_options
from studio.render.given import Given
from studio.render.groups import Groups, group
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
    groups: Groups,
    given: Given | None = None,
    *,
    spare: bool = True,
) -> list[str]:
    """ffmpeg's arguments that encode a segment's picture, as the graph gives it, to its `groups`.

    Every piece stands alone, has the same headers as all others and the same bytes each time, so
    that pieces are joined by packet copy. Hardware gives no promise of the last. What is `given` is
    left beside it. Where no core is to `spare`, x264 looks ahead without a thread of its own: its
    pictures are the same then, and two pieces side by side take 8 % less time and each 22 MB less
    memory (of 1080p).
    """
    stream = _stored(paced(stream, delivery, segment), delivery)
    beside: list[ffmpeg.Stream] = []
    if given is not None:
        stream, also = given.apart(stream)
        beside.append(also)
    options = _options(delivery, groups.threads, spare=spare)
    before: list[str] = []
    if delivery.hardware is Hardware.VAAPI:
        before = ["-vaapi_device", VAAPI_DEVICE]
        stream = stream.filter("format", "nv12" if delivery.bits == 8 else "p010le")
        stream = stream.filter("hwupload")
    pieces = [
        ffmpeg.output(
            each, str(part.path), f=delivery.coding.form, **options, **{"frames:v": part.frames}
        )
        for each, part in zip(groups.streams(stream), groups.parts, strict=True)
    ]
    wanted = [*pieces, *beside]
    arguments = (wanted[0] if len(wanted) == 1 else ffmpeg.merge_outputs(*wanted)).get_args()
    return [*before, *_first(str(groups.last.path), arguments)]


def _options(delivery: Delivery, threads: int, *, spare: bool) -> Options:
    """Those of an encoder."""
    rate = delivery.file_rate
    options: Options = {
        **_coded(delivery, threads),
        "color_range": "tv", "colorspace": "bt709", "color_primaries": "bt709",
        "color_trc": "bt709", "map_metadata": -1, "flags:v": "+bitexact", "fflags": "+bitexact",
        "video_track_timescale": rate.num, "enc_time_base": f"{rate.den}/{rate.num}",
    }  # fmt: skip
    if delivery.coding.stored:  # full range RGB, which has no matrix
        options |= {"color_range": "pc", "colorspace": "rgb"}
    if delivery.codec is Codec.H264 and delivery.hardware is None and not spare:
        options["x264-params"] = f"{options['x264-params']}:{_NO_THREAD_AHEAD}"
    return options


def _first(path: str, arguments: list[str]) -> list[str]:
    """The arguments with the output `path` before all others: ffmpeg tells how far the first is."""
    maps = [n for n, word in enumerate(arguments) if word == "-map"]
    outputs = [arguments[a:b] for a, b in zip(maps, [*maps[1:], len(arguments)], strict=True)]
    outputs.sort(key=lambda output: path not in output)
    return [*arguments[: maps[0]], *(word for output in outputs for word in output)]


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
