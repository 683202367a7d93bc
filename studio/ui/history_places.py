"""Which shots a step of the history is about, found by what it changed."""

from collections.abc import Iterator

from studio.timeline.cut import Clip
from studio.timeline.project import Project
from studio.timeline.queries import clips, shot_labels, shots

_MOST = 3  # shots that are named: a step about more is about the film


def about(before: Project, after: Project) -> tuple[str, ...]:
    """The labels of the shots that were changed, added or removed, in the film's order.

    Empty where the step is not about shots, or about more than can be named. Clips count for the
    shot that they show; those that are only moved along by others do not.
    """
    touched = set(_shots(before, after))
    if not touched:
        touched = set(_owners(before, after))
    if not 0 < len(touched) <= _MOST:
        return ()
    labels = shot_labels(before) | shot_labels(after)
    return tuple(label for shot, label in labels.items() if shot in touched)


def _shots(before: Project, after: Project) -> Iterator[str]:
    if before.scenes is after.scenes:
        return
    old = {shot.id: shot for shot in shots(before)}
    new = {shot.id: shot for shot in shots(after)}
    for name in old | new:
        one, two = old.get(name), new.get(name)
        if one is not two and one != two:
            yield name


def _owners(before: Project, after: Project) -> Iterator[str]:
    """The shots of clips that differ by more than their place; else those of all that moved."""
    if before.cut is after.cut:
        return
    old = {(track.id, clip.id): clip for track, clip in clips(before)}
    new = {(track.id, clip.id): clip for track, clip in clips(after)}
    differ = [n for n in old | new if old.get(n) is not new.get(n) and old.get(n) != new.get(n)]
    more = [n for n in differ if not _only_moved(old.get(n), new.get(n))]
    homes = {
        cue.id: shot.id for film in (before, after) for shot in shots(film) for cue in shot.cues
    }
    known = {shot.id for film in (before, after) for shot in shots(film)}
    for name in more or differ:
        clip = new.get(name) or old[name]
        home = homes.get(clip.owner, clip.owner)
        if home in known:
            yield home


def _only_moved(one: Clip | None, two: Clip | None) -> bool:
    return one is not None and two is not None and one.evolve(start=two.start) == two
