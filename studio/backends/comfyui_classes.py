"""What a ComfyUI server's node classes take, read from its `/object_info`.

Dynamic combos and growing inputs have dotted names (`format.codec`, `ref_images.ref_image_0`).
What makes no sense there is left out, never an error.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from studio.backends.comfyui_graph import Workflow
from studio.backends.comfyui_rows import (
    DEEPEST,
    DYNAMIC,
    FLAGS,
    GROWING,
    Row,
    Scalar,
    choices,
    narrow,
    options,
    rows,
    sections,
    table,
)

_VAST = 1 << 70  # no limit of a real class is larger, and infinity none
LORA_CLASSES = ("LoraLoaderModelOnly", "LoraLoader")

# File inputs by class: for when no server's classes are known, and those that carry no flag.
UPLOADS: Mapping[tuple[str, str], str] = {
    ("LoadImage", "image"): "picture", ("LoadImageMask", "image"): "picture",
    ("LoadImageOutput", "image"): "picture", ("LoadVideo", "file"): "video",
    ("LoadAudio", "audio"): "sound", ("VHS_LoadVideo", "video"): "video",
    ("VHS_LoadVideoFFmpeg", "video"): "video", ("VHS_LoadAudioUpload", "audio"): "sound",
}  # fmt: skip


class Kind(StrEnum):
    """What an input holds; a LINK can only be taken from another node."""

    INT = "int"
    FLOAT = "float"
    TEXT = "text"
    FLAG = "flag"
    CHOICE = "choice"
    LINK = "link"


_KINDS = {
    "INT": Kind.INT, "FLOAT": Kind.FLOAT, "STRING": Kind.TEXT, "BOOLEAN": Kind.FLAG,
    "COMBO": Kind.CHOICE, DYNAMIC: Kind.CHOICE,
}  # fmt: skip


@dataclass(frozen=True)
class Spec:
    """What one input takes. `choices` is None where the server does not list them; `upload` is
    the kind of file (picture, video, sound) that is sent up for it.
    """

    kind: Kind
    type: str
    required: bool = True
    low: int | float | None = None
    high: int | float | None = None
    step: int | float | None = None
    default: Scalar | None = None
    choices: tuple[Scalar, ...] | None = None
    upload: str = ""
    is_seed: bool = False
    multiline: bool = False


@dataclass(frozen=True)
class Classes:
    """The classes of one server, or as many of them as a workflow needs (`narrowed`)."""

    _raw: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> "Classes":
        """Classes as `/object_info` tells them."""
        return cls({name: table(each) for name, each in raw.items() if table(each)})

    def __contains__(self, class_type: object) -> bool:
        return class_type in self._raw

    def is_output(self, class_type: str) -> bool:
        """Whether a node of the class is a result: it saves or shows something."""
        return self._raw.get(class_type, {}).get("output_node") is True

    def outputs(self, class_type: str) -> tuple[str, ...]:
        """The types of a class's outputs, such as MODEL; empty when unknown."""
        return tuple(map(str, rows(self._raw.get(class_type, {}).get("output"))))

    def spec(
        self, class_type: str, name: str, inputs: Mapping[str, Any] | None = None
    ) -> Spec | None:
        """What the input `name` takes, None where the class has none of that name.

        With a node's `inputs` a dotted name is looked for in the options chosen there.
        """
        whole = self._raw.get(class_type, {}).get("input")
        found = _found(whole, name.split("."), "", inputs or {})
        return None if found is None else _spec(class_type, name, *found)

    def required(self, class_type: str, inputs: Mapping[str, Any]) -> tuple[str, ...]:
        """The names of the inputs that a node must have, those of its chosen options too."""
        return tuple(_required(self._raw.get(class_type, {}).get("input"), "", inputs))

    def narrowed(self, workflow: Workflow) -> dict[str, Any]:
        """What is kept beside a workflow so that its requests can be made without the server: its
        classes, and those of LoRAs, with limits and defaults; lists of files are left out.
        """
        used = {node.class_type for node in workflow.nodes.values()} | {*LORA_CLASSES}
        return {name: _narrowed(self._raw[name]) for name in sorted(used & self._raw.keys())}


def _narrowed(told: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: told[name] for name in ("output", "output_node") if name in told}
    return {"input": narrow(told.get("input"))} | kept


def _found(
    whole: object, names: list[str], before: str, inputs: Mapping[str, Any]
) -> tuple[bool, Row] | None:
    """Whether an input is required, and its row, by the parts of its dotted name."""
    if len(names) > DEEPEST:
        return None
    for required, name, row in sections(whole):
        if name == ".".join(names):
            return required, row
        if name != names[0] or len(names) < 2:
            continue
        if row[0] == GROWING:
            return _grown(options(row), ".".join(names[1:]))
        if row[0] == DYNAMIC:
            return _chosen(options(row), names, f"{before}{name}", inputs)
    return None


def _chosen(
    told: dict[str, Any], names: list[str], dotted: str, inputs: Mapping[str, Any]
) -> tuple[bool, Row] | None:
    """An input of a dynamic combo's option: of the chosen one, else of the first that has it."""
    for option in map(table, rows(told.get("options"))):
        if dotted in inputs and option.get("key") != inputs[dotted]:
            continue
        found = _found(option.get("inputs"), names[1:], f"{dotted}.", inputs)
        if found is not None:
            return found
    return None


def _grown(told: dict[str, Any], name: str) -> tuple[bool, Row] | None:
    """One growing input, if `name` is one: by its prefix and number, or in the list of names."""
    template = table(told.get("template"))
    both = told | template  # older servers tell prefix and least number beside the template
    inner = [row for _, _, row in sections(template.get("input"))]
    prefix, names = both.get("prefix"), rows(both.get("names"))
    number = name.removeprefix(prefix) if isinstance(prefix, str) else ""
    place = names.index(name) if name in names else int(number) if _is_number(number) else None
    if not inner or place is None:
        return None
    least = _number(both.get("min"))
    return least is not None and place < least, inner[0]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6


def _required(whole: object, before: str, inputs: Mapping[str, Any]) -> Iterator[str]:
    if before.count(".") > DEEPEST:
        return
    for required, name, row in sections(whole):
        dotted = f"{before}{name}"
        if required and row[0] != GROWING:
            yield dotted
        if row[0] == DYNAMIC and dotted in inputs:
            for option in map(table, rows(options(row).get("options"))):
                if option.get("key") == inputs[dotted]:
                    yield from _required(option.get("inputs"), f"{dotted}.", inputs)


def _spec(class_type: str, name: str, required: bool, row: Row) -> Spec:
    told, listed = options(row), isinstance(row[0], list)
    kind = Kind.CHOICE if listed else _KINDS.get(str(row[0]), Kind.LINK)
    flags = [said for flag, said in FLAGS.items() if told.get(flag)]
    default = told.get("default")
    return Spec(
        kind, "COMBO" if listed else str(row[0]), required,
        _number(told.get("min")), _number(told.get("max")), _number(told.get("step")),
        default if isinstance(default, str | int | float | bool) else None,
        choices(row) if kind is Kind.CHOICE else None,
        flags[0] if flags else UPLOADS.get((class_type, name), ""),
        # PrimitiveInt.value bears this mark too, whatever it counts.
        bool(told.get("control_after_generate")) and "seed" in name.lower(),
        told.get("multiline") is True,
    )  # fmt: skip


def _number(value: object) -> int | float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if -_VAST < value < _VAST else None
