"""Handles that the maker gives: what a service calls a subject that was not registered from here.

An element made on a service's own page or the file name of a LoRA is known to the maker alone. It
is filed as any handle is, made from no media: it holds for the one variant it was given for, until
another is filed or its last day has passed.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from studio.errors import BadInput
from studio.jobs.film import Film
from studio.jobs.handle_copies import filed
from studio.jobs.job import Job
from studio.timeline.cast_entry import EntryHandle
from studio.timeline.story import Subject, Variant
from studio.timeline.take import Take

_SERVICE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
LONGEST, _MOST = 200, 20  # characters of a name, names of a subject
KNOWN = {
    "comfyui": ("lora", "trigger", "input"),
    "kling": ("element", "voice"),
    "seedance": ("asset",),
}
"""The names by which our own clients cite a subject, by service."""


def parsed(service: str, texts: Sequence[str]) -> dict[str, str]:
    """`NAME=VALUE` of a service as the handles of a Figure: {"kling.element": "123"}.

    An empty value is left out; with none left, the subject has no handle there. Raises BadInput.
    """
    if not _SERVICE.fullmatch(service):
        raise BadInput("casting.bad_service", text=service[:40])
    if len(texts) > _MOST:
        raise BadInput("casting.many_handles", most=_MOST)
    names: dict[str, str] = {}
    for text in texts:
        name, between, value = (part.strip() for part in text.partition("="))
        fits = len(name) <= 40 and len(value) <= LONGEST and (not value or value.isprintable())
        if not between or not fits or not _NAME.fullmatch(name):
            raise BadInput("casting.bad_handle", text=text[:60], most=LONGEST)
        names[f"{service}.{name}"] = value
    return {name: value for name, value in names.items() if value}


def given(
    film: Film, subject: Subject, variant: Variant | None, service: str,
    names: dict[str, str], until: date | None, folder: Path,
) -> tuple[Job, Take]:  # fmt: skip
    """What the maker gives as a take, for the journal to adopt; it replaces what the service called
    the subject before. Blocking. Raises OSError, BackendError for a full disk.
    """
    kept = EntryHandle(
        backend=f"{service}-library", names=names, expires=until.isoformat() if until else ""
    )
    return filed(film, subject, variant, kept, folder)
