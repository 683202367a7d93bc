"""Checks of words: those heard against the lines, those read in the picture against those asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from studio.cast.faces import Bgr
from studio.cast.hearing import RATE
from studio.cast.lettering import QUICK, SHARP, Line, Sight, read_text
from studio.cast.looking import pictures_at
from studio.cast.words import heard_in
from studio.review.distance import error_rate
from studio.review.evidence import Evidence
from studio.review.finding import Finding, fault, remarked
from studio.review.limits import limit
from studio.review.watch import Watched

# Languages of which the recogniser is sure enough to fail a take (stack of models, measured).
_SURE = frozenset({"en", "zh", "es", "ja", "fr", "de", "it", "pt"})
_PLACES = (0.5, 0.85, 0.15)  # shares of a take at which its picture is read, until all is found
_LEAST = 64  # rows of a picture's part that is read
_QUOTED = 80  # characters of what was heard or read that are told


def words(evidence: Evidence) -> Iterator[Finding]:
    """Words that are not those of the lines, language by language."""
    if evidence.heard is None:
        return
    languages = dict.fromkeys(line.language for line in evidence.asked.lines if line.text.strip())
    for language in languages:
        lines = [line for line in evidence.asked.lines if line.language == language]
        wanted = " ".join(line.text for line in sorted(lines, key=lambda line: line.start))
        got = heard_in(
            evidence.samples, RATE, evidence.models, language, stopped=evidence.cancelled
        )
        # Where several languages are spoken, what is said in the others lies around.
        rate = error_rate(wanted, got.text, language, within=len(languages) > 1, heard=True)
        faulty = rate > limit("words.fault") and language.partition("-")[0] in _SURE
        if rate > limit("words.remark"):
            key = "words_other" if got.text else "words_none"
            values = {
                "percent": round(100 * min(1.0, rate)), "heard": got.text[:_QUOTED],
                "wanted": wanted[:_QUOTED],
            }  # fmt: skip
            found = fault("words", key, value=rate, threshold=limit("words.fault"), values=values)
            yield found if faulty else remarked(found)


def lettering(evidence: Evidence) -> Iterator[Finding]:
    """Text that was asked for in the picture and is missing or misspelt in all that is read.

    A letter or two of a long text are only remarked, as a recogniser may be the one who errs.
    At most three pictures are read, at a quick sight, and none that shows what another one does;
    what is not found like that is looked for once more at the sharp sight before it is told.
    """
    places = _places(evidence)
    wanted = {text: 1.0 for text in evidence.asked.texts if text.strip()}
    reading = _Reading(evidence, places, wanted)
    for place in places:
        if reading.done:
            break
        if not reading.again(place):
            reading.read(place, QUICK)
    for place in [reading.best] if reading.nearly else places:
        if reading.done:
            break
        reading.read(place, SHARP)
    limits = limit("text.fault")
    for text, rate in reading.rates.items():
        if rate > limit("text.remark"):
            key = "text_other" if rate < limit("text.missing") else "text_missing"
            values = {"wanted": text[:_QUOTED], "read": reading.nearest.get(text, "")[:_QUOTED]}
            found = fault("text", key, value=rate, threshold=limits, values=values)
            yield found if rate > limits else remarked(found)


@dataclass
class _Reading:
    """What was read of each text so far: its least error rate, and what that was."""

    evidence: Evidence
    places: list[int]
    rates: dict[str, float]
    nearest: dict[str, str] = field(default_factory=dict[str, str])
    best: int = 0  # the picture in which most was read
    bands: dict[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])
    shown: dict[int, Bgr] = field(default_factory=dict[int, Bgr])

    @property
    def done(self) -> bool:
        """Whether every text was found, letter by letter."""
        return all(rate <= limit("text.remark") for rate in self.rates.values())

    @property
    def nearly(self) -> bool:
        """Whether all that is not found was seen, so that only its letters are in doubt."""
        return all(rate < limit("text.missing") for rate in self.rates.values())

    def again(self, place: int) -> bool:
        """Whether a picture shows the lines that are in doubt as they were, all across it: what is
        being written grows.
        """
        seen = self.evidence.seen
        wrong = [text for text, rate in self.rates.items() if rate > limit("text.remark")]
        if seen is None or not all(text in self.bands for text in wrong):
            return False
        return all(_alike(seen, place, self.best, self.bands[text]) for text in wrong)

    def read(self, place: int, sight: Sight) -> None:
        """Read one picture. The first is decoded alone, as mostly it tells all."""
        evidence = self.evidence
        if place not in self.shown:
            missing = {*self.places} - {*self.shown} if self.shown else {place}
            self.shown |= pictures_at(evidence.path, missing, evidence.cancelled)
        if place not in self.shown:
            return
        picture = self._part(self.shown[place]) if sight is SHARP else self.shown[place]
        lines = read_text(picture, evidence.models, sight)
        read = " ".join(line.text for line in lines)
        for text, before in self.rates.items():
            rate = error_rate(text, read, "zh", within=True)  # by character, spaces aside
            if rate < before:
                self.rates[text], self.nearest[text], self.best = rate, read, place
                if sight is QUICK:  # a part's places are not those of the picture
                    self._mark(text, lines)

    def _part(self, picture: Bgr) -> Bgr:
        """The rows in which what is in doubt was seen, as sharp as the whole at less work."""
        wrong = [text for text, rate in self.rates.items() if rate > limit("text.remark")]
        if not all(text in self.bands for text in wrong):
            return picture
        rows, least = len(picture), min(len(picture), _LEAST)
        top = max(0, round(rows * min(self.bands[text][0] for text in wrong)))
        bottom = min(rows, round(rows * max(self.bands[text][1] for text in wrong)))
        top = max(0, min(top, bottom - least))
        return picture[top : max(bottom, top + least)]

    def _mark(self, text: str, lines: Sequence[Line]) -> None:
        """Note where the line lies that comes near a text, one line of height around it."""
        self.bands.pop(text, None)
        rates = [error_rate(text, line.text, "zh", within=True) for line in lines]
        if min(rates, default=1.0) < limit("text.missing"):
            down = [y for _, y in lines[rates.index(min(rates))].corners]
            tall = max(down) - min(down)
            self.bands[text] = min(down) - tall, max(down) + tall


def _places(evidence: Evidence) -> list[int]:
    """The pictures that are read, by their number; none that looks like one before it."""
    seen = evidence.seen
    frames = seen.frames if seen is not None else max(1, evidence.info.frames)
    found: list[int] = []
    for share in _PLACES:
        place = min(frames - 1, round(share * (frames - 1)))
        if seen is None or not any(_alike(seen, place, other) for other in found):
            found.append(place)
    return found


def _alike(seen: Watched, one: int, other: int, band: tuple[float, float] = (0.0, 1.0)) -> bool:
    """Whether two thumbnails show the same in a band, in shares of the height from above: a letter
    of a legible size changes one pixel of them by far more.
    """
    apart = np.abs(seen.thumbs[one].astype(np.int16) - seen.thumbs[other])
    top, bottom = (round(len(apart) * min(1.0, max(0.0, share))) for share in band)
    return float(apart[top : max(top + 1, bottom)].max(initial=0)) < limit("text.same")
