"""LoRAs and inputs that figures' handles ask for, in workflows of ComfyUI."""

from typing import Any

import pytest

from studio.backends.base import Fate
from studio.backends.comfyui_classes import Classes
from studio.backends.comfyui_fill import Filled, Wishes, fill
from studio.backends.comfyui_handles import Lora, Setting, given
from studio.backends.comfyui_mapping import Mapping, Role, target_of
from studio.backends.comfyui_suggest import suggest
from tests.backends.comfyui_flows import (
    CLASSES,
    LTX,
    STILL,
    WAN,
    WAN_TWO,
    Graph,
    changed,
    node,
    workflow,
)

ADA, BEN = Lora("ada.safetensors", 0.8), Lora("sub/ben.safetensors")


def filled(
    graph: Graph, *loras: Lora, output: str = "", classes: Classes | None = CLASSES, **more: Any
) -> Filled:
    flow = workflow(graph)
    roles = {Role.OUTPUT: (target_of(flow, output),)} if output else {}
    mapping = more.pop("mapping", Mapping(roles=roles))
    return fill(flow, mapping, Wishes(loras=loras, **more), classes)


def keys(result: Filled) -> list[str]:
    assert all(each.text(language) for each in result.blocks for language in ("en", "zh"))
    return [each.key.removeprefix("comfyui.") for each in result.blocks]


def test_handles_are_read() -> None:
    asked = given(
        [
            {"comfyui.lora": "ada.safetensors:0.8", "kling.element": "1"},
            {"comfyui.lora": "sub/ben.safetensors", "comfyui.input": "57:3.format.codec=h264"},
            {"comfyui.lora": "ada.safetensors:1.5"},
            {},
        ]
    )
    assert asked.loras == (ADA, BEN)
    assert asked.settings == (Setting("57:3", "format.codec", "h264"),)
    assert asked.blocks == ()


@pytest.mark.parametrize(
    "handle", ["", " ", ":0.5", "ada:3", "ada:-2.5", "ada:strong", "ada:nan", "a\nb", "ada:1:x"]
)
def test_a_handle_that_names_no_lora_is_refused(handle: str) -> None:
    asked = given([{"comfyui.lora": handle}])
    assert asked.loras == ()
    assert [each.key for each in asked.blocks] == ["comfyui.lora_bad"]


@pytest.mark.parametrize("handle", ["", "a", "a.b", "a=b", ".b=c", "a.=c"])
def test_a_handle_that_sets_no_input_is_refused(handle: str) -> None:
    asked = given([{"comfyui.input": handle}])
    assert [each.key for each in asked.blocks] == ["comfyui.set_bad_handle"]


SLOTS: Graph = changed(WAN, "54", model=["21", 0]) | {
    "20": node("LoraLoaderModelOnly", "studio:lora_1", model=["37", 0],
               lora_name="x.safetensors", strength_model=1.0),
    "21": node("LoraLoaderModelOnly", "studio:lora_2", model=["20", 0],
               lora_name="y.safetensors", strength_model=1.0),
}  # fmt: skip
SLOTTED = suggest(workflow(SLOTS), CLASSES).mapping


def slots(result: Filled) -> list[tuple[str, float]]:
    inputs = [result.graph[name]["inputs"] for name in ("20", "21")]
    return [(each["lora_name"], each["strength_model"]) for each in inputs]


def test_mapped_slots_are_set_in_order_and_the_rest_to_nothing() -> None:
    assert slots(filled(SLOTS, ADA, BEN, mapping=SLOTTED)) == [
        ("ada.safetensors", 0.8), ("sub\\ben.safetensors", 1.0),
    ]  # fmt: skip
    one = filled(SLOTS, ADA, mapping=SLOTTED)
    assert slots(one) == [("ada.safetensors", 0.8), ("y.safetensors", 0.0)]
    assert slots(filled(SLOTS, mapping=SLOTTED)) == [("x.safetensors", 0.0), ("y.safetensors", 0.0)]
    assert one.graph.keys() == SLOTS.keys()
    assert keys(one) == []


def test_a_folder_need_not_be_named() -> None:
    found = slots(filled(SLOTS, Lora("ben.safetensors"), mapping=SLOTTED))
    assert found[0] == ("sub\\ben.safetensors", 1.0)


def test_more_loras_than_slots_are_refused() -> None:
    result = filled(SLOTS, ADA, BEN, Lora("c"), mapping=SLOTTED)
    assert keys(result) == ["lora_many"]


def test_a_lora_that_the_server_lacks_is_refused() -> None:
    assert keys(filled(SLOTS, Lora("none.safetensors"), mapping=SLOTTED)) == ["lora_missing"]
    assert keys(filled(WAN, Lora("none.safetensors"), output="58")) == ["lora_missing"]
    unknown = Classes.read(CLASSES.narrowed(workflow(WAN)))
    assert keys(filled(WAN, Lora("none.safetensors"), output="58", classes=unknown)) == []


@pytest.mark.parametrize("classes", [CLASSES, None])
def test_nodes_are_put_behind_the_loader(classes: Classes | None) -> None:
    result = filled(WAN, ADA, BEN, output="58", classes=classes)
    assert keys(result) == []
    first, second = result.graph["studio:lora:1"], result.graph["studio:lora:2"]
    assert first["class_type"] == "LoraLoaderModelOnly"
    assert first["inputs"] == {
        "model": ["37", 0], "lora_name": "ada.safetensors", "strength_model": 0.8,
    }  # fmt: skip
    assert second["inputs"]["model"] == ["studio:lora:1", 0]
    assert result.graph["54"]["inputs"]["model"] == ["studio:lora:2", 0]
    untouched = WAN.keys() - {"54", "58"}
    assert all(result.graph[name] == WAN[name] for name in untouched)
    told = [each for each in result.told if each.role is Role.LORA]
    assert [each.fate for each in told] == [Fate.KEPT, Fate.KEPT]
    assert "0.8" in told[0].told.text("en")


def test_a_checkpoint_gives_its_words_too() -> None:
    result = filled(STILL, ADA, output="9")
    assert result.graph["studio:lora:1"] == {
        "class_type": "LoraLoader", "_meta": {"title": "studio:lora:1"},
        "inputs": {"model": ["4", 0], "lora_name": "ada.safetensors", "strength_model": 0.8,
                   "clip": ["4", 1], "strength_clip": 0.8},
    }  # fmt: skip
    assert result.graph["3"]["inputs"]["model"] == ["studio:lora:1", 0]
    assert result.graph["6"]["inputs"]["clip"] == ["studio:lora:1", 1]
    assert result.graph["8"]["inputs"]["vae"] == ["4", 2]


def test_one_model_for_two_stages_is_one_chain() -> None:
    result = filled(LTX, ADA, output="75")
    assert result.graph["studio:lora:1"]["class_type"] == "LoraLoaderModelOnly"
    assert result.graph["92:31"]["inputs"]["model"] == ["studio:lora:1", 0]


def test_ids_clash_with_nothing() -> None:
    graph = changed(WAN, "54", model=["studio:lora:1", 0]) | {
        "studio:lora:1": node("LoraLoaderModelOnly", model=["37", 0], lora_name="fast.safetensors",
                              strength_model=1.0),
    }  # fmt: skip
    result = filled(graph, ADA, output="58")
    assert result.graph["studio:lora:2"]["inputs"]["model"] == ["37", 0]
    assert result.graph["studio:lora:1"]["inputs"]["model"] == ["studio:lora:2", 0]
    assert result.graph["54"] == graph["54"]


@pytest.mark.parametrize(
    ("graph", "output"),
    [
        (WAN_TWO, "61"),  # two models
        (changed(WAN, "54", model=["3", 0]), "58"),  # a ring
        (WAN | {"37": node("WanVideoModelLoader", model="wan.safetensors")}, "58"),  # another type
        (changed(WAN, "3", model=["39", 0]), "58"),  # no model at all
        (changed(WAN_TWO, "57:86", model=["57:37", 1]), "61"),  # two outputs of one loader
        (WAN | {"70": node("ModelMerge", model1=["37", 0], model2=["37", 0])}, "58"),
    ],
)
def test_without_one_plain_chain_a_lora_is_refused(graph: Graph, output: str) -> None:
    result = filled(graph, ADA, output=output)
    assert keys(result) == ["lora_no_chain"]
    assert result.graph.keys() == graph.keys()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [("steps", "30", 30), ("cfg", "3.5", 3.5), ("cfg", "3", 3.0), ("sampler_name", "ddim", "ddim"),
     ("seed", f"{(1 << 64) - 1}", (1 << 64) - 1), ("denoise", "0.25", 0.25)],
)  # fmt: skip
def test_a_figure_sets_an_input(name: str, text: str, value: object) -> None:
    result = filled(WAN, settings=(Setting("3", name, text),))
    assert result.graph["3"]["inputs"][name] == value
    assert type(result.graph["3"]["inputs"][name]) is type(value)
    assert [each.told.key for each in result.told] == ["comfyui.set_input"]
    assert keys(result) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [("steps", "many"), ("steps", "0"), ("steps", "2.5"), ("cfg", "nan"), ("cfg", "1e9"),
     ("sampler_name", "magic")],
)  # fmt: skip
def test_a_value_that_is_not_taken_is_refused(name: str, text: str) -> None:
    result = filled(WAN, settings=(Setting("3", name, text),))
    assert keys(result) == ["set_bad_value"]
    assert result.graph == WAN


def test_an_input_that_is_not_there_is_told() -> None:
    result = filled(WAN, settings=(Setting("3", "none", "1"), Setting("99", "cfg", "1")))
    assert [each.told.key for each in result.told] == ["comfyui.set_no_input"] * 2
    assert [each.fate for each in result.told] == [Fate.DROPPED] * 2
    assert result.graph == WAN


def test_a_link_gives_way_to_what_a_figure_sets() -> None:
    graph = changed(WAN, "50", width=["70", 0]) | {"70": node("PrimitiveInt", value=640)}
    result = filled(graph, settings=(Setting("50", "width", "480"),))
    assert result.graph["50"]["inputs"]["width"] == 480
    assert result.graph["70"] == graph["70"]
