"""One export of a benchmark's film, and what it took."""

import json
import os
import resource
import time
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from benchmarks.cut_film import Span, film_of, make_clips
from studio.render.delivery import Captions, Copies, Delivery
from studio.render.export import export
from studio.render.kept import Kept
from studio.timeline.take import Take

# What an export loads, as a studio has it that exported before.
_LOADED = ("studio.render.anew", "studio.render.proof_look")


def one(text: str) -> None:
    """Export one film and say what it took."""
    wanted = json.loads(text)
    spans: list[Span] = [tuple(span) for span in wanted.pop("spans")]
    for module in _LOADED if wanted["running"] else ():
        import_module(module)
    folder, size = Path(wanted["folder"]), tuple(wanted["size"])
    count = max(clip for clip, _, _ in spans) + 1
    takes: dict[str, Take] = make_clips(folder, count, wanted["frames"], size, wanted["gop"])
    film = film_of(spans, size, wanted["gain"])
    del spans  # which the export does not hold: its memory is measured
    delivery = replace(
        Delivery.of(film, Captions.NONE), copies=Copies(wanted["copies"]),
    )  # fmt: skip
    kept = Kept(Path(wanted["kept"])) if wanted["kept"] else None
    before, began = os.times(), time.perf_counter()
    report = export(
        film, takes, folder, Path(wanted["output"]), delivery, overwrite=True, kept=kept
    )
    after = os.times()
    print(json.dumps({
        "cpu": sum(after[:4]) - sum(before[:4]), "seconds": time.perf_counter() - began,
        "own": _most(),
        "copied": report.copied, "kept": report.kept, "segments": report.segments,
        "standing": report.standing,
    }))  # fmt: skip


def _most() -> float:
    """The most memory that this process had, in MiB; Linux alone tells it without its parent's."""
    status = Path("/proc/self/status")
    if status.is_file():
        lines = status.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
