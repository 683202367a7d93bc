"""A service in the inspector: what it lacks, what becomes of every wish, the price, the making."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.account import Account
from studio.backends.kling import backends
from tests.backends import kling_server
from tests.jobs.builders import shot_id
from tests.ui.films import film, opened, studio_with

LEFT = Qt.MouseButton.LeftButton


async def at_once(_seconds: float) -> None:
    """Time passes at once."""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_becomes_of_every_wish_is_read_before_it_is_paid_for(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    with kling_server.serving() as service:
        values = {"url": service.api}
        account = Account(
            values=lambda: values, plain=lambda: {"url": service.api},
            known=lambda: "key" in values,
        )  # fmt: skip
        kling = backends(account, pause=at_once)["kling"]
        studio = studio_with(tmp_path, qapp, kling=kling)
        studio.preferences.prefer("language", language)
        studios.append(studio)
        folder = film(tmp_path, 1, frames=72, backend="kling", width=1280, height=720)
        window = opened(studio, folder, qtbot)
        window.session.choose_shots([shot_id(1)])
        offer = window.board.panel.offer
        qtbot.waitUntil(lambda: "Kling" in offer.refused.text(), timeout=10_000)
        assert not offer.go.isEnabled()
        values["key"] = kling_server.KEY
        window.desk.edit("length", lambda film: film)
        window.session.choose_shots([])
        window.session.choose_shots([shot_id(1)])
        qtbot.waitUntil(offer.go.isEnabled, timeout=10_000)
        assert "USD" in offer.go.text()
        seen = offer.kept.text() + offer.warned.text()
        assert ("Length: " if language == "en" else "长度：") in seen
        assert len(offer.kept.text()) > 40
        qtbot.mouseClick(offer.go, LEFT)
        qtbot.waitUntil(lambda: shot_id(1) in window.desk.shown, timeout=30_000)
        (take,) = window.desk.takes[shot_id(1)]
        assert take.cost > 0
        assert sum(kling_server.creates(service).values()) == 1
