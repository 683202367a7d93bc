"""Vehicles, 300 high and standing on y = 0, and what else is larger than a person."""

from studio.animatic.light import mix
from studio.animatic.svg import line, oval, path, rect

_GLASS = "#bcd3de"


def _edge(ink: str) -> str:
    return f'stroke="{ink}" stroke-width="4" stroke-linejoin="round"'


def _wheel(x: float, r: float) -> str:
    return (
        oval(x, -r, r, r, "#17181d")
        + oval(x, -r, r * 0.52, r * 0.52, "#aab2ba")
        + oval(x, -r, r * 0.16, r * 0.16, "#3a3f46")
    )


def car(fill: str, ink: str) -> str:
    """A car from the side, its lamps on."""
    edge, dark = _edge(ink), mix(fill, ink, 0.35)
    body = path(
        "M -290 -60 C -292 -112 -262 -132 -196 -140 C -152 -204 -112 -218 -20 -218 C 76 -218 112 -196 160 -146 "
        "C 236 -138 288 -122 290 -60 Q 290 -46 276 -46 H -276 Q -290 -46 -290 -60 Z",
        fill,
        edge,
    )
    body += path(
        "M -160 -142 C -132 -190 -100 -198 -34 -198 V -142 Z M -14 -198 C 68 -198 92 -184 132 -142 H -14 Z",
        _GLASS,
        edge,
    )
    body += path(
        "M -130 -150 L -96 -190 M 20 -150 L 44 -194",
        "none",
        'stroke="#ffffff" stroke-opacity="0.6" stroke-width="8"',
    )
    body += path(
        "M -288 -84 H 288 M -24 -140 V -52 M 118 -140 V -56",
        "none",
        f'stroke="{dark}" stroke-width="4"',
    )
    body += path(
        "M 30 -118 h 34 M -104 -118 h 34",
        "none",
        f'stroke="{ink}" stroke-width="6" stroke-linecap="round"',
    )
    body += oval(274, -98, 14, 14, "#fff3c0", edge) + rect(-290, -112, 16, 26, "#c0392b")
    return body + _wheel(-170, 54) + _wheel(170, 54)


def bicycle(fill: str, ink: str) -> str:
    """A bicycle, or a motorcycle."""
    body = ""
    for x in (-140, 140):
        body += oval(x, -84, 84, 84, "none", f'stroke="{ink}" stroke-width="12"') + oval(
            x, -84, 8, 8, ink
        )
    frame = "M -140 -84 L -50 -230 L 96 -230 L 6 -84 Z M 6 -84 L -66 -258 M 140 -84 L 86 -268 L 120 -284"
    body += path(
        frame,
        "none",
        f'stroke="{fill}" stroke-width="15" stroke-linejoin="round" stroke-linecap="round"',
    )
    return (
        body
        + path("M -102 -262 Q -66 -282 -30 -262 Z", ink)
        + path(
            "M 66 -282 Q 110 -300 132 -270",
            "none",
            f'stroke="{ink}" stroke-width="11" stroke-linecap="round"',
        )
    )


def boat(fill: str, ink: str) -> str:
    """A boat with a cabin and a mast, on its own bit of water."""
    edge, wood = _edge(ink), mix(fill, "#5c3a22", 0.35)
    body = line((-40, -110), (-40, -330), ink, 8)
    body += path("M -30 -320 Q 96 -220 110 -126 H -30 Z", mix("#f2ecdd", ink, 0.06), edge)
    body += path("M -50 -300 Q -140 -210 -150 -126 H -50 Z", mix("#f2ecdd", ink, 0.18), edge)
    body += path(
        "M -280 -110 H 290 C 270 -40 220 0 150 0 H -170 C -230 -10 -264 -50 -280 -110 Z", wood, edge
    )
    body += path("M -284 -114 H 294 L 288 -92 H -278 Z", mix(fill, "#ffffff", 0.3), edge)
    body += path(
        "M -262 -62 H 262 M -240 -34 H 236",
        "none",
        f'stroke="{ink}" stroke-width="3" stroke-opacity="0.5"',
    )
    wave = "M -320 -8 Q -270 -30 -220 -8 T -120 -8 T -20 -8 T 80 -8 T 180 -8 T 320 -8 V 22 H -320 Z"
    return body + path(wave, "#5f9cb4", 'fill-opacity="0.85"')


def train(fill: str, ink: str) -> str:
    """The head of a train."""
    edge, pale = _edge(ink), mix(fill, "#ffffff", 0.4)
    body = path(
        "M -330 -270 H 120 C 230 -266 300 -190 322 -70 Q 324 -40 296 -40 H -330 Z", fill, edge
    )
    body += path("M 130 -232 C 196 -222 240 -186 264 -140 H 130 Z", _GLASS, edge)
    for x in (-300, -190, -80, 30):
        body += rect(x, -226, 74, 84, _GLASS, edge)
    body += path("M -330 -108 H 312 L 320 -84 H -330 Z", pale)
    body += "".join(
        oval(x, -26, 26, 26, "#17181d") + oval(x, -26, 12, 12, "#8b929a")
        for x in (-260, -180, -20, 60, 200)
    )
    return body + oval(300, -74, 12, 12, "#fff3c0", edge)


def ship(fill: str, ink: str) -> str:
    """A craft that flies: an aeroplane or a starship."""
    edge, pale, dark = _edge(ink), mix(fill, "#ffffff", 0.45), mix(fill, ink, 0.35)
    body = path(
        "M -300 -170 C -320 -190 -320 -130 -300 -150 L -220 -160 Z", "#7fd4ff", 'fill-opacity="0.7"'
    )
    body += path("M -210 -180 L -270 -290 L -200 -286 L -120 -190 Z", dark, edge)
    body += path(
        "M -230 -186 C -60 -226 170 -226 316 -150 C 170 -92 -60 -96 -236 -124 Z", pale, edge
    )
    body += path("M 130 -204 C 190 -200 240 -182 272 -164 L 150 -162 Z", "#223447", edge)
    body += path("M 20 -150 L -150 -30 L -70 -30 L 130 -140 Z", fill, edge)
    return body + path(
        "M -180 -158 H 90", "none", f'stroke="{dark}" stroke-width="6" stroke-dasharray="16 14"'
    )


VEHICLES = {"vehicle": car, "bicycle": bicycle, "boat": boat, "train": train, "ship": ship}
# How high each is beside a person of 720 units.
LOFTY = {"vehicle": 800, "bicycle": 490, "boat": 640, "train": 1300, "ship": 1500}
