"""Scrolling a board of cards: to a card that is chosen, and on while one is dragged to an edge."""

from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

from studio.ui.cards import HEAD, MARGIN, Card, Layout

_STEP, _EDGE = 16, 36  # pixels a tick while a card is dragged this near to an edge


def fit(board: QAbstractScrollArea, layout: Layout) -> None:
    """The bar goes over the whole height of the cards."""
    bar, tall = board.verticalScrollBar(), board.viewport().height()
    bar.setPageStep(tall)
    bar.setSingleStep(40)
    bar.setRange(0, max(0, layout.height - tall))


def reveal(bar: QScrollBar, card: Card, view: int) -> None:
    """Scroll as little as it takes to see a card, with its scene's heading above it."""
    edge = HEAD + MARGIN
    if card.top - edge < bar.value():
        bar.setValue(card.top - edge)
    elif card.top + card.height + MARGIN > bar.value() + view:
        bar.setValue(card.top + card.height + MARGIN - view)


def roll(bar: QScrollBar, at: int, view: int) -> bool:
    """Scroll on where the height `at` of the viewport is near an edge; whether it is."""
    way = -1 if at < _EDGE else 1 if at > view - _EDGE else 0
    bar.setValue(bar.value() + way * _STEP)
    return bool(way)
