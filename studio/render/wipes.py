"""How one picture becomes the next: every transition as filters over two streams."""

import ffmpeg

from studio.render.delivery import Delivery
from studio.timeline.look import Wipe

# What ffmpeg's xfade calls those that it has; the others are made of several filters below.
_XFADE = {
    Wipe.DISSOLVE: "fade", Wipe.BLUR: "hblur", Wipe.PIXELATE: "pixelize",
    Wipe.WIPE_LEFT: "wipeleft",
    Wipe.WIPE_RIGHT: "wiperight", Wipe.WIPE_UP: "wipeup", Wipe.WIPE_DOWN: "wipedown",
    Wipe.SOFT_LEFT: "smoothleft", Wipe.SOFT_RIGHT: "smoothright", Wipe.SOFT_UP: "smoothup",
    Wipe.SOFT_DOWN: "smoothdown", Wipe.DIAGONAL: "diagtl", Wipe.CLOCK: "radial",
    Wipe.IRIS_OPEN: "circleopen", Wipe.IRIS_CLOSE: "circleclose", Wipe.BARN_OPEN: "vertopen",
    Wipe.BARN_CLOSE: "vertclose", Wipe.PUSH_LEFT: "slideleft", Wipe.PUSH_RIGHT: "slideright",
    Wipe.PUSH_UP: "slideup", Wipe.PUSH_DOWN: "slidedown", Wipe.COVER_LEFT: "coverleft",
    Wipe.COVER_RIGHT: "coverright", Wipe.REVEAL_LEFT: "revealleft",
    Wipe.REVEAL_RIGHT: "revealright", Wipe.ZOOM: "zoomin", Wipe.WHIP: "slideleft",
}  # fmt: skip

_DIPS = {Wipe.DIP_BLACK: "black", Wipe.DIP_WHITE: "white"}


def crossed(
    before: ffmpeg.Stream,
    after: ffmpeg.Stream,
    kind: Wipe,
    length: int,
    delivery: Delivery,
) -> ffmpeg.Stream:
    """`length` pictures that lead from one stream to the other; both have as many, of one size.

    Picture i shows (i + 1) / (length + 1) of the way, so neither end stands still.
    """
    rate = f"{delivery.rate.num}/{delivery.rate.den}"
    if kind is Wipe.ADDITIVE:
        return _added(before, after, length, rate, deep=delivery.deep)
    if kind in _DIPS and length > 1:
        return _dipped(before, after, length, rate, _DIPS[kind])
    one: dict[str, object] = {"start": 1, "start_mode": "clone"}
    sides = [_even(side.filter("tpad", **one), rate) for side in (before, after)]
    whole = float(delivery.rate.seconds(length + 1))
    options: dict[str, object] = {
        "transition": _XFADE.get(kind, "fade"),
        "duration": f"{whole:.9f}",
    }
    mixed = ffmpeg.filter(sides, "xfade", offset=0, **options)
    mixed = mixed.filter("trim", start_frame=1, end_frame=length + 1)
    mixed = mixed.filter("setpts", "PTS-STARTPTS")
    return _whipped(mixed, length, delivery) if kind is Wipe.WHIP else mixed


def _even(stream: ffmpeg.Stream, rate: str) -> ffmpeg.Stream:
    """Time stamps as xfade wants them: both of one base, a whole frame apart."""
    return stream.filter("settb", f"1/({rate})").filter("setpts", "N").filter("fps", rate)


def _dipped(
    before: ffmpeg.Stream, after: ffmpeg.Stream, length: int, rate: str, colour: str
) -> ffmpeg.Stream:
    """One goes into a colour, the other comes out of it, each in half of the time."""
    half = length // 2
    first = _even(before, rate).filter("trim", end_frame=half)
    last = _even(after, rate).filter("trim", start_frame=half).filter("setpts", "PTS-STARTPTS")
    sides = [
        first.filter("fade", "out", start_frame=0, nb_frames=half, color=colour),
        last.filter("fade", "in", start_frame=0, nb_frames=length - half, color=colour),
    ]
    # What is joined has times in whole microseconds, which fall beside those of other layers.
    return _even(ffmpeg.filter(sides, "concat", n=2, v=1, a=0), rate)


def _added(
    before: ffmpeg.Stream, after: ffmpeg.Stream, length: int, rate: str, *, deep: bool
) -> ffmpeg.Stream:
    """Light added to light: the second comes in whole before the first goes."""
    half = max(1, length // 2)
    streams = [
        _even(before, rate).filter("fade", "out", start_frame=length - half, nb_frames=half),
        _even(after, rate).filter("fade", "in", start_frame=0, nb_frames=half),
    ]
    first, second = (
        stream.filter("scale", in_color_matrix="bt709", in_range="tv", out_range="pc").filter(
            "format", "gbrp10le" if deep else "gbrp"
        )
        for stream in streams
    )
    lit = ffmpeg.filter([first, second], "blend", all_mode="addition")
    return lit.filter("scale", out_color_matrix="bt709", out_range="tv").filter(
        "format", "yuv444p10le" if deep else "yuv444p"
    )


def _whipped(stream: ffmpeg.Stream, length: int, delivery: Delivery) -> ffmpeg.Stream:
    """Blurred along the way, the most in the middle, as by a camera turned fast."""
    wide = delivery.canvas[0]
    for share, amount in ((1.0, 0.01), (0.7, 0.02), (0.4, 0.03)):
        skip = round(length * (1 - share) / 2)
        stream = stream.filter(
            "avgblur", sizeX=max(1, round(wide * amount)), sizeY=1,
            enable=f"between(n,{skip},{length - 1 - skip})",
        )  # fmt: skip
    return stream
