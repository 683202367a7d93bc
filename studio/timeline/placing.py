"""Clips laid on tracks over what is there: move, overwrite, copy; nothing ever overlaps.

What lies beneath a laid clip gives way: it is shortened, cut in two or covered whole. Clips of
locked tracks stay as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from studio.errors import EditRefused
from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.linking import editable, with_tracks
from studio.timeline.look import Title
from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.queries import clips, cues, shots
from studio.timeline.reach import first_part, last_part
from studio.timeline.rebuild import evolved
from studio.timeline.track_edits import track_with


@dataclass(frozen=True)
class Piece:
    """A clip and the track it shall lie on; a copy of a title brings its words."""

    track: str
    clip: Clip
    title: Title | None = None


def carved(
    clips: Iterable[Clip], start: int, end: int, kind: TrackKind = TrackKind.PICTURE
) -> list[Clip]:
    """`|aaaa|` -> `|a  a|`: clips with nothing left between two film frames."""
    left: list[Clip] = []
    for clip in clips:
        if clip.end <= start or clip.start >= end:
            left.append(clip)
            continue
        if clip.start < start:
            left.append(first_part(clip, start))
        if clip.end > end:
            name = new_id("cl") if clip.start < start else clip.id
            left.append(clip.evolve(**last_part(clip, end, kind), id=name))
    return left


def lay(project: Project, pieces: Sequence[Piece]) -> Project:
    """`|aaaaa|` -> `|aXXXa|`: overwrite; a piece whose clip is in the cut leaves its old place.

    Raises EditRefused for a track that is locked or not there.
    """
    gone = {piece.clip.id for piece in pieces}
    new: dict[str, list[Clip]] = {}
    project = _with_titles(project, pieces)
    for piece in pieces:
        if track_with(project, piece.track).locked:
            raise EditRefused("timeline.locked", track=track_with(project, piece.track).name)
        new.setdefault(piece.track, []).append(piece.clip)

    def change(track: Track) -> Track:
        kept = [clip for clip in track.clips if clip.id not in gone]
        for clip in new.get(track.id, []):
            kept = [*carved(kept, clip.start, clip.end, track.kind), clip]
        if len(kept) == len(track.clips) and track.id not in new:
            return track
        return evolved(track, clips=tuple(sorted(kept, key=attrgetter("start"))))

    return with_tracks(project, change)


def move_clips(
    project: Project, clip_ids: Iterable[str], by: int, tracks: Mapping[str, str] | None = None
) -> Project:
    """`|X aab|` -> `|  aXb|`: clips go `by` frames later, over what is there.

    `tracks` says which clips change to which track of the same kind. The film's start stops them.
    """
    moving = editable(project, clip_ids)
    by = max(by, -min((clip.start for _, clip in moving), default=0))
    pieces = [
        Piece(_target(project, track, (tracks or {}).get(clip.id)), _later(clip, by))
        for track, clip in moving
    ]
    return lay(project, pieces)


def paste(project: Project, pieces: Sequence[Piece], at: int) -> Project:
    """Copies of clips with their first frame at `at`, over what is there."""
    return lay(project, fresh(project, pieces, at))


def fresh(project: Project, pieces: Sequence[Piece], at: int) -> list[Piece]:
    """Copies with new ids that begin at `at`; copies of linked clips are linked.

    What lay on a locked track goes to the first open one of its kind. Clips of parts that left
    the film are left out, and so is what has no track any more. Titles are copied with their clips.
    """
    parts = (*shots(project), *cues(project), *project.references, *project.titles)
    owners = {part.id for part in parts}
    first = min((piece.clip.start for piece in pieces), default=0)
    links: dict[str, str] = {}
    words: dict[str, str] = {}
    made: list[Piece] = []
    for piece in pieces:
        track, link = _open(project, piece.track), piece.clip.link
        if track is None or (piece.title is None and piece.clip.owner not in owners):
            continue
        if link is not None:
            link = links.setdefault(link, new_id("ln"))
        clip = piece.clip.evolve(id=new_id("cl"), start=piece.clip.start - first + at, link=link)
        title = piece.title
        if title is not None:
            name = words.setdefault(title.id, new_id("ti"))
            title, clip = title.evolve(id=name), clip.evolve(owner=name)
        made.append(Piece(track, clip, title))
    return made


def taken(project: Project, clip_ids: Iterable[str]) -> list[Piece]:
    """What is copied of a selection."""
    wanted = set(clip_ids)
    titles = {title.id: title for title in project.titles}
    return [
        Piece(track.id, clip, titles.get(clip.owner))
        for track, clip in clips(project)
        if clip.id in wanted
    ]


def first_open(project: Project, kind: TrackKind, role: str = "") -> str | None:
    """The lowest track of a kind that is not locked; one with the role if there is any."""
    found = [t for t in project.cut.tracks if t.kind is kind and not t.locked]
    fitting = [track for track in found if track.role == role]
    return next((track.id for track in (*fitting, *found)), None)


def _open(project: Project, track_id: str) -> str | None:
    track = next((track for track in project.cut.tracks if track.id == track_id), None)
    if track is None or not track.locked:
        return track and track.id
    return first_open(project, track.kind, track.role)


def _with_titles(project: Project, pieces: Iterable[Piece]) -> Project:
    """The film with the titles that pieces bring."""
    known = {title.id for title in project.titles}
    brought = {p.title.id: p.title for p in pieces if p.title is not None}
    new = [title for name, title in brought.items() if name not in known]
    return project.evolve(titles=(*project.titles, *new)) if new else project


def _later(clip: Clip, by: int) -> Clip:
    return evolved(clip, start=clip.start + by) if by else clip


def _target(project: Project, home: Track, wanted: str | None) -> str:
    if wanted is None or wanted == home.id:
        return home.id
    target = track_with(project, wanted)
    if target.kind is not home.kind:
        raise EditRefused("timeline.other_kind", track=target.name, kind=target.kind)
    return target.id
