"""A segment as an ffmpeg filter graph: its layers, one over the other, and its words."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import ffmpeg

from studio.render.colouring import clear_pixels, coloured, solid_pixels
from studio.render.conform import frames_of
from studio.render.delivery import Delivery, Fit
from studio.render.fitting import (
    corner,
    cropped,
    filled,
    focus_of,
    framed,
    in_sight,
    kept_from,
    reframed,
    scaled,
    softened,
)
from studio.render.fonts import font_file, font_folder
from studio.render.reading import Reading, square_size
from studio.render.segment import Crossing, Layer, Segment, Source, Stratum, same_ratio
from studio.render.wipes import crossed
from studio.timeline.look import Blend, Crop, Place, Wipe

SLATE_COLOUR = "0x23272e"
_BLENDS: Mapping[Blend, str] = {
    Blend.ADD: "addition", Blend.SCREEN: "screen", Blend.LIGHTEN: "lighten",
    Blend.MULTIPLY: "multiply", Blend.DARKEN: "darken", Blend.OVERLAY: "overlay",
    Blend.SOFT_LIGHT: "softlight", Blend.HARD_LIGHT: "hardlight", Blend.DIFFERENCE: "difference",
}  # fmt: skip


def picture(
    segment: Segment,
    folder: Path,
    delivery: Delivery,
    captions: Path | None = None,
    reading: Reading | None = None,
) -> ffmpeg.Stream:
    """The segment's picture as an ffmpeg-python stream at the delivery's size and rate.

    `captions` is the film's ASS file, at the same size, for a segment that has words on it;
    `reading` gives further options for each file that is opened.
    """
    stream = _Easel(segment, folder, delivery, reading).painted()
    stream = framed(stream, delivery)
    if captions is not None and segment.lettered:
        # A fraction that is just below a whole frame would be cut off, and leave a picture out.
        late = f"round({segment.start}*{delivery.rate.den}/{delivery.rate.num}/TB)"
        options: dict[str, object] = {"fontsdir": font_folder().as_posix()}
        if delivery.alpha:
            options["alpha"] = 1
        # By name: what has none, ffmpeg-python escapes twice.
        options["filename"] = captions.as_posix()
        stream = stream.filter("setpts", f"PTS-STARTPTS+{late}").filter("ass", **options)
        stream = stream.filter("setpts", "PTS-STARTPTS")
    # The same tags on every piece: the encoder writes them into its headers, which must agree.
    return (
        stream.filter("format", delivery.pixel_format)
        .filter("setsar", 1)
        .filter(
            "setparams", range="tv", color_primaries="bt709", color_trc="bt709",
            colorspace="bt709", chroma_location="left",
        )
    )  # fmt: skip


class _Easel:
    """Lays the layers of a segment on a canvas of the delivery's."""

    def __init__(
        self, segment: Segment, folder: Path, delivery: Delivery, reading: Reading | None
    ) -> None:
        self._reading = reading
        self._segment = segment
        self._folder = folder
        self._delivery = delivery
        self._rate = f"{delivery.rate.num}/{delivery.rate.den}"
        self._opened: Counter[str] = Counter()

    def _input(self, name: str, **options: object) -> ffmpeg.Stream:
        """An input of its own: ffmpeg-python takes two that look alike for one, which ffmpeg cannot
        feed to two filters. The queue's length tells them apart and changes nothing.
        """
        self._opened[name] += 1
        if self._opened[name] > 1:
            options["thread_queue_size"] = 8 + self._opened[name]
        if self._reading is not None and "f" not in options:
            options |= self._reading(name)
        return ffmpeg.input(name, **options)

    def painted(self) -> ffmpeg.Stream:
        """All of it."""
        canvas: ffmpeg.Stream | None = None
        for stratum in self._segment.layers:
            canvas = self._over(canvas, stratum)
        return canvas if canvas is not None else self._empty(self._segment.frames)

    def _over(self, canvas: ffmpeg.Stream | None, stratum: Stratum) -> ffmpeg.Stream:
        frames = self._segment.frames
        if isinstance(stratum, Crossing):
            if canvas is None and not self._delivery.alpha:
                return self._crossing(stratum, clear=False)
            return self._laid(canvas, self._crossing(stratum, clear=True), 0, 0)
        if self._fills(stratum, lowest=canvas is None):
            return self._filling(stratum, frames)
        if stratum.look.blend is Blend.NORMAL or canvas is None:
            return self._laid(canvas, *self._piece(stratum, frames))
        return self._blended(canvas, stratum, frames)

    def _fills(self, layer: Layer, *, lowest: bool) -> bool:
        """Whether a layer is laid as it is: nothing of what lies below could be seen."""
        look = layer.look
        if look.place != Place() or look.crop != Crop() or look.opacity < 1:
            return False
        if look.blend is not Blend.NORMAL and not lowest:
            return False
        opaque = layer.source is None or not layer.source.alpha
        bars = layer.source is not None and look.fit in (None, Fit.BARS)
        return opaque and not self._delivery.alpha and (lowest or not bars or self._exact(layer))

    def _exact(self, layer: Layer) -> bool:
        """Whether a take has the film's ratio, so that there are no bars."""
        size = layer.source.size if layer.source else None
        return size is None or same_ratio(size, self._delivery.stage)

    def _crossing(self, crossing: Crossing, *, clear: bool) -> ffmpeg.Stream:
        """A transition on the whole canvas, from its beginning to where the segment is over."""
        sides: list[ffmpeg.Stream] = []
        for layer in crossing.sides:
            if layer is None:
                side = self._empty(crossing.length, clear=clear)
            elif self._fills(layer, lowest=not clear):
                side = self._filling(layer, crossing.length)
            else:
                base = self._empty(crossing.length, clear=clear)
                side = self._laid(base, *self._piece(layer, crossing.length))
            sides.append(self._plain(side, clear=clear))
        if clear:  # colours that are see-through are mixed by how much there is of them
            sides = [side.filter("premultiply", inplace=1) for side in sides]
        kind = Wipe.DISSOLVE if clear and crossing.kind is Wipe.ADDITIVE else crossing.kind
        mixed = crossed(sides[0], sides[1], kind, crossing.length, self._delivery)
        if clear:
            mixed = mixed.filter("unpremultiply", inplace=1)
        if (crossing.first, crossing.length) == (0, self._segment.frames):
            return mixed
        end = crossing.first + self._segment.frames
        return mixed.filter("trim", start_frame=crossing.first, end_frame=end).filter(
            "setpts", "PTS-STARTPTS"
        )

    def _plain(self, stream: ffmpeg.Stream, *, clear: bool) -> ffmpeg.Stream:
        """A stream as both sides of a transition must be: of one format and shape of pixel."""
        return stream.filter(
            "format", clear_pixels(self._delivery) if clear else solid_pixels(self._delivery)
        ).filter("setsar", 1)

    def _empty(self, frames: int, *, clear: bool | None = None) -> ffmpeg.Stream:
        """A canvas with nothing on it: black, or nothing at all."""
        width, height = self._delivery.canvas
        seconds = float(self._delivery.rate.seconds(frames)) + 1
        through = self._delivery.alpha if clear is None else clear
        colour = "black@0" if through else "black"
        shape = f"s={width}x{height}:r={self._rate}:d={seconds:.3f}"
        stream = self._input(
            f"color=c={colour}:{shape},format={clear_pixels(self._delivery)}", f="lavfi"
        )
        stream = stream.filter("trim", end_frame=frames).filter("setpts", "PTS-STARTPTS")
        # Filters of two inputs bring the one into the colours of the other: they must be told.
        stream = stream.filter("setparams", range="tv", colorspace="bt709")
        return stream if through else stream.filter("format", solid_pixels(self._delivery))

    def _laid(
        self, canvas: ffmpeg.Stream | None, piece: ffmpeg.Stream, x: str | int, y: str | int
    ) -> ffmpeg.Stream:
        base = canvas if canvas is not None else self._empty(self._segment.frames)
        return ffmpeg.filter([base, piece], "overlay", x, y, format="auto", eof_action="endall")

    def _blended(self, canvas: ffmpeg.Stream, layer: Layer, frames: int) -> ffmpeg.Stream:
        """Light on light: the blend is made in R'G'B', then laid where the layer is."""
        width, height = self._delivery.canvas
        piece = self._laid(self._empty(frames, clear=True), *self._piece(layer, frames))
        streams = piece.split()
        colours, shape = streams[0], streams[1].filter("alphaextract")
        below = canvas.split()
        rgb = "gbrp10le" if self._delivery.deep else "gbrp"
        top, bottom = (
            stream.filter("scale", in_color_matrix="bt709", in_range="tv", out_range="pc").filter(
                "format", rgb
            )
            for stream in (colours, below[0])
        )
        mixed = ffmpeg.filter([top, bottom], "blend", all_mode=_BLENDS[layer.look.blend])
        mixed = mixed.filter("scale", width, height, out_color_matrix="bt709", out_range="tv")
        mixed = mixed.filter("format", solid_pixels(self._delivery))
        lit = ffmpeg.filter([mixed, shape], "alphamerge")
        return ffmpeg.filter([below[1], lit], "overlay", 0, 0, format="auto", eof_action="endall")

    def _filling(self, layer: Layer, frames: int) -> ffmpeg.Stream:
        """A layer that covers the canvas: the picture in the film's frame, bars beside it."""
        if layer.source is None:
            return self._slate(layer.label, frames)
        focus = focus_of(layer.look, self._delivery)
        width, height = reframed(self._delivery.stage, focus, self._delivery)
        stream = frames_of(layer.source, frames, self._folder, self._delivery.rate, self._input)
        fit = layer.look.fit or Fit.BARS
        if fit is Fit.BLUR and not self._exact(layer):
            stream = self._over_itself(stream, layer, width, height)
        elif fit is Fit.FILL or (focus.scale != 1 and layer.source.size and self._exact(layer)):
            # Whole pairs of pixels make a small picture's ratio another one: no bars for that.
            stream = self._in_colour(scaled(stream, width, height, layer, fill=True), layer)
            stream = stream.filter("crop", width, height, *kept_from(focus))
        elif self._has_size(layer.source, (width, height)):
            stream = self._in_colour(scaled(stream, width, height, layer), layer)
        else:
            stream = self._in_colour(scaled(stream, width, height, layer, fill=False), layer)
            stream = stream.filter("pad", width, height, "(ow-iw)/2", "(oh-ih)/2", "black")
        return in_sight(stream, (width, height), focus, self._delivery)

    def _has_size(self, source: Source, size: tuple[int, int]) -> bool:
        """Whether a take's pictures surely have a size: no bars then, for which ffmpeg would copy
        each of them.
        """
        return source.size == size == square_size(self._folder / source.path)

    def _over_itself(
        self, stream: ffmpeg.Stream, layer: Layer, width: int, height: int
    ) -> ffmpeg.Stream:
        """The whole picture over an enlarged, blurred and darker copy of itself."""
        streams = stream.split()
        sharp = self._in_colour(scaled(streams[0], width, height, layer, fill=False), layer)
        soft = self._in_colour(scaled(streams[1], width, height, layer, fill=True), layer)
        soft = softened(soft.filter("crop", width, height), width, height)
        return ffmpeg.filter(
            [soft, sharp], "overlay", "(W-w)/2", "(H-h)/2", format="auto", eof_action="endall"
        )

    def _piece(self, layer: Layer, frames: int) -> tuple[ffmpeg.Stream, str | int, str | int]:
        """A layer that is see-through in places, and where its upper left corner goes."""
        if layer.source is None:
            return (
                self._slate(layer.label, frames).filter("format", clear_pixels(self._delivery)),
                0,
                0,
            )
        look, delivery = layer.look, self._delivery
        focus = focus_of(look, delivery)
        place, scale = look.place, look.place.scale
        large = reframed(delivery.stage, focus, delivery)
        width, height = delivery.canvas if scale < 1 else large
        wide, tall = (max(2, round(side * scale)) for side in (width, height))
        stream = frames_of(layer.source, frames, self._folder, delivery.rate, self._input)
        stream = scaled(stream, wide, tall, layer, fill=look.fit is Fit.FILL)
        stream = self._in_colour(stream, layer).filter("format", clear_pixels(self._delivery))
        if look.crop != Crop():
            stream = cropped(stream, look.crop)
        if place.mirrored:
            stream = stream.filter("hflip")
        if look.opacity < 1:
            stream = stream.filter("lutyuv", a=f"val*{look.opacity:.6f}")
        if place.turn % 360:
            angle = f"{place.turn:.6f}*PI/180"
            stream = stream.filter(
                "rotate", angle, out_w=f"rotw({angle})", out_h=f"roth({angle})", fillcolor="none"
            )
        inner = wide, tall
        if look.fit is Fit.FILL:
            inner = filled(inner, layer.source.size)
        x, y = (
            corner(side, span, offset, share, room)
            for side, span, offset, share, room in (
                ("w", delivery.canvas[0], place.x, focus.x, inner[0]),
                ("h", delivery.canvas[1], place.y, focus.y, inner[1]),
            )
        )
        return stream, x, y

    def _in_colour(self, stream: ffmpeg.Stream, layer: Layer) -> ffmpeg.Stream:
        return coloured(stream, layer, self._folder, self._delivery)

    def _slate(self, label: str, frames: int) -> ffmpeg.Stream:
        delivery = self._delivery
        width, height = delivery.canvas
        seconds = float(delivery.rate.seconds(frames)) + 1
        colour = SLATE_COLOUR if label else "black"
        shape = f"s={width}x{height}:r={self._rate}:d={seconds:.3f}"
        stream = self._input(f"color=c={colour}:{shape}", f="lavfi")
        stream = stream.filter("trim", end_frame=frames).filter("setpts", "PTS-STARTPTS")
        if label:
            stream = stream.filter(
                "drawtext", text=label, fontfile=font_file().as_posix(), fontcolor="0xb8c0cc",
                fontsize=round(height * 0.12), x="(w-tw)/2", y="(h-th)/2",
            )  # fmt: skip
        return stream.filter("scale", out_color_matrix="bt709", out_range="tv")
