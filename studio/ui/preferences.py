"""Preferences: language, look, where films go, services, the proxy, and the cache."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.messages import LANGUAGES
from studio.ui.banner import retone
from studio.ui.cache_room import bytes_in, empty
from studio.ui.plain import soft
from studio.ui.preferences_fields import below, in_a_row, megabytes
from studio.ui.preferences_services import OWN_STORAGE, Access, Ask, ServiceForm
from studio.ui.theme import THEMES
from studio.ui.words import Words
from studio.ui.workflows import WorkflowsDialog


@dataclass(frozen=True)
class Choices:
    """What is preferred now; `services` holds no secret.

    `cache_limit` counts megabytes; `memory` MiB that an export may take, 0 for what is free.
    """

    language: str
    theme: str
    films: Path
    cache: Path
    cache_limit: int = 2000
    proxy: str = ""
    proxies: bool = True
    prerender: bool = True
    inspections: bool = True
    services: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    memory: int = 0


class PreferencesDialog(QDialog):
    """Every choice holds at once; `changed` tells its name and value."""

    changed = Signal(str, str)

    def __init__(
        self, now: Choices, access: Access, check_proxy: Callable[[str], str], ask: Ask,
        words: Words, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """`check_proxy` gives an address as it is kept, or raises BadInput."""
        super().__init__(parent)
        self._words = words.of("ui_prefs")
        self._now, self._ask, self._check_proxy = now, ask, check_proxy
        self._access = access
        self.workflows: WorkflowsDialog | None = None
        self._typed = {name: dict(values) for name, values in now.services.items()}
        self._proxy = now.proxy
        self.setWindowTitle(self._words("title"))
        self._choices(now)
        self._web(now)
        self.services = [
            ServiceForm(
                each, access, lambda: self._typed, lambda: self._proxy, ask, words.of("service")
            )
            for each in access.services
        ]
        for form in self.services:
            form.typed.connect(self._service_typed)
            form.workflows_wanted.connect(self.show_workflows)
        self._lay_out()
        self._count()

    def show_workflows(self) -> None:
        """The maker's ComfyUI workflows, in a dialog of their own."""
        shelf = self._access.workflows(lambda: self._typed, lambda: self._proxy)
        words = self._words.of("ui_workflows")
        self.workflows = WorkflowsDialog(shelf, self._ask, words, self)
        self.workflows.open()

    def _choices(self, now: Choices) -> None:
        self.language = QComboBox()
        self.language.addItem(self._words("language.system"), "")
        for each in LANGUAGES:
            self.language.addItem(self._words(f"language.{each}"), each)
        self.language.setCurrentIndex(max(0, self.language.findData(now.language)))
        self.language.activated.connect(lambda _: self._choose("language", self.language))
        self.theme = QComboBox()
        for each in THEMES:
            self.theme.addItem(self._words(f"theme.{each}"), each)
        self.theme.setCurrentIndex(max(0, self.theme.findData(now.theme)))
        self.theme.activated.connect(lambda _: self._choose("theme", self.theme))
        self.films = QLineEdit(str(now.films))
        self.films.setReadOnly(True)
        self.browse = QPushButton(self._words("browse"))
        self.browse.clicked.connect(self._browse)

    def _web(self, now: Choices) -> None:
        self.proxy = QLineEdit(now.proxy)
        self.proxy.setPlaceholderText("http://127.0.0.1:8080")
        self.proxy.setMaxLength(300)
        self.proxy.editingFinished.connect(self._proxied)
        self.proxy_said = soft(self._words("proxy.note"))
        self.size_of_cache = QLabel(self._words("cache.counting"))
        self.clear = QPushButton(self._words("cache.clear"))
        self.clear.clicked.connect(self._clear)
        self.limit = megabytes(now.cache_limit, least=100, step=500)
        self.limit.editingFinished.connect(self._limited)
        self.memory = megabytes(now.memory, least=0, step=256)
        self.memory.setSpecialValueText(self._words("memory.free"))
        self.memory.editingFinished.connect(self._bounded)
        self.proxies = self._switch("proxies", now.proxies)
        self.prerender = self._switch("prerender", now.prerender)
        self.inspections = self._switch("inspections", now.inspections)
        self.where = QLineEdit(str(now.cache))
        self.where.setReadOnly(True)

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        films, cache = in_a_row(self.films, self.browse), in_a_row(self.size_of_cache, self.clear)
        self._tab("general", self._form(
            ("language", self.language, self._noted(self.language, "language.note")),
            ("theme", self.theme, self.theme), ("films", self.films, films),
        ))  # fmt: skip
        own = [form for form in self.services if form.service.id == OWN_STORAGE]
        self._forms("services", [form for form in self.services if form not in own])
        self._tab("storage", self._form(
            ("proxy", self.proxy, below(self.proxy, self.proxy_said)),
            ("proxies", self.proxies, self._noted(self.proxies, "proxies.note")),
            ("prerender", self.prerender, self._noted(self.prerender, "prerender.note")),
            ("inspections", self.inspections, self._noted(self.inspections, "inspections.note")),
            ("memory", self.memory, self._noted(self.memory, "memory.note")),
            ("cache", self.size_of_cache, cache), ("cache.limit", self.limit, self.limit),
            ("cache.where", self.where, self._noted(self.where, "cache.note")),
        ))  # fmt: skip
        if own:
            self._forms("bucket", own)
        done = QPushButton(self._words("done"))
        done.setProperty("tone", "go")
        done.setDefault(True)
        done.clicked.connect(self.accept)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(24, 0, 24, 0)
        bottom.addStretch(1)
        bottom.addWidget(done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 18)
        column.setSpacing(14)
        column.addWidget(self.tabs, 1)
        column.addLayout(bottom)
        self.setMinimumSize(640, 430)
        self.resize(720, 560)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def _forms(self, name: str, forms: Sequence[ServiceForm]) -> None:
        column = QVBoxLayout()
        column.setSpacing(24)
        labels = [label for form in forms for label in form.labels]
        wide = max((label.sizeHint().width() for label in labels), default=0)
        for label in labels:  # so that the fields of all services stand in one column
            label.setMinimumWidth(wide)
        for form in forms:
            column.addWidget(form)
        self._tab(name, column)

    def _tab(self, name: str, content: QLayout) -> None:
        page = QWidget()
        page.setProperty("part", "inside")
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 20, 24, 16)
        column.addLayout(content)
        column.addStretch(1)
        scroll = QScrollArea()  # services have more fields than a low screen has room for
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        self.tabs.addTab(scroll, self._words(f"tab.{name}"))

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Bring what has the keyboard into sight, also when Tab comes round from outside."""
        scroll = self.tabs.currentWidget()
        if isinstance(scroll, QScrollArea) and now is not None and scroll.isAncestorOf(now):
            scroll.ensureWidgetVisible(now)

    def _form(self, *rows: tuple[str, QWidget, QWidget | QLayout]) -> QFormLayout:
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(18)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, named, row in rows:
            label = QLabel(self._words(name))
            label.setBuddy(named)
            form.addRow(label, row)
            named.setAccessibleName(self._words(name))
        return form

    def _noted(self, field: QWidget, name: str) -> QVBoxLayout:
        return below(field, soft(self._words(name)))

    def _switch(self, name: str, on: bool) -> QCheckBox:
        box = QCheckBox(self._words(f"{name}.on"))
        box.setChecked(on)
        box.toggled.connect(lambda now: self.changed.emit(name, "on" if now else "off"))
        return box

    def _choose(self, name: str, box: QComboBox) -> None:
        self.changed.emit(name, box.currentData())

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._words("films"), self.films.text())
        if folder:
            self.films.setText(folder)
            self.changed.emit("films", folder)

    def _proxied(self) -> None:
        try:
            address = self._check_proxy(self.proxy.text())
        except StudioError as error:
            self._say_proxy(self._words.error(error), "bad")
            return
        self._say_proxy(self._words("proxy.note"))
        if address != self._proxy:
            self._proxy = address
            self.changed.emit("proxy", address)

    def _say_proxy(self, sentence: str, tone: str = "") -> None:
        self.proxy_said.setText(sentence)
        retone(self.proxy_said, tone)

    def _limited(self) -> None:
        self.changed.emit("cache_limit", str(self.limit.value()))
        self._count()

    def _bounded(self) -> None:
        self.changed.emit("memory", str(self.memory.value()))

    def _service_typed(self, service: str, name: str, text: str) -> None:
        self._typed.setdefault(service, {})[name] = text
        self.changed.emit(f"services.{service}.{name}", text)

    def _count(self) -> None:
        self._ask(partial(asyncio.to_thread, bytes_in, self._now.cache), self._counted)

    def _counted(self, size: int) -> None:
        self.size_of_cache.setText(self._words("cache.size", size=f"{size / 1e6:.1f}"))
        self.clear.setEnabled(size > 0)

    def _clear(self) -> None:
        self.clear.setEnabled(False)
        self._ask(partial(asyncio.to_thread, empty, self._now.cache), self._cleared)

    def _cleared(self, _answer: object) -> None:
        self._count()
