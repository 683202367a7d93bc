"""Creatures and things as silhouettes with a little drawing."""

from studio.animatic.light import Palette, mentions, mix, vocabulary
from studio.animatic.limbs import limb
from studio.animatic.spec import PanelFigure
from studio.animatic.svg import line, oval, path


def form(figure: PanelFigure) -> str:
    """Which drawing a creature or a thing has; "" for a person."""
    words = vocabulary("sets")
    said = f"{figure.name} {figure.description}"
    if figure.kind == "creature":
        return "bird" if mentions(said, words["creatures"]["bird"]) > 0 else "beast"
    if figure.kind != "thing":
        return ""
    counts = {name: mentions(said, listed) for name, listed in words["things"].items()}
    name = max(counts, key=lambda n: counts[n])
    return name if counts[name] else "bottle"


def silhouette(figure: PanelFigure, light: Palette) -> str:
    """A creature or a thing, 300 high, standing on y = 0."""
    name = form(figure)
    fill, ink = light.toned(figure.colour), mix(light.dark, "#0c0a10", 0.55)
    if name in ("bird", "beast"):
        return _bird(fill, ink) if name == "bird" else _beast(fill, ink)
    return _thing(name, fill, ink)


def _beast(fill: str, ink: str) -> str:
    """A wolf or a dog."""
    edge = f'stroke="{ink}" stroke-width="4" stroke-linejoin="round"'
    dim, pale = mix(fill, ink, 0.3), mix(fill, "#ffffff", 0.28)
    body = ""
    for x, shade in ((26, dim), (0, fill)):
        hind = ((x - 128, -150), (x - 96, -98), (x - 140, -56), (x - 128, -10))
        fore = ((x + 92, -150), (x + 82, -95), (x + 90, -48), (x + 92, -10))
        if x == 0:
            body += _trunk(fill, pale, edge)
        body += limb(hind, (40, 24, 11, 10), shade, ink) + limb(fore, (32, 19, 12, 10), shade, ink)
        for paw in (x - 120, x + 100):
            body += oval(paw, -9, 19, 10, shade, edge)
    body += path("M 148 -290 L 146 -334 L 178 -300 Z", dim, edge)
    body += path(
        "M 96 -216 C 104 -262 128 -300 168 -300 L 182 -338 L 202 -294 C 214 -288 222 -280 228 -270 "
        "L 278 -254 Q 290 -246 282 -236 L 262 -226 C 236 -218 218 -216 200 -208 "
        "L 186 -176 L 172 -190 L 156 -150 L 140 -176 L 118 -140 Z",
        fill,
        edge,
    )
    body += path("M 200 -222 Q 240 -226 280 -238 L 262 -226 Q 230 -218 206 -210 Z", pale)
    body += path("M 214 -226 Q 248 -228 274 -238", "none", f'stroke="{ink}" stroke-width="3"')
    body += path(
        "M 198 -278 L 218 -270 L 202 -266 Z", "#f2c14e", f'stroke="{ink}" stroke-width="2"'
    )
    return body + oval(208, -271, 3.4, 4, ink) + oval(282, -248, 8, 6, ink)


def _trunk(fill: str, pale: str, edge: str) -> str:
    """Body and tail, behind the near legs."""
    body = path(
        "M -150 -192 C -196 -196 -236 -160 -258 -92 C -236 -104 -232 -112 -222 -112 "
        "C -214 -100 -212 -96 -214 -84 C -180 -110 -160 -140 -140 -160 Z",
        fill,
        edge,
    )
    body += path(
        "M -166 -176 C -150 -214 -60 -206 30 -212 C 90 -222 130 -210 140 -170 "
        "C 136 -130 116 -106 86 -102 C 40 -104 0 -122 -50 -126 C -90 -128 -110 -110 -140 -112 "
        "C -170 -120 -178 -148 -166 -176 Z",
        fill,
        edge,
    )
    return body + path("M 100 -110 C 60 -100 10 -122 -50 -128 Q 20 -134 104 -128 Z", pale)


def _bird(fill: str, ink: str) -> str:
    edge = f'stroke="{ink}" stroke-width="4" stroke-linejoin="round"'
    body = path(
        "M -40 -190 C -120 -300 -240 -300 -300 -260 C -240 -250 -170 -200 -60 -150 Z",
        mix(fill, ink, 0.25),
        edge,
    )
    body += path(
        (
            "M -170 -120 C -100 -190 40 -200 90 -230 C 110 -262 150 -262 166 -236 L "
            "206 -226 L 168 -216 C 150 -150 70 -110 -20 -112 L -180 -90 Z"
        ),
        fill,
        edge,
    )
    body += path(
        "M 20 -180 C 30 -300 140 -340 230 -330 C 170 -290 140 -200 50 -150 Z",
        mix(fill, "#ffffff", 0.15),
        edge,
    )
    return (
        body
        + oval(140, -238, 5, 5, ink)
        + line((-10, -112), (-30, -40), ink, 5)
        + line((20, -114), (6, -40), ink, 5)
    )


def _thing(name: str, fill: str, ink: str) -> str:
    edge = f'stroke="{ink}" stroke-width="4" stroke-linejoin="round"'
    light, dark = mix(fill, "#ffffff", 0.5), mix(fill, ink, 0.35)
    if name == "sword":
        body = path("M -9 -90 L -9 -285 L 0 -310 L 9 -285 L 9 -90 Z", "#d7dee4", edge)
        return (
            body
            + line((0, -96), (0, -290), "#8e9aa4", 3)
            + path("M -44 -92 H 44 V -76 H -44 Z", fill, edge)
            + path("M -9 -76 H 9 V -6 H -9 Z", dark, edge)
        )
    if name == "vehicle":
        body = path(
            (
                "M -290 -60 C -290 -120 -250 -130 -190 -136 C -150 -200 -110 -214 -20 "
                "-214 C 80 -214 110 -190 160 -138 C 240 -132 286 -120 290 -60 Z"
            ),
            fill,
            edge,
        )
        body += path(
            (
                "M -160 -138 C -130 -190 -100 -196 -34 -196 V -138 Z M -14 -196 C 70 "
                "-196 92 -180 130 -138 H -14 Z"
            ),
            "#bcd3de",
            edge,
        )
        return body + "".join(
            oval(x, -52, 52, 52, "#17181d") + oval(x, -52, 26, 26, "#aab2ba") for x in (-170, 170)
        )
    if name == "cup":
        body = path(
            "M 90 -170 C 170 -180 170 -60 70 -60", "none", f'stroke="{fill}" stroke-width="24"'
        )
        body += path("M -110 -210 H 110 L 84 -30 Q 80 0 40 0 H -40 Q -80 0 -84 -30 Z", fill, edge)
        return (
            body
            + oval(0, -210, 110, 26, dark)
            + path(
                "M -84 -180 L -66 -40",
                "none",
                f'stroke="{light}" stroke-width="14" stroke-linecap="round"',
            )
        )
    if name == "box":
        body = path("M -110 -250 H 70 V 0 H -110 Z", fill, edge) + path(
            "M 70 -250 L 120 -276 V -30 L 70 0 Z", dark, edge
        )
        return (
            body
            + path("M -110 -250 L -60 -276 H 120 L 70 -250 Z", light, edge)
            + path("M -80 -180 H 40 M -80 -150 H 10", "none", f'stroke="{light}" stroke-width="9"')
        )
    body = path("M -32 -300 H 32 V -250 H -32 Z", dark, edge)
    body += path(
        (
            "M -24 -250 H 24 V -222 C 80 -206 90 -180 90 -150 V -24 Q 90 0 66 0 H "
            "-66 Q -90 0 -90 -24 V -150 C -90 -180 -80 -206 -24 -222 Z"
        ),
        fill,
        edge,
    )
    body += path("M -90 -140 H 90 V -50 H -90 Z", mix(light, "#ffffff", 0.4)) + path(
        "M -50 -108 H 50 M -30 -84 H 30", "none", f'stroke="{dark}" stroke-width="7"'
    )
    return body + path(
        "M -70 -180 V -30",
        "none",
        'stroke="#ffffff" stroke-opacity="0.6" stroke-width="12" stroke-linecap="round"',
    )
