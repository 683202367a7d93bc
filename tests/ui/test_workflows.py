"""Workflows of ComfyUI in the preferences: added, mapped by hand, asked of the server, removed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.comfyui_mapping import Role
from studio.keys import Keys
from studio.services import Access
from studio.ui.workflow_map import PlaceButton
from studio.ui.workflows import WorkflowsDialog
from tests.backends.comfyui_server import Comfy, serving
from tests.backends.comfyui_studio import written
from tests.ui.names import nameless, tabbed

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def comfy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Comfy]:
    """A server of the maker's."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with serving() as found:
        yield found
        assert found.wrong == []


@pytest.fixture
def dialog(studio: Studio, comfy: Comfy, qtbot: QtBot, tmp_path: Path) -> WorkflowsDialog:
    """The dialog as the preferences open it, with a workflow in it."""
    studio.preferences.access = Access(Keys(lambda: None, {}))
    studio.start()
    studio.show_preferences()
    preferences = studio.preferences.dialog
    assert preferences is not None
    preferences.tabs.setCurrentIndex(1)
    [form] = [each for each in preferences.services if each.service.id == "comfyui"]
    qtbot.keyClicks(form.fields["url"], comfy.url)
    qtbot.mouseClick(form.test, LEFT)
    qtbot.waitUntil(lambda: form.said.property("tone") == "good", timeout=20_000)
    qtbot.mouseClick(form.more, LEFT)
    found = preferences.workflows
    assert found is not None
    assert not found.table.isVisible()
    assert found.empty.isVisible()
    assert not found.list.isVisible()
    found.choose = lambda *_: str(written(tmp_path))
    qtbot.mouseClick(found.buttons["add"], LEFT)
    qtbot.waitUntil(lambda: found.said.property("tone") == "good", timeout=20_000)
    return found


def choice(button: PlaceButton, place: str) -> QAction:
    """The line of a menu that names a place."""
    [found] = [each for each in button.menu().actions() if f"({place})" in each.text()]
    return found


def test_a_workflow_is_added_and_says_where_wishes_go(dialog: WorkflowsDialog) -> None:
    assert dialog.chosen == "street-walk"
    assert dialog.list.isVisible()
    assert not dialog.empty.isVisible()
    assert dialog.list.item(0).text() == "Street walk"
    assert "comfyui-street-walk, makes: video" in dialog.about.text()
    buttons = dialog.table.buttons
    assert buttons[Role.PROMPT].text() == "Positive Prompt (2.text)"
    assert buttons[Role.OUTPUT].text() == "Save (9)"
    assert not buttons[Role.AUDIO].isEnabled()
    assert buttons[Role.AUDIO].text() == "the workflow has none"
    assert nameless(dialog) == []
    assert buttons[Role.PROMPT] in tabbed(dialog)


def test_places_are_chosen_and_kept_at_once(dialog: WorkflowsDialog, comfy: Comfy) -> None:
    prompt, output = dialog.table.buttons[Role.PROMPT], dialog.table.buttons[Role.OUTPUT]
    choice(dialog.table.buttons[Role.NEGATIVE], "3.text").trigger()
    assert dialog.table.buttons[Role.NEGATIVE].text() == "nowhere"
    choice(prompt, "3.text").trigger()
    assert prompt.text() == "2 places"
    again = WorkflowsDialog(dialog._shelf, dialog._ask, dialog._words, dialog)
    assert again.table.buttons[Role.PROMPT].text() == "2 places", "it was kept"
    choice(prompt, "3.text").trigger()
    assert prompt.text() == "Positive Prompt (2.text)"
    choice(output, "9").trigger()
    assert output.text() == "nowhere"
    choice(dialog.table.buttons[Role.NEGATIVE], "2.text").trigger()
    assert "mapped both to" in dialog.said.text()
    assert comfy.prompts == []


def test_a_file_that_cannot_be_read_is_told_of_and_removed(
    dialog: WorkflowsDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    [file] = (tmp_path / "config").rglob("street-walk.json")
    file.write_text("{", encoding="utf-8")
    dialog.refresh()
    assert dialog.list.item(0).text() == "street-walk"
    assert not dialog.table.isVisible()
    assert "remove it and add it again" in dialog.said.text()
    qtbot.mouseClick(dialog.buttons["remove"], LEFT)
    [box] = dialog.findChildren(QMessageBox)
    qtbot.mouseClick(box.buttons()[0], LEFT)
    qtbot.waitUntil(lambda: not dialog.list.count())
    assert not file.exists()


def test_the_server_is_asked_and_a_workflow_removed(
    dialog: WorkflowsDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    file = written(tmp_path)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("there.safetensors", "gone.safetensors"), encoding="utf-8")
    dialog.choose = lambda *_: str(file)
    qtbot.mouseClick(dialog.buttons["add"], LEFT)
    qtbot.waitUntil(lambda: dialog.said.property("tone") == "warn", timeout=20_000)
    assert "gone.safetensors" in dialog.said.text()
    assert dialog.list.count() == 1, "it is the same one, exported anew"
    dialog.choose = lambda *_: str(written(tmp_path, "Street walk.json"))
    qtbot.mouseClick(dialog.buttons["add"], LEFT)
    qtbot.waitUntil(lambda: dialog.said.property("tone") == "good", timeout=20_000)
    qtbot.mouseClick(dialog.buttons["check"], LEFT)
    qtbot.waitUntil(lambda: "everything" in dialog.said.text(), timeout=20_000)
    qtbot.mouseClick(dialog.buttons["remove"], LEFT)
    [box] = dialog.findChildren(QMessageBox)
    qtbot.mouseClick(box.buttons()[0], LEFT)
    qtbot.waitUntil(lambda: not dialog.list.count())
    assert not dialog.table.isVisible()
    assert not dialog.buttons["check"].isEnabled()
