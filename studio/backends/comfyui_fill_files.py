"""Files put into a ComfyUI workflow: pictures, sound and video that were sent up before."""

from collections.abc import Mapping as Table

from studio.backends.base import Fate
from studio.backends.comfyui_classes import Classes
from studio.backends.comfyui_graph import Workflow
from studio.backends.comfyui_mapping import Mapping, Role, Target
from studio.backends.comfyui_sheet import Sheet
from studio.backends.comfyui_without import without

File = str | dict[str, int]
FILES = (Role.FIRST_FRAME, Role.LAST_FRAME, Role.REFERENCE, Role.AUDIO, Role.VIDEO)


def set_files(sheet: Sheet, given: Table[Role, File | None], references: tuple[File, ...]) -> None:
    """Set every mapped file; one that is not given is taken out of the workflow, together with
    the optional links it comes in by, or refused where the workflow cannot run without it.
    """
    needed = _needed(sheet, given, references)
    for role, value in given.items():
        targets = sheet.mapping.of(role)
        if value is None:
            for target in targets:
                _leave(sheet, role, target, needed)
        elif targets:
            for target in targets:
                sheet.put(sheet.place(target), value)
            sheet.kept(role)
        else:
            sheet.ignored(role)
    _references(sheet, references, needed)


def needs(workflow: Workflow, mapping: Mapping, classes: Classes | None) -> frozenset[Role]:
    """The roles of files without which a workflow cannot run: image to video needs a picture."""
    sheet = Sheet(workflow, mapping, classes)
    return frozenset(
        role
        for role, target in mapping.targets()
        if role in FILES and without(sheet, target.node, ()) is None
    )


def _needed(
    sheet: Sheet, given: Table[Role, File | None], references: tuple[File, ...]
) -> set[str]:
    """The nodes that are given a file, which must still be looked at in the end."""
    nodes = {each.node for role in given if given[role] for each in sheet.mapping.of(role)}
    return nodes | {each.node for each in sheet.mapping.of(Role.REFERENCE)[: len(references)]}


def _leave(sheet: Sheet, role: Role, target: Target, needed: set[str]) -> None:
    cut = without(sheet, target.node, needed)
    if cut is None:
        sheet.block(f"comfyui.set_needs_{role.value}", node=sheet.called(target.place))
        return
    for place in cut:
        sheet.cut(place)
    if cut:
        node = sheet.called(target.place)
        sheet.tell(role, Fate.KEPT, "comfyui.set_without", node=node)


def _references(sheet: Sheet, given: tuple[File, ...], needed: set[str]) -> None:
    targets = sheet.mapping.of(Role.REFERENCE)
    for target, value in zip(targets, given, strict=False):
        sheet.put(sheet.place(target), value)
    if given and not targets:
        sheet.ignored(Role.REFERENCE, len(given))
        return
    if len(given) > len(targets):
        count, most = len(given), len(targets)
        sheet.tell(Role.REFERENCE, Fate.DROPPED, "comfyui.set_references", count, most)
    elif given:
        sheet.kept(Role.REFERENCE, len(given))
    for target in targets[len(given) :]:
        cut = without(sheet, target.node, needed) if given else None
        if given and cut is None:  # as many as the workflow must have
            sheet.put(sheet.place(target), given[-1])
            node = sheet.called(target.place)
            sheet.tell(Role.REFERENCE, Fate.KEPT, "comfyui.set_repeated", node=node)
        else:
            _leave(sheet, Role.REFERENCE, target, needed)
