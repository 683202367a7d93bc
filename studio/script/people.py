"""Who a text speaks of by a noun (女孩, a watchmaker), and what name it gives them."""

import json
import re
from functools import cache
from typing import cast

from studio.paths import resource
from studio.script.treatment import Role
from studio.timeline.story import SubjectKind

# Words that hold a creature's letter and mean none: 马路 is a road, 龙井 a tea.
_INSIDE = re.compile(
    r"马(?=[路上达克力拉戏来丁虎桶尾])|[斑木黑]马|龙(?=[井卷门头舟套])|狗粮|[蜗]牛|鸟(?=[瞰巢])|熊熊|猫步|天狼|"
    r"(?<=[\u4e00-\u9fff])学生(?=证)|老师傅"
)
_FAMILIAR = r"[小阿](?!心|声|跑|步|时|睡|憩|口|说|镇|城|巷|路|屋|院)[\u4e00-\u9fff]"
_TWO = re.compile(r"(?:两[个名位只]|二人|\btwo(?: [a-z]+)?|\bdos|二人の|두)\s*$", re.IGNORECASE)
_LATIN_NAME = r"[A-ZÀ-Þ][\w'’-]{1,20}(?: [A-ZÀ-Þ][\w'’-]{1,20})?"


@cache
def people_words() -> list[tuple[str, SubjectKind, str]]:
    """(word, kind, gender) of everyone the studio knows by a noun, longest first."""
    raw = json.loads(resource("script", "roles.json").read_text(encoding="utf-8"))
    table = cast("dict[str, dict[str, list[str]]]", raw)
    rows = [
        (word, SubjectKind(kind), gender)
        for kind, genders in table.items()
        for gender, words in genders.items()
        for word in words
    ]
    return sorted(rows, key=lambda row: -len(row[0]))


@cache
def _patterns() -> list[tuple[re.Pattern[str], str, SubjectKind, str]]:
    return [
        (re.compile(_as_word(word), re.IGNORECASE), word, kind, gender)
        for word, kind, gender in people_words()
    ]


def _as_word(word: str) -> str:
    if re.match(r"[\u3040-\u9fff]", word):
        return re.escape(word)
    if re.match(r"[\uac00-\ud7af]", word):
        return rf"(?<![\uac00-\ud7af]){re.escape(word)}"
    return rf"\b{re.escape(word)}(?:e?s)?\b"


@cache
def is_noun(name: str) -> bool:
    """True for a name that is only a word for somebody: Girl, not Anna."""
    return any(name.casefold() == word.casefold() for word, _, _ in people_words())


def spoken_of(name: str, language: str) -> str:
    """A name as it stands in a sentence: English nouns with their article."""
    plain = language.split("-")[0] == "en" and is_noun(name)
    return f"the {name.lower()}" if plain else name


def roles_in(text: str, limit: int = 4) -> list[Role]:
    """Who appears in a text by a noun for a person, creature or thing, in order, each once.

    Who is given a name (`女孩小雨`, `a girl named Mei`) has it, the noun is an alias.
    """
    found: dict[int, list[Role]] = {}
    taken = [match.span() for match in _INSIDE.finditer(text)]
    for pattern, word, kind, gender in _patterns():
        match = next((m for m in pattern.finditer(text) if not _covered(m.span(), taken)), None)
        if match is None:
            continue
        taken += [m.span() for m in pattern.finditer(text)]
        found[match.start()] = _roles(text, match, word, kind, gender)
    ordered = [role for place in sorted(found) for role in found[place]]
    return list({role.name: role for role in ordered}.values())[:limit]


def _covered(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in taken)


def _roles(
    text: str, match: re.Match[str], word: str, kind: SubjectKind, gender: str
) -> list[Role]:
    """The one or two that a noun means at its first place in the text."""
    name = word[:1].upper() + word[1:] if word[0].isascii() or word[0] == "ñ" else word
    before, after = text[max(0, match.start() - 16) : match.start()], text[match.end() :]
    if not gender and kind is SubjectKind.PERSON and before[-1:] in {"女", "男"}:
        name, gender = before[-1] + name, "female" if before[-1] == "女" else "male"
    role = Role(name=name, kind=kind, gender=gender or None)
    if _TWO.search(before):
        pair = ("甲", "乙") if not word.isascii() else (" A", " B")
        return [role.model_copy(update={"name": f"{name}{one}"}) for one in pair]
    called = _called(word, before, after)
    if called and not is_noun(called):
        return [role.model_copy(update={"name": called, "aliases": (name,)})]
    return [role]


def _called(word: str, before: str, after: str) -> str:
    """The name right by a noun, where the text plainly gives one."""
    if word.isascii() or "a" <= word[0].lower() <= "z":
        told = r"(?:,? (?:named|called|whose name is|llamad[oa])) "
        found = re.match(rf"{told}({_LATIN_NAME})", after)
        return found.group(1) if found else ""
    found = re.match(
        rf"({_FAMILIAR})|(?:名叫|叫做|叫)([\u4e00-\u9fff]{{2,3}})(?=[\uff0c。,]|$)", after
    )
    if found:
        return found.group(1) or found.group(2)
    found = re.search(r"(?:名叫|叫做|叫)([\u4e00-\u9fff]{2,3})的$", before)
    return found.group(1) if found else ""


def describes(noun: str, name: str, text: str) -> bool:
    """True when the text says that `name` is the `noun`: 女孩小雨, Mei, a young girl, 小雨是个女孩."""
    one, two = re.escape(noun), re.escape(name)
    if noun.isascii():
        return bool(
            re.search(
                rf"\b{one}(?:,|, named| named| called)? {two}\b"
                rf"|\b{two}(?:,| is| \()[ ]?(?:an?|the|our|her|his)?[ ]?(?:[\w-]+ ){{0,4}}{one}\b",
                text,
                re.IGNORECASE,
            )
        )
    return bool(
        re.search(
            rf"{one}(?:名叫|叫做|叫|[\uff0c,、·])?{two}|{two}(?:[\uff0c,(\uff08]|是|作为)(?:一?[个名位])?[\u4e00-\u9fff]{{0,6}}?{one}",
            text,
        )
    )
