"""What tracks are called in the maker's language."""

import re

from studio.timeline.cut import Track
from studio.ui.words import Words

_GIVEN = re.compile(r"(Picture|Dialogue|Effects|Music|Captions)( \d+)?")


def shown_name(track: Track, words: Words) -> str:
    """A track's name; one that the assembly gave is said in the maker's language."""
    given = _GIVEN.fullmatch(track.name)
    if given is None or not track.role:
        return track.name
    return words(f"role.{given[1].lower()}") + (given[2] or "")
