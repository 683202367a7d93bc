"""Sets with windows all round: a railway carriage, a wheelhouse, the lamp room of a lighthouse."""

from studio.animatic.light import mix
from studio.animatic.scenery import Pieces, Place, floor
from studio.animatic.sets_indoor import room_floor
from studio.animatic.svg import bands, glow, line, oval, path, poly, rect, slabs


def carriage(place: Place) -> Pieces:
    """Inside a train: a gangway between seats, a row of windows, racks above."""
    p, y, w = place.light, place.horizon, place.wide
    out, cloth = place.beyond, p.toned("#3f6a80")
    shell = mix(p.toned("#c9ccc8"), p.dark, place.dim)
    far = rect(-w, -1200, 3 * w, 3000, shell)
    far += rect(w / 2 - 110, y - 270, 220, 400, mix(shell, p.dark, 0.35), 'rx="18"') + rect(
        w / 2 - 70, y - 230, 140, 170, mix(out.sky[1], out.far, 0.3), 'rx="12"'
    )
    mid, ground = (
        "",
        floor(
            Place(w, y + 96, p, place.words),
            lines=5,
            top=mix(p.toned("#6a7076"), p.dark, place.dim),
            low=mix(p.toned("#3c4046"), p.dark, place.dim),
        ),
    )
    for side in (-1, 1):
        edge = [
            (w / 2 + side * 120, y - 330),
            (w / 2 + side * 2000, y - 1500),
            (w / 2 + side * 2000, y + 1500),
            (w / 2 + side * 120, y + 130),
        ]
        mid += poly(edge, mix(shell, p.dark, 0.08 if side > 0 else 0.18))
        for index in range(5):
            a, b = 160 * 1.75**index, 160 * 1.75 ** (index + 0.72)
            pane = [
                (w / 2 + side * u, y + f * u)
                for u, f in ((a, -0.92), (b, -0.92), (b, -0.16), (a, -0.16))
            ]
            mid += poly(
                pane,
                mix(out.sky[0], out.sky[1], 0.6),
                f'stroke="{p.dark}" stroke-width="7" stroke-linejoin="round"',
            )
            hill = [
                (w / 2 + side * u, y + f * u)
                for u, f in ((a, -0.4), (b, -0.5), (b, -0.16), (a, -0.16))
            ]
            mid += poly(hill, mix(out.far, out.mid, 0.4))
        mid += path(
            f"M {w / 2 + side * 130} {y - 180} L {w / 2 + side * 1900} {y - 2400}",
            "none",
            f'stroke="{mix(shell, p.dark, 0.5)}" stroke-width="20"',
        )
        for index in range(5):
            u = 150 * 1.62**index
            x, foot, k = w / 2 + side * (u + 60), y + 100 + u * 0.62, 0.55 * u / 150
            ground += rect(
                x - 90 * k,
                foot - 330 * k,
                180 * k,
                330 * k,
                mix(cloth, p.dark, 0.12 * (4 - index)),
                f'rx="{34 * k:.0f}" stroke="{p.dark}" stroke-width="3"',
            )
            ground += rect(
                x - 60 * k,
                foot - 320 * k,
                120 * k,
                74 * k,
                mix("#eef1ee", cloth, 0.25),
                f'rx="{18 * k:.0f}"',
            )
    lights = glow("lamp", w / 2, y - 420, 520, p.glow, 0.4)
    return Pieces(far, mid, ground, lights=lights)


def wheelhouse(place: Place) -> Pieces:
    """The bridge of a ship: windows over the bow and the sea, a wheel and instruments."""
    p, y, w = place.light, place.horizon, place.wide
    out, wood = place.beyond, mix(p.toned("#6b4a35"), p.dark, place.dim)
    far = bands((-w, -1000, 3 * w, 1000 + y), ((0.0, out.sky[0]), (1.0, out.sky[1])), 20.0)
    far += rect(-w, y - 60, 3 * w, 2000, mix(out.mid, out.sky[1], 0.15))
    far += poly(
        ((w / 2 - 260, y + 60), (w / 2, y - 110), (w / 2 + 260, y + 60)),
        mix(out.dark, out.mid, 0.4),
    )
    mid = (
        rect(-w, -1400, 3 * w, 930 + y, mix(wood, p.dark, 0.2))
        + rect(-w, y + 20, 3 * w, 240, wood)
        + rect(-w, y + 4, 3 * w, 26, mix(wood, "#ffffff", 0.18))
    )
    mid += slabs([(w / 2 + 260 * index - 13, y - 480, 26, 500) for index in range(-7, 8)], wood)
    for index in (-3, -2, 2, 3):
        x = w / 2 + 150 * index
        mid += (
            oval(x, y + 120, 46, 46, p.toned("#c9a24c"))
            + oval(x, y + 120, 36, 36, p.toned("#f2ecd8"))
            + line((x, y + 120), (x + 20, y + 98), "#a33a2e", 5)
        )
    wheel, x, hub = mix(wood, "#ffffff", 0.22), w / 2, y + 180
    spokes = "".join(
        f"M{x:.0f} {hub:.0f}l{u} {v}"
        for u, v in (
            (0, -176),
            (0, 176),
            (176, 0),
            (-176, 0),
            (124, -124),
            (-124, 124),
            (124, 124),
            (-124, -124),
        )
    )
    ground = room_floor(place, "#7a5a3c", "#3c2a1c", 10)
    ground += (
        path(spokes, "none", f'stroke="{wheel}" stroke-width="15" stroke-linecap="round"')
        + oval(x, hub, 128, 128, "none", f'stroke="{wheel}" stroke-width="22"')
        + oval(x, hub, 26, 26, p.toned("#c9a24c"))
    )
    return Pieces(far, mid, ground, lights=glow("chart", w * 0.74, y + 20, 300, p.glow, 0.45))


def lamproom(place: Place) -> Pieces:
    """The top of a lighthouse: a great lens in a ring of glass over the sea."""
    p, y, w = place.light, place.horizon, place.wide
    out, iron = place.beyond, mix(p.toned("#3f4a4c"), p.dark, 0.3)
    far = bands((-w, -1000, 3 * w, 1000 + y), ((0.0, out.sky[0]), (1.0, out.sky[1])), 20.0)
    far += rect(-w, y - 40, 3 * w, 2000, mix(out.mid, out.sky[1], 0.2))
    mid = slabs([(w / 2 + 230 * index - 9, -900, 18, 900 + y) for index in range(-8, 9)], iron)
    mid += (
        slabs([(-w, y - 470 + 220 * row, 3 * w, 14) for row in range(3)], iron)
        + rect(-w, y + 20, 3 * w, 120, mix(iron, p.glow, 0.12))
        + rect(-w, -1400, 3 * w, 860 + y, iron)
    )
    x, brass, foot = w * 0.66, p.toned("#c9a24c"), y + 190
    body = rect(x - 90, foot - 210, 180, 210, mix(brass, p.dark, 0.5), 'rx="10"') + rect(
        x - 130, foot - 230, 260, 30, brass
    )
    body += path(
        f"M {x - 120} {foot - 230} C {x - 170} {foot - 400} {x - 120} {foot - 520} {x} {foot - 560} C {x + 120} {foot - 520} {x + 170} {foot - 400} {x + 120} {foot - 230} Z",
        mix(p.glow, "#ffffff", 0.35),
        f'stroke="{brass}" stroke-width="12"',
    )
    rings = "".join(
        f"M {x - 136 + abs(3 - k) * 10} {foot - 260 - 42 * k} Q {x} {foot - 240 - 42 * k} {x + 136 - abs(3 - k) * 10} {foot - 260 - 42 * k} "
        for k in range(7)
    )
    body += path(rings, "none", f'stroke="{mix(brass, p.glow, 0.35)}" stroke-width="7"') + oval(
        x, foot - 390, 44, 70, "#fffbe6"
    )
    ground = room_floor(place, "#6a5a48", "#332a22", 12) + body
    lights = glow("lens", x, foot - 390, 640, p.glow, 0.75)
    return Pieces(far, mid, ground, lights=lights)


ABOARD = {"carriage": carriage, "wheelhouse": wheelhouse, "lamproom": lamproom}
