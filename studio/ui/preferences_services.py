"""Preferences of services: the fields of each, where its key lies, and a true test call."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.backends.comfyui_shelf import Shelf
from studio.backends.service import Field, Service
from studio.errors import StudioError
from studio.ui.banner import retone
from studio.ui.plain import soft
from studio.ui.words import Words

Ask = Callable[[Any, Callable[[Any], None]], None]
Typed = Mapping[str, Mapping[str, str]]
OWN_SERVER = "comfyui"  # the service that runs workflows of the maker's
OWN_STORAGE = "bucket"  # the service that generates nothing: where files are put for the others


class Access(Protocol):
    """Where values of services are read, kept and tried (`studio.services.Access`); it blocks."""

    @property
    def services(self) -> Sequence[Service]: ...

    async def look(self, service: Service, typed: Typed) -> Mapping[str, Any]: ...

    async def put(self, service: Service, field: Field, secret: str) -> Any: ...

    async def attempt(self, service: Service, typed: Typed, proxy: str) -> StudioError | None: ...

    def workflows(self, typed: Callable[[], Typed], proxy: Callable[[], str]) -> Shelf: ...


class ServiceForm(QWidget):
    """One service. A key is shown only as being there, and goes only where keys are kept."""

    typed = Signal(str, str, str)  # service, field, text: what is no secret
    workflows_wanted = Signal()

    def __init__(
        self, service: Service, access: Access, typed: Callable[[], Typed],
        proxy: Callable[[], str], ask: Ask, words: Words,
    ) -> None:  # fmt: skip
        super().__init__()
        self.service = service
        self._access, self._typed_now = access, typed
        self._proxy, self._ask, self._words = proxy, ask, words
        self.fields: dict[str, QLineEdit] = {}
        self.state = soft()
        self.said = soft()
        self.test = QPushButton(words("test"))
        self.test.setToolTip(self._own("test.tip"))
        self.test.clicked.connect(self.try_it)
        self._form = QFormLayout()
        self._form.setVerticalSpacing(10)
        self._form.setHorizontalSpacing(18)
        for field in service.fields:
            self._add(field)
        head = QLabel(words(f"{service.id}.title", name=service.title))
        head.setProperty("rank", "head")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.said, 1)
        self.more = QPushButton(words.of("ui_workflows")("button"))
        self.more.clicked.connect(lambda _checked=False: self.workflows_wanted.emit())
        self.more.setVisible(service.id == OWN_SERVER)
        row.addWidget(self.more)
        row.addWidget(self.test)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(head)
        column.addWidget(soft(words(f"{service.id}.about")))
        column.addLayout(self._form)
        column.addWidget(self.state)
        column.addLayout(row)
        self._source = ""  # where what Test took up is kept
        self._look()

    @property
    def labels(self) -> list[QWidget]:
        """The names of the fields."""
        return [self._form.labelForField(line) for line in self.fields.values()]

    def try_it(self) -> None:
        """Call the service with what is typed now."""
        secrets = [each for field in self.service.fields if (each := self._taken(field))]
        self.test.setEnabled(False)
        self._say(self._words("testing"))

        async def work() -> StudioError | None:
            for field, secret in secrets:
                source = await self._access.put(self.service, field, secret)
                self._source = source.value
            return await self._access.attempt(self.service, self._typed_now(), self._proxy())

        self._ask(work, self._tried)

    def _add(self, field: Field) -> None:
        line = self.fields[field.id] = QLineEdit()
        name = self._words(f"{self.service.id}.{field.id}")
        line.setAccessibleName(name)
        line.setMaxLength(2000)
        if field.secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setPlaceholderText(field.default)
        line.editingFinished.connect(partial(self._entered, field))
        line.textEdited.connect(lambda _: self._say(""))
        self._form.addRow(name, line)

    def _entered(self, field: Field) -> None:
        taken = self._taken(field)
        if taken is not None:
            self._ask(partial(self._access.put, self.service, *taken), self._kept)

    def _taken(self, field: Field) -> tuple[Field, str] | None:
        """Take up what was typed into a field; a secret comes back and is seen no more."""
        line = self.fields[field.id]
        if not line.isModified():
            return None
        text = line.text().strip()
        if field.secret:
            line.clear()
        line.setModified(False)
        if field.secret:
            return field, text
        self.typed.emit(self.service.id, field.id, text)
        return None

    def _kept(self, source: Any) -> None:
        self._note(source.value)
        self._look()

    def _note(self, source: str) -> None:
        """Remember whether there is a key, so that no keyring need be opened to say so."""
        self.typed.emit(self.service.id, "kept", "1" if source in {"keyring", "session"} else "")

    def _look(self) -> None:
        self._ask(partial(self._access.look, self.service, self._typed_now()), self._looked)

    def _looked(self, values: Mapping[str, Any]) -> None:
        for field in self.service.fields:
            line, value = self.fields[field.id], values[field.id]
            if field.secret:
                told = self._words(f"source.{value.source.value}", env=field.env)
                self.state.setText(told)
                line.setPlaceholderText("" if value.source.value == "none" else "••••••••")
            elif not line.isModified() and value.source.value == "settings":
                line.setText(value.text)
            elif value.source.value == "environment":
                line.setPlaceholderText(value.text)

    def _tried(self, error: StudioError | None) -> None:
        self.test.setEnabled(True)
        if self._source:
            self._note(self._source)
            self._source = ""
        self._look()
        if error is None:
            self._say(self._own("works"), "good")
        else:
            self._say(self._words.error(error), "bad")

    def _own(self, name: str) -> str:
        """What is said of a call to this service: storage is tried in another way than a key."""
        mine = f"{OWN_STORAGE}." if self.service.id == OWN_STORAGE else ""
        return self._words(f"{mine}{name}", name=self.service.title)

    def _say(self, sentence: str, tone: str = "") -> None:
        self.said.setText(sentence)
        retone(self.said, tone)
