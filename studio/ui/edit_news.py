"""What an edit did, in a few words for the bar: the take that is shown, a trim, a transition."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject

from studio.timeline.cut import Clip, TrackKind
from studio.timeline.look import Transition
from studio.timeline.project import Project
from studio.timeline.queries import find_reference, find_title, shot_labels, shots
from studio.timeline.story import Shot
from studio.ui.desk import Desk
from studio.ui.plain import one_line
from studio.ui.words import Words

Pair = tuple[Clip, Clip]  # a clip before and after


class EditNews(QObject):
    """Compares the film with the one before, while an edit is dragged with that at its start."""

    def __init__(self, desk: Desk, tell: Callable[[str], object], words: Words) -> None:
        """`tell` says a sentence that the next step makes untrue."""
        super().__init__()
        self._desk, self._tell, self._words = desk, tell, words.of("ui_edit")
        self._start: Project | None = None  # of the drag that is under way
        desk.changed.connect(self._changed)

    def _changed(self, before: Project, after: Project) -> None:
        document = self._desk.document
        start, self._start = self._start, None
        if document.dragging:
            before = self._start = start or before
        elif after is start or document.redo_label is not None:
            return  # a drag was broken off, or a step back is told as such
        said = self.news(before, after)
        if said:
            self._tell(said)

    def news(self, before: Project, after: Project) -> str:
        """A sentence; empty for edits that are told otherwise, or seen where they are made."""
        if before.scenes is not after.scenes:
            return self._shown(before, after)
        if before.cut is after.cut:
            return ""
        pairs = list(_changed_clips(before, after))
        told = self._changed_ends(pairs, after) or self._trimmed(pairs, after)
        return told or self._came_or_went(before, after)

    def _shown(self, before: Project, after: Project) -> str:
        """Other takes that shots show."""
        old = {shot.id: shot for shot in shots(before)}
        new = [shot for shot in shots(after) if old.get(shot.id) is not shot]
        if not new or not all(_only_take(old.get(shot.id), shot) for shot in new):
            return ""
        if len(new) > 1:
            return self._words("told.takes", count=len(new))
        shot, labels = new[0], shot_labels(after)
        takes = [take.id for take in self._desk.takes.get(shot.id, ())]
        if shot.take not in takes:
            return self._words("told.newest", shot=labels[shot.id])
        number = takes.index(shot.take) + 1
        return self._words("told.take", shot=labels[shot.id], number=number)

    def _trimmed(self, pairs: list[Pair], film: Project) -> str:
        """Clips that are longer or shorter, and that are otherwise as they were."""
        found = [(old, new) for old, new in pairs if old.frames != new.frames]
        if not found or any(old.speed != new.speed for old, new in found):
            return ""
        names = list(dict.fromkeys(_name(film, new) for _, new in found))
        old, new = found[0]
        if len(names) > 1:
            return self._words("told.trims", names=self._words.listed(names[:3]))
        rate = film.rate
        change = float(rate.seconds(abs(new.frames - old.frames)))
        return self._words(
            "told.trim", name=names[0], seconds=f"{float(rate.seconds(new.frames)):.2f}",
            change=f"{'+' if new.frames > old.frames else '−'}{change:.2f}",
        )  # fmt: skip

    def _came_or_went(self, before: Project, after: Project) -> str:
        """Clips that are gone, and what that makes of the film; clips that became two."""
        old, new = _clips(before), _clips(after)
        gone, come = old.keys() - new.keys(), new.keys() - old.keys()
        if bool(gone) is bool(come):
            return ""
        film, those = (before, [old[n] for n in gone]) if gone else (after, [new[n] for n in come])
        if come and not all(_halved(clip, old, new) for clip in those):
            return ""
        those.sort(key=lambda clip: clip.start)
        names = self._words.listed(list(dict.fromkeys(_name(film, clip) for clip in those))[:3])
        if come:
            return self._words("told.split", names=names)
        if after.cut.frames == before.cut.frames:
            return self._words("told.removed", names=names)
        length = after.rate.timecode(after.cut.frames)
        return self._words("told.shorter", names=names, length=length)

    def _changed_ends(self, pairs: list[Pair], film: Project) -> str:
        """Transitions that are others now."""
        found = [
            (new, there)
            for old, new in pairs
            for was, there in ((old.entry, new.entry), (old.exit, new.exit))
            if was != there
        ]
        if not found:
            return ""
        if len(found) > 1:
            return self._words("told.transitions", count=len(found))
        clip, there = found[0]
        name = _name(film, clip)
        if there is None:
            return self._words("told.no_transition", name=name)
        return self._words(
            "told.transition", name=name, kind=self._kind(there),
            seconds=f"{float(film.rate.seconds(there.frames)):.2f}",
        )  # fmt: skip

    def _kind(self, transition: Transition) -> str:
        return self._words.of("ui_clip")(f"wipe.{transition.kind.value}")


def _clips(film: Project) -> dict[str, Clip]:
    return {clip.id: clip for track in film.cut.tracks for clip in track.clips}


def _halved(clip: Clip, old: dict[str, Clip], new: dict[str, Clip]) -> bool:
    """Whether a clip is the rest of one that ends where it begins."""
    return any(
        each.owner == clip.owner and each.end == clip.start and each.frames < old[name].frames
        for name, each in new.items()
        if name in old
    )


def _only_take(old: Shot | None, new: Shot) -> bool:
    return old is not None and old.take != new.take and old.evolve(take=new.take) == new


def _changed_clips(before: Project, after: Project) -> Iterator[Pair]:
    """The clips that are in both and differ by more than their place, pictures first; nothing
    where clips came or went.
    """
    found: list[tuple[bool, Pair]] = []
    tracks = {track.id: track for track in before.cut.tracks}
    for track in after.cut.tracks:
        was = tracks.pop(track.id, None)
        if was is track:
            continue
        old = {clip.id: clip for clip in was.clips} if was is not None else {}
        if was is None or old.keys() != {clip.id for clip in track.clips}:
            return
        found += [
            (track.kind is not TrackKind.PICTURE, (old[clip.id], clip))
            for clip in track.clips
            if old[clip.id] is not clip and old[clip.id].evolve(start=clip.start) != clip
        ]
    if not tracks:
        yield from (pair for _, pair in sorted(found, key=lambda each: each[0]))


def _name(film: Project, clip: Clip) -> str:
    """What a clip shows: its shot's label, also for a line said there, or its own name."""
    labels = shot_labels(film)
    homes = {cue.id: shot.id for shot in shots(film) for cue in shot.cues}
    label = labels.get(homes.get(clip.owner, clip.owner))
    reference, title = find_reference(film, clip.owner), find_title(film, clip.owner)
    own = reference.name if reference is not None else title.text if title is not None else ""
    return label or one_line(own, 30)
