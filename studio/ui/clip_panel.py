"""The inspector of clips: how the chosen clips look, move and sound, and what titles say."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.project import Project
from studio.timeline.queries import find_clip
from studio.timeline.story import ReferenceKind
from studio.ui.clip_colour import ColourPart
from studio.ui.clip_crossfade import CrossfadePart, meets
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
        self._late = False
        self._building = QTimer(self, singleShot=True, interval=0)
        self._building.timeout.connect(self._build)
        words = hand.words
        self.title = NameLabel()
        self.title.setProperty("rank", "head")
        self.empty = soft(words("none"))
        self._makers: dict[str, Callable[[], ClipPart]] = {
            "title": partial(TitlePart, hand), "picture": partial(PicturePart, hand),
            "colour": partial(ColourPart, hand), "transitions": partial(TransitionPart, hand),
            "pace": partial(PacePart, hand, freeze_here), "sound": partial(SoundPart, hand),
            "crossfade": partial(CrossfadePart, hand), "room": partial(RoomPart, hand),
        }  # fmt: skip
        self.parts: dict[str, ClipPart] = {}  # those that were wanted: each takes a while to build
        self._for: dict[str, tuple[Clip, ...]] = {}
        self.sections = {
            name: Section(words(f"section.{name}"), _slot(), opened=name in _OPEN)
            for name in self._makers
        }
        for part, section in self.sections.items():
            section.head.toggled.connect(partial(self._folded, part))
        self._wheel = QuietWheel(self)
        self._lay_out()
        hand.desk.changed.connect(self._edited)
        hand.session.clips_chosen.connect(self._refresh)
        state.passage_chosen.connect(self._refresh)
        self._refresh()

    @property
    def text(self) -> TitlePart:
        """The words of titles."""
        return cast("TitlePart", self.part("title"))

    @property
    def picture(self) -> PicturePart:
        """Place, crop, opacity."""
        return cast("PicturePart", self.part("picture"))

    @property
    def colour(self) -> ColourPart:
        """Grade and table."""
        return cast("ColourPart", self.part("colour"))

    @property
    def transitions(self) -> TransitionPart:
        """What leads in and out."""
        return cast("TransitionPart", self.part("transitions"))

    @property
    def pace(self) -> PacePart:
        """Speed and direction."""
        return cast("PacePart", self.part("pace"))

    @property
    def room(self) -> RoomPart:
        """What belongs to the whole film."""
        return cast("RoomPart", self.part("room"))

    def part(self, name: str) -> ClipPart:
        """A part by its name, built now when it is not there yet."""
        if name not in self.parts:
            made = self.parts[name] = self._makers[name]()
            layout = self.sections[name].part.layout()
            assert layout is not None
            layout.addWidget(made)
            self._wheel.over(made)
            made.show_clips(self._for.get(name, ()))
        return self.parts[name]

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
        self._late = True
        self._refresh()

    def _folded(self, name: str, opened: bool) -> None:
        if opened and not self.sections[name].isHidden() and name not in self.parts:
            self._tall.settle(self.part(name))

    def _edited(self, before: Project, after: Project) -> None:
        """Only where something of it may have changed."""
        same = before.cut is after.cut and before.titles is after.titles
        if not (same and before.luts is after.luts and before.references is after.references):
            self._refresh()

    def _refresh(self, *_news: object) -> None:
        if not (self.isVisible() or self._late):
            return
        self._late = False
        film = self._hand.desk.project
        chosen = self._state.passage
        found = self._hand.chosen if chosen is None else _only(film, chosen[0])
        parts = {name: () for name in self._makers} | self._by_part(film, found)
        if chosen is not None:
            those = ("transitions", "crossfade")
            parts = {name: parts[name] if name in those else () for name in parts}
        self._for = parts
        for name, section in self.sections.items():
            wanted = bool(parts[name]) or (name == "room" and not found)
            section.setVisible(wanted)
            if name in self.parts:
                self.parts[name].show_clips(parts[name])
        self._build()
        if chosen is not None:
            for name in ("transitions", "crossfade"):
                self.sections[name].head.setChecked(True)
        self.title.setVisible(bool(found))
        bare = not any(parts.values())  # as the caption of a line: its words are the line's
        self.empty.setText(self._hand.words("bare" if found else "none"))
        self.empty.setVisible(bare)
        self._tell([clip for _, clip in found])

    def _build(self) -> None:
        """One part that is seen and not there; the next one when the window has answered."""
        sections = self.sections.items()
        seen = [n for n, each in sections if each.head.isChecked() and not each.isHidden()]
        missing = [name for name in seen if name not in self.parts]
        if missing:
            self._tall.settle(self.part(missing[0]))
        if len(missing) > 1:
            self._building.start()

    def _by_part(self, film: Project, found: Sequence[Found]) -> dict[str, tuple[Clip, ...]]:
        kinds = {kind: tuple(c for t, c in found if t.kind is kind) for kind in TrackKind}
        stills = {r.id for r in film.references if r.kind is ReferenceKind.PICTURE}
        titles = {title.id for title in film.titles}
        seen, heard = kinds[TrackKind.PICTURE], kinds[TrackKind.SOUND]
        moving = tuple(clip for clip in (*seen, *heard) if clip.owner not in stills)
        return {
            "title": tuple(c for c in kinds[TrackKind.TEXT] if c.owner in titles),
            "picture": seen, "colour": seen, "transitions": seen, "pace": moving, "sound": heard,
            "crossfade": tuple(clip for clip in heard if meets(film, clip.id)),
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
        self._tall = Tall(inside)
        whole.addWidget(self._tall, 1)


def _slot() -> QWidget:
    """Where a part will stand."""
    slot = QWidget()
    column = QVBoxLayout(slot)
    column.setContentsMargins(0, 0, 0, 0)
    return slot


def _only(film: Project, clip_id: str) -> list[Found]:
    found = find_clip(film, clip_id)
    return [found] if found is not None and not found[0].locked else []
