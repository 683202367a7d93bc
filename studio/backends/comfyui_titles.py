"""Titles by which the maker of a ComfyUI workflow tells what a node is for.

`studio:prompt`, `studio:reference_2` and so on name a role outright, several of them in one title
too; other titles are looked at for words.
"""

import re

from studio.backends.comfyui_graph import Place
from studio.backends.comfyui_look import Finds, Found, Look
from studio.backends.comfyui_mapping import Role

_MARK = re.compile(r"studio:\s*", re.IGNORECASE)
_NAME = re.compile(r"([a-z]+(?:[ _][a-z]+)?)[ _]?(\d{1,3})?")
_ALIASES = {
    "negative_prompt": "negative", "positive": "prompt", "positive_prompt": "prompt",
    "length": "frames", "duration": "seconds", "frame_rate": "fps", "first": "first_frame",
    "start_image": "first_frame", "last": "last_frame", "end_image": "last_frame",
    "sound": "audio", "ref": "reference", "strength": "lora_strength",
    "result": "output",
}  # fmt: skip
_SEVERAL = {"size": ("width", "height")}
# The inputs by which a node takes a role, best first; a node that is nothing but a value has one.
_INPUTS = {
    Role.PROMPT: ("text", "prompt", "positive_prompt", "value", "string"),
    Role.NEGATIVE: ("negative_prompt", "text", "prompt", "value", "string"),
    Role.SEED: ("seed", "noise_seed"),
    Role.WIDTH: ("width",),
    Role.HEIGHT: ("height",),
    Role.FRAMES: ("length", "video_frames", "num_frames", "frames_number", "amount"),
    Role.SECONDS: ("seconds", "duration"),
    Role.FPS: ("fps", "frame_rate"),
    Role.LORA: ("lora_name", "lora"),
    Role.LORA_STRENGTH: ("strength_model", "strength", "strength_clip"),
}
_FILES = {
    Role.FIRST_FRAME: "picture", Role.LAST_FRAME: "picture", Role.REFERENCE: "picture",
    Role.AUDIO: "sound", Role.VIDEO: "video",
}  # fmt: skip
_WORDS = {
    Role.PROMPT: r"positive|prompt|提示词|正向",
    Role.NEGATIVE: r"negative|负面|反向|负向",
    Role.WIDTH: r"\bwidth\b|宽",
    Role.HEIGHT: r"\bheight\b|高度|^高$",
    Role.FRAMES: r"\blength\b|\bframes\b|frame count|num(ber of)? frames|帧数|长度",
    Role.SECONDS: r"\bduration\b|\bseconds\b|时长|秒",
    Role.FPS: r"\bfps\b|frame ?rate|帧率",
    Role.SEED: r"\bseed\b|种子",
    Role.FIRST_FRAME: r"(first|start)[ _](frame|image|picture)|首帧|起始",
    Role.LAST_FRAME: r"(last|end|final)[ _](frame|image|picture)|尾帧|末帧|结束",
    Role.REFERENCE: r"\bref(erence)?\b|参考",
}


def marks(title: str) -> list[tuple[Role, int]]:
    """The roles that a title names by `studio:`, with their numbers (0: none)."""
    found: list[tuple[Role, int]] = []
    for part in _MARK.split(title)[1:]:
        name = _NAME.match(part.lower())
        if name is None:
            continue
        whole, number = name[1].replace(" ", "_"), int(name[2] or 0)
        for each in (whole, whole.partition("_")[0]):  # a word behind the name may be anything
            roles = _SEVERAL.get(each) or (_ALIASES.get(each, each),)
            named = [Role(role) for role in roles if role in {*Role}]
            found += [(role, number) for role in named]
            if named:
                break
    return found


def says(title: str, role: Role) -> bool:
    """Whether a title has a word for a role."""
    if role is Role.PROMPT and says(title, Role.NEGATIVE):
        return False
    words = _WORDS.get(role)
    return bool(words and re.search(words, title, re.IGNORECASE))


def titled(look: Look) -> Finds:
    """The roles that titles name outright; their order is that of their numbers."""
    places: dict[Role, list[tuple[int, Place]]] = {}
    for name, node in look.workflow.nodes.items():
        for role, number in marks(node.title):
            for each in _inputs(look, name, role):
                places.setdefault(role, []).append((number, each))
            if role is Role.LORA:  # one node has one title: its strengths come along
                found = [(number, each) for each in _inputs(look, name, Role.LORA_STRENGTH)]
                places.setdefault(Role.LORA_STRENGTH, []).extend(found)
    finds: Finds = {}
    for role, each in places.items():
        ordered = [place for _, place in sorted(each, key=lambda pair: pair[0])]
        held = {_value(look, p) for other in places if other is not role for _, p in places[other]}
        why = "comfyui.map_by_title"
        if any(_value(look, place) in held for place in ordered):
            finds[role] = Found(why, doubts=tuple(dict.fromkeys(ordered)))  # one role an input
            continue
        found = (Found.single if role is Role.OUTPUT else Found.every)(ordered, why)
        if found:
            finds[role] = found
    return finds


def _value(look: Look, place: Place) -> Place:
    return look.workflow.literal(*place) or place


def _inputs(look: Look, node: str, role: Role) -> list[Place]:
    """The inputs by which a node takes a role that its title names."""
    if role is Role.OUTPUT:
        return [Place(node, "")]
    if role in _FILES:
        found = look.upload(node)
        return [found[0]] if found and found[1] == _FILES[role] else []
    inputs = look.workflow.nodes[node].inputs
    value = look.workflow.value_input(node)
    named = [name for name in _INPUTS[role] if name in inputs]
    if role is not Role.LORA_STRENGTH:  # a LoRA's two strengths go together
        named = named[:1]
    names = named or ([value] if value else [])
    return [Place(node, name) for name in names]
