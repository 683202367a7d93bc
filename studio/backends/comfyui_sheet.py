"""What is gathered while a workflow of ComfyUI is filled: the graph, the account, refusals."""

from dataclasses import dataclass, field
from typing import Any, cast

from studio.backends.base import Fate, Sentence, Value
from studio.backends.comfyui_classes import Classes, Kind, Spec
from studio.backends.comfyui_graph import Place, Workflow
from studio.backends.comfyui_mapping import Mapping, Role, Target


class Told(Value):
    """What became of one wish: its role (None: an input named by a figure), what was wanted and
    what was set, as text, and the sentence that says so.
    """

    role: Role | None
    fate: Fate
    wanted: str = ""
    set: str = ""
    told: Sentence


@dataclass
class Sheet:
    """A workflow while it is filled; only `put`, `cut` and `add` change its graph."""

    workflow: Workflow
    mapping: Mapping
    classes: Classes | None
    graph: dict[str, Any] = field(init=False)
    told: list[Told] = field(default_factory=list[Told])
    blocks: list[Sentence] = field(default_factory=list[Sentence])

    def __post_init__(self) -> None:
        self.graph = self.workflow.graph

    def place(self, target: Target) -> Place:
        """Where the literal of a target stands: in a value linked to it, else in the target
        itself, whose link then gives way.
        """
        return self.workflow.literal(*target.place) or target.place

    def inputs(self, node: str) -> dict[str, Any]:
        """The inputs of a node of the graph as they are by now."""
        return cast(dict[str, Any], self.graph[node].setdefault("inputs", {}))

    def put(self, place: Place, value: object) -> None:
        """Set an input, in the shape that it takes."""
        self.inputs(place.node)[place.input] = self._shaped(place, value)

    def cut(self, place: Place) -> None:
        """Take an input away."""
        self.inputs(place.node).pop(place.input, None)

    def add(self, node: str, class_type: str, inputs: dict[str, Any]) -> None:
        """A node more."""
        meta = {"title": node}
        self.graph[node] = {"class_type": class_type, "inputs": inputs, "_meta": meta}

    def spec(self, place: Place) -> Spec | None:
        """What an input takes, where the classes are known."""
        node = self.workflow.nodes.get(place.node)
        if self.classes is None or node is None:
            return None
        return self.classes.spec(node.class_type, place.input, node.inputs)

    def called(self, place: Place) -> str:
        """The name of the node of an input, for a sentence."""
        return self.workflow.nodes[place.node].called

    def tell(
        self, role: Role | None, fate: Fate, key: str, wanted: object = "", done: object = "",
        **values: str | int,
    ) -> None:  # fmt: skip
        """One entry of the account; `wanted` and `done` are numbers or short texts."""
        said = {"wanted": f"{wanted}", "set": f"{done}", **values}
        said = {name: value for name, value in said.items() if value != ""}
        self.told.append(
            Told(
                role=role, fate=fate, wanted=f"{wanted}", set=f"{done}",
                told=Sentence(key=key, values=said),
            )
        )  # fmt: skip

    def kept(self, role: Role, wanted: object = "") -> None:
        """A wish that is set as it is."""
        self.tell(role, Fate.KEPT, "comfyui.set_kept", wanted, wanted)

    def ignored(self, role: Role, wanted: object = "") -> None:
        """A wish that the workflow has no place for."""
        self.tell(role, Fate.DROPPED, "comfyui.set_ignored", wanted)

    def block(self, key: str, **values: str | int) -> None:
        """A reason why the workflow cannot be run so."""
        said = Sentence(key=key, values=values)
        if said not in self.blocks:
            self.blocks.append(said)

    def kind(self, place: Place) -> Kind | None:
        """What an input holds: by its class, else by what the file has there."""
        spec = self.spec(place)
        if spec is not None and spec.kind is not Kind.LINK:
            return spec.kind
        value = self.workflow.nodes[place.node].inputs.get(place.input)
        if isinstance(value, bool):
            return Kind.FLAG
        if isinstance(value, int):
            return Kind.INT
        if isinstance(value, float):
            return Kind.FLOAT
        return Kind.TEXT if isinstance(value, str) else None

    def _shaped(self, place: Place, value: object) -> object:
        kind = self.kind(place)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        if kind is Kind.TEXT:
            return f"{value:g}" if isinstance(value, float) else f"{value}"
        if kind is Kind.INT:
            return round(value)
        return float(value) if kind is Kind.FLOAT else value
