"""Shots of a cut made by hand get the length and the cues that the story has for them now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from studio.timeline.assembly import assemble
from studio.timeline.cue_places import Stretch, lay_free, spot_of, stretches
from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.cutting import Edge
from studio.timeline.linking import with_tracks
from studio.timeline.project import Project
from studio.timeline.queries import clips, find_clip, shots
from studio.timeline.rebuild import evolved
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
    speed: Fraction


_Group = dict[_Lain, Clip]
_Homes = Mapping[str, Track]  # the assembly's tracks by their ids


def with_news(film: Project, before: Project) -> Project:
    """`film`, whose cut has every shot of its story, with what is new in shots `before` had.

    A shot that lies as the assembly laid it lies as it would lay it now, and later time makes
    room. Of any other the end goes where the shot ends now, unless it was trimmed; cues that are
    new, and those that lie where they were told, come where they are told now beside what the cut
    shows of the shot. A cue of which nothing is shown gets no clip; `cue_places.cut_off` tells.
    """
    assembled = assemble(film)
    homes = {track.id: track for track in assembled.cut.tracks}
    old, told, now = _groups(assemble(before)), _groups(assembled), _groups(film)
    known = {shot.id: shot for shot in shots(before)}
    for shot in shots(film):
        was = known.get(shot.id)
        if was is None or was is shot or set(old[shot.id]) == set(told[shot.id]):
            continue
        if set(now[shot.id]) == set(old[shot.id]):
            film = _lain_anew(film, shot, told[shot.id], homes)
        else:
            new = _moved(film, shot, old[shot.id], told[shot.id])
            film = _with_cues(_at_length(film, shot, was.frames), shot, new, homes)
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
            lain = _Lain(
                track.id, clip.owner, clip.start - start, clip.frames, clip.skip, clip.speed
            )
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


def _lain_anew(film: Project, shot: Shot, told: _Group, homes: _Homes) -> Project:
    picture = _picture(film, shot)
    if picture is None:
        return film
    if picture.frames != shot.frames:
        end = picture.start + shot.frames
        film = ripple_trim(film, picture.id, Edge.END, end, {})
    cues = {cue.id for cue in shot.cues if cue.kind is not CueKind.MUSIC}
    return _with_cues(film, shot, [x for x in told.items() if x[0].owner in cues], homes)


def _at_length(film: Project, shot: Shot, was: int) -> Project:
    """Pictures that showed a shot to its end still do, with what is linked; later time follows.

    One that was trimmed is left alone, unless it would show more than the shot has now.
    """
    now = shot.frames
    for name in _pictures_of(film, shot.id) if was != now else ():
        found = find_clip(film, name)
        if found is not None and found[1].speed != 1:
            continue  # its pace is the maker's, and so is its length
        last = found[1].skip + found[1].frames if found is not None else 0
        if found is not None and (last == was or now < last < was):
            end = found[1].start + max(1, now - found[1].skip)
            film = ripple_trim(film, name, Edge.END, end, {})
    return film


def _pictures_of(film: Project, shot: str) -> list[str]:
    """The pictures of a shot that may be edited."""
    return [
        clip.id
        for track, clip in clips(film)
        if clip.owner == shot and track.kind is TrackKind.PICTURE and not track.locked
    ]


def _moved(film: Project, shot: Shot, old: _Group, told: _Group) -> list[tuple[_Lain, Clip]]:
    """Cues of a shot that are told at another place than before, and not laid by hand."""
    cues = {cue.id for cue in shot.cues}
    was = {lain.owner: lain for lain in old}
    seen = stretches(film, shot.id)
    return [
        (lain, clip)
        for lain, clip in told.items()
        if lain.owner in cues
        and was.get(lain.owner) != lain
        and _lies_as_told(film, lain.owner, was.get(lain.owner), seen)
    ]


def _lies_as_told(film: Project, cue: str, was: _Lain | None, seen: Sequence[Stretch]) -> bool:
    """Whether a cue lies beside its shot as it was told; one that is new lies nowhere."""
    there = [clip for _, clip in clips(film) if clip.owner == cue]
    spot = spot_of(seen, was.start, was.start + was.frames) if was is not None else None
    if was is None or spot is None or not there:
        return spot is None and not there
    clip = there[0]  # a trim of the picture leaves a caption where and as long as it was
    starts, lengths = {spot.start, spot.start - spot.skip}, {spot.frames, was.frames}
    return len(there) == 1 and clip.start in starts and clip.frames in lengths


def _with_cues(
    film: Project, shot: Shot, cues: Sequence[tuple[_Lain, Clip]], homes: _Homes
) -> Project:
    """Cues come in beside what the cut shows of their shot, where nothing else lies."""
    moving = {lain.owner for lain, _ in cues}
    settings = {clip.owner: clip for _, clip in clips(film) if clip.owner in moving}

    def change(track: Track) -> Track:
        kept = tuple(clip for clip in track.clips if clip.owner not in moving)
        return track if track.locked or len(kept) == len(track.clips) else track.evolve(clips=kept)

    seen, link = stretches(film, shot.id), _link_of(film, shot)
    film = with_tracks(film, change) if moving else film
    for lain, clip in cues:
        spot = spot_of(seen, lain.start, lain.start + lain.frames)
        left = any(each.owner == lain.owner for _, each in clips(film))  # on a locked track
        if spot is not None and not left:
            skip = 0 if homes[lain.track].kind is TrackKind.TEXT else spot.skip
            tied = link if clip.link is not None else None
            laid = clip.evolve(start=spot.start, frames=spot.frames, skip=skip, link=tied)
            film = lay_free(film, homes[lain.track], _set_as(laid, settings.get(lain.owner)))
    return film


def _set_as(clip: Clip, old: Clip | None) -> Clip:
    """A clip that sounds as the one it takes the place of."""
    if old is None:
        return clip
    fades = {"fade_in": min(old.fade_in, clip.frames)}
    fades["fade_out"] = min(old.fade_out, clip.frames - fades["fade_in"])
    return evolved(clip, gain=old.gain, pan=old.pan, **fades)


def _link_of(film: Project, shot: Shot) -> str | None:
    """What links the first picture that the cut shows of a shot with others."""
    pictures = (
        clip
        for track, clip in clips(film)
        if clip.owner == shot.id and track.kind is TrackKind.PICTURE
    )
    first = min(pictures, key=lambda clip: clip.start, default=None)
    return first.link if first is not None else None
