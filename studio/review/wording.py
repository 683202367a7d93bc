"""Checks of words: those heard against the lines, those read in the picture against those asked."""

from collections.abc import Iterator

from studio.cast.hearing import RATE
from studio.cast.lettering import read_text
from studio.cast.looking import pictures_at
from studio.cast.words import heard_in
from studio.review.distance import error_rate
from studio.review.evidence import Evidence
from studio.review.finding import Finding, fault, remarked
from studio.review.limits import limit

# Languages of which the recogniser is sure enough to fail a take (stack of models, measured).
_SURE = frozenset({"en", "zh", "es", "ja", "fr", "de", "it", "pt"})
_PLACES = (0.5, 0.85, 0.15)  # shares of a take at which its picture is read, until all is found
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
    """Text that was asked for in the picture and is missing or misspelt in all that is read."""
    missing = {text: 1.0 for text in evidence.asked.texts if text.strip()}
    nearest = dict.fromkeys(missing, "")
    frames = max(1, evidence.info.frames)
    limits = limit("text.fault")
    for share in _PLACES:
        if all(rate <= limits for rate in missing.values()):
            break
        place = min(frames - 1, round(share * (frames - 1)))
        for picture in pictures_at(evidence.path, {place}, evidence.cancelled).values():
            read = " ".join(line.text for line in read_text(picture, evidence.models))
            for text, before in missing.items():
                rate = error_rate(text, read, "zh", within=True)  # by character, spaces aside
                if rate < before:
                    missing[text], nearest[text] = rate, read
    for text, rate in missing.items():
        if rate > limits:
            key = "text_other" if rate < limit("text.missing") else "text_missing"
            values = {"wanted": text[:_QUOTED], "read": nearest[text][:_QUOTED]}
            yield fault("text", key, value=rate, threshold=limits, values=values)
