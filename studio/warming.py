"""What is read late, as much of it draws, speaks or knows grammar: backends, pages, planners."""

import gc
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.backends.base import Backend
    from studio.backends.registry import Accounts, Found
    from studio.script.planner import Planner
    from studio.timeline.store import Store

_WARM = ("studio.ui.window", "studio.jobs.telling", "studio.script.planner", "studio.ui.desk")


class Services(Mapping[str, "Backend"]):
    """The backends there are, loaded when the first is asked for: many draw or speak."""

    def __init__(self, accounts: "Accounts | None" = None) -> None:
        """`accounts` says how services are reached; by the environment where it is None."""
        self.accounts = accounts

        self.registrars: Mapping[str, Backend] = _Registrars(self)

    @cached_property
    def found(self) -> "Found":
        """Everything there is; it is read now."""
        from studio.backends.registry import available

        return available(accounts=self.accounts)

    @property
    def _found(self) -> "Mapping[str, Backend]":
        return self.found.backends

    def __getitem__(self, name: str) -> "Backend":
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


class _Registrars(Mapping[str, "Backend"]):
    """What registers subjects at services, loaded as late."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def __getitem__(self, name: str) -> "Backend":
        return self._services.found.registrars[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._services.found.registrars)

    def __len__(self) -> int:
        return len(self._services.found.registrars)


def warm(services: Services) -> Thread:
    """Read what films need while somebody looks at the first window."""

    def read() -> None:
        for name in _WARM:
            import_module(name)
        import_module("studio.ui.film_pages").read_pages()
        len(services)
        import_module("studio.backends.animatic_take")
        gc.freeze()  # what was read stays: the collector need not look at it again and again

    thread = Thread(target=read, name="studio-warm", daemon=True)
    thread.start()
    return thread


def grammar() -> "Planner":
    """The built-in planner."""
    from studio.script.planner import GrammarPlanner

    return GrammarPlanner()


def sample_film(folder: Path, language: str) -> "Store":
    """The maker's own copy of the sample film in a language of the studio, opened.

    Blocking. Raises StudioError.
    """
    from studio.jobs.whole_copy import own_copy
    from studio.paths import resource

    return own_copy(resource("samples", f"film.{language}"), folder)
