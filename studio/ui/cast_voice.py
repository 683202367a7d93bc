"""How a subject sounds: who speaks, which voice, its manner; chosen by ear."""

import asyncio
from functools import partial
from typing import Any

from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.jobs.voice_sample import voice_sample
from studio.render.recording import Samples
from studio.timeline.queries import find_subject
from studio.timeline.story import Subject, Voice
from studio.timeline.subject_edits import change_subject
from studio.ui.cast_listen import LineListening
from studio.ui.kit import Kit
from studio.ui.sample_player import SamplePlayer
from studio.ui.shot_part import inset

_SHORT = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_GENDERS = ("", "female", "male", "child")


class CastVoice(QWidget):
    """Each field is one step of undo; the button says a few words in the voice."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._id = ""
        self._filling = False
        self.player = SamplePlayer(self)
        self.player.changed.connect(self._named)
        self._asking = False
        media = kit.media
        self.backend = QComboBox()
        self.backend.setSizeAdjustPolicy(_SHORT)
        self.backend.setMinimumContentsLength(8)
        self.backend.activated.connect(self._backend_picked)
        self.voice = QLineEdit()
        self.voice.setMaxLength(100)
        self.voice.setPlaceholderText(media("cast.voice.hint"))
        self.voice.textEdited.connect(lambda text: self._change(name=text or None))
        self.gender = QComboBox()
        for gender in _GENDERS:
            self.gender.addItem(media(f"gender.{gender or 'any'}"), gender or None)
        self.gender.setSizeAdjustPolicy(_SHORT)
        self.gender.setMinimumContentsLength(5)
        self.gender.activated.connect(lambda _: self._change(gender=self.gender.currentData()))
        self.pace = spin(0.5, 2.0, 0.05)
        self.pace.valueChanged.connect(lambda value: self._change(pace=round(value, 2)))
        self.pitch = spin(-12.0, 12.0, 0.5)
        self.pitch.valueChanged.connect(lambda value: self._change(pitch=round(value, 2)))
        self.listen = QToolButton()
        self.listen.setProperty("tone", "flat")
        self.listen.clicked.connect(self._listen)
        self.lines = LineListening(kit.desk, media.of("ui_cast"), self)
        self.lines.heard.connect(self._heard)
        self.lines.failed.connect(self._failed)
        self.lines.changed.connect(self._named)
        self._lay_out()

    def fill(self, subject: Subject) -> None:
        """Show a subject's voice; fields that show it already keep their cursor."""
        if subject.id != self._id:
            self.commit()
            self.player.stop()
            self.lines.forget()
        self._id, self._filling = subject.id, True
        voice = subject.voice
        self._stock(voice.backend)
        if self.voice.text() != (voice.name or ""):
            self.voice.setText(voice.name or "")
        self.gender.setCurrentIndex(self.gender.findData(voice.gender))
        for field, value in ((self.pace, voice.pace), (self.pitch, voice.pitch)):
            if field.value() != value:
                field.setValue(value)
        speaks = self._speaks()
        for each in (self.backend, self.voice, self.gender, self.pace, self.pitch):
            each.setEnabled(speaks)
        self._filling = False
        self._show(voice)

    def commit(self) -> None:
        """Numbers that are half typed count."""
        self.pace.interpretText()
        self.pitch.interpretText()

    def _stock(self, chosen: str | None) -> None:
        """Who can speak by itself; one that is not here any more is named all the same."""
        known = {
            name: backend.offer.called(self._kit.words.language)
            for name, backend in self._kit.desk.backends.items()
            if not backend.offer.local and "sound" in backend.offer.kinds
            and backend.offer.languages
        }  # fmt: skip
        if chosen is not None:
            known.setdefault(chosen, chosen)
        wanted = [
            (self._kit.media("cast.spoken_by.shot"), None),
            *((t, n) for n, t in known.items()),
        ]
        there = [
            (self.backend.itemText(at), self.backend.itemData(at))
            for at in range(self.backend.count())
        ]
        if there != wanted:
            self.backend.clear()
            for title, name in wanted:
                self.backend.addItem(title, name)
        self.backend.setCurrentIndex(self.backend.findData(chosen))

    def _speaks(self) -> bool:
        """Whether any backend here has voices."""
        offers = [backend.offer for backend in self._kit.desk.backends.values()]
        return any(offer.languages or offer.scratch_languages for offer in offers)

    def _backend_picked(self, _row: int) -> None:
        self._change(backend=self.backend.currentData(), name=None)

    def _change(self, **changes: Any) -> None:
        subject = find_subject(self._kit.desk.project, self._id)
        if subject is None or self._filling:
            return
        label = self._kit.media("edit.subject.voice")
        voice = subject.voice.evolve(**changes)
        self._kit.desk.edit(label, change_subject, self._id, field=f"{self._id}.voice", voice=voice)

    def _listen(self, _checked: bool = False) -> None:
        if self.player.going:
            self.player.stop()
            return
        if self._asking or self.lines.waiting:
            return
        subject = find_subject(self._kit.desk.project, self._id)
        if subject is not None and subject.voice.backend is not None:
            self.lines.ask(subject)
            return
        self._asking = True
        self._named()
        film, wanted = self._kit.desk.project, self._id
        work = partial(voice_sample, film, wanted)
        self._kit.desk.ask(
            partial(asyncio.to_thread, work), partial(self._say, wanted), self._failed
        )

    def _say(self, wanted: str, samples: Samples) -> None:
        self._asking = False
        if wanted == self._id and len(samples):
            self.player.play(samples)
        self._named()

    def _heard(self, samples: Samples) -> None:
        self._say(self._id, samples)

    def _failed(self, error: StudioError) -> None:
        self._asking = False
        self._named()
        self._kit.desk.refused.emit(error)

    def _show(self, voice: Voice) -> None:
        """Whether it can be heard here: a service's voice speaks the subject's first line."""
        key = "cast.listen.tip" if voice.backend is None else "cast.listen.service"
        there = voice.backend in self._kit.desk.backends
        self.listen.setEnabled(there or (voice.backend is None and self._speaks()))
        self.listen.setToolTip(self._kit.media(key))
        self._named()

    def _named(self) -> None:
        key = "cast.listen.stop" if self.player.going else "cast.listen"
        if self._asking or self.lines.waiting:
            key = "cast.listen.wait"
        self.listen.setText(self._kit.media(key))

    def _lay_out(self) -> None:
        media = self._kit.media
        first, second, third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (first, second, third):
            row.setSpacing(6)
        first.addWidget(self.backend, 1)
        first.addWidget(self.listen)
        second.addWidget(self.voice, 1)
        second.addWidget(self.gender)
        for name, field in (("pace", self.pace), ("pitch", self.pitch)):
            third.addWidget(QLabel(media(f"cast.{name}")))
            third.addWidget(field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for row in (first, second, third):
            column.addLayout(row)
        named = (
            ("spoken_by", self.backend), ("voice", self.voice), ("gender", self.gender),
            ("pace", self.pace), ("pitch", self.pitch),
        )  # fmt: skip
        for name, widget in named:
            widget.setAccessibleName(media(f"cast.{name}"))


def spin(low: float, high: float, step: float) -> QDoubleSpinBox:
    """A number that is changed when it is left, or by its arrows."""
    field = QDoubleSpinBox()
    field.setRange(low, high)
    field.setSingleStep(step)
    field.setKeyboardTracking(False)
    field.setMinimumWidth(60)
    inset(field)
    return field
