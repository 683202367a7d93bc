"""Sentences for people, looked up by key in the plain JSON catalogues of `resources/messages`."""

import json
import locale
import os
from collections.abc import Mapping
from functools import cache
from typing import cast

from studio.paths import resource

LANGUAGES = ("en", "zh")


@cache
def _catalogue(language: str, area: str) -> Mapping[str, str]:
    path = resource("messages", language, f"{area}.json")
    return cast(Mapping[str, str], json.loads(path.read_text(encoding="utf-8")))


def say(key: str, language: str = "en", /, **values: object) -> str:
    """The sentence `key` ("area.name") in `language` with `values` put in.

    Raises KeyError for a key that no catalogue holds; a test keeps every key complete.
    """
    area = key.partition(".")[0]
    chosen = language if language in LANGUAGES else "en"
    return _catalogue(chosen, area)[key].format(**values)


def maker_language(environ: Mapping[str, str] = os.environ) -> str:
    """The language sentences are shown in: STUDIO_LANGUAGE, else the system's, else English."""
    for name in ("STUDIO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        chosen = environ.get(name, "").lower()[:2]
        if chosen:
            return chosen if chosen in LANGUAGES else "en"
    system = (locale.getlocale()[0] or "en").lower()
    return "zh" if system.startswith(("zh", "chinese")) else "en"
