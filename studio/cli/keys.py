"""Commands about the keys of services. A key is typed or piped in, never a word of the command."""

import asyncio
import sys
from collections.abc import Sequence
from getpass import getpass

from studio import settings as preferences
from studio.backends.service import Field, Service
from studio.cli.console import Console
from studio.errors import BadInput
from studio.keys import Keys, Source
from studio.messages import Listed
from studio.services import KEPT, Access

_LONGEST = 4096  # characters of a key


def listed(console: Console) -> None:
    """Every service, and where its values come from."""
    access, typed = _access()
    told: list[dict[str, object]] = []
    for service in access.services:
        values = asyncio.run(access.look(service, typed))
        fields = {
            field.id: {
                "set": bool(values[field.id].text) or values[field.id].source != "none",
                "from": values[field.id].source.value,
                "variable": field.env,
                "secret": field.secret,
            }
            for field in service.fields
        }
        told.append({"service": service.id, "title": service.title, "fields": fields})
        for field in service.fields:
            source = values[field.id].source.value
            console.line(f"{service.id:10} {field.id:8} {source:12} {field.env}")
    console.result(told)


def kept(console: Console, name: str, field_name: str) -> None:
    """Keep a secret of a service in the system's keyring: the one named, else its key.

    A service that has no key as such is asked for each of its secrets in turn, a line each.
    """
    access, _ = _access()
    service = _service(access.services, name)
    kept: list[tuple[Field, Source]] = []
    for field in _secrets(service, field_name):
        secret = _read(f"{service.title} {field.env}: ")
        if not secret:
            raise BadInput("cli.no_key_typed", service=service.title)
        source = asyncio.run(access.put(service, field, secret))
        if source.value != "keyring":
            raise BadInput("cli.no_keyring", service=service.title, env=field.env)
        kept.append((field, source))
    _note(service, "1")
    console.say("cli.key_kept", service=service.title)
    field, source = kept[-1]
    told = {"service": service.id, "field": field.id, "from": source.value}
    console.result({**told, "fields": [each.id for each, _ in kept]})


def forgotten(console: Console, name: str) -> None:
    """Forget every secret of a service that the keyring has."""
    access, typed = _access()
    service = _service(access.services, name)
    for field in service.fields:
        if field.secret:
            asyncio.run(access.put(service, field, ""))
    _note(service, "")
    console.say("cli.key_forgotten", service=service.title)
    values = asyncio.run(access.look(service, typed))
    left = [f.env for f in service.fields if f.secret and values[f.id].source == "environment"]
    for env in left:
        console.warn("cli.key_in_environment", env=env)
    console.result({"service": service.id, "environment": left})


def tested(console: Console, name: str) -> None:
    """Call a service once with its values; nothing is generated or charged."""
    access, typed = _access()
    service = _service(access.services, name)
    proxy = preferences.load(preferences.settings_file()).proxy
    error = asyncio.run(access.attempt(service, typed, proxy))
    if error is not None:
        raise error
    console.say("cli.storage_works" if name == "bucket" else "cli.key_works", service=service.title)
    console.result({"service": service.id, "works": True})


def _access() -> tuple[Access, dict[str, dict[str, str]]]:
    return Access(Keys()), preferences.load(preferences.settings_file()).services


def _note(service: Service, kept: str) -> None:
    """Remember whether the keyring has a key, so that nobody need open it to say so."""
    path = preferences.settings_file()
    preferences.save(preferences.load(path).preferring(f"services.{service.id}.{KEPT}", kept), path)


def _service(services: Sequence[Service], name: str) -> Service:
    for service in services:
        if service.id == name:
            return service
    known = Listed(service.id for service in services)
    raise BadInput("cli.no_such_service", text=name[:40], known=known)


def _secrets(service: Service, name: str) -> list[Field]:
    secrets = [field for field in service.fields if field.secret]
    chosen = [field for field in secrets if field.id == (name or "key")]
    if chosen or not name:
        return chosen or secrets
    known = Listed(field.id for field in secrets)
    raise BadInput("cli.no_such_field", text=name[:40], service=service.title, known=known)


def _read(prompt: str) -> str:
    """A line that is not shown where it is typed; the first line of what is piped in."""
    if sys.stdin.isatty():
        return getpass(prompt).strip()[:_LONGEST]
    return sys.stdin.readline(_LONGEST).strip()
