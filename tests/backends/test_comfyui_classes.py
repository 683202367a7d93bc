"""What node classes of ComfyUI take: choices, dotted names, nonsense, what is kept."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.backends.comfyui_classes import Classes, Kind
from tests.backends.comfyui_flows import CLASSES, FLOWS, INFO, WAN, workflow


def test_numbers_have_limits_and_steps() -> None:
    spec = CLASSES.spec("WanImageToVideo", "length")
    assert spec is not None
    assert (spec.kind, spec.low, spec.high, spec.step, spec.default) == (Kind.INT, 1, 16384, 4, 81)
    assert spec.required


def test_choices_come_in_two_shapes() -> None:
    old, new = CLASSES.spec("KSampler", "sampler_name"), CLASSES.spec("SaveVideo", "format")
    assert old is not None
    assert new is not None
    assert (old.kind, old.choices) == (Kind.CHOICE, ("euler", "ddim"))
    assert (new.kind, new.choices) == (Kind.CHOICE, ("auto", "mp4"))
    plain = Classes.read({"A": {"input": {"required": {"x": ["COMBO", {"options": ["a"]}]}}}})
    spec = plain.spec("A", "x")
    assert spec is not None
    assert spec.choices == ("a",)


def test_a_row_may_lack_its_options() -> None:
    for row in (["COMBO"], ["IMAGE"], ["INT"]):
        classes = Classes.read({"A": {"input": {"required": {"x": row}}}})
        spec = classes.spec("A", "x")
        assert spec is not None
        assert (spec.choices, spec.low) == (None, None)


def test_dotted_names_are_found_in_the_chosen_option() -> None:
    chosen = {"format": "mp4", "format.codec": "h264", "format.codec.encoding": "re-encode"}
    crf = CLASSES.spec("SaveVideo", "format.codec.encoding.crf", chosen)
    assert crf is not None
    assert (crf.kind, crf.high) == (Kind.FLOAT, 51.0)
    other = chosen | {"format.codec": "auto"}
    assert CLASSES.spec("SaveVideo", "format.codec.encoding.crf", other) is None
    assert CLASSES.spec("SaveVideo", "format.codec.encoding.crf") == crf
    assert CLASSES.required("SaveVideo", chosen) == (
        "video", "filename_prefix", "format", "format.codec", "format.codec.encoding.crf",
    )  # fmt: skip


def test_growing_inputs_are_optional_beyond_their_least() -> None:
    first = CLASSES.spec("GrowingReferences", "ref_images.ref_image_0")
    second = CLASSES.spec("GrowingReferences", "ref_images.ref_image_1")
    assert first is not None
    assert second is not None
    assert (first.type, first.required, second.required) == ("IMAGE", True, False)
    assert CLASSES.spec("GrowingReferences", "ref_images.other") is None
    assert "ref_images" not in CLASSES.required("GrowingReferences", {})


def test_growing_inputs_may_have_names() -> None:
    row = ["COMFY_AUTOGROW_V3", {"template": {"input": {"required": {"x": ["INT", {}]}},
                                              "names": ["a", "b"]}}]  # fmt: skip
    classes = Classes.read({"A": {"input": {"required": {"values": row}}}})
    spec = classes.spec("A", "values.b")
    assert spec is not None
    assert spec.kind is Kind.INT
    assert classes.spec("A", "values.c") is None


@pytest.mark.parametrize(
    ("class_type", "name", "kind"),
    [("LoadImage", "image", "picture"), ("LoadVideo", "file", "video"),
     ("LoadAudio", "audio", "sound"), ("KSampler", "seed", "")],
)  # fmt: skip
def test_uploads_are_told_by_their_flags(class_type: str, name: str, kind: str) -> None:
    spec = CLASSES.spec(class_type, name)
    assert spec is not None
    assert spec.upload == kind


def test_a_seed_is_told_from_a_count_with_the_same_mark() -> None:
    seeds = [("KSampler", "seed"), ("KSamplerAdvanced", "noise_seed"), ("SeedNode", "seed")]
    for each in seeds:
        spec = CLASSES.spec(*each)
        assert spec is not None
        assert spec.is_seed
    count = CLASSES.spec("PrimitiveInt", "value")
    assert count is not None
    assert not count.is_seed


def test_outputs_and_results() -> None:
    assert CLASSES.is_output("SaveVideo")
    assert not CLASSES.is_output("CreateVideo")
    assert not CLASSES.is_output("Nobody")
    assert CLASSES.outputs("CheckpointLoaderSimple") == ("MODEL", "CLIP", "VAE")
    assert "KSampler" in CLASSES
    assert "Nobody" not in CLASSES


@pytest.mark.parametrize("name", FLOWS)
def test_the_kept_part_tells_the_same(name: str) -> None:
    flow = workflow(FLOWS[name])
    raw = CLASSES.narrowed(flow)
    kept = Classes.read(json.loads(json.dumps(raw)))
    assert "tooltip" not in json.dumps(raw)
    assert "safetensors" not in json.dumps(raw)
    for node in flow.nodes.values():
        if node.class_type not in INFO:
            continue
        assert kept.is_output(node.class_type) == CLASSES.is_output(node.class_type)
        assert kept.required(node.class_type, node.inputs) == CLASSES.required(
            node.class_type, node.inputs
        )
        for each in node.inputs:
            one, two = (c.spec(node.class_type, each, node.inputs) for c in (kept, CLASSES))
            assert (one is None) == (two is None)
            if one and two:
                assert (one.kind, one.low, one.high, one.step) == (
                    two.kind, two.low, two.high, two.step,
                )  # fmt: skip
                assert (one.upload, one.is_seed, one.required) == (
                    two.upload, two.is_seed, two.required,
                )  # fmt: skip


def test_lists_of_files_are_not_kept_but_other_choices_are() -> None:
    kept = Classes.read(CLASSES.narrowed(workflow(WAN)))
    model, sampler = kept.spec("UNETLoader", "unet_name"), kept.spec("KSampler", "sampler_name")
    assert model is not None
    assert sampler is not None
    assert (model.choices, sampler.choices) == (None, ("euler", "ddim"))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from(["INT", "COMBO", "COMFY_DYNAMICCOMBO_V3", "COMFY_AUTOGROW_V3", "a"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["required", "optional", "input", "template", "options", "prefix", "names",
                         "key", "inputs", "a", "min", "max", "output"]), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@settings(deadline=None)
@given(_JSON, _JSON)
def test_nonsense_is_left_out(inputs: Any, row: Any) -> None:
    raw = {"A": {"input": inputs, "output": row}, "B": row,
           "C": {"input": {"required": {"a": row}}}}  # fmt: skip
    classes = Classes.read(raw)
    for each in ("A", "B", "C"):
        for name in ("a", "a.a", "a.a0", "a.a.a"):
            classes.spec(each, name, {"a": "a"})
        classes.required(each, {"a": "a"})
        classes.outputs(each)
    flow = workflow({"1": {"class_type": "A"}, "2": {"class_type": "C"}})
    Classes.read(classes.narrowed(flow))
