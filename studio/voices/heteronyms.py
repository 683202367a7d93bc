"""Chinese letters of several readings that stand alone: which one it is, by their neighbours."""

import re
from collections.abc import Sequence

# (letter, what stands before, what follows, reading): the first that fits. A dictionary of words
# has read the others already; these are the commonest that it gets wrong, standing alone.
_RULES = tuple(
    (letter, re.compile(f"(?:{before})$"), re.compile(after), reading)
    for letter, before, after, reading in (
        ("长", "[很太多更最么样好不真特别非常够又细]", "", "chang2"),
        (
            "得",
            "[你我他她它您们都也就还总必只可]",
            "[走去来回找把想做说问看听到给让快先马赶要]",
            "dei3",
        ),
        ("得", "[^\\W\\d_]", "[很太真好多不更快慢早晚远高低深清干漂像这那有像出来起到]", "de5"),
        (
            "地",
            "[\u4e00-\u9fff]{2}",
            "[走跑说问看听笑哭想做站坐躺等点摇望喊叫回转拿放推拉打开关离抬举]",
            "de5",
        ),
        ("还", "", "[钱债给书款账清]", "huan2"),
        ("着", "[\u4e00-\u9fff]", "[急火凉迷]", "zhao2"),
    )
)


def told_apart(text: str, syllables: Sequence[str]) -> list[str]:
    """The syllables of `text`, one a letter, with the readings its neighbours ask for."""
    out = list(syllables)
    for place, letter in enumerate(text):
        before, after = text[:place], text[place + 1 :]
        for known, left, right, reading in _RULES:
            if letter == known and left.search(before) and right.match(after):
                out[place] = reading
                break
    return out
