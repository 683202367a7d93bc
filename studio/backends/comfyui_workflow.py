"""A workflow file of ComfyUI, parsed: API format alone, whole and within limits."""

import json
from typing import Any, cast

from studio.backends.comfyui_graph import Workflow, shown, title_of
from studio.errors import BadInput

MAX_BYTES = 4_000_000
MAX_NODES = 5_000
_DEPTH = 32  # of lists and objects inside each other
_LONG = 200  # characters of an id, a class or an input's name


def parse(data: bytes, name: str) -> Workflow:
    """The workflow in a file called `name`.

    Raises BadInput for what is no JSON, is the editor's own format (told by its `nodes`), has a
    node whose class the exporting server lacked, or links that lead nowhere.
    """
    called = shown(name)
    graph = _graph(data, called)
    if isinstance(graph.get("nodes"), list):
        raise BadInput("comfyui.workflow_of_editor", name=called)
    if not graph:
        raise BadInput("comfyui.workflow_empty", name=called)
    if len(graph) > MAX_NODES:
        raise BadInput("comfyui.workflow_many", name=called, most=MAX_NODES)
    for node, value in graph.items():
        _check(node, value, called)
    workflow = Workflow.of(graph)
    for place, source in workflow.links():
        if source.node not in workflow.nodes:
            raise BadInput(
                "comfyui.workflow_loose", name=called, node=workflow.nodes[place.node].called,
                id=place.node, input=shown(place.input), source=shown(source.node),
            )  # fmt: skip
    return workflow


def _graph(data: bytes, name: str) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise BadInput("comfyui.workflow_large", name=name, most=MAX_BYTES // 1_000_000)
    try:
        graph = json.loads(data, parse_constant=_no_number)
        json.dumps(graph, ensure_ascii=False).encode()  # half a character is no text
    except (ValueError, RecursionError) as error:
        raise BadInput("comfyui.workflow_no_json", name=name, detail=shown(error)) from None
    if not isinstance(graph, dict) or _deep(cast(object, graph)):
        raise BadInput("comfyui.workflow_no_graph", name=name)
    return cast(dict[str, Any], graph)


def _no_number(text: str) -> object:
    raise ValueError(f"{text} is no number of JSON")


def _deep(value: object) -> bool:
    """Whether lists and objects lie deeper in each other than any workflow's."""
    layer = [value]
    for _ in range(_DEPTH):
        layer = [inner for each in layer for inner in _inside(each)]
        if not layer:
            return False
    return True


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(cast(dict[str, object], value).values())
    return list(cast(list[object], value)) if isinstance(value, list) else []


def _check(node: str, value: object, name: str) -> None:
    """Raise BadInput for a node that no server would take."""
    if not isinstance(value, dict) or len(node) > _LONG or not node:
        raise BadInput("comfyui.workflow_no_node", name=name, id=shown(node))
    each = cast(dict[str, object], value)
    inputs = each.get("inputs", {})
    if not isinstance(inputs, dict):
        raise BadInput("comfyui.workflow_no_node", name=name, id=shown(node))
    values = cast(dict[str, object], inputs)
    kind = each.get("class_type")
    if not isinstance(kind, str) or not 0 < len(kind) <= _LONG:
        left = [shown(said) for key, said in values.items() if key.startswith("UNKNOWN")]
        raise BadInput(
            "comfyui.workflow_no_class", name=name, id=shown(node), title=shown(title_of(each)),
            values=shown(", ".join(left)) or "–",
        )  # fmt: skip
    if any(not 0 < len(key) <= _LONG for key in values):
        raise BadInput("comfyui.workflow_no_node", name=name, id=shown(node))
