"""What a workflow can do, told from its mapping and its graph alone."""

from studio.backends.base import Offer
from studio.backends.comfyui_graph import Workflow, link
from studio.backends.comfyui_handles import LORA
from studio.backends.comfyui_made import made
from studio.backends.comfyui_mapping import Mapping, Role
from studio.backends.comfyui_store import Kept

PICTURES, VIDEOS, SOUNDS = ("subject", "style"), ("motion", "camera"), ("lip", "sound", "music")
_SOUND = ("SaveAudio",)
_PICTURE = ("SaveImage", "PreviewImage")


def offer_of(name: str, kept: Kept) -> Offer:
    """The offer of a workflow: it costs nothing, runs one at a time, and finds its runs again."""
    workflow, mapping = kept.workflow, kept.mapping
    return Offer(
        name=name,
        title=f"ComfyUI · {kept.title}",
        kinds=(makes(workflow, mapping),),
        max_pixels=area(kept),
        input_roles=roles(mapping),
        cites="" if mapping.of(Role.REFERENCE) else LORA,
        sound=sounds(workflow, mapping),
        seeds=bool(mapping.of(Role.SEED)),
        local=False,
        findable=True,
    )


def makes(workflow: Workflow, mapping: Mapping) -> str:
    """What the wanted output is: `video`, `picture` or `sound`, by the class of its node."""
    kind = workflow.nodes[mapping.output].class_type if mapping.output else ""
    if kind.startswith(_SOUND):
        return "sound"
    return "picture" if kind in _PICTURE else "video"


def sounds(workflow: Workflow, mapping: Mapping) -> bool:
    """Whether the workflow makes sound of its own: something other than a file that is sent along
    is laid under the picture.
    """
    for name in workflow.sources(mapping.output) if mapping.output else ():
        source = link(workflow.nodes[name].inputs.get("audio"))
        if source is not None:
            fed = workflow.sources(source.node)
            if not any(workflow.nodes[each].class_type.startswith("LoadAudio") for each in fed):
                return True
    return False


def area(kept: Kept) -> int | None:
    """Pixels of the pictures the workflow was made for; None where it takes any size."""
    found = made(kept.workflow, kept.mapping)
    if not (kept.mapping.of(Role.WIDTH) and found.width and found.height):
        return None
    return max(256, found.width * found.height)


def roles(mapping: Mapping) -> dict[str, int]:
    """Which roles of the film's media it takes, and how many of each."""
    found: dict[str, int] = {}
    for role in (Role.FIRST_FRAME, Role.LAST_FRAME):
        if mapping.of(role):
            found[role.value] = 1
    references = len(mapping.of(Role.REFERENCE))
    for names, count in (
        (PICTURES, references),
        (VIDEOS, min(1, len(mapping.of(Role.VIDEO)))),
        (SOUNDS, min(1, len(mapping.of(Role.AUDIO)))),
    ):
        found |= dict.fromkeys(names, count) if count else {}
    return found
