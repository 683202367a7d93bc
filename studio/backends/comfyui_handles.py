"""What the handles of figures ask of a ComfyUI workflow: LoRAs, and inputs set as they say.

A handle `comfyui.lora` is `file.safetensors` or `file.safetensors:0.8`; a handle `comfyui.input`
is `node.input=value`.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studio.backends.base import Fate, Sentence
from studio.backends.comfyui_classes import Kind
from studio.backends.comfyui_graph import Place, shown
from studio.backends.comfyui_rows import Scalar
from studio.backends.comfyui_sheet import Sheet

LORA = "comfyui.lora"
INPUT = "comfyui.input"
_MOST = 2.0  # strength, either way


@dataclass(frozen=True)
class Lora:
    """A file in the server's folder of LoRAs and its strength, -2 to 2."""

    name: str
    strength: float = 1.0


@dataclass(frozen=True)
class Setting:
    """One input of one node, and the text that a figure sets it to."""

    node: str
    input: str
    value: str


@dataclass(frozen=True)
class Given:
    """What the handles of some figures ask for, and what of them makes no sense."""

    loras: tuple[Lora, ...] = ()
    settings: tuple[Setting, ...] = ()
    blocks: tuple[Sentence, ...] = ()


def given(handles: Iterable[Mapping[str, str]]) -> Given:
    """What figures' handles ask for: each LoRA once (as the first figure has it), every input."""
    loras: dict[str, Lora] = {}
    settings: dict[tuple[str, str], Setting] = {}
    blocks: list[Sentence] = []
    for each in handles:
        if LORA in each:
            lora = _lora(each[LORA])
            if lora is None:
                blocks.append(_refused("comfyui.lora_bad", each[LORA]))
            else:
                loras.setdefault(lora.name, lora)
        if INPUT in each:
            setting = _setting(each[INPUT])
            if setting is None:
                blocks.append(_refused("comfyui.set_bad_handle", each[INPUT]))
            else:
                settings.setdefault((setting.node, setting.input), setting)
    return Given(tuple(loras.values()), tuple(settings.values()), tuple(blocks))


def _refused(key: str, handle: str) -> Sentence:
    return Sentence(key=key, values={"handle": shown(handle)})


def _lora(handle: str) -> Lora | None:
    name, colon, tail = handle.strip().rpartition(":")
    strength = _finite(tail) if colon else None
    if strength is None:  # a colon of the name itself, or none
        name, strength = handle.strip(), 1.0
    name = name.strip()
    if not name or not name.isprintable() or ":" in name or abs(strength) > _MOST:
        return None
    return Lora(name, strength)


def _setting(handle: str) -> Setting | None:
    place, equals, value = handle.partition("=")
    node, dot, name = place.strip().partition(".")
    return Setting(node, name, value) if equals and dot and node and name else None


def _finite(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def set_inputs(sheet: Sheet, settings: Iterable[Setting]) -> None:
    """Set the inputs that figures name; tell of those that the workflow has not."""
    for each in settings:
        node, values = sheet.workflow.nodes.get(each.node), {"input": f"{each.node}.{each.input}"}
        said = {name: shown(value) for name, value in values.items()}
        if node is None or each.input not in node.inputs:
            sheet.tell(None, Fate.DROPPED, "comfyui.set_no_input", shown(each.value), **said)
            continue
        place = Place(each.node, each.input)
        value = _read(sheet, place, each.value)
        if value is None:
            sheet.block("comfyui.set_bad_value", value=shown(each.value), **said)
            continue
        sheet.inputs(place.node)[place.input] = value
        sheet.tell(
            None, Fate.KEPT, "comfyui.set_input", shown(each.value), shown(each.value),
            node=node.called, **said,
        )  # fmt: skip


def _read(sheet: Sheet, place: Place, text: str) -> Scalar | None:
    """A text as the value that an input takes, None where it takes no such value."""
    kind, spec = sheet.kind(place), sheet.spec(place)
    if kind is Kind.FLAG:
        return {"true": True, "false": False}.get(text.strip().lower())
    if kind in {Kind.INT, Kind.FLOAT}:
        number = _whole(text) if kind is Kind.INT else _finite(text)
        low, high = (spec.low, spec.high) if spec else (None, None)
        fits = number is not None and (
            (low is None or number >= low) and (high is None or number <= high)
        )
        return number if fits else None
    if spec is not None and spec.choices is not None and not spec.upload:
        return next((each for each in spec.choices if f"{each}" == text), None)
    return text


def _whole(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None
