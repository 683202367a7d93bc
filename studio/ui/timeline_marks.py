"""Markers, in and out, and the steps between cuts and markers, by keys and menus."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from studio.timeline.cut import Marker, MarkerColour
from studio.timeline.project import Project
from studio.timeline.snapping import edit_points
from studio.timeline.three_point import Ends
from studio.timeline.track_edits import add_marker, change_marker, remove_marker
from studio.ui.timeline_markers import marker_at
from studio.ui.timeline_view import TimelineView
from studio.ui.words import Words

AskName = Callable[[str, Callable[[str], object]], object]


class Marks:
    """What is marked at the playhead."""

    def __init__(self, view: TimelineView, words: Words, ask_name: AskName) -> None:
        """`ask_name` shows a name to edit, and hands over what it became."""
        self._view = view
        self._session = view.session
        self._words = words
        self._ask_name = ask_name

    @property
    def marker(self) -> Marker | None:
        """The marker at the playhead."""
        return marker_at(self._view.desk.project, self._session.playhead)

    def mark(self) -> None:
        """A marker at the playhead; where there is one it goes."""
        if self.marker is None:
            self._edit("marker", add_marker, self._session.playhead)
        else:
            self.remove()

    def name(self) -> None:
        """The marker at the playhead gets a name; where there is none, one with that name."""
        there, frame = self.marker, self._session.playhead

        def take(name: str) -> None:
            if there is None:
                self._edit("marker", add_marker, frame, name)
            elif name != there.name:
                self._edit("name_marker", change_marker, there.id, name=name)

        self._ask_name(there.name if there is not None else "", take)

    def remove(self) -> None:
        """The marker at the playhead goes."""
        if self.marker is not None:
            self._edit("no_marker", remove_marker, self.marker.id)

    def paint(self, colour: MarkerColour) -> None:
        """The marker at the playhead gets a colour."""
        if self.marker is not None:
            self._edit("colour_marker", change_marker, self.marker.id, colour=colour)

    def next_colour(self) -> None:
        """The next of the colours, and after the last the first."""
        if self.marker is not None:
            every = list(MarkerColour)
            self.paint(every[(every.index(self.marker.colour) + 1) % len(every)])

    def nudge(self, by: int) -> None:
        """The marker at the playhead, and the playhead, go some frames later."""
        marker = self.marker
        if marker is not None and marker.frame + by >= 0:
            self._edit("move_marker", change_marker, marker.id, frame=marker.frame + by)
            self._session.move_playhead(marker.frame + by)

    def mark_in(self) -> None:
        """In at the playhead; the out point is the film's end where it is not set."""
        self._mark(self._session.ends.with_in(self._session.playhead))

    def mark_out(self) -> None:
        """Out behind the playhead's frame; the in point is the film's start where it is not set."""
        self._mark(self._session.ends.with_out(self._session.playhead))

    def _mark(self, ends: Ends) -> None:
        self._session.mark_span(ends.span(self._view.desk.project.cut.frames), ends)

    def step(self, by: int) -> None:
        """The playhead goes to the cut before or after it."""
        self._go(edit_points(self._view.desk.project.cut), by)

    def step_markers(self, by: int) -> None:
        """The playhead goes to the marker before or behind it."""
        self._go(sorted({m.frame for m in self._view.desk.project.cut.markers}), by)

    def _go(self, points: Sequence[int], by: int) -> None:
        now = self._session.playhead
        place = bisect_left(points, now) - 1 if by < 0 else bisect_right(points, now)
        if 0 <= place < len(points):
            self._session.move_playhead(points[place])

    def _edit(self, label: str, edit: Callable[..., Project], *args: Any, **more: Any) -> None:
        self._view.desk.edit(self._words(f"edit.{label}"), edit, *args, **more)
