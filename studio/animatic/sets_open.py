"""Sets of open country: mountain, sea, desert."""

from studio.animatic.light import mix
from studio.animatic.scenery import Pieces, Place, floor, ridge
from studio.animatic.sets_nature import grass
from studio.animatic.svg import bands, oval, path, poly


def peaks(place: Place, part: str, base: float, tall: float, fill: str) -> str:
    """High mountains side by side: a lit and a shaded face, snow on top."""
    p, dice = place.light, place.dice(part)
    dark, snow = mix(fill, p.mid, 0.4), mix(mix("#f4f7fa", p.sky[1], 0.3), p.tint, p.amount * 0.7)
    body, x = "", place.left
    while x < 2 * place.wide:
        h, w = tall * dice.uniform(0.5, 1.0), tall * dice.uniform(0.75, 1.15)
        top, lean = (x, base - h), dice.uniform(-0.12, 0.12) * w
        body += poly((top, (x - w, base), (x + w, base)), fill)
        ridge_line = ((x + lean, base - h * 0.62), (x - lean, base - h * 0.3), (x + lean * 2, base))
        body += poly((top, (x + w, base), *ridge_line[::-1]), dark)
        k = dice.uniform(0.2, 0.32)
        edge = [(x - w * k, base - h * (1 - k)), (x - w * k * 0.5, base - h * (1 - k * 0.8))]
        edge += [
            (x - w * k * 0.1, base - h * (1 - k * 1.25)),
            (x + w * k * 0.4, base - h * (1 - k * 0.85)),
        ]
        body += poly((top, *edge, (x + w * k, base - h * (1 - k))), snow)
        x += w * dice.uniform(0.7, 1.1)
    return body


def pines(place: Place, part: str, foot: float, tall: float, fill: str) -> str:
    """A far row of conifers, as one shape."""
    dice, data, x = place.dice(part), "", place.left
    while x < 2 * place.wide:
        h = tall * dice.uniform(0.5, 1.0)
        data += (
            f"M{x - h * 0.26:.0f} {foot:.0f}L{x:.0f} {foot - h:.0f}L{x + h * 0.26:.0f} {foot:.0f}Z"
        )
        x += h * dice.uniform(0.25, 0.9) + (dice.random() < 0.12) * 260
    return path(data, fill)


def mountain(place: Place) -> Pieces:
    """Ranges behind ranges, a meadow before them."""
    p, y = place.light, place.horizon
    far = peaks(place, "a", y + 40, 470, mix(p.far, p.sky[1], 0.5))
    far += ridge(place, "b", y + 6, 200, mix(p.far, p.sky[1], 0.12), 0.8)
    far += ridge(place, "c", y + 20, 120, mix(p.far, p.mid, 0.7), 0.7)
    mid = pines(place, "pines", y + 24, 74, mix(p.mid, p.dark, 0.45))
    green = place.ground(p.toned("#7f8f55"))
    ground = floor(place, top=mix(green, p.ground[0], 0.3), low=mix(green, p.dark, 0.5), joint=0.0)
    ground += ridge(place, "e", y + 150, 90, mix(green, p.dark, 0.2), 0.4)
    return Pieces(far, mid, ground, grass(place, 1030, 130, mix(green, p.dark, 0.75)))


def sea(place: Place) -> Pieces:
    """Open water, waves, and a shore."""
    p, y, w = place.light, place.horizon, place.wide
    dice = place.dice("sea")
    water = p.toned("#3f86a0")
    far = ridge(place, "isle", y + 4, 90, mix(p.far, p.sky[1], 0.4))
    stops = ((0.0, mix(water, p.sky[1], 0.5)), (0.3, water), (1.0, mix(water, p.dark, 0.5)))
    mid = bands((-w, y, 3 * w, 1600), stops)
    for _ in range(120):
        k = dice.random()
        x, at = dice.uniform(-1, 2) * w, y + 6 + 330 * k * k
        mid += oval(
            x,
            at,
            20 + 90 * k,
            1.5 + 4 * k,
            p.rim,
            f'fill-opacity="{0.2 + 0.3 * dice.random():.2f}"',
        )
    boat = 0.72 * w
    mid += poly(
        ((boat - 60, y + 10), (boat + 70, y + 10), (boat + 46, y + 32), (boat - 44, y + 32)), p.dark
    )
    mid += poly(((boat, y + 4), (boat, y - 120), (boat + 62, y + 4)), mix(p.dark, p.mid, 0.4))
    shore = y + 118
    sand = p.toned("#d9c39a")
    wave = f"M {-w} {shore} " + "".join(
        f"q {w / 8} {-46 if i % 2 else 40} {w / 4} 0 " for i in range(12)
    )
    ground = path(wave + f"V 2400 H {-w} Z", mix(sand, p.dark, 0.12))
    ground += path(wave, "none", 'stroke="#ffffff" stroke-width="16" stroke-opacity="0.7"')
    return Pieces(far, mid, ground, "")


def desert(place: Place) -> Pieces:
    """Dunes with a lit and a shaded side."""
    p, y, w = place.light, place.horizon, place.wide
    sand = p.toned("#d8a866")
    far = ridge(place, "a", y + 6, 110, mix(sand, p.sky[1], 0.5), 0.6)
    mid = ridge(place, "b", y + 30, 110, mix(sand, p.far, 0.35), 0.4)
    ground = floor(place, top=sand, low=mix(sand, p.dark, 0.35), joint=0.0)
    dice = place.dice("dunes")
    for index in range(4):
        x, top = dice.uniform(0.1, 0.9) * w, y + 34 + index * 105
        low, side = top + 90 + index * 30, dice.choice((-1, 1))
        crest = f"M {x - 2 * w} {low + 60} Q {x - w * 0.4} {low} {x} {top} Q {x + w * 0.5} {low} {x + 2 * w}"
        ground += path(f"{crest} {low + 40} V 2400 H {x - 2 * w} Z", mix(sand, "#ffffff", 0.1))
        shade = (
            f"M {x} {top} Q {x + side * w * 0.5} {low} {x + side * 2 * w} {low + 40} V 2400 H {x}"
        )
        bend = f"Q {x - side * 90} {low + 190} {x + side * 40} {top + 90} Q {x + side * 50} {top + 40} {x} {top} Z"
        ground += path(f"{shade} {bend}", mix(sand, p.dark, 0.2))
    return Pieces(far, mid, ground, "")
