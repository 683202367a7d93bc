"""An entry of the library shared by all films: a subject, and the media it is known by."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from studio.timeline.model import Record, derived_id
from studio.timeline.story import Id, Name, ReferenceKind, Subject, Use, Variant

FORMAT = 1


class EntryFile(Record):
    """One file of an entry; `reference` is what the subject's uses call it."""

    reference: Id
    name: Name
    kind: ReferenceKind
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    suffix: str = Field(pattern=r"^\.[a-z0-9]{1,5}$")
    bytes: int = Field(ge=0)


class EntryHandle(Record):
    """What a service calls the subject in one variant (empty: in none), and what it was made of;
    `expires` is the last day, ISO, or empty. It is no part of what makes the subject itself.
    """

    backend: str = Field(max_length=100)
    variant: str = Field(default="", max_length=40)
    names: dict[str, str] = Field(max_length=20)
    made_from: tuple[str, ...] = Field(default=(), max_length=100)
    limits: dict[str, int] = Field(default_factory=dict, max_length=20)
    expires: str = Field(default="", max_length=20)


class Entry(Record):
    """A subject as it was saved last."""

    format: int = Field(default=FORMAT, ge=1)
    id: Id
    saved: str = Field(max_length=40, description="ISO 8601, UTC")
    subject: Subject
    files: tuple[EntryFile, ...] = Field(default=(), max_length=1_000)
    left: tuple[Id, ...] = Field(default=(), description="ids of variants that it had once")
    handles: tuple[EntryHandle, ...] = Field(default=(), max_length=200)

    @property
    def revision(self) -> str:
        """What tells this state of the subject from all others: a SHA-256 in hex."""
        return seal(self.subject, {file.reference: file.sha256 for file in self.files})


def seal(subject: Subject, hashes: Mapping[str, str]) -> str:
    """The SHA-256 of all that makes a subject itself, in hex; the same in every film.

    `hashes` are those of its media by reference. Its ids and where it came from are left out.
    """
    values = subject.model_dump(mode="json", exclude={"id", "origin", "uses", "variants"})
    values["uses"] = _uses(subject.uses, hashes)
    values["variants"] = [
        {"name": v.name, "description": v.description, "uses": _uses(v.uses, hashes)}
        for v in subject.variants
    ]
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def references_of(subject: Subject) -> list[str]:
    """The references that a subject and its variants use, each once."""
    uses = (*subject.uses, *(use for variant in subject.variants for use in variant.uses))
    return list(dict.fromkeys(use.reference for use in uses))


def renamed(
    subject: Subject, ident: str, references: Mapping[str, str], variants: Mapping[str, str]
) -> Subject:
    """A subject under the ids of another place; what `references` lacks is used no more."""

    def uses(old: tuple[Use, ...]) -> tuple[Use, ...]:
        known = (use for use in old if use.reference in references)
        return tuple(use.evolve(reference=references[use.reference]) for use in known)

    def variant(old: Variant) -> Variant:
        return old.evolve(id=variants.get(old.id, old.id), uses=uses(old.uses))

    return subject.evolve(
        id=ident, uses=uses(subject.uses), variants=tuple(map(variant, subject.variants))
    )


def variant_id(subject_id: str, entry_variant: str) -> str:
    """What a variant of an entry is called in the film's copy of the subject."""
    return derived_id("va", subject_id, entry_variant)


def _uses(uses: tuple[Use, ...], hashes: Mapping[str, str]) -> list[list[Any]]:
    found = ((hashes.get(use.reference, ""), use.role, use.view) for use in uses)
    return [[digest, role.value, view.value if view else None] for digest, role, view in found]
