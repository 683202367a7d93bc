"""What a workflow of ComfyUI will make as it stands: size, frames and rate, where they can be read.

None is said rather than something that may be wrong: where the size follows a picture, something
enlarges the result, or frames are put in between.
"""

import math
import re
from dataclasses import dataclass
from fractions import Fraction

from studio.backends.comfyui_graph import Place, Workflow
from studio.backends.comfyui_mapping import Mapping, Role
from studio.backends.comfyui_reckon import number

_RATES = ("fps", "frame_rate")
_LENGTHS = ("length", "video_frames", "num_frames")
# What reaches a sampler beside its picture: sizes found there are no sizes of the result.
_BESIDE = (
    "model", "positive", "negative", "conditioning", "clip", "vae", "guider", "noise", "sampler",
    "sigmas", "audio", "audio_latent",
)  # fmt: skip
_RESIZES = re.compile(r"upscal|upsampl|scale|resize|crop", re.IGNORECASE)
_BETWEEN = re.compile(r"\bVFI\b|RIFE|interpolat", re.IGNORECASE)


@dataclass(frozen=True)
class Made:
    """Pixels, frames and frames a second; None: cannot be read."""

    width: int | None = None
    height: int | None = None
    frames: int | None = None
    fps: Fraction | None = None


def made(workflow: Workflow, mapping: Mapping) -> Made:
    """What the mapped output of a workflow, filled or as in its file, comes to."""
    fps = rate_of(workflow, mapping)
    return Made(*_size(workflow, mapping), _frames(workflow, mapping, fps), fps)


def rate_of(workflow: Workflow, mapping: Mapping) -> Fraction | None:
    """Frames a second of the result: of the mapped input, else of the node that makes the film."""
    for target in mapping.of(Role.FPS):
        return as_rate(number(workflow, target.place))
    for name in _path(workflow, mapping):
        named = [each for each in _RATES if each in workflow.nodes[name].inputs]
        if named:
            return as_rate(number(workflow, Place(name, named[0])))
    return None


def as_rate(number: Fraction | float | None) -> Fraction | None:
    """A number of frames a second as the exact rate it stands for (23.976 is 24000/1001)."""
    if number is None or not Fraction(1, 100) <= number <= 1000:
        return None
    for whole in (24, 30, 48, 60, 120):
        if abs(number - Fraction(whole * 1000, 1001)) < Fraction(5, 1000):
            return Fraction(whole * 1000, 1001)
    return Fraction(number).limit_denominator(1000)


def _path(workflow: Workflow, mapping: Mapping) -> tuple[str, ...]:
    """The nodes that the result's pictures come through, nearest to the result first."""
    return workflow.sources(mapping.output, _BESIDE)


def _size(workflow: Workflow, mapping: Mapping) -> tuple[int | None, int | None]:
    mapped = [mapping.of(role)[:1] for role in (Role.WIDTH, Role.HEIGHT)]
    places = [workflow.literal(*target.place) for each in mapped for target in each]
    if len(places) == 2 and all(
        place and workflow.value_input(place.node) == place.input for place in places
    ):  # values of their own: the size that the workflow's maker means
        width, height = (_side(number(workflow, place)) for place in places if place)
        return width, height
    for name in _path(workflow, mapping):
        node = workflow.nodes[name]
        if "width" in node.inputs and "height" in node.inputs:
            width, height = (
                _side(number(workflow, Place(name, side))) for side in ("width", "height")
            )
            return (width, height) if width and height else (None, None)
        if _RESIZES.search(node.class_type):
            break
    return None, None


def _frames(workflow: Workflow, mapping: Mapping, fps: Fraction | None) -> int | None:
    path = _path(workflow, mapping)
    if any(_BETWEEN.search(workflow.nodes[name].class_type) for name in path):
        return None
    for target in mapping.of(Role.FRAMES):
        return _side(number(workflow, target.place))
    for name in path:
        named = [each for each in _LENGTHS if each in workflow.nodes[name].inputs]
        if named:
            length = _side(number(workflow, Place(name, named[0])))
            if length is not None:
                return length
            break
    for target in mapping.of(Role.SECONDS):
        seconds = number(workflow, target.place)
        return None if seconds is None or not fps else math.floor(seconds * fps) + 1
    return None


def _side(number: Fraction | None) -> int | None:
    return int(number) if number is not None and 1 <= number <= 1_000_000 else None
