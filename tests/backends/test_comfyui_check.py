"""What a server lacks for a workflow of ComfyUI: all of it, by the titles of its nodes."""

import pytest

from studio.backends.comfyui_check import lacks
from studio.backends.comfyui_classes import Classes
from tests.backends.comfyui_flows import (
    CLASSES,
    INFO,
    STILL,
    WAN,
    Graph,
    changed,
    node,
    retitled,
    workflow,
)


def keys(graph: Graph, output: str = "", classes: Classes = CLASSES) -> list[str]:
    found = lacks(graph, classes, output)
    assert all(each.text(language) for each in found for language in ("en", "zh"))
    return [each.key.removeprefix("comfyui.lacks_") for each in found]


def test_a_workflow_that_the_server_can_run_lacks_nothing() -> None:
    assert keys(STILL) == []
    assert keys(WAN, "58") == []


def test_all_missing_classes_are_listed() -> None:
    less = {name: each for name, each in INFO.items() if name not in {"KSampler", "VAELoader"}}
    graph = retitled(WAN, n3="My sampler") | {"99": node("Magic", "Loose")}
    found = lacks(graph, Classes.read(less), "58")
    said = [each.text("en") for each in found]
    assert len(said) == 3
    for name, title in (("KSampler", "My sampler"), ("VAELoader", "Load VAE"), ("Magic", "Loose")):
        assert any(name in each and title in each for each in said)


def test_missing_models_are_listed() -> None:
    graph = changed(changed(WAN, "37", unet_name="gone.safetensors"), "39", vae_name="no.sft")
    assert keys(graph) == ["model", "model"]
    said = lacks(graph, CLASSES)[0].text("en")
    assert "gone.safetensors" in said
    assert "Load Diffusion Model" in said


@pytest.mark.parametrize(
    ("inputs", "key"),
    [
        ({"steps": 0}, "more"), ({"cfg": 101.0}, "less"), ({"steps": "many"}, "number"),
        ({"sampler_name": "magic"}, "choice"), ({"denoise": None}, "input"),
        ({"latent_image": None}, "input"), ({"seed": 1 << 64}, "less"), ({"cfg": "101"}, "less"),
    ],
)  # fmt: skip
def test_values_that_are_refused_are_listed(inputs: Graph, key: str) -> None:
    assert keys(changed(WAN, "3", **inputs)) == [key]


@pytest.mark.parametrize("inputs", [{"steps": "20"}, {"cfg": "3.5"}, {"unknown": 1}])
def test_what_the_server_converts_or_ignores_is_let_be(inputs: Graph) -> None:
    assert keys(changed(WAN, "3", **inputs)) == []


def test_uploads_are_never_looked_for() -> None:
    for value in ("studio/not-in-the-list.png", {"$input": 0}):
        assert keys(changed(WAN, "52", image=value)) == []


def test_only_what_feeds_the_result_is_looked_at() -> None:
    graph = changed(WAN, "3", steps=0) | {
        "90": node("EmptyImage", width=8, height=8, batch_size=1, color=0),
        "91": node("SaveImage", images=["90", 0], filename_prefix="x"),
    }
    assert keys(graph, "91") == []
    assert keys(graph, "58") == ["more"]


def test_dotted_options_are_checked_and_older_names_accepted() -> None:
    dotted = {"format": "mp4", "format.codec": "h265"}
    assert keys(changed(WAN, "58", **dotted)) == ["choice"]
    older = changed(WAN, "58", **{"format.codec": None, "codec": "h264"})
    assert keys(older) == []
    assert keys(changed(WAN, "58", **{"format.codec": None})) == ["input"]


def test_lists_that_are_not_known_are_not_asked() -> None:
    kept = Classes.read(CLASSES.narrowed(workflow(WAN)))
    graph = changed(changed(WAN, "37", unet_name="gone.safetensors"), "3", sampler_name="magic")
    assert keys(graph, "58", kept) == ["choice"]
