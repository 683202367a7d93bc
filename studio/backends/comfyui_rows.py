"""The raw shapes of ComfyUI's `/object_info`: tables of inputs, their rows, the choices in them.

A row is `[type, options]`; the options can be missing. What makes no sense reads as empty.
"""

from collections.abc import Iterator, Mapping
from typing import Any, cast

DYNAMIC = "COMFY_DYNAMICCOMBO_V3"  # choices that bring inputs of their own
GROWING = "COMFY_AUTOGROW_V3"  # as many inputs as are linked
DEEPEST = 8  # tables inside each other, and so dots in an input's name
FLAGS = {"image_upload": "picture", "video_upload": "video", "audio_upload": "sound"}
_MODEL_FILES = (".safetensors", ".sft", ".ckpt", ".pt", ".pth", ".bin", ".gguf", ".onnx")
_MOST_CHOICES = 200  # a longer list is one of files, which change
_KEPT = (
    "default", "min", "max", "step", "multiline", "control_after_generate", "multiselect",
    "prefix", "names", *FLAGS,
)  # fmt: skip

Row = list[Any]
Scalar = str | int | float | bool


def table(value: object) -> dict[str, Any]:
    """A value as a table, an empty one where it is none."""
    return dict(cast(Mapping[str, Any], value)) if isinstance(value, Mapping) else {}


def rows(value: object) -> list[Any]:
    """A value as a list, an empty one where it is none."""
    return list(cast(list[Any], value)) if isinstance(value, list | tuple) else []


def sections(whole: object) -> Iterator[tuple[bool, str, Row]]:
    """Every input of a table: whether it is required, its name and its row."""
    for section in ("required", "optional"):
        for name, value in table(table(whole).get(section)).items():
            if rows(value):
                yield section == "required", name, rows(value)


def options(row: Row) -> dict[str, Any]:
    """What a row says beside its type."""
    return table(row[1]) if len(row) > 1 else {}


def is_choice(row: Row) -> bool:
    """Whether a row is a plain list of choices, in either of its shapes."""
    return isinstance(row[0], list) or row[0] == "COMBO"


def choices(row: Row) -> tuple[Scalar, ...] | None:
    """The values that a row lists, None where it lists none or several may be taken."""
    told = cast(object, row[0] if isinstance(row[0], list) else options(row).get("options"))
    if not isinstance(told, list) or options(row).get("multiselect") is True:
        return None
    keys = [table(each).get("key", each) for each in cast(list[Any], told)]
    return tuple(each for each in keys if isinstance(each, str | int | float | bool))


def is_model(value: object) -> bool:
    """Whether a value is the name of a model's file."""
    return isinstance(value, str) and value.lower().endswith(_MODEL_FILES)


def narrow(whole: object, depth: int = DEEPEST) -> dict[str, Any]:
    """A table of inputs without words for people and without lists of files, which change."""
    kept: dict[str, dict[str, Any]] = {}
    for required, name, row in sections(whole) if depth else ():
        section = kept.setdefault("required" if required else "optional", {})
        section[name] = _narrow_row(row, depth - 1)
    return kept


def _narrow_row(row: Row, depth: int) -> Row:
    told = options(row)
    kept: dict[str, Any] = {name: told[name] for name in _KEPT if name in told}
    if row[0] == GROWING:
        template = table(told.get("template"))
        inner = {name: template[name] for name in ("prefix", "names", "min") if name in template}
        inner["input"] = narrow(template.get("input"), depth)
        return [GROWING, kept | {"template": inner}]
    if row[0] == DYNAMIC:
        keys = map(table, rows(told.get("options")))
        kept["options"] = [
            {"key": each.get("key"), "inputs": narrow(each.get("inputs"), depth)} for each in keys
        ]
        return [DYNAMIC, kept]
    if not is_choice(row):
        return [row[0], kept]
    listed = choices(row)
    if listed and not _of_files(row, listed):
        kept["options"] = list(listed)
    return ["COMBO", kept]


def _of_files(row: Row, listed: tuple[Scalar, ...]) -> bool:
    uploads = any(options(row).get(flag) for flag in FLAGS)
    return uploads or len(listed) > _MOST_CHOICES or any(map(is_model, listed))
