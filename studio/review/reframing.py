"""Reframing: a focus for each clip of a film at one ratio, by who is seen in its take."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from studio.cast.loaded import Loaded
from studio.cast.models import NoModel
from studio.errors import BadInput, Cancelled
from studio.review import faces_seen
from studio.review.finding import Told
from studio.review.framing import Framing, framed
from studio.review.memory import Memory
from studio.review.shown import heard_in, seen_in, sides_of
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.look import ANY_RATIO, PLAIN, Fit, Focus
from studio.timeline.project import Project
from studio.timeline.queries import find_shot, shot_labels
from studio.timeline.sighting import Sighting
from studio.timeline.take import Take

Drawn = Callable[[Take], tuple[Sighting, ...] | None]
Stop = Callable[[], bool]


class Standing(StrEnum):
    """Whether a clip has a focus for the ratio: none, one that was proposed, or the maker's own."""

    FREE = "free"
    OURS = "ours"
    SET = "set"


@dataclass(frozen=True)
class Reframing:
    """What is proposed for a clip, and the `focus` that it has at the ratio now.

    Without a `framing` nothing is: nobody is seen in it, it stands in the frame as the maker placed
    it, or its take was not looked at, for the reason that `why` tells.
    """

    clip: Clip
    label: str
    standing: Standing
    framing: Framing | None = None
    why: Told | None = None
    focus: Focus | None = None


@dataclass
class Looker:
    """Who is seen in takes: what is `drawn` is known, faces are looked for in all others.

    Without `models` only what was looked at before is known.
    """

    folder: Path
    drawn: Drawn
    memory: Memory[faces_seen.Faces]
    models: Loaded | None = None

    def at(self, take: Take, stopped: Stop | None = None) -> tuple[Sighting, ...] | Told | None:
        """Who is in a take; why that is not known, or None where nobody has looked yet. Blocking.

        Raises Cancelled.
        """
        found = self.drawn(take)
        if found is not None:
            return found
        if self.models is None:
            return faces_seen.known(take, self.memory)
        try:
            return faces_seen.seen(take, self.folder, self.memory, self.models, stopped)
        except NoModel as error:
            return Told.of(error.part())
        except BadInput as error:
            return Told.of(error)


def reframings(
    project: Project,
    shown: Mapping[str, Take],
    looker: Looker,
    ratio: str,
    *,
    only: Collection[str] | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Stop | None = None,
) -> list[Reframing]:
    """What is proposed for the pictures of a film (`only`: these clips), in order. Blocking.

    `ratio` is one of deliveries that are filled, such as 9:16. Raises Cancelled.
    """
    clips = [clip for clip in _pictures(project, shown) if only is None or clip.id in only]
    labels, found = _labels(project), list[Reframing]()
    for count, clip in enumerate(clips, 1):
        if cancelled is not None and cancelled():
            raise Cancelled("media.cancelled")
        label = labels.get(clip.owner, clip.owner)
        found.append(_reframing(project, clip, label, shown[clip.owner], looker, ratio, cancelled))
        if progress is not None:
            progress(count / len(clips))
    return found


def crops(found: Sequence[Reframing]) -> dict[str, Focus]:
    """The focus that keeps who matters most, by clip; of clips for which it is another than now.

    The maker's own stays. What was shown whole stays whole, if it must be.
    """
    foci: dict[str, Focus] = {}
    for each in found:
        framing, now = each.framing, each.focus
        if framing is None or each.standing is Standing.SET:
            continue
        whole = framing.whole if now is not None and now.scale < 1 else None
        new = whole or framing.focus
        if not _alike(new, now):
            foci[each.clip.id] = new
    return foci


def wholes(found: Sequence[Reframing], ground: Fit = Fit.BLUR) -> dict[str, Focus]:
    """The focus that shows everybody over a ground, by clip; of clips that cannot hold everybody
    otherwise, and whose focus is not the maker's own.
    """
    foci: dict[str, Focus] = {}
    for each in found:
        if each.framing is None or each.framing.whole is None or each.standing is Standing.SET:
            continue
        whole = each.framing.whole.evolve(ground=ground)
        if not _alike(whole, each.focus):
            foci[each.clip.id] = whole
    return foci


def _alike(new: Focus, now: Focus | None) -> bool:
    """Whether a focus shows what another does; None: the middle."""
    return (now or Focus(ratio=new.ratio)).evolve(proposed=new.proposed) == new


def cut_off(found: Sequence[Reframing], span: tuple[int, int]) -> list[Reframing]:
    """Those of a stretch of the film in which somebody is cut off now, unless the maker has set
    what is in sight.
    """
    return [
        each
        for each in found
        if each.framing is not None and each.framing.cut and each.standing is not Standing.SET
        and each.clip.start < span[1] and each.clip.end > span[0]
    ]  # fmt: skip


def left_out(found: Sequence[Reframing], foci: Mapping[str, Focus]) -> list[Reframing]:
    """Those in which somebody is cut off once clips have new foci, by their ids."""
    out: list[Reframing] = []
    for each in found:
        focus, framing = foci.get(each.clip.id), each.framing
        if framing is None or (focus is not None and focus.scale < 1):
            continue
        if framing.cut if focus is None else framing.lost:
            out.append(each)
    return out


def _labels(project: Project) -> dict[str, str]:
    """What the owners of clips are called: shots by their numbers, media by their names."""
    named = {each.id: each.name or each.id for each in project.references}
    return named | shot_labels(project)


def _pictures(project: Project, shown: Mapping[str, Take]) -> Iterator[Clip]:
    """The clips that an edit may touch and that show a take, in the order of the film."""
    tracks = [t for t in project.cut.active(TrackKind.PICTURE) if not t.locked]
    all_of_them = [clip for track in tracks for clip in track.clips]
    for clip in sorted(all_of_them, key=lambda clip: clip.start):
        take = shown.get(clip.owner)
        if take is not None and take.kind in ("video", "picture"):
            yield clip


def _reframing(
    project: Project, clip: Clip, label: str, take: Take, looker: Looker, ratio: str,
    stopped: Stop | None,
) -> Reframing:  # fmt: skip
    own = {focus.ratio: focus for focus in (clip.look or PLAIN).focus}
    has = own.get(ratio) or own.get(ANY_RATIO)
    standing = Standing.FREE if has is None else Standing.SET
    if has is not None and has.proposed:
        standing = Standing.OURS
    sides = sides_of(project, clip, take, ratio)
    if sides is None:
        return Reframing(clip, label, standing, focus=has)
    found = looker.at(take, stopped)
    if found is None or isinstance(found, Told):
        why = found or Told(key="reframe.unseen")
        return Reframing(clip, label, standing, why=why, focus=has)
    parts = seen_in(project, clip, found)
    speaking = heard_in(project, clip, find_shot(project, clip.owner), take)
    framing = framed(parts, sides, (has or Focus()).evolve(ratio=ratio), speaking)
    return Reframing(clip, label, standing, framing, focus=has)
