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
    edge = f'stroke="{ink}" stroke-width="4" stroke-linejoin="round"'
    body = "".join(
        limb(((x, -140), (x + k, -70), (x, -8)), (26, 15, 11), mix(fill, ink, d), ink)
        for x, k, d in ((-90, 10, 0.3), (80, -8, 0.3), (-120, 12, 0.0), (110, -6, 0.0))
    )
    body += path(
        "M -170 -190 C -220 -170 -240 -110 -226 -70 C -214 -120 -190 -150 -150 -160 Z", fill, edge
    )
    body += path(
        (
            "M -160 -180 C -140 -226 60 -216 110 -230 C 130 -270 170 -300 190 -298 "
            "L 202 -322 L 214 -292 C 250 -270 276 -256 272 -240 C 262 -222 220 -226 "
            "200 -216 C 180 -170 150 -120 110 -112 C 40 -96 -80 -100 -130 -112 C "
            "-166 -126 -172 -160 -160 -180 Z"
        ),
        fill,
        edge,
    )
    return (
        body
        + oval(216, -268, 6, 6, ink)
        + oval(217.5, -270, 2, 2, "#ffffff")
        + oval(268, -244, 7, 5, ink)
    )


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
