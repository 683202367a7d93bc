"""The cut follows the story without losing what the maker did to it by hand."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from studio.timeline.assembly import assemble
from studio.timeline.cut import Clip, Cut, Marker, Track, TrackKind
from studio.timeline.linking import group_of
from studio.timeline.placing import Piece, first_open, taken
from studio.timeline.project import Project
from studio.timeline.queries import clips, cues, shots
from studio.timeline.rebuild import cut_without
from studio.timeline.relaying import with_news
from studio.timeline.ripple import carry, insert, ripple_delete
from studio.timeline.scene_markers import mark_new_scenes, retold
from studio.timeline.story import Shot


def follow(before: Project, after: Project) -> Project:
    """`after`, whose story was edited, with a cut that tells it.

    A cut that lies as it was assembled is assembled anew. One that was cut by hand is kept: shots
    that are gone leave it with their time, new ones come in behind the shot before them, and
    shots in another order are carried there. What is new in the others comes in as
    `relaying.with_news` says. Tracks keep how they are set, and the maker's own tracks and
    markers stay.
    """
    if before.scenes == after.scenes:
        return after
    told = assemble(before)
    if _as_told(before, told):
        return _told_anew(before, told, after)
    film = _without_gone(before, after)
    film = _in_order(film, before)
    return mark_new_scenes(with_news(_with_new(film, before), before), before)


def _as_told(project: Project, told: Project) -> bool:
    """Whether the clips of the told tracks lie as the assembly lays them."""
    there = {track.id: track.clips for track in project.cut.tracks}
    return all(there.get(track.id, ()) == track.clips for track in told.cut.tracks)


def _told_anew(before: Project, as_told: Project, after: Project) -> Project:
    old = {track.id: track for track in before.cut.tracks}
    told = assemble(after).cut
    known = {track.id for track in told.tracks}
    derived = as_told.cut.markers
    scenes = {marker.id for marker in derived}
    kept = cut_without(before.cut, _owners(before) - _owners(after))
    own = [track for track in kept.tracks if track.id not in known and track.clips]
    mine = [m for m in before.cut.markers if m.id not in scenes]
    marked = retold(before, told.markers, derived)
    tracks = (*(_set_as(track, old.get(track.id)) for track in told.tracks), *own)
    return after.evolve(cut=Cut(tracks=tracks, markers=_sorted((*marked, *mine))))


def _set_as(track: Track, old: Track | None) -> Track:
    """A track with the settings of the one it replaces."""
    if old is None:
        return track
    return old.evolve(clips=track.clips)


def _sorted(markers: Iterable[Marker]) -> tuple[Marker, ...]:
    return tuple(sorted(markers, key=lambda marker: marker.frame))


def _owners(project: Project) -> set[str]:
    parts = (*shots(project), *cues(project), *project.references)
    return {part.id for part in parts}


def _without_gone(before: Project, after: Project) -> Project:
    """The story of `after` on the cut of `before`, less the time of shots that are gone."""
    gone = _owners(before) - _owners(after)
    going = [c.id for track, c in clips(before) if c.owner in gone and not track.locked]
    closed = ripple_delete(before, going) if going else before
    return after.evolve(cut=cut_without(closed.cut, gone))


def _in_order(film: Project, before: Project) -> Project:
    """Shots that the edit moved in the story are carried behind the one before them there."""
    order = [shot.id for shot in shots(film)]
    for name in _moved([shot.id for shot in shots(before)], order):
        behind = [_main(film, other) for other in order[: order.index(name)]]
        ends = [clip.end for clip in behind if clip is not None]
        clip = _main(film, name)
        if clip is not None:
            film = carry(film, group_of(film, [clip.id]), ends[-1] if ends else 0)
    return film


def _moved(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """The fewest whose move makes the old order the new one: all but a longest rising run."""
    places = {name: place for place, name in enumerate(old)}
    kept = [name for name in new if name in places]
    best: list[list[str]] = []  # the rising runs that end lowest, by length
    for name in kept:
        lengths = [places[run[-1]] for run in best]
        at = bisect_left(lengths, places[name])
        run = [*(best[at - 1] if at else []), name]
        best[at : at + 1] = [run]
    staying = set(best[-1]) if best else set[str]()
    return [name for name in kept if name not in staying]


def _main(film: Project, shot: str) -> Clip | None:
    """The first picture of a shot that can move."""
    found = (
        clip
        for track, clip in clips(film)
        if clip.owner == shot and track.kind is TrackKind.PICTURE and not track.locked
    )
    return min(found, key=lambda clip: clip.start, default=None)


def _with_new(film: Project, before: Project) -> Project:
    """Shots that are new come in behind the one before them."""
    known = {shot.id for shot in shots(before)}
    told = assemble(film)
    at = 0
    for shot in shots(film):
        clip = _main(film, shot.id)
        if clip is not None:
            at = clip.end
        elif shot.id not in known:
            pieces = list(_pieces(film, told, shot))
            film = insert(film, pieces, at)
            at += shot.frames
    return film


def _pieces(film: Project, told: Project, shot: Shot) -> Iterator[Piece]:
    """The clips that the assembly gives a shot, on the tracks that this cut has."""
    whole = next((c for _, c in clips(told) if c.owner == shot.id), None)
    wanted = [c.id for _, c in clips(told) if whole is not None and c.link == whole.link]
    kinds: Mapping[str, Track] = {track.id: track for track in told.cut.tracks}
    there = {track.id for track in film.cut.tracks}
    for piece in taken(told, wanted):
        track = kinds[piece.track]
        home = track.id if track.id in there else first_open(film, track.kind, track.role)
        if home is not None:
            yield Piece(home, _at_zero(piece.clip, whole))


def _at_zero(clip: Clip, whole: Clip | None) -> Clip:
    return clip.evolve(start=clip.start - (whole.start if whole is not None else 0))
