"""One colour per subject, told apart by colour-blind eyes too."""

# Okabe and Ito, "Color Universal Design" (2008), without black and yellow, which vanish on dark
# and light panels; then mixtures of them for larger casts.
COLOURS = (
    "#d55e00",
    "#0072b2",
    "#009e73",
    "#e69f00",
    "#cc79a7",
    "#56b4e9",
    "#b8a900",
    "#8c564b",
    "#7a5cc2",
    "#3f9c9c",
    "#c04e6c",
    "#6b8e23",
)
_ROUNDS = ((0, 0.0), (255, 0.4), (0, 0.35), (255, 0.65), (0, 0.6))


def colour_of(number: int) -> str:
    """The colour of subject `number` (0 ...) as "#rrggbb"; later rounds are lighter and darker."""
    base = COLOURS[number % len(COLOURS)]
    towards, share = _ROUNDS[number // len(COLOURS) % len(_ROUNDS)]
    parts = (int(base[n : n + 2], 16) for n in (1, 3, 5))
    return "#" + "".join(f"{round(part + (towards - part) * share):02x}" for part in parts)
