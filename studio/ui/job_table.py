"""The rows of jobs: what a job makes has the room, the figures beside it give way first."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from studio.ui.job_cells import ROW, JobCells
from studio.ui.job_model import COLUMNS, JobModel
from studio.ui.theme import Theme

_WIDTHS = {"owner": 96, "backend": 104, "state": 150, "left": 96, "price": 92, "charged": 104}
_LEAST = {"owner": 70, "backend": 84, "state": 116, "left": 80, "price": 84, "charged": 84}
_WHAT = 220  # pixels of what is made before the others have all they would like


def shared(room: int) -> Mapping[str, int]:
    """How wide each column but that of what is made is in a table of `room` pixels, which has the
    rest.
    """
    least, most = sum(_LEAST.values()), sum(_WIDTHS.values())
    share = min(1.0, max(0.0, (room - _WHAT - least) / (most - least)))
    return {name: low + round(share * (_WIDTHS[name] - low)) for name, low in _LEAST.items()}


class JobTable(QTableView):
    """A table that asks only for the rows that are seen."""

    def __init__(self, model: JobModel, theme: Theme, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(JobCells(theme, self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setProperty("part", "rows")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(60)
        header.setSectionResizeMode(COLUMNS.index("what"), QHeaderView.ResizeMode.Stretch)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the room anew."""
        for name, width in shared(self.viewport().width()).items():
            self.horizontalHeader().resizeSection(COLUMNS.index(name), width)
        super().resizeEvent(event)
