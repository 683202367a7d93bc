"""The drag that moves clips: over what is there, or in between others."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from studio.timeline.placing import move_clips
from studio.timeline.project import Project
from studio.timeline.queries import clips, find_clip
from studio.timeline.ripple import carry
from studio.ui.timeline_drag import Drag, Keys, signed
from studio.ui.timeline_hit import Hit

if TYPE_CHECKING:
    from studio.ui.timeline_view import TimelineView

_MANY = 120  # edges that are tried as snapping ones; of more, the first and the last


class Move(Drag):
    """Clips follow the pointer; with Ctrl they come in between others."""

    def __init__(
        self,
        view: "TimelineView",
        found: Hit,
        at: QPoint,
        ids: Sequence[str],
        *,
        settles: Sequence[str],
    ) -> None:
        super().__init__(view, at)
        assert found.clip is not None
        self._start = view.desk.project
        self._ids = [name for name in ids if _free(self._start, name)]
        self._kind = found.lane.track.kind
        self._home = found.lane
        self._lanes = [lane for lane in view.lanes.of_kind(self._kind) if not lane.track.locked]
        self._settles = settles  # chosen when the press turns out to be a click
        moving = [(t, c) for t, c in clips(self._start) if c.id in set(self._ids)]
        self._clips = moving
        edges = sorted({edge for _, clip in moving for edge in (clip.start, clip.end)})
        self._edges = edges if len(edges) <= _MANY else [edges[0], edges[-1]]
        self._magnets = view.magnets(self._ids)

    def moved(self, at: QPoint, keys: Keys) -> None:
        """Over what is there, or with Ctrl in between."""
        if not self.far(at) or not self._clips:
            return
        x = self._content(at).x()
        self.inserts = bool(keys & Keys.ControlModifier)
        if self.inserts:
            frame = self.view.state.scale.edge(x)
            magnet = self._magnets.near(frame, self.view.reach * 3)
            self.guide = frame if magnet is None else magnet
            self.told = self.view.words("timeline.insert_here")
            self.edit("edit.carry", carry, self._ids, self.guide)
            return
        by = round((x - self._film.x()) / self.view.state.scale.per_frame)
        by, self.guide = self._magnets.pull(self._edges, by, self.view.reach)
        by = max(by, -self._edges[0])
        self.told = signed(self.view, by)
        self.edit("edit.move", move_clips, self._ids, by, self._targets(at))

    def done(self) -> None:
        """A press that was no drag settles what is chosen."""
        super().done()
        if not self.live:
            self.view.choose(self._settles)

    def _targets(self, at: QPoint) -> dict[str, str]:
        """The tracks that clips of the grabbed one's kind go to: all of them as far as it."""
        goal = self.view.lanes.at(at.y() + self.view.top)
        tracks = [lane.track.id for lane in self._lanes]
        if goal is None or goal.track.id not in tracks or self._home.track.id not in tracks:
            return {}
        steps = tracks.index(goal.track.id) - tracks.index(self._home.track.id)
        mine = [(t.id, c.id) for t, c in self._clips if t.kind is self._kind and t.id in tracks]
        places = [tracks.index(track) for track, _ in mine]
        steps = max(-min(places), min(steps, len(tracks) - 1 - max(places)))
        return {clip: tracks[tracks.index(track) + steps] for track, clip in mine}


def _free(project: Project, clip_id: str) -> bool:
    found = find_clip(project, clip_id)
    return found is not None and not found[0].locked
