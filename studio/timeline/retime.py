"""Another rate: every position of the film is rounded once, from its exact time."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from studio.timeline.cut import Clip, Cut, Track
from studio.timeline.look import Title, Transition
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.reach import from_position
from studio.timeline.rebuild import evolved
from studio.timeline.story import Cue, Scene, Shot

Frame = Callable[[int], int]
Place = Callable[[Fraction], Fraction]


def change_rate(project: Project, rate: Rate) -> Project:
    """The same film counted at another rate, its parts as near to their old times as frames allow.

    Edges are rounded, not lengths, so neighbours stay neighbours and nothing drifts. Whatever
    would vanish keeps one frame. Going back need not give the same film: undo does.
    """
    if rate == project.rate:
        return project
    old = project.rate

    def at(frame: int) -> int:
        return rate.frames(old.seconds(frame))

    def place(frames: Fraction) -> Fraction:
        return frames * rate.fraction / old.fraction

    cut = _cut(project.cut, at, place)
    titles = tuple(_title(title, at) for title in project.titles)
    return project.evolve(
        rate=rate, scenes=tuple(_scenes(project.scenes, at)), cut=cut, titles=titles
    )


def _scenes(scenes: Iterable[Scene], at: Frame) -> Iterator[Scene]:
    start = 0  # of the shot in the film, at the old rate
    for scene in scenes:
        shots: list[Shot] = []
        for shot in scene.shots:
            shots.append(_shot(shot, start, at))
            start += shot.frames
        yield scene.evolve(shots=tuple(shots))


def _shot(shot: Shot, start: int, at: Frame) -> Shot:
    frames = max(1, at(start + shot.frames) - at(start))
    cues = tuple(_cue(cue, start, frames, at) for cue in shot.cues)
    return evolved(shot, frames=frames, cues=cues)


def _cue(cue: Cue, start: int, limit: int, at: Frame) -> Cue:
    """`start`: where the shot of the cue begins; `limit`: its new length."""
    begins = start + cue.start
    frames = None if cue.frames is None else max(1, at(begins + cue.frames) - at(begins))
    return cue.evolve(start=min(at(begins) - at(start), limit - 1), frames=frames)


def _title(title: Title, at: Frame) -> Title:
    return evolved(title, fade=at(title.fade))


def _cut(cut: Cut, at: Frame, place: Place) -> Cut:
    tracks = tuple(track.evolve(clips=tuple(_clips(track, at, place))) for track in cut.tracks)
    markers = tuple(marker.evolve(frame=at(marker.frame)) for marker in cut.markers)
    return cut.evolve(tracks=tracks, markers=markers)


def _clips(track: Track, at: Frame, place: Place) -> Iterator[Clip]:
    free = 0  # the first frame that no earlier clip takes
    for clip in track.clips:
        start = max(free, at(clip.start))
        free = max(start + 1, at(clip.end))
        first = {"skip": at(clip.skip)}
        if clip.speed != 1 or clip.phase:
            first = from_position(place(clip.skip + clip.phase))
        yield clip.evolve(
            start=start, frames=free - start, entry=_transition(clip.entry, at),
            exit=_transition(clip.exit, at), fade_in=at(clip.fade_in), fade_out=at(clip.fade_out),
            **first,
        )  # fmt: skip


def _transition(old: Transition | None, at: Frame) -> Transition | None:
    return None if old is None else evolved(old, frames=max(1, min(1_000, at(old.frames))))
