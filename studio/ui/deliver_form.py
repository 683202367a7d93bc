"""The middle of the deliver page: what the chosen preset gives, and what may differ from it."""

from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.render.captions import caption_languages
from studio.render.delivery import Captions, Delivery, Fit
from studio.render.graph import segments, within
from studio.render.presets import Preset
from studio.ui.banner import retone
from studio.ui.deliver_range import RangeField
from studio.ui.desk import Desk
from studio.ui.new_film import folder_name
from studio.ui.plain import homely, soft
from studio.ui.session import Session
from studio.ui.words import Words

_LABELS = ("result", "range", "fit", "captions", "stems", "path")


class DeliverForm(QWidget):
    """Knows the delivery that is asked for; `wanted` tells that it shall be made."""

    wanted = Signal()
    changed = Signal()

    def __init__(self, desk: Desk, session: Session, preset: Preset, words: Words) -> None:
        super().__init__()
        self._desk, self._words, self._preset = desk, words, preset
        self.title, self.about, self.facts = QLabel(), soft(), soft()
        self.title.setProperty("rank", "title")
        self.range = RangeField(desk, session, words)
        self.fit = self._box("fit", Fit)
        self.captions = self._box("captions", Captions)
        self.language = QComboBox()
        self.language.setAccessibleName(words("language"))
        self.stems = QCheckBox(words("stems.wanted"))
        self.stems.setToolTip(words("stems.about"))
        self.path = QLineEdit()
        self.path.setAccessibleName(words("path"))
        self.browse = QPushButton(words("browse"))
        self.said = soft()
        self.go = QPushButton(words("action.deliver.export"))
        self.go.setProperty("tone", "go")
        self.go.setMinimumWidth(140)
        self.go.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.place = QFrame()
        self.place.setProperty("part", "panel")
        self._by_hand = False
        self._lay_out()
        self._connect()
        self.choose(preset)

    @property
    def delivery(self) -> Delivery:
        """What is asked for, of the film as it is now."""
        # Qt hands a member of a StrEnum back as a plain string.
        captions, fit = Captions(self.captions.currentData()), Fit(self.fit.currentData())
        chosen = self._preset.delivery(
            self._desk.project, captions=captions, fit=fit, span=self.range.span,
            language=self.language.currentData() or "",
        )  # fmt: skip
        return replace(chosen, stems=self.stems.isChecked())

    @property
    def preset(self) -> Preset:
        """The preset that is shown."""
        return self._preset

    def choose(self, preset: Preset) -> None:
        """Show another preset, with its own choices."""
        self._preset = preset
        mine = self._words.of("deliver")
        self.title.setText(mine(f"preset.{preset.id}"))
        self.about.setText(mine(f"about.{preset.id}"))
        self.fit.setCurrentIndex(self.fit.findData(preset.fit))
        self.captions.setCurrentIndex(self.captions.findData(preset.captions))
        if not self._by_hand:
            self.path.setText(self._free_name())
        else:
            self.path.setText(self._with_suffix(self.path.text()))
        self.refresh()

    def refresh(self) -> None:
        """Show what the film as it is now comes to."""
        film, preset = self._desk.project, self._preset
        self.range.refresh()
        self._form.setRowVisible(self.fit, preset.reframes(film))
        self._form.setRowVisible(self._read, not preset.sound_only)
        self._fill_languages()
        delivery = self.delivery
        read = delivery.captions is not Captions.NONE and self.language.count() > 2
        self.language.setVisible(read)
        self.facts.setText(self._facts(delivery))
        self.go.setEnabled(film.cut.frames > 0)
        self.changed.emit()

    def say(self, sentence: str, tone: str = "") -> None:
        """What is wrong with the place, where the maker is looking."""
        self.said.setText(sentence)
        retone(self.said, tone)

    def hush(self) -> None:
        """Nothing is wrong any more."""
        self.said.clear()

    def refuse(self, error: StudioError) -> None:
        """The place cannot be used."""
        self.say(self._words.error(error), "bad")

    def ask_path(self) -> None:
        """Ask where the file shall be."""
        suffix = self.delivery.suffix
        kinds = f"{suffix[1:].upper()} (*{suffix})"
        options = QFileDialog.Option.DontConfirmOverwrite  # it is asked when it begins
        chosen, _ = QFileDialog.getSaveFileName(
            self, self._words("path"), str(Path(self.path.text()).expanduser()), kinds,
            options=options,
        )  # fmt: skip
        if chosen:
            self._by_hand = True
            self.path.setText(homely(chosen))

    def _facts(self, delivery: Delivery) -> str:
        words = self._words
        loudness = f"{delivery.loudness:.0f}".replace("-", "\u2212")
        if delivery.sound_only:
            return words(f"facts.{delivery.container.value}", loudness=loudness)
        rate = f"{float(delivery.rate.fraction):.5g}"
        told = words(
            "facts.mp4", width=delivery.width, height=delivery.height, rate=rate, loudness=loudness,
        )  # fmt: skip
        missing = self._missing(delivery)
        return f"{told}\n{words('missing', count=missing)}" if missing else told

    def _missing(self, delivery: Delivery) -> int:
        """How many shots in the range have no take yet."""
        film = self._desk.project
        runs = within(segments(film, self._desk.shown), delivery.part_of(film.cut.frames))
        return len({label for run in runs for label in run.slates})

    def _free_name(self) -> str:
        home, stem = self._desk.folder.resolve().parent, folder_name(self._desk.folder.stem)
        extra = "" if self._preset.id in ("film", "wav", "m4a") else f" {self._preset.id}"
        return homely(home / f"{stem or 'film'}{extra}.{self._preset.container.value}")

    def _with_suffix(self, text: str) -> str:
        stem, dot, suffix = text.rpartition(".")
        known = dot and suffix.lower() in ("mp4", "wav", "m4a")
        return f"{stem if known else text}.{self._preset.container.value}" if text.strip() else text

    def _fill_languages(self) -> None:
        found = caption_languages(self._desk.project)
        if found == [self.language.itemData(n) for n in range(1, self.language.count())]:
            return
        kept = self.language.currentData()
        names = self._words.of("ui_prefs")
        self.language.clear()
        self.language.addItem(self._words("language.all"), "")
        for code in found:
            named = f"spoken.{code}"
            self.language.addItem(names(named) if names.has(named) else code, code)
        self.language.setCurrentIndex(max(0, self.language.findData(kept or "")))

    def _box(self, name: str, members: type[StrEnum]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self._words(name))
        for each in members:
            box.addItem(self._words(f"{name}.{each.value}"), each)
        return box

    def _connect(self) -> None:
        for box in (self.fit, self.captions, self.language):
            box.activated.connect(self.refresh)
        self.range.changed.connect(self.refresh)
        self.path.textEdited.connect(self._typed)
        self.path.returnPressed.connect(self.wanted.emit)
        self.browse.clicked.connect(self.ask_path)
        self.go.clicked.connect(self.wanted.emit)

    def _typed(self, text: str) -> None:
        self._by_hand = bool(text.strip())
        self.hush()

    def _lay_out(self) -> None:
        read = QHBoxLayout()
        read.setSpacing(8)
        read.addWidget(self.captions, 3)
        read.addWidget(self.language, 2)
        self._read = QWidget()
        self._read.setLayout(read)
        read.setContentsMargins(0, 0, 0, 0)
        self._form = form = QFormLayout()
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(18)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in (
            ("result", self.facts), ("range", self.range), ("fit", self.fit),
            ("captions", self._read), ("stems", self.stems),
        ):  # fmt: skip
            form.addRow(self._label(name), field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addSpacing(10)
        column.addLayout(form)
        column.addStretch(1)
        self._lay_out_place()

    def _label(self, name: str) -> QLabel:
        """All labels are of one width, so that all fields stand in one column."""
        label = QLabel(self._words(name))
        advance = self.fontMetrics().horizontalAdvance
        label.setMinimumWidth(max(advance(self._words(each)) for each in _LABELS))
        return label

    def _lay_out_place(self) -> None:
        """Where to and Export stay in sight below what may scroll."""
        file = self._label("path")
        file.setBuddy(self.path)
        where, bottom = QHBoxLayout(), QHBoxLayout()
        where.setSpacing(8)
        for part, stretch in ((file, 0), (self.path, 1), (self.browse, 0)):
            where.addWidget(part, stretch)
        where.insertSpacing(1, self._form.horizontalSpacing() - where.spacing())
        bottom.setSpacing(16)
        bottom.addWidget(self.said, 1)
        bottom.addWidget(self.go)
        column = QVBoxLayout(self.place)
        column.setContentsMargins(24, 12, 24, 14)
        column.setSpacing(10)
        column.addLayout(where)
        column.addLayout(bottom)
