"""Names of clips made to fit: widths of characters are measured once."""

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF

_MANY = 20_000  # names that are remembered as plain or not


class Lettering:
    """A font, and how much of a text has room in it.

    Qt's own eliding shapes a text many times; where every character stands by itself, as in
    Chinese and English, the sum of their widths says the same.
    """

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self._exact = QFontMetricsF(font)  # whole pixels would add up to too few or too many
        self._wide: dict[str, float] = {}  # of characters
        self._plain: dict[str, bool] = {}  # of texts
        self._dots = self._exact.horizontalAdvance("…")

    def fitted(self, text: str, room: int) -> str:
        """The text, or its beginning and an ellipsis, in so many pixels; empty without room."""
        if not self._is_plain(text):
            return self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        used, kept, wide = 0.0, 0, self._wide
        for place, each in enumerate(text):
            step = wide.get(each)
            if step is None:
                step = wide[each] = self._exact.horizontalAdvance(each)
            used += step
            if used > room:
                return f"{text[:kept].rstrip()}…" if self._dots <= room else ""
            if used + self._dots <= room:
                kept = place + 1
        return text

    def _is_plain(self, text: str) -> bool:
        """Whether no character joins another one."""
        known = self._plain.get(text)
        if known is None:
            if len(self._plain) > _MANY:
                self._plain.clear()
            known = text.isascii() or all(_alone(each) for each in text)
            self._plain[text] = known
        return known


def _alone(character: str) -> bool:
    return unicodedata.category(character) in _ALONE and (
        unicodedata.bidirectional(character) not in {"R", "AL"}
        and (character < "\u0900" or character >= "\u2e80" or "\u2000" <= character < "\u2100")
    )


_ALONE = {"Lu", "Ll", "Lo", "Lm", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
          "Sm", "Sc", "Zs"}  # fmt: skip
