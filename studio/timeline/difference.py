"""What another state of a film has that this one has not, counted part by part."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from studio.messages import Part
from studio.timeline.cut import Cut
from studio.timeline.project import Project
from studio.timeline.queries import cues, shots
from studio.timeline.story import Cue, CueKind, Shot

_LINES = {CueKind.LINE, CueKind.CAPTION}
_SETTINGS = ("title", "language", "width", "height", "rate", "style", "backend")


@dataclass(frozen=True)
class Tally:
    """Parts of one kind: only in the other state, only in this one, and in both but otherwise."""

    more: int = 0
    fewer: int = 0
    other: int = 0

    def parts(self, kind: str) -> Iterator[Part]:
        """A few words about each count that is not nothing."""
        for name in ("more", "fewer", "other"):
            count = getattr(self, name)
            if count:
                yield Part(f"earlier.{kind}.{name}", {"count": count})


@dataclass(frozen=True)
class Difference:
    """How another state differs from the film as it is: counts, and its length in seconds."""

    shots: Tally
    lines: Tally
    sounds: Tally
    subjects: Tally
    media: Tally
    scenes: Tally
    titles: Tally
    takes: int  # shots and cues for which another take was chosen
    longer: Fraction  # seconds; negative: shorter
    text: bool
    settings: bool
    cut: bool  # other tracks, markers or clips of what is in both

    @property
    def parts(self) -> tuple[Part, ...]:
        """The difference in words, what weighs most first; empty when there is none to tell of."""
        return tuple(self._parts())

    def _parts(self) -> Iterator[Part]:
        yield from self.shots.parts("shots")
        yield from self.lines.parts("lines")
        if self.takes:
            yield Part("earlier.takes", {"count": self.takes})
        seconds = f"{abs(float(self.longer)):.1f}"
        if seconds != "0.0":
            name = "longer" if self.longer > 0 else "shorter"
            yield Part(f"earlier.{name}", {"seconds": seconds})
        yield from self.sounds.parts("sounds")
        yield from self.subjects.parts("subjects")
        yield from self.media.parts("media")
        yield from self.scenes.parts("scenes")
        yield from self.titles.parts("titles")
        if self.cut and self.shots == Tally():  # else that says it
            yield Part("earlier.cut")
        for name in ("text", "settings"):
            if getattr(self, name):
                yield Part(f"earlier.{name}")


def difference(then: Project, now: Project) -> Difference:
    """What is otherwise in `then`, seen from `now`."""
    old, new = {s.id: s for s in shots(then)}, {s.id: s for s in shots(now)}
    old_cues, new_cues = {c.id: c for c in cues(then)}, {c.id: c for c in cues(now)}
    chosen = (_chosen(old, new), _chosen(old_cues, new_cues))
    order = [name for name in old if name in new] != [name for name in new if name in old]
    both = {*_owners(then), *_owners(now)} - ({*_owners(then)} ^ {*_owners(now)})
    return Difference(
        shots=_tally(_bare_shots(old.values()), _bare_shots(new.values())),
        lines=_tally(_bare_cues(old_cues.values(), True), _bare_cues(new_cues.values(), True)),
        sounds=_tally(_bare_cues(old_cues.values(), False), _bare_cues(new_cues.values(), False)),
        subjects=_tally({s.id: s for s in then.subjects}, {s.id: s for s in now.subjects}),
        media=_tally({r.id: r for r in then.references}, {r.id: r for r in now.references}),
        scenes=_tally(_bare_scenes(then), _bare_scenes(now)),
        titles=_tally({t.id: t for t in then.titles}, {t.id: t for t in now.titles}),
        takes=sum(chosen),
        longer=then.rate.seconds(then.cut.frames) - now.rate.seconds(now.cut.frames),
        text=then.brief != now.brief,
        settings=any(getattr(then, name) != getattr(now, name) for name in _SETTINGS),
        cut=order or _arranged(then.cut, both) != _arranged(now.cut, both),
    )


def _tally(old: Mapping[str, object], new: Mapping[str, object]) -> Tally:
    both = old.keys() & new.keys()
    other = sum(1 for name in both if old[name] != new[name])
    return Tally(len(old) - len(both), len(new) - len(both), other)


def _bare_scenes(project: Project) -> dict[str, object]:
    """Scenes without their shots."""
    return {scene.id: {**dict(scene), "shots": ()} for scene in project.scenes}


def _bare_shots(those: Iterable[Shot]) -> dict[str, object]:
    """Shots without what is counted by itself."""
    return {s.id: {**dict(s), "cues": (), "take": None, "verdicts": ()} for s in those}


def _bare_cues(those: Iterable[Cue], lines: bool) -> dict[str, object]:
    """The cues that are read or spoken, or the others; without the takes they show."""
    return {c.id: {**dict(c), "take": None} for c in those if (c.kind in _LINES) is lines}


def _chosen(old: Mapping[str, Shot | Cue], new: Mapping[str, Shot | Cue]) -> int:
    """For how many parts of both another take was chosen."""
    return sum(1 for name in old.keys() & new.keys() if old[name].take != new[name].take)


def _owners(project: Project) -> Iterator[str]:
    return (clip.owner for track in project.cut.tracks for clip in track.clips)


def _arranged(cut: Cut, owners: Container[str]) -> object:
    """How the clips of these owners follow each other; where they begin, other parts decide."""
    tracks = [
        (track.id, track.name, track.muted, track.solo, track.gain, track.pan, [
            (clip.owner, clip.model_dump(exclude={"id", "start", "link"}))
            for clip in track.clips if clip.owner in owners
        ])
        for track in cut.tracks
    ]  # fmt: skip
    return tracks, cut.markers, cut.room_tone
