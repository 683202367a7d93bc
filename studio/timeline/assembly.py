"""The story laid out as a cut: one clip a shot, its sound, effects, music and captions."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studio.timeline.cut import Clip, Cut, Marker, Track, TrackKind
from studio.timeline.model import derived_id
from studio.timeline.project import Project
from studio.timeline.story import Cue, CueKind


@dataclass(frozen=True)
class _Run:
    """Film frames `start` to `end` that belong to `owner`."""

    owner: str
    start: int
    end: int


@dataclass(frozen=True)
class _Laid:
    """A cue in the film: where it begins, and where its shot and its scene end."""

    cue: Cue
    start: int
    shot_end: int
    scene_end: int


def assemble(project: Project) -> Project:
    """The cut of the story as it is told: every shot once, in order, at its full length.

        picture   |1-1|1-2|2-1|
        dialogue  |1-1|1-2|2-1|   the takes' own sound
        effects     |~|
        music     |~~~~~~~~~~~|
        captions   |a| |b||c|

    Effects that sound at once lie on several tracks, "Effects", "Effects 2" and so on, and so do
    captions and music that begin together. The same story gives an equal cut, ids included; the cut
    there was is replaced.
    """
    shots, cues = list(_shots(project)), sorted(_cues(project), key=lambda laid: laid.start)
    links = _links(project)
    end = shots[-1].end if shots else 0
    effects = [_effect(x, end) for x in cues if x.cue.kind is CueKind.EFFECT]
    music = _music([x for x in cues if x.cue.kind is CueKind.MUSIC], end)
    read = _read([x for x in cues if x.cue.kind in {CueKind.LINE, CueKind.CAPTION}])
    tracks = (
        *_tracks("Picture", TrackKind.PICTURE, "picture", shots, links),
        *_tracks("Dialogue", TrackKind.SOUND, "dialogue", shots, links),
        *_tracks("Effects", TrackKind.SOUND, "effects", effects, links),
        *_tracks("Music", TrackKind.SOUND, "music", music, {}),
        *_tracks("Captions", TrackKind.TEXT, "captions", read, links),
    )
    cut = Cut(tracks=tracks, markers=tuple(_markers(project)))
    return project if cut == project.cut else project.evolve(cut=cut)


def _shots(project: Project) -> Iterator[_Run]:
    start = 0
    for scene in project.scenes:
        for shot in scene.shots:
            yield _Run(shot.id, start, start + shot.frames)
            start += shot.frames


def _cues(project: Project) -> Iterator[_Laid]:
    start = 0
    for scene in project.scenes:
        scene_end = start + sum(shot.frames for shot in scene.shots)
        for shot in scene.shots:
            for cue in shot.cues:
                begins = start + min(cue.start, shot.frames - 1)
                yield _Laid(cue, begins, start + shot.frames, scene_end)
            start += shot.frames


def _effect(laid: _Laid, end: int) -> _Run:
    """To the end of its shot, or as long as it says."""
    stop = laid.start + laid.cue.frames if laid.cue.frames else laid.shot_end
    return _Run(laid.cue.id, laid.start, min(stop, end))


def _music(cues: Sequence[_Laid], end: int) -> list[_Run]:
    """To the end of its scene, or as long as it says; the next music ends it."""
    runs: list[_Run] = []
    for laid in cues:
        stop = laid.start + laid.cue.frames if laid.cue.frames else laid.scene_end
        runs.append(_Run(laid.cue.id, laid.start, min(stop, end, _next(cues, laid, end))))
    return runs


def _read(cues: Sequence[_Laid]) -> list[_Run]:
    """Inside its shot, gone when the next one comes."""
    runs: list[_Run] = []
    for laid in cues:
        stop = laid.start + laid.cue.frames if laid.cue.frames else laid.shot_end
        limit = _next(cues, laid, laid.shot_end)
        runs.append(_Run(laid.cue.id, laid.start, min(stop, laid.shot_end, limit)))
    return runs


def _next(cues: Sequence[_Laid], one: _Laid, end: int) -> int:
    """Where the first of the ordered cues begins that begins later than `one`."""
    place = bisect_right(cues, one.start, key=lambda laid: laid.start)
    return cues[place].start if place < len(cues) else end


def _links(project: Project) -> dict[str, str]:
    """Shots, lines, captions and effects to what links them; music goes its own way."""
    links: dict[str, str] = {}
    for scene in project.scenes:
        for shot in scene.shots:
            parts = [cue.id for cue in shot.cues if cue.kind is not CueKind.MUSIC]
            links |= dict.fromkeys([shot.id, *parts], derived_id("ln", shot.id))
    return links


def _tracks(
    name: str, kind: TrackKind, role: str, runs: Sequence[_Run], links: Mapping[str, str]
) -> Iterator[Track]:
    """One track, or as many as it takes for runs that overlap; each run on the first free one."""
    lanes: list[list[_Run]] = [[]]
    for run in runs:
        lane = next((lane for lane in lanes if not lane or lane[-1].end <= run.start), None)
        if lane is None:
            lanes.append([run])
        else:
            lane.append(run)
    for number, lane in enumerate(lanes, 1):
        more = [number] if number > 1 else []
        yield Track(
            id=derived_id("tr", role, *more),
            name=" ".join([name, *map(str, more)]),
            kind=kind,
            role=role,
            clips=tuple(_clip(run, role, links) for run in lane),
        )


def _clip(run: _Run, role: str, links: Mapping[str, str]) -> Clip:
    return Clip(
        id=derived_id("cl", role, run.owner),
        owner=run.owner,
        start=run.start,
        frames=run.end - run.start,
        link=links.get(run.owner),
    )


def _markers(project: Project) -> Iterator[Marker]:
    start = 0
    for scene in project.scenes:
        yield Marker(id=derived_id("mk", scene.id), frame=start, name=scene.heading)
        start += sum(shot.frames for shot in scene.shots)
