"""Over the takes of a shot: how many can be used, there and elsewhere, and in which order."""

from functools import partial

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from studio.review.takes import Usable
from studio.timeline.story import Shot
from studio.timeline.take import Take
from studio.ui.kit import Kit
from studio.ui.plain import NameLabel
from studio.ui.take_standing import TakeOrder


class TakeHead(QWidget):
    """One row; the order is the maker's own and holds in all films."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.rate = NameLabel()
        self.rate.setProperty("rank", "soft")
        self.order = QToolButton()
        self.order.setProperty("part", "small")
        self.order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.order.setToolTip(kit.words("takes.order.tip"))
        menu = QMenu(self.order)
        group = QActionGroup(menu)
        for order in TakeOrder:
            act = menu.addAction(kit.words(f"takes.order.{order.value}"))
            act.setCheckable(True)
            act.setData(order)
            act.triggered.connect(partial(self._choose, order))
            group.addAction(act)
        self.order.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.rate, 1)
        row.addWidget(self.order)
        kit.session.take_order_changed.connect(self._show_order)
        self._show_order()

    def fill(self, shot: Shot, take: Take | None) -> None:
        """The rates of a shot, of the backend of a take, and of the film."""
        self.rate.set_name(rate_words(self._kit, shot, take))

    def _choose(self, order: TakeOrder, _checked: bool = False) -> None:
        self._kit.session.order_takes(order.value)

    def _show_order(self, _order: str = "") -> None:
        words, now = self._kit.words, TakeOrder.named(self._kit.session.take_order)
        self.order.setText(words(f"takes.order.{now.value}"))
        self.order.setAccessibleName(
            words("takes.order.name", order=words(f"takes.order.{now.value}"))
        )
        for act in self.order.menu().actions():
            act.setChecked(act.data() is now or act.data() == now)


def rate_words(kit: Kit, shot: Shot, take: Take | None) -> str:
    """The usable rate of a shot, of the backend of a take and of the film, as far as takes were
    looked at; empty where none was.
    """
    words, mine, rates = kit.words, kit.reviews.rate_of(shot), kit.reviews.rates()
    parts = [_told(words("takes.rate.shot"), mine)] if mine is not None else []
    for rate in rates:
        if rate.backend == "":
            parts.append(_told(words("takes.rate.film"), rate))
        elif take is not None and rate.backend == take.backend:
            backend = kit.desk.backends.get(rate.backend)
            parts.append(_told(backend.offer.title if backend else rate.backend, rate))
    return words("takes.rate", parts=" · ".join(parts)) if parts else ""


def _told(name: str, rate: Usable) -> str:
    return f"{name} {rate.good}/{rate.takes}"
