"""The story laid out as a cut: one clip a shot, its sound, effects, music and captions."""

from collections.abc import Iterator
from dataclasses import dataclass

from studio.timeline.cut import Clip, Cut, Marker, Track, TrackKind
from studio.timeline.model import derived_id
from studio.timeline.project import Project
from studio.timeline.queries import shots
from studio.timeline.story import Cue, CueKind, Shot


@dataclass(frozen=True)
class _Laid:
    shot: Shot
    start: int


def assemble(project: Project) -> Project:
    """The cut of the story as it is told: every shot once, in order, at its full length.

        picture   |1-1|1-2|2-1|
        dialogue  |1-1|1-2|2-1|   the takes' own sound
        effects     |~|
        music     |~~~~~~~~~~~|
        captions   |a| |b||c|

    The same story gives an equal cut, ids included.
    """
    laid = list(_laid(project))
    end = laid[-1].start + laid[-1].shot.frames if laid else 0
    whole = [(x.shot.id, x.start, x.shot.frames) for x in laid]
    tracks = (
        _track("Picture", TrackKind.PICTURE, "picture", whole),
        _track("Dialogue", TrackKind.SOUND, "dialogue", whole),
        _track("Effects", TrackKind.SOUND, "effects", _sounding(laid, CueKind.EFFECT, end)),
        _track("Music", TrackKind.SOUND, "music", _sounding(laid, CueKind.MUSIC, end)),
        _track("Captions", TrackKind.TEXT, "captions", _read(laid)),
    )
    return project.evolve(cut=Cut(tracks=tracks, markers=tuple(_markers(project))))


def _laid(project: Project) -> Iterator[_Laid]:
    start = 0
    for shot in shots(project):
        yield _Laid(shot, start)
        start += shot.frames


def _track(name: str, kind: TrackKind, role: str, runs: list[tuple[str, int, int]]) -> Track:
    clips = tuple(
        Clip(id=derived_id("cl", role, owner), owner=owner, start=start, frames=frames)
        for owner, start, frames in runs
    )
    return Track(id=derived_id("tr", role), name=name, kind=kind, role=role, clips=clips)


def _cues(laid: list[_Laid], *kinds: CueKind) -> list[tuple[Cue, int, int]]:
    """(cue, its first film frame, the film frame where its shot ends) in order."""
    found = [
        (cue, x.start + min(cue.start, x.shot.frames - 1), x.start + x.shot.frames)
        for x in laid
        for cue in x.shot.cues
        if cue.kind in kinds
    ]
    return sorted(found, key=lambda item: item[1])


def _sounding(laid: list[_Laid], kind: CueKind, end: int) -> list[tuple[str, int, int]]:
    """Effects and music may outlast their shot; two on a track never overlap."""
    cues = _cues(laid, kind)
    limits = [*(start for _, start, _ in cues[1:]), end]
    runs: list[tuple[str, int, int]] = []
    for (cue, start, shot_end), limit in zip(cues, limits, strict=False):
        stop = min(limit, start + cue.frames if cue.frames else shot_end)
        if stop > start:
            runs.append((cue.id, start, stop - start))
    return runs


def _read(laid: list[_Laid]) -> list[tuple[str, int, int]]:
    """Lines and captions, each inside its shot and gone when the next one comes."""
    cues = _cues(laid, CueKind.LINE, CueKind.CAPTION)
    limits = [*(start for _, start, _ in cues[1:]), sum(x.shot.frames for x in laid)]
    runs: list[tuple[str, int, int]] = []
    for (cue, start, shot_end), limit in zip(cues, limits, strict=False):
        stop = min(limit, shot_end, start + cue.frames if cue.frames else shot_end)
        if stop > start:
            runs.append((cue.id, start, stop - start))
    return runs


def _markers(project: Project) -> Iterator[Marker]:
    start = 0
    for scene in project.scenes:
        yield Marker(id=derived_id("mk", scene.id), frame=start, name=scene.heading)
        start += sum(shot.frames for shot in scene.shots)
