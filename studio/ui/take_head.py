"""Over the takes of a shot: how many can be used, whether their sound is late, in which order."""

from functools import partial

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from studio.review.finding import Told
from studio.review.takes import Usable
from studio.timeline.story import Shot
from studio.timeline.take import Take
from studio.ui.kit import Kit
from studio.ui.plain import NameLabel
from studio.ui.take_standing import TakeOrder


class OrderButton(QToolButton):
    """In which order takes stand; it is the maker's own and holds in all films."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.setProperty("part", "small")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(kit.words("takes.order.tip"))
        menu = QMenu(self)
        group = QActionGroup(menu)
        for order in TakeOrder:
            act = menu.addAction(kit.words(f"takes.order.{order.value}"))
            act.setCheckable(True)
            act.setData(order)
            act.triggered.connect(partial(self._choose, order))
            group.addAction(act)
        self.setMenu(menu)
        kit.session.take_order_changed.connect(self._show_order)
        self._show_order()

    def _choose(self, order: TakeOrder, _checked: bool = False) -> None:
        self._kit.session.order_takes(order.value)

    def _show_order(self, _order: str = "") -> None:
        words, now = self._kit.words, TakeOrder.named(self._kit.session.take_order)
        named = words(f"takes.order.{now.value}")
        self.setText(named)
        self.setAccessibleName(words("takes.order.name", order=named))
        for act in self.menu().actions():
            act.setChecked(act.data() is now or act.data() == now)


class RateLine(NameLabel):
    """Rates of a shot, of the backend of a take, and of the film; no line where none is known."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.setProperty("rank", "soft")

    def fill(self, shot: Shot, take: Take | None) -> None:
        """Show what is known now."""
        text = rate_words(self._kit, shot, take) if take is not None else ""
        self.set_name(text)
        self.setVisible(bool(text))


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
            parts.append(_told(_called(kit, rate.backend), rate))
    return words("takes.rate", parts=" · ".join(parts)) if parts else ""


def lag_words(kit: Kit, take: Take | None) -> str:
    """By how much the sound of a take's backend is beside the lips; empty where it is not."""
    lag = kit.reviews.lag_of(take.backend) if take is not None else None
    if lag is None:
        return ""
    told = lag.finding.told
    values = {**told.values, "backend": _called(kit, lag.backend)}
    return Told(key=told.key, values=values).text(kit.words.language)


def _called(kit: Kit, name: str) -> str:
    """What a backend is called where it is known, else its name."""
    backend = kit.desk.backends.get(name)
    return backend.offer.called(kit.words.language) if backend else name


def _told(name: str, rate: Usable) -> str:
    return f"{name} {rate.good}/{rate.takes}"
