"""Wares: what is bought, packed and shown alone, 300 high and standing on y = 0."""

from studio.animatic.light import mix
from studio.animatic.svg import line, oval, path, rect


def _edge(ink: str) -> str:
    return f'stroke="{ink}" stroke-width="5" stroke-linejoin="round"'


def box(fill: str, ink: str) -> str:
    """A package."""
    edge, light, dark = _edge(ink), mix(fill, "#ffffff", 0.5), mix(fill, ink, 0.35)
    body = path("M -110 -250 H 70 V 0 H -110 Z", fill, edge) + path(
        "M 70 -250 L 120 -276 V -30 L 70 0 Z", dark, edge
    )
    body += path("M -110 -250 L -60 -276 H 120 L 70 -250 Z", light, edge)
    return (
        body
        + rect(-92, -190, 144, 84, mix(light, "#ffffff", 0.45))
        + path("M -70 -160 H 30 M -70 -136 H 0", "none", f'stroke="{dark}" stroke-width="9"')
    )


def bottle(fill: str, ink: str) -> str:
    """A bottle with a label."""
    edge, light, dark = _edge(ink), mix(fill, "#ffffff", 0.5), mix(fill, ink, 0.35)
    body = path("M -32 -300 H 32 V -250 H -32 Z", dark, edge)
    body += path(
        "M -24 -250 H 24 V -222 C 80 -206 90 -180 90 -150 V -24 Q 90 0 66 0 H -66 Q -90 0 -90 -24 V -150 C -90 -180 -80 -206 -24 -222 Z",
        fill,
        edge,
    )
    body += path(
        "M 40 -208 C 78 -196 86 -176 86 -150 V -24 Q 86 -4 66 -4 H 44 C 62 -60 60 -150 40 -208 Z",
        dark,
        'fill-opacity="0.55"',
    )
    body += path(
        "M -88 -140 Q 0 -124 88 -140 V -50 Q 0 -34 -88 -50 Z", mix(light, "#ffffff", 0.4)
    ) + path("M -50 -100 H 50 M -30 -76 H 30", "none", f'stroke="{dark}" stroke-width="7"')
    return body + path(
        "M -70 -186 V -150",
        "none",
        'stroke="#ffffff" stroke-opacity="0.7" stroke-width="13" stroke-linecap="round"',
    )


def radio(fill: str, ink: str) -> str:
    """An old wireless with a dial, an aerial and a handset on its hook."""
    edge, wood = _edge(ink), mix(fill, "#7a4a2a", 0.65)
    body = line((120, -240), (196, -330), ink, 6) + rect(
        -170, -240, 340, 234, wood, f'rx="22" {edge}'
    )
    body += rect(-146, -216, 150, 186, mix(wood, ink, 0.5), 'rx="12"')
    body += path(
        "".join(f"M -136 {-200 + 20 * row} H -6 " for row in range(8)),
        "none",
        f'stroke="{mix(wood, "#ffffff", 0.2)}" stroke-width="5"',
    )
    body += (
        oval(84, -158, 58, 58, "#ffe7ae", edge)
        + line((84, -158), (112, -196), "#b8352a", 5)
        + oval(84, -158, 7, 7, ink)
    )
    ticks = "M 40 -158 h 10 M 118 -158 h 10 M 84 -202 v 10 M 54 -188 l 7 7 M 114 -188 l -7 7"
    body += path(ticks, "none", f'stroke="{ink}" stroke-width="4"')
    body += "".join(oval(x, -58, 19, 19, mix("#c9a24c", ink, 0.15), edge) for x in (44, 122))
    return body + rect(-140, -8, 50, 10, ink) + rect(90, -8, 50, 10, ink)


def shoe(fill: str, ink: str) -> str:
    """A running shoe from the side."""
    edge, pale = _edge(ink), mix(fill, "#ffffff", 0.72)
    body = path(
        "M -236 -44 C -262 -120 -254 -190 -226 -226 C -206 -240 -176 -236 -164 -214 C -130 -186 -86 -206 -66 -238 L 40 -152 C 110 -112 214 -118 252 -64 Q 258 -48 250 -40 H -232 Z",
        fill,
        edge,
    )
    body += path(
        "M -250 -50 H 256 C 272 -16 256 0 232 0 H -222 C -252 0 -262 -26 -250 -50 Z",
        "#f5f5f2",
        edge,
    )
    body += path("M -246 -26 H 262", "none", f'stroke="{fill}" stroke-width="7"')
    body += path(
        "M -200 -60 C -120 -70 -30 -120 10 -176 L 44 -150 C 0 -90 -90 -54 -170 -54 Z", pale, edge
    )
    body += path(
        "M 120 -112 C 176 -110 226 -100 250 -62 L 196 -54 Q 164 -92 120 -112 Z",
        mix(fill, ink, 0.25),
    )
    laces = "M -52 -214 l 40 -24 M -26 -194 l 40 -24 M 0 -174 l 40 -24 M 26 -156 l 36 -22"
    body += path(laces, "none", f'stroke="{ink}" stroke-width="14" stroke-linecap="round"') + path(
        laces, "none", 'stroke="#ffffff" stroke-width="8" stroke-linecap="round"'
    )
    return body + path(
        "M -226 -226 C -206 -240 -176 -236 -164 -214 Q -190 -196 -222 -206 Z", mix(fill, ink, 0.5)
    )


def bag(fill: str, ink: str) -> str:
    """A bag or a suitcase."""
    edge, dark = _edge(ink), mix(fill, ink, 0.4)
    body = path(
        "M -60 -200 V -270 Q -60 -292 -38 -292 H 38 Q 60 -292 60 -270 V -200",
        "none",
        f'stroke="{dark}" stroke-width="18"',
    )
    body += rect(-150, -206, 300, 200, fill, f'rx="24" {edge}') + path(
        "M -96 -204 V -8 M 96 -204 V -8", "none", f'stroke="{dark}" stroke-width="16"'
    )
    return body + rect(-24, -150, 48, 34, mix("#c9a24c", ink, 0.15), edge)


def watch(fill: str, ink: str) -> str:
    """A clock face, or a watch."""
    edge = _edge(ink)
    body = oval(0, -150, 146, 146, fill, edge) + oval(0, -150, 118, 118, "#f7f3e8", edge)
    ticks = "M 0 -252 v 22 M 0 -48 v -22 M -102 -150 h 22 M 102 -150 h -22"
    body += path(ticks, "none", f'stroke="{ink}" stroke-width="9"')
    return (
        body
        + line((0, -150), (-48, -186), ink, 11)
        + line((0, -150), (20, -226), ink, 8)
        + oval(0, -150, 11, 11, "#c0392b")
    )


WARES = {
    "box": box, "bottle": bottle, "radio": radio, "shoe": shoe, "bag": bag, "watch": watch,
}  # fmt: skip
