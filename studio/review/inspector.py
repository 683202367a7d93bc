"""The take inspector: a file against what was asked, in one pass over pictures and sound."""

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from studio.cast.loaded import Loaded
from studio.errors import BadInput, Cancelled, StudioError
from studio.media.hashes import sha256_of
from studio.media.probe import MediaInfo, probe
from studio.review.asked import Asked
from studio.review.checks import CHECKS, Check, Needs
from studio.review.evidence import Evidence
from studio.review.finding import Finding, Report, Told, Unchecked
from studio.review.limits import edition
from studio.review.listen import Heard, listened
from studio.review.memory import Reports
from studio.review.watch import Watched, watched

Progress = Callable[[float], None]
Stop = Callable[[], bool]

_FORMAT = "3"  # a change of how things are measured makes what is remembered stale
_LOOKING = 0.8  # share of the time that goes into the pass over the pictures


def inspected(
    path: Path,
    asked: Asked | None = None,
    *,
    memory: Reports | None = None,
    models: Loaded | None = None,
    checks: Sequence[Check] = CHECKS,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Report:
    """Check a file of moving pictures or sound; blocking. `progress` hears 0 to 1.

    `models` are shared by several files; without them they are let go at the end.

    Raises BadInput for what is missing, no media or a still picture, Cancelled.
    """
    asked = asked or Asked()
    try:
        sha256 = sha256_of(path, cancelled)
    except OSError as error:
        probe(path)  # which says in a sentence why not
        raise BadInput("media.broken", name=path.name) from error
    concerned = [check for check in checks if check.concerns(asked)]
    name = _name_of(sha256, asked, concerned)
    known = memory.recall(name) if memory is not None else None
    if known is not None:
        return known.model_copy(update={"name": path.name})
    with nullcontext(models) if models is not None else Loaded() as loaded:
        work = _Work(path, asked, loaded, progress or _silent, cancelled)
        report = _looked_at(work, sha256, concerned)
    if memory is not None:
        memory.keep(name, report)
    return report


def recalled(name: str, sha256: str, asked: Asked, memory: Reports) -> Report | None:
    """What `inspected` found in a file of this hash before; None where it never looked at it.

    Nothing is read but what is remembered, so that a whole film's takes can be asked for.
    """
    concerned = [check for check in CHECKS if check.concerns(asked)]
    known = memory.recall(_name_of(sha256, asked, concerned))
    return known.model_copy(update={"name": Path(name).name}) if known is not None else None


def _name_of(sha256: str, asked: Asked, checks: Sequence[Check]) -> str:
    """The name of all that a report depends on."""
    made = [f"{check.name}:{check.version()}:{check.lacking() is None}" for check in checks]
    parts = (_FORMAT, edition(), sha256, asked.model_dump_json(), *made)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]


@dataclass(frozen=True)
class _Work:
    path: Path
    asked: Asked
    models: Loaded
    tell: Progress
    cancelled: Stop | None


def _looked_at(work: _Work, sha256: str, checks: Sequence[Check]) -> Report:
    info = probe(work.path)
    if info.kind == "picture":
        raise BadInput("review.still_picture", name=work.path.name)
    heard = listened(work.path, work.cancelled) if info.sound_tracks else None
    sound = [check for check in checks if check.needs is Needs.SOUND]
    other = [check for check in checks if check.needs is not Needs.SOUND]
    # What is heard is looked at while the pictures are decoded and looked at: neither keeps two
    # cores busy.
    with ThreadPoolExecutor(1) as beside:
        said = beside.submit(_checked, work, _evidence(work, info, None, heard), sound, _silent)
        seen = None
        if info.kind == "video":
            tell = work.tell
            seen = watched(
                work.path, info.frames, lambda done: tell(done * _LOOKING), work.cancelled
            )
        evidence = _evidence(work, info, seen, heard)
        told = _checked(work, evidence, other, work.tell)
        told |= said.result()
    work.tell(1.0)
    results = [(check.name, told[check.name]) for check in checks if check.name in told]
    found = [each for _, told in results if not isinstance(told, Told) for each in told]
    found.sort(key=lambda each: each.at.first if each.at is not None else -1)
    return Report(
        name=work.path.name,
        sha256=sha256,
        frames=info.frames,
        seconds=float(info.seconds),
        checked=tuple(name for name, told in results if not isinstance(told, Told)),
        findings=tuple(found),
        unchecked=tuple(
            Unchecked(check=name, why=told) for name, told in results if isinstance(told, Told)
        ),
        lips=evidence.followed[0] if evidence.followed else None,
    )


def _checked(
    work: _Work, evidence: Evidence, checks: Sequence[Check], tell: Progress
) -> dict[str, list[Finding] | Told]:
    """What each check found, or why it could not be made. Raises Cancelled."""
    results: dict[str, list[Finding] | Told] = {}
    for count, check in enumerate(checks, 1):
        if check.needs is Needs.PICTURE and evidence.seen is None:
            continue
        if work.cancelled is not None and work.cancelled():
            raise Cancelled("media.cancelled")
        try:
            results[check.name] = check.lacking() or list(check.look(evidence))
        except Cancelled:
            raise
        except StudioError as error:  # a model that cannot look says nothing of the take
            results[check.name] = Told.of(error)
        tell(_LOOKING + (1 - _LOOKING) * count / (len(checks) + 1))
    return results


def _evidence(work: _Work, info: MediaInfo, seen: Watched | None, heard: Heard | None) -> Evidence:
    return Evidence(work.path, work.asked, info, work.models, seen, heard, work.cancelled)


def _silent(_done: float) -> None:
    return None
