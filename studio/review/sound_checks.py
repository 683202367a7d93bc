"""Checks of a file's sound: clipped, silent, missing, dropped out."""

from collections.abc import Iterator

import numpy as np

from studio.review.evidence import Evidence
from studio.review.finding import At, Finding, fault, remarked
from studio.review.limits import limit
from studio.review.stretches import place, runs


def clipping(evidence: Evidence) -> Iterator[Finding]:
    """Seconds in which the sound is cut off at a level, or lies above full scale."""
    heard = evidence.heard
    if heard is None:
        return
    flat, over = limit("clipped.runs"), limit("clipped.over")
    bad = (heard.clipped >= flat) | (heard.over >= over)
    for run in runs(bad):
        at = _of_seconds(evidence, run.first, run.frames)
        count = heard.clipped[run.first : run.end].max()
        above = heard.over[run.first : run.end].max()
        value, threshold = (count, flat) if count >= flat else (above, over)
        yield fault(
            "clipping", "clipped", at, value=float(value), threshold=threshold,
            values=place(at, evidence.rate),
        )  # fmt: skip


def silence(evidence: Evidence) -> Iterator[Finding]:
    """Sound that was asked for and is not there, or is where none was asked for."""
    heard, asked = evidence.heard, evidence.asked
    level = limit("silence.level")
    if heard is None:
        if asked.sound:
            yield fault("silence", "no_sound")
        return
    loudest = float(heard.level.max(initial=-120.0))
    if loudest < level:
        if asked.sound and asked.lines:
            yield fault("silence", "all_silent", value=loudest, threshold=level)
        elif asked.sound is not False:
            yield remarked(fault("silence", "all_silent", value=loudest, threshold=level))
        return
    if asked.sound is False:
        yield remarked(fault("silence", "sound_unasked", value=loudest, threshold=level))
        return
    yield from _stretches(evidence, level)
    short = float(evidence.info.seconds) - heard.seconds
    if evidence.info.kind == "video" and short > limit("silence.short"):
        yield fault(
            "silence", "sound_short", value=short, threshold=limit("silence.short"),
            values={"seconds": f"{short:.2f}"},
        )  # fmt: skip


def _stretches(evidence: Evidence, level: float) -> Iterator[Finding]:
    assert evidence.heard is not None
    for run in runs(evidence.heard.level < level):
        seconds = run.frames / 100
        if seconds >= limit("silence.seconds"):
            at = _of_seconds(evidence, run.first / 100, seconds)
            yield remarked(fault(
                "silence", "silent", at, value=seconds, threshold=limit("silence.seconds"),
                values=place(at, evidence.rate),
            ))  # fmt: skip


def dropout(evidence: Evidence) -> Iterator[Finding]:
    """Samples that are all zero although the sound is loud to the last moment on either side."""
    heard = evidence.heard
    if heard is None:
        return
    peak, least = heard.peak, limit("dropout.seconds")
    loud = 10 ** (limit("dropout.level") / 20)
    for run in runs(peak == 0):
        if run.frames < least * 1000 or run.first < 2 or run.end + 2 > len(peak):
            continue
        sides = (peak[run.first - 2 : run.first], peak[run.end : run.end + 2])
        if min(float(side.max()) for side in sides) >= loud:
            at = _of_seconds(evidence, run.first / 1000, run.frames / 1000)
            yield fault(
                "dropout", "dropout", at, value=run.frames / 1000, threshold=least,
                values={**place(at, evidence.rate), "milliseconds": run.frames},
            )  # fmt: skip


def _of_seconds(evidence: Evidence, first: float, seconds: float) -> At:
    """The frames that a stretch of sound lies under."""
    begin = int(np.floor(first * evidence.rate + 1e-6))
    return At(first=begin, frames=max(1, int(np.ceil(seconds * evidence.rate - 1e-6))))
