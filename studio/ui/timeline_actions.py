"""What can be done on the timeline from menus and keys; the mouse has its own module."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from typing import Any

from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.cutting import Edge, split_clips
from studio.timeline.incoming import incoming
from studio.timeline.linking import link, unlink
from studio.timeline.placing import paste, taken
from studio.timeline.project import Project
from studio.timeline.queries import clip_at, clips, find_shot
from studio.timeline.ripple import (
    close_time,
    delete,
    gap_at,
    insert,
    ripple_delete,
    ripple_trim,
)
from studio.timeline.snapping import edit_points
from studio.timeline.track_edits import add_marker, add_track, remove_marker, remove_track
from studio.ui.actions import Action
from studio.ui.timeline_drop import bring_in
from studio.ui.timeline_nudges import Nudges
from studio.ui.timeline_state import RAZOR, SELECT
from studio.ui.timeline_view import TimelineView
from studio.ui.words import Words

AREA = "ui_edit"
PAGE = "edit"
MENU = (
    "timeline.select", "timeline.razor", "timeline.snap", "timeline.linked", "-",
    "timeline.insert", "timeline.overwrite", "-",
    "timeline.marker", "timeline.in", "timeline.out", "timeline.no_span", "-",
    "timeline.previous", "timeline.next", "-",
    "timeline.fit", "timeline.nearer", "timeline.farther", "-",
    "timeline.add_picture", "timeline.add_sound", "timeline.add_text",
)  # fmt: skip
CLIPS_MENU = (
    "timeline.cut", "timeline.copy", "timeline.paste", "timeline.paste_insert", "-",
    "timeline.here", "timeline.all", "-",
    "timeline.split", "timeline.split_all", "timeline.head", "timeline.tail", "-",
    "timeline.delete", "timeline.ripple_delete", "timeline.close_gap", "-",
    "timeline.link", "timeline.unlink", "-",
    "timeline.earlier", "timeline.later", "timeline.before", "timeline.behind",
    "timeline.up", "timeline.down",
)  # fmt: skip
CLIP_MENU = (
    "timeline.split", "-", "timeline.cut", "timeline.copy", "timeline.paste", "-",
    "timeline.delete", "timeline.ripple_delete", "-", "timeline.link", "timeline.unlink",
)  # fmt: skip


class TimelineActions:
    """Edits of the cut at the playhead and of what is chosen."""

    def __init__(self, view: TimelineView, words: Words, *, marks_elsewhere: bool = False) -> None:
        """`marks_elsewhere`: a viewer beside has the keys of in and out."""
        self._view = view
        self._desk, self._session, self._state = view.desk, view.session, view.state
        self._words = words
        self._nudges = Nudges(view, words)
        self._marks_elsewhere = marks_elsewhere

    def table(self) -> Iterable[Action]:
        """The actions, for the table of the window; they act on the edit page only."""
        some, clip, here = self._some, self._shots, self._here
        marks = ((), (), ()) if self._marks_elsewhere else (("I",), ("O",), ("Alt+X",))
        yield self._row("select", self.select, "V", "Escape", checked=lambda: self._tool(SELECT))
        yield self._row("razor", lambda: self._state.take_up(RAZOR), "C",
                        checked=lambda: self._tool(RAZOR))  # fmt: skip
        yield self._row("snap", lambda: self._state.snap(not self._state.snapping), "S",
                        checked=lambda: self._state.snapping)  # fmt: skip
        yield self._row("linked", lambda: self._state.follow_links(not self._state.linked),
                        "Shift+L", checked=lambda: self._state.linked)  # fmt: skip
        yield self._row("cut", self.cut, "Ctrl+X", enabled=some)
        yield self._row("copy", self.copy, "Ctrl+C", enabled=some)
        yield self._row("paste", lambda: self.paste(False), "Ctrl+V", enabled=self._copied)
        yield self._row("paste_insert", lambda: self.paste(True), "Ctrl+Shift+V",
                        enabled=self._copied)  # fmt: skip
        yield self._row("all", self.choose_all, "Ctrl+A")
        yield self._row("split", self.split, "Ctrl+K")
        yield self._row("split_all", self.split_all, "Ctrl+Shift+K")
        yield self._row("head", lambda: self.trim_here(Edge.START), "Q")
        yield self._row("tail", lambda: self.trim_here(Edge.END), "W")
        yield self._row("delete", lambda: self._chosen("delete", delete), "Del", "Backspace",
                        enabled=some)  # fmt: skip
        yield self._row("ripple_delete", lambda: self._chosen("ripple_delete", ripple_delete),
                        "Shift+Del", "Shift+Backspace", enabled=some)  # fmt: skip
        yield self._row("close_gap", self.close_gap, "Shift+G")
        yield self._row("link", lambda: self._chosen("link", link), "Ctrl+L",
                        enabled=lambda: here() and len(self._session.clips) > 1)  # fmt: skip
        yield self._row("unlink", lambda: self._chosen("unlink", unlink), "Ctrl+Alt+L",
                        enabled=some)  # fmt: skip
        yield self._row("insert", lambda: self.bring(True), ",", enabled=clip)
        yield self._row("overwrite", lambda: self.bring(False), ".", enabled=clip)
        yield self._row("marker", self.mark, "M")
        yield self._row("in", lambda: self.set_span(start=self._session.playhead), *marks[0])
        yield self._row("out", lambda: self.set_span(end=self._session.playhead + 1), *marks[1])
        yield self._row("no_span", lambda: self._session.mark_span(None), *marks[2],
                        enabled=lambda: here() and self._session.span is not None)  # fmt: skip
        nudges = self._nudges
        yield self._row("here", nudges.choose_here, "D")
        yield self._row("earlier", lambda: nudges.by_frames(-1), "Alt+Left", enabled=some)
        yield self._row("later", lambda: nudges.by_frames(1), "Alt+Right", enabled=some)
        yield self._row("before", lambda: nudges.by_places(-1), "Alt+Shift+Left", enabled=some)
        yield self._row("behind", lambda: nudges.by_places(1), "Alt+Shift+Right", enabled=some)
        yield self._row("up", lambda: nudges.by_tracks(-1), "Alt+Up", enabled=some)
        yield self._row("down", lambda: nudges.by_tracks(1), "Alt+Down", enabled=some)
        yield self._row("previous", lambda: self.step(-1), "Up")
        yield self._row("next", lambda: self.step(1), "Down")
        yield self._row("fit", self._view.fit, "\\")
        yield self._row("nearer", lambda: self._view.zoom(1), "=", "+")
        yield self._row("farther", lambda: self._view.zoom(-1), "-")
        for kind in TrackKind:
            yield self._row(f"add_{kind.value}", lambda k=kind: self.add(k))

    def select(self) -> None:
        """Break off a drag; else back to the selection tool; else nothing is chosen."""
        if self._view.break_off():
            return
        if self._state.tool == SELECT:
            self._view.choose(())
        self._state.take_up(SELECT)

    def cut(self) -> None:
        """Copy what is chosen, and take it away."""
        self.copy()
        self._chosen("cut", delete)

    def copy(self) -> None:
        """Keep what is chosen for a paste."""
        self._state.copied = tuple(taken(self._desk.project, self._session.clips))

    def paste(self, inserts: bool) -> None:
        """Copies at the playhead, over what is there or in between; the playhead goes behind."""
        at, pieces = self._session.playhead, self._state.copied
        before = {clip.id for _, clip in clips(self._desk.project)}
        if self._edit("paste", insert if inserts else paste, pieces, at):
            new = [c for _, c in clips(self._desk.project) if c.id not in before and c.start >= at]
            last = at + _length(piece.clip for piece in pieces)
            self._view.choose(c.id for c in new if c.end <= last)
            self._session.move_playhead(last)

    def choose_all(self) -> None:
        """Every clip that an edit may touch."""
        every = [c.id for track, c in clips(self._desk.project) if not track.locked]
        self._session.choose_clips(every)

    def split(self) -> None:
        """Cut what is chosen at the playhead; when none of it is there, what is seen."""
        frame = self._session.playhead
        chosen = set(self._session.clips)
        ids = [c.id for _, c in clips(self._desk.project) if c.id in chosen and _inside(c, frame)]
        self._split(ids or self._seen(frame), frame)

    def split_all(self) -> None:
        """Cut every track at the playhead."""
        frame = self._session.playhead
        every = clips(self._desk.project)
        self._split([c.id for t, c in every if not t.locked and _inside(c, frame)], frame)

    def trim_here(self, edge: Edge) -> None:
        """The picture under the playhead begins (or ends) there, and the film closes up."""
        frame = self._session.playhead
        under = self._picture(frame)
        if under is None:
            return
        start = under.start
        known = self._view.facts.available()
        at = frame if edge is Edge.START else frame + 1
        if self._edit("ripple_trim", ripple_trim, under.id, edge, at, known):
            self._session.move_playhead(start if edge is Edge.START else frame)

    def bring(self, inserts: bool) -> None:
        """The chosen shots come in at the playhead, which goes behind them."""
        at = self._session.playhead
        pieces = incoming(self._desk.project, self._session.shots)
        end = bring_in(self._desk, self._words, pieces, at, inserts=inserts)
        self._session.move_playhead(end)

    def mark(self) -> None:
        """A marker at the playhead; where there is one it goes."""
        frame = self._session.playhead
        there = [m for m in self._desk.project.cut.markers if m.frame == frame]
        if there:
            self._edit("no_marker", remove_marker, there[0].id)
        else:
            self._edit("marker", add_marker, frame)

    def set_span(self, *, start: int | None = None, end: int | None = None) -> None:
        """In or out at the playhead; the other one is the film's where it is not set."""
        old = self._session.span or (0, max(1, self._desk.project.cut.frames))
        first = old[0] if start is None else start
        last = old[1] if end is None else end
        if first >= last:  # the one that was set counts, the other one goes to its end
            first, last = (0, last) if start is None else (first, max(first + 1, self._frames))
        self._session.mark_span((first, last))

    def step(self, by: int) -> None:
        """The playhead goes to the cut before or after it."""
        points, now = edit_points(self._desk.project.cut), self._session.playhead
        place = bisect_left(points, now) - 1 if by < 0 else bisect_right(points, now)
        if 0 <= place < len(points):
            self._session.move_playhead(points[place])

    def add(self, kind: TrackKind) -> None:
        """A track more of a kind, above (sounds: below) the others of it."""
        tracks = self._desk.project.cut.tracks
        number = sum(track.kind is kind for track in tracks) + 1
        name = self._words(f"track.{kind.value}", number=number)
        self._edit("add_track", add_track, name, kind)

    def remove(self, track_id: str) -> None:
        """A track goes, with its clips."""
        self._edit("remove_track", remove_track, track_id)

    def close_gap(self) -> None:
        """The time under the playhead in which no picture lies leaves the film."""
        gap = gap_at(self._desk.project, self._session.playhead)
        if gap is not None:
            self._edit("close_gap", close_time, *gap)
            self._session.move_playhead(gap[0])

    def _split(self, ids: list[str], frame: int) -> None:
        if ids:
            self._edit("split", split_clips, ids, frame)

    def _seen(self, frame: int) -> list[str]:
        """The picture at a frame and the sound that is linked with it."""
        clip = self._picture(frame)
        if clip is None:
            return []
        texts = {c.id for t, c in clips(self._desk.project) if t.kind is TrackKind.TEXT}
        return [name for name in self._view.group([clip.id], alone=False) if name not in texts]

    def _picture(self, frame: int) -> Clip | None:
        """The clip that is seen at a frame, on a track that is not locked."""
        tracks = self._desk.project.cut.active(TrackKind.PICTURE)
        found = ((track, clip_at(track, frame)) for track in reversed(tracks))
        return next((clip for track, clip in found if clip is not None and _open(track)), None)

    def _chosen(self, label: str, edit: Callable[..., Project], *args: Any) -> None:
        if self._session.clips:
            self._edit(label, edit, self._session.clips, *args)

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

    @property
    def _frames(self) -> int:
        return self._desk.project.cut.frames

    def _tool(self, name: str) -> bool:
        return self._state.tool == name

    def _here(self) -> bool:
        return self._session.page == PAGE

    def _some(self) -> bool:
        return self._here() and bool(self._session.clips)

    def _copied(self) -> bool:
        return self._here() and bool(self._state.copied)

    def _shots(self) -> bool:
        project = self._desk.project
        return self._here() and any(find_shot(project, name) for name in self._session.shots)


def _inside(clip: Clip, frame: int) -> bool:
    return clip.start < frame < clip.end


def _open(track: Track) -> bool:
    return not track.locked


def _length(some: Iterable[Clip]) -> int:
    every = list(some)
    return max(clip.end for clip in every) - min(clip.start for clip in every) if every else 0
