"""Which inputs of a workflow could take what a role stands for."""

from collections.abc import Iterator

from studio.backends.comfyui_classes import UPLOADS, Classes
from studio.backends.comfyui_graph import Node, Workflow, link
from studio.backends.comfyui_mapping import Role, Target, target_of

_NUMBERS = frozenset(
    {Role.SEED, Role.WIDTH, Role.HEIGHT, Role.FRAMES, Role.SECONDS, Role.FPS, Role.LORA_STRENGTH}
)
_FILES = {
    Role.FIRST_FRAME: "picture", Role.LAST_FRAME: "picture", Role.REFERENCE: "picture",
    Role.AUDIO: "sound", Role.VIDEO: "video",
}  # fmt: skip
_SAVES = ("Save", "VHS_VideoCombine", "Preview")


def candidates(workflow: Workflow, classes: Classes | None, role: Role) -> tuple[Target, ...]:
    """Every place that a role could go to, in the order of the file."""
    if role is Role.OUTPUT:
        return tuple(_outputs(workflow, classes))
    return tuple(
        target_of(workflow, name, each)
        for name, node in workflow.nodes.items()
        for each, value in node.inputs.items()
        if link(value) is None and _fits(node, each, value, classes, role)
    )


def _outputs(workflow: Workflow, classes: Classes | None) -> Iterator[Target]:
    for name, node in workflow.nodes.items():
        known = classes is not None and node.class_type in classes
        saves = classes.is_output(node.class_type) if known and classes is not None else (
            node.class_type.startswith(_SAVES)
        )  # fmt: skip
        if saves:
            yield target_of(workflow, name)


def _fits(node: Node, name: str, value: object, classes: Classes | None, role: Role) -> bool:
    spec = classes.spec(node.class_type, name, node.inputs) if classes is not None else None
    upload = spec.upload if spec is not None else UPLOADS.get((node.class_type, name), "")
    if role in _FILES:
        return upload == _FILES[role]
    if role is Role.LORA:
        return name.startswith("lora")
    if role in _NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool)
    listed = spec is not None and spec.choices is not None
    return isinstance(value, str) and not upload and not listed
