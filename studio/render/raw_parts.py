"""The parts of a raw mix as they are before anything is done to them: their names, and what is
noticed in them.

Both are noted under what a part is made of. So of a film of which one shot changed only the parts
that it touches are mixed.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.media.ffmpeg import Stop
from studio.render.kept import Kept
from studio.render.mix_file import MixFile
from studio.render.part_names import name_of, named_by
from studio.render.part_notes import Notes
from studio.render.proof_heard import Noticed, noticed_in, terms
from studio.render.sound_cutting import Part, Stretch

_VERSION = 1  # of what is noted of the same samples


@dataclass(frozen=True)
class RawPart:
    """A part's name, and what is noticed in it."""

    name: str
    noticed: Noticed


def raw_parts(
    mix: MixFile, parts: Sequence[Part], kept: Kept, path: Path, over: Stop | None
) -> list[RawPart]:
    """The parts of a mix, of which those are mixed now that are not known. `path` is where a note
    may lie meanwhile. Raises BadInput, Cancelled, OSError.
    """
    notes = Notes(kept, path)
    keys = [_key(mix, part) for part in parts]
    found = [_known(notes.known(key)) if key else None for key in keys]
    unknown = [n for n, known in enumerate(found) if known is None]
    mix.fill(_held(mix, parts[n]) for n in unknown)
    for n in unknown:
        made = RawPart(name_of(mix.path, parts[n], over), noticed_in(mix, parts[n].own, over))
        found[n] = made
        if keys[n]:
            notes.note(keys[n], [made.name, *made.noticed.told])
    return [each for each in found if each is not None]


def _held(mix: MixFile, part: Part) -> Stretch:
    """The samples that are read of a part."""
    first, last = named_by(part)
    return first, min(last, mix.samples)


def _key(mix: MixFile, part: Part) -> str:
    """Names what a part is made of; empty where that is not known."""
    held = _held(mix, part)
    facts = mix.facts_of(*held)
    if facts is None:
        return ""
    places = [*held, *part.own, *part.given, *part.deciding, mix.samples]
    named = json.dumps([_VERSION, facts, places, terms()])
    return f"{hashlib.sha256(named.encode()).hexdigest()}-part"


def _known(facts: list[object] | None) -> RawPart | None:
    """What a note says, which may be anything; None where it says nothing of a part."""
    if facts is None or len(facts) != 3 or not isinstance(facts[0], str):
        return None
    there = Noticed.of(facts[1], facts[2])
    return RawPart(facts[0], there) if there is not None else None
