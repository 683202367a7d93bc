"""The lines of two texts side by side: runs that stayed, and runs that were changed."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Block:
    """Lines `a` to `b` of the old text, which are lines `c` to `d` of the new one."""

    same: bool
    a: int
    b: int
    c: int
    d: int


def blocks_of(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """What stayed and what changed, in order; every line of both is in one block.

    Lines that stand once in both texts, and in the same order, are held fast first (the patience
    difference of Bram Cohen), so that the time grows with the text and not with its square.
    """
    joined: list[Block] = []
    for block in _parts(old, new):
        last = joined[-1] if joined else None
        if last is not None and last.same == block.same:
            joined[-1] = Block(last.same, last.a, block.b, last.c, block.d)
        else:
            joined.append(block)
    return joined


def _parts(old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    most = min(len(old), len(new))
    head = next((n for n in range(most) if old[n] != new[n]), most)
    tail = next((n for n in range(most - head) if old[-1 - n] != new[-1 - n]), most - head)
    end_old, end_new = len(old) - tail, len(new) - tail
    if head:
        yield Block(True, 0, head, 0, head)
    a = c = head
    for line, place in _anchors(old[head:end_old], new[head:end_new]):
        yield from _between(old, new, (a, head + line), (c, head + place))
        a, c = head + line + 1, head + place + 1
        yield Block(True, a - 1, a, c - 1, c)
    yield from _between(old, new, (a, end_old), (c, end_new))
    if tail:
        yield Block(True, end_old, len(old), end_new, len(new))


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of lines that stand once in both: the longest row that rises in both."""
    once = {line for line, count in Counter(old).items() if count == 1 and line.strip()}
    once &= {line for line, count in Counter(new).items() if count == 1}
    places = {line: n for n, line in enumerate(new) if line in once}
    pairs = [(n, places[line]) for n, line in enumerate(old) if line in once]
    ends: list[int] = []  # the lowest place in `new` that a row of each length ends at
    tops: list[int] = []  # which pair that is
    before: list[int | None] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        before.append(tops[at - 1] if at else None)
        ends[at : at + 1] = [place]
        tops[at : at + 1] = [number]
    row: list[tuple[int, int]] = []
    at_pair = tops[-1] if tops else None
    while at_pair is not None:
        row.append(pairs[at_pair])
        at_pair = before[at_pair]
    return row[::-1]


def _between(
    old: Sequence[str], new: Sequence[str], here: tuple[int, int], there: tuple[int, int]
) -> Iterator[Block]:
    """The blocks between two lines that are held fast."""
    (a, b), (c, d) = here, there
    if a == b and c == d:
        return
    matcher = SequenceMatcher(_is_blank, old[a:b], new[c:d])
    for tag, i, j, k, m in matcher.get_opcodes():
        yield Block(tag == "equal", a + i, a + j, c + k, c + m)


def _is_blank(line: str) -> bool:
    return not line.strip()
