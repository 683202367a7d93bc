"""What can be done to how clips look and move from menus and keys."""

from collections.abc import Callable, Collection, Iterable
from fractions import Fraction
from typing import Any

from studio.timeline.crossfade_edits import before, crossfade_near, set_crossfade
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.look import Lettering, Wipe
from studio.timeline.look_edits import Attributes, paste_attributes, reset_look
from studio.timeline.model import new_id
from studio.timeline.pace_edits import freeze, reverse, set_speed
from studio.timeline.project import Project
from studio.timeline.queries import clip_at, clips
from studio.timeline.title_edits import add_title
from studio.timeline.transition_edits import Side, cut_near, remove_transitions, set_transition
from studio.ui.actions import Action
from studio.ui.clip_hand import ClipHand
from studio.ui.timeline_state import TimelineState

AREA, PAGE = "ui_clip", "edit"
_SECOND = 1.0  # of the usual transition
_STILL = 2.0  # seconds that a frame stands still
_TITLE = 4.0  # seconds of a title
_CREDITS = 20.0


class ClipActions:
    """Acts on the chosen clips, else on what is seen at the playhead."""

    def __init__(
        self,
        hand: ClipHand,
        state: TimelineState,
        show: Callable[[], object],
        show_wipes: Callable[[], object],
        open_title: Callable[[], object],
        choose_table: Callable[[], object],
        mend: Callable[[], object],
    ) -> None:
        """`show` brings the inspector of clips up, `show_wipes` the list of transitions,
        `open_title` a title's words, and `mend` what can be done about a cut.
        """
        self._hand, self._state = hand, state
        self._desk, self._session = hand.desk, hand.session
        self._show, self._show_wipes = show, show_wipes
        self._open_title, self._choose_table = open_title, choose_table
        self._mend = mend

    def table(self) -> Iterable[Action]:
        """The actions, for the table of the window; they act on the edit page only."""
        some, seen, copied = self._some, self._seen, self._copied
        yield self._row("inspector", self._show, "F9")
        yield self._row("wipes", self._show_wipes, "Shift+F9")
        yield self._row("transition", self.transition_here, "Ctrl+Shift+D", on=seen)
        yield self._row("transitions", self.transitions, "Shift+D", on=some)
        yield self._row("crossfade", self.crossfade_here, "Ctrl+Alt+X", on=self._heard)
        yield self._row("mend", self._mend, "Ctrl+Alt+Y", on=seen)
        yield self._row("no_transition", self.no_transition, "Ctrl+Alt+D", on=seen)
        yield self._row("faster", lambda: self.pace(Fraction(2)), "Ctrl+Alt+Up", on=some)
        yield self._row("slower", lambda: self.pace(Fraction(1, 2)), "Ctrl+Alt+Down", on=some)
        yield self._row("as_taken", self.as_taken, on=some)
        yield self._row("reverse", lambda: self.chosen("reverse", reverse), "Ctrl+Alt+R", on=some)
        yield self._row("freeze", self.freeze_here, "Ctrl+Alt+H", on=seen)
        groups: dict[str, tuple[Attributes, ...]] = {
            "all": tuple(Attributes), "place": (Attributes.PLACE,),
            "colour": (Attributes.COLOUR,), "sound": (Attributes.SOUND,),
        }  # fmt: skip
        for name, those in groups.items():
            keys = ("Ctrl+Alt+V",) if name == "all" else ()
            yield self._row(f"paste_{name}", lambda g=those: self.paste(g), *keys, on=copied)
        yield self._row("reset_look", lambda: self.chosen("reset_look", reset_look), on=some)
        yield self._row("table", self._choose_table, on=some)
        yield self._row("title", lambda: self.title(Lettering.TITLE), "T")
        yield self._row("lower_third", lambda: self.title(Lettering.LOWER_THIRD), "Shift+T")
        yield self._row("credits", lambda: self.title(Lettering.CREDITS, _CREDITS))

    def transition_here(self, kind: Wipe | None = None) -> None:
        """The usual transition at the edit point next to the playhead."""
        found = cut_near(self._desk.project, self._session.playhead)
        if found is not None:
            clip, side = found
            self._put(clip, side, kind)

    def put_kind(self, kind: Wipe) -> None:
        """A kind goes to the chosen transition, else to chosen clips, else to the nearest cut."""
        passage = self._state.passage
        if passage is not None:
            self._put(*passage, kind)
        elif self._session.clips:
            self.transitions(kind)
        else:
            self.transition_here(kind)

    def transitions(self, kind: Wipe | None = None) -> None:
        """The usual transition at the start of every chosen picture."""
        self.chosen("transition", set_transition, Side.ENTRY, kind, self._usual)

    def crossfade_here(self) -> None:
        """Chosen sounds cross with those before them, else those that meet near the playhead."""
        film, chosen = self._desk.project, set(self._session.clips)
        mine = [
            clip.id
            for track, clip in clips(film)
            if clip.id in chosen and track.kind is TrackKind.SOUND and before(track, clip)
        ]
        first = self._state.targets.get(TrackKind.SOUND, "")
        near = crossfade_near(film, self._session.playhead, {first})
        ids = mine or ([near] if near is not None else [])
        if ids and self._hand.edit("crossfade", set_crossfade, ids) and len(ids) == 1:
            self._session.choose_clips(())
            self._state.choose_passage((ids[0], Side.ENTRY))

    def no_transition(self) -> None:
        """The chosen transition goes, else those of the chosen clips, else the nearest one."""
        passage = self._state.passage
        if passage is not None:
            self._hand.edit("no_transition", remove_transitions, passage[:1], [passage[1]])
            self._state.choose_passage(None)
        elif self._session.clips:
            self.chosen("no_transition", remove_transitions)
        else:
            found = cut_near(self._desk.project, self._session.playhead)
            if found is not None:
                self._hand.edit("no_transition", remove_transitions, [found[0]], [found[1]])

    def pace(self, times: Fraction) -> None:
        """Chosen clips run so many times as fast as now."""

        def edit(film: Project, ids: Collection[str]) -> Project:
            speeds = {clip.id: clip.speed for _, clip in clips(film) if clip.id in ids}
            for speed in sorted(set(speeds.values()) - {0}):
                mine = [name for name in ids if speeds.get(name) == speed]
                film = set_speed(film, mine, speed * times)
            return film

        self.chosen("speed", edit)

    def as_taken(self) -> None:
        """Chosen clips run as they were taken."""
        self.chosen("speed", set_speed, Fraction(1))

    def freeze_here(self) -> None:
        """The picture at the playhead stands still for two seconds."""
        frame = self._session.playhead
        ids = self._session.clips
        if not any(c.id in ids and c.start <= frame < c.end for c in self._pictures()):
            ids = tuple(clip.id for clip in self._under(frame))
        if ids:
            frames = self._desk.project.rate.frames(_STILL)
            self._hand.edit("freeze", freeze, ids, frame, frames)

    def paste(self, groups: Collection[Attributes]) -> None:
        """The chosen clips look and sound as what was copied last."""
        copied = [piece.clip for piece in self._state.copied]
        self.chosen("paste", paste_attributes, copied, groups)

    def title(self, lettering: Lettering, seconds: float = _TITLE) -> None:
        """A title at the playhead, whose words are to be typed at once, and seen: the playhead goes
        to where they have faded in.
        """
        film, clip_id = self._desk.project, new_id("cl")
        number = sum(track.role == "titles" for track in film.cut.tracks) + 1
        name = self._hand.words("track.titles", number=number)
        done = self._hand.edit(
            "add_title", add_title, self._session.playhead, film.rate.frames(seconds), name,
            text=self._hand.words("title.new"), lettering=lettering, clip_id=clip_id,
        )  # fmt: skip
        if done:
            self._state.choose_passage(None)
            self._session.choose_clips([clip_id])
            self._session.move_playhead(self._session.playhead + self._desk.project.titles[-1].fade)
            self._open_title()

    def chosen(self, label: str, edit: Callable[..., Project], *args: Any) -> bool:
        """An edit of what is chosen."""
        ids = self._session.clips
        return bool(ids) and self._hand.edit(label, edit, ids, *args)

    @property
    def _usual(self) -> int:
        """How long a new transition is, in film frames."""
        return self._desk.project.rate.frames(_SECOND)

    def _put(self, clip_id: str, side: Side, kind: Wipe | None) -> None:
        found = next((c for _, c in clips(self._desk.project) if c.id == clip_id), None)
        old = found and (found.entry if side is Side.ENTRY else found.exit)
        frames = old.frames if old else self._usual
        self._hand.edit("transition", set_transition, [clip_id], side, kind, frames)

    def _pictures(self) -> list[Clip]:
        pairs = clips(self._desk.project)
        return [clip for track, clip in pairs if track.kind is TrackKind.PICTURE]

    def _under(self, frame: int) -> list[Clip]:
        """The picture that is seen at a frame, on a track that is not locked."""
        for track in reversed(self._desk.project.cut.active(TrackKind.PICTURE)):
            clip = clip_at(track, frame)
            if clip is not None and not track.locked:
                return [clip]
        return []

    def _row(
        self,
        name: str,
        run: Callable[[], object],
        *keys: str,
        on: Callable[[], bool] | None = None,
    ) -> Action:
        return Action(f"clip.{name}", run, keys, on or self._here, area=AREA)

    def _here(self) -> bool:
        return self._session.page == PAGE

    def _some(self) -> bool:
        return self._here() and bool(self._session.clips)

    def _seen(self) -> bool:
        return self._here() and any(self._pictures())

    def _heard(self) -> bool:
        return self._here() and crossfade_near(self._desk.project, 0) is not None

    def _copied(self) -> bool:
        return self._some() and bool(self._state.copied)
