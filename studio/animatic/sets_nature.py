"""Sets out of doors: battle, forest, space; and an abstract one."""

from studio.animatic.light import mix
from studio.animatic.scenery import Pieces, Place, floor, ridge
from studio.animatic.svg import glow, halo, line, oval, path, rect


def grass(place: Place, foot: float, tall: float, fill: str, part: str = "grass") -> str:
    """Blades along the lower edge."""
    dice, body = place.dice(part), ""
    for _ in range(120):
        x, h, bend = (
            dice.uniform(-1, 2) * place.wide,
            tall * dice.uniform(0.4, 1),
            dice.uniform(-50, 50),
        )
        body += path(
            f"M {x:.0f} {foot} Q {x:.0f} {foot - h * 0.6:.0f} {x + bend:.0f} {foot - h:.0f} "
            f"Q {x + 10:.0f} {foot - h * 0.5:.0f} {x + 18:.0f} {foot} Z",
            fill,
        )
    return body + rect(place.left, foot - 4, place.across, 900, fill)


def _smoke(place: Place, part: str, fill: str) -> str:
    dice = place.dice(part)
    body = halo(part, ((0, fill, 0.55), (0.6, fill, 0.25), (1, fill, 0)))
    for _ in range(4):
        x, y, r = dice.uniform(-0.1, 1.1) * place.wide, place.horizon, 60.0
        for _ in range(9):
            body += oval(x, y, r * 1.5, r, f"url(#{part})")
            x, y, r = x + dice.uniform(-10, 55), y - dice.uniform(45, 75), r * 1.16
    return body


def _banner(x: float, foot: float, tall: float, cloth: str, pole: str) -> str:
    top = foot - tall
    body = line((x, foot), (x, top - tall * 0.06), pole, tall * 0.018)
    return body + path(
        f"M {x} {top} C {x + tall * 0.14} {top - tall * 0.05} {x + tall * 0.2} {top + tall * 0.07} "
        f"{x + tall * 0.36} {top + tall * 0.01} L {x + tall * 0.3} {top + tall * 0.16} "
        f"L {x + tall * 0.38} {top + tall * 0.3} C {x + tall * 0.22} {top + tall * 0.34} "
        f"{x + tall * 0.12} {top + tall * 0.24} {x} {top + tall * 0.3} Z",
        cloth,
    )


def battle(place: Place) -> Pieces:
    """A plain with smoke, banners, spears and a host on the horizon."""
    p, y, w = place.light, place.horizon, place.wide
    dice = place.dice("battle")
    far = ridge(place, "far", y + 10, 220, mix(p.far, p.sky[1], 0.35))
    haze = _smoke(place, "smoke", mix(p.dark, p.mid, 0.5))
    host = ridge(place, "near", y + 30, 70, p.mid, 0.5)
    for _ in range(130):
        x = dice.uniform(-0.6, 1.6) * w
        host += line((x, y), (x + dice.uniform(-12, 12), y - dice.uniform(70, 130)), p.mid, 3)
        host += oval(x, y - 24, 10, 13, p.mid)
    for _ in range(9):
        cloth = p.toned(dice.choice(("#a63127", "#7a2a3a", "#b98a35")))
        host += _banner(dice.uniform(-0.4, 1.4) * w, y + 10, dice.uniform(170, 300), cloth, p.dark)
    fires = glow("fire", w * 0.3, y, 340, p.accent, 0.45)
    fires += glow("fire2", w * 0.86, y, 260, p.accent, 0.4)
    ground = floor(place, joint=0.0) + ridge(
        place, "low", y + 90, 60, mix(p.ground[0], p.ground[1], 0.5), 0.4
    )
    for _ in range(16):
        x, foot = dice.uniform(-0.3, 1.3) * w, y + dice.uniform(60, 330)
        tall = 60 + (foot - y) * 0.5
        ground += line((x, foot), (x + dice.uniform(-60, 60), foot - tall), p.dark, 4 + tall * 0.02)
        ground += oval(x, foot, tall * 0.4, tall * 0.08, p.dark, 'fill-opacity="0.4"')
    front = _banner(-0.02 * w, 1400, 1150, mix(p.toned("#7c241d"), p.dark, 0.5), p.dark)
    front += grass(place, 1010, 90, p.dark)
    return Pieces(far, host, ground, front, haze, fires)


def _trees(
    place: Place, part: str, count: int, thick: float, foot: float, fill: str, bamboo: bool
) -> str:
    """Trunks side by side, each with its branches and leaves one shape."""
    dice, trunks, leaves, joints = place.dice(part), "", "", ""
    count = max(6, round(count * place.wide / 1778))  # as dense in a narrow frame
    for index in range(count):
        x = place.left + place.across * (index + dice.uniform(0.1, 0.9)) / count
        t, lean = thick * dice.uniform(0.6, 1.3), dice.uniform(-40, 40)
        flare = t * (0.5 if bamboo else 0.85)
        trunks += (
            f"M{x - flare:.0f} {foot + 30:.0f}Q{x - t * 0.5:.0f} {foot - 20:.0f} {x - t * 0.45:.0f} {foot - 120:.0f}"
            f"L{x + lean - t * 0.3:.0f} -700H{x + lean + t * 0.3:.0f}L{x + t * 0.45:.0f} {foot - 120:.0f}"
            f"Q{x + t * 0.5:.0f} {foot - 20:.0f} {x + flare:.0f} {foot + 30:.0f}Z"
        )
        for _limb in range(0 if bamboo else 4):
            at, side = dice.uniform(-100, foot - 220), dice.choice((-1, 1))
            tip = x + side * t * 3.4
            trunks += f"M{x:.0f} {at - t * 0.1:.0f}L{tip:.0f} {at - t * 2.3:.0f}v{t * 0.2:.0f}L{x:.0f} {at + t * 0.14:.0f}Z"
            for _ in range(4):
                u, v = tip + dice.uniform(-2, 2) * t, at - t * 2.4 + dice.uniform(-1, 1) * t
                arc = f"a{t * 2:.0f} {t * 1.1:.0f} 0 1 1"
                leaves += f"M{u - t * 2:.0f} {v:.0f}{arc} {t * 4:.0f} 0{arc} {-t * 4:.0f} 0Z"
        for joint in range(9 if bamboo else 0):
            joints += (
                f"M{x - t * 0.6:.0f} {foot - joint * 120 - 60:.0f}h{t * 1.2:.0f}v5h{-t * 1.2:.0f}Z"
            )
    body = path(trunks, fill) + (path(leaves, fill) if leaves else "")
    return body + (path(joints, place.light.dark, 'fill-opacity="0.4"') if joints else "")


def forest(place: Place) -> Pieces:
    """Trunks in three depths with light between them."""
    p, y = place.light, place.horizon
    bamboo = "竹" in place.words or "bamboo" in place.words.lower()
    leaf = mix(p.toned("#4f7d4a"), place.ground(p.toned("#4f7d4a")), 0.4)
    pale, middle, deep = mix(leaf, p.sky[1], 0.62), mix(leaf, p.mid, 0.3), mix(leaf, p.dark, 0.62)
    far = rect(
        place.left, -1000, place.across, y + 1040, mix(pale, p.sky[1], 0.4), 'fill-opacity="0.7"'
    )
    far += _trees(place, "far", 40, 22, y, pale, bamboo)
    haze = glow("shaft", place.wide * 0.55, y * 0.4, 620, p.rim, 0.55)
    mid = _trees(place, "mid", 22, 44, y + 40, middle, bamboo)
    ground = floor(place, top=mix(leaf, p.ground[0], 0.5), low=mix(leaf, p.dark, 0.55), joint=0.0)
    ground += _trees(place, "near", 9, 92, y + 150, deep, bamboo)
    ground += grass(place, y + 420, 70, mix(deep, p.dark, 0.1), "tufts")
    return Pieces(far, mid, ground, grass(place, 1040, 200, mix(deep, p.dark, 0.6)), haze)


def space(place: Place) -> Pieces:
    """A planet over the ground of a moon."""
    y, w = place.horizon, place.wide
    haze = glow("nebula", w * 0.3, y * 0.5, 620, "#6a4bb0", 0.5)
    haze += glow("nebula2", w * 0.8, y * 0.9, 520, "#2f7fb0", 0.45)
    x, top, r = w * 0.7, y - 300, 210
    far = halo("planet", ((0, "#9fd0e8", 1), (0.7, "#4b86b8", 1), (1, "#21456f", 1)))
    far += oval(x, top, r, r, "url(#planet)")
    for k in (-0.5, -0.1, 0.25, 0.55):
        far += oval(
            x,
            top + k * r,
            r * (1 - k * k) ** 0.5 * 0.96,
            r * 0.06,
            "#d9ecf2",
            'fill-opacity="0.28"',
        )
    far += oval(x + 56, top + 36, r * 0.99, r * 0.99, "#050a1c", 'fill-opacity="0.45"')
    far += f'<ellipse cx="{x}" cy="{top}" rx="{r * 1.75}" ry="{r * 0.3}" fill="none" stroke="#dfe9f5" stroke-width="9" stroke-opacity="0.55" transform="rotate(-18 {x} {top})"/>'
    mid = ridge(place, "rim", y + 20, 130, "#3a4262", 0.9)
    ground = floor(place, top="#8d93ab", low="#3d4360", joint=0.0)
    dice = place.dice("craters")
    for _ in range(16):
        k = dice.random()
        cx, cy, size = dice.uniform(-0.6, 1.6) * w, y + 40 + 420 * k, 30 + 130 * k
        ground += oval(cx, cy, size, size * 0.2, "#2b3050") + oval(
            cx, cy + size * 0.05, size * 0.92, size * 0.15, "#6d7391"
        )
    return Pieces(far, mid, ground, haze=haze)


def abstract(place: Place) -> Pieces:
    """Soft large shapes when the words name no place."""
    p, y, w = place.light, place.horizon, place.wide
    dice, haze = place.dice("abstract"), ""
    for index in range(5):
        haze += glow(
            f"orb{index}",
            dice.uniform(-0.1, 1.1) * w,
            dice.uniform(0, y),
            dice.uniform(200, 420),
            dice.choice((p.rim, p.far, p.accent)),
            0.4,
        )
    far = ridge(place, "soft", y + 10, 130, mix(p.mid, p.sky[1], 0.5), 0.4)
    return Pieces(far, "", floor(place, joint=0.1), haze=haze)
