"""Words of a ComfyUI server become sentences that tell no paths of it."""

from typing import Any

import pytest

from studio.backends.comfyui_errors import Words, without_paths
from studio.errors import BackendError


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("no file '/home/an artist/ComfyUI/input/fox one.png'\n", "no file 'fox one.png'"),
        ("/opt/comfy/nodes.py failed", "nodes.py failed"),
        (r"[Errno 2] 'C:\\Users\\Lin Lu\\input\\a.png'", "[Errno 2] 'a.png'"),
        (r"cannot read D:\My Comfy\models\wan.gguf now", "cannot read wan.gguf now"),
        (r"share \\nas\films\a.mp4, gone", "share a.mp4, gone"),
        ("C:/ComfyUI/input/a.png", "a.png"),
        ("file:///srv/comfy/x.png", "x.png"),
        ("at:/srv/comfy/x.png", "at:x.png"),
        ("~/comfy/x.png is bad", "x.png is bad"),
        ("sizes 3/4 and 16 / 9, and/or text", "sizes 3/4 and 16 / 9, and/or text"),
        ("see https://docs.comfy.org/a", "see https://docs.comfy.org/a"),
        ("in '<state>/input/x.png'", "in 'x.png'"),
        ("two\n  lines", "two lines"),
    ],
)  # fmt: skip
def test_a_path_is_told_by_its_last_part(said: str, told: str) -> None:
    assert without_paths(said) == told


def test_words_are_short_and_quick() -> None:
    assert len(without_paths("/a b" * 50_000)) <= 300
    assert len(without_paths("x " * 50_000)) <= 300


def failed(**error: Any) -> BackendError:
    graph = {"3": {"class_type": "KSampler"}, "4": {}}
    return Words("ComfyUI", graph, {"3": "The sampler"}).failed(error)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ({}, "?"),
        ({"node_id": "3", "exception_message": None}, "The sampler"),
        ({"node_id": 3, "exception_message": "x"}, "The sampler"),
        ({"node_id": "4", "node_type": "Odd"}, "Odd"),
        ({"node_id": "77:1", "exception_type": "builtins.ValueError"}, "ValueError"),
        ({"traceback": "no list", "current_inputs": 3, "exception_message": "why"}, "why"),
    ],
)
def test_a_failure_with_little_in_it_is_told_all_the_same(error: Any, told: str) -> None:
    assert told in str(failed(**error))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("torch.OutOfMemoryError", "Allocation on device"),
        ("RuntimeError", "CUDA out of memory. Tried to allocate"),
        ("builtins.RuntimeError", "MPS backend out of memory"),
    ],
)
def test_memory_that_ran_out_has_its_own_sentence(kind: str, said: str) -> None:
    error = failed(node_id="3", exception_type=kind, exception_message=said)
    assert error.key == "comfyui.node_memory"


def test_a_refusal_without_a_reason_says_no_more_than_that() -> None:
    words = Words("ComfyUI", {}, {})
    assert "only words" in str(words.refused({"error": "only words"}))
    for nothing in ({}, {"error": None}, {"error": {"type": None, "message": ""}}, [], None):
        assert str(words.refused(nothing)).endswith("?")


def test_old_servers_say_a_missing_class_in_words() -> None:
    for message, details in (
        ("Cannot execute because node NoSuchNode does not exist.", "Node ID '#57:8'"),
        ("Cannot execute because node NoSuchNode does not exist.", None),
    ):
        error = {"type": "invalid_prompt", "message": message, "details": details}
        found = Words("ComfyUI", {}, {}).refused({"error": error, "node_errors": {}})
        assert found.key == "comfyui.node_class_missing"
        assert "NoSuchNode" in str(found)


def test_a_node_without_a_class_is_told_by_its_id() -> None:
    extra = {"node_id": "12", "class_type": None, "node_title": None}
    error = {"type": "missing_node_type", "message": "x", "details": "", "extra_info": extra}
    found = Words("ComfyUI", {"12": {}}, {}).refused({"error": error})
    assert found.key == "comfyui.node_without_class"
    assert "12" in str(found)
