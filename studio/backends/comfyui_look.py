"""A ComfyUI workflow looked at for places of roles: what is found, and by which signal."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from studio.backends.comfyui_classes import UPLOADS, Classes, Spec
from studio.backends.comfyui_graph import PREFIX, Place, Workflow
from studio.backends.comfyui_mapping import Role

_FILMS = ("SaveVideo", "VHS_VideoCombine", "SaveWEBM", "SaveAnimatedWEBP", "SaveAnimatedPNG")


@dataclass(frozen=True)
class Found:
    """Places of one role: sure ones, or ones among which the maker must choose; `why` is the
    catalogue key of the reason.
    """

    why: str
    sure: tuple[Place, ...] = ()
    doubts: tuple[Place, ...] = ()

    @classmethod
    def single(cls, places: Iterable[Place], why: str) -> "Found | None":
        """The only place; several are a tie, which is never broken by a guess."""
        each = tuple(dict.fromkeys(places))
        if not each:
            return None
        return cls(why, sure=each) if len(each) == 1 else cls(why, doubts=each)

    @classmethod
    def every(cls, places: Iterable[Place], why: str) -> "Found | None":
        """All places, which take the same or one thing each."""
        each = tuple(dict.fromkeys(places))
        return cls(why, sure=each) if each else None


Finds = dict[Role, Found]


@dataclass(frozen=True)
class Look:
    """A workflow and its classes, if they are known."""

    workflow: Workflow
    classes: Classes | None
    chosen: str = ""  # the node of the result, where its title says so

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        """The nodes that may be the result: those that save films, else those that save."""
        nodes = self.workflow.nodes
        saving = [name for name, node in nodes.items() if PREFIX in node.inputs]
        if self.classes is not None:
            known = self.classes
            classes = {name: nodes[name].class_type for name in saving}
            saving = [
                name for name, each in classes.items() if each not in known or known.is_output(each)
            ]
        films = [name for name in saving if nodes[name].class_type in _FILMS]
        kept = [name for name in films if nodes[name].inputs.get("save_output") is not False]
        return tuple(kept or films or saving)

    @cached_property
    def output(self) -> str:
        """The node of the result, empty where there is none or a choice."""
        return self.chosen or (self.outputs[0] if len(self.outputs) == 1 else "")

    @cached_property
    def fed(self) -> tuple[str, ...]:
        """The nodes that the result is made from, in the order of the file; all without one."""
        used = {*self.workflow.sources(self.output)} if self.output else None
        return tuple(name for name in self.workflow.nodes if used is None or name in used)

    def spec(self, place: Place) -> Spec | None:
        """What an input takes, where the classes are known."""
        if self.classes is None:
            return None
        node = self.workflow.nodes[place.node]
        return self.classes.spec(node.class_type, place.input, node.inputs)

    def upload(self, node: str) -> tuple[Place, str] | None:
        """The input of a node that takes a file, and the kind of file."""
        each = self.workflow.nodes[node]
        for name in each.inputs:
            spec = self.spec(Place(node, name))
            kind = spec.upload if spec else UPLOADS.get((each.class_type, name), "")
            if kind:
                return Place(node, name), kind
        return None

    def uploads(self, kind: str) -> list[Place]:
        """The inputs of the nodes that feed the result which take a file of a kind."""
        found = [self.upload(node) for node in self.fed]
        return [each[0] for each in found if each and each[1] == kind]

    def inputs(self, wanted: Callable[[Place], bool]) -> list[Place]:
        """The inputs that are as wanted, of the nodes that feed the result."""
        places = [
            Place(node, name) for node in self.fed for name in self.workflow.nodes[node].inputs
        ]
        return [place for place in places if wanted(place)]

    def alike(self, places: Iterable[Place], why: str) -> Found | None:
        """All places where they hold the same; places that differ are a tie."""
        each = tuple(places)
        same = len({_comparable(self.workflow.value(*place)) for place in each}) == 1
        return (Found.every if same else Found.single)(each, why)

    def literals(self, places: Iterable[Place]) -> list[Place]:
        """Where the literals of some inputs stand, of those that have one, each once."""
        found = [self.workflow.literal(*place) for place in places]
        return list(dict.fromkeys(each for each in found if each))


def _comparable(value: object) -> tuple[object, ...]:
    """A value by which 24 and 24.0 are the same, and true and 1 are not."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return (value,) if is_number else ("", repr(value))
