"""Which file inputs of a ComfyUI workflow take the first frame, the last one, references, sound
and video: told by the inputs that they reach.
"""

import re

from studio.backends.comfyui_graph import Place
from studio.backends.comfyui_look import Finds, Found, Look
from studio.backends.comfyui_mapping import Role
from studio.backends.comfyui_titles import says

_FIRST = re.compile(r"^(clip_vision_)?(start|first|init)(_|$)(image|frame|picture)?\d*$")
_LAST = re.compile(r"^(clip_vision_)?(end|last|final)_(image|frame|picture)\d*$")
_REFERENCE = re.compile(r"^(ref|reference|subject)_?(image|latent|picture)?s?([._]?\w*?\d*)?$")
_TO_VIDEO = re.compile(r"Im(g|age)2?(To)?Vid", re.IGNORECASE)
_EDITS = re.compile(r"TextEncode\w*Edit|ReferenceLatent")
_PICTURES = re.compile(r"^(image|images|pixels|input|latent|samples|mask|video)_?\d*$")
_KINDS = {Role.AUDIO: "sound", Role.VIDEO: "video"}
_MOST = 64  # pictures that are looked at; no shot brings more
_PICTURED = (Role.FIRST_FRAME, Role.LAST_FRAME, Role.REFERENCE)


def taken_files(look: Look) -> Finds:
    """Pictures by what they reach, else by their titles; sound and video where there is one."""
    finds: Finds = {}
    for role, kind in _KINDS.items():
        found = Found.single(look.uploads(kind), "comfyui.map_by_flag")
        if found:
            finds[role] = found
    pictures = look.uploads("picture")[:_MOST]
    reached = {place: _roles(look, place) for place in pictures}
    for role in _PICTURED:
        places = [place for place, roles in reached.items() if role in roles]
        # A picture that is two things at once is a choice, for whatever it is.
        torn = [place for place in places if len(reached[place]) > 1]
        if torn:
            finds[role] = Found("comfyui.map_by_links", doubts=tuple(places))
        elif role is Role.REFERENCE:
            ordered = sorted(places, key=lambda place: _slot(look, place))
            finds |= _found(role, Found.every(ordered, "comfyui.map_by_links"))
        else:
            finds |= _found(role, Found.single(places, "comfyui.map_by_links"))
    rest = [place for place, roles in reached.items() if not roles]
    for role in _PICTURED:
        titled = [x for x in rest if says(look.workflow.nodes[x.node].title, role)]
        if role not in finds:
            finds |= _found(role, Found.single(titled, "comfyui.map_by_words"))
    return finds


def _found(role: Role, found: Found | None) -> Finds:
    return {role: found} if found else {}


def _roles(look: Look, picture: Place) -> set[Role]:
    """What a picture is, by the inputs that it reaches through other nodes of pictures."""
    found: set[Role] = set()
    ends = list(look.workflow.takers(picture.node, 0))
    seen: set[str] = set()
    for place in ends:
        role = _role(look, place)
        if role is not None:
            found.add(role)
        elif _PICTURES.match(place.input) and place.node not in seen:
            seen.add(place.node)
            ends.extend(look.workflow.takers(place.node, 0))
    return found


def _role(look: Look, place: Place) -> Role | None:
    """What a picture is that goes into an input."""
    node = look.workflow.nodes[place.node]
    if "frame_idx" in node.inputs and place.input == "image":
        index = look.workflow.value(place.node, "frame_idx")
        if index == 0:
            return Role.FIRST_FRAME
        return Role.LAST_FRAME if index == -1 else None
    if _FIRST.match(place.input):
        return Role.FIRST_FRAME
    if _LAST.match(place.input):
        return Role.LAST_FRAME
    if _REFERENCE.match(place.input):
        return Role.REFERENCE
    if _EDITS.search(node.class_type) and _PICTURES.match(place.input):
        return Role.REFERENCE
    if _TO_VIDEO.search(node.class_type) and place.input == "image":
        return Role.FIRST_FRAME
    return None


def _slot(look: Look, picture: Place) -> tuple[int, int]:
    """The number of the input that a reference comes to, for their order; else as in the file."""
    for place in look.workflow.reached(picture.node, 0):
        number = re.search(r"(\d+)$", place.input)
        if number and _role(look, place) is Role.REFERENCE:
            return int(number[1]), 0
    return 0, list(look.workflow.nodes).index(picture.node)
