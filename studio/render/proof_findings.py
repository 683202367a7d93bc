"""What a maker should know of a finished film: findings, each a sentence and often a place."""

from collections.abc import Iterator, Sequence

from studio.media.ffmpeg import Stop
from studio.render.cadence import film_frame, reach
from studio.render.coding import Codec
from studio.render.damage import damage
from studio.render.proof_asked import Asked
from studio.render.proof_limits import limits
from studio.render.proof_pictures import Seen
from studio.render.proof_sound import Listened
from studio.render.proven import Finding
from studio.render.segment import Segment
from studio.render.stretch import BLACK, Stretch
from studio.timeline.timecode import timecode

_MOST = 5  # of one kind that are told one by one


def findings(
    asked: Asked, seen: Seen | None, heard: Listened, cancelled: Stop | None = None
) -> tuple[Finding, ...]:
    """All of them, those of one kind together. Raises RenderError."""
    found = [*_takes(asked.runs), *_few(_damaged(asked), "proof.more_places")]
    if seen is not None:
        found += _few(_stretches(asked, seen.stretches), "proof.more_places")
        found += _captions(asked, cancelled)
    found += _cadence(asked)
    found += _light(asked)
    found += _few(_silences(asked, heard), "proof.more_places")
    found += _few(_clipped(asked, heard), "proof.more_places")
    found += _loudness(asked)
    return tuple(found)


def _place(asked: Asked, frame: int) -> tuple[str, int]:
    """The timecode and the film frame of a frame of the file."""
    at = film_frame(asked.delivery, frame)
    return timecode(asked.delivery.rate, at), at


def _takes(runs: Sequence[Segment]) -> Iterator[Finding]:
    slates = [run for run in runs if run.slates]
    if slates:
        shots = list(dict.fromkeys(label for run in slates for label in run.slates))
        yield Finding("proof.slates", {"shots": shots}, slates[0].start)
    short = [run for run in runs if run.missing]
    if short:
        shots = list(dict.fromkeys(run.label for run in short))
        first = short[0]
        yield Finding("proof.short", {"shots": shots}, first.start + first.frames - first.missing)
    ranged = [run for run in runs if any(source.hdr for source in run.sources)]
    if ranged:
        shots = list(dict.fromkeys(run.label for run in ranged))
        yield Finding("proof.hdr", {"shots": shots}, ranged[0].start)


def _damaged(asked: Asked) -> Iterator[Finding]:
    """Only where it was allowed: anywhere else nothing damaged comes into a film."""
    for run in asked.runs if asked.delivery.allow_damaged else ():
        for each in damage(run, asked.folder, asked.delivery.rate):
            values = {"shot": each.shot, "count": each.count, "name": each.name}
            code = timecode(asked.delivery.rate, each.frame)
            yield Finding("proof.damaged", {**values, "timecode": code}, each.frame)


def _stretches(asked: Asked, found: Sequence[Stretch]) -> Iterator[Finding]:
    for each in found:
        if _wanted(asked, each):
            continue
        code, at = _place(asked, each.first)
        seconds = float(asked.delivery.file_rate.seconds(each.frames))
        kind = "proof.black" if each.kind == BLACK else "proof.frozen"
        yield Finding(kind, {"timecode": code, "seconds": f"{seconds:.1f}"}, at)


def _wanted(asked: Asked, stretch: Stretch) -> bool:
    """Whether the film asks for it: a gap, a slate, a still picture, the black of a short take."""
    for run in asked.runs:
        low, high = reach(asked.delivery, run)
        if high <= stretch.first or stretch.end <= low:
            continue
        moves = any(not source.still and source.speed for source in run.sources)
        still = not run.sources or (not moves and stretch.kind != BLACK)
        lacking = stretch.kind == BLACK and stretch.first >= high - run.missing
        if not still and not lacking:
            return False
    return bool(asked.runs)  # nobody knows what a file without its film asks for


def _cadence(asked: Asked) -> Iterator[Finding]:
    wanted = asked.delivery
    if wanted.to_rate is not None:
        film, file = (f"{float(r.fraction):.5g}" for r in (wanted.rate, wanted.to_rate))
        yield Finding("proof.cadence", {"film": film, "file": file})


def _light(asked: Asked) -> Iterator[Finding]:
    if asked.delivery.codec is Codec.EXR:
        yield Finding("proof.linear")


def _captions(asked: Asked, cancelled: Stop | None) -> Iterator[Finding]:
    if asked.titles is None:
        return
    from studio.render.proof_captions import outside  # who reads numpy

    over = outside(asked.events, asked.delivery, asked.shop, cancelled)
    if over:
        code, at = _place(asked, over[0].start)
        values = {"count": len(over), "timecode": code, "text": over[0].text[:40]}
        yield Finding("proof.captions", values, at)


def _silences(asked: Asked, heard: Listened) -> Iterator[Finding]:
    for low, high in _sounding(heard.silent, asked.sounding):
        code, at = _place(asked, asked.delivery.file_rate.frames(low))
        yield Finding("proof.silent", {"timecode": code, "seconds": f"{high - low:.1f}"}, at)


def _sounding(
    silent: Sequence[tuple[float, float]], heard: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """The silent stretches, or parts of them, in which clips lie that are to be heard.

    `heard` are the stretches of the clips, in film seconds.
    """
    least = limits().silence.seconds
    parts = [
        (max(low, begin), min(high, end)) for low, high in silent for begin, end in _union(heard)
    ]
    return [(low, high) for low, high in parts if high - low >= least]


def _union(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    whole: list[tuple[float, float]] = []
    for low, high in sorted(spans):
        if whole and low <= whole[-1][1] + 1e-6:
            whole[-1] = (whole[-1][0], max(high, whole[-1][1]))
        else:
            whole.append((low, high))
    return whole


def _clipped(asked: Asked, heard: Listened) -> Iterator[Finding]:
    for second in heard.clipped:
        code, at = _place(asked, asked.delivery.file_rate.frames(second))
        yield Finding("proof.clipped", {"timecode": code}, at)


def _loudness(asked: Asked) -> Iterator[Finding]:
    loud, wanted = asked.loud, asked.delivery.loudness
    if asked.delivery.silent:
        return
    long = float(asked.delivery.file_rate.seconds(asked.frames)) >= limits().loudness.shortest
    if loud.silent:
        if asked.sounding:
            yield Finding("proof.all_silent")
    elif long and loud.integrated < wanted - limits().loudness.off:
        values = {"got": f"{loud.integrated:.1f}", "wanted": f"{wanted:.1f}"}
        yield Finding("proof.quiet", values)


def _few(found: Iterator[Finding], more: str) -> list[Finding]:
    """The first of a kind, and how many more there are."""
    whole = list(found)
    if len(whole) <= _MOST:
        return whole
    first = whole[_MOST]
    return [*whole[:_MOST], Finding(more, {"count": len(whole) - _MOST}, first.frame)]
