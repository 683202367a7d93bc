"""Checks of what a file is against what was asked: length, size, rate."""

from collections.abc import Iterator

from studio.review.evidence import Evidence
from studio.review.finding import At, Finding, fault, remarked
from studio.review.limits import limit


def length(evidence: Evidence) -> Iterator[Finding]:
    """Too short fails; too long is said."""
    asked, info = evidence.asked, evidence.info
    if asked.frames is None or not asked.rate or info.kind == "picture":
        return
    wanted = float(asked.frames / asked.rate)
    got = float(info.seconds)
    values = {"got": f"{got:.2f}", "wanted": f"{wanted:.2f}"}
    if got < wanted - max(limit("length.short"), 0.5 / evidence.rate):
        last = max(0, info.frames - 1)
        at = At(first=last, frames=1) if info.frames else None
        yield fault("length", "short", at, value=got, threshold=wanted, values=values)
    elif got > wanted + limit("length.long"):
        yield remarked(fault("length", "long", value=got, threshold=wanted, values=values))


def size(evidence: Evidence) -> Iterator[Finding]:
    """Another shape or fewer pixels fail; more pixels are fine."""
    asked, info = evidence.asked, evidence.info
    if not asked.width or not asked.height or not info.width:
        return
    got, wanted = info.width / info.height, asked.width / asked.height
    values = {
        "got": f"{info.width} × {info.height}", "wanted": f"{asked.width} × {asked.height}",
    }  # fmt: skip
    if abs(got / wanted - 1) > limit("size.ratio"):
        yield fault("size", "shape", value=got, threshold=wanted, values=values)
    elif min(info.width / asked.width, info.height / asked.height) < limit("size.smaller"):
        share = info.width / asked.width
        yield fault("size", "small", value=share, threshold=limit("size.smaller"), values=values)


def rate(evidence: Evidence) -> Iterator[Finding]:
    """Another number of frames a second fails; uneven times of frames are said."""
    asked, info = evidence.asked, evidence.info
    if info.kind != "video" or not info.rate:
        return
    if asked.rate and abs(float(info.rate / asked.rate) - 1) > limit("rate.off"):
        values = {"got": f"{float(info.rate):.4g}", "wanted": f"{float(asked.rate):.4g}"}
        threshold = float(asked.rate)
        yield fault("rate", "rate", value=float(info.rate), threshold=threshold, values=values)
    if info.variable_rate:
        yield remarked(fault("rate", "variable"))
