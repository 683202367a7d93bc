"""How far the jobs of shots are, as their cards show it."""

from PySide6.QtCore import QObject, Signal

from studio.jobs.events import JobProgress
from studio.jobs.job import State
from studio.timeline.take import Take
from studio.ui.kit import Kit


class CardProgress(QObject):
    """`changed` names each shot of whose job or takes there is news."""

    changed = Signal(str)

    def __init__(self, kit: Kit, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = kit.jobs
        self.shares: dict[str, float] = {}  # by shot, 0 to 1
        kit.jobs.changed.connect(self._job_changed)
        kit.desk.progressed.connect(self._progressed)
        kit.desk.take_arrived.connect(self._arrived)

    def _job_changed(self, owner: str) -> None:
        last = self._jobs.last(owner)
        if last is not None and last.state is not State.RUNNING:
            self.shares.pop(owner, None)  # the next one begins at nothing
        self.changed.emit(owner)

    def _progressed(self, news: JobProgress) -> None:
        self.shares[news.owner] = news.done
        self.changed.emit(news.owner)

    def _arrived(self, take: Take) -> None:
        self.changed.emit(take.owner)
