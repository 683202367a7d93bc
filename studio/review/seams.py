"""Seams: what changes at a cut of the film, measured, and what could be done about it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from studio.errors import BadInput, Cancelled
from studio.media.sound import sound_blocks
from studio.review.cut_frames import Bytes, first_pictures, last_pictures
from studio.review.finding import Finding, Told, fault, remarked
from studio.review.limits import limit
from studio.review.remedies import Graded
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.look import PLAIN
from studio.timeline.project import Project
from studio.timeline.queries import clips, find_scene_of, shot_labels
from studio.timeline.take import Take
from studio.timeline.timecode import timecode

Stop = Callable[[], bool]

REACH = 8  # film frames on either side that are looked at
_RATE, _WINDOW = 16_000, 0.4  # samples a second and seconds of sound on either side (EBU R 128)
_NO_SOUND = -60.0  # dBFS below which a step is none


class Remedy(StrEnum):
    """What can be done at a seam; each is an edit of its own."""

    MATCH_COLOUR = "match_colour"
    DROP_REPEATED = "drop_repeated"
    BEST_PAIR = "best_pair"
    DISSOLVE = "dissolve"
    L_CUT = "l_cut"


@dataclass(frozen=True)
class Cut:
    """A hard cut between two clips on one picture track, at film frame `frame`."""

    before: Clip
    after: Clip
    frame: int
    same_scene: bool
    label: str  # of both shots, such as 1-2 / 1-3


@dataclass(frozen=True)
class Seam:
    """What was measured at a cut.

    `luma` and `colour` in CIE L*, `motion` as a share of the frame's width a frame, `sound` in
    decibels (None: silent on a side), `repeated` film frames that both sides show; `pair` are the
    frames to take from the end of the one and the start of the other for the smoothest cut.
    """

    cut: Cut
    luma: float
    colour: float
    motion: float
    sound: float | None
    repeated: int
    pair: tuple[int, int]
    findings: tuple[Finding, ...] = ()
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True)
class Unseen:
    """A cut that could not be looked at, and why."""

    cut: Cut
    why: Told


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


def seams(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    *,
    only: Sequence[str] | None = None,
    graded: Graded | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Stop | None = None,
) -> list[Seam | Unseen]:
    """Every cut measured (`only`: those into these clips); blocking. Raises Cancelled.

    `graded` is how the film applies a grade; without it the takes are compared as they are.
    """
    cuts = [c for c in cuts_of(project, shown) if only is None or c.after.id in only]
    found: list[Seam | Unseen] = []
    for count, cut in enumerate(cuts, 1):
        if cancelled is not None and cancelled():
            raise Cancelled("media.cancelled")
        paths = [folder / shown[clip.owner].files[0].path for clip in (cut.before, cut.after)]
        try:
            found.append(measured(project, cut, *paths, graded))
        except BadInput as error:
            found.append(Unseen(cut, Told.of(error)))
        if progress is not None:
            progress(count / len(cuts))
    return found


def measured(
    project: Project, cut: Cut, before: Path, after: Path, graded: Graded | None = None
) -> Seam:
    """One cut, with its findings and remedies. Raises BadInput for a take that cannot be read."""
    out = last_pictures(cut.before, before, project.rate, REACH)
    into = first_pictures(cut.after, after, project.rate, REACH)
    luma, colour = _colour_step(
        as_graded(cut.before, out[-1], graded), as_graded(cut.after, into[0], graded)
    )
    apart = _apart(out, into)
    repeated = _repeated(out, into, apart)
    sound = None
    if cut.before.speed == 1 == cut.after.speed and not _parted(project, cut):
        sound = _sound_step(project, cut, before, after)
    seam = Seam(cut, luma, colour, _motion_step(out, into), sound, repeated, _best_pair(apart))
    return placed(project, seam, cut)


def placed(project: Project, seam: Seam, cut: Cut) -> Seam:
    """What was measured of the same pictures, told of where their cut lies now."""
    here = replace(seam, cut=cut)
    findings = tuple(_findings(project, here))
    return replace(here, findings=findings, remedies=tuple(_remedies(here, findings)))


def as_graded(clip: Clip, picture: Bytes, graded: Graded | None) -> Bytes:
    """A picture of a clip as its own grade has it."""
    grade = (clip.look or PLAIN).grade
    if graded is None or grade == PLAIN.grade:
        return picture
    colours = np.asarray(picture, np.float64).reshape(-1, 3)[:, ::-1] / 255
    seen = graded(colours, grade)[:, ::-1].reshape(picture.shape)
    return np.asarray(np.clip(np.round(seen * 255), 0, 255), np.uint8)


def _parted(project: Project, cut: Cut) -> bool:
    """Whether the sound of a side does not change at the cut: it goes on, or comes before."""
    for clip, at_start in ((cut.before, False), (cut.after, True)):
        own = own_sounds(project, clip)
        if own and all((s.start if at_start else s.end) != cut.frame for s in own):
            return True
    return False


def own_sounds(project: Project, picture: Clip) -> list[Clip]:
    """The sound of a picture's own take that is linked with it."""
    if not picture.link:
        return []
    return [
        clip for track, clip in clips(project)
        if track.kind is TrackKind.SOUND and clip.link == picture.link
        and clip.owner == picture.owner
    ]  # fmt: skip


def _colour_step(one: Bytes, other: Bytes) -> tuple[float, float]:
    """Steps of the averages in CIE L* and in the plane of a* and b*."""
    means = [
        cv2.cvtColor(each.astype(np.float32) / 255, cv2.COLOR_BGR2Lab).mean(axis=(0, 1))
        for each in (one, other)
    ]
    step = np.asarray(means[1] - means[0], np.float64)
    return float(step[0]), float(np.hypot(step[1], step[2]))


def _apart(out: Bytes, into: Bytes) -> npt.NDArray[np.float64]:
    """Levels between every picture of the one side and every one of the other, (n, m)."""
    ends, starts = out.astype(np.int16), into.astype(np.int16)
    rows = [[float(np.abs(a - b).mean()) for b in starts] for a in ends]
    return np.array(rows, np.float64)


def _repeated(out: Bytes, into: Bytes, apart: npt.NDArray[np.float64]) -> int:
    """How many of the first pictures after the cut are the last ones before it, shown again.

    The fewest where several counts fit, as in a picture that stands still.
    """
    same = limit("seam.same")
    for count in range(1, min(apart.shape) + 1):
        if all(apart[len(out) - count + n, n] < same for n in range(count)):
            return count
    return 0


def _best_pair(apart: npt.NDArray[np.float64]) -> tuple[int, int]:
    """The frames to take off either side so that the pictures at the cut are most alike.

    Only where that halves what is between them, and fewer frames where that is as good.
    """
    tall = len(apart)
    taken = np.arange(tall)[::-1, None] + np.arange(len(apart[0]))
    cost = apart + 0.02 * taken * max(1.0, float(apart[-1, 0]))
    end, start = np.unravel_index(int(cost.argmin()), cost.shape)
    if apart[end, start] > 0.5 * apart[-1, 0]:
        return 0, 0
    return tall - 1 - int(end), int(start)


def _motion_step(out: Bytes, into: Bytes) -> float:
    """How much the average movement changes, as a share of the frame's width a frame."""
    if len(out) < 2 or len(into) < 2:
        return 0.0
    step = _flow(into[0], into[1]) - _flow(out[-2], out[-1])
    return float(np.linalg.norm(step)) / out.shape[2]


def _flow(one: Bytes, other: Bytes) -> npt.NDArray[np.float64]:
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
    grey = [np.asarray(cv2.cvtColor(p, cv2.COLOR_BGR2GRAY), np.uint8) for p in (one, other)]
    flow = dis.calc(grey[0], grey[1], np.zeros((*grey[0].shape, 2), np.float32))
    return np.asarray(flow, np.float64).mean(axis=(0, 1))


def _sound_step(project: Project, cut: Cut, before: Path, after: Path) -> float | None:
    rate = project.rate
    ends = float(rate.seconds(int(cut.before.shows(cut.before.end))))
    starts = float(rate.seconds(int(cut.after.shows(cut.after.start))))
    levels = [
        _level(before, max(0.0, ends - _WINDOW), ends),
        _level(after, starts, starts + _WINDOW),
    ]
    if any(level is None or level < _NO_SOUND for level in levels):
        return None
    return float(levels[1] or 0.0) - float(levels[0] or 0.0)


def _level(path: Path, begin: float, end: float) -> float | None:
    """dBFS of a stretch of a file's sound; None where it has none."""
    low, high, at = round(begin * _RATE), round(end * _RATE), 0
    parts: list[npt.NDArray[np.float32]] = []
    try:
        for block in sound_blocks(path, sample_rate=_RATE, channels=1):
            parts.append(block[max(0, low - at) : max(0, high - at), 0])
            at += len(block)
            if at >= high:
                break
    except BadInput:
        return None
    sound = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    return 10 * float(np.log10(max(1e-12, float(np.square(sound).mean())))) if len(sound) else None


def _findings(project: Project, seam: Seam) -> Iterator[Finding]:
    """Repeated frames fail; steps inside a scene are said, as they may be meant."""
    place = {"timecode": timecode(project.rate, seam.cut.frame), "label": seam.cut.label}
    if seam.repeated:
        yield fault(
            "seam", "seam_repeated", value=float(seam.repeated), threshold=limit("seam.same"),
            values={**place, "count": seam.repeated},
        )  # fmt: skip
    if not seam.cut.same_scene:
        return
    steps = (
        ("luma", abs(seam.luma), f"{seam.luma:+.0f}"),
        ("colour", seam.colour, f"{seam.colour:.0f}"),
        ("motion", seam.motion, f"{100 * seam.motion:.0f}"),
        ("sound", abs(seam.sound or 0.0), f"{seam.sound or 0.0:+.0f}"),
    )
    for name, value, told in steps:
        threshold = limit(f"seam.{name}")
        if value > threshold:
            values = {**place, "step": told}
            found = fault("seam", f"seam_{name}", value=value, threshold=threshold, values=values)
            yield remarked(found)


def _remedies(seam: Seam, findings: Sequence[Finding]) -> Iterator[Remedy]:
    keys = {finding.told.key for finding in findings}
    if seam.repeated:
        yield Remedy.DROP_REPEATED
    elif seam.pair != (0, 0):
        yield Remedy.BEST_PAIR
    if keys & {"review.seam_luma", "review.seam_colour"}:
        yield Remedy.MATCH_COLOUR
    if "review.seam_motion" in keys:
        yield Remedy.DISSOLVE
    if "review.seam_sound" in keys:
        yield Remedy.L_CUT
