"""Where a cue of a shot lies in a cut made by hand: beside what the cut shows of its shot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.model import derived_id, new_id
from studio.timeline.placing import Piece, lay
from studio.timeline.project import Project
from studio.timeline.queries import clips, shots
from studio.timeline.reach import material
from studio.timeline.rebuild import evolved
from studio.timeline.story import CueKind


@dataclass(frozen=True)
class Stretch:
    """Frames `first` to `last` of a shot (the last not included), seen from film frame `start`."""

    start: int
    first: int
    last: int


@dataclass(frozen=True)
class Spot:
    """Film frames for a cue; `skip` frames of it are cut off before them."""

    start: int
    frames: int
    skip: int = 0


def stretches(film: Project, shot_id: str) -> tuple[Stretch, ...]:
    """What the cut shows of a shot, in the order of the film; pieces that join are one."""
    seen = (
        Stretch(clip.start, *material(clip))
        for track, clip in clips(film)
        if clip.owner == shot_id and track.kind is TrackKind.PICTURE
    )
    return _joined(sorted(seen, key=lambda each: each.start))


def _joined(seen: Iterable[Stretch]) -> tuple[Stretch, ...]:
    whole: list[Stretch] = []
    for each in seen:
        last = whole[-1] if whole else None
        if last and last.last == each.first and last.start + each.first - last.first == each.start:
            whole[-1] = Stretch(last.start, last.first, each.last)
        else:
            whole.append(each)
    return tuple(whole)


def spot_of(seen: Sequence[Stretch], start: int, end: int) -> Spot | None:
    """Where frames `start` to `end` of a shot are in the film; None where none of them is shown.

    The stretch in which they begin counts, else the first one that shows a later part of them.
    """
    begun = [each for each in seen if each.first <= start < each.last]
    shown = begun or [each for each in seen if start < each.first < end]
    if not shown:
        return None
    first = max(start, shown[0].first)
    last = min(end, shown[0].last)
    return Spot(shown[0].start + first - shown[0].first, last - first, first - start)


def cut_off(film: Project) -> frozenset[str]:
    """Lines that the cut does not let be said to their end, by their ids.

    A line as long as it sounds counts from its beginning. Shots that the cut does not show at all
    are left out: nothing of them is seen, and everybody sees that.
    """
    lost: set[str] = set()
    shown: dict[str, list[Stretch]] = {}
    for track, clip in clips(film):
        if track.kind is TrackKind.PICTURE:
            piece = Stretch(clip.start, *material(clip))
            shown.setdefault(clip.owner, []).append(piece)
    for shot in shots(film):
        pieces = shown.get(shot.id)
        if pieces is None or (len(pieces) == 1 and _is_whole(pieces[0], shot.frames)):
            continue
        seen = _joined(sorted(pieces, key=lambda each: each.start))
        for cue in shot.cues:
            if cue.kind is CueKind.LINE:
                start = min(cue.start, shot.frames - 1)
                end = min(start + (cue.frames or 1), shot.frames)
                if not any(each.first <= start and end <= each.last for each in seen):
                    lost.add(cue.id)
    return frozenset(lost)


def _is_whole(piece: Stretch, frames: int) -> bool:
    return piece.first == 0 and piece.last >= frames


def lay_free(film: Project, home: Track, clip: Clip) -> Project:
    """A clip laid on a track like `home` where nothing else lies; a new one where there is none.

    A film without any track of the kind and role stays as it is: the maker wants none.
    """
    like = [t for t in film.cut.tracks if t.kind is home.kind and t.role == home.role]
    if not like:
        return film
    like.sort(key=lambda track: track.id != home.id)  # stable
    free = next((t for t in like if not t.locked and _is_free(t, clip)), None)
    if free is None:
        film, free = _one_more(film, like)
    return lay(film, [Piece(free.id, clip)])


def _is_free(track: Track, clip: Clip) -> bool:
    return all(each.end <= clip.start or clip.end <= each.start for each in track.clips)


def _one_more(film: Project, like: Sequence[Track]) -> tuple[Project, Track]:
    """The film with one more track behind those that are like it."""
    names = {track.id for track in film.cut.tracks}
    number = len(like) + 1
    name = derived_id("tr", like[0].role, number)
    track = Track(
        id=name if name not in names else new_id("tr"),
        name=f"{like[0].name[:190]} {number}",
        kind=like[0].kind,
        role=like[0].role,
    )
    known = {each.id for each in like}
    at = 1 + max(n for n, each in enumerate(film.cut.tracks) if each.id in known)
    tracks = (*film.cut.tracks[:at], track, *film.cut.tracks[at:])
    return film.evolve(cut=evolved(film.cut, tracks=tracks)), track
