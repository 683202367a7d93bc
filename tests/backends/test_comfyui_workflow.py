"""Workflow files of ComfyUI: what is taken, what is refused and how, and what links reach."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.backends.comfyui_graph import Link, Place, link, shown
from studio.backends.comfyui_workflow import MAX_BYTES, MAX_NODES, parse
from studio.errors import BadInput
from tests.backends.comfyui_flows import FLOWS, LTX, TITLED, WAN, WAN_TWO, changed, node, workflow


def refused(data: Any) -> BadInput:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    with pytest.raises(BadInput) as caught:
        parse(raw, "flow.json")
    assert all(caught.value.text(language) for language in ("en", "zh"))
    assert "flow.json" in str(caught.value)
    return caught.value


@pytest.mark.parametrize("name", FLOWS)
def test_a_graph_is_kept_as_in_its_file(name: str) -> None:
    flow = workflow(FLOWS[name])
    assert flow.graph == FLOWS[name]
    flow.graph.clear()
    assert flow.graph == FLOWS[name]


def test_ids_inside_subgraphs_are_kept() -> None:
    flow = workflow(WAN_TWO)
    assert flow.nodes["57:85"].class_type == "KSamplerAdvanced"
    assert flow.titles["57:93"] == "Prompt"


def test_the_editors_own_format_is_refused_with_the_way_to_export() -> None:
    for links in ([[1, 2, 0, 3, 0, "MODEL"]], None):
        editor = {"nodes": [{"id": 1, "type": "KSampler"}], "links": links, "version": 0.4}
        error = refused(editor)
        assert error.key == "comfyui.workflow_of_editor"
        assert "File > Export (API)" in str(error)


def test_a_node_without_a_class_is_refused_by_its_id_and_values() -> None:
    lacking = {"inputs": {"UNKNOWN": "deep", "UNKNOWN_1": 3}, "_meta": {"title": "Magic"}}
    error = refused(WAN | {"57:9": lacking})
    assert error.key == "comfyui.workflow_no_class"
    assert all(part in str(error) for part in ("57:9", "Magic", "deep, 3"))


def test_a_link_that_leads_nowhere_is_refused() -> None:
    error = refused(changed(WAN, "3", model=["99", 0]))
    assert error.key == "comfyui.workflow_loose"
    assert "KSampler" in str(error)
    assert "99" in str(error)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "no_json"), (b"{", "no_json"), (b"\xff\xfe\x00", "no_json"),
        (b'{"1": {"class_type": "A", "inputs": {"x": NaN}}}', "no_json"),
        (b'{"1": {"class_type": "\\ud800"}}', "no_json"), (b"[" * 100_000, "no_json"),
        (b"[]", "no_graph"), (b'"words"', "no_graph"), (b"{}", "empty"),
        (b'{"a":' * 60 + b"1" + b"}" * 60, "no_graph"), (b'{"1": 2}', "no_node"),
        (b'{"": {"class_type": "A"}}', "no_node"),
        (b'{"1": {"class_type": "A", "inputs": []}}', "no_node"),
        (b'{"1": {"class_type": 5}}', "no_class"), (b'{"prompt": {"1": {}}}', "no_class"),
        (b" " * (MAX_BYTES + 1), "large"),
    ],
)  # fmt: skip
def test_what_is_no_workflow_is_refused(data: bytes, key: str) -> None:
    assert refused(data).key == f"comfyui.workflow_{key}"


def test_too_many_nodes_are_refused() -> None:
    many = {f"{number}": {"class_type": "A"} for number in range(MAX_NODES + 1)}
    assert refused(many).key == "comfyui.workflow_many"


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_bytes_are_a_workflow_or_bad_input(data: bytes) -> None:
    with contextlib.suppress(BadInput):
        parse(data, "flow.json")


def test_links_are_told_from_lists() -> None:
    assert link(["57:8", 1]) == Link("57:8", 1)
    for value in (["57:8"], ["a", -1], ["a", True], ["a", "b"], [1, 0], ["a", 0, 0], "a", None):
        assert link(value) is None


def test_a_literal_is_followed_up_to_a_value() -> None:
    flow = workflow(TITLED)
    assert flow.literal("20", "width") == Place("4", "value")
    assert flow.value("22", "color") == 1
    assert flow.literal("20", "crop") == Place("20", "crop")
    assert flow.literal("20", "image") is None
    assert flow.literal("20", "none") is None
    assert workflow(LTX).literal("92:21", "width") is None


def test_a_primitive_that_is_given_its_value_is_followed_on() -> None:
    flow = workflow(
        TITLED | {"4": node("PrimitiveInt", value=["40", 0]), "40": node("INTConstant", value=7)}
    )
    assert flow.literal("20", "width") == Place("40", "value")
    ring = workflow(
        {"1": node("PrimitiveInt", value=["2", 0]), "2": node("PrimitiveInt", value=["1", 0])}
    )
    assert ring.literal("1", "value") is None


def test_what_an_output_reaches_and_what_feeds_it() -> None:
    flow = workflow(WAN)
    assert flow.takers("50") == (Place("3", "positive"), Place("3", "negative"),
                                 Place("3", "latent_image"))  # fmt: skip
    assert flow.takers("50", 2) == (Place("3", "latent_image"),)
    assert flow.reached("52")[0] == Place("50", "start_image")
    assert flow.reached("52")[-1] == Place("58", "video")
    assert flow.sources("58")[:2] == ("58", "57")
    assert {*flow.sources("58")} == {*WAN}
    assert "6" not in flow.sources("58", ("positive", "negative"))
    assert flow.sources("none") == ()


def test_rings_end() -> None:
    ring = workflow({"1": node("A", x=["2", 0]), "2": node("A", x=["1", 0])})
    assert ring.sources("1") == ("1", "2")
    assert ring.reached("1") == (Place("2", "x"), Place("1", "x"))


def test_names_from_outside_are_one_short_line() -> None:
    assert shown("a\n\x1b[31m b") == "a [31m b"
    assert len(shown("x" * 500)) == 80
