"""Paints the cards and headings of the board."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPen

from studio.jobs.job import LIVE, Job, State
from studio.timeline.story import CueKind, ReferenceKind, Role, Shot
from studio.timeline.take import Take
from studio.ui.cards import HEAD, MARGIN, MARK, WORDS, Card, Gap, Heading, Layout
from studio.ui.kit import Kit
from studio.ui.plain import one_line
from studio.ui.take_marks import draw_mark
from studio.ui.take_standing import Standing
from studio.ui.theme import DARK

_PLATE, _SAID = "#e6141519", "#f2f3f5"  # over a picture, in both themes as in the dark one
_SHORT = 15  # pixels of the mark before a length that is too short for the lines
_READ = 400  # characters of a text that can show on a card


@dataclass(frozen=True)
class Look:
    """What the cards have to show besides the film."""

    chosen: Collection[str]
    progress: Mapping[str, float]
    over: str = ""  # the card a drag is over
    fits: bool = True
    moving: Collection[str] = ()
    gap: Gap | None = None


class CardPainter:
    """Everything it paints is asked of the kit and of a `Look`."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._theme = kit.theme

    def paint(
        self, painter: QPainter, layout: Layout, scrolled: int, area: QRect, width: int, look: Look
    ) -> None:
        """The headings and cards in `area` of a view that is `width` wide and scrolled down."""
        top, bottom = scrolled + area.top(), scrolled + area.bottom() + 1
        painter.translate(0, -scrolled)
        for heading in layout.headings:
            if top - HEAD < heading.top < bottom:
                self._heading(painter, heading, width)
        shown = self._kit.desk.shown
        for card in layout.between(top, bottom):
            self._card(painter, card, layout.still, shown, look)
        if look.gap is not None:
            self._gap(painter, look.gap)

    def _gap(self, painter: QPainter, gap: Gap) -> None:
        """Where the cards that are dragged would go."""
        bar = QRectF(gap.left - 2, gap.top, 4, gap.height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accent))
        painter.drawRoundedRect(bar, 2, 2)

    def _heading(self, painter: QPainter, heading: Heading, width: int) -> None:
        painter.setPen(QColor(self._theme.text))
        rate = self._kit.desk.project.rate
        length = float(rate.seconds(sum(shot.frames for shot in heading.scene.shots)))
        title = f"{heading.number}   {one_line(heading.scene.heading or heading.scene.place)}"
        metrics = painter.fontMetrics()
        line = _cut(metrics, title, width - 2 * MARGIN - 120)
        base = heading.top + 20
        painter.drawText(MARGIN, base, line)
        painter.setPen(QColor(self._theme.soft))
        told = self._kit.media("board.seconds", seconds=f"{length:.1f}")
        painter.drawText(MARGIN + metrics.horizontalAdvance(line) + 16, base, told)

    def _card(
        self, painter: QPainter, card: Card, still: int, shown: Mapping[str, Take], look: Look
    ) -> None:
        theme, name = self._theme, card.shot.id
        chosen = name in look.chosen
        edge = theme.accent if chosen else theme.line
        if look.over == name:
            edge = theme.accent if look.fits else theme.bad
        thick = 3 if look.over == name else 2 if chosen else 1
        painter.setOpacity(0.45 if name in look.moving else 1.0)
        painter.setPen(QPen(QColor(edge), thick))
        painter.setBrush(QColor(theme.chosen if chosen else theme.raised))
        painter.drawRoundedRect(QRectF(card.left, card.top, card.width, card.height), 7, 7)
        box = QRect(card.left + 4, card.top + 4, card.width - 8, still - 4)
        self._still(painter, card, box, shown)
        self._state(painter, card.shot, box, look)
        self._words(painter, card, still)
        painter.setOpacity(1.0)

    def _still(self, painter: QPainter, card: Card, box: QRect, shown: Mapping[str, Take]) -> None:
        painter.fillRect(box, QColor(self._theme.ground))
        take = shown.get(card.shot.id)
        image = self._kit.stills.of(take) if take is not None else self._first_frame(card.shot)
        if image is not None:
            fitted = image.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(QPoint(), fitted)
            place.moveCenter(box.center())
            strong = painter.opacity()
            painter.setOpacity(strong if take is not None else strong * 0.55)
            painter.drawImage(place, image)
            painter.setOpacity(strong)
        elif take is None:
            painter.setPen(QColor(self._theme.soft))
            text = self._kit.media("board.no_take")
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        if take is not None and card.shot.id in self._kit.outdated.shots:
            self._outdated(painter, box)
        standing = self._standing(card.shot, take)
        self._badges(painter, card.shot, box, 0 if standing is None else MARK + 4)
        if standing is not None:
            draw_mark(painter, QRectF(*card.mark), self._theme, standing)

    def _outdated(self, painter: QPainter, box: QRect) -> None:
        """The take was made from another wish than the shot has now."""
        text, metrics = self._kit.media.of("ui_cast")("outdated"), painter.fontMetrics()
        wide = min(metrics.horizontalAdvance(text) + 22, box.width() - 10)
        plate = QRectF(box.left() + 5, box.top() + 30, wide, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_PLATE))
        painter.drawRoundedRect(plate, 4, 4)
        painter.setBrush(QColor(DARK.warn))
        painter.drawEllipse(QRectF(plate.left() + 6, plate.center().y() - 3, 6, 6))
        painter.setPen(QColor(_SAID))
        painter.drawText(plate.adjusted(16, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _first_frame(self, shot: Shot) -> QImage | None:
        """What the shot will begin with stands for it, dimmed, until it has a take."""
        seen = {
            each.id: each
            for each in self._kit.desk.project.references
            if each.kind is not ReferenceKind.SOUND
        }
        uses = sorted(shot.uses, key=lambda use: use.role is not Role.FIRST_FRAME)
        found = next((seen[use.reference] for use in uses if use.reference in seen), None)
        return self._kit.still_of(found) if found is not None else None

    def _standing(self, shot: Shot, take: Take | None) -> Standing | None:
        """What the inspector says of the shown take; None where nobody asked."""
        reviews = self._kit.reviews
        if take is None:
            return None
        if reviews.is_waiting(take):
            return Standing.UNSEEN
        found = reviews.standing(shot, take)
        return None if found is Standing.UNSEEN else found

    def _badges(self, painter: QPainter, shot: Shot, box: QRect, taken: int) -> None:
        """The cast as dots of their colour, who makes it, how many references, how many takes;
        `taken` pixels at the left are another's.
        """
        film = self._kit.desk.project
        cast = [s for s in film.subjects if s.id in shot.subjects][:6]
        painter.setPen(QPen(QColor(0, 0, 0, 150), 1))
        for place, subject in enumerate(cast):
            painter.setBrush(QColor(subject.colour))
            painter.drawEllipse(box.left() + 6 + place * 13, box.bottom() - 17, 10, 10)
        counts: list[str] = []
        if shot.uses:
            counts.append(self._kit.media("board.uses", count=len(shot.uses)))
        takes = len(self._kit.desk.takes.get(shot.id, ()))
        if takes:
            counts.append(self._kit.media("board.takes", count=takes))
        metrics = painter.fontMetrics()
        backend = _cut(metrics, self._kit.backend_of(shot), box.width() // 3)
        text = "  ".join([backend, *counts])
        if text:
            wide = metrics.horizontalAdvance(text) + 12
            if wide > box.width() - 10 - taken:
                text = "  ".join(counts)
                wide = metrics.horizontalAdvance(text) + 12
            plate = QRectF(box.right() - wide - 5, box.top() + 6, wide, 20)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 150))
            painter.drawRoundedRect(plate, 4, 4)
            painter.setPen(QColor("#ffffff"))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    def _state(self, painter: QPainter, shot: Shot, box: QRect, look: Look) -> None:
        last, theme = self._kit.jobs.last(shot.id), self._theme
        if last is None:
            return
        bar = QRectF(box.left(), box.bottom() - 4, box.width(), 5)
        if last.state in {State.FAILED, State.UNKNOWN} or self._kit.jobs.quiet(last):
            colour = QColor(DARK.bad if last.state is State.FAILED else DARK.warn)
            self._trouble(painter, last, box, colour)
            painter.fillRect(bar, colour)
        elif last.state in LIVE:
            painter.fillRect(bar, QColor(theme.hover))
            bar.setWidth(bar.width() * look.progress.get(shot.id, 0.0))
            painter.fillRect(bar, QColor(theme.accent))

    def _trouble(self, painter: QPainter, job: Job, box: QRect, colour: QColor) -> None:
        """Why it failed, or is in doubt, over the foot of the still."""
        metrics = painter.fontMetrics()
        text = one_line(self._kit.trouble(job), _READ)
        if not text:
            return
        wide, line = box.width() - 16, metrics.lineSpacing()
        rows = min(3, max(1, -(-metrics.horizontalAdvance(text) // max(1, wide - 20))))
        tall = rows * line + 8
        plate = QRect(box.left(), box.bottom() - 4 - tall, box.width(), tall)
        painter.fillRect(plate, QColor(_PLATE))
        painter.fillRect(QRect(plate.left(), plate.top(), 3, tall), colour)
        painter.setPen(QColor(_SAID))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
        room = round(wide * rows * (0.9 if rows > 1 else 1.0))
        painter.drawText(plate.adjusted(10, 2, -6, -2), flags, _cut(metrics, text, room))

    def _words(self, painter: QPainter, card: Card, still: int) -> None:
        shot, theme, media = card.shot, self._theme, self._kit.media
        left, top = card.left + 10, card.top + still
        wide, metrics = card.width - 20, painter.fontMetrics()
        seconds = float(self._kit.desk.project.rate.seconds(shot.frames))
        moves = " ".join(media.craft("move", move.value) for move in shot.moves)
        craft = f"{media.craft('size', shot.size.value)}  {moves}"
        length = media("board.seconds", seconds=f"{seconds:.1f}")
        painter.setPen(QColor(theme.text))
        painter.drawText(left, top + 17, card.label)
        room = wide - metrics.horizontalAdvance(card.label) - metrics.horizontalAdvance(length) - 20
        at = left + metrics.horizontalAdvance(card.label) + 10
        short = shot.id in self._kit.outdated.lacking
        painter.setPen(QColor(theme.soft))
        painter.drawText(at, top + 17, _cut(metrics, craft, room - (_SHORT + 4 if short else 0)))
        at = left + wide - metrics.horizontalAdvance(length)
        if short:
            spot = QRectF(at - _SHORT - 4, top + 4, _SHORT, _SHORT)
            draw_mark(painter, spot, theme, Standing.WARNED)
            painter.setPen(QColor(theme.warn))
        painter.drawText(at, top + 17, length)
        line = next((c.text for c in shot.cues if c.kind is CueKind.LINE), "")
        painter.setPen(QColor(theme.text if line else theme.soft))
        text = one_line((line or shot.prompt), _READ)
        box = QRect(left, top + 24, wide, WORDS - 28)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.drawText(box, flags, _cut(metrics, text, round(wide * 1.8)))


def _cut(metrics: QFontMetrics, text: str, room: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))
