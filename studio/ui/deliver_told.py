"""What is told of a delivery: how it ended, how its segments came about, or what it waits for."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from studio.render.report import Report
from studio.render.way import Way
from studio.ui.deliver_proof import proof_words
from studio.ui.deliver_queue import Order
from studio.ui.words import Words

_WAYS = (Way.COPIED, Way.KEPT, Way.ENCODED)
_MOST = 12  # stretches of segments that are told by their numbers


def told(order: Order, words: Words) -> str:
    """The chosen delivery, in a few lines."""
    if order.error is not None:
        return words.error(order.error)
    report = order.report
    if report is None:
        return words(f"about.{order.state.value}")
    seconds = f"{report.seconds:.1f}"
    loudness = f"{report.loudness:.1f}".replace("-", "\u2212")
    lines = [words("done", path=report.path, seconds=seconds, loudness=loudness)]
    if order.delivery.silent:
        lines = [words("done.silent", path=report.path, seconds=seconds)]
    if report.captions:
        lines.append(words("done.captions", name=Path(report.captions).name))
    if report.stems:
        names = words.listed(Path(path).name for path in report.stems)
        lines.append(words("done.stems", names=names))
    if report.standing:
        lines.append(words("done.standing"))
    elif report.ways:
        lines.append(segments(report, words))
    if report.hands is not None and report.hands.told is not None:
        lines.append(words.sentence(report.hands.told.key, report.hands.told.values))
    lines.append(proof_words(order, words))
    return "\n".join(lines)


def counts(report: Report, words: Words) -> str:
    """How many segments were copied, came from the cache and were encoded, in a few words."""
    ways = [Way(way) for way in report.ways]
    found = [(way, ways.count(way)) for way in _WAYS]
    return words("row.comma").join(
        words(f"ways.{way.value}", count=count) for way, count in found if count
    )


def segments(report: Report, words: Words) -> str:
    """Which segments were copied, which came from the cache, and which were encoded."""
    ways = [Way(way) for way in report.ways]
    lines: list[str] = []
    for way in _WAYS:
        numbers = [number for number, each in enumerate(ways, 1) if each is way]
        if len(numbers) == len(ways):
            form = "only" if len(ways) == 1 else "all"
            return words(f"ways.{form}.{way.value}", count=len(ways))
        if numbers:
            form, text = "one" if len(numbers) == 1 else "which", stretches(numbers, words)
            lines.append(words(f"ways.{form}.{way.value}", numbers=text, count=len(ways)))
    return "\n".join(lines)


def stretches(numbers: Sequence[int], words: Words) -> str:
    """`[1, 2, 3, 7]` as `1–3, 7`; where there are many, the first ones and how many follow."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
    ]
    shown = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs[:_MOST]]
    text = words.listed(shown)
    rest = sum(len(run) for run in runs[_MOST:])
    return words("ways.more", numbers=text, count=rest) if rest else text
