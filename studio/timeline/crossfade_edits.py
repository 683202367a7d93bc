"""Edits of crossfades: adjoining clips of sound that are both heard around their cut."""

from collections.abc import Collection, Iterable, Iterator

from studio.errors import EditRefused
from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.linking import editable, with_tracks
from studio.timeline.look import Transition, Wipe
from studio.timeline.project import Project
from studio.timeline.rebuild import evolved
from studio.timeline.transition_edits import DEFAULT, Side, longest, neighbours, remove_transitions


def set_crossfade(project: Project, clip_ids: Iterable[str], frames: int | None = None) -> Project:
    """`|aaa|bbb|` -> `|aa><bb|`: sounds cross with what lies right before them, `frames` long.

    Without `frames` a crossfade keeps its length, and a new one has 12. One that is too long is
    shortened to what fits; fades at the cut give way. Raises EditRefused when no sound adjoins, or
    none fits.
    """
    meeting = [
        (track, clip)
        for track, clip in editable(project, clip_ids)
        if track.kind is TrackKind.SOUND and before(track, clip) is not None
    ]
    if not meeting:
        raise EditRefused("timeline.no_sounds_meet")
    film, fits = project, False
    for track, clip in meeting:
        home = next(each for each in film.cut.tracks if each.id == track.id)
        place = next(n for n, each in enumerate(home.clips) if each.id == clip.id)
        most = longest(home, place, Side.ENTRY)
        if most > 0:
            fits = True
            film = _crossed(film, home, place, min(most, max(1, frames or _length(clip))))
    if not fits:
        raise EditRefused("timeline.no_room_for_transition")
    return film


def remove_crossfade(project: Project, clip_ids: Iterable[str]) -> Project:
    """`|aa><bb|` -> `|aaa|bbb|`: sounds begin at their cut."""
    return remove_transitions(project, clip_ids, [Side.ENTRY])


def before(track: Track, clip: Clip) -> Clip | None:
    """The clip that ends where a clip of a track begins."""
    return neighbours(track, track.clips.index(clip))[0]


def crossfade_near(project: Project, frame: int, first: Collection[str] = ()) -> str | None:
    """The clip of sound that meets one before it nearest to a film frame.

    Of several that are as near it is that of a track in `first`, then the uppermost one's. Tracks
    that are locked or not heard do not count; None where no sounds meet.
    """
    found = [
        (abs(clip.start - frame), track.id not in first, -number, clip.id)
        for number, track in enumerate(project.cut.active(TrackKind.SOUND))
        if not track.locked
        for clip in _meeting(track)
    ]
    return min(found)[3] if found else None


def _meeting(track: Track) -> Iterator[Clip]:
    for early, clip in zip(track.clips, track.clips[1:], strict=False):
        if early.end == clip.start:
            yield clip


def _length(clip: Clip) -> int:
    return clip.entry.frames if clip.entry is not None else DEFAULT


def _crossed(film: Project, home: Track, place: int, frames: int) -> Project:
    early, clip = home.clips[place - 1], home.clips[place]
    late = evolved(clip, entry=Transition(kind=Wipe.DISSOLVE, frames=frames), fade_in=0)
    new = (*home.clips[: place - 1], evolved(early, fade_out=0), late, *home.clips[place + 1 :])

    def change(track: Track) -> Track:
        if track is not home or (late is clip and new[place - 1] is early):
            return track
        return evolved(track, clips=new)

    return with_tracks(film, change)
