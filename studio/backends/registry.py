"""Which backends there are: the built-in ones and those of installed packages, by name.

A backend is read when somebody asks for it by its name, and all are when somebody lists them: what
draws and speaks, and the clients of services, are much to read for a film that needs none of it.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from studio.backends.base import Backend
from studio.backends.comfyui_names import names
from studio.backends.tables import families
from studio.backends.trusted import Every
from studio.errors import BackendError, Fault, StudioError
from studio.messages import Listed

if TYPE_CHECKING:  # it brings the network along
    from studio.backends.account import Account
    from studio.backends.service import Service

GROUP = "studio.backends"
FAKE_FOLDER = "STUDIO_FAKE_BACKEND"  # environment: the script folder of the fake backend
SERVICES = ("kling", "seedance", "speech")  # modules and tables of built-in services
Factory = Callable[[], Backend]
Accounts = Callable[["Service"], "Account"]


@dataclass(frozen=True)
class Broken:
    """A backend, or all of a service, that is installed but cannot be used, and what it said."""

    name: str
    detail: str


class _Unread(Exception):
    """A service of which nothing can be used."""


@dataclass(frozen=True)
class _Live:
    """Backends that come and go while the studio runs: the maker's workflows."""

    names: Callable[[], tuple[str, ...]]
    make: Callable[[str], Backend]


class _Shelf(Mapping[str, Backend]):
    """Backends by name, each made when it is first asked for; a broken one is not among them."""

    def __init__(self) -> None:
        self.broken: dict[str, Broken] = {}  # by name, as far as was tried
        self.unread: dict[str, Broken] = {}  # by service
        self.taken: list[Broken] = []
        self._factories: dict[str, tuple[str, Factory]] = {}  # with the service it is of
        self._made: dict[str, Backend] = {}
        self._live: list[_Live] = []

    def follow(self, live: _Live) -> None:
        """Backends whose names are asked for every time."""
        self._live.append(live)

    def put(self, name: str, factory: Factory, service: str = "") -> None:
        """A backend that can be made; who comes first has the name."""
        if name in self._factories:
            self.taken.append(Broken(name, "the name is taken"))
        else:
            self._factories[name] = (service, factory)

    def trouble(self, name: str) -> Broken | None:
        """Why a backend is not there although it is installed."""
        service = self._factories[name][0] if name in self._factories else ""
        return self.broken.get(name) or self.unread.get(service)

    def __getitem__(self, name: str) -> Backend:
        service, factory = self._factories.get(name) or ("", self._found(name))
        if name in self._made:
            return self._made[name]
        if name in self._factories and self.trouble(name) is not None:
            raise KeyError(name)
        self.broken.pop(name, None)  # a file of the maker's may have been mended since
        try:
            backend = factory()
            if backend.offer.name != name:
                raise ValueError(f"it calls itself {backend.offer.name!r}")
        except _Unread as error:
            self.unread[service] = Broken(service, f"{error}"[:500])
        except Exception as error:  # a stranger's code may raise anything
            self.broken[name] = Broken(name, f"{type(error).__name__}: {error}"[:500])
        else:
            return self._made.setdefault(name, backend)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        come = (name for live in self._live for name in live.names())
        return (name for name in dict.fromkeys((*self._factories, *come)) if name in self)

    def _found(self, name: str) -> Factory:
        """What makes a backend that is there now."""
        for live in self._live:
            if name in live.names():
                return partial(live.make, name)
        raise KeyError(name)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Found:
    """Backends by name, those that register subjects at services, and what cannot be used."""

    def __init__(self, shelf: _Shelf, registrars: _Shelf) -> None:
        self.backends: Mapping[str, Backend] = shelf
        self.registrars: Mapping[str, Backend] = registrars
        self._shelf = shelf

    @property
    def every(self) -> Mapping[str, Backend]:
        """Backends and registrars together, for whoever carries on what was begun."""
        return Every(self.registrars, self.backends)

    @property
    def broken(self) -> tuple[Broken, ...]:
        """What cannot be used; everything is read for that."""
        len(self._shelf)
        shelf = self._shelf
        return (*shelf.unread.values(), *shelf.broken.values(), *shelf.taken)

    def one(self, name: str) -> Backend:
        """A backend by name. Raises BackendError when it is not there or broken."""
        if name in self.backends:
            return self.backends[name]
        trouble = self._shelf.trouble(name)
        if trouble is not None:
            detail = trouble.detail
            raise BackendError("backends.broken", Fault.BROKEN, backend=name, detail=detail)
        known = Listed(sorted(self.backends))
        raise BackendError("backends.unknown", Fault.INVALID, backend=name, known=known)


def available(
    environ: Mapping[str, str] = os.environ,
    accounts: Accounts | None = None,
    own: Path | None = None,
) -> Found:
    """Every backend that can be used here; a broken one is told of and stops nobody.

    `accounts` says how the built-in services are reached; by their variables in `environ` where
    it is None. `own` is the folder of the maker's tables (None: in their settings). A built-in name
    cannot be taken over by a package.
    """
    shelf, registrars = _Shelf(), _Shelf()
    # Imported when asked for: listing names must not load drawing and speech.
    shelf.put("animatic", lambda: import_module("studio.backends.animatic").Animatic())
    folder = environ.get(FAKE_FOLDER)
    if folder:
        fake = Path(folder)
        shelf.put("fake", lambda: import_module("studio.backends.fake").FakeBackend(fake))
    for service in SERVICES:
        client = _Client(service, accounts or partial(_by_variables, environ), own)
        registrars.put(f"{service}-library", client.registrar, service)
        for name in client.names():
            shelf.put(name, partial(client.backend, name), service)
    shelf.follow(_workflows(accounts or partial(_by_variables, environ), own))
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        shelf.put(point.name, _factory(point))
    return Found(shelf, registrars)


def _workflows(accounts: Accounts, own: Path | None) -> _Live:
    """A backend for each of the maker's workflows, as long as it is there."""

    def make(name: str) -> Backend:
        module = import_module("studio.backends.comfyui")
        return module.backend(name, line(), own)

    @cache
    def line() -> object:
        module = import_module("studio.backends.comfyui")
        return module.line(accounts(module.SERVICE))

    return _Live(partial(names, own), make)


class _Client:
    """The client of a built-in service, read when one of its backends is asked for."""

    def __init__(self, service: str, accounts: Accounts, own: Path | None) -> None:
        self._service, self._accounts, self._own = service, accounts, own
        self._backends: Mapping[str, Backend] | None = None
        self._one = Lock()  # its backends share what they pace their calls by

    def names(self) -> tuple[str, ...]:
        """Its backends; one by its own name, for the trouble to be told, where no table is."""
        try:
            return families(self._service, self._own)
        except StudioError:
            return (self._service,)

    def backend(self, name: str) -> Backend:
        """One of its backends. Raises _Unread, as for a table of the maker's of no use."""
        with self._one:
            if self._backends is None:
                self._backends = self._read()
        return self._backends[name]

    def registrar(self) -> Backend:
        """What registers subjects there. Raises what reading it raises."""
        module = import_module(f"studio.backends.{self._service}")
        own = import_module(f"studio.backends.{self._service}_registrar")
        return own.registrar(self._accounts(module.SERVICE))

    def _read(self) -> Mapping[str, Backend]:
        try:
            module = import_module(f"studio.backends.{self._service}")
            return module.backends(self._accounts(module.SERVICE), own=self._own)
        except Exception as error:
            raise _Unread(f"{error}") from error


def _by_variables(environ: Mapping[str, str], service: "Service") -> "Account":
    from studio.backends.account import Account

    def values() -> dict[str, str]:
        return {f.id: environ.get(f.env, "").strip() or f.default for f in service.fields}

    secrets = [field for field in service.fields if field.secret]
    return Account(
        values=values,
        plain=lambda: {f.id: values()[f.id] for f in service.fields if not f.secret},
        known=lambda: any(values()[field.id] for field in secrets),
    )


def _factory(point: EntryPoint) -> Factory:
    return lambda: point.load()()
