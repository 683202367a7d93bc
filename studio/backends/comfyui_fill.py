"""A ComfyUI workflow filled with what is wished for: its mapped inputs set, all else as it was.

Every wish has an entry of the account: set as it is, rounded to what the workflow takes, or
ignored where it has no place for it.
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from studio.backends.base import Fate, Sentence
from studio.backends.comfyui_bounds import Bounds, bounds_of
from studio.backends.comfyui_classes import Classes
from studio.backends.comfyui_fill_files import File, set_files
from studio.backends.comfyui_fill_time import set_time
from studio.backends.comfyui_graph import PREFIX, Workflow
from studio.backends.comfyui_handles import Lora, Setting, set_inputs
from studio.backends.comfyui_lora import lay
from studio.backends.comfyui_made import Made, made
from studio.backends.comfyui_mapping import Mapping, Role
from studio.backends.comfyui_sheet import Sheet, Told

FOLDER = "studio"  # in the server's output folder
_SEEDS = 1 << 64  # of samplers
_FEWER_SEEDS = 1 << 63  # of nodes that are nothing but a value


@dataclass(frozen=True)
class Wishes:
    """What is wished for; None, or nothing, leaves what the file has.

    `frames` are counted at `rate`, frames a second. Files are values of uploads (`studio/a.png`)
    or what will be replaced by one, `{"$input": n}`; a mapped file that is not given is taken
    out of the workflow. `prefix` begins the name of the result.
    """

    prompt: str | None = None
    negative: str | None = None
    seed: int | None = None
    width: int | None = None
    height: int | None = None
    frames: int | None = None
    rate: Fraction | None = None
    first: File | None = None
    last: File | None = None
    references: tuple[File, ...] = ()
    audio: File | None = None
    video: File | None = None
    loras: tuple[Lora, ...] = ()
    settings: tuple[Setting, ...] = ()
    prefix: str = "take"


@dataclass(frozen=True)
class Filled:
    """A graph that can be submitted, what became of each wish, why it must not be submitted (if
    anything), and what it will make.
    """

    graph: dict[str, Any]
    told: tuple[Told, ...] = ()
    blocks: tuple[Sentence, ...] = ()
    made: Made = field(default_factory=Made)


def fill(workflow: Workflow, mapping: Mapping, wishes: Wishes, classes: Classes | None) -> Filled:
    """The workflow with the wishes in its mapped inputs.

    `mapping` holds for the workflow (`checked`). Numbers are rounded and clamped to what the
    classes allow, as far as they are known.
    """
    sheet = Sheet(workflow, mapping, classes)
    _text(sheet, Role.PROMPT, wishes.prompt)
    _text(sheet, Role.NEGATIVE, wishes.negative)
    _seed(sheet, wishes.seed)
    _side(sheet, Role.WIDTH, wishes.width)
    _side(sheet, Role.HEIGHT, wishes.height)
    set_time(sheet, wishes.frames, wishes.rate)
    set_files(
        sheet, {Role.FIRST_FRAME: wishes.first, Role.LAST_FRAME: wishes.last,
                Role.AUDIO: wishes.audio, Role.VIDEO: wishes.video}, wishes.references,
    )  # fmt: skip
    lay(sheet, wishes.loras)
    set_inputs(sheet, wishes.settings)
    _prefix(sheet, wishes.prefix)
    result = made(Workflow.of(sheet.graph), mapping)
    return Filled(sheet.graph, tuple(sheet.told), tuple(sheet.blocks), result)


def _text(sheet: Sheet, role: Role, text: str | None) -> None:
    targets = sheet.mapping.of(role)
    if text is None:
        return
    for target in targets:
        sheet.put(sheet.place(target), text)
    if targets:
        sheet.kept(role)
    elif text:
        sheet.ignored(role)


def _seed(sheet: Sheet, seed: int | None) -> None:
    targets = sheet.mapping.of(Role.SEED)
    if seed is None:
        return
    if not targets:
        sheet.ignored(Role.SEED, seed)
        return
    most = min(_seeds(sheet, target.node, target.input) for target in targets)
    for target in targets:
        sheet.put(sheet.place(target), seed % most)
    if seed < most:
        sheet.kept(Role.SEED, seed)
    else:
        sheet.tell(Role.SEED, Fate.ROUNDED, "comfyui.set_seed", seed, seed % most)


def _seeds(sheet: Sheet, node: str, name: str) -> int:
    """How many seeds an input tells apart; nodes of values have fewer than samplers."""
    place = sheet.workflow.literal(node, name)
    spec = sheet.spec(place) if place else None
    if spec is not None and spec.high is not None and spec.high >= 1:
        return int(spec.high) + 1
    is_value = place is not None and sheet.workflow.value_input(place.node) == place.input
    return _FEWER_SEEDS if is_value else _SEEDS


def _side(sheet: Sheet, role: Role, wanted: int | None) -> None:
    targets = sheet.mapping.of(role)
    if wanted is None:
        return
    if not targets:
        sheet.ignored(role, wanted)
        return
    bounds = bounds_of(sheet, [target.place for target in targets])
    side = bounds.sized(wanted)
    for target in targets:
        sheet.put(sheet.place(target), side)
    _tell_side(sheet, role, wanted, side, bounds)


def _tell_side(sheet: Sheet, role: Role, wanted: int, side: int, bounds: Bounds) -> None:
    if side == wanted:
        sheet.kept(role, wanted)
    elif abs(side - wanted) < bounds.step:
        step = bounds.step
        sheet.tell(role, Fate.ROUNDED, "comfyui.set_rounded", wanted, side, step=step)
    else:
        sheet.tell(role, Fate.ROUNDED, "comfyui.set_limited", wanted, side)


def _prefix(sheet: Sheet, prefix: str) -> None:
    """Our own folder and name for the result; a server's folders stay out of reach."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", prefix).strip("-") or "take"
    for target in sheet.mapping.of(Role.OUTPUT):
        if PREFIX in sheet.inputs(target.node):
            sheet.inputs(target.node)[PREFIX] = f"{FOLDER}/{name}"
