"""Edits of clips by keys and menus: at the playhead, or of what is chosen."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.cutting import Edge, split_clips
from studio.timeline.placing import paste, taken
from studio.timeline.project import Project
from studio.timeline.queries import clip_at, clips
from studio.timeline.ripple import close_time, delete, gap_at, insert, ripple_trim
from studio.timeline.sync import move_into_sync, slip_into_sync
from studio.ui.timeline_files import Spot
from studio.ui.timeline_view import TimelineView
from studio.ui.words import Words


class ClipEdits:
    """What the mouse does on the lanes, without a mouse."""

    def __init__(self, view: TimelineView, words: Words) -> None:
        self._view = view
        self._desk, self._session, self._state = view.desk, view.session, view.state
        self._words = words

    def cut(self) -> None:
        """Copy what is chosen, and take it away."""
        self.copy()
        self.chosen("cut", delete)

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

    def choose_files(self) -> None:
        """Files from the disk come in at the playhead."""
        dialog = QFileDialog(self._view, self._words("action.timeline.files"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.place_files)
        dialog.open()

    def place_files(self, paths: Sequence[str]) -> None:
        """Files come in at the playhead, over what is there; the playhead goes behind them."""
        self._view.files.place(paths, Spot(self._session.playhead), self._session.move_playhead)

    def move_into_sync(self) -> None:
        """What is chosen goes to its other half."""
        self.chosen("into_sync", move_into_sync)

    def slip_into_sync(self) -> None:
        """What is chosen stays, and shows or sounds what its other half does."""
        self.chosen("slip_sync", slip_into_sync, self._view.facts.available())

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

    def chosen(self, label: str, edit: Callable[..., Project], *args: Any) -> None:
        """An edit of what is chosen."""
        if self._session.clips:
            self._edit(label, edit, self._session.clips, *args)

    def _edit(self, label: str, edit: Callable[..., Project], *args: Any) -> bool:
        return self._desk.edit(self._words(f"edit.{label}"), edit, *args)


def _inside(clip: Clip, frame: int) -> bool:
    return clip.start < frame < clip.end


def _open(track: Track) -> bool:
    return not track.locked


def _length(some: Iterable[Clip]) -> int:
    every = list(some)
    return max(clip.end for clip in every) - min(clip.start for clip in every) if every else 0
