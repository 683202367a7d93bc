"""Checks of a file's pictures: black, frozen, repeated, blurred, flickering, cut."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from studio.review.dissolves import dissolves
from studio.review.evidence import Evidence
from studio.review.finding import At, Finding, Told, fault, remarked
from studio.review.limits import limit
from studio.review.stretches import Flags, bridged, place, runs
from studio.review.watch import Floats, Watched


def black(evidence: Evidence) -> Iterator[Finding]:
    """Half a second of black, or any black that comes and goes at once."""
    seen = evidence.seen
    if seen is None:
        return
    least = evidence.frames(limit("black.seconds"))
    for run in runs(seen.bright <= limit("black.level")):
        whole = run.frames == seen.frames
        if whole or run.frames >= least or _abrupt(seen, run):
            yield fault(
                "black", "black_all" if whole else "black", run,
                value=float(seen.bright[run.first : run.end].max()),
                threshold=limit("black.level"), values=place(run, evidence.rate),
            )  # fmt: skip


def _abrupt(seen: Watched, run: At) -> bool:
    """Whether pictures much brighter stand on both sides; at the ends of a take, on the one."""
    step = limit("black.step")
    here = float(seen.luma[run.first : run.end].mean())
    sides = [seen.luma[n] for n in (run.first - 1, run.end) if 0 <= n < seen.frames]
    return bool(sides) and all(float(side) - here >= step for side in sides)


def freeze(evidence: Evidence) -> Iterator[Finding]:
    """A second or more in which nothing moves, black apart."""
    seen = evidence.seen
    if seen is None or seen.frames < 2:
        return
    still = seen.most < limit("freeze.level")
    still[0] = False
    pause = int(limit("freeze.frames"))
    still = bridged(still, seen.most < limit("freeze.key"), pause)
    lit = seen.bright > limit("black.level")
    for run in runs(still & lit):
        first = run.first - 1  # the picture that is held is the one before
        while first > 1 and seen.most[first] < limit("freeze.key") and _sudden(seen, first):
            first -= 1
        frames = run.end - first
        if frames >= evidence.frames(limit("freeze.seconds")) or frames == seen.frames:
            at = At(first=first, frames=frames)
            whole = frames == seen.frames
            yield fault(
                "freeze", "frozen_all" if whole else "frozen", at,
                value=float(seen.most[run.first : run.end].max()),
                threshold=limit("freeze.level"), values=place(at, evidence.rate),
            )  # fmt: skip


def _sudden(seen: Watched, frame: int) -> bool:
    """Whether a small change is one only of encoding: those before it are far greater."""
    before = seen.most[max(1, frame - 4) : frame]
    return len(before) > 0 and float(np.median(before)) * limit("repeat.share") > seen.most[frame]


def repeats(evidence: Evidence) -> Iterator[Finding]:
    """Pictures shown twice in a row in the middle of a movement, or a stretch that begins anew."""
    seen = evidence.seen
    if seen is None or seen.frames < 8:
        return
    twice = _twice(seen)
    share = float(twice[1:].mean())
    if 0 < share < limit("repeat.style"):
        frozen = evidence.frames(limit("freeze.seconds"))
        found = [run for run in runs(twice) if run.frames < frozen]
        if found:
            yield _repeated(evidence, found)
    yield from _anew(evidence, seen)


def _twice(seen: Watched) -> Flags:
    """Frames that are the one before again, although the whole picture moves before and after."""
    share, least = limit("repeat.share"), limit("repeat.motion")
    same = np.zeros(seen.frames, np.bool_)
    lit = seen.bright > limit("black.level")
    still = seen.most < limit("freeze.level")
    calm = seen.change < share * max(float(seen.change.max()), 1.0)  # a cheap first look
    for frame in np.flatnonzero(calm & lit).tolist():
        change = _around(seen.change, still, frame)
        if frame == 0 or change < least or seen.change[frame] > share * change:
            continue
        most = share * _around(seen.most, still, frame)
        same[frame] = seen.most[frame] < max(limit("freeze.level"), most)
    return same


def _around(rows: Floats, still: Flags, frame: int) -> float:
    """What moves there: the smaller median of the six frames before and of the six after it.

    Frames that stand still are left out, unless most of them do.
    """
    sides: list[float] = []
    for near in (slice(max(1, frame - 6), frame), slice(frame + 1, frame + 7)):
        moving = rows[near][~still[near]]
        if len(moving) == 0 or 2 * len(moving) < len(rows[near]):
            return 0.0
        sides.append(float(np.median(moving)))
    return min(sides)


def _repeated(evidence: Evidence, found: list[At]) -> Finding:
    """One finding for all of them, at the first."""
    starts = np.diff([run.first for run in found])
    regular = len(found) >= 4 and starts.max() - starts.min() <= 1
    count = sum(run.frames for run in found)
    values = {**place(found[0], evidence.rate), "count": count}
    if regular:
        values["every"] = round(float(starts.mean()))
    return fault(
        "repeats", "pulled" if regular else "repeated", found[0], value=float(count),
        threshold=0.0, values=values,
    )  # fmt: skip


def _anew(evidence: Evidence, seen: Watched) -> Iterator[Finding]:
    """A stretch of three pictures or more that was shown up to a second before, after a jump."""
    thumbs = seen.thumbs.astype(np.int16)
    same, jump = limit("repeat.same"), limit("repeat.jump")
    usual = float(np.median(seen.change[1:]))
    taken = np.zeros(seen.frames, np.bool_)
    for lag in range(2, min(evidence.frames(1.0), seen.frames // 2)):
        apart = np.abs(thumbs[lag:] - thumbs[:-lag]).mean(axis=(1, 2))
        for run in runs(apart < same):
            first = run.first + lag
            moves = (
                float(seen.change[first + 1 : first + run.frames].mean()) if run.frames > 2 else 0
            )
            leaps = seen.change[first] >= jump * max(usual, 0.5)
            if run.frames < 3 or moves < 2 * same or not leaps or taken[first:][: run.frames].any():
                continue
            taken[first : first + run.frames] = True
            at = At(first=first, frames=run.frames)
            yield fault(
                "repeats", "anew", at, value=float(apart[run.first : run.end].mean()),
                threshold=same, values={**place(at, evidence.rate), "before": lag},
            )  # fmt: skip


def blur(evidence: Evidence) -> Iterator[Finding]:
    """A third of a second or more in which even the sharpest edges are soft."""
    seen = evidence.seen
    if seen is None or bool(np.isnan(seen.edges).all()):
        return
    own = float(np.nanpercentile(seen.edges, 25))
    wide = limit("blur.width")
    threshold = min(wide, max(limit("blur.own") * own, 0.75 * wide))
    soft = np.nan_to_num(seen.edges, nan=0.0) >= threshold
    for run in runs(bridged(soft, np.ones_like(soft), 2)):
        if run.frames >= min(evidence.frames(limit("blur.seconds")), seen.frames):
            whole = run.frames >= 0.9 * seen.frames
            yield fault(
                "blur", "blurred_all" if whole else "blurred", run,
                value=float(np.nanmedian(seen.edges[run.first : run.end])), threshold=threshold,
                values=place(run, evidence.rate),
            )  # fmt: skip


def flicker(evidence: Evidence) -> Iterator[Finding]:
    """The whole picture turns brighter and darker more than three times in a second."""
    seen = evidence.seen
    if seen is None or seen.frames < 8:
        return
    steps = np.median(np.diff(seen.blocks, axis=0), axis=1)  # what all blocks have in common
    level, window = limit("flicker.level"), evidence.frames(1.0)
    places = np.flatnonzero(np.abs(steps) >= level)
    turns = [b for a, b in pairwise(places.tolist()) if steps[a] * steps[b] < 0]
    flags = np.zeros(seen.frames, np.bool_)
    most = 0
    for place_of, turn in enumerate(turns):
        last = bisect_left(turns, turn + window)
        if last - place_of >= limit("flicker.turns"):
            flags[turn : turns[last - 1] + 2] = True
            most = max(most, last - place_of)
    for run in runs(bridged(flags, np.ones_like(flags), window // 4)):
        yield fault(
            "flicker", "flicker", run, value=float(most), threshold=limit("flicker.turns"),
            values={**place(run, evidence.rate), "times": round(most / 2)},
        )  # fmt: skip


def cut(evidence: Evidence) -> Iterator[Finding]:
    """A cut or a dissolve inside a take of one shot, at none of the frames where one was asked for.

    In a file of which nobody said that it is one shot they are told in one remark. One from or to
    black is told as black.
    """
    seen = evidence.seen
    if seen is None:
        return
    found = [*_hidden_cuts(evidence, seen), *_hidden_dissolves(evidence, seen)]
    if evidence.asked.one_shot or not found:
        yield from found
        return
    first = min(found, key=lambda each: each.at.first if each.at is not None else 0)
    told = Told(key="review.shots", values={**first.told.values, "count": len(found)})
    yield remarked(first.model_copy(update={"told": told}))


def _hidden_cuts(evidence: Evidence, seen: Watched) -> Iterator[Finding]:
    lit = seen.bright > limit("black.level")
    for frame in cuts(seen):
        wanted = any(abs(frame - each) <= 2 for each in evidence.asked.cuts)
        if lit[frame - 1] and lit[frame] and not wanted:
            at = At(first=frame, frames=1)
            yield fault(
                "cut", "hidden_cut", at, value=float(seen.change[frame]),
                threshold=limit("cut.level"), values=place(at, evidence.rate),
            )  # fmt: skip


def _hidden_dissolves(evidence: Evidence, seen: Watched) -> Iterator[Finding]:
    for at, off in dissolves(seen):
        if not any(at.first - 3 <= wanted <= at.end + 2 for wanted in evidence.asked.cuts):
            yield fault(
                "cut", "hidden_dissolve", at, value=off, threshold=limit("dissolve.off"),
                values=place(at, evidence.rate),
            )  # fmt: skip


def cuts(seen: Watched) -> Iterator[int]:
    """Frames at which another shot begins."""
    change, thumbs = seen.change, seen.thumbs
    for frame in np.flatnonzero(change >= limit("cut.level")).tolist():
        near = np.concatenate((change[max(1, frame - 3) : frame], change[frame + 1 : frame + 4]))
        if change[frame] < limit("cut.ratio") * near.max(initial=0.0):
            continue
        if seen.unmoved[frame] < limit("cut.unmoved"):
            continue
        before, after = thumbs[max(0, frame - 2)], thumbs[min(seen.frames - 1, frame + 1)]
        at_once = np.abs(thumbs[frame].astype(np.int16) - thumbs[frame - 1]).mean()
        later = np.abs(after.astype(np.int16) - before).mean()
        if later >= limit("cut.stays") * at_once:
            yield frame
