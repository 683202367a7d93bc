"""The inspector of clips: how the chosen clips look, move and sound, and what titles say."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.project import Project
from studio.timeline.queries import find_clip
from studio.timeline.story import ReferenceKind
from studio.ui.clip_colour import ColourPart
from studio.ui.clip_hand import ClipHand
from studio.ui.clip_pace import PacePart
from studio.ui.clip_part import ClipPart
from studio.ui.clip_picture import PicturePart
from studio.ui.clip_room import RoomPart
from studio.ui.clip_sound import SoundPart
from studio.ui.clip_title import TitlePart
from studio.ui.clip_transitions import TransitionPart
from studio.ui.plain import NameLabel, soft
from studio.ui.shot_part import QuietWheel, Section
from studio.ui.tall import Tall
from studio.ui.timeline_state import TimelineState

_OPEN = {"title", "picture", "colour", "room"}
Found = tuple[Track, Clip]


class ClipPanel(QFrame):
    """Shows the chosen clips, or the transition that is chosen; its parts edit them."""

    def __init__(
        self,
        hand: ClipHand,
        state: TimelineState,
        name: Callable[[Clip], str],
        freeze_here: Callable[[], None],
    ) -> None:
        """`name` says what a clip is called."""
        super().__init__()
        self.setProperty("part", "panel")
        self._hand, self._state, self._name = hand, state, name
        self._shown: object = None
        words = hand.words
        self.title = NameLabel()
        self.title.setProperty("rank", "head")
        self.empty = soft(words("none"))
        self.text, self.picture, self.colour = TitlePart(hand), PicturePart(hand), ColourPart(hand)
        self.pace, self.transitions = PacePart(hand, freeze_here), TransitionPart(hand)
        self.sound, self.room = SoundPart(hand), RoomPart(hand)
        self.parts: dict[str, ClipPart] = {
            "title": self.text, "picture": self.picture, "colour": self.colour,
            "transitions": self.transitions, "pace": self.pace, "sound": self.sound,
            "room": self.room,
        }  # fmt: skip
        self.sections = {
            name: Section(words(f"section.{name}"), part, opened=name in _OPEN)
            for name, part in self.parts.items()
        }
        self._wheel = QuietWheel(self)
        self._lay_out()
        self._wheel.over(self)
        hand.desk.changed.connect(self._edited)
        hand.session.clips_chosen.connect(self._refresh)
        state.passage_chosen.connect(self._refresh)
        self._refresh()

    def commit(self) -> None:
        """What is half typed becomes an edit of the clips it was typed for."""
        for part in self.parts.values():
            part.commit()

    def open_title(self) -> None:
        """The words of the title that is chosen are to be typed."""
        self.sections["title"].head.setChecked(True)
        self.text.text.setFocus()
        self.text.text.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        """What happened while it was not seen is caught up with."""
        super().showEvent(event)
        self._refresh()

    def _edited(self, before: Project, after: Project) -> None:
        """Only where something of it may have changed."""
        same = before.cut is after.cut and before.titles is after.titles
        if not (same and before.luts is after.luts and before.references is after.references):
            self._refresh()

    def _refresh(self, *_news: object) -> None:
        if self._shown is not None and not self.isVisible():
            return
        film = self._hand.desk.project
        chosen = self._state.passage
        found = self._hand.chosen if chosen is None else _only(film, chosen[0])
        parts = {name: () for name in self.parts} | self._by_part(film, found)
        if chosen is not None:
            parts = {name: parts[name] if name == "transitions" else () for name in parts}
        for name, part in self.parts.items():
            wanted = bool(parts[name]) or (name == "room" and not found)
            self.sections[name].setVisible(wanted)
            if wanted:
                part.show_clips(parts[name])
        if chosen is not None:
            self.sections["transitions"].head.setChecked(True)
        self.title.setVisible(bool(found))
        self.empty.setVisible(not found)
        self._shown = [clip.id for _, clip in found]
        self._tell([clip for _, clip in found])

    def _by_part(self, film: Project, found: Sequence[Found]) -> dict[str, tuple[Clip, ...]]:
        kinds = {kind: tuple(c for t, c in found if t.kind is kind) for kind in TrackKind}
        stills = {r.id for r in film.references if r.kind is ReferenceKind.PICTURE}
        titles = {title.id for title in film.titles}
        seen, heard = kinds[TrackKind.PICTURE], kinds[TrackKind.SOUND]
        moving = tuple(clip for clip in (*seen, *heard) if clip.owner not in stills)
        return {
            "title": tuple(c for c in kinds[TrackKind.TEXT] if c.owner in titles),
            "picture": seen, "colour": seen, "transitions": seen, "pace": moving, "sound": heard,
        }  # fmt: skip

    def _tell(self, those: Sequence[Clip]) -> None:
        owners = list(dict.fromkeys(self._name(clip) for clip in those))
        if not owners:
            self.title.set_name("")
        elif len(owners) == 1:
            self.title.set_name(owners[0])
        else:
            self.title.set_name(self._hand.words("many", count=len(those)))

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("part", "inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 4, 14, 12)
        column.setSpacing(12)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.empty)
        for section in self.sections.values():
            column.addWidget(section)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 12, 0, 0)
        whole.setSpacing(6)
        head = QVBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.addWidget(self.title)
        whole.addLayout(head)
        whole.addWidget(Tall(inside), 1)


def _only(film: Project, clip_id: str) -> list[Found]:
    found = find_clip(film, clip_id)
    return [found] if found is not None and not found[0].locked else []
