"""ComfyUI as a backend: workflows taken in, requests compiled, runs followed to a take."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from studio.backends.base import Compiled, Fate, Figure, Input, Progress, Request, Result
from studio.backends.comfyui import ComfyUI, backends, run_of
from studio.backends.comfyui_mapping import Role
from studio.backends.comfyui_shelf import Shelf, place_of
from studio.backends.registry import available
from studio.errors import BackendError, BadInput, Fault
from tests.backends.comfyui_server import Comfy, serving
from tests.backends.comfyui_studio import LIN, graph, line_to, shelf_of, written

SHA = "ab" * 32


@pytest.fixture
def comfy():
    with serving() as found:
        found.limit = 1 << 20
        yield found
        assert found.wrong == []


@pytest.fixture
def shelf(comfy: Comfy, tmp_path: Path) -> Shelf:
    made = shelf_of(comfy, tmp_path / "own")
    asyncio.run(made.add(written(tmp_path), "street", "Street"))
    return made


def wish(**values: Any) -> Request:
    plain = {"prompt": "@Lin opens the door", "frames": 60, "seed": 11, "sound": False}
    return Request(**{"width": 832, "height": 468, **plain, **values})


def lin(**handles: str) -> Figure:
    named = {f"comfyui.{name}": value for name, value in handles.items()}
    return Figure(key="s1", name="Lin", handles=named)


def first(tmp_path: Path) -> Input:
    path = tmp_path / "first.png"
    path.write_bytes(b"\x89PNG first")
    return Input(role="first_frame", kind="picture", path=str(path), sha256=SHA, name="first")


def backend_of(comfy: Comfy, tmp_path: Path) -> ComfyUI:
    return ComfyUI("street", line_to(comfy), tmp_path / "own")


def sent(compiled: Compiled) -> dict[str, Any]:
    return compiled.calls[0].body["prompt"]


def told(compiled: Compiled) -> dict[str, Fate]:
    return {each.field: each.fate for each in compiled.account}


def test_a_workflow_is_mapped_by_its_titles_and_links(shelf: Shelf) -> None:
    kept = shelf.load("street")
    places = {role: [place_of(role, each) for each in kept.mapping.of(role)] for role in Role}
    assert {role.value: found for role, found in places.items() if found} == {
        "prompt": ["2.text"], "negative": ["3.text"], "seed": ["5.seed"],
        "width": ["57:8.width"], "height": ["57:8.height"], "frames": ["57:8.length"],
        "first_frame": ["4.image"], "output": ["9"],
    }  # fmt: skip


@pytest.mark.usefixtures("shelf")
def test_the_offer_says_what_the_workflow_can_do(comfy: Comfy, tmp_path: Path) -> None:
    offer = backend_of(comfy, tmp_path).offer
    assert (offer.name, offer.title, offer.kinds) == (
        "comfyui-street",
        "ComfyUI · Street",
        ("video",),
    )
    assert (offer.input_roles, offer.max_pixels) == ({"first_frame": 1}, 832 * 480)
    assert (offer.seeds, offer.sound, offer.local, offer.findable) == (True, False, False, True)
    assert offer.price.per_second == offer.price.per_request == 0
    assert offer.cites == "comfyui.lora"


@pytest.mark.usefixtures("shelf")
def test_only_what_is_mapped_changes_and_every_wish_is_accounted_for(
    comfy: Comfy, tmp_path: Path
) -> None:
    request = wish(negative="rain", figures=(lin(),), inputs=(first(tmp_path),))
    compiled = backend_of(comfy, tmp_path).compile(request)
    assert compiled.blocks == ()
    graph_now, before = sent(compiled), graph()
    assert "Lin opens the door." in graph_now["2"]["inputs"]["text"]
    assert "@" not in graph_now["2"]["inputs"]["text"]
    assert graph_now["3"]["inputs"]["text"] == "rain"
    assert graph_now["4"]["inputs"]["image"] == {"$input": 0}
    assert graph_now["5"]["inputs"]["seed"] == 11
    assert graph_now["57:8"]["inputs"] == {"width": 832, "height": 464, "length": 61}
    assert graph_now["9"]["inputs"]["filename_prefix"] == "studio/take"
    for node, name in (("2", "text"), ("3", "text"), ("4", "image"), ("5", "seed"),
                       ("57:8", "width"), ("57:8", "height"), ("57:8", "length"),
                       ("9", "filename_prefix")):  # fmt: skip
        graph_now[node]["inputs"][name] = before[node]["inputs"][name]
    assert graph_now == before
    fates = told(compiled)
    assert fates["height"] is Fate.ROUNDED
    assert fates["seed"] is fates["width"] is fates["inputs[0]"] is Fate.KEPT
    for language in ("en", "zh"):
        assert all(each.told.text(language) for each in compiled.account)


@pytest.mark.usefixtures("shelf")
def test_without_a_picture_its_link_is_left_out(comfy: Comfy, tmp_path: Path) -> None:
    compiled = backend_of(comfy, tmp_path).compile(wish())
    assert compiled.blocks == ()
    assert "start_image" not in sent(compiled)["5"]["inputs"]
    assert "start_image" in graph()["5"]["inputs"]


@pytest.mark.usefixtures("shelf")
def test_the_cast_brings_its_loras_and_the_words_they_know(comfy: Comfy, tmp_path: Path) -> None:
    figures = (lin(lora=f"{LIN}:0.8", trigger="linwoman"),)
    request = wish(figures=figures, inputs=(first(tmp_path),))
    compiled = backend_of(comfy, tmp_path).compile(request)
    assert compiled.blocks == ()
    body = sent(compiled)
    (name,) = [each for each in body if each not in graph()]
    loader = body[name]
    assert loader["class_type"] == "LoraLoader"
    assert loader["inputs"] == {
        "model": ["1", 0], "clip": ["1", 1], "lora_name": LIN, "strength_model": 0.8,
        "strength_clip": 0.8,
    }  # fmt: skip
    assert body["5"]["inputs"]["model"] == [name, 0]
    assert "linwoman opens the door" in body["2"]["inputs"]["text"]
    assert "Lin " not in body["2"]["inputs"]["text"]
    missing = wish(figures=(lin(lora="nobody.safetensors"),), inputs=(first(tmp_path),))
    with pytest.raises(BackendError, match=r"nobody\.safetensors"):
        asyncio.run(backend_of(comfy, tmp_path).submit(missing, "k"))
    assert comfy.prompts == []
    wrong = backend_of(comfy, tmp_path).compile(wish(figures=(lin(lora="a:9"),)))
    assert any(each.key == "comfyui.lora_bad" for each in wrong.blocks)


@pytest.mark.usefixtures("shelf")
def test_a_run_becomes_a_take_and_is_found_by_its_job(comfy: Comfy, tmp_path: Path) -> None:
    async def work() -> tuple[list[object], str, str | None]:
        backend = backend_of(comfy, tmp_path)
        request = wish(inputs=(first(tmp_path),))
        assert await backend.find("job-1", request, datetime.now(UTC)) is None
        run = await backend.submit(request, "job-1")
        found = await backend.find("job-1", request, datetime.now(UTC))
        other = backend_of(comfy, tmp_path)  # another process follows it by its id alone
        folder = tmp_path / "out"
        folder.mkdir()
        return [each async for each in other.watch(run, request, folder)], run, found

    events, run, found = asyncio.run(work())
    assert run == found == run_of("job-1")
    *steps, result = events
    assert all(isinstance(each, Progress) for each in steps)
    assert isinstance(result, Result)
    assert (result.files, result.seed, result.cost) == (("take.mp4",), 11, 0)
    assert (tmp_path / "out" / "take.mp4").read_bytes() == comfy.film
    [prompt] = comfy.prompts
    assert prompt["prompt"]["4"]["inputs"]["image"].startswith("studio/abab")
    assert prompt["prompt"]["9"]["inputs"]["filename_prefix"] == f"studio/{run}"
    assert prompt["partial_execution_targets"] == ["9"]


@pytest.mark.usefixtures("shelf")
def test_a_server_that_lacks_something_is_sent_nothing(comfy: Comfy, tmp_path: Path) -> None:
    file = written(tmp_path, "other.json")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("there.safetensors", "gone.safetensors"), encoding="utf-8")
    taken = asyncio.run(shelf_of(comfy, tmp_path / "own").add(file, "other"))
    assert [each.key for each in taken.lacks] == ["comfyui.lacks_model"]
    backend = ComfyUI("other", line_to(comfy), tmp_path / "own")
    with pytest.raises(BackendError, match=r"gone\.safetensors") as caught:
        asyncio.run(backend.submit(wish(inputs=(first(tmp_path),)), "k"))
    assert caught.value.fault is Fault.INVALID
    assert comfy.prompts == []


def test_a_workflow_exported_anew_keeps_its_mapping_and_asks_for_what_is_lost(
    comfy: Comfy, shelf: Shelf, tmp_path: Path
) -> None:
    shelf.map("street", Role.NEGATIVE, ())
    file = written(tmp_path)
    changed = file.read_text(encoding="utf-8").replace('"57:8"', '"61:2"')
    file.write_text(changed.replace('"seed": 7', '"noise": 7'), encoding="utf-8")
    taken = asyncio.run(shelf.add(file, "street"))
    assert taken.kept.title == "Street"
    assert taken.kept.mapping.of(Role.NEGATIVE) == ()
    assert [each.node for each in taken.kept.mapping.of(Role.WIDTH)] == ["61:2"]
    assert [each.role for each in taken.lost] == [Role.SEED]
    assert comfy.prompts == []


def test_places_are_chosen_by_hand(shelf: Shelf) -> None:
    kept = shelf.load("street")
    assert shelf.map("street", Role.NEGATIVE, ()).mapping.of(Role.NEGATIVE) == ()
    both = shelf.map("street", Role.PROMPT, ("2.text", "3.text"))
    assert len(both.mapping.of(Role.PROMPT)) == 2
    for places in (("2.nothing",), ("77.text",), ("2",)):
        with pytest.raises(BadInput):
            shelf.map("street", Role.PROMPT, places)
    assert shelf.load("street") == both != kept


def test_without_a_server_a_workflow_is_kept_and_says_so(tmp_path: Path) -> None:
    with serving() as comfy:
        pass  # it is gone
    shelf = shelf_of(comfy, tmp_path / "own")
    taken = asyncio.run(shelf.add(written(tmp_path), "street"))
    assert taken.unasked is not None
    assert taken.unasked.key == "comfyui.server_unreachable"
    assert taken.kept.mapping.output == "9"
    with pytest.raises(BackendError):
        asyncio.run(shelf.check("street"))


def test_workflows_are_backends_as_they_come_and_go(comfy: Comfy, tmp_path: Path) -> None:
    own = tmp_path / "own"
    found = available({"COMFYUI_BASE_URL": comfy.url}, own=own)
    assert "comfyui" in list(found.backends)
    assert found.backends["comfyui"].offer.missing == "comfyui.no_workflow"
    shelf = shelf_of(comfy, own)
    asyncio.run(shelf.add(written(tmp_path), "street"))
    assert "comfyui" not in list(found.backends)
    assert found.backends["comfyui-street"].offer.ready
    shelf.map("street", Role.SEED, ())
    assert not found.backends["comfyui-street"].offer.seeds, "it is read anew"
    (own / "comfyui" / "street.json").write_text("{", encoding="utf-8")
    with pytest.raises(BadInput, match=r"street\.json"):
        _ = found.backends["comfyui-street"].offer
    (own / "comfyui" / "street.json").unlink()
    assert "comfyui-street" not in list(found.backends)
    assert "comfyui-street" not in found.backends, "nor by its name"


def test_without_a_workflow_nothing_is_sent(comfy: Comfy, tmp_path: Path) -> None:
    [backend] = backends(line_to(comfy).account, own=tmp_path).values()
    assert [each.key for each in backend.compile(wish()).blocks] == ["comfyui.no_workflow"]
    with pytest.raises(BackendError):
        asyncio.run(backend.submit(wish(), "k"))
    assert comfy.calls == []
