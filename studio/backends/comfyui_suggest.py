"""Which inputs of a ComfyUI workflow probably take what: a mapping for the maker to confirm.

Signals, best first: titles `studio:<role>`; links traced from samplers and to named inputs; flags
and names of inputs; words in titles. A tie is shown, never decided.
"""

from dataclasses import dataclass, field

from studio.backends.base import Sentence
from studio.backends.comfyui_classes import Classes
from studio.backends.comfyui_graph import Place, Workflow
from studio.backends.comfyui_look import Finds, Found, Look
from studio.backends.comfyui_mapping import Mapping, Role, Target, target_of
from studio.backends.comfyui_suggest_files import taken_files
from studio.backends.comfyui_suggest_shape import shape
from studio.backends.comfyui_suggest_words import words
from studio.backends.comfyui_titles import titled


@dataclass(frozen=True)
class Suggested:
    """A mapping, the roles for which several targets come into question (one may be right), and
    for each role of both why.
    """

    mapping: Mapping
    doubts: dict[Role, tuple[Target, ...]] = field(default_factory=dict[Role, tuple[Target, ...]])
    reasons: dict[Role, Sentence] = field(default_factory=dict[Role, Sentence])


def suggest(workflow: Workflow, classes: Classes | None) -> Suggested:
    """What the studio may set in a workflow, as far as it can be told; see `Suggested`.

    A rate that is the model's own, and a size that follows a picture, are nothing to set. Raises
    BadInput where titles name more inputs for a role than one can have.
    """
    finds = titled(Look(workflow, classes))
    chosen = finds[Role.OUTPUT].sure[0].node if _sure(finds, Role.OUTPUT) else ""
    look = Look(workflow, classes, chosen)
    outputs = Found.single([Place(each, "") for each in look.outputs], "comfyui.map_by_flag")
    others = words(look) | taken_files(look) | shape(look)
    if outputs:
        others[Role.OUTPUT] = outputs
    _merge(finds, others, workflow)
    return _suggested(workflow, finds)


def _sure(finds: Finds, role: Role) -> bool:
    return role in finds and len(finds[role].sure) == 1


def _merge(finds: Finds, others: Finds, workflow: Workflow) -> None:
    """Add what is found by weaker signals, unless its places are taken by stronger ones."""
    timed = {Role.FRAMES, Role.SECONDS}
    for role in Role:
        found = others.get(role)
        if found is None or role in finds or (role in timed and timed & finds.keys()):
            continue
        held = {_literal(workflow, place) for each in finds.values() for place in each.sure}
        sure = tuple(each for each in found.sure if _literal(workflow, each) not in held)
        doubts = tuple(each for each in found.doubts if _literal(workflow, each) not in held)
        if sure or doubts:
            finds[role] = Found(found.why, sure, doubts)


def _literal(workflow: Workflow, place: Place) -> Place:
    return workflow.literal(*place) or place


def _suggested(workflow: Workflow, finds: Finds) -> Suggested:
    mapped: dict[Role, tuple[Target, ...]] = {}
    doubts: dict[Role, tuple[Target, ...]] = {}
    for role in Role:
        found = finds.get(role)
        if found is None:
            continue
        for places, into in ((found.sure, mapped), (found.doubts, doubts)):
            if places:
                into[role] = tuple(target_of(workflow, *place) for place in places)
    reasons = {role: Sentence(key=found.why) for role, found in finds.items()}
    return Suggested(Mapping(roles=mapped).checked(workflow), doubts, reasons)
