"""Drags that make a transition or a fade longer or shorter, on the cut and at clips' corners."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from studio.timeline.crossfade_edits import remove_crossfade, set_crossfade
from studio.timeline.cut import TrackKind
from studio.timeline.cutting import Edge
from studio.timeline.look_edits import change_sound
from studio.timeline.project import Project
from studio.timeline.queries import find_clip
from studio.timeline.transition_edits import Passage, Side, passage, set_transition, side_of
from studio.ui.timeline_drag import Drag, Keys
from studio.ui.timeline_hit import Hit

if TYPE_CHECKING:
    from studio.ui.timeline_view import TimelineView


class PickPassage(Drag):
    """A press inside a transition chooses it, and moves nothing."""

    def __init__(self, view: "TimelineView", found: Passage, at: QPoint) -> None:
        super().__init__(view, at)
        view.choose_passage(found)

    def moved(self, at: QPoint, keys: Keys) -> None:
        """It stays at its cut."""


class Stretch(Drag):
    """An end of a transition follows the pointer; around a cut the other end goes as far."""

    def __init__(self, view: "TimelineView", found: Passage, edge: Edge, at: QPoint) -> None:
        super().__init__(view, at)
        self._passage, self._edge = found, edge
        pair = find_clip(view.desk.project, found.clip)
        assert pair is not None
        self._cut = pair[1].start if found.side is Side.ENTRY else pair[1].end
        self._around = found.start < self._cut < found.end
        self._sound = pair[0].kind is TrackKind.SOUND
        self._magnets = view.magnets()
        view.choose_passage(found)

    def moved(self, at: QPoint, keys: Keys) -> None:
        """As long as fits."""
        if not self.far(at):
            return
        reach = self._passage.start if self._edge is Edge.START else self._passage.end
        by = round((self._content(at).x() - self._film.x()) / self.view.state.scale.per_frame)
        by, guide = self._magnets.pull([reach], by, self.view.reach)
        frames = abs(reach + by - self._cut) * (2 if self._around else 1)
        if (reach + by - self._cut) * (reach - self._cut) <= 0:
            frames = 1  # it was drawn beyond the cut
        if self._sound:
            self.edit("edit.crossfade", set_crossfade, [self._passage.clip], max(1, frames))
        else:
            self.edit("edit.transition", set_transition, [self._passage.clip], self._passage.side,
                      None, max(1, frames))  # fmt: skip
        self.guide = guide
        self.told = length_of(self.view, self._passage.clip, self._passage.side)


class Fade(Drag):
    """The handle at a corner: a fade of sound, or a transition at that end of a picture.

    That of a sound, drawn over the edge into the clip that adjoins, makes a crossfade of both.
    """

    def __init__(self, view: "TimelineView", found: Hit, at: QPoint) -> None:
        super().__init__(view, at)
        assert found.clip is not None
        assert found.fade is not None
        self._clip, self._edge, self._kind = found.clip, found.fade, found.lane.track.kind
        place = found.lane.track.clips.index(found.clip)
        at_place, self._side = side_of(found.lane.track, place, found.fade)
        self._owner = found.lane.track.clips[at_place].id
        self._around = self._owner != found.clip.id or self._has_neighbour(found, place)
        self._first = found.clip.fade_in if self._edge is Edge.START else found.clip.fade_out
        if found.clip.id not in view.session.clips:
            view.choose(view.group([found.clip.id], alone=False))

    def _has_neighbour(self, found: Hit, place: int) -> bool:
        clips = found.lane.track.clips
        return self._edge is Edge.START and place > 0 and clips[place - 1].end == clips[place].start

    def moved(self, at: QPoint, keys: Keys) -> None:
        """Inwards is longer."""
        if not self.far(at):
            return
        by = round((self._content(at).x() - self._film.x()) / self.view.state.scale.per_frame)
        inwards = by if self._edge is Edge.START else -by
        if self._kind is TrackKind.SOUND:
            self._sound(self._first + inwards)
            return
        frames = max(1, inwards) * (2 if self._around else 1)
        self.edit("edit.transition", set_transition, [self._owner], self._side, None, frames)
        self.told = length_of(self.view, self._owner, self._side)

    def _sound(self, frames: int) -> None:
        """A fade of so many frames, or a crossfade that reaches as many over the edge."""
        if frames < 0 and self._around:
            self.edit("edit.crossfade", set_crossfade, [self._owner], -2 * frames)
            self.told = length_of(self.view, self._owner, self._side)
            return
        name = "fade_in" if self._edge is Edge.START else "fade_out"
        own = [self._owner] if self._around else []
        self.edit("edit.fade", _faded, own, [self._clip.id], name, max(0, frames))
        now = find_clip(self.view.desk.project, self._clip.id)
        shown = getattr(now[1], name) if now is not None else 0
        self.told = self.view.desk.project.rate.timecode(shown)


def _faded(
    film: Project, crossed: list[str], clip_ids: list[str], name: str, frames: int
) -> Project:
    """A fade in place of the crossfade that was there."""
    film = remove_crossfade(film, crossed) if crossed else film
    return change_sound(film, clip_ids, **{name: frames})


def length_of(view: "TimelineView", clip_id: str, side: Side) -> str:
    """How long a transition is now, as a timecode."""
    found = find_clip(view.desk.project, clip_id)
    if found is None:
        return ""
    track, clip = found
    each = passage(track, track.clips.index(clip), side)
    return view.desk.project.rate.timecode(each.end - each.start if each is not None else 0)
