"""What the maker thinks of takes: edits that reject, note and overrule. Takes never change."""

from typing import Any

from studio.errors import EditRefused
from studio.timeline.project import Project
from studio.timeline.queries import find_shot, verdict_on
from studio.timeline.rebuild import evolved, with_shot
from studio.timeline.story import Shot, Verdict


def reject_take(project: Project, shot_id: str, take_id: str, *, rejected: bool = True) -> Project:
    """A take is out of the question, and not the chosen one any more; or it is in again."""
    shot = _shot(project, shot_id)
    judged = with_verdict(shot, take_id, rejected=rejected)
    if rejected and shot.take == take_id:
        judged = evolved(judged, take=None)
    return with_shot(project, shot, judged)


def note_take(project: Project, shot_id: str, take_id: str, note: str) -> Project:
    """A few words about a take; blank ones take the note away."""
    shot = _shot(project, shot_id)
    return with_shot(project, shot, with_verdict(shot, take_id, note=note if note.strip() else ""))


def overrule_check(
    project: Project, shot_id: str, take_id: str, check: str, *, overruled: bool = True
) -> Project:
    """What a check found in a take is as the maker wants it; or the check counts again."""
    shot = _shot(project, shot_id)
    old = verdict_on(shot, take_id).overruled
    new = tuple(sorted({*old, check} if overruled else {*old} - {check}))
    return with_shot(project, shot, with_verdict(shot, take_id, overruled=new))


def with_verdict(shot: Shot, take_id: str, **changes: Any) -> Shot:
    """The shot with another verdict on a take; one that says nothing is not kept."""
    old = verdict_on(shot, take_id)
    new = evolved(old, **changes)
    if new == old:
        return shot
    others = tuple(v for v in shot.verdicts if v.take != take_id)
    silent = new == Verdict(take=take_id)
    return evolved(shot, verdicts=others if silent else (*others, new))


def _shot(project: Project, shot_id: str) -> Shot:
    shot = find_shot(project, shot_id)
    if shot is None:
        raise EditRefused("timeline.no_shot", id=shot_id)
    return shot
