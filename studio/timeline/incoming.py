"""What comes into the cut: shots and media as clips, one after the other."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from studio.timeline.cut import Clip, TrackKind
from studio.timeline.model import new_id
from studio.timeline.placing import Piece, first_open
from studio.timeline.project import Project
from studio.timeline.queries import find_cue, find_reference, find_shot
from studio.timeline.story import CueKind, ReferenceKind
from studio.timeline.track_edits import add_track

STILL_SECONDS = 3  # how long a picture, or what has no length yet, is shown
LINE_SECONDS = 15  # a longer sound from outside is music, a shorter one a recorded line
_SEEN = {ReferenceKind.PICTURE, ReferenceKind.VIDEO}
_HEARD = {ReferenceKind.SOUND, ReferenceKind.VIDEO}


def incoming(
    project: Project,
    owners: Iterable[str],
    *,
    picture: str | None = None,
    sound: str | None = None,
    available: Mapping[str, int] | None = None,
    parts: Mapping[str, tuple[int, int]] | None = None,
    kinds: Collection[TrackKind] = (TrackKind.PICTURE, TrackKind.SOUND),
) -> list[Piece]:
    """Shots, media and sounds from frame 0 on; picture and sound of one are linked.

    On the given tracks, or else on the lowest open one, the one for dialogue, and the one for
    music where an imported sound is long. `available`: owner to how many film frames its take
    lasts; `parts`: owner to the first frame that is wanted of it, and how many. Only tracks of
    these `kinds` get a clip. What is not in the film is left out.
    """
    seen = picture or first_open(project, TrackKind.PICTURE, "picture")
    made: list[Piece] = []
    start = 0
    for owner in owners:
        whole = usual_length(project, owner, available or {})
        skip, frames = (parts or {}).get(owner, (0, whole))
        wanted = [kind for kind in _kinds(project, owner) if kind in kinds]
        name = new_id("ln") if len(wanted) > 1 else None
        for kind in wanted:
            track = seen if kind is TrackKind.PICTURE else sound or _heard(project, owner, whole)
            if track is not None:
                ident = new_id("cl")
                clip = Clip(id=ident, owner=owner, start=start, frames=frames, skip=skip, link=name)
                made.append(Piece(track, clip))
        start += frames if wanted else 0
    return made


def with_tracks_for(
    project: Project,
    owners: Iterable[str],
    names: Mapping[TrackKind, str],
    kinds: Collection[TrackKind] = (TrackKind.PICTURE, TrackKind.SOUND),
) -> Project:
    """The film with a track of every kind that the owners need and that has no open one."""
    needed = dict.fromkeys(kind for owner in owners for kind in _kinds(project, owner))
    for kind in needed:
        if kind in kinds and first_open(project, kind) is None:
            project = add_track(project, names[kind], kind)
    return project


def _heard(project: Project, owner: str, frames: int) -> str | None:
    """Imported sounds that are long are music; everything else is heard with the dialogue."""
    reference = find_reference(project, owner)
    lone = reference is not None and reference.kind is ReferenceKind.SOUND
    long = lone and frames > project.rate.frames(LINE_SECONDS)
    return first_open(project, TrackKind.SOUND, "music" if long else "dialogue")


def usual_length(project: Project, owner: str, available: Mapping[str, int]) -> int:
    """How many film frames an owner lasts where nobody says otherwise."""
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
