"""What is painted of a held picture: where its lines and grips are on the widget."""

from collections.abc import Sequence
from dataclasses import replace

from studio.ui.canvas_frame import WHOLE, Grip, Point, Standing
from studio.ui.canvas_paint import Sight
from studio.ui.canvas_snap import Guide
from studio.ui.canvas_view import View


def sight_of(
    view: View,
    standing: Standing,
    grips: Sequence[Grip],
    pivot: Point,
    *,
    crops: bool,
    guides: Sequence[Guide],
    held: bool,
    calm: bool,
    note: str,
) -> Sight:
    """A frame and its grips; `crops`: with all of the picture around what is left of it."""
    return Sight(
        outline=view.outline(standing),
        grips=view.grips(standing, grips, pivot),
        stem=view.stem(standing) if Grip.TURN in grips else None,
        around=view.outline(replace(standing, crop=WHOLE)) if crops else None,
        guides=[view.line(guide) for guide in guides],
        held=held,
        calm=calm,
        note=note,
    )
