"""Media and cast stand on one page at a time: on the one that is seen."""

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSplitter, QWidget

from studio.ui.session import Session


class Shelf(QObject):
    """Carries a panel from splitter to splitter, so that what is chosen in it goes along."""

    def __init__(self, panel: QWidget, session: Session, homes: Mapping[str, QSplitter]) -> None:
        """`homes`: page to the splitter whose first part the panel is there. Elsewhere it stays."""
        super().__init__(panel)
        self._panel = panel
        first = panel.parentWidget()
        self._homes = dict(homes)
        if isinstance(first, QSplitter):
            self._homes.setdefault("board", first)
        self._sizes: dict[QSplitter, list[int]] = {}
        self._hidden: dict[QSplitter, bool] = {}
        session.page_changed.connect(self._turned)

    def _turned(self, page: str) -> None:
        home, before = self._homes.get(page), self._panel.parentWidget()
        if home is None or before is home:
            return
        if isinstance(before, QSplitter):
            self._sizes[before] = before.sizes()
            self._hidden[before] = self._panel.isHidden()
        home.insertWidget(0, self._panel)
        self._panel.setHidden(self._hidden.get(home, False))
        if home in self._sizes and len(self._sizes[home]) == home.count():
            home.setSizes(self._sizes[home])
