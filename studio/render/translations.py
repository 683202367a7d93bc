"""Subtitle files from outside: which words of them belong to which line of the film."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pysubs2

from studio.errors import BadInput
from studio.render.captions import Caption
from studio.timeline.rate import Rate

_MOST = 20_000  # events of a file


@dataclass(frozen=True)
class Spoken:
    """Words of a file, in milliseconds of the film."""

    start: int
    end: int
    text: str


def spoken_in(text: str, name: str) -> list[Spoken]:
    """The words of an SRT, WebVTT or ASS text in order, without styles; `name` is the file's.

    Raises BadInput for what is none of them.
    """
    try:
        events = pysubs2.SSAFile.from_string(text).events[: _MOST + 1]
    except (pysubs2.exceptions.Pysubs2Error, ValueError, OverflowError) as error:
        raise BadInput("render.not_subtitles", name=name) from error
    found = [
        Spoken(event.start, event.end, " ".join(event.plaintext.split()))
        for event in events
        if not event.is_comment and event.plaintext.strip() and event.start < event.end
    ]
    if not found or len(found) > _MOST:
        raise BadInput("render.not_subtitles", name=name)
    return sorted(found, key=lambda each: each.start)


def matched(
    captions: Sequence[Caption], words: Sequence[Spoken], rate: Rate
) -> tuple[dict[str, str], list[Spoken]]:
    """The words of each cue that is read, by its id, and those that belong to none.

    Each event goes to the cue that it is on the screen with longest; several are joined.
    """
    spans = _spans(captions, rate)
    found: dict[str, list[str]] = {}
    left: list[Spoken] = []
    for event in words:
        shares = {
            cue: min(event.end, end) - max(event.start, start)
            for cue, (start, end) in spans.items()
        }
        best = max(shares, key=lambda cue: shares[cue], default="")
        if best and shares[best] > 0:
            found.setdefault(best, []).append(event.text)
        else:
            left.append(event)
    return {cue: " ".join(parts) for cue, parts in found.items()}, left


def _spans(captions: Sequence[Caption], rate: Rate) -> Mapping[str, tuple[int, int]]:
    spans: dict[str, tuple[int, int]] = {}
    for caption in captions:
        start, end = (round(rate.seconds(n) * 1000) for n in (caption.start, caption.end))
        low, high = spans.get(caption.cue, (start, end))
        spans[caption.cue] = (min(low, start), max(high, end))
    return spans
