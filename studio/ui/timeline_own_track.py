"""What is done to a track by key, menu or name: the one of the clip chosen last, else the first."""

from collections.abc import Callable, Iterable

from studio.timeline.cut import Track
from studio.timeline.queries import find_clip
from studio.timeline.track_edits import change_track, remove_track
from studio.ui.actions import Action
from studio.ui.timeline_view import TimelineView
from studio.ui.words import Words

_STEP = 24  # pixels of height
_AREA, _PAGE = "ui_edit", "edit"


class TrackDeeds:
    """Mute, solo, lock, height, name and removal of the track in hand."""

    def __init__(self, view: TimelineView, words: Words) -> None:
        self._view = view
        self._desk, self._session, self._state = view.desk, view.session, view.state
        self._words = words

    def table(self) -> Iterable[Action]:
        """The actions, for the table of the window."""
        for name, run, on in (
            ("track_mute", self._turn("muted", "edit.mute"), self._is("muted")),
            ("track_solo", self._turn("solo", "edit.solo"), self._is("solo")),
            ("track_lock", self._turn("locked", "edit.lock"), self._is("locked")),
            ("track_taller", lambda: self._grow(1), None),
            ("track_lower", lambda: self._grow(-1), None),
            ("track_name", self._name, None),
            ("track_remove", self._remove, None),
        ):
            yield Action(f"timeline.{name}", run, (), self._can, area=_AREA, checked=on)

    @property
    def track(self) -> Track | None:
        """The track in hand; None in a cut without any."""
        film = self._desk.project
        found = (find_clip(film, name) for name in reversed(self._session.clips))
        chosen = next((pair[0] for pair in found if pair is not None), None)
        return chosen or next(iter(film.cut.tracks), None)

    def _can(self) -> bool:
        return self._session.page == _PAGE and self.track is not None

    def _is(self, field: str) -> Callable[[], bool]:
        def on() -> bool:
            track = self.track
            return track is not None and bool(getattr(track, field))

        return on

    def _turn(self, field: str, label: str) -> Callable[[], None]:
        def turn() -> None:
            track = self.track
            if track is not None:
                changes = {field: not getattr(track, field)}
                self._desk.edit(self._words(label), change_track, track.id, **changes)

        return turn

    def _grow(self, by: int) -> None:
        track = self.track
        lane = next((each for each in self._view.lanes.lanes if each.track is track), None)
        if track is not None and lane is not None:
            self._state.set_height(track.id, lane.height + by * _STEP)

    def _name(self) -> None:
        if self.track is not None:
            self._view.track_named.emit(self.track.id)

    def _remove(self) -> None:
        if self.track is not None:
            self._desk.edit(self._words("edit.remove_track"), remove_track, self.track.id)
