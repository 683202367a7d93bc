"""Where prompt and negative prompt of a ComfyUI workflow stand: traced back from its samplers."""

from collections.abc import Iterable

from studio.backends.comfyui_graph import Link, Place, link
from studio.backends.comfyui_look import Finds, Found, Look
from studio.backends.comfyui_mapping import Role
from studio.backends.comfyui_titles import says

_TEXTS = (
    "text", "prompt", "text_g", "text_l", "clip_l", "t5xxl", "positive_prompt", "string", "value",
)  # fmt: skip
_SAMPLED = ("positive", "negative")
_PASSED_ON = ("conditioning", "conditioning_1", "conditioning_2", "conditioning_to")
_NOTHING = "ConditioningZeroOut"  # a negative prompt made of the other one


def words(look: Look) -> Finds:
    """Prompt and negative prompt by links, else by the names of inputs, else by titles."""
    sides = {role: _texts(look, role) for role in (Role.PROMPT, Role.NEGATIVE)}
    # What is both is the prompt: a model that takes no negative one is given it twice.
    sides[Role.NEGATIVE] = [x for x in sides[Role.NEGATIVE] if x not in sides[Role.PROMPT]]
    finds: Finds = {}
    for role, places in sides.items():
        found = _agreed(look, places) or _named(look, role) or _told(look, role)
        if found:
            finds[role] = found
    sure = finds.get(Role.PROMPT)
    if sure and Role.NEGATIVE in finds and finds[Role.NEGATIVE].sure == sure.sure:
        del finds[Role.NEGATIVE]
    return finds


def _agreed(look: Look, places: list[Place]) -> Found | None:
    """All places, where they are of one node or hold the same text."""
    if len({place.node for place in places}) == 1:
        return Found.every(places, "comfyui.map_by_links")
    return look.alike(places, "comfyui.map_by_links")


def _named(look: Look, role: Role) -> Found | None:
    names = {
        Role.PROMPT: ("positive_prompt", "prompt"), Role.NEGATIVE: ("negative_prompt",),
    }[role]  # fmt: skip
    for name in names:
        places = look.literals(look.inputs(lambda place, name=name: place.input == name))
        found = Found.single(_of_text(look, places), "comfyui.map_by_name")
        if found:
            return found
    return None


def _told(look: Look, role: Role) -> Found | None:
    nodes = look.workflow.nodes
    places = look.inputs(
        lambda place: place.input in _TEXTS and says(nodes[place.node].title, role)
    )
    return Found.single(_of_text(look, look.literals(places)), "comfyui.map_by_words")


def _of_text(look: Look, places: Iterable[Place]) -> list[Place]:
    return [each for each in places if isinstance(look.workflow.value(*each), str)]


def _texts(look: Look, role: Role) -> list[Place]:
    """The texts that the inputs `positive` (or `negative`) of samplers and guiders come from."""
    nodes = look.workflow.nodes
    found: dict[Place, None] = {}
    for name in look.fed:
        inputs = nodes[name].inputs
        side = _SAMPLED[0] if role is Role.PROMPT else _SAMPLED[1]
        if "model" not in inputs and "latent_image" not in inputs:
            continue  # a node that conditions; what it takes is seen from the sampler
        if role is Role.PROMPT and side not in inputs:
            side = "conditioning"
        source = link(inputs.get(side))
        if source is not None:
            found.update(dict.fromkeys(_behind(look, source)))
    return list(found)


def _behind(look: Look, source: Link) -> list[Place]:
    """The texts that a conditioning comes from, through what changes it on the way."""
    found: dict[Place, None] = {}
    ends, seen = [source], {source}
    for each in ends:
        node = look.workflow.nodes[each.node]
        if node.class_type == _NOTHING:
            continue
        texts = [Place(each.node, name) for name in _TEXTS if name in node.inputs]
        if texts:
            found.update(dict.fromkeys(p for text in texts for p in _text(look, text)))
            continue
        names = _PASSED_ON
        if all(name in node.inputs for name in _SAMPLED) and each.output < 2:
            names = (_SAMPLED[each.output],)  # such nodes give back what they take, in order
        for name in names:
            above = link(node.inputs.get(name))
            if above is not None and above not in seen:
                seen.add(above)
                ends.append(above)
    return list(found)


def _text(look: Look, place: Place) -> list[Place]:
    """Where the text of an input stands; a node that writes texts may lie between."""
    literal = look.workflow.literal(*place)
    if literal is not None:
        return [literal]
    source = link(look.workflow.nodes[place.node].inputs.get(place.input))
    if source is None:
        return []
    above = look.workflow.sources(source.node, ("model", "clip", "image", "images"))
    places = [
        Place(name, text) for name in above for text in _TEXTS
        if text in look.workflow.nodes[name].inputs
    ]  # fmt: skip
    return _of_text(look, look.literals(places))
