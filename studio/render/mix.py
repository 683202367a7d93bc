"""The sound of the cut as data: clips placed by the sample, and what decides how they sound.

`render.mixing` makes it. The exporter writes the whole mix to a file, the player asks for stretches
from any sample on.
"""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from studio.render.clip_edges import at
from studio.render.clips_sound import Placed, placed
from studio.render.delivery import Span
from studio.timeline.cut import TrackKind
from studio.timeline.project import Project
from studio.timeline.take import Take

_VERSION = 2  # of how the same facts sound


class Stem(StrEnum):
    """The parts of a mix, in the order in which they are added up."""

    DIALOGUE = "dialogue"
    EFFECTS = "effects"  # and everything that is neither of the others
    MUSIC = "music"
    ROOM_TONE = "room_tone"


class Mix:
    """The film's sound as data: what is heard where, for stretches of any place and length."""

    def __init__(self, project: Project, shown: Mapping[str, Take], folder: Path) -> None:
        tracks = project.cut.active(TrackKind.SOUND)
        self.samples = at(project.rate, project.cut.frames)
        self.room_tone = project.cut.room_tone
        clips: dict[Stem, tuple[Placed, ...]] = dict.fromkeys(Stem, ())
        for track in tracks:
            heard = placed(project, track, shown, folder)
            clips[stem_of(track.role)] += tuple(sorted(heard, key=_by_recording))
        self.clips: Mapping[Stem, tuple[Placed, ...]] = clips
        self.ducks = bool(clips[Stem.DIALOGUE] and clips[Stem.MUSIC])

    @property
    def stems(self) -> tuple[Stem, ...]:
        """Those in which there is something."""
        tone = self.room_tone is not None
        return tuple(s for s in Stem if self.clips[s] or (s is Stem.ROOM_TONE and tone))

    def let_go(self) -> None:
        """Forget the clips: once a long film is mixed, it has better use for their memory."""
        self.clips = dict.fromkeys(Stem, ())

    def part(self, project: Project, span: Span | None) -> tuple[int, int]:
        """The film samples of a span of the film's frames; all of them without one."""
        first, last = span or (0, project.cut.frames)
        return at(project.rate, first), min(at(project.rate, last), self.samples)

    def facts(self) -> list[object]:
        """Everything that its samples depend on, as JSON has it: equal facts sound the same.

        The names of tracks and clips, what is muted, and how clips are cut up are not in it.
        """
        clips = {stem.value: [clip.facts for clip in self.clips[stem]] for stem in Stem}
        return [_VERSION, self.samples, self.room_tone, clips]

    def facts_of(self, first: int, last: int) -> list[object]:
        """Everything that film samples `first` to `last` depend on, as `facts` has it."""
        low, high = self.needed(first, last)
        clips = {
            stem.value: [clip.facts for clip in some if clip.start < high and clip.end > low]
            for stem, some in self.clips.items()
        }
        tone = [self.room_tone, self.samples] if self.room_tone is not None else []
        return [_VERSION, first, low, high, high == self.samples, tone, clips]

    def needed(self, first: int, last: int) -> tuple[int, int]:
        """The film samples that decide how film samples `first` to `last` sound."""
        if not self.ducks:
            return first, last
        from studio.render.ducking import deciding  # who reads numpy

        return deciding(first, last, self.samples)


def _by_recording(clip: Placed) -> tuple[str, Fraction, int]:
    """Clips of one recording follow each other, so that it is decoded once for a track."""
    return clip.recording.sha256, clip.recording.tempo, clip.start


def stem_of(role: str) -> Stem:
    """Which part of the mix a track of a role belongs to."""
    return Stem(role) if role in (Stem.DIALOGUE, Stem.MUSIC) else Stem.EFFECTS
