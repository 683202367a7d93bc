"""Where the words of a title stand in the film's frame, as they are drawn into the picture."""

from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

from studio.render.titling import STANDS, letters, rolled
from studio.timeline.cut import Clip
from studio.timeline.look import Lettering, Title
from studio.ui.canvas_frame import Standing
from studio.ui.theme import FONT

_PIXELS = 200  # of the font that is measured; widths grow with it


def standing_words(title: Title, clip: Clip, frame: tuple[int, int], at: int) -> Standing:
    """The box around a title's rows at film frame `at`, in pixels of a frame of this size.

    libass makes the height of a row what it is told is the size of the letters.
    """
    stand, row = STANDS[title.lettering], letters(title, frame)
    rows = title.text.split("\n")
    wide = max(_share(text, stand.bold) for text in rows) * row
    tall = len(rows) * row
    x, y = (stand.x + title.x) * frame[0], (stand.y + title.y) * frame[1]
    column, line = (stand.align - 1) % 3, (stand.align - 1) // 3  # ASS counts as a keypad does
    x += wide * (1 - column) / 2
    y += tall * (line - 1) / 2
    if title.lettering is Lettering.CREDITS:
        y = rolled(title, frame, (at - clip.start) / clip.frames)
    return Standing(x, y, max(wide, row / 2), tall)


def title_place(
    standing: Standing, before: Standing, frame: tuple[int, int], title: Title
) -> dict[str, float]:
    """The fields of a title whose words stood as `before` and are to stand so."""
    stand = STANDS[title.lettering]
    limits = Title.model_fields["scale"].metadata
    low = next(rule.ge for rule in limits if hasattr(rule, "ge"))
    high = next(rule.le for rule in limits if hasattr(rule, "le"))
    scale = max(low, min(title.scale * standing.wide / before.wide, high))
    factor = scale / title.scale
    anchor = ((stand.x + title.x) * frame[0], (stand.y + title.y) * frame[1])
    x = standing.x + (anchor[0] - before.x) * factor
    y = standing.y + (anchor[1] - before.y) * factor
    new = {"x": _inside(x / frame[0] - stand.x), "scale": round(scale, 6)}
    if title.lettering is not Lettering.CREDITS:  # they roll by, wherever they are put
        new["y"] = _inside(y / frame[1] - stand.y)
    return new


def _inside(share: float) -> float:
    return round(max(-1.0, min(share, 1.0)), 6)


@lru_cache(maxsize=256)
def _share(text: str, bold: bool) -> float:
    """The width of a row, in heights of it."""
    font = QFont(FONT)
    font.setPixelSize(_PIXELS)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    metrics = QFontMetricsF(font)
    return metrics.horizontalAdvance(text) / (metrics.ascent() + metrics.descent())
