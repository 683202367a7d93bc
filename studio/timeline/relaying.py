"""Shots of a cut made by hand get the length and the cues that the story has for them now."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from studio.timeline.assembly import assemble
from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.cutting import Edge
from studio.timeline.linking import with_tracks
from studio.timeline.placing import Piece, lay
from studio.timeline.project import Project
from studio.timeline.queries import clip_at, shots
from studio.timeline.ripple import ripple_trim
from studio.timeline.story import CueKind, Shot


@dataclass(frozen=True)
class _Lain:
    """A clip of a shot or one of its cues, counted from the start of the shot's picture."""

    track: str
    owner: str
    start: int
    frames: int
    skip: int


_Group = dict[_Lain, Clip]


def with_news(film: Project, before: Project) -> Project:
    """`film`, whose cut has every shot of its story, with what is new in shots `before` had.

    A shot that lies as the assembly laid it lies as it would lay it now, and later time makes
    room; of any other, cues that are new come in where they fall inside its picture.
    """
    old, told = _groups(assemble(before)), _groups(assemble(film))
    now = _groups(film)
    known = {shot.id: shot for shot in shots(before)}
    for shot in shots(film):
        was = known.get(shot.id)
        if was is None or was is shot or set(old[shot.id]) == set(told[shot.id]):
            continue
        if set(now[shot.id]) == set(old[shot.id]):
            film = _lain_anew(film, shot, told[shot.id])
        else:
            fresh = {cue.id for cue in shot.cues} - {cue.id for cue in was.cues}
            film = _with_cues(film, shot, [x for x in told[shot.id].items() if x[0].owner in fresh])
    return film


def _groups(film: Project) -> Mapping[str, _Group]:
    """Shot id to its clips and those of its cues, without music, which goes its own way."""
    homes: dict[str, str] = {}
    for shot in shots(film):
        parts = [cue.id for cue in shot.cues if cue.kind is not CueKind.MUSIC]
        homes |= dict.fromkeys([shot.id, *parts], shot.id)
    clips: dict[str, list[tuple[Track, Clip]]] = defaultdict(list)
    for track in film.cut.tracks:
        for clip in track.clips:
            if clip.owner in homes:
                clips[homes[clip.owner]].append((track, clip))
    groups: dict[str, _Group] = defaultdict(dict)
    for name, found in clips.items():
        start = min((c.start for t, c in found if t.kind is TrackKind.PICTURE), default=0)
        for track, clip in found:
            lain = _Lain(track.id, clip.owner, clip.start - start, clip.frames, clip.skip)
            groups[name][lain] = clip
    return groups


def _picture(film: Project, shot: Shot) -> Clip | None:
    """The first picture of a shot on a track that is not locked."""
    return next(
        (
            clip
            for track in film.cut.tracks
            if track.kind is TrackKind.PICTURE and not track.locked
            for clip in track.clips
            if clip.owner == shot.id
        ),
        None,
    )


def _lain_anew(film: Project, shot: Shot, told: _Group) -> Project:
    picture = _picture(film, shot)
    if picture is None:
        return film
    if picture.frames != shot.frames:
        end = picture.start + shot.frames
        film = ripple_trim(film, picture.id, Edge.END, end, {})
    cues = {cue.id for cue in shot.cues if cue.kind is not CueKind.MUSIC}

    def change(track: Track) -> Track:
        kept = tuple(clip for clip in track.clips if clip.owner not in cues)
        if track.locked or len(kept) == len(track.clips):
            return track
        return track.evolve(clips=kept)

    return _with_cues(
        with_tracks(film, change), shot, [x for x in told.items() if x[0].owner in cues]
    )


def _with_cues(film: Project, shot: Shot, cues: list[tuple[_Lain, Clip]]) -> Project:
    """Clips of cues come in on their tracks, where these are open and nothing else lies."""
    picture = _picture(film, shot)
    if picture is None or not cues:
        return film
    tracks = {track.id: track for track in film.cut.tracks if not track.locked}
    return lay(film, list(_pieces(tracks, picture, cues)))


def _pieces(
    tracks: Mapping[str, Track], picture: Clip, cues: list[tuple[_Lain, Clip]]
) -> Iterator[Piece]:
    for lain, clip in cues:
        start = picture.start + lain.start - picture.skip
        end = min(start + lain.frames, picture.end)
        track = tracks.get(lain.track)
        if track is None or not picture.start <= start < end:
            continue
        if all(clip_at(track, frame) is None for frame in (start, end - 1)):
            link = picture.link if clip.link is not None else None
            yield Piece(track.id, clip.evolve(start=start, frames=end - start, link=link))
