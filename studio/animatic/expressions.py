"""What a face tells: the mood of brows, lids and lips, and the lines that years leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from studio.animatic.hair import swung
from studio.animatic.light import best, mentions, mix, vocabulary
from studio.animatic.looks import Look
from studio.animatic.svg import Point, path


@dataclass(frozen=True)
class Mood:
    """How a mood changes a face, in hundredths of a head.

    `inner` and `outer` are how far the ends of the brows sink, `wide` how open the eyes are (1 is
    usual), `smile` how far the corners of the mouth rise.
    """

    inner: float = 0.0
    outer: float = 0.0
    wide: float = 1.0
    smile: float = 0.0


MOODS: Mapping[str, Mood] = {
    "": Mood(smile=1.0),
    "fierce": Mood(5.0, -2.6, 0.82, -1.4),
    "glad": Mood(-1.2, -0.6, 0.86, 4.2),
    "sad": Mood(-3.4, 2.0, 0.84, -2.6),
    "afraid": Mood(-4.4, -0.8, 1.24, -1.2),
    "amazed": Mood(-4.2, -3.6, 1.26, 0.4),
}


def mood_of(prompt: str) -> str:
    """The mood that is said, a key of MOODS."""
    return best(prompt, cast(Mapping[str, Sequence[str]], vocabulary("poses")["moods"]))


def gaze_of(prompt: str) -> float:
    """Where the eyes go: 1 is down, -1 up, 0 straight on."""
    words = vocabulary("poses")["gaze"]
    return float(mentions(prompt, words["down"]) > 0) - float(mentions(prompt, words["up"]) > 0)


def shuts_eyes(prompt: str) -> bool:
    """Whether the eyes are said to be shut."""
    return mentions(prompt, vocabulary("poses")["gaze"]["shut"]) > 0


def brow(look: Look, side: int, turn: float) -> str:
    """An eyebrow in its mood; an old one is white and bushy."""
    mood = MOODS[look.mood]
    thick = 2.2 if look.woman or look.child else 5.0 if look.old else 3.6
    a, b, c = -9.2 + mood.inner, -12.4 + (mood.inner + mood.outer) / 2, -8.8 + mood.outer
    points = ((6.6, a), (13.0, b), (24.0, c), (13.0, b + thick), (6.6, a + thick))
    at = [swung(side * x, y, turn, 1.0) for x, y in points]
    pairs = [f"{x:.1f} {y:.1f}" for x, y in at]
    fill = mix(look.hair, look.ink, 0.12 if look.old else 0.35)
    return path(f"M {pairs[0]} Q {pairs[1]} {pairs[2]} Q {pairs[3]} {pairs[4]} Z", fill)


def wrinkles(look: Look, turn: float) -> str:
    """Lines of the brow, crow's feet, bags under the eyes, and folds beside the mouth."""
    data = _lines(turn, ((-15, -27), (0, -25), (15, -27)), ((-12, -32.5), (0, -31), (12, -32.5)))
    for s in (-1, 1):
        data += _lines(
            turn,
            ((s * 9, 9.4), (s * 15, 12.6), (s * 21, 8.6)),
            ((s * 24.5, -1.5), (s * 27, -3.5), (s * 29, -4.5)),
            ((s * 24.5, 2.5), (s * 27, 3), (s * 29, 4.5)),
            ((s * 8.5, 19), (s * 15, 23), (s * 14.5, 31)),
        )
    ink = f'stroke="{mix(look.shade, look.ink, 0.22)}" stroke-width="1.3" stroke-linecap="round"'
    return path(data, "none", ink)


def _lines(turn: float, *curves: tuple[Point, Point, Point]) -> str:
    data = ""
    for curve in curves:
        a, b, c = (swung(x, y, turn, 1.0) for x, y in curve)
        data += f"M{a[0]:.1f} {a[1]:.1f}Q{b[0]:.1f} {b[1]:.1f} {c[0]:.1f} {c[1]:.1f}"
    return data
