"""Preferences: services are tried for real, keys go only where keys are kept, the cache shrinks."""

import os
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.base import Request
from studio.keys import Keys
from studio.paths import trim
from studio.services import Access
from studio.ui.cache_room import bytes_in
from studio.ui.film_menus import MENUS
from studio.ui.preferences import PreferencesDialog
from tests.backends import s3_server
from tests.test_services import KEY, Drawer, Endpoint, endpoint
from tests.ui.films import film, opened

LEFT = Qt.MouseButton.LeftButton
_ = endpoint  # the fixture


def dialog_of(studio: Studio, drawer: Drawer | None) -> PreferencesDialog:
    studio.preferences.access = Access(Keys(lambda: drawer, {}))
    studio.start()
    studio.show_preferences()
    assert studio.preferences.dialog is not None
    studio.preferences.dialog.tabs.setCurrentIndex(1)
    return studio.preferences.dialog


def test_a_key_is_tried_and_kept_in_the_keyring_alone(
    studio: Studio, qtbot: QtBot, tmp_path: Path, endpoint: str
) -> None:
    drawer = Drawer()
    dialog = dialog_of(studio, drawer)
    form = dialog.services[0]
    qtbot.keyClicks(form.fields["url"], endpoint)
    qtbot.keyClicks(form.fields["model"], "film-1")
    qtbot.keyClicks(form.fields["key"], KEY)
    qtbot.mouseClick(form.test, LEFT)
    qtbot.waitUntil(lambda: form.said.property("tone") == "good", timeout=20_000)
    qtbot.waitUntil(lambda: "keyring" in form.state.text(), timeout=20_000)
    assert drawer.kept == {("storyreel", "planner.key"): KEY}
    assert form.fields["key"].text() == "", "it is not shown again"
    assert Endpoint.asked[-1] == ("/models", f"Bearer {KEY}")
    dialog.accept()
    everything = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert KEY.encode() not in everything
    assert b"film-1" in everything
    Endpoint.answer = (401, b"")
    qtbot.mouseClick(form.test, LEFT)
    qtbot.waitUntil(lambda: form.said.property("tone") == "bad", timeout=20_000)
    assert "refused the key" in form.said.text()


def test_own_storage_is_tried_with_a_file_and_its_keys_go_to_the_keyring_alone(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    drawer = Drawer()
    dialog = dialog_of(studio, drawer)
    dialog.tabs.setCurrentIndex(3)
    (form,) = [each for each in dialog.services if each.service.id == "bucket"]
    with s3_server.serving(tmp_path / "s3") as store:
        for name, text in store.values().items():
            if name in {"endpoint", "bucket", "access", "secret"}:
                qtbot.keyClicks(form.fields[name], text)
        qtbot.mouseClick(form.test, LEFT)
        qtbot.waitUntil(lambda: form.said.property("tone") == "good", timeout=20_000)
        assert store.objects == []
    assert drawer.kept == {
        ("storyreel", "bucket.access"): s3_server.ACCESS,
        ("storyreel", "bucket.secret"): s3_server.SECRET,
    }
    assert form.fields["secret"].text() == ""
    reached = studio.reach(form.service).bucket
    assert reached() is not None
    dialog.accept()
    settings = (tmp_path / "settings.json").read_text(encoding="utf-8")
    assert s3_server.BUCKET in settings
    assert not any(text in settings for text in (s3_server.ACCESS, s3_server.SECRET))
    qtbot.mouseClick(form.test, LEFT)
    qtbot.waitUntil(lambda: form.said.property("tone") == "bad", timeout=20_000)
    assert "Nobody answers" in form.said.text()


def test_a_changed_proxy_and_a_new_bucket_hold_at_the_next_call(studio: Studio) -> None:
    studio.preferences.access = Access(Keys(lambda: None, {"STUDIO_S3_ACCESS_KEY": "a"}))
    account = studio.reach(studio.preferences.access.services[1])
    assert (account.proxy(), account.bucket()) == ("", None)
    studio.preferences.prefer("proxy", "http://host:3128")
    studio.preferences.prefer("services.bucket.endpoint", "https://s3.example")
    studio.preferences.prefer("services.bucket.bucket", "reels")
    assert account.proxy() == "http://host:3128"
    assert account.bucket() is not None
    assert account.bucket() is studio.reach(studio.preferences.access.services[2]).bucket()


def test_what_was_said_to_services_is_saved_from_the_menu(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = film(tmp_path, 1)
    window = opened(studio, folder, qtbot)
    wish = Request(prompt="Lin opens the letter", frames=24)
    studio.reach(studio.preferences.access.services[1]).asked("submit", "kling", wish, "job-1")
    target = tmp_path / "report.jsonl"
    studio.traffic.choose = lambda *_: str(target)
    save = partial(window.actions_table.trigger, "app.traffic")
    assert "app.traffic" in MENUS["jobs"]
    save()
    qtbot.waitUntil(target.is_file, timeout=20_000)
    qtbot.waitUntil(
        lambda: str(target) in window.bar.said.toolTip() + window.bar.said.text(), timeout=20_000
    )
    text = target.read_text(encoding="utf-8")
    assert "job-1" in text
    assert "Lin" not in text
    studio.traffic.choose = lambda *_: str(tmp_path / "no" / "x")
    save()
    qtbot.waitUntil(
        lambda: "cannot be written" in window.bar.said.toolTip() + window.bar.said.text(),
        timeout=20_000,
    )


def test_a_wrong_proxy_is_said_beside_it_and_not_kept(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = dialog_of(studio, None)
    dialog.tabs.setCurrentIndex(2)
    for text, told, kept in (
        ("nonsense", "no address of a proxy", ""),
        ("http://me:pw@host:1", "password", ""),
        ("http://host:3128", "HTTPS_PROXY", "http://host:3128"),
    ):
        dialog.proxy.selectAll()
        qtbot.keyClicks(dialog.proxy, text)
        dialog.proxy.editingFinished.emit()
        assert told in dialog.proxy_said.text()
        assert studio.preferences.settings.proxy == kept
    dialog.limit.setValue(700)
    dialog.limit.editingFinished.emit()
    assert studio.preferences.settings.cache_limit == 700
    assert "700" in (tmp_path / "settings.json").read_text(encoding="utf-8")
    dialog.accept()


def test_a_limit_of_memory_holds_for_the_exports_of_the_film_that_is_open(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, film(tmp_path, 1), qtbot)
    assert window.desk.export_memory is None
    studio.show_preferences()
    dialog = studio.preferences.dialog
    assert dialog is not None
    assert dialog.memory.text() == "What is free"
    dialog.memory.setValue(600)
    dialog.memory.editingFinished.emit()
    assert studio.preferences.settings.memory == 600
    assert window.desk.export_memory == 600 * 2**20
    dialog.accept()


def test_the_oldest_files_go_first(tmp_path: Path) -> None:
    for number in range(5):
        path = tmp_path / f"a{number}" / "f"
        path.parent.mkdir()
        path.write_bytes(b"x" * 100)
        os.utime(path, (1000 + number, 1000 + number))
    assert trim(tmp_path, 250) == 200
    assert sorted(p.parent.name for p in tmp_path.rglob("f")) == ["a3", "a4"]
    assert bytes_in(tmp_path) == 200


def test_it_fits_a_low_screen_and_every_field_comes_to_the_keyboard(
    studio: Studio, qtbot: QtBot
) -> None:
    dialog = dialog_of(studio, Drawer())
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert dialog.height() <= 680
    assert dialog.width() <= 1280
    forms = [form for form in dialog.services if form.isVisible()]
    assert len(forms) > 2
    fields = [field for form in forms for field in form.fields.values()]
    fields[0].setFocus()
    met: set[object] = set()
    for _ in range(60):
        now = dialog.focusWidget()
        if now in fields:
            met.add(now)
            seen = now.visibleRegion().boundingRect().height()
            assert seen > 0.8 * now.height(), now.accessibleName()
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    assert met == set(fields)


def test_the_name_of_a_switch_stands_beside_its_words(studio: Studio, qtbot: QtBot) -> None:
    dialog = dialog_of(studio, Drawer())
    dialog.tabs.setCurrentIndex(2)
    QApplication.processEvents()
    names = {label.buddy(): label for label in dialog.findChildren(QLabel) if label.buddy()}
    for field in (dialog.proxies, dialog.prerender, dialog.inspections, dialog.proxy):
        name = names[field]
        apart = name.mapToGlobal(name.rect().center()) - field.mapToGlobal(field.rect().center())
        assert abs(apart.y()) <= 3, field.accessibleName()


def test_fields_of_all_services_stand_in_one_column(studio: Studio, qtbot: QtBot) -> None:
    dialog = dialog_of(studio, Drawer())
    QApplication.processEvents()
    forms = [form for form in dialog.services if form.service.id != "bucket"]
    lefts = {line.mapTo(dialog, line.rect().topLeft()).x()
             for form in forms for line in form.fields.values()}  # fmt: skip
    assert len(forms) > 1
    assert len(lefts) == 1
