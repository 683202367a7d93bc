"""Who and what a prompt can name with @, and what it names already."""

import re
from dataclasses import dataclass
from typing import Literal

from studio.timeline.project import Project
from studio.timeline.story import Shot
from studio.ui.plain import one_line

MOST = 12  # suggestions shown at once
_TYPED = re.compile(r"[@＠]([^\s@＠]{0,60})$")
_READ = 20_000  # characters of a prompt that are searched for names


@dataclass(frozen=True)
class Mention:
    """A subject or imported media by its name."""

    kind: Literal["subject", "reference"]
    id: str
    name: str
    colour: str = ""


def all_mentions(film: Project) -> list[Mention]:
    """Everything that can be named, the cast first."""
    cast = [Mention("subject", s.id, s.name, s.colour) for s in film.subjects]
    return cast + [Mention("reference", r.id, r.name) for r in film.references]


def being_typed(before: str) -> str | None:
    """What stands behind the @ that the cursor follows; None when there is none."""
    found = _TYPED.search(before[-80:])
    return found.group(1) if found else None


def suggested(film: Project, typed: str) -> list[Mention]:
    """What fits what was typed: names that begin so, then names that hold it."""
    wanted = typed.casefold()
    fitting = [m for m in all_mentions(film) if wanted in m.name.casefold()]
    fitting += [
        Mention("subject", s.id, s.name, s.colour)
        for s in film.subjects
        if all(m.id != s.id for m in fitting) and any(wanted in a.casefold() for a in s.aliases)
    ]
    fitting.sort(key=lambda m: not m.name.casefold().startswith(wanted))  # stable
    return fitting[:MOST]


def named_in(film: Project, prompt: str) -> list[Mention]:
    """The subjects and media that a prompt names, and where the shot may not use them yet."""
    text = prompt[:_READ].casefold()
    return [m for m in all_mentions(film) if one_line(m.name).casefold() in text]


def is_used(mention: Mention, shot: Shot) -> bool:
    """Whether the shot has what its prompt names."""
    if mention.kind == "subject":
        return mention.id in shot.subjects
    return any(use.reference == mention.id for use in shot.uses)
