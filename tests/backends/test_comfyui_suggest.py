"""Mappings suggested for workflows of ComfyUI: by titles, links, flags and words, never guessed."""

import copy
from typing import Any

import pytest

from studio.backends.comfyui_classes import Classes
from studio.backends.comfyui_mapping import Role
from studio.backends.comfyui_suggest import Suggested, suggest
from studio.backends.comfyui_titles import marks
from tests.backends.comfyui_flows import (
    CLASSES,
    LTX,
    STILL,
    TITLED,
    WAN,
    WAN_TWO,
    Graph,
    changed,
    node,
    retitled,
    workflow,
)

KNOWN = pytest.mark.parametrize("classes", [CLASSES, None], ids=["known", "unknown"])


def places(found: Suggested) -> dict[str, list[str]]:
    return {
        role.value: [f"{target.node}.{target.input}" for target in targets]
        for role, targets in found.mapping.roles.items()
    }


def suggested(graph: Graph, classes: Classes | None = CLASSES) -> Suggested:
    flow = workflow(graph)
    found = suggest(flow, classes)
    assert found.mapping.checked(flow) == found.mapping
    assert not found.mapping.roles.keys() & found.doubts.keys()
    assert found.reasons.keys() == found.mapping.roles.keys() | found.doubts.keys()
    assert all(each.text(language) for each in found.reasons.values() for language in ("en", "zh"))
    return found


@KNOWN
def test_image_to_video_in_one_stage(classes: Classes | None) -> None:
    """The rate is the model's own, so it is not suggested."""
    found = suggested(WAN, classes)
    assert places(found) == {
        "prompt": ["6.text"], "negative": ["7.text"], "seed": ["3.seed"], "width": ["50.width"],
        "height": ["50.height"], "frames": ["50.length"], "first_frame": ["52.image"],
        "output": ["58."],
    }  # fmt: skip
    assert found.doubts == {}
    assert found.reasons[Role.PROMPT].key == "comfyui.map_by_links"


@KNOWN
def test_first_and_last_frame_with_two_samplers(classes: Classes | None) -> None:
    """Both pictures are titled alike, and only the sampler that adds noise has a seed."""
    found = suggested(WAN_TWO, classes)
    assert places(found) == {
        "prompt": ["57:93.text"], "negative": ["57:78.text"], "seed": ["57:85.noise_seed"],
        "width": ["57:67.width"], "height": ["57:67.height"], "frames": ["57:67.length"],
        "first_frame": ["80.image"], "last_frame": ["89.image"], "output": ["61."],
    }  # fmt: skip
    assert found.doubts == {}


@KNOWN
def test_two_stages_with_values_of_their_own(classes: Classes | None) -> None:
    """Both noises; the size is behind a reckoning; the model is told the rate, but twice, and
    with two values, so that is a question.
    """
    found = suggested(LTX, classes)
    assert places(found) == {
        "prompt": ["92:3.text"], "negative": ["92:4.text"],
        "seed": ["92:30.noise_seed", "92:34.noise_seed"], "width": ["92:10.value"],
        "height": ["92:11.value"], "frames": ["92:12.value"], "first_frame": ["98.image"],
        "last_frame": ["97.image"], "output": ["75."],
    }  # fmt: skip
    doubts = {role: [each.node for each in targets] for role, targets in found.doubts.items()}
    assert doubts == {Role.FPS: ["92:13", "92:24"]}


def test_a_rate_that_the_model_is_told_is_written_everywhere() -> None:
    found = suggested(changed(LTX, "92:24", frame_rate=24))
    assert places(found)["fps"] == ["92:13.value", "92:24.frame_rate"]


def test_a_rate_handed_on_by_a_sum_is_its_value() -> None:
    graph = changed(
        changed(LTX, "92:20", frame_rate=["92:60", 0]), "92:24", frame_rate=["92:60", 1]
    )
    graph["92:60"] = node("ComfyMathExpression", expression="a", **{"values.a": ["92:13", 0]})
    assert places(suggested(graph))["fps"] == ["92:13.value"]


@KNOWN
def test_a_still(classes: Classes | None) -> None:
    found = suggested(STILL, classes)
    assert places(found) == {
        "prompt": ["6.text"], "negative": ["7.text"], "seed": ["3.seed"], "width": ["5.width"],
        "height": ["5.height"], "output": ["9."],
    }  # fmt: skip


@KNOWN
def test_titles_name_every_role(classes: Classes | None) -> None:
    found = suggested(TITLED, classes)
    assert places(found) == {
        "prompt": ["1.value"], "negative": ["2.value"], "seed": ["3.seed"], "width": ["4.value"],
        "height": ["5.value"], "frames": ["6.value"], "fps": ["7.value"],
        "first_frame": ["8.image"], "last_frame": ["9.image"], "reference": ["10.image"],
        "audio": ["11.audio"], "output": ["30."],
    }  # fmt: skip
    assert {each.key for each in found.reasons.values()} == {"comfyui.map_by_title"}


def test_a_title_is_stronger_than_links() -> None:
    swapped = retitled(WAN_TWO, n80="studio:last_frame", n89="studio:first_frame")
    found = places(suggested(swapped))
    assert (found["first_frame"], found["last_frame"]) == (["89.image"], ["80.image"])


@pytest.mark.parametrize(
    ("title", "roles"),
    [
        ("studio:seed", [(Role.SEED, 0)]), ("Studio: Negative Prompt", [(Role.NEGATIVE, 0)]),
        ("studio:reference_12", [(Role.REFERENCE, 12)]), ("studio:lora 2", [(Role.LORA, 2)]),
        ("my size studio:width studio:height", [(Role.WIDTH, 0), (Role.HEIGHT, 0)]),
        ("studio:size", [(Role.WIDTH, 0), (Role.HEIGHT, 0)]), ("studio:nothing", []),
        ("studio", []), ("studio:duration", [(Role.SECONDS, 0)]),
        ("studio:length", [(Role.FRAMES, 0)]),
    ],
)  # fmt: skip
def test_titles_are_read(title: str, roles: list[tuple[Role, int]]) -> None:
    assert marks(title) == roles


def test_one_title_may_name_several_inputs_of_a_node() -> None:
    found = places(suggested(retitled(WAN, n50="studio:size studio:frames")))
    assert found["width"] == ["50.width"]
    assert found["frames"] == ["50.length"]


def test_numbers_in_titles_are_the_order() -> None:
    graph = retitled(WAN_TWO, n80="studio:reference_2", n89="studio:reference_1")
    assert places(suggested(graph))["reference"] == ["89.image", "80.image"]


def test_a_lora_brings_its_strengths() -> None:
    graph = changed(STILL, "3", model=["20", 0]) | {
        "20": node("LoraLoader", "studio:lora_1", model=["4", 0], clip=["4", 1],
                   lora_name="ada.safetensors", strength_model=1.0, strength_clip=1.0),
    }  # fmt: skip
    found = places(suggested(graph))
    assert found["lora"] == ["20.lora_name"]
    assert found["lora_strength"] == ["20.strength_model", "20.strength_clip"]


def test_an_input_named_twice_is_a_question() -> None:
    found = suggested(retitled(WAN, n6="studio:prompt studio:negative"))
    assert Role.PROMPT in found.doubts
    assert Role.PROMPT not in found.mapping.roles


@pytest.mark.parametrize(
    ("way", "inputs"),
    [
        ({"n6": "Prompt", "n7": "Prompt"}, {}),  # told by links, whatever the titles
        ({}, {"6": {"text": ["70", 0]}}),  # a value linked in
    ],
)
def test_texts_are_traced_from_the_sampler(way: dict[str, str], inputs: dict[str, Any]) -> None:
    graph = retitled(WAN, **way) | {"70": node("PrimitiveStringMultiline", value="a fox")}
    for name, values in inputs.items():
        graph = changed(graph, name, **values)
    found = places(suggested(graph))
    assert found["prompt"] == (["70.value"] if inputs else ["6.text"])
    assert found["negative"] == ["7.text"]


def test_a_negative_made_of_the_prompt_is_none() -> None:
    graph = changed(STILL, "3", negative=["20", 0]) | {
        "20": node("ConditioningZeroOut", conditioning=["6", 0])
    }
    found = suggested(graph)
    assert places(found)["prompt"] == ["6.text"]
    assert Role.NEGATIVE not in found.mapping.roles
    assert Role.NEGATIVE not in found.doubts
    both = suggested(changed(STILL, "3", negative=["6", 0]))
    assert places(both)["prompt"] == ["6.text"]
    assert Role.NEGATIVE not in both.mapping.roles


def test_texts_that_differ_are_a_question() -> None:
    graph = changed(STILL, "3", positive=["20", 0]) | {
        "20": node("ConditioningCombine", conditioning_1=["6", 0], conditioning_2=["21", 0]),
        "21": node("CLIPTextEncode", "More", text="a hare", clip=["4", 1]),
    }
    found = suggested(graph)
    assert [each.node for each in found.doubts[Role.PROMPT]] == ["6", "21"]
    assert Role.PROMPT not in found.mapping.roles
    same = suggested(changed(graph, "21", text="a fox"))
    assert places(same)["prompt"] == ["6.text", "21.text"]


def test_a_guider_without_a_negative_side() -> None:
    graph = {
        "1": node("UNETLoader", unet_name="wan_i2v.safetensors"),
        "2": node("CLIPLoader", clip_name="umt5.safetensors", type="wan"),
        "3": node("CLIPTextEncode", "Words", text="a fox", clip=["2", 0]),
        "4": node("FluxGuidance", conditioning=["3", 0], guidance=3.5),
        "5": node("BasicGuider", model=["1", 0], conditioning=["4", 0]),
        "6": node("RandomNoise", noise_seed=3),
        "7": node("EmptyHunyuanLatentVideo", width=848, height=480, length=25, batch_size=1),
        "8": node("SamplerCustomAdvanced", noise=["6", 0], guider=["5", 0], latent_image=["7", 0]),
        "9": node("VAEDecode", samples=["8", 0]),
        "10": node("VHS_VideoCombine", images=["9", 0], frame_rate=24, filename_prefix="a",
                   save_output=True),
    }  # fmt: skip
    assert places(suggested(graph, None)) == {
        "prompt": ["3.text"], "seed": ["6.noise_seed"], "width": ["7.width"],
        "height": ["7.height"], "frames": ["7.length"], "output": ["10."],
    }  # fmt: skip


def test_inputs_named_as_prompts_are_taken_where_no_sampler_is() -> None:
    graph = {
        "1": node("LoadImage", "Load Image", image="a.png"),
        "2": node("CloudImageToVideo", prompt="a fox", negative_prompt="blur", image=["1", 0]),
        "3": node("SaveVideo", video=["2", 0], filename_prefix="a"),
    }
    assert places(suggested(graph)) == {
        "prompt": ["2.prompt"], "negative": ["2.negative_prompt"], "first_frame": ["1.image"],
        "output": ["3."],
    }  # fmt: skip


def test_a_size_that_follows_the_picture_is_nothing_to_set() -> None:
    graph = changed(WAN, "50", width=["70", 0], height=["70", 1]) | {
        "70": node("GetImageSize", image=["52", 0])
    }
    found = suggested(graph)
    assert not {Role.WIDTH, Role.HEIGHT} & (found.mapping.roles.keys() | found.doubts.keys())


def test_a_duration_is_seconds() -> None:
    graph = changed(LTX, "92:21", length=["92:50", 1]) | {
        "92:50": node("ComfyMathExpression", expression="a*b+1",
                      **{"values.a": ["92:51", 0], "values.b": ["92:13", 0]}),
        "92:51": node("PrimitiveInt", "Duration", value=5),
    }  # fmt: skip
    found = places(suggested(graph))
    assert found["seconds"] == ["92:51.value"]
    assert "frames" not in found


def test_one_value_for_both_sides_is_nothing_to_set() -> None:
    graph = changed(WAN, "50", width=["70", 0], height=["70", 0]) | {
        "70": node("PrimitiveInt", "Side", value=640)
    }
    found = suggested(graph)
    assert not {Role.WIDTH, Role.HEIGHT} & found.mapping.roles.keys()


def test_pictures_through_other_nodes_and_for_other_uses() -> None:
    """One is scaled on its way; the other only steers through a vision model."""
    graph = changed(WAN, "50", start_image=["70", 0], clip_vision_output=["71", 0]) | {
        "70": node("ImageScale", image=["52", 0], upscale_method="area", width=832, height=480,
                   crop="center"),
        "71": node("CLIPVisionEncode", image=["52", 0]),
    }  # fmt: skip
    assert places(suggested(graph))["first_frame"] == ["52.image"]


def test_a_picture_that_is_two_things_is_a_question() -> None:
    graph = changed(WAN_TWO, "57:67", end_image=["80", 0])
    found = suggested(graph)
    assert [each.node for each in found.doubts[Role.FIRST_FRAME]] == ["80"]
    assert not {Role.FIRST_FRAME, Role.LAST_FRAME} & found.mapping.roles.keys()


def test_references_are_in_the_order_of_their_inputs() -> None:
    graph = {
        "1": node("LoadImage", "Load Image", image="a.png"),
        "2": node("LoadImage", "Load Image", image="b.png"),
        "4": node("CheckpointLoaderSimple", ckpt_name="sdxl.safetensors"),
        "5": node("GrowingReferences", prompt="a", model=["4", 0],
                  **{"ref_images.ref_image_0": ["2", 0], "ref_images.ref_image_1": ["1", 0]}),
        "6": node("SaveImage", images=["5", 0], filename_prefix="x"),
    }  # fmt: skip
    found = places(suggested(graph))
    assert found["reference"] == ["2.image", "1.image"]


def test_sound_and_video() -> None:
    graph = changed(WAN, "57", audio=["70", 0]) | {"70": node("LoadAudio", audio="a.wav")}
    assert places(suggested(graph))["audio"] == ["70.audio"]
    two = graph | {"71": node("LoadVideo", file="a.mp4"), "72": node("LoadVideo", file="b.mp4")}
    assert Role.VIDEO not in suggested(two).mapping.roles  # they feed nothing


def test_several_results_are_a_question() -> None:
    graph = WAN | {"59": node("SaveVideo", video=["57", 0], filename_prefix="b", format="auto")}
    found = suggested(graph)
    assert {each.node for each in found.doubts[Role.OUTPUT]} == {"58", "59"}
    with_still = WAN | {"59": node("SaveImage", images=["8", 0], filename_prefix="b")}
    assert places(suggested(with_still))["output"] == ["58."]
    titled = retitled(graph, n59="studio:output")
    assert places(suggested(titled))["output"] == ["59."]


def test_seeds_of_nodes_that_write_texts_are_let_be() -> None:
    graph = changed(WAN, "6", text=["70", 0]) | {
        "70": node("TextWriter", prompt="write about a fox", seed=99)
    }
    found = places(suggested(graph))
    assert found["seed"] == ["3.seed"]
    assert found["prompt"] == ["70.prompt"]


@pytest.mark.parametrize("graph", [WAN, WAN_TWO, LTX, STILL, TITLED])
def test_words_without_links_still_suggest(graph: Graph) -> None:
    """Nodes of unknown classes and names: whatever is found holds, and nothing breaks."""
    odd = copy.deepcopy(graph)
    for number, each in enumerate(odd.values()):
        each["class_type"] = f"Odd{number}"
    suggested(odd, None)
    suggested(odd)
