"""Mappings of ComfyUI workflows: what holds, what is refused, and what an export anew keeps."""

import copy

import pytest

from studio.backends.comfyui_mapping import Mapping, Role, Target, moved, read, target_of
from studio.errors import BadInput
from tests.backends.comfyui_flows import TITLED, WAN, WAN_TWO, Graph, changed, retitled, workflow

FLOW = workflow(WAN)


def mapping(**roles: tuple[str, str]) -> Mapping:
    """Roles of the one-stage workflow, each with one node and input."""
    return Mapping(roles={Role(role): (target_of(FLOW, *place),) for role, place in roles.items()})


WHOLE = mapping(
    prompt=("6", "text"), negative=("7", "text"), seed=("3", "seed"), width=("50", "width"),
    frames=("50", "length"), first_frame=("52", "image"), output=("58", ""),
)  # fmt: skip


def test_a_mapping_travels_as_json() -> None:
    again = read(WHOLE.model_dump_json().encode(), "map.json")
    assert again == WHOLE
    assert again.of(Role.SEED)[0].class_type == "KSampler"
    assert again.output == "58"
    assert again.of(Role.AUDIO) == ()
    assert Mapping().output == ""


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b'{"roles": {"fun": []}}', b'{"roles": {"seed": [{"node": ""}]}}', b"\xff",
     b'{"roles": {}, "more": 1}', b" " * 1_000_001],
)  # fmt: skip
def test_a_mapping_that_makes_no_sense_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        read(data, "map.json")
    assert caught.value.key == "comfyui.map_unreadable"


def test_every_role_has_its_name_in_both_languages() -> None:
    for role in Role:
        error = BadInput(role.key)
        assert error.text("en")
        assert error.text("zh")


def test_a_mapping_holds_for_its_workflow() -> None:
    assert WHOLE.checked(FLOW) == WHOLE
    assert Mapping(roles={Role.SEED: ()}).checked(FLOW) == Mapping()


@pytest.mark.parametrize(
    ("role", "target"),
    [
        (Role.SEED, Target(node="99", input="seed", class_type="KSampler")),
        (Role.SEED, Target(node="3", input="noise_seed", class_type="KSampler")),
        (Role.SEED, Target(node="3", input="seed", class_type="KSamplerAdvanced")),
        (Role.SEED, Target(node="3", class_type="KSampler")),
        (Role.OUTPUT, Target(node="58", input="video", class_type="SaveVideo")),
    ],
)
def test_a_target_that_is_not_there_is_refused(role: Role, target: Target) -> None:
    with pytest.raises(BadInput) as caught:
        Mapping(roles={role: (target,)}).checked(FLOW)
    assert caught.value.key == "comfyui.map_no_target"


def test_an_input_has_one_role() -> None:
    twice = mapping(prompt=("6", "text"), negative=("6", "text"))
    with pytest.raises(BadInput) as caught:
        twice.checked(FLOW)
    assert caught.value.key == "comfyui.map_twice"
    assert "negative prompt" in str(caught.value)
    assert "负面提示词" in caught.value.text("zh")


def test_two_inputs_of_one_value_have_one_role() -> None:
    square = changed(TITLED, "20", height=["4", 0])
    flow = workflow(square)
    roles = {side: (target_of(flow, "20", side.value),) for side in (Role.WIDTH, Role.HEIGHT)}
    with pytest.raises(BadInput) as caught:
        Mapping(roles=roles).checked(flow)
    assert caught.value.key == "comfyui.map_twice"


def test_one_node_is_the_result() -> None:
    flow = workflow(WAN_TWO)
    outputs = (target_of(flow, "61"), target_of(flow, "62"))
    with pytest.raises(BadInput) as caught:
        Mapping(roles={Role.OUTPUT: outputs}).checked(flow)
    assert caught.value.key == "comfyui.map_outputs"


def renamed(graph: Graph, old: str, new: str) -> Graph:
    """The graph with a node under another id, as after it was made anew."""
    copied = copy.deepcopy(graph)
    copied[new] = copied.pop(old)
    for each in copied.values():
        for name, value in each["inputs"].items():
            if isinstance(value, list) and value[0] == old:
                each["inputs"][name] = [new, value[1]]
    return copied


def test_an_unchanged_export_keeps_everything() -> None:
    assert moved(WHOLE, FLOW) == (WHOLE, ())


def test_a_new_title_is_taken_over() -> None:
    flow = workflow(retitled(WAN, n3="My sampler"))
    kept, lost = moved(WHOLE, flow)
    assert lost == ()
    assert kept.of(Role.SEED)[0].title == "My sampler"
    assert kept.checked(flow) == kept


def test_a_node_made_anew_is_found_by_class_and_title() -> None:
    flow = workflow(renamed(WAN, "6", "106"))
    kept, lost = moved(WHOLE, flow)
    assert lost == ()
    assert kept.of(Role.PROMPT)[0].node == "106"
    assert kept.checked(flow) == kept


def test_a_place_that_another_role_holds_is_never_taken() -> None:
    """Both pictures are called the same: where one goes, the other is not it."""
    flow = workflow(WAN_TWO)
    roles = {
        Role.FIRST_FRAME: (target_of(flow, "80", "image"),),
        Role.LAST_FRAME: (target_of(flow, "89", "image"),),
    }
    one = {name: each for name, each in WAN_TWO.items() if name != "80"}
    kept, lost = moved(Mapping(roles=roles), workflow(changed(one, "57:67", start_image=None)))
    assert kept.of(Role.LAST_FRAME) == roles[Role.LAST_FRAME]
    assert kept.of(Role.FIRST_FRAME) == ()
    assert [(each.role, each.among) for each in lost] == [(Role.FIRST_FRAME, ())]
    assert "Load Image" in lost[0].told.text("en")


def test_several_of_one_title_are_asked_about() -> None:
    two = renamed(renamed(WAN_TWO, "80", "180"), "89", "189")
    roles = {Role.FIRST_FRAME: (target_of(workflow(WAN_TWO), "80", "image"),)}
    kept, lost = moved(Mapping(roles=roles), workflow(two))
    assert kept == Mapping()
    assert {each.node for each in lost[0].among} == {"180", "189"}


def test_the_order_of_targets_is_kept() -> None:
    titled = retitled(WAN_TWO, n80="A", n89="B")
    flow = workflow(titled)
    targets = (target_of(flow, "89", "image"), target_of(flow, "80", "image"))
    again = workflow(renamed(titled, "89", "189"))
    kept, lost = moved(Mapping(roles={Role.REFERENCE: targets}), again)
    assert lost == ()
    assert [each.node for each in kept.of(Role.REFERENCE)] == ["189", "80"]
