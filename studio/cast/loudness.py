"""One loudness for all voice samples, after EBU R 128 (ITU-R BS.1770) by FFmpeg's filter."""

from fractions import Fraction

import av
import av.error
import av.filter
import numpy as np

from studio.cast.hearing import Samples

RATE = 48_000
WANTED = -18.0  # LUFS of a voice sample: that of the studio's scratch voices
PEAK = 10 ** (-1.0 / 20.0)  # the highest sample, 1 dB below full scale
_BLOCK = 4800
_SILENT = -69.0  # LUFS, where the standard's absolute gate leaves nothing


def loudness(samples: Samples) -> float:
    """The integrated loudness of 48 kHz mono in LUFS; silence and less than 0.4 s have -70."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=RATE, format="flt", layout="mono", time_base=Fraction(1, RATE)
    )
    meter = graph.add("ebur128", "metadata=1")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    told = -70.0
    for first in range(0, len(samples), _BLOCK):
        block = np.ascontiguousarray(samples[None, first : first + _BLOCK], np.float32)
        frame = av.AudioFrame.from_ndarray(block, format="flt", layout="mono")
        frame.sample_rate, frame.pts = RATE, first
        frame.time_base = Fraction(1, RATE)
        graph.push(frame)
        while True:
            try:
                value = graph.pull().metadata.get("lavfi.r128.I")
            except (BlockingIOError, av.error.EOFError):
                break
            told = float(value) if value is not None else told
    return told if np.isfinite(told) else -70.0


def at_loudness(samples: Samples, wanted: float = WANTED) -> Samples:
    """The sound at `wanted` LUFS, or quieter where its peaks would go beyond `PEAK`."""
    now = loudness(samples)
    top = float(np.abs(samples).max(initial=0.0))
    if now < _SILENT or top <= 0.0:
        return samples
    gain = min(10 ** ((wanted - now) / 20.0), PEAK / top)
    return np.asarray(samples * gain, np.float32)
