"""Edits that move all that comes later: time is opened, closed or carried to another place."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.cutting import Edge, split_clips, trim
from studio.timeline.linking import editable, group_of, with_tracks
from studio.timeline.placing import Piece, fresh, lay
from studio.timeline.project import Project
from studio.timeline.queries import clip_at, clips, find_clip
from studio.timeline.reach import from_frame, reach
from studio.timeline.rebuild import evolved

Place = Callable[[int], int]


def close_time(project: Project, start: int, end: int, tracks: Collection[str] = ()) -> Project:
    """`|aXb|` -> `|ab|`: film frames `start` to `end` go; what begins later comes earlier.

    A clip that reaches into them is shortened, one within them goes. With `tracks` only these
    close up, and markers stay. Locked tracks stay as they are.
    """

    def change(track: Track) -> Track:
        concerned = not track.locked and (not tracks or track.id in tracks)
        return closed(track, start, end) if concerned else track

    after = with_tracks(project, change)
    return after if tracks else _with_markers(after, lambda frame: earlier(frame, start, end))


def gap_at(project: Project, frame: int) -> tuple[int, int] | None:
    """The stretch around a film frame without a picture; None where one is, and at the end."""
    tracks = [t for t in project.cut.active(TrackKind.PICTURE) if t.clips]
    if any(clip_at(track, frame) is not None for track in tracks):
        return None
    before = [clip.end for track in tracks for clip in track.clips if clip.end <= frame]
    after = [clip.start for track in tracks for clip in track.clips if clip.start > frame]
    return (max(before, default=0), min(after)) if after else None


def closed(track: Track, start: int, end: int) -> Track:
    """A track without the time from `start` to `end`."""
    if not track.clips or track.clips[-1].end <= start:
        return track
    kept = [_shortened(clip, start, end, track.kind) for clip in track.clips]
    return evolved(track, clips=tuple(clip for clip in kept if clip is not None))


def earlier(frame: int, start: int, end: int) -> int:
    """Where `frame` is when the time from `start` to `end` is gone."""
    return frame if frame <= start else max(start, frame - (end - start))


def _shortened(clip: Clip, start: int, end: int, kind: TrackKind) -> Clip | None:
    first, last = earlier(clip.start, start, end), earlier(clip.end, start, end)
    if first == last:
        return None
    if start > clip.start:
        return evolved(clip, start=first, frames=last - first)
    fields = from_frame(clip, max(end, clip.start), kind)
    return evolved(clip, **{**fields, "start": first, "frames": last - first})


def open_time(project: Project, at: int, frames: int, tracks: Iterable[str]) -> Project:
    """`|aabb|` -> `|aa  bb|`: what begins at `at` or later comes `frames` later.

    A clip that sounds across `at` is cut there when it lies on one of `tracks` or is linked with
    one that does; others, such as music, play on.
    """
    wanted = set(tracks)
    across = [clip_at(track, at) for track in project.cut.tracks if track.id in wanted]
    cut = group_of(project, [c.id for c in across if c is not None and c.start < at])
    split = split_clips(project, cut, at) if cut else project

    def change(track: Track) -> Track:
        if track.locked or not track.clips or track.clips[-1].start < at:
            return track
        return evolved(track, clips=tuple(_from(clip, at, frames) for clip in track.clips))

    return _with_markers(
        with_tracks(split, change), lambda frame: frame + frames if frame >= at else frame
    )


def _from(clip: Clip, at: int, frames: int) -> Clip:
    return evolved(clip, start=clip.start + frames) if clip.start >= at else clip


def insert(project: Project, pieces: Sequence[Piece], at: int) -> Project:
    """`|aabb|` -> `|aaNbb|`: copies of clips come in at `at`, all later time makes room."""
    new = fresh(project, pieces, at)
    if not new:
        return project
    frames = max(piece.clip.end for piece in new) - at
    return lay(open_time(project, at, frames, {piece.track for piece in new}), new)


def ripple_delete(project: Project, clip_ids: Collection[str]) -> Project:
    """`|aXb|` -> `|ab|`: clips go, and the time they took.

    The time of pictures leaves the whole film, so sound stays with its picture. Where no picture
    is among them, only the tracks of the clips close up.
    """
    going = editable(project, clip_ids)
    gone = {clip.id for _, clip in going}
    pictures = [clip for track, clip in going if track.kind is TrackKind.PICTURE]
    after = _without(project, gone)
    for start, end in reversed(_spans(pictures or [clip for _, clip in going])):
        after = close_time(after, start, end, () if pictures else {track.id for track, _ in going})
    return after


def ripple_trim(
    project: Project, clip_id: str, edge: Edge, frame: int, available: Mapping[str, int]
) -> Project:
    """`|XXXX|bb|` -> `|XX|bb|`: an edge goes to `frame`, and all that comes later follows.

    As far as the material allows; at least one frame is left. See `trim` for `available`.
    """
    found = find_clip(project, clip_id)
    if found is None or found[0].locked:
        return trim(project, clip_id, edge, frame)  # which says why not
    track, clip = found
    if edge is Edge.END:
        frame = max(clip.start + 1, frame)
        if frame <= clip.end:
            return close_time(project, frame, clip.end)
        _, last = reach(clip, available.get(clip.owner), track.kind)
        frame = max(clip.end, min(frame, last))
        opened = open_time(project, clip.end, frame - clip.end, ())
        return trim(opened, clip_id, edge, frame)
    if frame >= clip.start:
        return close_time(project, clip.start, min(frame, clip.end - 1))
    first, _ = reach(clip, available.get(clip.owner), track.kind)
    more = clip.start - max(frame, min(first, clip.start))
    return trim(open_time(project, clip.start, more, ()), clip_id, edge, clip.start)


def delete(project: Project, clip_ids: Collection[str]) -> Project:
    """`|aXb|` -> `|a b|`: clips go, and leave gaps; those of locked tracks stay."""
    return _without(project, {clip.id for _, clip in editable(project, clip_ids)})


def _without(project: Project, gone: Collection[str]) -> Project:
    def change(track: Track) -> Track:
        kept = tuple(clip for clip in track.clips if clip.id not in gone)
        return track if len(kept) == len(track.clips) else evolved(track, clips=kept)

    return with_tracks(project, change)


def _spans(some: Iterable[Clip]) -> list[tuple[int, int]]:
    """Runs of film frames that clips cover together, in order."""
    runs: list[tuple[int, int]] = []
    for clip in sorted(some, key=lambda clip: clip.start):
        if runs and clip.start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], clip.end))
        else:
            runs.append((clip.start, clip.end))
    return runs


def carry(project: Project, clip_ids: Collection[str], to: int) -> Project:
    """`|X a b|` -> `|a X b|`: clips come in at film frame `to`; what lies between makes room.

    The film stays as long as it was. A clip that reaches beyond the stretch that changes, such
    as music, stays where it is.
    """
    going = editable(project, clip_ids)
    start = min((clip.start for _, clip in going), default=to)
    end = max((clip.end for _, clip in going), default=to)
    if start <= to <= end:
        return project
    tracks = {track.id for track, _ in going}
    ids = {clip.id for _, clip in going}
    across = [clip_at(track, to) for track in project.cut.tracks if track.id in tracks]
    cut = group_of(project, [c.id for c in across if c is not None and c.start < to])
    film = split_clips(project, cut, to) if cut else project
    low, high = (to, start) if to < start else (end, to)
    give = end - start if to < start else start - end
    by = to - start if to < start else to - end
    pieces: list[Piece] = []
    for track, clip in clips(film):
        if clip.id in ids and not track.locked:
            pieces.append(Piece(track.id, evolved(clip, start=clip.start + by)))
        elif not track.locked and low <= clip.start and clip.end <= high:
            pieces.insert(0, Piece(track.id, evolved(clip, start=clip.start + give)))

    def place(frame: int) -> int:
        if start <= frame < end:
            return frame + by
        return frame + give if low <= frame < high else frame

    return _with_markers(lay(film, pieces), place)


def _with_markers(project: Project, place: Place) -> Project:
    moved = tuple(evolved(marker, frame=place(marker.frame)) for marker in project.cut.markers)
    markers = tuple(sorted(moved, key=lambda marker: marker.frame))
    if markers == project.cut.markers:
        return project
    return project.evolve(cut=project.cut.evolve(markers=markers))
