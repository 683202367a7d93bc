"""What a server lacks for a workflow of ComfyUI: all of it, told before anything is submitted.

A server names only the first missing class, and checks only what feeds a result.
"""

from collections.abc import Mapping
from typing import Any, cast

from studio.backends.base import Sentence
from studio.backends.comfyui_classes import Classes, Kind, Spec
from studio.backends.comfyui_graph import Node, Workflow, link, shown
from studio.backends.comfyui_rows import is_model

_MOST = 50  # sentences


def lacks(graph: Mapping[str, Any], classes: Classes, output: str = "") -> tuple[Sentence, ...]:
    """Missing classes, missing models and values that are refused, each by its node's title.

    With `output` only the nodes that it is made from are looked at for values, as the server
    does; classes must be there for every node. Files that are sent up are never looked for in
    the server's lists: what lies in a folder of its own is not in them.
    """
    workflow = Workflow.of(graph)
    found = list(_missing(workflow, classes))
    for name in workflow.sources(output) if output else workflow.nodes:
        node = workflow.nodes[name]
        if node.class_type in classes:
            found += _values(name, node, classes)
    return tuple(found[:_MOST])


def _missing(workflow: Workflow, classes: Classes) -> list[Sentence]:
    lacking: dict[str, list[str]] = {}
    for node in workflow.nodes.values():
        if node.class_type not in classes:
            lacking.setdefault(node.class_type, []).append(node.called)
    return [
        _said("comfyui.lacks_class", kind=shown(kind), node=shown(", ".join(called)))
        for kind, called in lacking.items()
    ]


def _values(name: str, node: Node, classes: Classes) -> list[Sentence]:
    inputs = node.inputs
    last = {each.rpartition(".")[2] for each in inputs}  # as before names had dots
    found = [
        _said("comfyui.lacks_input", node=node.called, id=name, input=shown(each))
        for each in classes.required(node.class_type, inputs)
        if each not in inputs and each.rpartition(".")[2] not in last
    ]
    for each, value in inputs.items():
        spec = classes.spec(node.class_type, each, inputs)
        if spec is None or spec.upload or link(value) is not None:
            continue
        said = _value(spec, value)
        if said:
            key, values = said
            found.append(_said(key, node=node.called, id=name, input=shown(each), **values))
    return found


def _value(spec: Spec, value: object) -> tuple[str, dict[str, str | int]] | None:
    """Why a literal is refused: the key and values of the sentence."""
    text: dict[str, str | int] = {"value": shown(value)}
    if spec.kind is Kind.CHOICE and spec.choices is not None:
        if not isinstance(value, str | int | float) or value in spec.choices:
            return None
        return ("comfyui.lacks_model" if is_model(value) else "comfyui.lacks_choice"), text
    if spec.kind not in {Kind.INT, Kind.FLOAT} or isinstance(value, list | dict):
        return None
    number = _number(value)
    if number is None:
        return "comfyui.lacks_number", text
    if spec.low is not None and number < spec.low:
        return "comfyui.lacks_more", text | {"limit": f"{spec.low}"}
    if spec.high is not None and number > spec.high:
        return "comfyui.lacks_less", text | {"limit": f"{spec.high}"}
    return None


def _number(value: object) -> float | None:
    """A number as the server reads it: words that are one count too."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return float(cast(str, value))
    except (TypeError, ValueError):
        return None


def _said(key: str, **values: str | int) -> Sentence:
    return Sentence(key=key, values=values)
