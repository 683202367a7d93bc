"""The seven mouths of a drawn head, and its eyes when they blink."""

from studio.animatic.expressions import MOODS
from studio.animatic.faces import glasses, lids, mouth_at
from studio.animatic.light import mix
from studio.animatic.looks import Look
from studio.animatic.svg import group, oval, path


def mouth(shape: str, look: Look, turn: float) -> str:
    """One of MOUTH_SHAPES at its place in the head."""
    x, y = mouth_at(turn)
    narrow = 1.0 - 0.14 * abs(turn)
    lip = mix(look.skin, "#b03a44", 0.55 if look.woman else 0.3)
    ink, inside = mix(lip, look.ink, 0.62), "#4a1518"
    half, up, down = {
        "rest": (9.5, 0.0, 0.0),
        "closed": (8.5, 0.0, 0.0),
        "open": (9.0, 3.6, 7.4),
        "mid": (8.6, 2.2, 4.0),
        "wide": (11.0, 2.4, 4.4),
        "round": (5.2, 4.0, 5.2),
        "teeth": (9.6, 2.2, 3.0),
    }[shape]
    half *= narrow
    rim = down - 0.7 if up else down + 0.8
    lower = path(
        f"M {x - half * 0.6} {y + rim} Q {x} {y + rim + 4.2} {x + half * 0.6} {y + rim} Q {x} {y + rim + 1.4} {x - half * 0.6} {y + rim} Z",
        lip,
    )
    if not up:
        bow = MOODS[look.mood].smile * 1.6 if shape == "rest" else 0.4
        upper = path(
            f"M {x - half * 0.8} {y} Q {x - 3} {y - 3} {x} {y - 1.8} Q {x + 3} {y - 3} {x + half * 0.8} {y} Q {x} {y + 1.4} {x - half * 0.8} {y} Z",
            lip,
        )
        seam = path(
            f"M {x - half} {y - bow * 0.6} Q {x} {y + bow} {x + half} {y - bow * 0.6}",
            "none",
            f'stroke="{ink}" stroke-width="1.7" stroke-linecap="round"',
        )
        return upper + lower + seam
    hole = f"M {x - half} {y} Q {x - half * 0.6} {y - up} {x} {y - up * 0.85} Q {x + half * 0.6} {y - up} {x + half} {y} Q {x + half * 0.55} {y + down} {x} {y + down} Q {x - half * 0.55} {y + down} {x - half} {y} Z"
    parts = (
        oval(x, y + down * 0.95, half * 0.55, down * 0.4, "#b5484c")
        if shape in ("open", "wide", "mid")
        else ""
    )
    if shape != "round":
        deep = y + down if shape == "teeth" else y - up + 2.6 + down * 0.15
        parts += path(f"M {x - half} {y - up} H {x + half} V {deep} H {x - half} Z", "#f6f1ea")
    clip = f'<clipPath id="lips-{shape}"><path d="{hole}"/></clipPath>'
    body = lower + clip + path(hole, inside) + group(parts, f'clip-path="url(#lips-{shape})"')
    return body + path(
        hole,
        "none",
        f'stroke="{mix(lip, look.ink, 0.3)}" stroke-width="1.7" stroke-linejoin="round"',
    )


def shut_eyes(look: Look, turn: float) -> str:
    """Closed lids over both eyes."""
    body = ""
    for side in (-1, 1):
        (x, y), w, up, down = lids(look, side, turn)
        rise, fall = up + 2.6, down + 1.6
        far = 0.3 if side * turn > 0.3 else 1.6  # the contour beside a far eye stays
        body += path(
            f"M {x - w - far:.1f} {y} Q {x:.1f} {y - 2 * rise:.1f} {x + w + far:.1f} {y} Q {x:.1f} {y + 2 * fall:.1f} {x - w - far:.1f} {y} Z",
            look.skin,
        )
        lash = f"M {x - w:.1f} {y + 0.8} Q {x:.1f} {y + down * 1.9:.1f} {x + w:.1f} {y + 0.6}"
        ink = f'stroke="{mix(look.ink, "#000000", 0.4)}" stroke-width="2.2" stroke-linecap="round"'
        body += path(lash, "none", ink)
    return body + glasses(look, turn)
