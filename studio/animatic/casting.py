"""Who somebody is, by the words about them: how old, woman or man, and what they wear to work."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, cast

from studio.animatic.light import best, mentions, vocabulary
from studio.animatic.spec import PanelFigure

Age = Literal["child", "teen", "adult", "old"]

_YEARS = re.compile(
    r"\((\d{1,3})\)|（(\d{1,3})）|(\d{1,3})[ -]?(?:years?|yrs?)[ -]old|\baged? (\d{1,3})\b"
    r"|\bin (?:his|her|their) (\d0)s|(\d{1,3})\s*[多来]?[岁歲]",
    re.IGNORECASE,
)
_NUMERAL = re.compile("([一二两三四五六七八九十]{1,3})[多来]?[岁歲]")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2}
# "old" says somebody's age only beside the name itself or a word for a person.
_OLD_NAME = re.compile(r"\bold\b", re.IGNORECASE)
_OLD_PERSON = re.compile(
    r"\bold(?:er)? (?:\w+ )?(?:man|woman|lady|men|women|couple|master|fisherman|farmer|keeper"
    r"|sailor|soldier|king|queen|teacher|doctor|monk|priest|beggar|captain|gentleman|person|people)\b",
    re.IGNORECASE,
)
# 老吴 is an old man called Wu; 老师, 老板, 老婆... are teacher, boss, wife.
_OLD_SURNAME = re.compile("^老(?![师板婆公大鼠虎外家乡兄弟同实])[\u4e00-\u9fff]{1,2}$")


def years(words: str) -> int | None:
    """An age that is said in numbers: "(72)", "八岁", "in her 60s"; None when there is none."""
    found = _YEARS.search(words)
    if found:
        return int(next(part for part in found.groups() if part))
    spelt = _NUMERAL.search(words)
    if not spelt:
        return None
    tens, _, ones = spelt[1].rpartition("十")
    if "十" not in spelt[1]:
        return _DIGITS[spelt[1][-1]]
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def age_of(figure: PanelFigure) -> Age:
    """How old somebody is, as far as it shows; `adult` when nothing is said."""
    words = f"{figure.name} {figure.description}"
    said = years(words)
    if said is not None:
        return "child" if said < 13 else "teen" if said < 18 else "old" if said >= 60 else "adult"
    people = vocabulary("sets")["people"]
    if mentions(words, people["child"]) > 0:
        return "child"
    named = _OLD_NAME.search(figure.name) or _OLD_SURNAME.search(figure.name.strip())
    if named or _OLD_PERSON.search(words) or mentions(words, people["old"]) > 0:
        return "old"
    return "teen" if mentions(words, people["teen"]) > 0 else "adult"


def is_woman(figure: PanelFigure) -> bool:
    """Whether somebody is shown as a woman or a girl."""
    if figure.gender:
        return figure.gender in ("female", "woman")
    words = f"{figure.name} {figure.description}"
    return mentions(words, vocabulary("sets")["people"]["woman"]) > 0


def trade_of(figure: PanelFigure) -> str:
    """The garment of somebody's work (a key of FRONTS), or ""."""
    table = cast(Mapping[str, Sequence[str]], vocabulary("sets")["trades"])
    return best(f"{figure.name} {figure.description}", table)
