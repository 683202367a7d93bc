"""Sound as the models of speech want it: mono at 16 kHz; and when somebody speaks (Silero VAD)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from studio.cast.loaded import Loaded, onnx
from studio.cast.looking import MAX_SECONDS, Stop
from studio.errors import BadInput, Cancelled
from studio.media.sound import sound_blocks

Samples = npt.NDArray[np.float32]  # (n,) of -1..1

RATE = 16_000
_CHUNK, _CONTEXT = 512, 64  # samples at a time, and of those before it; the model's own
# Silero's own defaults: speech begins above 0.5 and ends below 0.35.
_BEGINS, _ENDS = 0.5, 0.35
_PAUSE = 0.2  # seconds below which a pause is none
_LEAST = 0.15  # seconds of a sound that is speech
_PAD = 0.03  # seconds put before and after


@dataclass(frozen=True)
class Span:
    """From when to when somebody speaks, in seconds from the beginning."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.end - self.start


def sound_of(path: Path, *, rate: int = RATE, stopped: Stop | None = None) -> Samples:
    """The first sound of a file as mono, from its first picture on.

    Raises BadInput when it has none or more than MAX_SECONDS, Cancelled.
    """
    blocks: list[Samples] = []
    total = 0
    for block in sound_blocks(path, sample_rate=rate, channels=1):
        if stopped is not None and stopped():
            raise Cancelled("media.cancelled")
        total += len(block)
        if total > MAX_SECONDS * rate:
            raise BadInput("cast.too_long_to_look", name=path.name, limit=MAX_SECONDS)
        blocks.append(block[:, 0])
    return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)


def at_16k(samples: Samples, rate: int) -> Samples:
    """Mono samples at 16 kHz, band-limited by the discrete Fourier transform."""
    if rate == RATE or not len(samples):
        return np.asarray(samples, np.float32)
    edge = rate // 10  # silence keeps the transform's circular ends apart
    padded = np.pad(np.asarray(samples, np.float64), edge)
    count = round(len(padded) * RATE / rate)
    spectrum = np.fft.rfft(padded)
    whole = np.zeros(count // 2 + 1, np.complex128)
    keep = min(len(spectrum), len(whole))
    whole[:keep] = spectrum[:keep]
    out = np.fft.irfft(whole, count) * (count / len(padded))
    first = round(edge * RATE / rate)
    return np.asarray(out[first : first + round(len(samples) * RATE / rate)], np.float32)


def speech_in(samples: Samples, rate: int, models: Loaded) -> tuple[Span, ...]:
    """When somebody speaks, in mono samples of -1..1. Raises NoModel."""
    heard = at_16k(samples, rate)
    chances = _chances(heard, models)
    spans: list[Span] = []
    begun: int | None = None
    quiet = 0
    for number, chance in enumerate(chances):
        if begun is None and chance >= _BEGINS:
            begun, quiet = number, 0
        elif begun is not None:
            quiet = quiet + 1 if chance < _ENDS else 0
            if quiet * _CHUNK >= _PAUSE * RATE:
                spans.append(_span(begun, number + 1 - quiet, len(heard)))
                begun = None
    if begun is not None:
        spans.append(_span(begun, len(chances) - quiet, len(heard)))
    return tuple(each for each in spans if each.seconds - 2 * _PAD >= _LEAST)


def _span(first: int, last: int, count: int) -> Span:
    start = first * _CHUNK / RATE - _PAD
    end = last * _CHUNK / RATE + _PAD
    return Span(max(0.0, start), min(count / RATE, end))


def _chances(samples: Samples, models: Loaded) -> npt.NDArray[np.float32]:
    """How likely each chunk of 32 ms is speech, 0 to 1."""
    count = -(-len(samples) // _CHUNK)
    padded = np.pad(samples, (_CONTEXT, count * _CHUNK - len(samples)))
    if not count:
        return np.zeros(0, np.float32)
    rows = np.stack([padded[n * _CHUNK : (n + 1) * _CHUNK + _CONTEXT] for n in range(count)])
    with models.use("speech", lambda files: onnx(files[0])) as network:
        return _told(network, rows)


def _told(network: Any, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The model takes all chunks at once and carries its state from one to the next."""
    state = np.zeros((1, 1, 128), np.float32)
    out = network.run(None, {"input": rows, "h": state, "c": state})[0]
    return np.asarray(out, np.float32).reshape(-1)
