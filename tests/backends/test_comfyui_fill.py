"""Workflows of ComfyUI filled: exactly the mapped inputs change, in values that the nodes take."""

import copy
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.backends.base import Fate
from studio.backends.comfyui_classes import Classes
from studio.backends.comfyui_fill import Filled, Wishes, fill
from studio.backends.comfyui_made import Made
from studio.backends.comfyui_mapping import Mapping, Role
from studio.backends.comfyui_suggest import suggest
from tests.backends.comfyui_flows import (
    CLASSES,
    LTX,
    STILL,
    TITLED,
    WAN,
    WAN_TWO,
    Graph,
    changed,
    mapped,
    node,
    workflow,
)


def filled(
    graph: Graph, mapping: Mapping, wishes: Wishes, classes: Classes | None = CLASSES
) -> Filled:
    return fill(workflow(graph), mapping, wishes, classes)


def differences(one: Graph, two: Graph) -> dict[tuple[str, str], Any]:
    """(node, input) to its new value (None: gone), of all inputs that differ."""
    assert one.keys() == two.keys()
    found: dict[tuple[str, str], Any] = {}
    for name in one:
        rest = {key: each for key, each in one[name].items() if key != "inputs"}
        assert rest == {key: each for key, each in two[name].items() if key != "inputs"}
        before, after = one[name]["inputs"], two[name]["inputs"]
        for each in before.keys() | after.keys():
            if before.get(each) != after.get(each):
                found[name, each] = after.get(each)
    return found


def fate(result: Filled, role: Role) -> tuple[Fate, str]:
    (told,) = [each for each in result.told if each.role is role]
    assert told.told.text("en")
    assert told.told.text("zh")
    return told.fate, told.told.key.removeprefix("comfyui.set_")


TITLES = suggest(workflow(TITLED), CLASSES).mapping
ALL = Wishes(
    prompt="a red door", negative="blur", seed=7, width=160, height=96, frames=18,
    rate=Fraction(12), first="studio/a.png", last="studio/b.png", references=("studio/c.png",),
    audio="studio/d.wav", prefix="job-1",
)  # fmt: skip
# Where each wish of `ALL` lands in the titled workflow.
PLACES = {
    "prompt": ("1", "value"), "negative": ("2", "value"), "seed": ("3", "seed"),
    "width": ("4", "value"), "height": ("5", "value"), "frames": ("6", "value"),
    "rate": ("7", "value"), "first": ("8", "image"), "last": ("9", "image"),
    "references": ("10", "image"), "audio": ("11", "audio"),
}  # fmt: skip
FILES = {"first", "last", "references", "audio"}


def test_every_role_lands_in_its_place() -> None:
    result = filled(TITLED, TITLES, ALL)
    assert differences(TITLED, result.graph) == {
        ("1", "value"): "a red door", ("2", "value"): "blur", ("3", "seed"): 7,
        ("4", "value"): 160, ("6", "value"): 18, ("7", "value"): 12.0,
        ("8", "image"): "studio/a.png", ("9", "image"): "studio/b.png",
        ("10", "image"): "studio/c.png", ("11", "audio"): "studio/d.wav",
        ("30", "filename_prefix"): "studio/job-1",
    }  # fmt: skip
    assert result.blocks == ()
    assert {each.fate for each in result.told} == {Fate.KEPT}
    assert result.made == Made(160, 96, 18, Fraction(12))


@settings(deadline=None)
@given(st.sets(st.sampled_from(sorted(PLACES.keys() - FILES))), st.booleans())
def test_exactly_the_mapped_inputs_change(names: set[str], offline: bool) -> None:
    given_files = {name: getattr(ALL, name) for name in FILES}
    wishes = Wishes(**{name: getattr(ALL, name) for name in names}, **given_files, prefix="x")
    classes = Classes.read(CLASSES.narrowed(workflow(TITLED))) if offline else CLASSES
    result = filled(TITLED, TITLES, wishes, classes)
    allowed = {PLACES[name] for name in names | FILES} | {("30", "filename_prefix")}
    assert differences(TITLED, result.graph).keys() <= allowed
    assert list(result.graph) == list(TITLED)


@settings(deadline=None)
@given(
    st.sampled_from([WAN, WAN_TWO, LTX, STILL]), st.text(max_size=20), st.integers(0, 1 << 70),
    st.integers(16, 16384), st.integers(1, 2000), st.sampled_from(["16", "24", "24000/1001", "60"]),
)  # fmt: skip
def test_whatever_is_wished_only_suggested_places_change(
    graph: Graph, text: str, seed: int, side: int, frames: int, rate: str
) -> None:
    flow = workflow(graph)
    mapping = suggest(flow, CLASSES).mapping
    wishes = Wishes(
        prompt=text, negative=text, seed=seed, width=side, height=side, frames=frames,
        rate=Fraction(rate), first="studio/a.png", last="studio/b.png",
    )  # fmt: skip
    result = fill(flow, mapping, wishes, CLASSES)
    allowed = {flow.literal(*t.place) or t.place for _, t in mapping.targets()}
    allowed |= {(mapping.output, "filename_prefix")}
    assert differences(graph, result.graph).keys() <= allowed
    sizes = [
        (each["inputs"][name], 16 if graph is not STILL else 8)
        for each in result.graph.values()
        for name in ("width", "height")
        if each["class_type"].startswith(("Wan", "EmptyLatentImage"))
    ]
    assert all(value % step == 0 and 16 <= value <= 16384 for value, step in sizes)


def test_text_that_is_not_wished_stays() -> None:
    mapping = mapped(WAN, prompt=("6", "text"), negative=("7", "text"))
    result = filled(WAN, mapping, Wishes(prompt=""))
    assert differences(WAN, result.graph) == {("6", "text"): ""}


@pytest.mark.parametrize(
    ("wanted", "set_to", "key"),
    [(640, 640, "kept"), (853, 848, "rounded"), (857, 864, "rounded"), (8, 16, "rounded"),
     (1, 16, "rounded"), (20_000, 16384, "limited")],
)  # fmt: skip
def test_sides_are_multiples_within_limits(wanted: int, set_to: int, key: str) -> None:
    result = filled(WAN, mapped(WAN, width=("50", "width")), Wishes(width=wanted))
    assert result.graph["50"]["inputs"]["width"] == set_to
    assert fate(result, Role.WIDTH)[1] == key


def test_a_value_is_bound_by_what_takes_it() -> None:
    """A primitive has no step of its own; the node it feeds has."""
    graph = changed(WAN, "50", width=["70", 0]) | {"70": node("PrimitiveInt", "Width", value=832)}
    for target in (("70", "value"), ("50", "width")):
        result = filled(graph, mapped(graph, width=target), Wishes(width=853))
        assert differences(graph, result.graph) == {("70", "value"): 848}


def test_targets_of_one_role_get_one_value_that_suits_all() -> None:
    graph = WAN | {"70": node("EmptyLatentImage", width=64, height=64, batch_size=1),
                   "71": node("VAEDecode", samples=["70", 0], vae=["39", 0])}  # fmt: skip
    mapping = mapped(graph, width=[("70", "width"), ("50", "width")])
    result = filled(graph, mapping, Wishes(width=856))
    assert result.graph["70"]["inputs"]["width"] == result.graph["50"]["inputs"]["width"] == 864


@pytest.mark.parametrize(
    ("frames", "set_to", "key"),
    [(81, 81, "kept"), (80, 81, "longer"), (82, 85, "longer"), (1, 1, "kept"),
     (20_000, 16381, "short")],
)  # fmt: skip
def test_frames_are_one_more_than_a_multiple(frames: int, set_to: int, key: str) -> None:
    mapping = mapped(WAN, frames=("50", "length"))
    result = filled(WAN, mapping, Wishes(frames=frames))
    assert result.graph["50"]["inputs"]["length"] == set_to
    assert fate(result, Role.FRAMES)[1] == key


def test_the_step_of_frames_is_the_models() -> None:
    mapping = mapped(LTX, frames=("92:12", "value"), output=("75", ""))
    result = filled(LTX, mapping, Wishes(frames=100))
    assert result.graph["92:12"]["inputs"]["value"] == 105


def test_a_rate_that_the_workflow_keeps_makes_other_frames() -> None:
    """48 frames at 24 a second last two seconds: 32 at the workflow's 16, and 33 it takes."""
    mapping = mapped(WAN, frames=("50", "length"), output=("58", ""))
    result = filled(WAN, mapping, Wishes(frames=48, rate=Fraction(24)))
    assert result.graph["50"]["inputs"]["length"] == 33
    assert result.graph["57"]["inputs"]["fps"] == 16.0
    assert fate(result, Role.FRAMES) == (Fate.ROUNDED, "at_rate")
    assert fate(result, Role.FPS) == (Fate.REWRITTEN, "rate_own")
    assert result.made == Made(832, 480, 33, Fraction(16))


def test_a_rate_is_written_where_it_is_mapped() -> None:
    mapping = mapped(WAN, frames=("50", "length"), fps=("57", "fps"), output=("58", ""))
    result = filled(WAN, mapping, Wishes(frames=49, rate=Fraction(24000, 1001)))
    assert result.graph["57"]["inputs"]["fps"] == pytest.approx(23.976, abs=1e-3)
    assert result.graph["50"]["inputs"]["length"] == 49
    assert result.made.fps == Fraction(24000, 1001)


def test_a_rate_beyond_the_limit_is_told() -> None:
    mapping = mapped(WAN, fps=("57", "fps"), output=("58", ""))
    result = filled(WAN, mapping, Wishes(rate=Fraction(240)))
    assert result.graph["57"]["inputs"]["fps"] == 120.0
    assert fate(result, Role.FPS) == (Fate.ROUNDED, "limited")


def test_whole_rates_stay_whole() -> None:
    mapping = mapped(LTX, fps=[("92:13", "value"), ("92:24", "frame_rate")], output=("75", ""))
    result = filled(LTX, mapping, Wishes(rate=Fraction(24000, 1001)))
    assert result.graph["92:24"]["inputs"]["frame_rate"] == 24
    assert isinstance(result.graph["92:24"]["inputs"]["frame_rate"], int)
    assert result.graph["92:13"]["inputs"]["value"] == 24.0


SECONDS = changed(LTX, "92:21", length=["92:50", 1]) | {
    "92:50": node("ComfyMathExpression", expression="a*b+1",
                  **{"values.a": ["92:51", 0], "values.b": ["92:13", 0]}),
    "92:51": node("PrimitiveInt", "Duration", value=5),
}  # fmt: skip


@pytest.mark.parametrize(("frames", "seconds"), [(49, 2), (50, 3), (48, 2), (1, 0), (73, 3)])
def test_seconds_are_rounded_up_to_what_is_enough(frames: int, seconds: int) -> None:
    mapping = mapped(SECONDS, seconds=("92:51", "value"), output=("75", ""))
    result = filled(SECONDS, mapping, Wishes(frames=frames, rate=Fraction(24)))
    assert result.graph["92:51"]["inputs"]["value"] == seconds
    assert result.made.frames == seconds * 24 + 1


def test_fractions_of_seconds_are_rounded_up_to_hundredths() -> None:
    graph = copy.deepcopy(SECONDS)
    graph["92:51"] = node("PrimitiveFloat", "Duration", value=5.0)
    mapping = mapped(graph, seconds=("92:51", "value"), output=("75", ""))
    result = filled(graph, mapping, Wishes(frames=48, rate=Fraction(24)))
    assert result.graph["92:51"]["inputs"]["value"] == 1.96
    assert result.made.frames == 48


def test_a_seed_too_large_is_folded() -> None:
    result = filled(TITLED, mapped(TITLED, seed=("3", "seed")), Wishes(seed=(1 << 63) + 5))
    assert result.graph["3"]["inputs"]["seed"] == 5
    assert fate(result, Role.SEED) == (Fate.ROUNDED, "seed")
    result = filled(WAN, mapped(WAN, seed=("3", "seed")), Wishes(seed=(1 << 64) - 1))
    assert result.graph["3"]["inputs"]["seed"] == (1 << 64) - 1


def test_without_classes_a_seed_fits_all_the_same() -> None:
    big = Wishes(seed=(1 << 63) + 5)
    assert filled(TITLED, mapped(TITLED, seed=("3", "seed")), big, None).graph["3"]["inputs"] == {
        "seed": 5
    }
    result = filled(WAN, mapped(WAN, seed=("3", "seed")), big, None)
    assert result.graph["3"]["inputs"]["seed"] == (1 << 63) + 5


def test_what_has_no_place_is_told() -> None:
    wishes = Wishes(
        prompt="a", negative="b", seed=1, width=64, height=64, frames=9, first="a.png",
        references=("b.png",), video="c.mp4", audio="d.wav",
    )  # fmt: skip
    result = filled(WAN, Mapping(), wishes)
    assert result.graph == WAN
    assert {each.role for each in result.told if each.fate is Fate.DROPPED} == {
        Role.PROMPT, Role.NEGATIVE, Role.SEED, Role.WIDTH, Role.HEIGHT, Role.FRAMES,
        Role.FIRST_FRAME, Role.REFERENCE, Role.VIDEO, Role.AUDIO,
    }  # fmt: skip


def test_a_link_gives_way_only_where_it_is_mapped() -> None:
    """A size that is reckoned is replaced in the input that the maker chose, nowhere else."""
    mapping = mapped(LTX, width=("92:21", "width"), output=("75", ""))
    result = filled(LTX, mapping, Wishes(width=650))
    assert differences(LTX, result.graph) == {
        ("92:21", "width"): 640, ("75", "filename_prefix"): "studio/take",
    }  # fmt: skip


def test_the_result_lies_in_our_own_folder() -> None:
    mapping = mapped(WAN, output=("58", ""))
    for prefix, name in (
        ("job-1", "job-1"),
        ("../../etc/%date:yyyy%", "etc-date-yyyy"),
        ("", "take"),
    ):
        result = filled(WAN, mapping, Wishes(prefix=prefix))
        assert result.graph["58"]["inputs"]["filename_prefix"] == f"studio/{name}"
    linked = changed(WAN, "58", filename_prefix=["70", 0]) | {
        "70": node("PrimitiveStringMultiline", value="mine"),
    }
    result = filled(linked, mapped(linked, output=("58", "")), Wishes(prefix="a"))
    assert result.graph["58"]["inputs"]["filename_prefix"] == "studio/a"
    assert result.graph["70"] == linked["70"]


@pytest.mark.parametrize("classes", [CLASSES, None])
def test_a_picture_that_is_not_given_leaves_with_its_links(classes: Classes | None) -> None:
    mapping = mapped(
        WAN_TWO, first_frame=("80", "image"), last_frame=("89", "image"), output=("61", "")
    )
    result = filled(WAN_TWO, mapping, Wishes(first={"$input": 0}), classes)
    assert differences(WAN_TWO, result.graph) == {
        ("80", "image"): {"$input": 0}, ("57:67", "end_image"): None,
        ("61", "filename_prefix"): "studio/take",
    }  # fmt: skip
    assert result.blocks == ()
    assert fate(result, Role.LAST_FRAME) == (Fate.KEPT, "without")


def test_what_scales_a_picture_goes_with_it() -> None:
    graph = changed(WAN, "50", start_image=["70", 0]) | {
        "70": node("ImageScale", image=["52", 0], upscale_method="area", width=832, height=480,
                   crop="center"),
    }  # fmt: skip
    mapping = mapped(graph, first_frame=("52", "image"), output=("58", ""))
    result = filled(graph, mapping, Wishes())
    assert differences(graph, result.graph).keys() == {
        ("50", "start_image"), ("58", "filename_prefix"),
    }  # fmt: skip


def test_a_picture_that_is_needed_blocks() -> None:
    mapping = mapped(LTX, last_frame=("97", "image"), output=("75", ""))
    result = filled(LTX, mapping, Wishes())
    assert [each.key for each in result.blocks] == ["comfyui.set_needs_last_frame"]
    assert "Load Image" in result.blocks[0].text("en")
    for role, name in ((Role.FIRST_FRAME, "8"), (Role.LAST_FRAME, "9")):
        mapping = mapped(TITLED, **{role.value: (name, "image"), "output": ("30", "")})
        result = filled(TITLED, mapping, Wishes())
        assert [each.key for each in result.blocks] == [f"comfyui.set_needs_{role.value}"]


REFERENCES: Graph = {
    "1": node("LoadImage", "Load Image", image="a.png"),
    "2": node("LoadImage", "Load Image", image="b.png"),
    "3": node("LoadImage", "Load Image", image="c.png"),
    "4": node("CheckpointLoaderSimple", ckpt_name="sdxl.safetensors"),
    "5": node("GrowingReferences", prompt="a", model=["4", 0],
              **{f"ref_images.ref_image_{n}": [f"{n + 1}", 0] for n in range(3)}),
    "6": node("SaveImage", images=["5", 0], filename_prefix="x"),
}  # fmt: skip


def test_references_go_in_order_and_the_rest_of_the_links_go() -> None:
    targets = [(f"{number}", "image") for number in (1, 2, 3)]
    mapping = mapped(REFERENCES, reference=targets, output=("6", ""))
    result = filled(REFERENCES, mapping, Wishes(references=("p.png", "q.png")))
    assert differences(REFERENCES, result.graph) == {
        ("1", "image"): "p.png", ("2", "image"): "q.png", ("5", "ref_images.ref_image_2"): None,
        ("6", "filename_prefix"): "studio/take",
    }  # fmt: skip
    over = filled(REFERENCES, mapping, Wishes(references=("p", "q", "r", "s")))
    assert fate(over, Role.REFERENCE) == (Fate.DROPPED, "references")
    none = filled(REFERENCES, mapping, Wishes())
    assert [each.key for each in none.blocks] == ["comfyui.set_needs_reference"]


def test_the_last_reference_is_repeated_where_one_is_needed() -> None:
    graph = {
        "1": node("LoadImage", "A", image="a.png"), "2": node("LoadImage", "B", image="b.png"),
        "3": node("ImageBatch", image1=["1", 0], image2=["2", 0]),
        "4": node("ColorTransfer", image_target=["9", 0], image_ref=["3", 0], strength=1.0),
        "5": node("SaveImage", images=["4", 0], filename_prefix="x"),
        "9": node("EmptyImage", width=8, height=8, batch_size=1, color=0),
    }  # fmt: skip
    mapping = mapped(graph, reference=[("1", "image"), ("2", "image")], output=("5", ""))
    result = filled(graph, mapping, Wishes(references=("p.png",)))
    assert result.graph["2"]["inputs"]["image"] == "p.png"
    assert result.graph["4"]["inputs"]["image_ref"] == ["3", 0]
    assert "repeated" in {each.told.key.removeprefix("comfyui.set_") for each in result.told}
