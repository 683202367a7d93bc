"""Backends are found by name; a broken one is told of and stops nobody."""

import subprocess
import sys
from pathlib import Path

import pytest

from studio.backends.fake import FakeBackend, Script
from studio.backends.registry import available
from studio.backends.trusted import offers
from studio.errors import BackendError

PLUGIN = """
from studio.backends.base import Offer

class Good:
    offer = Offer(name="good", title="Good")

class Liar:
    offer = Offer(name="animatic", title="Not the one")

def crash():
    raise RuntimeError("no such library")
"""
POINTS = """[studio.backends]
good = stranger:Good
animatic = stranger:Liar
liar = stranger:Liar
crash = stranger:crash
absent = no_such_module_anywhere:Thing
"""

ASKED = """
import sys
from studio.backends.registry import available
found = available({}).backends
assert found["animatic"].offer.local
print("httpx" in sys.modules, "kling" in found, "studio.backends.seedance" in sys.modules)
print(len(list(found)) > 5)
"""


@pytest.fixture
def strangers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package with one good backend and several broken ones."""
    (tmp_path / "stranger.py").write_text(PLUGIN, encoding="utf-8")
    info = tmp_path / "stranger-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: stranger\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(POINTS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "stranger", raising=False)


@pytest.mark.usefixtures("strangers")
def test_packages_add_backends_and_broken_ones_are_told() -> None:
    found = available({})
    assert "good" in found.backends
    assert offers(found.backends)["good"].title == "Good"
    broken = {each.name: each.detail for each in found.broken}
    assert set(broken) >= {"liar", "crash", "absent", "animatic"}
    assert "no such library" in broken["crash"]
    with pytest.raises(BackendError, match="no such library"):
        found.one("crash")


def test_the_fake_is_there_only_when_its_folder_is_named(tmp_path: Path) -> None:
    FakeBackend(tmp_path, Script(offer={"title": "Played"}))
    assert "fake" not in available({}).backends
    found = available({"STUDIO_FAKE_BACKEND": str(tmp_path)})
    assert offers(found.backends)["fake"].title == "Played"


def test_an_unreadable_script_is_told(tmp_path: Path) -> None:
    (tmp_path / "script.json").write_text("{", encoding="utf-8")
    found = available({"STUDIO_FAKE_BACKEND": str(tmp_path)})
    assert "fake" in [each.name for each in found.broken]


def test_an_unknown_name_is_said_with_the_known_ones() -> None:
    with pytest.raises(BackendError, match="nowhere"):
        available({}).one("nowhere")


def test_a_client_is_read_when_one_of_its_backends_is_asked_for() -> None:
    """And not before, nor that of another service."""
    asked = [sys.executable, "-c", ASKED]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert told.split() == ["False", "True", "False", "True"]


def test_a_table_of_no_use_takes_its_service_away_and_is_told_once(tmp_path: Path) -> None:
    own = tmp_path / "kling.json"
    for text in ("{", "[]", '{"families": 3}', '{"families": {"kling-3.0": {"title": 3}}}'):
        own.write_text(text)
        found = available({}, own=tmp_path)
        assert "kling" not in found.backends
        assert "animatic" in found.backends
        assert any(name.startswith("seedance") for name in found.backends)
        (broken,) = found.broken
        assert broken.name == "kling"
        assert "kling.json" in broken.detail
