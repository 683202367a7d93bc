"""The pictures of a finished film: segment by segment, each looked at once on a computer."""

from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from studio.media.ffmpeg import Stop
from studio.render.cadence import phase
from studio.render.proof_asked import Asked
from studio.render.proof_memory import Facts, Memory, name_of
from studio.render.proof_table import Pictures
from studio.render.stretch import Stretch, joined


@dataclass(frozen=True)
class Seen:
    """`compared` pictures, the least likeness among them in dB, and stretches by file frame;
    `copied` pictures were compared with their takes byte by byte.
    """

    compared: int
    least: float | None
    stretches: tuple[Stretch, ...]
    copied: int


def pictures_of(
    film: Path,
    shown: Pictures,
    asked: Asked,
    memory: Memory | None,
    cancelled: Stop | None,
) -> Seen:
    """What the film shows. Raises RenderError for a picture that was not asked for, Cancelled."""
    runs, delivery = asked.runs, asked.delivery
    ends = list(accumulate(max(1, len(asked.parts_of(n))) for n in range(len(runs))))
    own = [slice(low, high) for low, high in pairwise([0, *ends])]
    names = [
        name_of(run.digest(delivery), phase(delivery, run), *shown.digests[part])
        for run, part in zip(runs, own, strict=True)
    ]
    facts = [memory.known(name, Facts) if memory is not None else None for name in names]
    fresh = {name: part for part, name in reversed([*enumerate(names)]) if facts[part] is None}
    if fresh:
        from studio.render.proof_look import look  # decoding, of which a known film needs none

        new = look(film, shown, own, asked, fresh.values(), cancelled)
        for name, part in fresh.items():
            if memory is not None:
                memory.keep(name, new[part])
        facts = [known or new[fresh[name]] for name, known in zip(names, facts, strict=True)]
    whole = [known for known in facts if known is not None]
    begin = runs[0].start if runs else 0
    parts = [(run.start - begin, known.stretches) for run, known in zip(runs, whole, strict=True)]
    return Seen(
        sum(known.compared for known in whole),
        min((known.least for known in whole if known.least is not None), default=None),
        tuple(joined(parts, float(delivery.file_rate.fraction))),
        sum(known.copied for known in whole),
    )
