"""What must not leave this machine taken out of words and of calls: keys, signatures, media."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any, cast
from urllib.parse import quote, unquote

HIDDEN = "…"
_URL = re.compile(r"(?i)\b([a-z][a-z0-9+.-]{1,20}://)([^\s\"'<>`\\^{}|]+)")
_BEARER = re.compile(r"(?i)\b(bearer|basic|hmac-sha256|aws4-hmac-sha256)\s+[^\s\"'<>]+")
_TOKEN = re.compile(r"\beyJ[\w-]{4,}\.[\w-]{4,}\.[\w-]*")
_SIGNED = re.compile(
    r"(?i)\b((?:x-(?:amz|tos|oss|cos)-(?:signature|credential|security-token)|signature|sig"
    r"|credential|access_?key(?:_?id)?|secret(?:_?key)?|api_?key|token|password)\s*[=:]\s*)"
    r"[^\s&;,\"'<>]+"
)
_DATA = re.compile(r"(?i)data:([\w.+-]{1,40}/[\w.+-]{1,40})?[^,\s]{0,80};base64,([\w+/=-]+)")
_LONG = re.compile(r"[A-Za-z0-9+/_-]{200,}={0,2}")
_NAMES = re.compile(
    r"(?i)(authorization|cookie|signature|secret|password|credential|api-?_?key|access-?_?key"
    r"|security-?_?token|^token$|_token$|^key$|^ak$|^sk$|webhook)"
)
_MAGIC = {"/9j/": "image/jpeg", "iVBOR": "image/png", "UklGR": "audio/wav", "SUQz": "audio/mpeg"}
_DEEPEST = 40


def without_queries(text: str) -> str:
    """Words with every web address cut before its query: there the signature of a link is."""
    return _URL.sub(_cut, text)


class Scrub:
    """Takes these secrets out of whatever it is given, besides what looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms: set[str] = set()
        for secret in filter(None, secrets):
            forms |= {secret, quote(secret), quote(secret, safe=""), unquote(secret)}
            forms.add(base64.b64encode(secret.encode()).decode().rstrip("="))
        self._forms = sorted(filter(None, forms), key=len, reverse=True)

    def text(self, text: str) -> str:
        """Words without secrets, signed queries, tokens and media."""
        text = _DATA.sub(_described, text)
        text = self._bare(text)
        text = without_queries(text)
        for pattern in (_BEARER, _SIGNED):
            text = pattern.sub(lambda found: f"{found[1]} {HIDDEN}", text)
        text = _LONG.sub(_described_long, _TOKEN.sub(HIDDEN, text))
        return self._bare(text)  # what was joined anew

    def value(self, value: Any, depth: int = 0) -> Any:
        """A value of JSON in which every text and every name is scrubbed; media are described."""
        if depth > _DEEPEST:
            return HIDDEN
        if isinstance(value, str):
            return media(value) or self.text(value)
        if isinstance(value, Mapping):
            given = cast(Mapping[str, Any], value)
            return {
                self.text(name): HIDDEN
                if _NAMES.search(name) and isinstance(each, str)
                else self.value(each, depth + 1)
                for name, each in given.items()
            }
        if isinstance(value, list | tuple):
            return [self.value(each, depth + 1) for each in cast(list[Any], value)]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return HIDDEN if any(form in str(value) for form in self._forms) else value
        return value

    def _bare(self, text: str) -> str:
        for form in self._forms:
            text = text.replace(form, HIDDEN)
        return text


def media(text: str) -> dict[str, Any] | None:
    """A file in a text, told by its kind, its size and its hash; None for any other text."""
    kind, data = "", text
    if text[:5].lower() == "data:":
        head, found, data = text.partition(",")
        if not (found and head.lower().endswith(";base64")):
            return None
        kind = head[5:].partition(";")[0]
    elif len(text) < 256:
        return None
    try:
        content = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return None
    kind = kind or next((each for head, each in _MAGIC.items() if data.startswith(head)), "")
    digest = hashlib.sha256(content).hexdigest()
    return {"$media": {"kind": kind or "?", "bytes": len(content), "sha256": digest}}


def _cut(found: re.Match[str]) -> str:
    rest = found[2]
    place = min((rest.find(mark) for mark in "?#" if mark in rest), default=-1)
    whole = rest if place < 0 else rest[:place]
    host, slash, path = whole.partition("/")
    host = host.rpartition("@")[2]
    return f"{found[1]}{host}{slash}{path}" + (f"?{HIDDEN}" if place >= 0 else "")


def _described(found: re.Match[str]) -> str:
    return f"[{found[1] or '?'}, {len(found[2])} characters]"


def _described_long(found: re.Match[str]) -> str:
    return f"[{len(found[0])} characters]"
