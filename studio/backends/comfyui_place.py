"""Where a ComfyUI server is, and the headers that its maker wants sent there."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from studio.backends.scrub import without_queries
from studio.errors import BackendError, Fault

ADDRESS = "http://127.0.0.1:8188"
_MOST_HEADERS, _LONGEST = 32, 8192
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,80}")
# What a call says of itself, and what would make it another page's.
_NOT_YOURS = re.compile(
    r"(?i)origin|referer|host|content-.*|transfer-encoding|connection|upgrade|te|trailer|expect"
    r"|keep-alive|accept|accept-encoding|range|if-.*|sec-.*|proxy-connection"
)


@dataclass(frozen=True)
class Reached:
    """Where the account's values lead now."""

    address: str
    headers: Mapping[str, str]
    proxy: str

    @property
    def near(self) -> bool:
        """True for this machine: no proxy leads there."""
        host = urlsplit(self.address).hostname or ""
        try:
            number = ipaddress.ip_address(host)
            return number.is_loopback or number.is_unspecified
        except ValueError:
            return host == "localhost"

    @property
    def place(self) -> str:
        """The address for a sentence: no password, no query."""
        return without_queries(self.address)

    @property
    def way(self) -> str | Literal[True] | None:
        """The proxy of a socket; True: the system's."""
        return None if self.near else self.proxy or True


def own_headers(text: str, title: str) -> dict[str, str]:
    """The maker's headers: `Name: value`, by lines or `;;`. Raises BackendError for a bad one.

    What is wrong is told by its place: a header may hold a key.
    """
    found: dict[str, str] = {}
    parts = [part.strip(" \t") for part in re.split(r"\r?\n|;;", text)]
    for number, part in enumerate(filter(None, parts), 1):
        name, colon, value = (each.strip(" \t") for each in part.partition(":"))
        known = {each.lower() for each in found}
        fine = colon and _NAME.fullmatch(name) and not _NOT_YOURS.fullmatch(name)
        fine = fine and value and value.isascii() and value.isprintable() and len(value) < _LONGEST
        if not fine or name.lower() in known or number > _MOST_HEADERS:
            raise BackendError(
                "comfyui.server_bad_header", Fault.CREDENTIALS, backend=title, number=number
            )
        found[name] = value
    return found


def reached(values: Mapping[str, str], proxy: str, title: str) -> Reached:
    """Where an account's values lead. Raises BackendError for an address or headers of no use."""
    address = values.get("url", "").strip() or ADDRESS
    address = address if "://" in address else f"http://{address}"
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not address.isprintable() or " " in address:
        raise BackendError("web.bad_address", Fault.CREDENTIALS, backend=title)
    address = re.split(r"[?#]", address)[0].rstrip("/")
    return Reached(address, own_headers(values.get("headers", ""), title), proxy)


def secrets_of(headers: Mapping[str, str]) -> list[str]:
    """Values of headers, and what follows a word such as `Bearer`; short ones are no secrets."""
    whole = list(headers.values())
    return [each for each in (*whole, *(text.partition(" ")[2] for text in whole)) if len(each) > 5]
