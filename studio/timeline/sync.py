"""Picture and sound of one take that are linked: by how many frames they are apart, and the cure.

The two are in sync while the same film frame shows and sounds the same frame of the take. A clip's
*origin* is the film frame at which its take would begin; clips in sync have one origin.
"""

from collections.abc import Collection, Iterable, Mapping

from studio.errors import EditRefused
from studio.timeline.cut import Clip, Cut, Track, TrackKind
from studio.timeline.linking import editable, with_tracks
from studio.timeline.placing import Piece, lay
from studio.timeline.project import Project
from studio.timeline.reach import from_position
from studio.timeline.rebuild import evolved

Pair = tuple[str, str]  # link and owner: what holds the halves of one take together


def origin(clip: Clip) -> int:
    """The film frame at which the take of a clip would begin; below 0 before the film does.

    Of a clip at another speed: at which its first frame would be shown, had it always that speed.
    """
    if clip.speed in {0, 1}:
        return clip.start - clip.skip
    return round(clip.start - (clip.skip + clip.phase) / clip.speed)


def offsets(cut: Cut) -> dict[str, int]:
    """Clip id to how many frames it is late (below 0: early) against its other half.

    Only clips that are out of sync are told.
    """
    found: dict[str, int] = {}
    for pictures, sounds in _pairs(cut):
        found |= {clip.id: by for clip in sounds if (by := _late(clip, pictures))}
        found |= {clip.id: by for clip in pictures if (by := _late(clip, sounds))}
    return found


def move_into_sync(project: Project, clip_ids: Collection[str]) -> Project:
    """`|PP|` over `| SS|` -> `|PP|` over `|SS|`: clips go to their other half, over all there.

    Where both halves are among `clip_ids` the sound goes to the picture. Raises EditRefused when
    a clip would begin before the film.
    """
    late = _to_cure(project, clip_ids)
    pieces: list[Piece] = []
    for track, clip in editable(project, late):
        if clip.start < late[clip.id]:
            raise EditRefused("timeline.sync_before_film", frames=late[clip.id] - clip.start)
        pieces.append(Piece(track.id, evolved(clip, start=clip.start - late[clip.id])))
    return lay(project, pieces)


def slip_into_sync(
    project: Project, clip_ids: Collection[str], available: Mapping[str, int] | None = None
) -> Project:
    """`|bcd|` -> `|abc|`: clips stay in their place and show what their other half shows.

    `available`: owner to how many film frames its take has. Raises EditRefused where the take
    does not reach so far.
    """
    late = _to_cure(project, clip_ids)
    moving = {clip.id: clip for _, clip in editable(project, late)}
    for clip in moving.values():
        known = (available or {}).get(clip.owner)
        shown = [clip.shows(n + late[clip.id]) for n in (clip.start, clip.end - 1)]
        if min(shown) < 0 or (known is not None and max(shown) >= known):
            raise EditRefused("timeline.sync_no_material")

    def change(track: Track) -> Track:
        if not any(clip.id in moving for clip in track.clips):
            return track
        clips = [_slipped(c, late[c.id]) if c.id in moving else c for c in track.clips]
        return evolved(track, clips=tuple(clips))

    return with_tracks(project, change)


def _slipped(clip: Clip, by: int) -> Clip:
    return evolved(clip, **from_position(clip.shows(clip.start + by)))


def _to_cure(project: Project, clip_ids: Collection[str]) -> dict[str, int]:
    """Which of the clips change, and by how much they are late."""
    wanted, apart = set(clip_ids), offsets(project.cut)
    sounds = {
        clip.id
        for track in project.cut.tracks
        if track.kind is TrackKind.SOUND and not track.locked
        for clip in track.clips
    }
    lone = {name: by for name, by in apart.items() if name in wanted}
    heard = {name: by for name, by in lone.items() if name in sounds}
    return heard or lone


def _pairs(cut: Cut) -> Iterable[tuple[list[Clip], list[Clip]]]:
    """Pictures and sounds of one take that are linked, where any of them may be out of sync.

    Asked at every step of a drag: the many that fit are passed over at once.
    """
    pictures: dict[Pair, list[Clip]] = {}
    for track in cut.tracks:
        if track.kind is TrackKind.PICTURE:
            for clip in track.clips:
                if clip.link is not None:
                    pictures.setdefault((clip.link, clip.owner), []).append(clip)
    sounds: dict[Pair, list[Clip]] = {}
    suspect: set[Pair] = set()
    for track in cut.tracks:
        if track.kind is TrackKind.SOUND:
            for clip in track.clips:
                pair = (clip.link or "", clip.owner)
                seen = pictures.get(pair)
                if seen is not None:
                    sounds.setdefault(pair, []).append(clip)
                    same = clip.speed == seen[0].speed == 1 and len(seen) == 1
                    if not same or clip.start - clip.skip != seen[0].start - seen[0].skip:
                        suspect.add(pair)
    return ((pictures[pair], sounds[pair]) for pair in suspect)


def _late(clip: Clip, others: Iterable[Clip]) -> int:
    """By how much a clip is late against the nearest of its other halves; 0 when one fits."""
    return min((origin(clip) - origin(other) for other in others), key=abs)
