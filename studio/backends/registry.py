"""Which backends there are: the built-in ones and those of installed packages, by name."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from studio.backends.account import Account
from studio.backends.base import Backend, Offer
from studio.backends.service import Service
from studio.backends.trusted import trusted
from studio.errors import BackendError, Fault

GROUP = "studio.backends"
FAKE_FOLDER = "STUDIO_FAKE_BACKEND"  # environment: the script folder of the fake backend
SERVICES = ("kling", "seedance")  # modules of built-in services
Factory = Callable[[], Backend]
Accounts = Callable[[Service], Account]


@dataclass(frozen=True)
class Broken:
    """A backend that is installed but cannot be used, and what it said."""

    name: str
    detail: str


@dataclass(frozen=True)
class Found:
    """Backends by name, and those that could not be loaded."""

    backends: Mapping[str, Backend]
    broken: tuple[Broken, ...] = ()

    def one(self, name: str) -> Backend:
        """A backend by name. Raises BackendError when it is not there or broken."""
        for each in self.broken:
            if each.name == name:
                raise BackendError(
                    "backends.broken", Fault.BROKEN, backend=name, detail=each.detail
                )
        if name not in self.backends:
            known = ", ".join(sorted(self.backends))
            raise BackendError("backends.unknown", Fault.INVALID, backend=name, known=known)
        return self.backends[name]


def available(environ: Mapping[str, str] = os.environ, accounts: Accounts | None = None) -> Found:
    """Every backend that can be loaded here; a broken one is reported and stops nobody.

    `accounts` says how the built-in services are reached; by their variables in `environ` where
    it is None. A built-in name cannot be taken over by a package.
    """
    backends: dict[str, Backend] = {}
    broken: list[Broken] = []
    services, unusable = _services(accounts or partial(_by_variables, environ))
    broken += unusable
    for name, factory in (*_built_in(environ), *services, *_installed()):
        if name in backends:
            broken.append(Broken(name, "the name is taken"))
            continue
        try:
            backend = factory()
            if backend.offer.name != name:
                raise ValueError(f"it calls itself {backend.offer.name!r}")
            backends[name] = backend
        except Exception as error:  # a stranger's code may raise anything
            broken.append(Broken(name, f"{type(error).__name__}: {error}"[:500]))
    return Found(backends, tuple(broken))


def offers(backends: Mapping[str, Backend]) -> dict[str, Offer]:
    """What each backend can do now."""
    return {name: backend.offer for name, backend in trusted(backends).items()}


def _built_in(environ: Mapping[str, str]) -> Iterator[tuple[str, Factory]]:
    # Imported when asked for: listing names must not load drawing and speech.
    yield "animatic", lambda: import_module("studio.backends.animatic").Animatic()
    folder = environ.get(FAKE_FOLDER)
    if folder:
        yield "fake", lambda: import_module("studio.backends.fake").FakeBackend(Path(folder))


def _services(accounts: Accounts) -> tuple[list[tuple[str, Factory]], list[Broken]]:
    """The backends of the built-in services, by name."""
    found: list[tuple[str, Factory]] = []
    broken: list[Broken] = []
    for name in SERVICES:
        try:
            module = import_module(f"studio.backends.{name}")
            made: Mapping[str, Backend] = module.backends(accounts(module.SERVICE))
            found += [(each, partial(made.__getitem__, each)) for each in made]
        except Exception as error:  # a table of the maker's that cannot be used
            broken.append(Broken(name, f"{error}"[:500]))
    return found, broken


def _by_variables(environ: Mapping[str, str], service: Service) -> Account:
    def values() -> dict[str, str]:
        return {f.id: environ.get(f.env, "").strip() or f.default for f in service.fields}

    secrets = [field for field in service.fields if field.secret]
    return Account(
        values=values,
        plain=lambda: {f.id: values()[f.id] for f in service.fields if not f.secret},
        known=lambda: any(values()[field.id] for field in secrets),
    )


def _installed() -> Iterator[tuple[str, Factory]]:
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        yield point.name, _factory(point)


def _factory(point: EntryPoint) -> Factory:
    return lambda: point.load()()
