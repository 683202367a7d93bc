"""Small line drawings for the timeline's buttons, in the theme's colours."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from studio.ui.theme import Theme
from studio.ui.transport_icons import densities

PX = 18
_PATHS = {
    "select": "M5 3 L5 15 L8.2 12 L10.4 16.4 L12.2 15.5 L10 11.2 L14.4 11 Z",
    "razor": "M4 4 L14 14 M14 4 L4 14 M3 16 A2 2 0 1 0 5.4 13.4 M15 16 A2 2 0 1 1 12.6 13.4",
    "magnet": "M4 3 V9 A5 5 0 0 0 14 9 V3 H11 V9 A2 2 0 0 1 7 9 V3 Z M4 6 H7 M11 6 H14",
    "chain": "M7.5 10.5 L10.5 7.5 M8 5.5 L10 3.6 A3 3 0 0 1 14.4 8 L12.5 10 M10 12.5 L8 14.4"
    " A3 3 0 0 1 3.6 10 L5.5 8",
    "plus": "M9 4 V14 M4 9 H14",
    "minus": "M4 9 H14",
    "fit": "M3 6 V3 H6 M12 3 H15 V6 M15 12 V15 H12 M6 15 H3 V12 M5 9 H13",
    "marker": "M5 3 H13 V11 L9 15 L5 11 Z",
    "eye": "M2 9 Q9 2 16 9 Q9 16 2 9 Z M9 7 A2 2 0 1 0 9 11 A2 2 0 1 0 9 7",
    "eye_off": "M2 9 Q9 2 16 9 Q9 16 2 9 Z M3 15 L15 3",
    "sound": "M3 7 H6 L10 4 V14 L6 11 H3 Z M12.5 6.5 Q14.5 9 12.5 11.5",
    "sound_off": "M3 7 H6 L10 4 V14 L6 11 H3 Z M12 7 L16 11 M16 7 L12 11",
    "lock": "M5 8 H13 V15 H5 Z M6.5 8 V6 A2.5 2.5 0 0 1 11.5 6 V8",
    "unlock": "M5 8 H13 V15 H5 Z M6.5 8 V5.5 A2.5 2.5 0 0 1 11.3 4.6",
}


def icon(name: str, theme: Theme, on: str | None = None) -> QIcon:
    """A drawing; `on` names another one for when the button is down."""
    made = QIcon()
    for state, drawn, colour in (
        (QIcon.State.Off, name, theme.soft),
        (QIcon.State.On, on or name, theme.accent),
    ):
        for ratio in densities():
            made.addPixmap(_drawn(drawn, colour, ratio), QIcon.Mode.Normal, state)
        made.addPixmap(_drawn(drawn, theme.line, 1), QIcon.Mode.Disabled, state)
    return made


def _drawn(name: str, colour: str, ratio: int) -> QPixmap:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {PX} {PX}"><path d="{_PATHS[name]}" '
        f'fill="none" stroke="{colour}" stroke-width="1.4" stroke-linejoin="round" '
        f'stroke-linecap="round"/></svg>'
    )
    pixmap = QPixmap(QSize(PX, PX) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, PX, PX))
    return pixmap
