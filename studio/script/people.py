"""Who a text speaks of by a noun (女孩, a watchmaker), and what name it gives them."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import cast

from studio.paths import resource
from studio.script.appearance import appearance
from studio.script.treatment import Role
from studio.script.vocabulary import craft_spans
from studio.timeline.story import SubjectKind

# Words that hold a word for somebody and mean nobody: 马路 is a road, 龙井 a tea.
INSIDE = (
    r"马(?=[路上达克力拉戏来丁虎桶尾])|[斑木]马|千军万马|龙(?=[井卷门头舟套])|狗粮|猫粮|蜗牛|牛(?=奶|肉|排|仔裤)|羊(?=皮|毛|肉|绒)|"
    r"鸟(?=[瞰巢])|熊熊|猫步|天狼|鸡(?=蛋|汤|肉|尾酒)|猪肉|鱼(?:片|汤)|蛇形|(?<=[\u4e00-\u9fff])学生证|老师傅|车手把|"
    r"\b(?:makes? friends|bird'?s[- ]eye|in general|kid leather|driver'?s seat|horse ?power|cat ?walk|guest house|model \w*\d)\b|\bbears? (?:the|a|his|her)\b"
)
_FAMILIAR = r"[小阿](?!心|声|跑|步|时|睡|憩|口|说|镇|城|巷|路|屋|院)[\u4e00-\u9fff]"
_NUMBERED = re.compile(
    r"(?:(两|二|两个|[两二][个名位只条匹台辆架头]|二人の|두|\btwo|\bdos)|(三[个名位只条匹台辆架头]|三人の|세|\bthree|\btres))(?: [a-z]+)?\s*$",
    re.IGNORECASE,
)
_LATIN_NAME = r"[A-ZÀ-Þ][\w'’-]{1,20}(?: [A-ZÀ-Þ][\w'’-]{1,20})?"
_OWNED = re.compile(
    r"['’]s (?:\w+ )?(?:house|home|room|bedroom|kitchen|garden|shop|office|grave|farm|apartment|car)\b"
)
_GONE = re.compile(r"(?:(?:去世|过世|逝去|死去|亡故)的|已故的?|亡|\blate )$", re.IGNORECASE)
_NAMED_PAIR = re.compile(rf",? ({_LATIN_NAME}),? (?:and|y|&) ({_LATIN_NAME})\b")
NOT_NAMES = frozenset({
    "inside", "outside", "then", "finally", "later", "suddenly", "meanwhile", "now", "the", "a", "an",
    "in", "on", "at", "as", "when", "but", "and", "so", "there", "here", "she", "he", "they", "it",
    "his", "her", "un", "una", "el", "la",
})  # fmt: skip
_PLURALS = {
    "men": "man", "women": "woman", "children": "child", "thieves": "thief", "wolves": "wolf",
    "policemen": "policeman", "fishermen": "fisherman", "gunmen": "gunman", "wives": "wife", "mice": "mouse",
    "geese": "goose", "witches": "witch", "heroes": "hero", "spies": "spy", "fairies": "fairy", "elves": "elf",
}  # fmt: skip
_BEING_EN = re.compile(
    r"\b(?:an?|the) (?:[a-z-]+ ){0,3}?([a-z]{3,15}) who(?:se)?\b|\btalking ([a-z]{3,15})\b|\bfriends with (?:an? |the )?([a-z]{3,15})\b",
    re.IGNORECASE,
)
_BEING_ZH = re.compile(r"会说话的([\u4e00-\u9fff]{2,3}?)(?=[\uff0c。、;\uff1b的在和与说对把被]|$)")


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
def _by_word() -> dict[str, tuple[str, SubjectKind, str]]:
    return {word.casefold(): (word, kind, gender) for word, kind, gender in people_words()}


@cache
def _pattern() -> re.Pattern[str]:
    """All nouns at once, longest first, after the words that only hold one."""
    latin: list[str] = [*_PLURALS]
    wide: list[str] = []
    hangul: list[str] = []
    alone: list[str] = []
    for word, kind, _ in people_words():
        if "\uac00" <= word[0] <= "\ud7af":
            ends = r"(?=[은는이가을를과와도의]|\s|$)" if len(word) == 1 else ""
            hangul.append(f"{word}{ends}")
        elif not "\u3040" <= word[0] <= "\u9fff":
            latin.append(word)
        elif len(word) == 1 and kind is SubjectKind.PERSON:
            alone.append(single(word))
        else:
            wide.append(word)
    han = "|".join([_by_letter(wide), rf"(?<![\uac00-\ud7af])(?:{_by_letter(hangul)})", *alone])
    return re.compile(
        rf"(?:{INSIDE})|(?P<latin>\b(?:{_by_letter(latin)}))(?:e?s)?\b|(?P<wide>{han})",
        re.IGNORECASE,
    )


def _by_letter(words: list[str]) -> str:
    """One pattern for many words, by their first letter: ten times as fast as one after another."""
    by_letter: dict[str, list[str]] = {}
    for word in words:
        by_letter.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())


def single(word: str) -> str:
    """A pattern for somebody of one letter: 母が, never 父 of 师父."""
    return rf"(?<![\u4e00-\u9fff]){re.escape(word)}(?=[はがをにのともへ、])"


def _matches(text: str) -> Iterator[tuple[re.Match[str], str, SubjectKind, str]]:
    """(match, word, kind, gender) of every noun for somebody, in order."""
    craft = bytearray(len(text))  # a general is nobody in `plano general`
    for start, end in craft_spans(text):
        craft[start:end] = b"\1" * (end - start)
    for match in _pattern().finditer(text):
        word = match.group("latin") or match.group("wide")
        if word and not craft[match.start()]:
            if _OWNED.match(text, match.end()) or _GONE.search(
                text[max(0, match.start() - 8) : match.start()]
            ):
                continue  # mother's house shows no mother, a late wife is not there
            low = word.casefold()
            yield (match, *_by_word()[_PLURALS.get(low, low)])


def nouns_in(text: str) -> Iterator[tuple[int, str]]:
    """Where each noun for somebody stands in a text, and the name it gives."""
    for match, word, _, _ in _matches(text):
        yield match.start(), _as_name(word)


def noun_kind(name: str) -> SubjectKind | None:
    """What a noun means: a person, a creature, a thing; None for what is no such noun."""
    known = _by_word().get(name.casefold())
    return known[1] if known else None


def is_noun(name: str) -> bool:
    """True for a name that is only a word for somebody: Girl, not Anna."""
    return name.casefold() in _by_word()


def spoken_of(name: str, language: str) -> str:
    """A name as it stands in a sentence: English nouns with their article."""
    plain = language.split("-")[0] == "en" and is_noun(name)
    return f"the {name.lower()}" if plain else name


def _as_name(word: str) -> str:
    return word[:1].upper() + word[1:] if word[0].isascii() or word[0] == "ñ" else word


def roles_in(text: str, limit: int = 6) -> list[Role]:
    """Who appears in a text by a noun for a person, creature or thing, in order, each once.

    Who is given a name (`女孩小雨`, `a girl named Mei`) has it, the noun is an alias.
    """
    found: list[tuple[int, list[Role]]] = []
    met: set[str] = set()
    for match, word, kind, gender in _matches(text):
        if word not in met:
            met.add(word)
            found.append((match.start(), _roles(text, match, word, kind, gender)))
    for being in (*_BEING_EN.finditer(text), *_BEING_ZH.finditer(text)):
        noun = next(group for group in being.groups() if group)
        if not is_noun(noun):
            role = Role(name=_as_name(noun), kind=SubjectKind.CREATURE)
            found.append((being.start(), [role]))
    ordered = [role for _, roles in sorted(found, key=lambda item: item[0]) for role in roles]
    out: list[Role] = []
    for role in ordered:
        same = next((n for n, other in enumerate(out) if _one(other, role)), None)
        if same is None:
            out.append(role)
        elif out[same].name != role.name:
            aliases = tuple(dict.fromkeys((*out[same].aliases, role.name)))
            out[same] = out[same].model_copy(update={"aliases": aliases})
    return out[:limit]


def _one(left: Role, right: Role) -> bool:
    """True for two nouns of one: 马 after 白马, the fisherman after an old fisherman."""
    if left.kind is not right.kind or (left.gender or right.gender) != (
        right.gender or left.gender
    ):
        return False
    for one in (left.name, *left.aliases):
        short, long_ = sorted((one.casefold(), right.name.casefold()), key=len)
        if short == long_ or (is_noun(one) and is_noun(right.name) and _ends_with(long_, short)):
            return True
    return False


def _ends_with(long_: str, short: str) -> bool:
    return long_.endswith(f" {short}" if short.isascii() else short)


def _roles(
    text: str, match: re.Match[str], word: str, kind: SubjectKind, gender: str
) -> list[Role]:
    """The one, two or three that a noun means at its first place in the text."""
    name = _as_name(word)
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() :]
    if before[-2:] == "男女" and kind is SubjectKind.PERSON:
        pair = (("男", "male"), ("女", "female"))
        return [Role(name=f"{one}{name}", gender=which) for one, which in pair]
    if not gender and kind is SubjectKind.PERSON and before[-1:] in {"女", "男"}:
        name, gender = before[-1] + name, "female" if before[-1] == "女" else "male"
    role = Role(name=name, kind=kind, gender=gender or None, description=appearance(before, word))
    number = _NUMBERED.search(before)
    if number:
        pair = _NAMED_PAIR.match(after) if number.group(1) else None
        if pair:
            return [role.model_copy(update={"name": one}) for one in pair.groups()]
        wide = "\u3040" <= word[0] <= "\u9fff"
        ends = ("甲", "乙", "丙") if wide else (" A", " B", " C")
        count = 2 if number.group(1) else 3
        return [role.model_copy(update={"name": f"{name}{end}"}) for end in ends[:count]]
    called = _called(word, before, after)
    if called and not is_noun(called):
        return [role.model_copy(update={"name": called, "aliases": (name,)})]
    return [role]


def _called(word: str, before: str, after: str) -> str:
    """The name right by a noun, where the text plainly gives one."""
    if word.isascii() or "a" <= word[0].lower() <= "z":
        told = r"(?:,? (?:named|called|whose name is|llamad[oa])) "
        found = re.match(rf"{told}({_LATIN_NAME})", after)
        named = found or re.search(
            rf"\b({_LATIN_NAME}), (?:an?|the|our) (?:[a-z-]+ ){{0,3}}$", before
        )
        called = named.group(1) if named else ""
        return called if called.casefold() not in NOT_NAMES else ""
    found = re.match(rf" ?({_LATIN_NAME})(?![A-Za-z])", after)
    if found:
        return found.group(1)
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
