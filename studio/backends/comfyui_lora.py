"""LoRAs put into a ComfyUI workflow: into the mapped slots, else behind the model's loader."""

from collections.abc import Mapping

from studio.backends.base import Fate
from studio.backends.comfyui_graph import Link, link, shown
from studio.backends.comfyui_handles import Lora
from studio.backends.comfyui_mapping import Role, Target
from studio.backends.comfyui_sheet import Sheet

# Loaders of ComfyUI itself by their outputs, for when no classes are known.
_LOADERS: Mapping[str, tuple[str, ...]] = {
    "CheckpointLoaderSimple": ("MODEL", "CLIP", "VAE"),
    "CheckpointLoader": ("MODEL", "CLIP", "VAE"),
    "UNETLoader": ("MODEL",), "UnetLoaderGGUF": ("MODEL",),
    "ImageOnlyCheckpointLoader": ("MODEL", "CLIP_VISION", "VAE"),
}  # fmt: skip


def lay(sheet: Sheet, loras: tuple[Lora, ...]) -> None:
    """Set the mapped LoRAs in order, unused ones to strength 0; where none is mapped put nodes of
    our own behind the model's loader.
    """
    slots = sheet.mapping.of(Role.LORA)
    if len(loras) > len(slots) > 0:
        sheet.block("comfyui.lora_many", count=len(loras), most=len(slots))
        return
    for number, slot in enumerate(slots):
        strengths = _strengths(sheet, number, slot)
        lora = loras[number] if number < len(loras) else None
        if lora is not None:
            place = sheet.place(slot)
            name = _listed(sheet, lora, slot.class_type, slot.input)
            sheet.put(place, name)
            _tell(sheet, lora, sheet.workflow.nodes[slot.node].called)
        for each in strengths:
            sheet.put(sheet.place(each), lora.strength if lora else 0.0)
    if loras and not slots:
        _insert(sheet, loras)


def _tell(sheet: Sheet, lora: Lora, node: str) -> None:
    sheet.tell(
        Role.LORA, Fate.KEPT, "comfyui.lora_set", shown(lora.name), shown(lora.name),
        strength=f"{lora.strength:g}", node=node,
    )  # fmt: skip


def _strengths(sheet: Sheet, number: int, slot: Target) -> tuple[Target, ...]:
    """The strengths of a LoRA's slot: those of its own node, else the one in the same place."""
    mapped = sheet.mapping.of(Role.LORA_STRENGTH)
    own = tuple(each for each in mapped if each.node == slot.node)
    slots = {each.node for each in sheet.mapping.of(Role.LORA)}
    free = [each for each in mapped if each.node not in slots]
    return own or tuple(free[number : number + 1])


def _listed(sheet: Sheet, lora: Lora, class_type: str, name: str) -> str:
    """A LoRA as the server spells it; one that it does not have is refused."""
    spec = sheet.classes.spec(class_type, name) if sheet.classes else None
    if spec is None or spec.choices is None:
        return lora.name
    wanted = lora.name.replace("\\", "/")
    listed = {f"{choice}".replace("\\", "/"): f"{choice}" for choice in spec.choices}
    inside = [each for path, each in listed.items() if path.rpartition("/")[2] == wanted]
    if wanted in listed or len(inside) == 1:  # a folder need not be named where only one has it
        return listed.get(wanted) or inside[0]
    sheet.block("comfyui.lora_missing", name=shown(lora.name))
    return lora.name


def _insert(sheet: Sheet, loras: tuple[Lora, ...]) -> None:
    """A loader for each LoRA between the model's own loader and everything that takes it."""
    model = _root(sheet, "model", "MODEL")
    if model is None:
        sheet.block("comfyui.lora_no_chain", name=shown(loras[0].name))
        return
    clip = _root(sheet, "clip", "CLIP")
    both = clip is not None and clip.node == model.node
    kind = "LoraLoader" if both else "LoraLoaderModelOnly"
    takers = [(place, 0) for place in sheet.workflow.takers(*model)]
    takers += [(place, 1) for place in sheet.workflow.takers(*clip)] if both and clip else []
    ends: list[object] = [[*model], [*clip] if clip else None]
    for lora in loras:
        inputs = {"model": ends[0], "lora_name": _listed(sheet, lora, kind, "lora_name")}
        inputs["strength_model"] = lora.strength
        if both:
            inputs |= {"clip": ends[1], "strength_clip": lora.strength}
        node = _free(sheet)
        sheet.add(node, kind, inputs)
        _tell(sheet, lora, node)
        ends = [[node, 0], [node, 1]]
    for place, output in takers:
        sheet.inputs(place.node)[place.input] = ends[output]


def _free(sheet: Sheet) -> str:
    number = 1
    while f"studio:lora:{number}" in sheet.graph:
        number += 1
    return f"studio:lora:{number}"


def _root(sheet: Sheet, name: str, kind: str) -> Link | None:
    """The one output that all inputs called `name` come from through each other, if its type is
    `kind` and nothing else takes it.
    """
    nodes = sheet.workflow.nodes
    fed = sheet.workflow.sources(sheet.mapping.output) if sheet.mapping.output else tuple(nodes)
    known: dict[str, Link | None] = {}
    roots = {_up(sheet, each, name, known) for each in fed if link(nodes[each].inputs.get(name))}
    if len(roots) != 1:
        return None
    root = roots.pop()
    if root is None or any(each.input != name for each in sheet.workflow.takers(*root)):
        return None
    class_type = nodes[root.node].class_type
    outputs = sheet.classes.outputs(class_type) if sheet.classes else ()
    outputs = outputs or _LOADERS.get(class_type, ())
    return root if outputs[root.output : root.output + 1] == (kind,) else None


def _up(sheet: Sheet, node: str, name: str, known: dict[str, Link | None]) -> Link | None:
    """The output at which a chain of inputs called `name` begins, None for a ring; `known` has
    those of nodes that were looked at before.
    """
    passed: dict[str, None] = {}
    root: Link | None = None
    while node not in passed:
        if node in known:
            root = known[node]
            break
        passed[node] = None
        source = link(sheet.workflow.nodes[node].inputs.get(name))
        if source is None:
            del passed[node]  # where it begins, at whichever of its outputs
            break
        root, node = source, source.node
    else:
        root = None
    known.update(dict.fromkeys(passed, root))
    return root
