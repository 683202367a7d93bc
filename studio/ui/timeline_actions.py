"""What can be done on the timeline from menus and keys; the mouse has its own module."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from studio.timeline.cut import MarkerColour, TrackKind
from studio.timeline.cutting import Edge
from studio.timeline.linking import link, unlink
from studio.timeline.project import Project
from studio.timeline.queries import find_shot
from studio.timeline.ripple import (
    delete,
    ripple_delete,
)
from studio.timeline.track_edits import add_track, remove_track
from studio.timeline.transition_edits import remove_transitions
from studio.ui.actions import Action
from studio.ui.timeline_clips import ClipEdits
from studio.ui.timeline_marks import AskName, Marks
from studio.ui.timeline_nudges import Nudges
from studio.ui.timeline_own_track import TrackDeeds
from studio.ui.timeline_source import SourceEdits, next_target
from studio.ui.timeline_state import RAZOR, SELECT
from studio.ui.timeline_view import TimelineView
from studio.ui.words import Words

AREA = "ui_edit"
PAGE = "edit"


class TimelineActions:
    """Edits of the cut at the playhead and of what is chosen."""

    def __init__(
        self, view: TimelineView, words: Words, ask_name: AskName, *, marks_elsewhere: bool = False
    ) -> None:
        """`ask_name` asks for a marker's name; `marks_elsewhere`: a viewer has the keys I and O."""
        self._view = view
        self._desk, self._session, self._state = view.desk, view.session, view.state
        self._words = words
        self._nudges = Nudges(view, words)
        self._marks = Marks(view, words, ask_name)
        self.clips = ClipEdits(view, words)
        self.sources = SourceEdits(view, words)
        self._track = TrackDeeds(view, words)
        self._marks_elsewhere = marks_elsewhere

    def table(self) -> Iterable[Action]:
        """The actions, for the table of the window; they act on the edit page only."""
        some, here, state = self._some, self._here, self._state
        marks = ((), (), ()) if self._marks_elsewhere else (("I",), ("O",), ("Alt+X",))
        yield self._row("select", self.select, "V", "Escape", checked=lambda: self._tool(SELECT))
        yield self._row("razor", lambda: self._state.take_up(RAZOR), "C",
                        checked=lambda: self._tool(RAZOR))  # fmt: skip
        yield self._row("snap", lambda: self._state.snap(not self._state.snapping), "S",
                        checked=lambda: self._state.snapping)  # fmt: skip
        yield self._row("linked", lambda: self._state.follow_links(not self._state.linked),
                        "Shift+L", checked=lambda: self._state.linked)  # fmt: skip
        yield self._row("cut", self.clips.cut, "Ctrl+X", enabled=some)
        yield self._row("copy", self.clips.copy, "Ctrl+C", enabled=some)
        yield self._row("paste", lambda: self.clips.paste(False), "Ctrl+V", enabled=self._copied)
        yield self._row("paste_insert", lambda: self.clips.paste(True), "Ctrl+Shift+V",
                        enabled=self._copied)  # fmt: skip
        yield self._row("all", self.clips.choose_all, "Ctrl+A")
        yield self._row("split", self.clips.split, "Ctrl+K")
        yield self._row("split_all", self.clips.split_all, "Ctrl+Shift+K")
        yield self._row("head", lambda: self.clips.trim_here(Edge.START), "Q")
        yield self._row("tail", lambda: self.clips.trim_here(Edge.END), "W")
        yield self._row("delete", self.delete, "Del", "Backspace",
                        enabled=lambda: some() or self._passage())  # fmt: skip
        yield self._row("ripple_delete", lambda: self.clips.chosen("ripple_delete", ripple_delete),
                        "Shift+Del", "Shift+Backspace", enabled=some)  # fmt: skip
        yield self._row("close_gap", self.clips.close_gap, "Shift+G")
        yield self._row("link", lambda: self.clips.chosen("link", link), "Ctrl+L",
                        enabled=lambda: here() and len(self._session.clips) > 1)  # fmt: skip
        apart = self._apart
        yield self._row("into_sync", self.clips.move_into_sync, "Ctrl+Alt+S", enabled=apart)
        yield self._row("slip_sync", self.clips.slip_into_sync, "Ctrl+Alt+Shift+S", enabled=apart)
        yield self._row("unlink", lambda: self.clips.chosen("unlink", unlink), "Ctrl+Alt+L",
                        enabled=some)  # fmt: skip
        yield from self._source_rows()
        yield self._row("files", self.clips.choose_files, "Ctrl+Shift+I")
        own = self._marks
        yield self._row("in", own.mark_in, *marks[0])
        yield self._row("out", own.mark_out, *marks[1])
        yield self._row("no_span", lambda: self._session.mark_span(None), *marks[2],
                        enabled=lambda: here() and self._session.span is not None)  # fmt: skip
        yield from self._marker_rows()
        nudges = self._nudges
        yield self._row("here", nudges.choose_here, "D")
        yield self._row("earlier", lambda: nudges.by_frames(-1), "Alt+Left", enabled=some)
        yield self._row("later", lambda: nudges.by_frames(1), "Alt+Right", enabled=some)
        yield self._row("before", lambda: nudges.by_places(-1), "Alt+Shift+Left", enabled=some)
        yield self._row("behind", lambda: nudges.by_places(1), "Alt+Shift+Right", enabled=some)
        yield self._row("up", lambda: nudges.by_tracks(-1), "Alt+Up", enabled=some)
        yield self._row("down", lambda: nudges.by_tracks(1), "Alt+Down", enabled=some)
        yield self._row("previous", lambda: own.step(-1), "Up")
        yield self._row("next", lambda: own.step(1), "Down")
        yield self._row("fit", self._view.fit, "\\")
        yield self._row("nearer", lambda: self._view.zoom(1), "=", "+")
        yield self._row("farther", lambda: self._view.zoom(-1), "-")
        yield self._row("costs", lambda: state.show_costs(not self.costs_shown()), "Shift+C",
                        checked=self.costs_shown)  # fmt: skip
        yield from self._track.table()
        for kind in TrackKind:
            yield self._row(f"add_{kind.value}", lambda k=kind: self.add(k))

    def _source_rows(self) -> Iterable[Action]:
        """What comes in from beside: three marks say where, targets on which tracks."""
        own, state, source, media = self.sources, self._state, self._has_source, self._has_media
        yield self._row("insert", lambda: own.bring(True), ",", enabled=source)
        yield self._row("overwrite", lambda: own.bring(False), ".", enabled=source)
        yield self._row("media_insert", lambda: own.bring_media(True), "Alt+,", enabled=media)
        yield self._row("media_overwrite", lambda: own.bring_media(False), "Alt+.", enabled=media)

        def turn(kind: TrackKind) -> None:
            state.target(kind, next_target(self._desk.project, state, kind))

        yield self._row("target_picture", lambda: turn(TrackKind.PICTURE), "Alt+1")
        yield self._row("target_sound", lambda: turn(TrackKind.SOUND), "Alt+2")

    def _marker_rows(self) -> Iterable[Action]:
        """Markers: what is done to one is done to the one at the playhead."""
        own = self._marks

        def marked() -> bool:
            return self._here() and own.marker is not None

        yield self._row("marker", own.mark, "M")
        yield self._row("marker_name", own.name, "Shift+M")
        yield self._row("marker_gone", own.remove, "Ctrl+Alt+M", enabled=marked)
        yield self._row("marker_colour", own.next_colour, "Alt+M", enabled=marked)
        for colour in MarkerColour:
            yield self._row(f"marker_{colour.value}", partial(own.paint, colour), enabled=marked)
        yield self._row("marker_before", lambda: own.step_markers(-1), "Shift+Up")
        yield self._row("marker_behind", lambda: own.step_markers(1), "Shift+Down")
        for name, by, keys in (("earlier", -1, "Ctrl+Alt+Left"), ("later", 1, "Ctrl+Alt+Right")):
            yield self._row(f"marker_{name}", partial(own.nudge, by), keys, enabled=marked)

    def costs_shown(self) -> bool:
        """Whether the lane of costs is seen: as chosen, else where the film cost anything."""
        chosen = self._state.costs
        return self._desk.costs.matter if chosen is None else chosen

    def select(self) -> None:
        """Break off a drag; else back to the selection tool; else nothing is chosen."""
        if self._view.break_off():
            return
        if self._state.tool == SELECT:
            self._view.choose(())
        self._state.take_up(SELECT)

    def delete(self) -> None:
        """What is chosen goes: clips, or a transition."""
        passage = self._state.passage
        if passage is None:
            self.clips.chosen("delete", delete)
        elif self._edit("no_transition", remove_transitions, passage[:1], [passage[1]]):
            self._state.choose_passage(None)

    def add(self, kind: TrackKind) -> None:
        """A track more of a kind, above (sounds: below) the others of it."""
        tracks = self._desk.project.cut.tracks
        number = sum(track.kind is kind for track in tracks) + 1
        name = self._words(f"track.{kind.value}", number=number)
        self._edit("add_track", add_track, name, kind)

    def remove(self, track_id: str) -> None:
        """A track goes, with its clips."""
        self._edit("remove_track", remove_track, track_id)

    def _edit(self, label: str, edit: Callable[..., Project], *args: Any) -> bool:
        return self._desk.edit(self._words(f"edit.{label}"), edit, *args)

    def _row(
        self,
        name: str,
        run: Callable[[], object],
        *keys: str,
        enabled: Callable[[], bool] | None = None,
        checked: Callable[[], bool] | None = None,
    ) -> Action:
        return Action(f"timeline.{name}", run, keys, enabled or self._here, area=AREA,
                      checked=checked)  # fmt: skip

    def _tool(self, name: str) -> bool:
        return self._state.tool == name

    def _here(self) -> bool:
        return self._session.page == PAGE

    def _some(self) -> bool:
        return self._here() and bool(self._session.clips)

    def _passage(self) -> bool:
        return self._here() and self._state.passage is not None

    def _has_media(self) -> bool:
        return self._here() and bool(self.sources.chosen_media())

    def _apart(self) -> bool:
        """Whether something chosen is out of sync."""
        apart = self._view.facts.apart
        return self._here() and any(name in apart for name in self._session.clips)

    def _copied(self) -> bool:
        return self._here() and bool(self._state.copied)

    def _has_source(self) -> bool:
        project = self._desk.project
        chosen = any(find_shot(project, name) for name in self._session.shots)
        return self._here() and (chosen or self.sources.source is not None)
