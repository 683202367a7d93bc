"""What a press on the lanes begins: a cut, a choice, or a drag that moves, trims or chooses."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from studio.timeline.cutting import razor, split_clips
from studio.timeline.queries import clips
from studio.ui.timeline_band import Band
from studio.ui.timeline_drag import Drag, Keys
from studio.ui.timeline_hit import Hit, razor_frame
from studio.ui.timeline_move import Move
from studio.ui.timeline_passage import Fade, PickPassage, Stretch
from studio.ui.timeline_state import RAZOR
from studio.ui.timeline_trim import Trim

if TYPE_CHECKING:
    from studio.ui.timeline_view import TimelineView


def begin(view: "TimelineView", at: QPoint, keys: Keys) -> Drag | None:
    """What a press at a point begins; some of it is done at once."""
    found = view.hit(at)
    if found is None or found.clip is None or found.lane.track.locked:
        return Band(view, at, keys)
    alone = bool(keys & Keys.AltModifier)
    if view.state.tool == RAZOR:
        _cut(view, found, keys)
        return None
    if found.passage is not None:
        if found.edge is None:
            return PickPassage(view, found.passage, at)
        return Stretch(view, found.passage, found.edge, at)
    if found.fade is not None:
        return Fade(view, found, at)
    if found.edge is not None and not keys & Keys.ControlModifier:
        return Trim(view, found, at, alone=alone)
    ids = view.group([found.clip.id], alone)
    chosen = view.session.clips
    if keys & (Keys.ControlModifier | Keys.ShiftModifier):
        if found.clip.id in chosen:
            rest = [name for name in chosen if name not in ids]
            return Move(view, found, at, chosen, settles=rest)
        view.choose((*chosen, *ids))
        return Move(view, found, at, view.session.clips, settles=view.session.clips)
    if found.clip.id not in chosen or alone:
        view.choose(ids)
    return Move(view, found, at, view.session.clips, settles=ids)


def _cut(view: "TimelineView", found: Hit, keys: Keys) -> None:
    """The razor cuts where it is pressed; with Shift through everything."""
    assert found.clip is not None
    frame = razor_frame(view, found)
    label = view.words("edit.split")
    if keys & Keys.ShiftModifier:
        ids = [clip.id for track, clip in clips(view.desk.project) if not track.locked]
        view.desk.edit(label, split_clips, ids, frame)
    elif found.clip.start < frame < found.clip.end:
        alone = bool(keys & Keys.AltModifier) or not view.state.linked
        view.desk.edit(label, razor, found.clip.id, frame, alone=alone)
