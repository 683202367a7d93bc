"""The transitions at both ends of clips: their kind and their length."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QComboBox

from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.cutting import Edge
from studio.timeline.look import Transition, Wipe
from studio.timeline.project import Project
from studio.timeline.transition_edits import (
    DEFAULT,
    Side,
    remove_transitions,
    set_transition,
    side_of,
)
from studio.ui.clip_hand import ClipHand
from studio.ui.clip_part import ClipPart, Field, choices, show_common
from studio.ui.plain import soft

_LONGEST = 1_000  # frames
Ends = list[tuple[str, Side]]  # whose transition, and which


class TransitionPart(ClipPart):
    """The one at the end of a clip is the next clip's where one follows."""

    def __init__(self, hand: ClipHand) -> None:
        super().__init__(hand)
        words = hand.words
        self.kinds: dict[Edge, QComboBox] = {}
        kinds: list[tuple[object, str]] = [(None, words("wipe.none"))]
        kinds += [(wipe, words(f"wipe.{wipe.value}")) for wipe in Wipe]
        for edge in Edge:
            box = self.kinds[edge] = choices(kinds)
            box.setMaxVisibleItems(16)
            box.activated.connect(partial(self._picked, edge))
            self.add_row(f"transition_{edge.value}", box)
            self.add_numbers(
                Field(f"length_{edge.value}", partial(self._length, edge),
                      partial(self._set_length, edge), 1, _LONGEST, DEFAULT,
                      suffix=words("unit.frames"), edit="transition"),
            )  # fmt: skip
        self.note = soft()
        self.note.setWordWrap(True)
        self.note.hide()
        self.add_whole(self.note)

    def fill(self, those: Sequence[Clip]) -> None:
        """Which transitions there are."""
        for edge, box in self.kinds.items():
            there = self._there(self.hand.desk.project, self.ids, edge)
            show_common(box, [each.kind if each is not None else None for each in there])
            length = self.numbers[f"length_{edge.value}"]
            length.setEnabled(any(each is not None for each in there))

    def _ends(self, film: Project, ids: Sequence[str], edge: Edge) -> Ends:
        wanted, found = set(ids), list[tuple[str, Side]]()
        for track in film.cut.tracks:
            if track.kind is TrackKind.PICTURE:
                for place, clip in enumerate(track.clips):
                    if clip.id in wanted:
                        at, side = side_of(track, place, edge)
                        found.append((track.clips[at].id, side))
        return found

    def _there(self, film: Project, ids: Sequence[str], edge: Edge) -> list[Transition | None]:
        ends = dict(self._ends(film, ids, edge))
        clips = (clip for track in film.cut.tracks for clip in track.clips if clip.id in ends)
        return [clip.entry if ends[clip.id] is Side.ENTRY else clip.exit for clip in clips]

    def _length(self, edge: Edge, clip: Clip) -> float:
        there = self._there(self.hand.desk.project, [clip.id], edge)
        return float(there[0].frames if there and there[0] is not None else DEFAULT)

    def _set_length(self, edge: Edge, film: Project, ids: Sequence[str], value: float) -> Project:
        """Only of those that there are."""
        for side in Side:
            mine = [
                name
                for name, own in self._ends(film, ids, edge)
                if own is side and _transition(film.cut.tracks, name, side) is not None
            ]
            if mine:
                film = set_transition(film, mine, side, frames=round(value))
        return film

    def _picked(self, edge: Edge, _row: int) -> None:
        kind: Wipe | None = self.kinds[edge].currentData()

        def edit(film: Project, ids: Sequence[str]) -> Project:
            ends = self._ends(film, ids, edge)
            for side in Side:
                mine = [name for name, own in ends if own is side]
                if mine and kind is None:
                    film = remove_transitions(film, mine, [side])
                elif mine:
                    film = set_transition(film, mine, side, kind)
            return film

        self.change("transition" if kind is not None else "no_transition", edit)
        self.refresh()

    def told(self, field: Field, value: float) -> None:
        """Say when what is there is shorter than what was asked for."""
        there = round(self.numbers[field.name].value())
        self.note.setVisible(there < value)
        self.note.setText(self.hand.words("transition.shortened", frames=there))


def _transition(tracks: Sequence[Track], clip_id: str, side: Side) -> Transition | None:
    clip = next(clip for track in tracks for clip in track.clips if clip.id == clip_id)
    return clip.entry if side is Side.ENTRY else clip.exit
