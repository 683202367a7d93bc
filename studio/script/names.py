"""Many names looked for at once, in time that grows with the text and not with their number."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")


class Names:
    """Names to be found in texts; upper and lower case are the same."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {name.lower(): name for name in names if name.strip()}
        self._lengths: dict[str, list[int]] = {}
        for low in sorted(self._names, key=len, reverse=True):
            first = _WORD.search(low)
            lengths = self._lengths.setdefault(first.group(), []) if first else []
            if len(low) not in lengths:
                lengths.append(len(low))

    def within(self, text: str) -> dict[str, int]:
        """Every name that stands in `text`, in order, with where its first mention ends.

        Of names that begin at the same place the longest counts (Old Wu, not Old); a name in ASCII
        letters must stand as words of its own.
        """
        low = text.lower()
        found: dict[str, int] = {}
        after = 0
        for word in _WORD.finditer(low):
            start = word.start()
            if start < after:
                continue
            for length in self._lengths.get(word.group(), ()):
                name = self._names.get(low[start : start + length])
                if name is not None and _stands_alone(low, start, start + length):
                    found.setdefault(name, start + length)
                    after = start + length
                    break
        return found


def _stands_alone(low: str, start: int, end: int) -> bool:
    if not low[start:end].isascii():
        return True
    before, behind = low[max(start - 1, 0) : start], low[end : end + 1]
    inside = _letter(low[start]) and _letter(before), _letter(low[end - 1]) and _letter(behind)
    return not any(inside)


def _letter(char: str) -> bool:
    return char.isalnum() or char == "_"
