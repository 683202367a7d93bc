"""Keys of services: typed ones in the system's keyring, else those of the environment."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
from importlib import import_module
from typing import Any, Protocol

from studio.backends.service import Field, Service

_NAME = "storyreel"


class Vault(Protocol):
    """What the `keyring` package offers."""

    def get_password(self, service_name: str, username: str, /) -> str | None: ...
    def set_password(self, service_name: str, username: str, password: str, /) -> None: ...
    def delete_password(self, service_name: str, username: str, /) -> None: ...


class Source(StrEnum):
    """Where a value comes from."""

    NONE = "none"
    KEYRING = "keyring"
    SESSION = "session"
    ENVIRONMENT = "environment"
    SETTINGS = "settings"


def system_vault() -> Vault | None:
    """The system's keyring; None where there is none that works. Blocking."""
    try:
        keyring: Any = import_module("keyring")
        if keyring.get_keyring().priority <= 0:  # the one that only refuses
            return None
    except Exception:  # a keyring's own trouble must not end the studio; it may be of any kind
        return None
    return keyring


class Keys:
    """Secrets by service and field; without a vault they are kept until the program ends.

    Every method but the constructor may wait for the system's keyring: not for a GUI thread.
    """

    def __init__(
        self,
        find: Callable[[], Vault | None] = system_vault,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._find = find
        self._vault: Vault | None = None
        self._looked = False
        self._environ = environ
        self._typed: dict[tuple[str, str], str] = {}

    def value(self, service: Service, field: Field) -> tuple[str, Source]:
        """A secret and where it comes from: typed by the maker before the environment."""
        typed = self._typed.get((service.id, field.id))
        if typed:
            return typed, Source.SESSION
        vault = self._open()
        if vault is not None:
            with suppress(Exception):  # locked or broken: as if nothing was kept
                kept = vault.get_password(_NAME, f"{service.id}.{field.id}")
                if kept:
                    return kept, Source.KEYRING
        given = self.given(field)
        return (given, Source.ENVIRONMENT) if given else ("", Source.NONE)

    def given(self, field: Field) -> str:
        """What the environment has for a field; empty for nothing."""
        return self._environ.get(field.env, "").strip()

    def keep(self, service: Service, field: Field, secret: str) -> Source:
        """Keep a secret, or forget it when it is empty; says where it is from then on."""
        name = f"{service.id}.{field.id}"
        self._typed.pop((service.id, field.id), None)
        vault = self._open()
        if not secret:
            if vault is not None:
                with suppress(Exception):  # there may be none
                    vault.delete_password(_NAME, name)
            return self.value(service, field)[1]
        if vault is not None:
            with suppress(Exception):
                vault.set_password(_NAME, name, secret)
                return Source.KEYRING
        self._typed[service.id, field.id] = secret
        return Source.SESSION

    def _open(self) -> Vault | None:
        if not self._looked:
            self._vault, self._looked = self._find(), True
        return self._vault
