"""One film in the list of those opened last."""

from PySide6.QtCore import QDateTime, QLocale, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QSizePolicy

from studio.ui.plain import homely, one_line
from studio.ui.posters import Poster
from studio.ui.theme import Theme
from studio.ui.words import Words

_HEIGHT, _STILL = 84, QSize(116, 66)


class FilmRow(QAbstractButton):
    """A still, the name, when it was saved and where it is; greyed with Remove when it is gone."""

    wanted = Signal(str)
    forgotten = Signal(str)

    def __init__(self, folder: str, theme: Theme, words: Words) -> None:
        super().__init__()
        self.folder = folder
        self._theme = theme
        self._words = words
        self._poster: Poster | None = None
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(folder)
        self.setAccessibleName(folder)
        self.clicked.connect(self._clicked)
        self.remove = QPushButton(words("start.remove"))
        self.remove.setToolTip(words("start.remove.tip"))
        self.remove.clicked.connect(lambda: self.forgotten.emit(self.folder))
        self.remove.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 14, 8)
        row.addStretch(1)
        row.addWidget(self.remove)

    def show_poster(self, poster: Poster) -> None:
        """What was found in the folder."""
        self._poster = poster
        self.setAccessibleName(one_line(poster.name))
        self.remove.setVisible(not poster.there)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens too; Delete takes it off the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Delete:
            self.forgotten.emit(self.folder)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As wide as it gets."""
        return QSize(400, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The whole row; a button of its own lies on it when the film is gone."""
        gone = self._poster is not None and not self._poster.there
        with QPainter(self) as painter:
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
            )
            theme = self._theme
            lit = self.underMouse() and self.isEnabled() and not gone
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QColor(theme.accent if self.hasFocus() else theme.line))
            painter.setBrush(QColor(theme.hover if lit else theme.raised))
            painter.drawRoundedRect(box, 7, 7)
            still = QRect(9, 9, _STILL.width(), _STILL.height())
            painter.fillRect(still, QColor(theme.ground))
            self._paint_still(painter, still)
            self._paint_words(painter, still.right() + 18, gone)

    def _paint_still(self, painter: QPainter, box: QRect) -> None:
        image: QImage | None = self._poster.still if self._poster is not None else None
        if image is not None:
            fitted = image.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(box.topLeft(), fitted)
            place.moveCenter(box.center())
            painter.drawImage(place, image)

    def _paint_words(self, painter: QPainter, left: int, gone: bool) -> None:
        poster, wide = self._poster, self.width() - left - (130 if gone else 16)
        name = one_line(poster.name if poster is not None else self.folder.rpartition("/")[2])
        painter.setPen(QColor(self._theme.text))
        metrics = painter.fontMetrics()
        cut, middle = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle
        painter.drawText(left, 32, metrics.elidedText(name, cut, wide))
        painter.setPen(QColor(self._theme.soft))
        painter.drawText(left, 52, metrics.elidedText(self._when(gone), cut, wide))
        painter.drawText(left, 71, metrics.elidedText(homely(self.folder), middle, wide))

    def _when(self, gone: bool) -> str:
        if gone:
            return self._words("start.gone")
        if self._poster is None or not self._poster.saved:
            return ""
        moment = QDateTime.fromSecsSinceEpoch(int(self._poster.saved))
        local = QLocale(self._words.language)
        return local.toString(moment, QLocale.FormatType.ShortFormat)

    def _clicked(self) -> None:
        if self._poster is None or self._poster.there:
            self.wanted.emit(self.folder)
