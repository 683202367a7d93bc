"""The maker's workflows as they handle them: taken in, mapped, checked at the server, removed."""

import asyncio
from collections.abc import Callable
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from pathlib import Path

from studio.backends.base import Sentence
from studio.backends.comfyui_check import lacks
from studio.backends.comfyui_classes import LORA_CLASSES, Classes
from studio.backends.comfyui_graph import Workflow
from studio.backends.comfyui_line import Line
from studio.backends.comfyui_mapping import Lost, Mapping, Role, Target, moved, target_of
from studio.backends.comfyui_names import checked, stored
from studio.backends.comfyui_store import Kept, forget, keep, load
from studio.backends.comfyui_suggest import suggest
from studio.backends.comfyui_workflow import MAX_BYTES, parse
from studio.errors import BackendError, BadInput


@dataclass(frozen=True)
class Taken:
    """A workflow as it is kept, and what is left to say about it."""

    name: str
    kept: Kept
    doubts: Table[Role, tuple[Target, ...]] = field(default_factory=dict[Role, tuple[Target, ...]])
    lost: tuple[Lost, ...] = ()
    lacks: tuple[Sentence, ...] = ()  # what the server does not have
    unasked: BackendError | None = None  # why no server was asked


class Shelf:
    """All workflows; `line` reaches the server as the preferences say when it is called."""

    def __init__(self, line: Callable[[], Line], own: Path | None = None) -> None:
        self._line, self._own = line, own

    def names(self) -> tuple[str, ...]:
        """What there is, sorted."""
        return stored(self._own)

    def load(self, name: str) -> Kept:
        """One of them. Raises BadInput."""
        return load(name, self._own)

    async def add(self, file: Path, name: str, title: str = "") -> Taken:
        """Take in an exported file; `title` is the file's name where it is empty.

        One of that name is the same one exported anew: its mapping is carried over. A server that
        does not answer is no error: then numbers are neither rounded nor checked until it is
        asked. Raises BadInput for what is no workflow, OSError.
        """
        before = self.load(name) if checked(name) in self.names() else None
        workflow = parse(await asyncio.to_thread(_read, file), file.name)
        raw, unasked = await self._classes(workflow)
        classes = Classes.read(raw) if raw else None
        if before is not None:
            mapping, lost = moved(before.mapping, workflow)
            doubts: Table[Role, tuple[Target, ...]] = {}
        else:
            suggested = suggest(workflow, classes)
            mapping, doubts, lost = suggested.mapping, suggested.doubts, ()
        kept = Kept(
            title=(title or (before.title if before else file.stem))[:80],
            graph=workflow.graph, mapping=mapping,
            classes=classes.narrowed(workflow) if classes is not None else {},
        )  # fmt: skip
        await asyncio.to_thread(keep, name, kept, self._own)
        missing = lacks(workflow.graph, classes) if classes is not None else ()
        return Taken(name, kept, doubts, lost, missing, unasked)

    def map(self, name: str, role: Role, places: tuple[str, ...]) -> Kept:
        """Have a role go to these places (`12.text`, for the output `12`), none for no place.

        Raises BadInput for a place that is not there, OSError.
        """
        kept = self.load(name)
        targets = tuple(_target(kept.workflow, role, place) for place in places)
        roles = {each: t for each, t in kept.mapping.roles.items() if each is not role}
        if targets:
            roles[role] = targets
        mapping = Mapping(roles=roles).checked(kept.workflow)
        changed = Kept(title=kept.title, graph=kept.graph, mapping=mapping, classes=kept.classes)
        keep(name, changed, self._own)
        return changed

    async def check(self, name: str) -> Taken:
        """Ask the server whether it has all that a workflow needs, and what it takes now.

        Raises BadInput, BackendError where it does not answer, OSError.
        """
        kept = self.load(name)
        raw, unasked = await self._classes(kept.workflow)
        if unasked is not None:
            raise unasked
        classes = Classes.read(raw)
        renewed = Kept(
            title=kept.title, graph=kept.graph, mapping=kept.mapping,
            classes=classes.narrowed(kept.workflow),
        )  # fmt: skip
        await asyncio.to_thread(keep, name, renewed, self._own)
        return Taken(name, renewed, lacks=lacks(kept.workflow.graph, classes))

    def remove(self, name: str) -> None:
        """Take one away. Raises BadInput where there is none, OSError."""
        forget(name, self._own)

    async def _classes(self, workflow: Workflow) -> tuple[dict[str, object], BackendError | None]:
        wanted = {node.class_type for node in workflow.nodes.values()} | {*LORA_CLASSES}
        try:
            return await self._line().classes(wanted, fresh=True), None
        except BackendError as error:
            return {}, error


def place_of(role: Role, target: Target) -> str:
    """A target as it is written: `12.text`."""
    return target.node if role is Role.OUTPUT else f"{target.node}.{target.input}"


def _target(workflow: Workflow, role: Role, place: str) -> Target:
    node, _, name = (place, "", "") if role is Role.OUTPUT else place.partition(".")
    known = workflow.nodes.get(node)
    if known is None or (name not in known.inputs and role is not Role.OUTPUT):
        raise BadInput("comfyui.no_such_place", place=place[:80], role=role.value)
    return target_of(workflow, node, name)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise BadInput("comfyui.unreadable", path=file, detail=detail) from None
