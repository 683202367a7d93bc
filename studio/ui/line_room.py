"""Shots that are too short for what is said in them: told where their length stands."""

from PySide6.QtGui import QKeySequence

from studio.timeline.story import Shot
from studio.ui.kit import Kit
from studio.ui.shot_actions import FIT_KEYS


def told_of_room(kit: Kit, shot: Shot) -> str:
    """How many seconds a shot lacks for its lines and what mends that; empty where it is long
    enough.
    """
    frames = kit.outdated.lacking.get(shot.id, 0)
    if not frames:
        return ""
    rate = kit.desk.project.rate
    keys = QKeySequence(FIT_KEYS).toString(QKeySequence.SequenceFormat.NativeText)
    seconds = {
        "has": f"{float(rate.seconds(shot.frames)):.1f}",
        "wanted": f"{float(rate.seconds(shot.frames + frames)):.1f}",
        "lacking": f"{max(0.1, float(rate.seconds(frames))):.1f}",
    }
    return kit.media("board.short", keys=keys, **seconds)
