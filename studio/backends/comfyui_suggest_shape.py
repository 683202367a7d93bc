"""Where seed, size, length and rate of a ComfyUI workflow's film are set."""

from studio.backends.comfyui_graph import Place, link
from studio.backends.comfyui_look import Finds, Found, Look
from studio.backends.comfyui_mapping import Role
from studio.backends.comfyui_titles import says

_LENGTHS = ("length", "video_frames", "num_frames")
_SOUND_LENGTH = "frames_number"  # of a sound that is made together with the picture
_RATES = ("fps", "frame_rate")
_SEEDS = ("seed", "noise_seed")


def shape(look: Look) -> Finds:
    """Seed by its flag, size and length by the node that makes the empty film, rate only where
    the model is told it: elsewhere it is the model's own, and read rather than written.
    """
    finds: Finds = {}
    seeds = look.literals(look.inputs(lambda place: _is_seed(look, place)))
    _put(finds, Role.SEED, Found.every(seeds, "comfyui.map_by_flag"))
    makers = [name for name in look.fed if _makes(look, name)]
    for role in (Role.WIDTH, Role.HEIGHT):
        places = [Place(name, role.value) for name in makers]
        _put(finds, role, _side(look, places, role))
    if Role.WIDTH in finds and finds[Role.WIDTH] == finds.get(Role.HEIGHT):
        del finds[Role.WIDTH], finds[Role.HEIGHT]  # one value for both: it makes squares alone
    _length(look, makers, finds)
    _rate(look, finds)
    return finds


def _put(finds: Finds, role: Role, found: Found | None) -> None:
    if found:
        finds[role] = found


def _is_seed(look: Look, place: Place) -> bool:
    """Whether a sampler's noise comes from an input: not one that adds none, nor the seed of a
    node that writes texts.
    """
    inputs = look.workflow.nodes[place.node].inputs
    spec = look.spec(place)
    if not (spec.is_seed if spec else place.input in _SEEDS):
        return False
    if inputs.get("add_noise") in ("disable", False):
        return False
    samples = "model" in inputs or "latent_image" in inputs or "samples" in inputs
    noise = any(taker.input == "noise" for taker in look.workflow.takers(place.node))
    return samples or noise


def _makes(look: Look, node: str) -> bool:
    """Whether a node makes the empty film or picture: a size, and how many of it."""
    inputs = look.workflow.nodes[node].inputs
    many = any(name in inputs for name in (*_LENGTHS, "batch_size"))
    return "width" in inputs and "height" in inputs and many


def _side(look: Look, places: list[Place], role: Role) -> Found | None:
    """The literals of a side; where it is reckoned, the value of that name it is reckoned from."""
    literals = look.literals(places)
    reckoned = [place for place in places if look.workflow.literal(*place) is None]
    if literals and not reckoned:
        return look.alike(literals, "comfyui.map_by_name")
    return Found.single(_behind(look, places, role), "comfyui.map_by_words")


def _behind(look: Look, places: list[Place], role: Role) -> list[Place]:
    """The values titled as a role is that some inputs are reckoned from, or that they are."""
    found: dict[Place, None] = {}
    for place in places:
        source = link(look.workflow.nodes[place.node].inputs.get(place.input))
        for name in look.workflow.sources(source.node) if source else ():
            value = look.workflow.value_input(name)
            if value and says(look.workflow.nodes[name].title, role):
                found.update(dict.fromkeys(look.literals([Place(name, value)])))
    return list(found)


def _length(look: Look, makers: list[str], finds: Finds) -> None:
    """Frames, or seconds where the frames are reckoned from a duration."""
    nodes = look.workflow.nodes
    places = [
        Place(name, each) for name in makers for each in _LENGTHS if each in nodes[name].inputs
    ]
    if not places:
        return
    sounds = look.inputs(lambda place: place.input == _SOUND_LENGTH)
    literals = look.literals([*places, *sounds])
    if all(look.workflow.literal(*place) for place in places):
        _put(finds, Role.FRAMES, look.alike(literals, "comfyui.map_by_name"))
        return
    for role in (Role.SECONDS, Role.FRAMES):
        found = Found.single(_behind(look, places, role), "comfyui.map_by_words")
        if found:
            finds[role] = found
            return


def _rate(look: Look, finds: Finds) -> None:
    nodes = look.workflow.nodes
    places = look.inputs(lambda place: place.input in _RATES)
    told = [place for place in places if "positive" in nodes[place.node].inputs]
    if told:
        literals = [*look.literals(places), *_behind(look, places, Role.FPS)]
        _put(finds, Role.FPS, look.alike(dict.fromkeys(literals), "comfyui.map_by_name"))
