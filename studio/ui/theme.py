"""How the window looks: two palettes of named colours, sizes, and the style sheet made of them."""

from dataclasses import astuple, dataclass, fields, replace
from functools import lru_cache
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from studio.paths import resource
from studio.render.fonts import font_file

FONT = "Noto Sans CJK SC"
TEXT_PX = 13


@dataclass
class Theme:
    """Colours by what they are for. The window's one is changed in place by `become`, so what is
    painted reads the colours anew; DARK and LIGHT themselves stay as they are.
    """

    name: str
    ground: str  # behind everything
    panel: str  # a page's panels
    raised: str  # cards, fields, buttons
    hover: str
    line: str  # hairlines between panels
    text: str
    soft: str  # second-rank text
    faint: str  # words of what cannot be used now
    grip: str  # handles of scroll bars
    accent: str
    on_accent: str
    chosen: str  # behind what is selected
    good: str
    warn: str
    bad: str
    picture: str  # clips and tracks of pictures
    sound: str
    words: str

    def copy(self) -> "Theme":
        """A theme of one's own."""
        return replace(self)

    def become(self, other: "Theme") -> None:
        """Take the colours of another theme; `dress` then shows them."""
        for each in fields(self):
            setattr(self, each.name, getattr(other, each.name))


# Every text colour keeps 4.5:1 on every ground it may lie on (WCAG 2.2, 1.4.3); tests compute it.
DARK = Theme(
    name="dark", ground="#141519", panel="#1c1e23", raised="#272a31", hover="#31353e",
    line="#0c0d0f", text="#e8e9ec", soft="#a9aeb9", faint="#6d7380", grip="#4a505c",
    accent="#f0a732", on_accent="#1a1408", chosen="#3f3521", good="#5dbb7b", warn="#e0b341",
    bad="#f4867d", picture="#3f6fb5", sound="#3f8f6b", words="#8a63b8",
)  # fmt: skip
LIGHT = Theme(
    name="light", ground="#dfe1e6", panel="#f2f3f5", raised="#ffffff", hover="#e6e8ec",
    line="#c0c4cd", text="#1b1d22", soft="#545a66", faint="#9aa0ac", grip="#a9aeb9",
    accent="#8f5200", on_accent="#ffffff", chosen="#f9dfb2", good="#1d6a39", warn="#6f5000",
    bad="#b3251b", picture="#6d97d6", sound="#67b38d", words="#ae8cd6",
)  # fmt: skip
THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


def style_sheet(theme: Theme) -> str:
    """The style sheet of `resources/ui/style.qss` in a theme's colours."""
    return _sheet(astuple(theme))


@lru_cache(maxsize=4)
def _sheet(colours: tuple[str, ...]) -> str:
    text = resource("ui", "style.qss").read_text(encoding="utf-8")
    named = {field.name: colour for field, colour in zip(fields(Theme), colours, strict=True)}
    return Template(text).substitute(named, text_px=f"{TEXT_PX}px", icons=resource("ui").as_posix())


def dress(app: QApplication, theme: Theme) -> None:
    """Give the application its fonts, its palette and its style, and every window its style sheet.

    The sheet is the windows' and not the application's: under an application's sheet a widget is
    polished again with all that is in it whenever it is put into another, which takes four times
    as long as all the rest of building a window.
    """
    app.setStyle("Fusion")
    if FONT not in QFontDatabase.families():
        QFontDatabase.addApplicationFont(str(font_file()))
    font = QFont(FONT)
    font.setPixelSize(TEXT_PX)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)  # hinted, it looks bold
    app.setFont(font)
    app.setPalette(_palette(theme))
    for window in app.topLevelWidgets():
        if window.styleSheet():
            clothe(window, theme)


def clothe(window: QWidget, theme: Theme) -> None:
    """Give a window that has no parent its style sheet, best when all is in it."""
    window.setStyleSheet(style_sheet(theme))


def _palette(theme: Theme) -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, colour in (
        (roles.Window, theme.panel), (roles.Base, theme.raised), (roles.AlternateBase, theme.panel),
        (roles.Button, theme.raised), (roles.WindowText, theme.text), (roles.Text, theme.text),
        (roles.ButtonText, theme.text), (roles.Highlight, theme.accent),
        (roles.HighlightedText, theme.on_accent), (roles.PlaceholderText, theme.soft),
        (roles.ToolTipBase, theme.raised), (roles.ToolTipText, theme.text),
        (roles.Link, theme.accent),
    ):  # fmt: skip
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return palette
