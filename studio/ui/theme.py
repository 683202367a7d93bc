"""How the window looks: two palettes of named colours, sizes, and the style sheet made of them."""

from dataclasses import dataclass, fields, replace
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

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
    soft: str  # second-rank text; still 4.5:1 on a panel
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


DARK = Theme(
    name="dark", ground="#141519", panel="#1c1e23", raised="#272a31", hover="#31353e",
    line="#0c0d0f", text="#e8e9ec", soft="#a3a8b3", accent="#f0a732", on_accent="#1a1408",
    chosen="#3a3222", good="#5dbb7b", warn="#e0b341", bad="#ee6a5f",
    picture="#3f6fb5", sound="#3f8f6b", words="#8a63b8",
)  # fmt: skip
LIGHT = Theme(
    name="light", ground="#dcdee3", panel="#f2f3f5", raised="#ffffff", hover="#e6e8ec",
    line="#c3c7cf", text="#1b1d22", soft="#5a606c", accent="#b36a00", on_accent="#ffffff",
    chosen="#fbe8c8", good="#247a43", warn="#8a6400", bad="#c02f24",
    picture="#6d97d6", sound="#67b38d", words="#ae8cd6",
)  # fmt: skip
THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


def style_sheet(theme: Theme) -> str:
    """The style sheet of `resources/ui/style.qss` in a theme's colours."""
    text = resource("ui", "style.qss").read_text(encoding="utf-8")
    colours = {field.name: getattr(theme, field.name) for field in fields(theme)}
    return Template(text).substitute(
        colours, text_px=f"{TEXT_PX}px", icons=resource("ui").as_posix()
    )


def dress(app: QApplication, theme: Theme) -> None:
    """Give the application its fonts, its palette and its style."""
    app.setStyle("Fusion")
    if FONT not in QFontDatabase.families():
        QFontDatabase.addApplicationFont(str(font_file()))
    font = QFont(FONT)
    font.setPixelSize(TEXT_PX)
    app.setFont(font)
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme))


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
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.soft))
    return palette
