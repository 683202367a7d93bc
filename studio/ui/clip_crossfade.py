"""The crossfades at both ends of clips of sound: how long they are; 0 is a hard cut."""

from collections.abc import Sequence
from functools import partial

from studio.timeline.crossfade_edits import remove_crossfade, set_crossfade
from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.cutting import Edge
from studio.timeline.project import Project
from studio.timeline.transition_edits import neighbours
from studio.ui.clip_hand import ClipHand
from studio.ui.clip_part import ClipPart, Field

_LONGEST = 1_000  # frames


class CrossfadePart(ClipPart):
    """The one at the end of a clip is the next clip's."""

    def __init__(self, hand: ClipHand) -> None:
        super().__init__(hand)
        self.add_numbers(
            *(
                Field(f"crossfade_{edge.value}", partial(self._length, edge),
                      partial(self._write, edge), 0, _LONGEST, suffix=hand.words("unit.frames"),
                      edit="crossfade")
                for edge in Edge
            )
        )  # fmt: skip
        for number in self.numbers.values():
            number.setToolTip(hand.words("tip.crossfade"))

    def fill(self, those: Sequence[Clip]) -> None:
        """Only where a clip meets another one."""
        for edge in Edge:
            meets = bool(_owners(self.hand.desk.project, self.ids, edge))
            self.numbers[f"crossfade_{edge.value}"].setEnabled(meets)

    def _length(self, edge: Edge, clip: Clip) -> float:
        found = _owners(self.hand.desk.project, [clip.id], edge)
        entry = found[0].entry if found else None
        return float(entry.frames if entry is not None else 0)

    def _write(self, edge: Edge, film: Project, ids: Sequence[str], value: float) -> Project:
        owners = [clip.id for clip in _owners(film, ids, edge)]
        if not owners:
            return film
        frames = round(value)
        return set_crossfade(film, owners, frames) if frames else remove_crossfade(film, owners)


def meets(film: Project, clip_id: str) -> bool:
    """Whether a clip adjoins another one at either end."""
    return any(_owners(film, [clip_id], edge) for edge in Edge)


def _owners(film: Project, ids: Sequence[str], edge: Edge) -> list[Clip]:
    """Whose crossfade lies at an edge of clips: those that meet one before them there."""
    wanted = set(ids)
    return [
        owner
        for track in film.cut.tracks
        if track.kind is TrackKind.SOUND
        for place, clip in enumerate(track.clips)
        if clip.id in wanted and (owner := _owner(track, place, edge)) is not None
    ]


def _owner(track: Track, place: int, edge: Edge) -> Clip | None:
    before, after = neighbours(track, place)
    if edge is Edge.END:
        return after
    return track.clips[place] if before is not None else None
