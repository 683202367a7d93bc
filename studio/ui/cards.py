"""Where the cards of a board lie: scenes one under the other, their shots in rows."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from studio.timeline.project import Project
from studio.timeline.story import Scene, Shot

MARGIN, GAP, HEAD = 20, 14, 40
MARK = 20  # pixels of the mark of the shown take, in the upper left corner of the still
WORDS = 72  # pixels under a still: three lines
LENGTH = 76  # pixels of the place of a length, from the right edge of its card


@dataclass(frozen=True)
class Card:
    """A shot's rectangle, in pixels from the top left of the whole board."""

    shot: Shot
    label: str
    left: int
    top: int
    width: int
    height: int
    row: int

    @property
    def mark(self) -> tuple[int, int, int, int]:
        """Left, top, width and height of the place for what the inspector says."""
        return self.left + 9, self.top + 10, MARK, MARK

    @property
    def length(self) -> tuple[int, int, int, int]:
        """Left, top, width and height of the place where its length stands, below the still."""
        return self.left + self.width - LENGTH, self.top + self.height - WORDS + 2, LENGTH, 20

    def holds(self, x: int, y: int) -> bool:
        """Whether a point lies on the card."""
        inside = self.left <= x < self.left + self.width
        return inside and self.top <= y < self.top + self.height


@dataclass(frozen=True)
class Heading:
    """A scene's title line."""

    scene: Scene
    number: int
    top: int


@dataclass(frozen=True)
class Gap:
    """A place between cards: in a scene, before its shot number `place` (from 0)."""

    scene: Scene
    number: int
    place: int
    left: int
    top: int
    height: int


class Layout:
    """The cards and headings of a film on a board `width` pixels wide."""

    def __init__(self, project: Project, width: int, card_width: int) -> None:
        ratio = project.height / project.width
        self.still = round(card_width * min(ratio, 1.2))
        self.cards: list[Card] = []
        self.headings: list[Heading] = []
        columns = max(1, (width - 2 * MARGIN + GAP) // (card_width + GAP))
        tall = self.still + WORDS
        top, row = MARGIN, 0
        for number, scene in enumerate(project.scenes, 1):
            self.headings.append(Heading(scene, number, top))
            top += HEAD
            for place, shot in enumerate(scene.shots):
                across, down = place % columns, place // columns
                left = MARGIN + across * (card_width + GAP)
                at = top + down * (tall + GAP)
                label = f"{number}-{place + 1}"
                self.cards.append(Card(shot, label, left, at, card_width, tall, row + down))
            rows = -(-len(scene.shots) // columns)
            row += rows
            top += rows * (tall + GAP)
        self.height = top + MARGIN
        self._tops = [card.top for card in self.cards]
        self._place = {card.shot.id: n for n, card in enumerate(self.cards)}

    def at(self, x: int, y: int) -> Card | None:
        """The card under a point."""
        return next((card for card in self.between(y, y + 1) if card.holds(x, y)), None)

    def gap(self, x: int, y: int) -> Gap | None:
        """The place between cards that is nearest to a point."""
        places = [n for n, heading in enumerate(self.headings) if heading.top <= y]
        if not self.headings:
            return None
        heading = self.headings[places[-1] if places else 0]
        own = [card for card in self.cards if card.label.startswith(f"{heading.number}-")]
        if not own:
            top = heading.top + HEAD - 6
            return Gap(heading.scene, heading.number, 0, MARGIN - GAP // 2, top, 24)
        row = min({card.row for card in own}, key=lambda r: abs(_middle(own, r) - y))
        cards = [card for card in own if card.row == row]
        before = next((card for card in cards if x < card.left + card.width // 2), None)
        card = before or cards[-1]
        left = card.left - GAP // 2 if before else card.left + card.width + GAP // 2
        place = own.index(card) + (0 if before else 1)
        return Gap(heading.scene, heading.number, place, left, card.top, card.height)

    def between(self, top: int, bottom: int) -> Iterator[Card]:
        """The cards that show something between two heights."""
        tall = self.still + WORDS
        first = bisect_right(self._tops, top - tall - 1)
        for card in self.cards[first:]:
            if card.top >= bottom:
                return
            if card.top + card.height > top:
                yield card

    def card(self, shot_id: str) -> Card | None:
        """The card of a shot."""
        place = self._place.get(shot_id)
        return None if place is None else self.cards[place]

    def beside(self, shot_id: str, across: int, down: int) -> Card | None:
        """The card one step left or right (in film order), or nearest in the row above or below."""
        place = self._place.get(shot_id)
        if place is None:
            return self.cards[0] if self.cards else None
        if across:
            other = place + across
            return self.cards[other] if 0 <= other < len(self.cards) else None
        here = self.cards[place]
        row = [card for card in self.cards if card.row == here.row + down]
        return min(row, key=lambda card: abs(card.left - here.left), default=None)


def _middle(cards: list[Card], row: int) -> int:
    """How far down the middle of a row is."""
    card = next(card for card in cards if card.row == row)
    return card.top + card.height // 2
