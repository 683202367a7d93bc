"""A file that a workflow could take but is not given: which links go, so that it runs without."""

import re
from collections.abc import Collection

from studio.backends.comfyui_graph import Place
from studio.backends.comfyui_sheet import Sheet

# Optional wherever the nodes of ComfyUI itself have them; for when no classes are known.
_OPTIONAL = {
    "start_image", "end_image", "clip_vision_output", "clip_vision_start_image",
    "clip_vision_end_image", "reference_image", "control_video",
}  # fmt: skip
_GROWN = re.compile(r"\.[^.]*\d$")  # such as ref_images.ref_image_0


def without(sheet: Sheet, node: str, needed: Collection[str]) -> tuple[Place, ...] | None:
    """The optional links to take away so that nothing wanted needs `node` any more.

    Where a required input takes it, the node of that input goes too, and so on. None where that
    would reach the result, or a node fed by one of `needed` (those that are given something).
    """
    absent, cut = [node], dict[Place, None]()
    wanted = set(needed)
    output = sheet.mapping.output
    for each in absent:
        for place in sheet.workflow.takers(each):
            if _optional(sheet, place):
                cut[place] = None
            elif place.node not in absent:
                if place.node == output or wanted & {*sheet.workflow.sources(place.node)}:
                    return None
                absent.append(place.node)
        if each == output or (not output and each != node and not sheet.workflow.takers(each)):
            return None
    return tuple(place for place in cut if place.node not in absent)


def _optional(sheet: Sheet, place: Place) -> bool:
    spec = sheet.spec(place)
    if spec is not None:
        return not spec.required
    if (sheet.workflow.nodes[place.node].class_type, place.input) == ("CreateVideo", "audio"):
        return True
    return place.input in _OPTIONAL or bool(_GROWN.search(place.input))
