"""The bar under the viewer: timecodes, buttons, what is switched on."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout

from studio.render.delivery import Delivery
from studio.ui.deck import Deck
from studio.ui.theme import Theme
from studio.ui.transport_icons import SIDE, icon
from studio.ui.words import Words

_BUTTON = 28
_EDGES = 12  # beside the row of buttons
_GAP = 5  # at least, between what marks, what plays and what is switched


class Transport(QFrame):
    """Plays, steps, marks; shows where the playhead is and what was dropped."""

    def __init__(self, deck: Deck, words: Words, theme: Theme) -> None:
        super().__init__()
        self._deck = deck
        self._words = words
        self._theme = theme
        self._signs: dict[QToolButton, str] = {}  # what is drawn on each button
        self._dressed = ""
        self._told = 0  # frames that were dropped, as it is told
        self._offered: list[QToolButton] = []
        self.now, self.marks, self.dropped, self.length = (QLabel() for _ in range(4))
        player = deck.player
        self.start = self._button("start", lambda: deck.seek(0))
        self.back = self._button("back", lambda: deck.step(-1))
        self.play = self._button("play", deck.toggle)
        self.forward = self._button("forward", lambda: deck.step(1))
        self.end = self._button("end", lambda: deck.seek(player.frames - 1))
        self.mark_in = self._button("in", deck.marks.mark_in)
        self.mark_out = self._button("out", deck.marks.mark_out)
        self.loop = self._switch("loop", deck.set_loop)
        self.captions = self._switch("captions", deck.set_captions, on=deck.captions)
        self.sound = self._switch("sound", lambda on: deck.set_muted(not on), on=not player.muted)
        self.safe = self._switch("safe", None)
        self.full = self._button("full", None)
        self._lay_out()
        deck.moved.connect(self._count)
        deck.changed.connect(self._refresh)
        self._refresh()
        self._dressed = theme.name

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: the signs take its colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._dressed not in ("", self._theme.name):
            self._dressed = self._theme.name
            for button, name in self._signs.items():
                button.setIcon(icon(name, self._theme))

    def _sign(self, button: QToolButton, name: str) -> None:
        if self._signs.get(button) != name:
            self._signs[button] = name
            button.setIcon(icon(name, self._theme))

    def _button(self, name: str, deed: Callable[[], object] | None) -> QToolButton:
        button = QToolButton()
        button.setProperty("tone", "flat")
        button.setObjectName(f"transport.{name}")
        self._sign(button, name)
        button.setIconSize(QSize(SIDE, SIDE))
        button.setFixedSize(_BUTTON, _BUTTON)
        button.setStyleSheet("padding: 0;")
        # A click leaves the keyboard where it was; Space would press the button again otherwise.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._name(button, self._words(f"button.{name}"))
        if deed is not None:
            button.clicked.connect(lambda _=False: deed())
        return button

    def offer(self, *offers: tuple[str, QAction]) -> None:
        """Actions of the page beside the marks, each with the name of its sign."""
        for name, action in offers:
            button = self._button(name, action.trigger)
            button.setEnabled(action.isEnabled())
            action.enabledChanged.connect(button.setEnabled)
            self._marks.addWidget(button)
            self._offered.append(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for all, what menus and keys do as well goes first."""
        super().resizeEvent(event)
        buttons = len(self.findChildren(QToolButton))
        left = event.size().width() - _EDGES - 2 * _GAP - _BUTTON * buttons
        for group in (self._offered, [self.safe], [self.start, self.end], [self.loop]):
            room = left >= 0
            left += 0 if room else _BUTTON * len(group)
            for button in group:
                button.setVisible(room)

    def _switch(
        self, name: str, deed: Callable[[bool], object] | None, *, on: bool = False
    ) -> QToolButton:
        button = self._button(name, None)
        button.setCheckable(True)
        button.setChecked(on)
        if deed is not None:
            button.toggled.connect(deed)
        return button

    def _name(self, button: QToolButton, words: str) -> None:
        button.setToolTip(words)
        button.setAccessibleName(words)

    def _count(self, frame: int) -> None:
        self.now.setText(self._deck.timecode(frame))
        dropped = self._deck.player.dropped
        if dropped != self._told:
            self._told = dropped
            self.dropped.setText(self._words("dropped", count=dropped) if dropped else "")

    def _refresh(self) -> None:
        deck, player, words = self._deck, self._deck.player, self._words
        live = deck.programme is not None
        self._count(player.frame if live else 0)
        self.length.setText(deck.timecode(player.frames if live else 0))
        self.marks.setText(self._span())
        playing = player.playing
        self._sign(self.play, "pause" if playing else "play")
        self._name(self.play, words("button.pause" if playing else "button.play"))
        speed = abs(player.speed)
        if speed > 1 or player.speed < 0:
            self.marks.setText(words("speed", speed=("-" if player.speed < 0 else "") + str(speed)))
        for button in (
            self.start, self.back, self.play, self.forward, self.end, self.mark_in, self.mark_out
        ):  # fmt: skip
            button.setEnabled(live)
        self.captions.setEnabled(deck.showing.is_cut)  # a take has none of its own
        if self.loop.isChecked() != player.loop:
            self.loop.setChecked(player.loop)
        if self.captions.isChecked() != deck.captions:
            self.captions.setChecked(deck.captions)
        self._refresh_sound()

    def _refresh_sound(self) -> None:
        """Whether there is any, and how loud it is beside the exported file."""
        sound, words = self._deck.sound, self._words
        silent = sound.trouble or not sound.heard
        self.sound.setEnabled(not silent)
        with QSignalBlocker(self.sound):  # without a way out it is not on, and stays unmuted
            self.sound.setChecked(not silent and not self._deck.player.muted)
        self._sign(self.sound, "silent" if silent or not self.sound.isChecked() else "sound")
        told = words(f"trouble.{sound.trouble or 'none'}") if silent else self._loudness()
        self._name(self.sound, told)

    def _loudness(self) -> str:
        """What is heard, beside what an export sounds like."""
        words, level, playing = self._words, self._deck.player.level, self._deck.programme
        if playing is None:
            return words("button.sound")
        if not playing.levelled:
            return words("sound.take")
        if level is None:
            return words("sound.raw")
        return words("sound.level", gain=f"{level.gain:+.1f}", target=f"{Delivery.loudness:.0f}")

    def _span(self) -> str:
        """In and out, without hours that are nought."""
        span = self._deck.player.range
        if span is None:
            return ""
        first, last = (self._deck.timecode(n).removeprefix("00:") for n in (span[0], span[1] - 1))
        return self._words("span", first=first, last=last)

    def _lay_out(self) -> None:
        for name in ("now", "marks", "dropped", "length"):
            label: QLabel = getattr(self, name)
            label.setAccessibleName(self._words(f"label.{name}"))
            label.setToolTip(self._words(f"label.{name}"))
            if name != "now":
                label.setProperty("rank", "soft")
        self.dropped.setProperty("tone", "warn")
        top = QHBoxLayout()
        top.setContentsMargins(10, 0, 10, 0)
        top.setSpacing(10)
        top.addWidget(self.now)
        top.addStretch(1)
        top.addWidget(self.marks)
        top.addStretch(1)
        top.addWidget(self.dropped)
        top.addWidget(self.length)
        row = QHBoxLayout()
        row.setContentsMargins(_EDGES // 2, 0, _EDGES // 2, 6)
        row.setSpacing(0)
        self._marks = QHBoxLayout()
        self._marks.setSpacing(0)
        for button in (self.mark_in, self.mark_out):
            self._marks.addWidget(button)
        row.addLayout(self._marks)
        row.addStretch(1)
        for button in (self.start, self.back, self.play, self.forward, self.end):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.loop, self.captions, self.safe, self.sound, self.full):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addLayout(row)
