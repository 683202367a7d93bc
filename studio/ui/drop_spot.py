"""Makes a widget take drops: says at the pointer what a drop will do, and carries it out."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from studio.timeline.project import Project
from studio.timeline.queries import find_subject, shot_label
from studio.ui.bringing import Bringer
from studio.ui.drag_end import DragEnd
from studio.ui.dragging import Cargo, Landing, Target, cargo_of, landings
from studio.ui.plain import one_line
from studio.ui.words import Words

Where = Callable[[QPoint], Target | None]
Mark = Callable[[Target | None, bool], None]
_LATE = Qt.KeyboardModifier.ShiftModifier


class DropHint(QLabel):
    """A small note beside the pointer, over everything in the window."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("drop.hint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setProperty("part", "hint")
        self.hide()

    def say(self, window: QWidget, at: QPoint, text: str, *, fits: bool) -> None:
        """Show a note at a point of the window."""
        if self.parentWidget() is not window:
            self.setParent(window)
        self.setText(text)
        self.setProperty("tone", "good" if fits else "bad")
        self.style().unpolish(self)
        self.style().polish(self)
        self.setWordWrap(False)
        widest = window.width() // 2
        long = self.sizeHint().width() > widest
        self.setWordWrap(long)
        height = self.heightForWidth(widest) if long else self.sizeHint().height()
        self.resize(widest if long else self.sizeHint().width(), height)
        x = min(at.x() + 18, window.width() - self.width() - 6)
        y = min(at.y() + 20, window.height() - self.height() - 6)
        self.move(max(6, x), max(6, y))
        self.show()
        self.raise_()


class DropSpot(QObject):
    """Watches the drags over one widget (of a scroll area: its viewport)."""

    def __init__(
        self,
        widget: QWidget,
        bringer: Bringer,
        hint: DropHint,
        words: Words,
        film: Callable[[], Project],
        where: Where,
        mark: Mark | None = None,
    ) -> None:
        super().__init__(widget)
        self._widget = widget
        self._bringer = bringer
        self._hint = hint
        self._words = words
        self._film = film
        self._where = where
        self._mark = mark or self._mark_widget
        self._cargo: Cargo | None = None
        self._refusal = ""
        self._end = DragEnd(widget)
        self._last: tuple[QPoint, bool] | None = None  # where it was held last, and if with Shift
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)
        bringer.glance.known.connect(self._glanced)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Drags only; everything else goes its way."""
        kind = event.type()
        if kind is QEvent.Type.DragLeave:
            self._left()
            return True
        if not isinstance(event, QDropEvent):
            return False
        if kind is QEvent.Type.DragEnter:
            self._end.entered(event)
            self._cargo = cargo_of(event.mimeData())
            event.setAccepted(self._cargo is not None)
            return True
        if kind is QEvent.Type.DragMove:
            self._moved(event)
        elif kind is QEvent.Type.Drop:
            self._dropped(event)
        return True

    def _moved(self, event: QDropEvent) -> None:
        """Say what would happen here; only what fits is accepted."""
        point = event.position().toPoint()
        under = self._widget.childAt(point)
        if under is not None and event.source() is under:
            fits = False  # it has just been taken up, and lies where it was
            self._clear()
        else:
            fits = self._show(point, bool(event.modifiers() & _LATE))
        if fits:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def _show(self, point: QPoint, late: bool) -> bool:
        """Mark the place and say the role at the pointer, or why not; whether it fits."""
        target = self._where(point)
        if self._cargo is None or target is None:
            self._clear()
            return False
        self._last = point, late
        found = landings(self._bringer.glance.of(self._cargo), target, late=late)
        fits = all(each.fits for each in found)
        text = self._text(found, target)
        self._refusal = "" if fits else text
        self._mark(target, fits)
        window = self._widget.window()
        self._hint.say(window, self._widget.mapTo(window, point), text, fits=fits)
        return fits

    def _glanced(self) -> None:
        """More is known of the files that are held here."""
        if self._last is not None:
            self._show(*self._last)

    def _dropped(self, event: QDropEvent) -> None:
        target, cargo = self._where(event.position().toPoint()), cargo_of(event.mimeData())
        self._end.gone()
        self._clear()
        if target is None or cargo is None:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        cargo = self._bringer.glance.of(cargo)
        self._bringer.glance.forget()
        self._bringer.drop(cargo, target, late=bool(event.modifiers() & _LATE))

    def _left(self) -> None:
        """A drag that ends on a wrong place says why in the bar, where it can be read."""
        if self._end.gone() and self._refusal:
            self._bringer.told.emit(self._refusal, "warn")
        self._clear()

    def _clear(self) -> None:
        self._refusal, self._last = "", None
        self._mark(None, True)
        self._hint.hide()

    def _text(self, found: list[Landing], target: Target) -> str:
        """The role each thing takes, or the reason why not."""
        for each in found:
            if each.why:
                return self._words(f"no.{each.why}")
        verbs = list(dict.fromkeys(each.verb for each in found))
        said = self._words.listed(self._words(f"drop.{verb}") for verb in verbs)
        name = self._name(target)
        line = self._words("drop.on", what=said, where=name) if name else said
        return f"{line}\n{self._words('drop.shift')}" if "first_frame" in verbs else line

    def _name(self, target: Target) -> str:
        film = self._film()
        if target.place in {"shot", "well"}:
            return self._words("shot", label=shot_label(film, target.owner) or "")
        subject = find_subject(film, target.owner) if target.place == "subject" else None
        return one_line(subject.name, 40) if subject else ""

    def _mark_widget(self, target: Target | None, fits: bool) -> None:
        state = "" if target is None else "yes" if fits else "no"
        if self._widget.property("drop") != state:
            self._widget.setProperty("drop", state)
            self._widget.style().unpolish(self._widget)
            self._widget.style().polish(self._widget)
