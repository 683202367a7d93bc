"""How the words before a noun say that somebody looks: 白衣剑客, a deaf painter."""

import re

# What stands before a noun and tells how somebody looks: 白衣, a deaf.
_LOOKS_ZH = re.compile(
    r"(?:(?:[白黑红蓝青紫金银灰绿橘花][衣袍发甲裙]?|年轻|年迈|老|小|白发|盲眼?|聋哑?|独臂|独眼|蒙面|戴.{1,3}的|穿.{1,6}的|神秘|受伤|孤独|流浪|退休|陌生|瘦小?|胖|高大|疲惫|机械|会说话)的?)+$"
)
_LOOKS_EN = re.compile(
    r"\b(?i:an?|the|one|two|three|his|her|their|this|that)\s+((?:[a-z][a-z'-]*[ -]){1,3})$"
)
_STOP_EN = frozenset({"of", "in", "on", "at", "and", "with", "to", "for", "by", "from", "as", "is"})


def appearance(before: str, word: str) -> str:
    """How the words before a noun say that somebody looks, with the noun: 白衣剑客, deaf painter."""
    if not word.isascii():
        found = _LOOKS_ZH.search(before[-10:])
        return f"{found.group()}{word}" if found else ""
    found = _LOOKS_EN.search(before)
    words = found.group(1) if found else ""
    return "" if not words or _STOP_EN.intersection(words.split()) else f"{words}{word}"
