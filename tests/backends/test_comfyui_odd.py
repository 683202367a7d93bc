"""Graphs of ComfyUI that hang together and make no sense: nothing that looks at them breaks."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.backends.comfyui_bounds import limits
from studio.backends.comfyui_check import lacks
from studio.backends.comfyui_classes import Classes
from studio.backends.comfyui_fill import Wishes, fill
from studio.backends.comfyui_fill_files import needs
from studio.backends.comfyui_handles import Lora, Setting
from studio.backends.comfyui_mapping import moved
from studio.backends.comfyui_suggest import suggest
from tests.backends.comfyui_flows import CLASSES, INFO, Graph, node, workflow

ALL = Wishes(
    prompt="a red door", negative="blur", seed=7, width=160, height=96, frames=18,
    rate=Fraction(12), first="a.png", last="b.png", references=("c.png",), audio="d.wav",
    video="v.mp4", loras=(Lora("a.safetensors"),), settings=(Setting("0", "width", "8"),),
)  # fmt: skip

_NAMES = st.sampled_from([
    "text", "prompt", "positive", "negative", "model", "clip", "vae", "latent_image", "samples",
    "image", "images", "start_image", "end_image", "width", "height", "length", "batch_size",
    "fps", "frame_rate", "seed", "noise_seed", "add_noise", "noise", "value", "audio", "file",
    "video", "frame_idx", "filename_prefix", "conditioning", "lora_name", "strength_model",
    "format", "format.codec", "ref_images.ref_image_0", "ckpt_name", "save_output",
])  # fmt: skip
_VALUES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["enable", "disable", "a", "mp4", "8", "x.safetensors"])
    | st.lists(st.integers(), max_size=2) | st.dictionaries(st.text(max_size=2), st.integers())
    | st.lists(st.lists(st.integers(), max_size=1), max_size=1)
)  # fmt: skip
_CLASS = st.sampled_from([*INFO, "Odd", "LTXVAddGuide", "ConditioningZeroOut", "RIFE VFI"])
_TITLE = st.sampled_from(
    ["", "Prompt", "Negative", "Width", "Duration", "Load First Frame", "studio:seed",
     "studio:prompt", "studio:size studio:frames", "studio:lora", "studio:output",
     "studio:first_frame", "studio:reference_2", "studio:fps", "studio:seconds"]
)  # fmt: skip


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Graphs that hang together and make no sense."""
    names = [f"{number}" for number in range(draw(st.integers(1, 7)))]
    links = st.tuples(st.sampled_from(names), st.integers(0, 2)).map(list)
    inputs = st.dictionaries(_NAMES, links | _VALUES, max_size=6)
    return {name: node(draw(_CLASS), draw(_TITLE), **draw(inputs)) for name in names}


@settings(deadline=None)
@given(graphs(), st.booleans())
def test_no_graph_breaks_what_looks_at_it(graph: Graph, known: bool) -> None:
    flow = workflow(graph)
    classes = Classes.read(CLASSES.narrowed(flow)) if known else None
    found = suggest(flow, classes)
    for each in (ALL, Wishes()):
        result = fill(flow, found.mapping, each, classes)
        assert flow.graph == graph
        workflow(result.graph)
        assert {name for name in result.graph if not name.startswith("studio:")} == graph.keys()
        lacks(result.graph, CLASSES, found.mapping.output)
    assert moved(found.mapping, flow) == (found.mapping, ())
    needs(flow, found.mapping, classes)
    limits(flow, found.mapping, classes)
