"""The graph of a ComfyUI workflow in API format, and what its links reach.

A node's id is text (`57:8` inside a subgraph); an input is a literal or a link, written
`[node id, output index]`.
"""

import copy
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple, cast

_SHOWN = 80  # characters of a name in a sentence
# The one input of nodes that are nothing but a value, as they call it.
_VALUES = ("value", "Value", "number", "Number", "seed", "string", "text")
_WIDGETS = ("control_after_generate", "control_before_generate")  # the editor's alone
PREFIX = "filename_prefix"  # of a node that saves: where its files go


class Link(NamedTuple):
    """What a linked input takes: an output of another node."""

    node: str
    output: int


class Place(NamedTuple):
    """One input of one node."""

    node: str
    input: str


@dataclass(frozen=True)
class Node:
    """One node: its class, its inputs as in the file, its title in the editor (may be empty)."""

    class_type: str
    inputs: Mapping[str, Any]
    title: str = ""

    @property
    def called(self) -> str:
        """What a sentence calls it."""
        return shown(self.title) or shown(self.class_type)


def shown(text: object) -> str:
    """Text from outside as a sentence may hold it: one short line without control characters."""
    line = "".join(each if each.isprintable() else " " for each in str(text)[: 4 * _SHOWN])
    line = " ".join(line.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def link(value: object) -> Link | None:
    """A value as the link that it is, None for a literal."""
    if not isinstance(value, list):
        return None
    match cast(list[object], value):
        case [str(node), int(output)] if not isinstance(output, bool) and output >= 0:
            return Link(node, output)
        case _:
            return None


@dataclass(frozen=True)
class Workflow:
    """A graph in API format that hangs together; `of` takes one, `parse` reads a file."""

    nodes: Mapping[str, Node]
    _graph: Mapping[str, Any] = field(repr=False)

    @classmethod
    def of(cls, graph: Mapping[str, Any]) -> "Workflow":
        """A graph that was parsed before, such as one whose inputs have been set since."""
        own = copy.deepcopy(dict(graph))
        nodes = {name: _node(each) for name, each in own.items()}
        return cls(MappingProxyType(nodes), own)

    @property
    def graph(self) -> dict[str, Any]:
        """The graph as in the file, a copy that may be changed."""
        return copy.deepcopy(dict(self._graph))

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """What people call each node."""
        return MappingProxyType({name: node.called for name, node in self.nodes.items()})

    @cached_property
    def _taken(self) -> Mapping[str, tuple[tuple[int, Place], ...]]:
        """Node to (output, the input that takes it)."""
        found: dict[str, list[tuple[int, Place]]] = defaultdict(list)
        for place, source in self.links():
            found[source.node].append((source.output, place))
        return {name: tuple(each) for name, each in found.items()}

    def links(self) -> Iterator[tuple[Place, Link]]:
        """Every linked input and what it takes."""
        for name, node in self.nodes.items():
            for called, value in node.inputs.items():
                source = link(value)
                if source is not None:
                    yield Place(name, called), source

    def takers(self, node: str, output: int | None = None) -> tuple[Place, ...]:
        """The inputs that take an output of a node, any output without `output`."""
        taken = self._taken.get(node, ())
        return tuple(place for index, place in taken if output is None or index == output)

    def reached(self, node: str, output: int | None = None) -> tuple[Place, ...]:
        """Every input that an output of a node reaches through other nodes, nearest first."""
        found = dict.fromkeys(self.takers(node, output))
        open_ends = list(found)
        seen: set[str] = set()
        for place in open_ends:
            if place.node in seen:
                continue
            seen.add(place.node)
            new = [each for each in self.takers(place.node) if each not in found]
            found.update(dict.fromkeys(new))
            open_ends.extend(new)
        return tuple(found)

    def sources(self, node: str, beside: Collection[str] = ()) -> tuple[str, ...]:
        """Every node that feeds a node, itself first, nearest first; inputs named in `beside`
        are not followed.
        """
        found = {node: None} if node in self.nodes else {}
        open_ends = list(found)
        for name in open_ends:
            inputs = self.nodes[name].inputs
            links = [link(value) for called, value in inputs.items() if called not in beside]
            new = [each.node for each in links if each and each.node not in found]
            new = [each for each in dict.fromkeys(new) if each in self.nodes]
            found.update(dict.fromkeys(new))
            open_ends.extend(new)
        return tuple(found)

    def value_input(self, node: str) -> str | None:
        """The input of a node that is nothing but a value (`PrimitiveInt`, `SeedNode`, and nodes
        of others like them: one input, named as values are); None for all others.
        """
        each = self.nodes[node]
        names = [name for name in each.inputs if name not in _WIDGETS]
        if len(names) != 1 or names[0] not in _VALUES:
            return None
        # A primitive may itself be given its value by another one.
        linked = link(each.inputs[names[0]]) is not None
        return None if linked and not each.class_type.startswith("Primitive") else names[0]

    def literal(self, node: str, name: str) -> Place | None:
        """Where the literal stands that an input takes: there, or in the value linked to it.

        None where something reckons it, or the node has no such input.
        """
        seen: set[Place] = set()
        place = Place(node, name)
        while place not in seen and name in self.nodes[place.node].inputs:
            seen.add(place)
            source = link(self.nodes[place.node].inputs[place.input])
            if source is None:
                return place
            called = self.value_input(source.node) if source.node in self.nodes else None
            if called is None or source.output != 0:
                return None
            place, name = Place(source.node, called), called
        return None

    def value(self, node: str, name: str) -> Any:
        """The literal that an input takes, None where there is none."""
        place = self.literal(node, name)
        return None if place is None else self.nodes[place.node].inputs[place.input]


def title_of(node: Mapping[str, object]) -> str:
    """The title of a raw node, empty where it has none."""
    meta = node.get("_meta")
    title = cast(dict[str, object], meta).get("title") if isinstance(meta, dict) else None
    return title if isinstance(title, str) else ""


def _node(value: Mapping[str, Any]) -> Node:
    inputs = cast(dict[str, Any], value.get("inputs") or {})
    return Node(str(value["class_type"]), MappingProxyType(inputs), title_of(value))
