"""Workflows from the command line: taken in, mapped, checked, and a film made with one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.cli.main import main
from studio.media.ffmpeg import run
from studio.media.probe import probe
from tests.backends.comfyui_server import Comfy, serving
from tests.backends.comfyui_studio import LIN, written
from tests.cli.typed import Capture, answered, run_json

BRIEF = "Lin is a courier.\nShot 1: Lin opens the letter in the rain, 3s"


@pytest.fixture
def comfy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Comfy]:
    """A server at the maker's address, and a home of their own."""
    film = tmp_path / "made.mp4"
    picture = "testsrc2=size=832x464:rate=16:duration=3.8125"
    run(["-f", "lavfi", "-i", picture, "-pix_fmt", "yuv420p", str(film)])
    with serving() as found:
        found.film = film.read_bytes()
        monkeypatch.setenv("STUDIO_LANGUAGE", "en")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        monkeypatch.setenv("COMFYUI_BASE_URL", found.url)
        monkeypatch.chdir(tmp_path)
        yield found
        assert found.wrong == []


def test_a_film_is_made_with_a_workflow_and_the_lora_of_its_lead(
    comfy: Comfy, tmp_path: Path, capsys: Capture
) -> None:
    added = run_json(capsys, "workflow", "add", written(tmp_path), "street")
    assert (added["backend"], added["makes"]) == ("comfyui-street", "video")
    assert added["mapping"]["prompt"][0]["place"] == "2.text"
    assert added["limits"]["width"] == {"least": 16, "most": 16384, "step": 16}
    assert added["needs"] == []
    assert (added["asked"], added["doubts"], added["lacks"]) == (True, {}, [])
    run_json(capsys, "new", "f", "--size", "1280x720")
    Path("brief.txt").write_text(BRIEF, encoding="utf-8")
    run_json(capsys, "plan", "f", "brief.txt")
    handles = [f"lora={LIN}:0.7", "trigger=linwoman"]
    run_json(capsys, "cast", "handle", "f", "Lin", "--at", "comfyui", *handles)
    told = run_json(capsys, "compile", "f", "--backend", "comfyui-street")
    assert told["requests"][0]["calls"]
    made = run_json(capsys, "generate", "f", "--backend", "comfyui-street")
    [shot] = made["shots"]
    assert (shot["state"], float(shot["cost"])) == ("done", 0)
    assert probe(Path("f", shot["take"])).frames == 61
    [prompt] = comfy.prompts
    assert "linwoman opens the letter" in prompt["prompt"]["2"]["inputs"]["text"]
    [loader] = [n for n in prompt["prompt"].values() if n["class_type"] == "LoraLoader"]
    assert loader["inputs"]["lora_name"] == LIN
    again = run_json(capsys, "generate", "f", "--backend", "comfyui-street")
    assert (len(again["kept"]), len(comfy.prompts)) == (1, 1)
    assert main(["export", "f", "-o", "film.mp4"]) == 0
    assert probe(Path("film.mp4")).frames == 72


def test_what_lacks_is_told_and_mended(comfy: Comfy, tmp_path: Path, capsys: Capture) -> None:
    file = written(tmp_path)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("there.safetensors", "gone.safetensors"), encoding="utf-8")
    added = run_json(capsys, "workflow", "add", file, "street", "--title", "Street")
    assert "gone.safetensors" in added["lacks"][0]
    code, told = answered(capsys, "workflow", "check", "street")
    assert (code, told["error"]["key"]) == (2, "comfyui.cannot_run")
    run_json(capsys, "workflow", "add", written(tmp_path), "street")
    assert run_json(capsys, "workflow", "check", "street")["lacks"] == []
    [listed] = run_json(capsys, "workflow", "list")["workflows"]
    assert listed["title"] == "Street"
    mapped = run_json(capsys, "workflow", "map", "street", "negative=", "seed=5.seed,5.steps")
    assert "negative" not in mapped["mapping"]
    assert [each["place"] for each in mapped["mapping"]["seed"]] == ["5.seed", "5.steps"]
    assert run_json(capsys, "workflow", "show", "street")["mapping"] == mapped["mapping"]
    run_json(capsys, "workflow", "remove", "street")
    assert run_json(capsys, "workflow", "list")["workflows"] == []
    assert comfy.prompts == []


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("add", "nowhere.json", "a"), "comfyui.unreadable"),
        (("add", "plain.txt", "a"), "comfyui.workflow_no_json"),
        (("add", "editor.json", "a"), "comfyui.workflow_of_editor"),
        (("add", "good.json", "A b"), "comfyui.bad_name"),
        (("show", "nobody"), "comfyui.no_such_workflow"),
        (("map", "street", "colour=2.text"), "comfyui.no_such_role"),
        (("map", "street", "prompt=2.nothing"), "comfyui.no_such_place"),
        (("map", "street", "prompt=2.text", "negative=2.text"), "comfyui.map_twice"),
        (("remove", "nobody"), "comfyui.no_such_workflow"),
    ],
)
@pytest.mark.usefixtures("comfy")
def test_bad_input_gets_one_sentence(
    words: tuple[str, ...], key: str, tmp_path: Path, capsys: Capture
) -> None:
    written(tmp_path, "good.json")
    Path("plain.txt").write_text("a workflow", encoding="utf-8")
    Path("editor.json").write_text('{"nodes": [], "links": []}', encoding="utf-8")
    run_json(capsys, "workflow", "add", "good.json", "street")
    code, told = answered(capsys, "workflow", *words)
    assert (code, told["error"]["key"]) == (2, key)


def test_the_keys_command_tries_the_server(comfy: Comfy, capsys: Capture) -> None:
    assert run_json(capsys, "keys", "test", "comfyui")["works"]
    comfy.wants = {"x-door": "open"}
    code, told = answered(capsys, "keys", "test", "comfyui")
    assert (code, told["error"]["key"]) == (1, "comfyui.server_refuses")
    comfy.wants = {}
