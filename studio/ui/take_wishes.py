"""Edits that the strip of takes makes of the film."""

from collections.abc import Sequence
from typing import Any

from studio.jobs.essence import stored_request
from studio.timeline.project import Project
from studio.timeline.queries import find_shot
from studio.timeline.shot_edits import change_shot
from studio.timeline.take import Take
from studio.timeline.take_edits import overrule_check, reject_take


def judged(film: Project, shot_id: str, names: Sequence[str], *, rejected: bool) -> Project:
    """Takes of a shot are rejected, or in again."""
    for name in names:
        film = reject_take(film, shot_id, name, rejected=rejected)
    return film


def overruled(
    film: Project, shot_id: str, take_id: str, checks: Sequence[str], *, overruled: bool
) -> Project:
    """What checks found in a take is as wanted, or counts again."""
    for check in checks:
        film = overrule_check(film, shot_id, take_id, check, overruled=overruled)
    return film


def reused(film: Project, shot_id: str, take: Take) -> Project:
    """The shot asks again for what this take was asked for, seed included."""
    request = stored_request(take.request)
    shot = find_shot(film, shot_id)
    if request is None or shot is None:
        return film
    values: dict[str, Any] = {
        "prompt": request.prompt, "negative": request.negative, "size": request.size,
        "angle": request.angle, "moves": request.moves, "pace": request.pace,
        "onscreen_text": request.onscreen_text, "seed": request.seed,
    }  # fmt: skip
    if take.backend != (shot.backend or film.backend):
        values["backend"] = take.backend
    return change_shot(film, shot_id, **values)
