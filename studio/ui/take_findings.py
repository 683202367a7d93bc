"""From what the inspector found to its place in the take: the worst first, then each in turn."""

from PySide6.QtCore import QObject, Signal

from studio.review.finding import Finding
from studio.timeline.story import Shot
from studio.timeline.take import Take
from studio.ui.kit import Kit
from studio.ui.take_reviews import sentences
from studio.ui.take_standing import Standing, seconds_at, telling

_SAID = {
    Standing.PASSED: "usable", Standing.WARNED: "warned", Standing.FAILED: "failed",
}  # fmt: skip


class FindingWalk(QObject):
    """Says what was found and where to look; a viewer goes there."""

    wanted = Signal(object, int)  # a Take, and the film frame of it
    told = Signal(str, str)  # a sentence and its tone

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._last: tuple[str, Finding] | None = None  # of which take, and what was shown

    def has(self, shot: Shot, take: Take) -> bool:
        """Whether anything was found."""
        return bool(telling(self._kit.reviews.of(shot, take)))

    def to_worst(self, shot: Shot, take: Take) -> None:
        """Go to what speaks most against a take."""
        found = telling(self._kit.reviews.of(shot, take))
        if found:
            self._go(shot, take, found[0])
        else:
            self._say(shot, take)

    def to_next(self, shot: Shot, take: Take) -> None:
        """Go to what was found behind the one that was gone to last, and from the last to the
        worst.
        """
        found = telling(self._kit.reviews.of(shot, take))
        last = self._last[1] if self._last is not None and self._last[0] == take.id else None
        if found:
            at = found.index(last) + 1 if last in found else 0
            self._go(shot, take, found[at % len(found)])

    def _go(self, shot: Shot, take: Take, finding: Finding) -> None:
        self._last = (take.id, finding)
        reviewed = self._kit.reviews.of(shot, take)
        seconds = seconds_at(reviewed, finding) if reviewed is not None else None
        self.wanted.emit(take, self._kit.desk.project.rate.frames(seconds or 0.0))
        self.told.emit(finding.text(self._kit.words.language), "")

    def _say(self, shot: Shot, take: Take) -> None:
        """A take that was looked at without anything found, or that could not be read."""
        reviews, words = self._kit.reviews, self._kit.words
        told = sentences(reviews.of(shot, take), reviews.trouble(take), words.language)
        if told:
            self.told.emit(told[0], "bad")
        elif reviews.of(shot, take) is not None:
            self.told.emit(words("takes.usable"), "good")


def told_of(kit: Kit, shot: Shot, take: Take) -> str:
    """All that is told of a take where it wears a mark: a line for each finding, with its time."""
    reviews = kit.reviews
    told = sentences(reviews.of(shot, take), reviews.trouble(take), kit.words.language)
    return "\n".join([*said_of(kit, shot, take), *told])


def said_of(kit: Kit, shot: Shot, take: Take) -> list[str]:
    """What the inspector makes of a take in a word or two; nothing where it was not looked at."""
    name = _SAID.get(kit.reviews.standing(shot, take))
    return [kit.words(f"takes.{name}")] if name and kit.reviews.of(shot, take) else []
