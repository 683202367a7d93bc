"""The middle of the deliver page: what the chosen preset gives, and what may differ from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.render.delivery import Container, Delivery, Fit
from studio.render.graph import segments, within
from studio.render.place import output_for
from studio.render.presets import Preset
from studio.timeline.project import Project
from studio.ui.deliver_captions import CaptionFields
from studio.ui.deliver_more import ROWS, MoreFields
from studio.ui.deliver_place import PlaceFrame
from studio.ui.deliver_range import RangeField
from studio.ui.deliver_words import facts
from studio.ui.desk import Desk
from studio.ui.new_film import folder_name
from studio.ui.plain import soft
from studio.ui.session import Session
from studio.ui.words import Words

_LABELS = ("result", "range", "fit", "captions", "stems", "path", "folder", *ROWS)
_GAP = 18  # pixels between a label and its field
_PLAIN_NAMES = ("film", "wav", "flac", "m4a")  # presets whose files are called as the film is


@dataclass(frozen=True)
class Asked:
    """One file that is asked for; `hardware` is a word that is looked for before it is made."""

    preset: Preset
    delivery: Delivery
    hardware: str
    output: Path


class DeliverForm(QWidget):
    """Knows the delivery that is asked for; `wanted` tells that it shall be made.

    `unfolded` tells that what is seldom chosen is shown now.
    """

    wanted = Signal()
    changed = Signal()
    unfolded = Signal()

    def __init__(self, desk: Desk, session: Session, preset: Preset, words: Words) -> None:
        super().__init__()
        self._desk, self._words = desk, words
        self._presets: tuple[Preset, ...] = (preset,)
        self.title, self.about, self.facts = QLabel(), soft(), soft()
        self.title.setProperty("rank", "title")
        self.facts.setContentsMargins(0, 6, 0, 0)  # its first line stands beside its label
        self.range = RangeField(desk, session, words)
        self.fit = QComboBox()
        self.fit.setAccessibleName(words("fit"))
        for each in Fit:
            self.fit.addItem(words(f"fit.{each.value}"), each)
        self._read = CaptionFields(words)
        self.captions = self._read.way
        self.language, self.second = self._read.language, self._read.second
        self.stems = QCheckBox(words("stems.wanted"))
        self.stems.setToolTip(words("stems.about"))
        self.more = MoreFields(session, words)
        self.more_button = QToolButton()
        self.more_button.setCheckable(True)
        self.more_button.setText(words("more"))
        self.more_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.place = PlaceFrame(self._label("path"), _GAP, words)
        self.path, self.browse = self.place.path, self.place.browse
        self.said, self.go = self.place.said, self.place.go
        self._lay_out()
        self._connect()
        self.choose((preset,))

    @property
    def delivery(self) -> Delivery:
        """What is asked for, of the film as it is now; of several the first."""
        return self._delivery(self._presets[0])

    @property
    def deliveries(self) -> list[Delivery]:
        """Every delivery that is asked for, of the film as it is now."""
        return [self._delivery(preset) for preset in self._presets]

    @property
    def preset(self) -> Preset:
        """The preset that is shown; of several the first."""
        return self._presets[0]

    @property
    def several(self) -> bool:
        """Whether more than one file is asked for."""
        return len(self._presets) > 1

    @property
    def asked(self) -> list[Asked]:
        """Every file that is asked for. Raises BadInput for a name that is none."""
        home, text, found = self._home, self.path.text(), list[Asked]()
        for preset in self._presets:
            wanted = self._delivery(preset)
            named = text
            if self.several:
                folder = output_for(text, "", home) if text.strip() else home
                named = str(folder / self._file_name(preset, wanted))
            word = self.more.more.hardware
            found.append(Asked(preset, wanted, word, output_for(named, wanted.suffix, home)))
        return found

    def choose(self, presets: Sequence[Preset]) -> None:
        """Show another preset with its own choices, or several, which keep theirs."""
        self._presets = tuple(presets)
        preset, mine = self.preset, self._words.of("deliver")
        names = [mine(f"preset.{each.id}") for each in presets]
        title = self._words("several", count=len(names)) if self.several else names[0]
        self.title.setText(title)
        self.about.setText(" · ".join(names) if self.several else mine(f"about.{preset.id}"))
        self.fit.setCurrentIndex(self.fit.findData(preset.fit))
        self._read.show_way(preset.captions)
        self.refresh()
        self._show_path()

    def refresh(self) -> None:
        """Show what the film as it is now comes to."""
        film, preset = self._desk.project, self.preset
        self.range.refresh()
        self.more.show_for(preset, film, self._delivery_kind(), several=self.several)
        self._form.setRowVisible(self.fit, not self.several and preset.reframes(film))
        self._form.setRowVisible(self._read, not self.several and not preset.sound_only)
        self._form.setRowVisible(self.stems, not preset.container.silent)
        self._read.fill(film)
        delivery = self.delivery
        self._read.ask_for(delivery.captions)
        self.facts.setText(self._facts(delivery))
        self._follow_cut(film)
        self.changed.emit()

    def _follow_cut(self, film: Project) -> None:
        """Without a cut nothing can be exported, and it is said why."""
        some, was = film.cut.frames > 0, self.go.isEnabled()
        self.go.setEnabled(some)
        if not some:
            self.place.tell(self._words("nothing"))
        elif not was:
            self.hush()

    def _delivery(self, preset: Preset) -> Delivery:
        """What a preset asks for, with what was chosen of it; several keep their own choices."""
        language, second = self._read.languages
        wish = replace(
            self.more.more.choices, span=self.range.span, language=language, second=second,
            stems=self.stems.isChecked() and not preset.container.silent,
        )  # fmt: skip
        if not self.several:
            fit = Fit(self.fit.currentData())  # Qt hands a StrEnum back as a plain string
            wish = replace(wish, captions=self._read.chosen, fit=fit)
        return preset.chosen(self._desk.project, wish)

    def _delivery_kind(self) -> Container:
        """The file of the preset that is shown; of several, one that takes the most of labels."""
        kinds = [each.container for each in self._presets]
        return next((kind for kind in kinds if kind.covered), kinds[0])

    def hush(self) -> None:
        """Nothing is wrong any more."""
        self.place.tell("")

    def refuse(self, error: StudioError) -> None:
        """The place cannot be used."""
        self.place.tell(self._words.error(error), "bad")

    def show_more(self, shown: bool | None = None) -> None:
        """Show what is seldom chosen, or put it away; None: the other of the two."""
        wish = self.more.isHidden() if shown is None else shown
        self.more.setVisible(wish)
        self.more_button.setChecked(wish)
        arrow = Qt.ArrowType.DownArrow if wish else Qt.ArrowType.RightArrow
        self.more_button.setArrowType(arrow)
        if wish:
            self.unfolded.emit()

    def _facts(self, delivery: Delivery) -> str:
        if self.several:
            return self._words("several.facts")
        told = facts(delivery, self._words)
        missing = 0 if delivery.sound_only else self._missing(delivery)
        return f"{told}\n{self._words('missing', count=missing)}" if missing else told

    def _missing(self, delivery: Delivery) -> int:
        """How many shots in the range have no take yet."""
        film = self._desk.project
        runs = within(segments(film, self._desk.shown), delivery.part_of(film.cut.frames))
        return len({label for run in runs for label in run.slates})

    @property
    def _home(self) -> Path:
        return self._desk.folder.resolve().parent

    def _file_name(self, preset: Preset, delivery: Delivery) -> str:
        stem = folder_name(self._desk.folder.stem) or "film"
        extra = "" if preset.id in _PLAIN_NAMES and not self.several else f" {preset.id}"
        return f"{stem}{extra}{delivery.suffix}"

    def _show_path(self) -> None:
        """The name of the file, which follows preset and codec until it is typed."""
        delivery = self.delivery
        name = "" if self.several else self._file_name(self.preset, delivery)
        self.place.offer(self._home / name, len(self._presets), delivery.suffix)

    def _connect(self) -> None:
        self.fit.activated.connect(self.refresh)
        self._read.changed.connect(self.refresh)
        self.range.changed.connect(self.refresh)
        self.more.changed.connect(self.refresh)
        self.more.coded.connect(self._show_path)
        self.more_button.clicked.connect(lambda checked: self.show_more(checked))
        self.place.wanted.connect(self.wanted.emit)

    def _lay_out(self) -> None:
        self._form = form = QFormLayout()
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(_GAP)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in (
            ("result", self.facts), ("range", self.range), ("fit", self.fit),
            ("captions", self._read), ("stems", self.stems),
        ):  # fmt: skip
            form.addRow(self._label(name), field)
        for name in ROWS:
            self.more.form.addRow(self._label(name), self.more.rows[name])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addSpacing(10)
        column.addLayout(form)
        column.addSpacing(6)
        column.addWidget(self.more_button)
        column.addSpacing(2)
        column.addWidget(self.more)
        column.addStretch(1)
        self.show_more(False)

    def _label(self, name: str) -> QLabel:
        """All labels are of one width, so that all fields stand in one column."""
        label = QLabel(self._words(name))
        advance = self.fontMetrics().horizontalAdvance
        label.setMinimumWidth(max(advance(self._words(each)) for each in _LABELS))
        return label
