"""Creatures, 300 high, standing on y = 0 and looking right."""

from studio.animatic.light import mix
from studio.animatic.limbs import limb
from studio.animatic.svg import line, oval, path


def _edge(ink: str) -> str:
    return f'stroke="{ink}" stroke-width="4" stroke-linejoin="round"'


def wolf(fill: str, ink: str) -> str:
    """A wolf."""
    edge, dim, pale = _edge(ink), mix(fill, ink, 0.3), mix(fill, "#ffffff", 0.28)
    body = _legs(fill, dim, pale, ink)
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


def dog(fill: str, ink: str) -> str:
    """A dog with hanging ears, a collar and a tail that is up."""
    edge, dim, pale = _edge(ink), mix(fill, ink, 0.35), mix(fill, "#ffffff", 0.34)
    tail = "M -146 -178 C -196 -190 -222 -230 -214 -270 Q -198 -276 -192 -260 C -192 -226 -172 -206 -134 -196 Z"
    body = path(tail, fill, edge) + _legs(fill, dim, pale, ink, tail=False)
    body += path(
        "M 92 -200 C 100 -256 122 -290 166 -294 C 204 -296 226 -276 232 -256 L 268 -246 "
        "Q 284 -238 278 -222 C 262 -204 230 -204 206 -206 C 196 -176 160 -150 118 -138 Z",
        fill,
        edge,
    )
    body += path("M 206 -206 C 230 -204 262 -204 278 -222 Q 240 -226 204 -222 Z", pale)
    body += path(
        "M 150 -290 C 116 -284 108 -240 122 -206 C 140 -200 156 -216 162 -246 Z", dim, edge
    )
    body += path("M 98 -190 Q 132 -160 170 -170 L 166 -152 Q 126 -142 94 -172 Z", "#c0392b", edge)
    return (
        body
        + oval(200, -262, 6, 7, ink)
        + oval(202, -264, 2, 2, "#ffffff")
        + oval(274, -238, 10, 8, ink)
    )


def _legs(fill: str, dim: str, pale: str, ink: str, *, tail: bool = True) -> str:
    edge, body = _edge(ink), ""
    for x, shade in ((26, dim), (0, fill)):
        hind = ((x - 128, -150), (x - 96, -98), (x - 140, -56), (x - 128, -10))
        fore = ((x + 92, -150), (x + 82, -95), (x + 90, -48), (x + 92, -10))
        if x == 0:
            body += _trunk(fill, pale, edge, tail=tail)
        body += limb(hind, (40, 24, 11, 10), shade, ink) + limb(fore, (32, 19, 12, 10), shade, ink)
        for paw in (x - 120, x + 100):
            body += oval(paw, -9, 19, 10, shade, edge)
    return body


def _trunk(fill: str, pale: str, edge: str, *, tail: bool) -> str:
    """Body and tail, behind the near legs."""
    brush = (
        "M -150 -192 C -196 -196 -236 -160 -258 -92 C -236 -104 -232 -112 -222 -112 "
        "C -214 -100 -212 -96 -214 -84 C -180 -110 -160 -140 -140 -160 Z"
    )
    body = path(brush, fill, edge) if tail else ""
    body += path(
        "M -166 -176 C -150 -214 -60 -206 30 -212 C 90 -222 130 -210 140 -170 "
        "C 136 -130 116 -106 86 -102 C 40 -104 0 -122 -50 -126 C -90 -128 -110 -110 -140 -112 "
        "C -170 -120 -178 -148 -166 -176 Z",
        fill,
        edge,
    )
    return body + path("M 100 -110 C 60 -100 10 -122 -50 -128 Q 20 -134 104 -128 Z", pale)


def cat(fill: str, ink: str) -> str:
    """A cat that sits."""
    edge, dim, pale = _edge(ink), mix(fill, ink, 0.3), mix(fill, "#ffffff", 0.4)
    body = path(
        "M -70 -20 C -150 -10 -170 -60 -150 -110 Q -132 -112 -130 -96 C -136 -60 -110 -50 -60 -56 Z",
        dim,
        edge,
    )
    body += path("M -78 0 C -104 -70 -70 -150 0 -180 C 60 -170 84 -90 78 0 Z", fill, edge)
    body += path("M 4 0 V -70 M 44 0 V -70", "none", f'stroke="{dim}" stroke-width="5"')
    body += oval(22, -8, 30, 11, fill, edge) + oval(62, -8, 26, 10, fill, edge)
    body += path("M -44 -236 L -46 -296 L -4 -266 Z M 88 -236 L 98 -294 L 52 -266 Z", fill, edge)
    body += oval(24, -216, 74, 60, fill, edge) + oval(40, -190, 34, 22, pale)
    for x in (2, 62):
        body += oval(x, -224, 11, 13, "#b9d86a", edge) + oval(x, -224, 3.4, 11, ink)
    return (
        body
        + path("M 34 -202 L 48 -202 L 41 -194 Z", "#d98a8a", edge)
        + path(
            "M 96 -196 L 150 -206 M 96 -188 L 150 -184", "none", f'stroke="{ink}" stroke-width="2"'
        )
    )


def horse(fill: str, ink: str) -> str:
    """A saddled horse."""
    edge, dim, mane = _edge(ink), mix(fill, ink, 0.32), mix(fill, ink, 0.7)
    body = path(
        "M -148 -196 C -196 -190 -206 -120 -190 -70 C -170 -100 -160 -130 -138 -160 Z", mane, edge
    )
    for x, shade in ((24, dim), (0, fill)):
        hind = ((x - 122, -140), (x - 106, -96), (x - 132, -52), (x - 122, -14))
        fore = ((x + 76, -136), (x + 84, -88), (x + 78, -46), (x + 82, -14))
        if x == 0:
            body += path(
                "M -152 -170 C -150 -214 -90 -214 -30 -200 C 20 -196 50 -214 74 -230 "
                "C 96 -270 112 -292 134 -306 L 142 -330 L 158 -306 C 170 -300 180 -288 188 -268 L 214 -230 "
                "Q 216 -212 198 -208 L 178 -214 L 152 -236 C 140 -200 124 -150 92 -116 C 40 -96 -40 -112 -100 -106 "
                "C -140 -110 -156 -140 -152 -170 Z",
                fill,
                edge,
            )
        body += limb(hind, (34, 20, 11, 10), shade, ink) + limb(fore, (26, 15, 10, 9), shade, ink)
        for hoof in (x - 120, x + 84):
            body += path(f"M {hoof - 13} 0 L {hoof - 9} -16 h 18 L {hoof + 15} 0 Z", mane, edge)
    body += path(
        "M 134 -306 C 96 -300 74 -250 62 -214 C 84 -220 98 -232 106 -250 C 112 -272 124 -290 146 -296 Z",
        mane,
        edge,
    )
    body += path("M -66 -206 Q -20 -184 22 -204 L 30 -160 Q -20 -138 -70 -160 Z", "#8c3b2e", edge)
    body += line((-22, -150), (-18, -112), ink, 4) + path(
        "M 200 -232 L 152 -262 L 30 -200", "none", 'stroke="#5a3a26" stroke-width="4"'
    )
    return body + oval(166, -276, 5, 5.4, ink) + oval(204, -222, 4, 3, ink)


def dragon(fill: str, ink: str) -> str:
    """A long dragon of the east, winding, with mane, whiskers and claws."""
    edge, dim = _edge(ink), mix(fill, ink, 0.3)
    pale, gold = mix(fill, "#fff1c4", 0.55), mix("#e0b04a", ink, 0.1)
    coil = "M -320 -40 C -250 -150 -180 30 -90 -60 C -20 -140 -150 -190 -60 -236 C 20 -270 70 -180 130 -214"
    body = path(coil, "none", f'stroke="{ink}" stroke-width="62" stroke-linecap="round"')
    body += path(coil, "none", f'stroke="{fill}" stroke-width="54" stroke-linecap="round"')
    body += path(
        coil,
        "none",
        f'stroke="{pale}" stroke-width="18" stroke-dasharray="9 7" stroke-opacity="0.9"',
    )
    for x, y, way in ((-216, -66, -1), (-92, -26, 1), (-120, -150, -1), (20, -214, 1)):
        body += limb(
            ((x, y), (x + way * 30, y + 34), (x + way * 10, y + 66)), (16, 11, 8), dim, ink
        )
        for claw in (-16, 0, 16):
            body += line((x + way * 10, y + 66), (x + way * 10 + claw, y + 86), gold, 6)
    for x, y in ((-268, -96), (-168, -78), (-46, -110), (-132, -206), (-40, -274), (58, -240)):
        body += path(f"M {x - 16} {y + 14} L {x} {y - 26} L {x + 18} {y + 12} Z", gold, edge)
    body += path("M 96 -250 C 40 -268 60 -300 20 -312 C 84 -330 120 -300 140 -280 Z", gold, edge)
    body += path(
        "M 116 -272 C 104 -310 70 -330 64 -352 C 96 -344 128 -322 140 -284 Z M 150 -284 C 146 -316 128 -334 130 -354 C 152 -340 172 -312 172 -280 Z",
        pale,
        edge,
    )
    body += path(
        "M 98 -236 C 100 -276 140 -292 180 -280 C 202 -272 214 -262 246 -262 C 274 -260 278 -238 262 -232 "
        "L 208 -226 L 256 -208 Q 258 -192 236 -190 C 190 -186 110 -186 98 -236 Z",
        fill,
        edge,
    )
    body += path("M 208 -226 L 256 -208 L 214 -212 Z", "#8a1f22", edge)
    body += path("M 222 -229 l 6 13 l 8 -14 Z M 244 -231 l 4 12 l 8 -13 Z", "#ffffff")
    body += path(
        "M 250 -262 C 286 -300 300 -270 324 -292 M 244 -234 C 280 -216 292 -190 318 -190",
        "none",
        f'stroke="{gold}" stroke-width="6" stroke-linecap="round"',
    )
    return body + oval(186, -256, 11, 9, "#fff3b0", edge) + oval(189, -256, 4, 7, ink)


def bird(fill: str, ink: str) -> str:
    """A bird on the wing."""
    edge = _edge(ink)
    body = path(
        "M -40 -190 C -120 -300 -240 -300 -300 -260 C -240 -250 -170 -200 -60 -150 Z",
        mix(fill, ink, 0.25),
        edge,
    )
    body += path(
        "M -170 -120 C -100 -190 40 -200 90 -230 C 110 -262 150 -262 166 -236 L "
        "206 -226 L 168 -216 C 150 -150 70 -110 -20 -112 L -180 -90 Z",
        fill,
        edge,
    )
    body += path(
        "M 20 -180 C 30 -300 140 -340 230 -330 C 170 -290 140 -200 50 -150 Z",
        mix(fill, "#ffffff", 0.15),
        edge,
    )
    feathers = (
        "M 60 -170 L 128 -262 M 84 -180 L 166 -284 M -80 -168 L -170 -236 M -110 -180 L -214 -252"
    )
    body += path(feathers, "none", f'stroke="{ink}" stroke-width="3" stroke-opacity="0.5"')
    return body + oval(140, -238, 5, 5, ink)


def fish(fill: str, ink: str) -> str:
    """A fish, or a whale."""
    edge, pale = _edge(ink), mix(fill, "#ffffff", 0.5)
    body = path(
        "M -170 -150 L -290 -230 Q -262 -150 -290 -70 Z M -10 -226 Q 30 -300 90 -276 L 80 -214 Z",
        mix(fill, ink, 0.25),
        edge,
    )
    body += path(
        "M -190 -150 C -110 -250 110 -270 250 -150 C 110 -40 -110 -60 -190 -150 Z", fill, edge
    )
    body += path("M -150 -128 C -60 -90 120 -80 240 -144 C 110 -40 -90 -60 -150 -128 Z", pale)
    return body + oval(176, -168, 10, 11, "#ffffff", edge) + oval(179, -168, 5, 6, ink)


CREATURES = {
    "wolf": wolf, "dog": dog, "cat": cat, "horse": horse, "dragon": dragon, "bird": bird,
    "fish": fish,
}  # fmt: skip
# How high each is beside a person of 720 units, and the colour it has when nobody says another.
TALL = {"wolf": 300, "dog": 240, "cat": 170, "horse": 620, "dragon": 760, "bird": 150, "fish": 260}
COAT = {
    "wolf": "#7c828c", "dog": "#a9744a", "cat": "#c98b4e", "horse": "#7a4a2e", "dragon": "#2f8f6b",
    "bird": "#23252e", "fish": "#5b8fb0",
}  # fmt: skip
