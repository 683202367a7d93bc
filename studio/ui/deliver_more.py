"""What is seldom chosen of a delivery: codec, depth, rate, hardware, and what the file says."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from studio.render.coding import CODINGS, Codec, Container
from studio.render.delivery import Copies, Hardware
from studio.render.encoders import ANY
from studio.render.labels import Cover, Labels
from studio.render.presets import Choices, Preset
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.ui.deliver_words import rate_words
from studio.ui.plain import one_line
from studio.ui.session import Session
from studio.ui.words import Words

_FILMS = (
    Codec.H264, Codec.HEVC, Codec.AV1, Codec.PRORES_HQ, Codec.PRORES_4444, Codec.DNXHR_HQ,
)  # fmt: skip
_HARDWARE = (Codec.H264, Codec.HEVC, Codec.AV1)
_STILLS = (Codec.PNG, Codec.TIFF, Codec.EXR)
_RATES = (
    Rate(num=24000, den=1001), Rate(num=24), Rate(num=25), Rate(num=30000, den=1001),
    Rate(num=30), Rate(num=50), Rate(num=60000, den=1001), Rate(num=60),
)  # fmt: skip
# A GIF counts in hundredths of a second.
_GIF_RATES = (Rate(num=10), Rate(num=25, den=2), Rate(num=20), Rate(num=25))
_NO_COVER, _FRAME, _FILE = "none", "frame", "file"
_TEXTS = ("title", "author", "comment")
ROWS = ("codec", "rate", "hardware", "copies", "title", "author", "comment", "cover", "chapters")


@dataclass(frozen=True)
class More:
    """What was chosen here; `hardware` is a word of `encoders`, which is looked for at the end."""

    choices: Choices
    hardware: str


class MoreFields(QWidget):
    """Rows of a form that follow the preset; `changed` tells that one was set.

    `coded` tells that the codec was, which may want another kind of file; `changed` came before.
    """

    changed = Signal()
    coded = Signal()

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session, self._words = session, words
        self._preset: Preset | None = None
        self._picture = ""  # the file of the cover
        self.codec, self.bits = self._box("codec"), self._box("depth")
        self.rate, self.hardware, self.cover = self._box("rate"), self._box("hardware"), self._box("cover")  # noqa: E501  # fmt: skip
        self.copies = self._box("copies")
        for each in (Copies.SAME, Copies.NONE):
            self.copies.addItem(words(f"copies.{each.value}"), each)
        self.copies.setToolTip(words("copies.about"))
        self.texts = {name: QLineEdit() for name in _TEXTS}
        for name, field in self.texts.items():
            field.setAccessibleName(words(name))
            field.setMaxLength(400)
            field.textEdited.connect(self._set)
        self.chapters = QCheckBox()
        self.chapters.setChecked(True)
        self.chapters.toggled.connect(self._set)
        self.codec.activated.connect(lambda _place: self.coded.emit())
        self._fill_hardware()
        self._fill_cover()
        self._lay_out()

    @property
    def more(self) -> More:
        """What is chosen now, as far as the preset can have it."""
        preset = self._preset
        assert preset is not None
        codec = self.codec.currentData()
        choices = Choices(
            codec=Codec(codec) if codec and self.shown("codec") else None,
            depth=self.bits.currentData() if not self.bits.isHidden() else None,
            rate=self.rate.currentData() if self.shown("rate") else None,
            labels=self._labels(),
            copies=Copies(self.copies.currentData()) if self.shown("copies") else None,
        )
        word = self.hardware.currentData() if self.shown("hardware") else ""
        return More(choices, word or "")

    def shown(self, name: str) -> bool:
        """Whether a row is one that the preset has."""
        return self.form.isRowVisible(self.rows[name])

    def show_for(
        self, preset: Preset, film: Project, container: Container, *, several: bool = False
    ) -> None:
        """Offer what fits a preset, whose file is `container`; another preset begins anew.

        Of several presets each keeps its codec and rate.
        """
        if preset != self._preset:
            self._preset = preset
            self._fill_codecs(preset)
            self._fill_rates(preset, film)
            self.hardware.setCurrentIndex(0)
            self.copies.setCurrentIndex(self.copies.findData(preset.copies))
        self._fill_depths(preset)
        self.texts["title"].setPlaceholderText(one_line(film.title, 80))
        marks = len(film.cut.markers)
        self.chapters.setText(self._words("chapters.count", count=marks))
        codec = Codec(self.codec.currentData() or preset.codec)
        visible = {
            "codec": not several and self.codec.count() > 1,
            "rate": not several and not preset.sound_only,
            "hardware": not several and not preset.sound_only and codec in _HARDWARE,
            "copies": not preset.sound_only and codec is Codec.H264,
            "cover": container.covered, "chapters": container.chaptered and marks > 0,
        }  # fmt: skip
        for name in ROWS:
            self.form.setRowVisible(self.rows[name], visible.get(name, container.tagged))

    def _labels(self) -> Labels:
        title, author, comment = (self.texts[name].text() for name in _TEXTS)
        which = self.cover.currentData()
        cover = Cover(frame=self._session.playhead) if which == _FRAME else None
        if which == _FILE and self._picture:
            cover = Cover(path=self._picture)
        return Labels(title, author, comment, chapters=self.chapters.isChecked(), cover=cover)

    def _fill_codecs(self, preset: Preset) -> None:
        may = _FILMS if preset.codec in _FILMS else _STILLS if preset.codec in _STILLS else ()
        self.codec.clear()
        for each in () if preset.sound_only else may:
            self.codec.addItem(CODINGS[each].title, each)
        self.codec.setCurrentIndex(self.codec.findData(preset.codec))

    def _fill_depths(self, preset: Preset) -> None:
        codec = Codec(self.codec.currentData() or preset.codec)
        depths = sorted(CODINGS[codec].depths)
        if depths != [self.bits.itemData(n) for n in range(self.bits.count())]:
            usual = preset.depth if codec is preset.codec else 0
            self.bits.clear()
            for bits in depths:
                self.bits.addItem(self._words("depth.bits", bits=bits), bits)
            self.bits.setCurrentIndex(self.bits.findData(usual or CODINGS[codec].depths[0]))
        self.bits.setVisible(len(depths) > 1)

    def _fill_rates(self, preset: Preset, film: Project) -> None:
        own = Rate.of(preset.rate) if preset.rate else film.rate
        gif = preset.container is Container.GIF
        self.rate.clear()
        told = "rate.preset" if preset.rate else "rate.film"
        self.rate.addItem(self._words(told, rate=rate_words(own)), None)
        for each in _GIF_RATES if gif else _RATES:
            if each != own:
                self.rate.addItem(self._words("rate.fps", rate=rate_words(each)), each)

    def _fill_hardware(self) -> None:
        for word in ("", ANY, *(each.value for each in Hardware)):
            named = self._words(f"hardware.{word or 'none'}")
            self.hardware.addItem(named, word)

    def _fill_cover(self) -> None:
        for word in (_NO_COVER, _FRAME, _FILE):
            self.cover.addItem(self._words(f"cover.{word}"), word)
        self.cover.activated.connect(self._cover_picked)

    def _cover_picked(self, _place: int) -> None:
        if self.cover.currentData() != _FILE:
            return
        kinds = f"{self._words('cover')} (*.png *.jpg *.jpeg *.webp *.tif *.tiff)"
        chosen, _ = QFileDialog.getOpenFileName(self, self._words("cover"), self._picture, kinds)
        self.take_cover(chosen)

    def take_cover(self, path: str) -> None:
        """Let the picture in a file be the cover; an empty path takes none."""
        self._picture = path
        named = self._words("cover.named", name=one_line(Path(path).name, 40))
        place = self.cover.findData(_FILE)
        self.cover.setItemText(place, named if path else self._words("cover.file"))
        self.cover.setCurrentIndex(place if path else 0)
        self._set()

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self._words(name))
        box.activated.connect(self._set)
        return box

    def _set(self, *_: object) -> None:
        self.changed.emit()

    def _lay_out(self) -> None:
        coding = QWidget()
        across = QHBoxLayout(coding)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(self.codec, 3)
        across.addWidget(self.bits, 2)
        self.rows: dict[str, QWidget] = {
            "codec": coding, "rate": self.rate, "hardware": self.hardware, "copies": self.copies,
            "cover": self.cover, "chapters": self.chapters, **self.texts,
        }  # fmt: skip
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setVerticalSpacing(12)
        self.form.setHorizontalSpacing(18)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
