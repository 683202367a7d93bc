"""What the shots of the cut cost, clip by clip in the order of the film."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from studio.jobs.admission import Sums, money
from studio.jobs.ledger import Account
from studio.timeline.cut import Clip, Cut, TrackKind
from studio.ui.desk import Desk
from studio.ui.timeline_facts import Facts
from studio.ui.words import Words


@dataclass(frozen=True)
class Cell:
    """A clip at which a shot's money is told: the first one that shows it."""

    clip: Clip
    account: Account

    @property
    def shares(self) -> tuple[float, float, float]:
        """What is in the cut, what is waste, what may come: parts of 1.

        Amounts of different currencies are never compared: then all that there is is as large.
        """
        account = self.account
        parts = (account.shown, account.waste, _coming(account))
        names = {name for sums in parts for name in sums}
        if len(names) == 1:
            sizes = [float(sum(sums.values())) for sums in parts]
        else:
            sizes = [float(bool(sums)) for sums in parts]
        whole = sum(sizes) or 1.0
        one, two, three = (size / whole for size in sizes)
        return one, two, three


class CostFacts:
    """Knows the cells of a cut; they are found anew when the cut or the ledger is another one."""

    def __init__(self, desk: Desk, facts: Facts, words: Words) -> None:
        self._desk = desk
        self._facts = facts
        self._words = words.of("ui_ledger")
        self._found: tuple[object, Cut, tuple[Cell, ...]] | None = None
        self._starts: list[int] = []

    @property
    def cells(self) -> tuple[Cell, ...]:
        """In the order of the film."""
        book, cut = self._desk.costs.book, self._desk.project.cut
        if self._found is None or self._found[0] is not book or self._found[1] is not cut:
            cells = tuple(_cells(cut, self._by_shot()))
            self._found = (book, cut, cells)
            self._starts = [cell.clip.start for cell in cells]
        return self._found[2]

    def between(self, start: int, end: int) -> Iterator[Cell]:
        """The cells that begin before `end` and may reach beyond `start`."""
        cells = self.cells
        first = bisect_left(self._starts, start)
        while first and cells[first - 1].clip.end > start:
            first -= 1
        for cell in cells[first:]:
            if cell.clip.start >= end:
                return
            yield cell

    def told(self, cell: Cell) -> str:
        """A shot's account in words."""
        account = cell.account
        lines = [self._facts.name(cell.clip)[:160]]
        for name, sums in (
            ("shown", account.shown), ("waste", account.waste), ("waiting", account.waiting),
            ("doubtful", account.doubtful),
        ):  # fmt: skip
            if sums:
                lines.append(self._words(f"clip.{name}", cost=money(sums)))
        return "\n".join(lines)

    def _by_shot(self) -> dict[str, Account]:
        """What each shot cost, with its lines and sounds."""
        found: dict[str, Account] = {}
        for owner, account in self._desk.costs.book.accounts.items():
            shot = self._facts.shot_of(owner) or owner
            found[shot] = found[shot] + account if shot in found else account
        return found


def label(account: Account) -> str:
    """What is written on a cell: what was paid for the take that is seen, else what is to come."""
    if account.shown:
        return money(account.shown)
    coming = _coming(account)
    return f"≈ {money(coming)}" if coming else money(account.waste)


def _coming(account: Account) -> Sums:
    return (account + Account(waiting=account.doubtful)).waiting


def _cells(cut: Cut, accounts: dict[str, Account]) -> list[Cell]:
    if not accounts:
        return []
    clips = sorted(
        (
            clip
            for track in cut.tracks
            if track.kind is TrackKind.PICTURE
            for clip in track.clips
            if clip.owner in accounts
        ),
        key=lambda clip: clip.start,
    )
    first: dict[str, Clip] = {}
    for clip in clips:
        first.setdefault(clip.owner, clip)
    return [Cell(clip, accounts[clip.owner]) for clip in clips if first[clip.owner] is clip]
