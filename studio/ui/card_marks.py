"""Marks on cards: what the inspector says of the takes that they show, and lengths that are too
short for what is said, told when pointed at."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from studio.ui.cards import Card
from studio.ui.kit import Kit
from studio.ui.line_room import told_of_room
from studio.ui.plain import tip
from studio.ui.take_findings import told_of


class CardMarks:
    """Asks the inspector for each card anew."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def told(self, card: Card) -> str:
        """What is said of the take that a card shows, in lines; empty for nothing."""
        take = self._kit.desk.shown.get(card.shot.id)
        return told_of(self._kit, card.shot, take) if take is not None else ""

    def place(self, card: Card | None, offset: int) -> QRect:
        """Where a card's mark is in the viewport; empty where it has none."""
        if card is None or not self.told(card):
            return QRect()
        return QRect(*card.mark).translated(0, -offset)

    def length(self, card: Card | None, offset: int) -> QRect:
        """Where the length of a card stands in the viewport, if it is too short for its lines."""
        if card is None or not told_of_room(self._kit, card.shot):
            return QRect()
        return QRect(*card.length).translated(0, -offset)

    def hit(self, card: Card | None, point: QPoint, offset: int) -> bool:
        """Whether a point of the viewport lies on a card's mark."""
        return self.place(card, offset).contains(point)

    def help(self, event: QHelpEvent, card: Card | None, offset: int, view: QWidget) -> None:
        """Tell what a mark is about while it is pointed at."""
        spot = self.place(card, offset)
        length = self.length(card, offset)
        if card is not None and spot.contains(event.pos()):
            QToolTip.showText(event.globalPos(), tip(self.told(card)), view, spot)
        elif card is not None and length.contains(event.pos()):
            said = tip(told_of_room(self._kit, card.shot))
            QToolTip.showText(event.globalPos(), said, view, length)
        else:
            QToolTip.hideText()

    def described(self, card: Card | None) -> str:
        """A card for those who cannot see it."""
        if card is None:
            return ""
        short = told_of_room(self._kit, card.shot)
        return self._kit.words.listed(
            [card.label, *self.told(card).splitlines(), *([short] if short else [])]
        )
