"""What the commands about workflows do: take them in, show where wishes go, ask the server."""

import asyncio
from pathlib import Path
from typing import Any

from studio.backends.comfyui import SERVICE, TITLE
from studio.backends.comfyui_bounds import Bounds, limits
from studio.backends.comfyui_fill_files import needs
from studio.backends.comfyui_line import Line
from studio.backends.comfyui_mapping import Mapping, Role, Target
from studio.backends.comfyui_names import PREFIX
from studio.backends.comfyui_offer import makes
from studio.backends.comfyui_shelf import Shelf, Taken, place_of
from studio.backends.comfyui_store import Kept
from studio.cli.console import Console
from studio.cli.reached import account_of
from studio.errors import BadInput
from studio.messages import Listed, say


def added(console: Console, file: Path, name: str, title: str | None) -> None:
    """Take a workflow in; one that is there already is the same one exported anew."""
    taken = asyncio.run(_shelf().add(file, name, title or ""))
    console.say("comfyui.added", name=name, backend=f"{PREFIX}-{name}")
    _tell_kept(console, taken.kept)
    _tell_open(console, taken)
    console.result({**_as_json(name, taken.kept), **_open_json(taken)})


def listed(console: Console) -> None:
    """Every workflow, and what it makes; one that cannot be read says why."""
    shelf, found = _shelf(), list[dict[str, Any]]()
    for name in shelf.names():
        try:
            kept = shelf.load(name)
        except BadInput as error:
            console.warn(error.key, **error.values)
            continue
        made = say(f"craft.kind.{makes(kept.workflow, kept.mapping)}", console.language)
        console.line(f"{name:<24} {made:<8} {kept.title}")
        found.append(_as_json(name, kept))
    if not shelf.names():
        console.say("comfyui.no_workflow", backend=TITLE)
    console.result({"workflows": found})


def shown(console: Console, name: str) -> None:
    """Where a workflow takes the studio's wishes."""
    kept = _shelf().load(name)
    _tell_kept(console, kept)
    console.result(_as_json(name, kept))


def mapped(console: Console, name: str, places: list[str]) -> None:
    """Say where wishes go: `ROLE=NODE.INPUT`, several with commas, none for nowhere."""
    shelf = _shelf()
    kept = shelf.load(name)
    for text in places:
        role, between, value = (part.strip() for part in text.partition("="))
        if not between or role not in {*Role}:
            known = Listed(Role)
            raise BadInput("comfyui.no_such_role", text=text[:60], known=known)
        wanted = tuple(each.strip() for each in value.split(",") if each.strip())
        kept = shelf.map(name, Role(role), wanted)
    _tell_kept(console, kept)
    console.result(_as_json(name, kept))


def checked(console: Console, name: str) -> None:
    """Whether the server has all that a workflow needs; limits are read anew. Raises BadInput for
    the first thing that lacks, after all have been told.
    """
    taken = asyncio.run(_shelf().check(name))
    for reason in taken.lacks:
        console.warn(reason.key, **reason.values)
    if taken.lacks:
        raise BadInput("comfyui.cannot_run", name=name, count=len(taken.lacks))
    console.say("comfyui.can_run", name=name)
    console.result({"workflow": name, **_open_json(taken)})


def removed(console: Console, name: str) -> None:
    """Take a workflow away; takes that it made stay."""
    _shelf().remove(name)
    console.say("comfyui.removed", name=name)
    console.result({"workflow": name, "removed": True})


def _shelf() -> Shelf:
    return Shelf(lambda: Line(account_of(SERVICE), TITLE))


def _tell_kept(console: Console, kept: Kept) -> None:
    """A line for each role: its name, the node, the place; which files are needed, which steps."""
    must = needs(kept.workflow, kept.mapping, kept.known)
    steps = {role: each.step for role, each in _limits(kept).items() if each.step > 1}
    for role in Role:
        called = say(role.key, console.language)
        if role in must:
            called = say("comfyui.needed", console.language, role=called)
        if role in steps:
            called = say("comfyui.stepped", console.language, role=called, step=steps[role])
        targets = kept.mapping.of(role)
        if not targets:
            if role is not Role.LORA_STRENGTH:
                console.line(f"  {called}: –")
            continue
        for target in targets:
            node = target.title or target.class_type
            console.line(f"  {called}: {node} ({place_of(role, target)})")


def _tell_open(console: Console, taken: Taken) -> None:
    """What the maker has to look at."""
    if taken.unasked is not None:
        console.warn(taken.unasked.key, **taken.unasked.values)
        console.warn("comfyui.unasked", name=taken.name)
    for role, targets in taken.doubts.items():
        places = Listed(place_of(role, each) for each in targets)
        console.warn(
            "comfyui.doubtful", role=role.value, name=taken.name, places=places,
            first=place_of(role, targets[0]),
        )  # fmt: skip
    for each in taken.lost:
        console.warn(each.told.key, **each.told.values)
    for reason in taken.lacks:
        console.warn(reason.key, **reason.values)


def _as_json(name: str, kept: Kept) -> dict[str, Any]:
    return {
        "workflow": name,
        "backend": f"{PREFIX}-{name}",
        "title": kept.title,
        "makes": makes(kept.workflow, kept.mapping),
        "mapping": _mapping_json(kept.mapping),
        "needs": sorted(needs(kept.workflow, kept.mapping, kept.known)),
        "limits": {role.value: _bounds_json(each) for role, each in _limits(kept).items()},
    }


def _limits(kept: Kept) -> dict[Role, Bounds]:
    return limits(kept.workflow, kept.mapping, kept.known)


def _bounds_json(bounds: Bounds) -> dict[str, float | None]:
    least, most = (None if each is None else float(each) for each in (bounds.low, bounds.high))
    return {"least": least, "most": most, "step": bounds.step}


def _mapping_json(mapping: Mapping) -> dict[str, list[dict[str, str]]]:
    return {
        role.value: [_target_json(role, each) for each in targets]
        for role in Role
        if (targets := mapping.of(role))
    }


def _open_json(taken: Taken) -> dict[str, Any]:
    return {
        "asked": taken.unasked is None,
        "doubts": {
            role.value: [_target_json(role, each) for each in targets]
            for role, targets in taken.doubts.items()
        },
        "lost": [{"role": each.role.value, **_target_json(each.role, each.target)}
                 for each in taken.lost],
        "lacks": [reason.text() for reason in taken.lacks],
    }  # fmt: skip


def _target_json(role: Role, target: Target) -> dict[str, str]:
    place = place_of(role, target)
    return {"place": place, "title": target.title, "class_type": target.class_type}
