"""What comes into the cut: shots and media as clips, one after the other."""

from collections.abc import Iterable, Iterator, Mapping

from studio.timeline.cut import Clip, TrackKind
from studio.timeline.model import new_id
from studio.timeline.placing import Piece, first_open
from studio.timeline.project import Project
from studio.timeline.queries import find_cue, find_reference, find_shot
from studio.timeline.story import CueKind, ReferenceKind

STILL_SECONDS = 3  # how long a picture, or what has no length yet, is shown
_SEEN = {ReferenceKind.PICTURE, ReferenceKind.VIDEO}
_HEARD = {ReferenceKind.SOUND, ReferenceKind.VIDEO}


def incoming(
    project: Project,
    owners: Iterable[str],
    *,
    picture: str | None = None,
    sound: str | None = None,
    available: Mapping[str, int] | None = None,
) -> list[Piece]:
    """Shots, media and sounds from frame 0 on; picture and sound of one are linked.

    On the given tracks, or else on the lowest open one and the one for dialogue. `available`:
    owner to how many film frames its take lasts. What is not in the film is left out.
    """
    seen = picture or first_open(project, TrackKind.PICTURE, "picture")
    heard = sound or first_open(project, TrackKind.SOUND, "dialogue")
    made: list[Piece] = []
    start = 0
    for owner in owners:
        frames = _frames(project, owner, available or {})
        kinds = list(_kinds(project, owner))
        name = new_id("ln") if len(kinds) > 1 else None
        for kind in kinds:
            track = seen if kind is TrackKind.PICTURE else heard
            if track is not None:
                ident = new_id("cl")
                clip = Clip(id=ident, owner=owner, start=start, frames=frames, link=name)
                made.append(Piece(track, clip))
        start += frames if kinds else 0
    return made


def _frames(project: Project, owner: str, available: Mapping[str, int]) -> int:
    shot = find_shot(project, owner)
    if shot is not None:
        return shot.frames
    cue = find_cue(project, owner)
    known = (cue.frames if cue is not None else None) or available.get(owner)
    return max(1, known or project.rate.frames(STILL_SECONDS))


def _kinds(project: Project, owner: str) -> Iterator[TrackKind]:
    """On what kinds of track an owner has clips."""
    reference, cue = find_reference(project, owner), find_cue(project, owner)
    if find_shot(project, owner) is not None:
        yield from (TrackKind.PICTURE, TrackKind.SOUND)
    elif cue is not None and cue.kind is not CueKind.CAPTION:
        yield TrackKind.SOUND
    elif reference is not None:
        if reference.kind in _SEEN:
            yield TrackKind.PICTURE
        if reference.kind in _HEARD:
            yield TrackKind.SOUND
