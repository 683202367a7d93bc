"""Sets that are halls: a station and a product studio."""

from studio.animatic.light import mix
from studio.animatic.scenery import Pieces, Place, floor
from studio.animatic.sets_town import skyline
from studio.animatic.svg import fade, halo, line, oval, poly, rect


def station(place: Place) -> Pieces:
    """A platform under a roof of trusses, a train at its edge."""
    p, y, w = place.light, place.horizon, place.wide
    middle = w / 2
    far = skyline(place, "far", y + 4, 180, p.far)
    mid = poly(
        ((-w, -900), (2 * w, -900), (middle + 60, y - 130), (middle - 60, y - 130)),
        mix(p.mid, p.dark, 0.5),
    )
    for k in (0.06, 0.12, 0.22, 0.38, 0.62, 1.0):
        mid += line(
            (middle - 1700 * k - 60, y - 130 - 900 * k),
            (middle + 1700 * k + 60, y - 130 - 900 * k),
            p.dark,
            6 + 26 * k,
        )
        mid += rect(
            middle + 700 * k + 40,
            y - 130 - 560 * k,
            8 + 40 * k,
            180 + 900 * k,
            mix(p.mid, p.dark, 0.3),
        )
    side = [(middle - 40, y - 90), (middle - 40, y + 30), (-w, y + 640), (-w, y - 900)]
    mid += poly(side, p.toned("#c5ccd0"))
    for k in (0.08, 0.16, 0.28, 0.46, 0.75):
        a, b = middle - 40 - 1500 * k, middle - 40 - 1500 * k * 1.35
        mid += poly(
            [
                (x, y + f * (middle - 40 - x))
                for x, f in ((a, -0.34), (b, -0.34), (b, -0.08), (a, -0.08))
            ],
            mix(p.glow, p.far, 0.2),
        )
    mid += poly(
        ((middle - 40, y - 20), (middle - 40, y - 10), (-w, y + 260), (-w, y + 170)), p.accent
    )
    ground = floor(place, lines=9)
    ground += poly(
        ((middle - 44, y), (middle - 30, y), (middle - 900, y + 1200), (middle - 1250, y + 1200)),
        "#d9b53a",
    )
    return Pieces(far, mid, ground, "")


def studio(place: Place) -> Pieces:
    """A cyclorama with a cone of light on a podium."""
    p, y, w = place.light, place.horizon, place.wide
    tone = mix(place.theme or p.accent, p.sky[0], 0.3)
    haze = halo(
        "cyc",
        (
            (0, mix(tone, "#ffffff", 0.62), 1),
            (0.55, mix(tone, "#ffffff", 0.15), 1),
            (1, mix(tone, p.dark, 0.55), 1),
        ),
    )
    far = rect(-w, -1000, 3 * w, 3600, mix(tone, p.dark, 0.55))
    haze += oval(w / 2, y - 160, 1300, 1000, "url(#cyc)")
    cone = fade("cone", ((0, "#ffffff", 0.5), (1, "#ffffff", 0.02)))
    haze += cone + poly(
        ((w / 2 - 50, -200), (w / 2 + 50, -200), (w / 2 + 360, y + 230), (w / 2 - 360, y + 230)),
        "url(#cone)",
    )
    foot = y + 210
    haze += fade(
        "deck",
        (
            (0, mix(tone, "#ffffff", 0.4), 0),
            (0.35, mix(tone, "#ffffff", 0.35), 0.9),
            (1, mix(tone, p.dark, 0.3), 1),
        ),
    )
    haze += rect(-w, y, 3 * w, 1500, "url(#deck)")
    ground = ""
    for r, h, shade in ((330, 74, 0.3), (250, 60, 0.55)):
        ground += oval(w / 2, foot + h, r, r * 0.2, mix(tone, p.dark, 0.35)) + rect(
            w / 2 - r, foot, 2 * r, h, mix(tone, p.dark, 0.2)
        )
        ground += oval(w / 2, foot, r, r * 0.2, mix(tone, "#ffffff", shade))
        foot -= h
    return Pieces(far, "", ground, haze=haze)
