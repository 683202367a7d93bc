"""Things that a hand can hold, 300 high and standing on y = 0."""

from collections.abc import Callable

from studio.animatic.light import mix
from studio.animatic.svg import glow, line, oval, path, rect
from studio.animatic.wares import WARES

_WARM = "#ffd27a"


def _edge(ink: str) -> str:
    return f'stroke="{ink}" stroke-width="5" stroke-linejoin="round"'


def sword(fill: str, ink: str) -> str:
    """A sword, point up."""
    edge, dark = _edge(ink), mix(fill, ink, 0.35)
    body = path("M -11 -90 L -11 -280 L 0 -310 L 11 -280 L 11 -90 Z", "#d7dee4", edge)
    body += line((0, -96), (0, -286), "#8e9aa4", 3)
    return (
        body
        + path("M -44 -92 H 44 V -76 H -44 Z", "#b98a35", edge)
        + path("M -9 -76 H 9 V -6 H -9 Z", dark, edge)
    )


def cup(fill: str, ink: str) -> str:
    """A cup with steam."""
    edge, dark, light = _edge(ink), mix(fill, ink, 0.35), mix(fill, "#ffffff", 0.5)
    body = path("M 90 -170 C 170 -180 170 -60 70 -60", "none", f'stroke="{ink}" stroke-width="32"')
    body += path(
        "M 90 -170 C 170 -180 170 -60 70 -60", "none", f'stroke="{fill}" stroke-width="22"'
    )
    body += path("M -110 -210 H 110 L 84 -30 Q 80 0 40 0 H -40 Q -80 0 -84 -30 Z", fill, edge)
    body += oval(0, -210, 110, 26, dark, edge) + oval(0, -206, 92, 18, "#5b3a22")
    body += path(
        "M -84 -170 L -66 -40", "none", f'stroke="{light}" stroke-width="14" stroke-linecap="round"'
    )
    steam = "M -30 -236 C -60 -262 0 -280 -26 -312 M 26 -236 C -4 -262 56 -280 30 -312"
    return body + path(
        steam,
        "none",
        'stroke="#ffffff" stroke-width="9" stroke-opacity="0.5" stroke-linecap="round"',
    )


def lantern(fill: str, ink: str) -> str:
    """A lantern with a handle, lit."""
    edge, gold = _edge(ink), mix("#c9a24c", ink, 0.1)
    body = glow("lamp", 0, -130, 330, _WARM, 0.62)
    body += path(
        "M -52 -230 C -50 -310 50 -310 52 -230", "none", f'stroke="{ink}" stroke-width="10"'
    )
    body += path(
        "M -80 -230 C -128 -190 -128 -70 -80 -30 H 80 C 128 -70 128 -190 80 -230 Z", "#e4572e", edge
    )
    body += path("M -40 -230 C -66 -190 -66 -70 -40 -30 H 40 C 66 -70 66 -190 40 -230 Z", "#ff9d4d")
    body += oval(0, -126, 40, 66, "#ffe9a8")
    body += path(
        "M -104 -170 H 104 M -112 -130 H 112 M -104 -90 H 104",
        "none",
        f'stroke="{mix("#e4572e", ink, 0.5)}" stroke-width="4" stroke-opacity="0.6"',
    )
    return (
        body
        + rect(-84, -248, 168, 22, gold, edge)
        + rect(-84, -34, 168, 22, gold, edge)
        + line((0, -12), (0, 0), gold, 12)
    )


def phone(fill: str, ink: str) -> str:
    """A telephone, its screen lit."""
    edge = _edge(ink)
    body = rect(-78, -300, 156, 300, "#1a1d24", f'rx="24" {edge}') + rect(
        -66, -276, 132, 252, mix(fill, "#eaf6ff", 0.6), 'rx="8"'
    )
    body += rect(-50, -250, 100, 62, mix(fill, "#ffffff", 0.2), 'rx="8"') + path(
        "M -50 -164 H 50 M -50 -140 H 30 M -50 -116 H 42",
        "none",
        f'stroke="{fill}" stroke-width="9" stroke-linecap="round"',
    )
    return body + oval(0, -60, 17, 17, mix(fill, "#ffffff", 0.15))


def book(fill: str, ink: str) -> str:
    """An open book, or a letter."""
    edge = _edge(ink)
    body = path(
        "M -190 -196 Q -90 -230 0 -186 Q 90 -230 190 -196 V -6 Q 90 -44 0 0 Q -90 -44 -190 -6 Z",
        fill,
        edge,
    )
    body += path(
        "M -174 -204 Q -84 -236 0 -192 V -16 Q -84 -56 -174 -24 Z M 174 -204 Q 84 -236 0 -192 V -16 Q 84 -56 174 -24 Z",
        "#f6f0e2",
        edge,
    )
    rows = "".join(
        f"M -150 {y} Q -84 {y - 22} -24 {y + 10} M 150 {y} Q 84 {y - 22} 24 {y + 10} "
        for y in (-176, -146, -116, -86)
    )
    return body + path(rows, "none", 'stroke="#8d8878" stroke-width="5"')


def umbrella(fill: str, ink: str) -> str:
    """An open umbrella."""
    edge, dark = _edge(ink), mix(fill, ink, 0.3)
    body = path(
        "M 0 -290 V -20 Q 0 4 -22 4",
        "none",
        f'stroke="{ink}" stroke-width="11" stroke-linecap="round"',
    )
    body += path(
        "M -200 -170 C -180 -330 180 -330 200 -170 Q 166 -196 133 -170 Q 100 -196 66 -170 Q 33 -196 0 -170 Q -33 -196 -66 -170 Q -100 -196 -133 -170 Q -166 -196 -200 -170 Z",
        fill,
        edge,
    )
    return (
        body
        + path(
            "M -66 -170 C -60 -240 -30 -280 0 -292 C 30 -280 60 -240 66 -170 Q 33 -196 0 -170 Q -33 -196 -66 -170 Z",
            dark,
        )
        + line((0, -290), (0, -312), ink, 9)
    )


def gun(fill: str, ink: str) -> str:
    """A pistol, pointing right."""
    edge, steel = _edge(ink), mix("#4a4f58", ink, 0.2)
    body = path(
        "M -110 -250 H 190 V -186 H 30 Q 10 -120 -40 -130 L -60 -4 H -140 L -110 -170 Z",
        steel,
        edge,
    )
    return (
        body
        + path("M -100 -236 H 180", "none", 'stroke="#8b929c" stroke-width="10"')
        + path("M -4 -186 q 6 40 34 0", "none", f'stroke="{ink}" stroke-width="9"')
    )


def torch(fill: str, ink: str) -> str:
    """A burning torch or a candle."""
    body = glow("flame", 0, -240, 250, _WARM, 0.6) + path(
        "M -20 -170 H 20 L 12 0 H -12 Z", mix("#6b4428", ink, 0.1), _edge(ink)
    )
    body += path(
        "M -34 -176 C -64 -236 -14 -250 -16 -320 C 40 -280 62 -226 32 -176 Z",
        "#ff7a2e",
        _edge(mix("#a63a18", ink, 0.3)),
    )
    return (
        body
        + path("M -14 -178 C -26 -216 0 -226 2 -262 C 26 -232 26 -206 14 -178 Z", "#ffe58a")
        + rect(-28, -182, 56, 18, "#8a8f96", _edge(ink))
    )


def flower(fill: str, ink: str) -> str:
    """A flower."""
    body = path(
        "M 0 -210 C 10 -130 -6 -70 0 0",
        "none",
        'stroke="#4b7a3f" stroke-width="13" stroke-linecap="round"',
    )
    body += path("M 2 -90 C 50 -140 80 -120 92 -100 C 60 -84 30 -76 2 -90 Z", "#5c914c", _edge(ink))
    for x, y in ((0, -282), (48, -248), (30, -196), (-30, -196), (-48, -248)):
        body += oval(x, y, 38, 34, fill, _edge(ink))
    return body + oval(0, -234, 28, 27, "#f2c14e", _edge(ink))


PROPS: dict[str, Callable[[str, str], str]] = {
    **WARES,
    "sword": sword, "cup": cup, "lantern": lantern, "phone": phone, "book": book, "umbrella": umbrella, "gun": gun, "torch": torch,
    "flower": flower,
}  # fmt: skip
# What a thing is when a hand holds it: its height in a figure's units (720 is a person), and the
# point of it that lies in the hand.
HELD: dict[str, tuple[float, tuple[float, float]]] = {
    "sword": (330.0, (0.0, -50.0)), "cup": (74.0, (96.0, -110.0)), "box": (110.0, (0.0, -10.0)),
    "bottle": (110.0, (0.0, -70.0)), "lantern": (150.0, (0.0, -286.0)), "phone": (84.0, (0.0, -60.0)),
    "radio": (110.0, (-60.0, -40.0)), "book": (84.0, (0.0, -20.0)),
    "umbrella": (430.0, (0.0, -30.0)), "gun": (78.0, (-100.0, -80.0)), "torch": (150.0, (0.0, -60.0)),
    "flower": (130.0, (0.0, -50.0)), "bag": (150.0, (0.0, -286.0)),
}  # fmt: skip
LIT = ("lantern", "torch")  # these shine
