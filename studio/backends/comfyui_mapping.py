"""Which inputs of a ComfyUI workflow take what the studio asks for: roles and their targets.

A workflow has no named parameters, so one mapping is kept beside it. Class and title are there to
find a node again when the workflow is exported anew.
"""

from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field, ValidationError

from studio.backends.base import Sentence, Value
from studio.backends.comfyui_graph import Place, Workflow, shown
from studio.errors import BadInput
from studio.messages import Part

_LARGEST = 1_000_000  # bytes of a mapping
_MOST = 64  # targets of one role


class Role(StrEnum):
    """What the studio may set; `output` names the node whose file is wanted."""

    PROMPT = "prompt"
    NEGATIVE = "negative"
    SEED = "seed"
    WIDTH = "width"
    HEIGHT = "height"
    FRAMES = "frames"
    SECONDS = "seconds"
    FPS = "fps"
    FIRST_FRAME = "first_frame"
    LAST_FRAME = "last_frame"
    REFERENCE = "reference"
    AUDIO = "audio"
    VIDEO = "video"
    LORA = "lora"
    LORA_STRENGTH = "lora_strength"
    OUTPUT = "output"

    @property
    def key(self) -> str:
        """The catalogue key of its name."""
        return f"comfyui.role_{self.value}"


# Roles whose targets take one thing each, in order; all targets of another role take the same.
ONE_EACH = frozenset({Role.REFERENCE, Role.LORA, Role.LORA_STRENGTH})


class Target(Value):
    """One input of one node (none for an output), and what the node was when it was chosen."""

    node: str = Field(min_length=1, max_length=200)
    input: str = Field(default="", max_length=200)
    class_type: str = Field(min_length=1, max_length=200)
    title: str = ""

    @property
    def place(self) -> Place:
        """The input it names."""
        return Place(self.node, self.input)


class Mapping(Value):
    """Role to targets. References, LoRAs and their strengths go to their targets in order; of
    every other role all targets are set to the same.
    """

    roles: dict[Role, tuple[Target, ...]] = Field(default_factory=dict)

    def of(self, role: Role) -> tuple[Target, ...]:
        """The targets of a role, none where it is not mapped."""
        return self.roles.get(role, ())

    @property
    def output(self) -> str:
        """The id of the node whose file is wanted, empty where none is chosen."""
        return self.of(Role.OUTPUT)[0].node if self.of(Role.OUTPUT) else ""

    def targets(self) -> Iterator[tuple[Role, Target]]:
        """Every role with every target of it."""
        for role in Role:  # in one order, however the mapping was written
            yield from ((role, target) for target in self.of(role))

    def checked(self, workflow: Workflow) -> "Mapping":
        """This mapping without empty roles, if it holds for a workflow.

        Raises BadInput for a target that is not there, is of another class, or has two roles.
        """
        taken: dict[Place, Role] = {}
        for role, target in self.targets():
            said, name = _named(target), Part(role.key)
            if not _holds(role, target, workflow):
                raise BadInput("comfyui.map_no_target", **said, role=name)
            # Two inputs may take one and the same value.
            place = workflow.literal(*target.place) or target.place
            other = taken.setdefault(place, role)
            if other is not role:
                raise BadInput("comfyui.map_twice", **said, role=name, other=Part(other.key))
        if len(self.of(Role.OUTPUT)) > 1:
            raise BadInput("comfyui.map_outputs")
        for role, targets in self.roles.items():
            if len(targets) > _MOST:
                raise BadInput("comfyui.map_many", role=Part(role.key), most=_MOST)
        return Mapping(roles={role: each for role, each in self.roles.items() if each})


class Lost(Value):
    """A target that a workflow exported anew has no certain place for; `among` may be it."""

    role: Role
    target: Target
    among: tuple[Target, ...] = ()

    @property
    def told(self) -> Sentence:
        """What to ask the maker."""
        return Sentence(key="comfyui.map_lost", values={**_named(self.target)})


def read(data: bytes, name: str) -> Mapping:
    """A mapping as JSON in a file called `name`, not yet checked against its workflow.

    Raises BadInput for one that makes no sense.
    """
    try:
        if len(data) > _LARGEST:
            raise ValueError(f"{len(data)} bytes")
        return Mapping.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        detail = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise BadInput("comfyui.map_unreadable", name=shown(name), detail=shown(detail)) from None
    except ValueError as error:
        raise BadInput("comfyui.map_unreadable", name=shown(name), detail=shown(error)) from None


def target_of(workflow: Workflow, node: str, name: str = "") -> Target:
    """An input of a workflow's node as a target; KeyError for a node that is not there."""
    each = workflow.nodes[node]
    return Target(node=node, input=name, class_type=each.class_type, title=each.title)


def moved(mapping: Mapping, workflow: Workflow) -> tuple[Mapping, tuple[Lost, ...]]:
    """A mapping carried over to its workflow exported anew, and the targets that were lost.

    A node of the same id and class is kept; else the only one of that class and title is taken,
    unless another target holds it; else the maker must be asked.
    """
    found: dict[tuple[Role, int], Target] = {}
    held: set[Place] = set()
    numbered = [(r, n, t) for r in Role for n, t in enumerate(mapping.of(r))]
    for role, number, target in numbered:
        if _holds(role, target, workflow):
            found[role, number] = target_of(workflow, target.node, target.input)
            held.add(target.place)
    lost: list[Lost] = []
    for role, number, target in numbered:
        if (role, number) in found:
            continue
        among = [each for each in _alike(role, target, workflow) if each.place not in held]
        titled = [each for each in among if each.title == target.title]
        if len(titled) == 1:
            found[role, number] = titled[0]
            held.add(titled[0].place)
        else:
            lost.append(Lost(role=role, target=target, among=tuple(titled or among)))
    roles: dict[Role, tuple[Target, ...]] = {}
    for (role, _), target in sorted(found.items(), key=lambda each: each[0][1]):
        roles[role] = (*roles.get(role, ()), target)
    return Mapping(roles=roles), tuple(lost)


def _holds(role: Role, target: Target, workflow: Workflow) -> bool:
    """Whether a target is in a workflow: its node, of its class, with its input."""
    node = workflow.nodes.get(target.node)
    if node is None or node.class_type != target.class_type:
        return False
    return target.input == "" if role is Role.OUTPUT else target.input in node.inputs


def _alike(role: Role, target: Target, workflow: Workflow) -> list[Target]:
    """The same input of every node of a target's class."""
    made = [
        target_of(workflow, name, target.input)
        for name, node in workflow.nodes.items()
        if node.class_type == target.class_type
    ]
    return [each for each in made if _holds(role, each, workflow)]


def _named(target: Target) -> dict[str, str]:
    called = shown(target.title) or shown(target.class_type)
    return {"node": called, "id": shown(target.node), "input": shown(target.input) or "–"}
