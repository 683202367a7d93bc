"""A text against the one that was planned: what was changed, and where its parts are now."""

from bisect import bisect_right
from collections.abc import Mapping

from studio.script.lines import Block, blocks_of

Span = tuple[int, int]


class Revision:
    """Where the spans of a planned text are in the text as it is now.

    `lines` are the lines of the new text, from 0, that were written or changed since; `changed`
    are the parts that such a line, or one that is gone, belongs to.
    """

    def __init__(self, planned: str, text: str, spans: Mapping[str, Span]) -> None:
        self._old, self._new = planned.split("\n"), text.split("\n")
        self._old_starts, self._new_starts = _starts(self._old), _starts(self._new)
        self._told = spans
        self._blocks = blocks_of(self._old, self._new)
        self._firsts = [block.a for block in self._blocks]
        self.lines = frozenset(
            line
            for block in self._blocks
            if not block.same
            for line in range(block.c, block.d)
            if self._new[line].strip()
        )
        self.changed = frozenset(
            name for name, span in spans.items() if self.lines_changed_in(span)
        ) if not self.same else frozenset[str]()  # fmt: skip
        self.spans = {name: (self._now(a), self._now(b)) for name, (a, b) in spans.items()}

    @property
    def same(self) -> bool:
        """True when nothing was changed."""
        return all(block.same for block in self._blocks)

    def lines_changed_in(self, span: Span) -> bool:
        """Whether a line that a span of the old text touches was changed or is gone."""
        first, last = self._line(span[0]), self._line(max(span[0], span[1] - 1))
        for at in range(max(0, bisect_right(self._firsts, first) - 1), len(self._blocks)):
            block = self._blocks[at]
            if block.a > last:
                return False
            told = any(line.strip() for line in self._old[block.a : block.b])
            written = any(line.strip() for line in self._new[block.c : block.d])
            inside = block.a < last + 1 and block.b > first
            between = block.a == block.b and first < block.a <= last
            if not block.same and ((inside and told) or (between and written)):
                return True
        return False

    def words(self, name: str) -> str | None:
        """What now stands for the words of a span, where that is plain; None elsewhere.

        It is plain when its line became one other line that begins and ends like the old one did
        around the words.
        """
        start, end = self._told[name]
        line = self._line(start)
        block = self._block(line)
        if self._line(max(start, end - 1)) != line or block.same:
            return None
        if block.b - block.a != block.d - block.c:
            return None
        old, new = self._old[line], self._new[block.c + line - block.a]
        at = self._old_starts[line]
        head, tail = old[: start - at], old[end - at :]
        fits = new.startswith(head) and new.endswith(tail) and len(head) + len(tail) <= len(new)
        words = new[len(head) : len(new) - len(tail)].strip() if fits else ""
        return words or None

    def line_of(self, place: int) -> int:
        """The line of the new text, from 0, on which a character stands."""
        return max(0, bisect_right(self._new_starts, place) - 1)

    def column_of(self, place: int) -> int:
        """How many characters of its line stand before a character of the new text."""
        return place - self._new_starts[self.line_of(place)]

    def place(self, line: int, column: int) -> int:
        """The character of the new text in a line and a column, from 0."""
        line = min(line, len(self._new) - 1)
        return self._new_starts[line] + min(column, len(self._new[line]))

    def text_of(self, line: int) -> str:
        """A line of the new text."""
        return self._new[line]

    def _line(self, place: int) -> int:
        return max(0, bisect_right(self._old_starts, place) - 1)

    def _block(self, line: int) -> Block:
        at = bisect_right(self._firsts, line) - 1
        while self._blocks[at].a == self._blocks[at].b and at > 0:  # only written lines
            at -= 1
        return self._blocks[at]

    def _now(self, place: int) -> int:
        """Where a place of the old text is; in a line that changed, as far as it is alike."""
        line = self._line(place)
        block = self._block(line)
        column = place - self._old_starts[line]
        if block.same or block.b - block.a == block.d - block.c:
            new = block.c + line - block.a
            if not block.same:
                column = _column(self._old[line], self._new[new], column)
            return self._new_starts[new] + min(column, len(self._new[new]))
        if block.c == block.d:
            new = min(block.c, len(self._new) - 1)
            return self._new_starts[new]
        new = min(block.c + line - block.a, block.d - 1)
        return self._new_starts[new] + (len(self._new[new]) if column else 0)


def _starts(lines: list[str]) -> list[int]:
    starts, at = [0] * len(lines), 0
    for number, line in enumerate(lines):
        starts[number] = at
        at += len(line) + 1
    return starts


def _column(old: str, new: str, column: int) -> int:
    """A column of a line in the line that it became: counted from the end that is alike."""
    most = min(len(old), len(new))
    head = next((n for n in range(most) if old[n] != new[n]), most)
    tail = next((n for n in range(most - head) if old[-1 - n] != new[-1 - n]), most - head)
    if column <= head:
        return column
    return max(head, len(new) - (len(old) - column)) if column >= len(old) - tail else head
