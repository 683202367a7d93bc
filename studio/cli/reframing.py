"""The command that keeps figures in sight where a delivery of another shape cuts pictures off."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from studio.cast.loaded import Loaded
from studio.cli.console import Console
from studio.cli.interrupts import asked_to_stop
from studio.cli.opening import journal_takes, named_shots, opened
from studio.cli.values import choice, parse_ratio
from studio.errors import BadInput
from studio.jobs.sightings import drawn
from studio.messages import Listed, say
from studio.render.delivery import Delivery
from studio.review.faces_seen import remembered
from studio.review.reframing import (
    Looker,
    Reframing,
    Standing,
    crops,
    cut_off,
    left_out,
    reframings,
    wholes,
)
from studio.timeline.look import Fit, Focus
from studio.timeline.look_edits import put_focus
from studio.timeline.project import Project
from studio.timeline.queries import clips, shown_takes
from studio.timeline.take import Take

GROUNDS = (Fit.BLUR.value, Fit.BARS.value)


def reframe(
    console: Console, folder: Path, *, ratio: str, shots: str | None, whole: str | None
) -> None:
    """Give clips a focus for a ratio; those that have one keep it.

    `whole`: on which ground shots are shown whole that cannot hold everybody.
    """
    if whole is not None:
        choice("--whole", whole, GROUNDS)
    wide, tall = parse_ratio(ratio)
    shape = f"{wide}:{tall}"
    with opened(console, folder) as store:
        film = store.project
        if wide * film.height == tall * film.width:
            raise BadInput("reframe.own_shape", ratio=shape)
        only = _clips_of(film, shots) if shots is not None else None
        shown = shown_takes(film, journal_takes(folder))
        with (
            Loaded() as models,
            asked_to_stop() as stopped,
            console.meter("reframe.looking", path=folder) as meter,
        ):
            looker = Looker(folder, drawn, remembered(), models)
            found = reframings(
                film, shown, looker, shape, only=only, progress=meter, cancelled=stopped
            )
        foci: dict[str, Focus] = crops(found)
        if whole is not None:
            foci |= wholes(found, Fit(whole))
        if foci:
            store.save(put_focus(film, foci))
    _tell(console, found, foci, shape)
    console.result(_as_json(found, foci, shape, console.language))


def warn_of_cuts(
    console: Console, film: Project, shown: Mapping[str, Take], folder: Path, delivery: Delivery
) -> None:
    """Say in how many clips of a delivery somebody is cut off, as far as that is known at once."""
    if not delivery.cuts_off:
        return
    looker = Looker(folder, drawn, remembered())
    found = reframings(film, shown, looker, delivery.ratio)
    if cut := cut_off(found, delivery.part_of(film.cut.frames)):
        console.warn(
            "reframe.cut_off", count=len(cut), ratio=delivery.ratio, shots=_labels(cut)
        )  # fmt: skip


def _clips_of(film: Project, shots: str) -> list[str]:
    owners = named_shots(film, shots)
    return [clip.id for _, clip in clips(film) if clip.owner in owners]


def _tell(
    console: Console, found: Sequence[Reframing], foci: Mapping[str, Focus], ratio: str
) -> None:
    for each in found:
        focus = foci.get(each.clip.id)
        if focus is not None:
            console.line(f"{each.label:<6} {focus.x:>4.0%} {focus.y:>4.0%} {focus.scale:>5.0%}")
    console.say("reframe.done", count=len(foci), ratio=ratio)
    kept = sum(each.standing is Standing.SET for each in found)
    if kept:
        console.say("reframe.kept", count=kept)
    lost = left_out(found, foci)
    if lost:
        console.say("reframe.lost", count=len(lost), shots=_labels(lost))
    for why in dict.fromkeys(each.why.text(console.language) for each in found if each.why):
        mine = [e for e in found if e.why and e.why.text(console.language) == why]
        console.line(say("reframe.not_looked", console.language, shots=_labels(mine), why=why))


def _labels(those: Sequence[Reframing]) -> Listed:
    return Listed(dict.fromkeys(each.label for each in those))


def _as_json(
    found: Sequence[Reframing], foci: Mapping[str, Focus], ratio: str, language: str
) -> dict[str, Any]:
    lost = {each.clip.id for each in left_out(found, foci)}
    rows: list[dict[str, Any]] = []
    for each in found:
        focus = foci.get(each.clip.id)
        why = each.why
        rows.append({
            "shot": each.label, "clip": each.clip.id,
            "focus": focus.model_dump(mode="json") if focus is not None else None,
            "kept": each.standing is Standing.SET,
            "seen": each.framing is not None,
            "cut_off": each.clip.id in lost,
            "error": {"key": why.key, "message": why.text(language)} if why is not None else None,
        })  # fmt: skip
    return {"ratio": ratio, "reframed": len(foci), "clips": rows}
