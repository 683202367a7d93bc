"""Pieces of picture joined by packet copy; time stamps are written from frame numbers."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av

from studio.errors import RenderError
from studio.timeline.rate import Rate

# Decoding runs ahead of showing by at most this many frames (x264 never reorders more).
_DELAY = 4


def join(pieces: Sequence[Path], lengths: Sequence[int], rate: Rate, target: Path) -> None:
    """Write `pieces` one after the other to `target`; piece i must hold `lengths[i]` pictures.

    No probing, no guessing: packet k of the film is decoded at frame k and shown at its own frame.
    Raises RenderError when a piece has another length or another encoder setting than the first.
    """
    base = Fraction(rate.den, rate.num)
    start = 0
    with av.open(str(target), "w", options={"video_track_timescale": str(rate.num)}) as out:
        stream = None
        head = b""
        for path, length in zip(pieces, lengths, strict=True):
            with av.open(str(path), options={"protocol_whitelist": "file"}) as source:
                video = source.streams.video[0]
                extra = video.codec_context.extradata or b""
                if stream is None:
                    stream, head = out.add_stream_from_template(video), extra  # pyright: ignore
                    stream.time_base = base
                if extra != head:
                    raise RenderError("render.pieces_differ")
                packets = [p for p in source.demux(video) if p.pts is not None]
                if len(packets) != length:
                    raise RenderError("render.wrong_result", got=len(packets), wanted=length)
                order = {pts: n for n, pts in enumerate(sorted(p.pts or 0 for p in packets))}
                for index, packet in enumerate(packets):
                    packet.pts = start + order[packet.pts or 0]
                    packet.dts = start + index - _DELAY
                    packet.duration = 1
                    packet.time_base = base
                    packet.stream = stream
                    out.mux(packet)  # pyright: ignore
            start += length
