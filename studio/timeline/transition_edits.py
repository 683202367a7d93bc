"""Edits of transitions: put in, changed, taken out, and never longer than what they lead over."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from studio.errors import EditRefused
from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.cutting import Edge
from studio.timeline.linking import editable, with_tracks
from studio.timeline.look import Transition, Wipe
from studio.timeline.project import Project
from studio.timeline.queries import find_clip
from studio.timeline.rebuild import evolved, swapped


class Side(StrEnum):
    """Which of a clip's two transitions: into it, or out of it to nothing."""

    ENTRY = "entry"
    EXIT = "exit"


@dataclass(frozen=True)
class Passage:
    """A transition as it is played: film frames `start` to `end`, between two clips or none."""

    start: int
    end: int
    side: Side
    clip: str  # whose entry or exit it is


def neighbours(track: Track, place: int) -> tuple[Clip | None, Clip | None]:
    """The clips that adjoin the one at a place of a track."""
    clips, clip = track.clips, track.clips[place]
    before = clips[place - 1] if place and clips[place - 1].end == clip.start else None
    after = clips[place + 1] if place + 1 < len(clips) else None
    return before, after if after is not None and after.start == clip.end else None


def passage(track: Track, place: int, side: Side) -> Passage | None:
    """Where a clip's transition is played; None where it has none, or an exit leads to a clip."""
    clip = track.clips[place]
    before, after = neighbours(track, place)
    if side is Side.ENTRY and clip.entry is not None:
        if before is None:
            end = clip.start + min(clip.entry.frames, clip.frames)
            return Passage(clip.start, end, side, clip.id)
        early, late = _halves(clip.entry.frames)
        start = clip.start - min(early, before.frames)
        return Passage(start, clip.start + min(late, clip.frames), side, clip.id)
    if side is Side.EXIT and clip.exit is not None and after is None:
        return Passage(clip.end - min(clip.exit.frames, clip.frames), clip.end, side, clip.id)
    return None


def longest(track: Track, place: int, side: Side) -> int:
    """The most film frames a transition may last there; 0 where there is no room for any."""
    clip = track.clips[place]
    before, after = neighbours(track, place)
    if side is Side.EXIT:
        if after is not None:
            return 0
        return clip.frames - _entering(clip, before)
    leaving = _leaving(track, place)
    room = clip.frames - leaving
    if before is None:
        return max(0, room)
    free = before.frames - _entering(before, neighbours(track, place - 1)[0])
    return max(0, min(2 * free + 1, 2 * room))


def side_of(track: Track, place: int, edge: Edge) -> tuple[int, Side]:
    """Whose transition, and which, lies at an edge of a clip: at a cut it is the later clip's."""
    if edge is Edge.START:
        return place, Side.ENTRY
    after = neighbours(track, place)[1]
    return (place, Side.EXIT) if after is None else (place + 1, Side.ENTRY)


def set_transition(
    project: Project,
    clip_ids: Iterable[str],
    side: Side = Side.ENTRY,
    kind: Wipe | None = None,
    frames: int | None = None,
) -> Project:
    """`|aaa|bbb|` -> `|aa><bb|`: pictures get a transition, or theirs another kind or length.

    What is not given stays, and is a dissolve of 12 frames where there was none. One that is too
    long is shortened to what fits. Raises EditRefused when none fits anywhere.
    """
    found = [(t, c) for t, c in editable(project, clip_ids) if t.kind is TrackKind.PICTURE]
    if not found:
        raise EditRefused("timeline.no_picture")
    film, fits = project, False
    for _, clip in found:
        track, clip = _there(film, clip.id)
        old = clip.entry if side is Side.ENTRY else clip.exit
        wanted = Transition(
            kind=kind or (old.kind if old is not None else Wipe.DISSOLVE),
            frames=max(1, frames or (old.frames if old is not None else DEFAULT)),
        )
        most = longest(track, track.clips.index(clip), side)
        if most > 0:
            fits = True
            if wanted.frames > most:
                wanted = evolved(wanted, frames=most)
            film = _replaced(film, track, clip, evolved(clip, **{side.value: wanted}))
    if not fits:
        raise EditRefused("timeline.no_room_for_transition")
    return film


def remove_transitions(
    project: Project, clip_ids: Iterable[str], sides: Collection[Side] = tuple(Side)
) -> Project:
    """`|aa><bb|` -> `|aaa|bbb|`: hard cuts."""
    wanted = {clip.id for _, clip in editable(project, clip_ids)}
    none = dict.fromkeys((side.value for side in sides), None)

    def change(track: Track) -> Track:
        if not any(clip.id in wanted for clip in track.clips):
            return track
        return evolved(
            track, clips=tuple(evolved(c, **none) if c.id in wanted else c for c in track.clips)
        )

    return with_tracks(project, change)


def cut_near(project: Project, frame: int) -> tuple[str, Side] | None:
    """The clip and the side of it whose transition would lie at the edit point next to a frame.

    Of the topmost picture track that is seen and not locked; None where no picture is.
    """
    best: tuple[int, str, Side] | None = None
    for track in reversed(project.cut.active(TrackKind.PICTURE)):
        if track.locked:
            continue
        for place, clip in enumerate(track.clips):
            edges = [(abs(clip.start - frame), clip.id, Side.ENTRY)]
            if neighbours(track, place)[1] is None:
                edges.append((abs(clip.end - frame), clip.id, Side.EXIT))
            for edge in edges:
                if best is None or edge[0] < best[0]:
                    best = edge
    return best[1:] if best is not None else None


DEFAULT = 12  # film frames of a transition that nobody gave a length


def _there(project: Project, clip_id: str) -> tuple[Track, Clip]:
    found = find_clip(project, clip_id)
    assert found is not None  # asked of a clip that was just found
    return found


def _replaced(project: Project, home: Track, old: Clip, new: Clip) -> Project:
    def change(track: Track) -> Track:
        if track is not home or new is old:
            return track
        return evolved(track, clips=swapped(track.clips, old, new))

    return with_tracks(project, change)


def _halves(frames: int) -> tuple[int, int]:
    """How much of a transition lies before and after the cut: the longer half after it."""
    return frames // 2, frames - frames // 2


def _entering(clip: Clip, before: Clip | None) -> int:
    """How many frames of a clip its entry takes."""
    if clip.entry is None:
        return 0
    return min(clip.frames, clip.entry.frames if before is None else _halves(clip.entry.frames)[1])


def _leaving(track: Track, place: int) -> int:
    """How many frames of a clip are taken by what leads out of it."""
    clip, after = track.clips[place], neighbours(track, place)[1]
    if after is None:
        return min(clip.frames, clip.exit.frames) if clip.exit is not None else 0
    return min(clip.frames, _halves(after.entry.frames)[0]) if after.entry is not None else 0
