"""Sentences for people, looked up by key in the plain JSON catalogues of `resources/messages`."""

import json
import locale
import os
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from studio.paths import resource

LANGUAGES = ("en", "zh")


@cache
def _catalogue(language: str, area: str) -> Mapping[str, str]:
    path = resource("messages", language, f"{area}.json")
    return cast(Mapping[str, str], json.loads(path.read_text(encoding="utf-8")))


def say(key: str, language: str = "en", /, **values: object) -> str:
    """The sentence `key` ("area.name") in `language` with `values` put in.

    `{count:shot|shots}` reads "1 shot" or "2 shots"; a value that is a sentence itself (it has
    `text(language)`) is put in in the same language, a list as the language lists names. Raises
    KeyError for a key that no catalogue holds; a test keeps every key complete.
    """
    area = key.partition(".")[0]
    chosen = language if language in LANGUAGES else "en"
    return _Filler(chosen).vformat(_catalogue(chosen, area)[key], (), values)


def maker_language(environ: Mapping[str, str] = os.environ) -> str:
    """The language sentences are shown in: STUDIO_LANGUAGE, else the system's, else English."""
    for name in ("STUDIO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        chosen = environ.get(name, "").lower()[:2]
        if chosen:
            return chosen if chosen in LANGUAGES else "en"
    system = (locale.getlocale()[0] or "en").lower()
    return "zh" if system.startswith(("zh", "chinese")) else "en"


@dataclass(frozen=True)
class Part:
    """A piece of a sentence by key, to be put into another one in whatever language that has."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])

    def text(self, language: str = "en") -> str:
        """The piece in the language asked for."""
        return say(self.key, language, **self.values)


@dataclass(frozen=True, init=False)
class Listed:
    """Names one after the other, as the language of the sentence they are put into lists them."""

    names: tuple[str, ...]

    def __init__(self, names: Iterable[str]) -> None:
        object.__setattr__(self, "names", tuple(names))

    def __bool__(self) -> bool:
        return bool(self.names)

    def __str__(self) -> str:
        return self.text()

    def text(self, language: str = "en") -> str:
        """The names in the language asked for."""
        return say("system.listed", language).join(self.names)


class _Filler(string.Formatter):
    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        text = getattr(value, "text", None)
        if callable(text):
            return str(text(self._language))
        if isinstance(value, list | tuple):
            return Listed(map(str, cast(Iterable[object], value))).text(self._language)
        one, bar, many = format_spec.partition("|")
        if bar:
            return f"{value} {one if str(value) == '1' else many}"
        return str(super().format_field(value, format_spec))
