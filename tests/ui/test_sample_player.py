"""A sound in memory, played to its end, stopped, and let go of."""

from collections.abc import Generator

import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.render.recording import Samples
from studio.ui.sample_player import SamplePlayer
from tests.ui.ears import Ear

SOUND: Samples = np.linspace(0, 1, 20_000, dtype=np.float32).reshape(10_000, 2)


@pytest.fixture
def player(qapp: QApplication) -> Generator[SamplePlayer, None, None]:
    parent = QObject()
    made = SamplePlayer(parent)
    yield made
    made.stop()
    parent.deleteLater()


def test_a_sound_is_handed_over_as_it_is_taken(player: SamplePlayer, qtbot: QtBot) -> None:
    ear = Ear()
    player.way_out = lambda: ear
    player.play(SOUND)
    assert player.going
    qtbot.waitUntil(lambda: ear.closed == 1)
    assert not player.going
    assert [len(block) for block in ear.blocks] == [4800, 4800, 400]
    assert np.array_equal(np.concatenate(ear.blocks), SOUND)


def test_what_plays_gives_way(player: SamplePlayer, qtbot: QtBot) -> None:
    first, second = Ear(slow=True), Ear(slow=True)
    ears = iter((first, second))
    player.way_out = lambda: next(ears)
    player.play(SOUND)
    player.play(SOUND[:100])
    assert (first.stopped, second.begun, player.going) == (1, 1, True)
    with qtbot.waitSignal(player.changed):
        player.stop()
    assert (second.stopped, player.going) == (1, False)
    qtbot.waitUntil(lambda: (first.closed, second.closed) == (1, 1))
