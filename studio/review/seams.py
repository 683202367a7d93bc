"""The seams of a film: its cuts, each measured once and remembered by what it was measured of."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from studio.errors import BadInput, Cancelled
from studio.paths import user_cache
from studio.review.cut_frames import first_pictures, last_pictures
from studio.review.finding import Told
from studio.review.limits import edition
from studio.review.memory import Memory
from studio.review.remedies import Graded
from studio.review.seam import REACH, Cut, Seam, Steps, Unseen
from studio.review.seam_pictures import (
    apart,
    as_graded,
    best_pair,
    colour_step,
    motion_step,
    repeated,
)
from studio.review.seam_sounds import sound_step
from studio.review.seam_told import told
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.project import Project
from studio.timeline.queries import clips, find_scene_of, shot_labels
from studio.timeline.take import Take

Stop = Callable[[], bool]
Keyed = list[tuple[Cut, str]]
"""Cuts, each with the name of all that its measures depend on."""

_FORMAT = "1"  # a change of how things are measured makes what is remembered stale
_LIMIT = 8 * 10**6  # bytes of measures


def remembered() -> Memory[Steps]:
    """The measures of all films on this computer, in the user's cache."""
    return Memory(user_cache("seams"), Steps, _LIMIT)


def cuts_of(project: Project, shown: Mapping[str, Take]) -> Iterator[Cut]:
    """The hard cuts between videos, track by track, in order."""
    labels = shot_labels(project)
    for track in project.cut.active(TrackKind.PICTURE):
        for before, after in zip(track.clips, track.clips[1:], strict=False):
            meets = before.end == after.start and after.entry is None
            takes = [shown.get(clip.owner) for clip in (before, after)]
            if not meets or any(take is None or take.kind != "video" for take in takes):
                continue
            scenes = [find_scene_of(project, clip.owner) for clip in (before, after)]
            same = scenes[0] is not None and scenes[0] is scenes[1]
            label = " / ".join(labels.get(clip.owner, clip.owner) for clip in (before, after))
            yield Cut(before, after, after.start, same, label)


def keyed(project: Project, shown: Mapping[str, Take]) -> Keyed:
    """The cuts in the order of the film.

    What counts is in the names: the takes' hashes, which of their frames meet, speed, grade, and
    where linked sound begins and ends. So an edit elsewhere moves a cut and measures nothing.
    """
    cuts = sorted(cuts_of(project, shown), key=lambda cut: cut.frame)
    sounds: dict[str, list[Clip]] = {}
    for track, clip in clips(project):
        if track.kind is TrackKind.SOUND and clip.link:
            sounds.setdefault(clip.link, []).append(clip)
    return [(cut, _key(project, cut, shown, sounds)) for cut in cuts]


def _key(
    project: Project, cut: Cut, shown: Mapping[str, Take], sounds: Mapping[str, list[Clip]]
) -> str:
    before, after = cut.before, cut.after
    last = min(REACH, before.frames)
    parts: list[object] = [
        _FORMAT, edition(), project.rate, min(REACH, after.frames), last,
    ]  # fmt: skip
    for clip, first, edge in (
        (before, before.end - last, before.end), (after, after.start, after.start),
    ):  # fmt: skip
        own = [s for s in sounds.get(clip.link or "", ()) if s.owner == clip.owner]
        parts += [
            shown[clip.owner].files[0].sha256, clip.shows(first), clip.shows(edge), clip.speed,
            clip.look and clip.look.grade, [(s.start - cut.frame, s.end - cut.frame) for s in own],
        ]  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def seams(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    *,
    only: Sequence[str] | None = None,
    graded: Graded | None = None,
    memory: Memory[Steps] | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Stop | None = None,
) -> list[Seam | Unseen]:
    """Every cut measured (`only`: those into these clips); blocking. Raises Cancelled.

    `graded` is how the film applies a grade; without it the takes are compared as they are.
    """
    cuts = [each for each in keyed(project, shown) if only is None or each[0].after.id in only]
    found: list[Seam | Unseen] = []
    for count, (cut, key) in enumerate(cuts, 1):
        if cancelled is not None and cancelled():
            raise Cancelled("media.cancelled")
        found.append(seam_of(project, cut, key, shown, folder, graded=graded, memory=memory))
        if progress is not None:
            progress(count / len(cuts))
    return found


def seam_of(
    project: Project,
    cut: Cut,
    key: str,
    shown: Mapping[str, Take],
    folder: Path,
    *,
    graded: Graded | None = None,
    memory: Memory[Steps] | None = None,
) -> Seam | Unseen:
    """One cut of `keyed`, measured or remembered; a take that cannot be read is told with it.

    Measures with and without grades have names of their own.
    """
    name = hashlib.sha256(f"{key} {graded is not None}".encode()).hexdigest()
    known = memory.recall(name) if memory is not None else None
    if known is not None:
        return told(project, cut, known)
    one, other = (folder / shown[c.owner].files[0].path for c in (cut.before, cut.after))
    try:
        steps = _measured(project, cut, one, other, graded)
    except BadInput as error:
        return Unseen(cut, Told.of(error))
    if memory is not None:
        memory.keep(name, steps)
    return told(project, cut, steps)


def _measured(
    project: Project, cut: Cut, before: Path, after: Path, graded: Graded | None
) -> Steps:
    """Raises BadInput for a take that cannot be read."""
    out = last_pictures(cut.before, before, project.rate, REACH)
    into = first_pictures(cut.after, after, project.rate, REACH)
    luma, colour = colour_step(
        as_graded(cut.before, out[-1], graded), as_graded(cut.after, into[0], graded)
    )
    levels = apart(out, into)
    return Steps(
        luma=luma, colour=colour, motion=motion_step(out, into),
        sound=sound_step(project, cut, before, after),
        repeated=repeated(out, into, levels), pair=best_pair(levels),
    )  # fmt: skip
