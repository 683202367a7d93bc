"""Edits of a clip's pace: faster, slower, backwards, or a frame that stands still."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import groupby

from studio.errors import EditRefused
from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.cutting import split_clips
from studio.timeline.linking import editable, group_of, with_tracks
from studio.timeline.model import new_id
from studio.timeline.placing import Piece, lay
from studio.timeline.project import Project
from studio.timeline.queries import clips
from studio.timeline.reach import from_position
from studio.timeline.rebuild import evolved
from studio.timeline.ripple import close_time, open_time
from studio.timeline.story import ReferenceKind

FASTEST, SLOWEST = Fraction(20), Fraction(1, 20)
_FAR = 2**40  # frames; later than any film


def set_speed(
    project: Project, clip_ids: Iterable[str], speed: Fraction, *, ripple: bool = True
) -> Project:
    """`|abcd|ee|` -> `|ac|ee|`: clips show the same stretch of their takes in another time.

    `speed` is how many frames of the take go by in one of the film; below 0 backwards, 0: the
    first frame stands still, as long as the clip was. With `ripple` all that is later makes room
    or follows; without, a clip grows to its neighbour at most. Sound goes with its picture.
    Raises EditRefused for a speed that is none.
    """
    if speed != 0 and not SLOWEST <= abs(speed) <= FASTEST:
        raise EditRefused("timeline.bad_speed", speed=round(float(speed) * 100))
    film = project
    for ids in reversed(_together(project, clip_ids)):  # what is later first: it moves
        film = _paced(film, ids, speed, ripple=ripple)
    return film


def reverse(project: Project, clip_ids: Iterable[str]) -> Project:
    """`|abcd|` -> `|dcba|`: each of the clips the other way round, in its place."""
    film = project
    for ids in _together(project, clip_ids):
        first = next(clip for _, clip in editable(film, ids))
        film = _paced(film, ids, -first.speed, ripple=False)
    return film


def freeze(project: Project, clip_ids: Iterable[str], frame: int, frames: int) -> Project:
    """`|abcd|` -> `|ab|bbb|cd|`: the picture of film frame `frame` stands still for `frames`.

    Pictures are cut there, and their sound; all later time makes room, and the stretch is silent.
    Raises EditRefused when none of the clips is a picture that is seen at `frame`.
    """
    found = editable(project, clip_ids)
    pictures = [
        (track, clip)
        for track, clip in found
        if track.kind is TrackKind.PICTURE and clip.start <= frame < clip.end
    ]
    if not pictures:
        raise EditRefused("timeline.no_picture_here")
    group = editable(project, group_of(project, [clip.id for _, clip in pictures]))
    heard = [clip.id for track, clip in group if track.kind is not TrackKind.TEXT]
    split = split_clips(project, heard, frame)  # a caption is read once
    opened = open_time(split, frame, frames, {track.id for track, _ in pictures})
    still = [
        Piece(
            track.id,
            clip.evolve(
                id=new_id("cl"), start=frame, frames=frames, speed=Fraction(0), entry=None,
                exit=None, fade_in=0, fade_out=0, link=None, **from_position(clip.shows(frame)),
            ),
        )
        for track, clip in pictures
    ]  # fmt: skip
    return lay(opened, still)


def _together(project: Project, clip_ids: Iterable[str]) -> list[tuple[str, ...]]:
    """Clips and what is linked with them of the same take and place, in order of start.

    Words and still pictures have no pace.
    """
    wanted = set(clip_ids)
    stills = {r.id for r in project.references if r.kind is ReferenceKind.PICTURE}
    chosen = [
        clip
        for track, clip in editable(project, wanted)
        if track.kind is not TrackKind.TEXT and clip.owner not in stills
    ]
    keys = {_key(clip) for clip in chosen}
    every = [
        clip
        for track, clip in clips(project)
        if not track.locked and track.kind is not TrackKind.TEXT and _key(clip) in keys
    ]
    every.sort(key=lambda clip: (clip.start, _key(clip)))
    return [tuple(c.id for c in group) for _, group in groupby(every, key=_key)]


def _key(clip: Clip) -> tuple[int, int, str, str]:
    return clip.start, clip.frames, clip.owner, clip.link or clip.id


def _paced(project: Project, ids: Sequence[str], speed: Fraction, *, ripple: bool) -> Project:
    """One take's picture and sound at another speed."""
    pairs = editable(project, ids)
    first = pairs[0][1]
    if speed == first.speed:
        return project
    whole = _length(first, speed)
    frames = whole
    if not ripple:
        frames = min([whole, *(_room(track, clip) for track, clip in pairs)])
    new = first.start + frames
    film = open_time(project, first.end, new - first.end, ()) if new > first.end else project
    names = {clip.id for _, clip in pairs}

    def change(track: Track) -> Track:
        if not any(clip.id in names for clip in track.clips):
            return track
        made = (_at(c, speed, frames, whole) if c.id in names else c for c in track.clips)
        return evolved(track, clips=tuple(made))

    film = with_tracks(film, change)
    return close_time(film, new, first.end) if ripple and new < first.end else film


def _length(clip: Clip, speed: Fraction) -> int:
    """Film frames that the clip's stretch of its take lasts at a speed."""
    if speed == 0 or clip.speed == 0:
        return clip.frames
    return max(1, round(clip.frames * abs(clip.speed) / abs(speed)))


def _at(clip: Clip, speed: Fraction, frames: int, whole: int) -> Clip:
    """`whole`: how long it would be if there were room."""
    if speed == 0 or clip.speed == 0:
        place = clip.shows(clip.start)
        place += (whole - 1) * -speed if speed < 0 else 0
    else:
        lowest = min(clip.shows(clip.start), clip.shows(clip.end - 1))
        place = lowest + ((whole - 1) * -speed if speed < 0 else 0)
    fades = {
        "fade_in": min(clip.fade_in, frames),
        "fade_out": min(clip.fade_out, frames - min(clip.fade_in, frames)),
    }
    return evolved(clip, frames=frames, speed=speed, **fades, **from_position(place))


def _room(track: Track, clip: Clip) -> int:
    after = next((other.start for other in track.clips if other.start >= clip.end), _FAR)
    return after - clip.start
