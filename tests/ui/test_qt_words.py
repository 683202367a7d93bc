"""Qt's own words in Chinese: keys as they are written on a keyboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from studio.ui.qt_words import QtWords


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[QtWords]:
    words = QtWords(qapp)
    words.speak("zh")
    yield words
    words.hush()


def native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


@pytest.mark.parametrize(
    ("keys", "shown"),
    [("Shift+Left", "Shift+←"), ("Alt+Up", "Alt+↑"), ("Ctrl+Space", "Ctrl+空格"), ("Home", "Home")],
)
def test_keys_are_called_as_they_are_marked(chinese: QtWords, keys: str, shown: str) -> None:
    assert native(keys) == shown
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    chinese.hush()
    assert native(keys) == keys
