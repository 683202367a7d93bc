"""Who says the words in quotes: the name, the verb and the pronoun around them."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from studio.paths import resource
from studio.script.gender import usual_gender
from studio.script.lead import is_label
from studio.script.measures import language_named, language_of, without_language
from studio.script.people import NOT_NAMES, noun_kind, nouns_in
from studio.script.treatment import Said
from studio.script.vocabulary import bare_size, is_only_craft

QUOTED = r"[“\"「『]([^“”\"「」『』\n]{1,500})[”\"」』]"
QUOTE = re.compile(QUOTED)
LATIN_NAME = r"[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){0,3}"
NAME = (
    rf"{LATIN_NAME}|[小阿老大][A-Z][a-z]{{1,12}}|[\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af·]{{1,8}}"
)
_STOPS = re.compile(r"[。\uff01\uff1f\n]|(?<!\bMr)(?<!\bDr)(?<!\bMs)(?<!\bMrs)[.!?]\s")
_CLAUSES = re.compile(r"[,\uff0c、;\uff1b:\uff1a]\s*")
_COLON = re.compile(
    rf"(?:^|(?<=[\s,\uff0c、;\uff1b”\"」』]))({NAME})\s*(?:[(\uff08\[]([^)\uff09\]]{{1,60}})[)\uff09\]])?\s*[:\uff1a]\s*$"
)
_NARRATOR = re.compile(r"([\w.-]+(?:[ -]over| en off)?)\s*(?:说|says)?\s*[:\uff1a]?\s*$")
_BARE_NAME = re.compile(
    r"(?:^|[\s、,\uff0c])([\u4e00-\u9fff\u3040-\u30ff]{1,6})(?<![はがをのにでと])$"
)
_ADDRESSED = re.compile(
    r"[我你您咱俺吗吧呢啊呀嘛!?\uff01\uff1f¿¡…“”\"「」]|\b(?:i|i'm|you|we|me|my|your|us|let's|don't|please|yo|tú|mi|te|nos)\b|です|ます|だよ|だね|ください|요(?:[.\s]|$)|니다",
    re.IGNORECASE,
)
_SPOKEN_JA = re.compile(r"[\u3041-\u309f]")  # a name in katakana alone is read, not said
_TO_WHOM = re.compile(r"(?:对着?|向|跟|朝|冲着?)[^\uff0c,]{1,12}$")
_MANNER = re.compile(
    r"(?:[用讲][\u4e00-\u9fff]{1,4}[语话]|[\u4e00-\u9fff]{2}[地着]|[大轻小低高柔]声|冷冷|缓缓|慢慢|忽然|突然|终于|这时|然后|便|就|又|才|也)+$"
)
_PRONOUN = re.compile(r"\b(?:she|he|ella|él)\b|彼女|彼(?!女)|[她他](?!们)", re.IGNORECASE)
_SUBJECT = re.compile(
    r"([\u4e00-\u9fff\u30a0-\u30ff]{1,6})[はが]|([\uac00-\ud7af]{1,5}?)(?:은|는|이|가)(?![\uac00-\ud7af])"
)
_COMMAS = " ,\uff0c"
_LOOK_AHEAD = 60  # letters behind the quotes in which `says Anna` stands


@dataclass(frozen=True)
class Spoken:
    """A line found in prose, where its words stand, and all that only tells that it is said."""

    line: Said
    words: tuple[int, int]
    told: tuple[int, int]


@dataclass(frozen=True)
class _Teller:
    """Who speaks, and how much before and behind the quotes only tells so."""

    name: str | None
    note: str = ""
    before: int = 0
    behind: int = 0
    over: bool = False  # a narrator


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return json.loads(resource("script", "speech.json").read_text(encoding="utf-8"))


@cache
def _names(key: str) -> frozenset[str]:
    return frozenset(word for words in _table()[key].values() for word in words)


def _either(*tongues: str) -> str:
    words = [word for tongue in tongues for word in _table()["verbs"][tongue]]
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _verb() -> re.Pattern[str]:
    """A verb of saying, with what may stand between it and the quotes."""
    return re.compile(
        rf"(?:\b(?:{_either('en', 'es')})\b|(?:{_either('zh', 'ko')})(?![话明服法书谎]))(?=(?P<tail>[^“\"「『]{{0,40}}?)[:\uff1a,\uff0c]?\s*$)",
        re.IGNORECASE,
    )


@cache
def _verb_behind() -> re.Pattern[str]:
    latin = _either("en", "es")
    return re.compile(
        rf"[,\uff0c]?\s*(?:(?P<latin>(?:[\w'’-]+ ){{1,4}}?)(?:{latin})\b"
        rf"|(?:{latin})\s+(?P<behind>(?:{LATIN_NAME})|(?:the|an?|una?|el|la) \w+(?: \w+)?)"
        rf"|(?:{latin})(?=[.,;]|$)"
        rf"|(?P<zh>[\u4e00-\u9fff]{{1,8}}?)(?:{_either('zh')})(?=[。\uff0c,.\uff01!]|$)"
        rf"|(?:と(?P<ja>[\u4e00-\u9fff\u30a0-\u30ff]{{0,6}})[がは]?)?(?:{_either('ja')})"
        rf"|(?:이?라고|하고)\s*(?P<ko>[\uac00-\ud7af]{{0,6}}?)\s*(?:{_either('ko')}))[.,。]?",
        re.IGNORECASE,
    )


def is_no_name(name: str) -> bool:
    """True for what stands before a colon and is nobody: Music, 画面, Close-up, Horror short."""
    low = re.sub(r"\s*#?\d*$", "", name.strip().casefold())
    return (
        low in _names("no_speakers")
        or bool(re.fullmatch(r"第.{1,3}[场幕镜集]", low))
        or is_label(name)
        or is_only_craft(name)
        or (bare_size(low) is not None and low != "long")
    )


def is_voice_over(name: str) -> bool:
    """True for a narrator, who is not seen."""
    return name.strip().casefold() in _names("voice_over")


def names_narrator(text: str) -> bool:
    """True when a narrator speaks in a text."""
    low = text.casefold()
    return any(
        re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", low) for word in _names("voice_over")
    )


def said(name: str | None, words: str, note: str = "", language: str = "en") -> Said:
    """A line with its speaker; the language is the one noted, else the one it is written in."""
    tongue = language_named(note) or language_of(words, language)
    speaker = None if not name or is_voice_over(name) else name
    if "v.o" in note.lower() or "旁白" in note:
        note = re.sub(r"v\.o\.?|旁白", "", note, flags=re.IGNORECASE)
    emotion = without_language(note).strip(_COMMAS)
    return Said(text=words, speaker=speaker, language=tongue, emotion=emotion)


def sounds_said(words: str) -> bool:
    """True for words as somebody says them: to you, of me, asked or called out."""
    return bool(_ADDRESSED.search(words))


def is_surely_somebody(name: str) -> bool:
    """True for a name that is a noun for somebody, a known first name or in capitals."""
    familiar = re.match(r"[小阿老][\u4e00-\u9fffA-Z]", name)
    capitals = name.isascii() and name.isupper() and len(name) > 1
    noun = any(name.casefold().endswith(word.casefold()) for _, word in nouns_in(name))
    return bool(familiar or capitals or noun_kind(name) or noun or usual_gender(name))


def spoken_in(text: str, language: str) -> Iterator[Spoken]:
    """Every quote of a text that somebody says, in order."""
    end = 0
    for quote in QUOTE.finditer(text):
        before = text[end : quote.start()]
        stops = [m.end() for m in _STOPS.finditer(before)]
        before = before[stops[-1] if stops else 0 :]
        behind = text[quote.end() : quote.end() + _LOOK_AHEAD]
        teller = _teller(before, quote.group(1), behind, language)
        if teller is not None:
            name = teller.name
            if name is None and not teller.over:
                earlier = [noun for _, noun in nouns_in(text[: quote.start()])]
                name = earlier[-1] if earlier else None
            line = said(name, quote.group(1), "", language)
            tongue = language_named(teller.note)
            line = line if tongue is None else line.model_copy(update={"language": tongue})
            told = quote.start() - teller.before, quote.end() + teller.behind
            yield Spoken(line, quote.span(1), told)
        end = quote.end()


def _teller(before: str, words: str, behind: str, language: str) -> _Teller | None:
    over = _NARRATOR.search(before)
    if over and is_voice_over(over.group(1)):
        return _Teller(None, before=len(before) - over.start(), over=True)
    colon = _COLON.search(before)
    verb = max(_verb().finditer(before), key=re.Match[str].start, default=None)
    if colon and not verb and not is_no_name(colon.group(1)):
        name = colon.group(1).rstrip(".")
        return _Teller(name, colon.group(2) or "", len(before) - colon.start(1))
    if verb and not _shows(before):
        return _by_verb(before, verb)
    tail = _verb_behind().match(behind)
    if tail:
        named = next((group for group in tail.groups() if group), "")
        name = subject_of(named) or _first(map(subject_of, reversed(_CLAUSES.split(before))))
        return _Teller(name, tail.group(), 0, tail.end())
    bare = _BARE_NAME.search(before) if language == "ja" and _SPOKEN_JA.search(words) else None
    if bare and not is_no_name(bare.group(1)):
        return _Teller(bare.group(1), before=len(bare.group(1)))
    return None


def _shows(before: str) -> bool:
    """True when a thing with writing on it "says" the words: a sign, a screen."""
    clause = _CLAUSES.split(before.rstrip(" :\uff1a,\uff0c"))[-1].casefold()
    return subject_of(clause) is None and any(word in clause for word in _names("written_on"))


def _by_verb(before: str, verb: re.Match[str]) -> _Teller:
    """A verb of saying before the quotes: who acts in its clause speaks, else in an earlier one.

    What only tells that somebody speaks is no picture; whom they tell it to is one.
    """
    at = verb.start()
    clauses = _CLAUSES.split(before[:at])
    name = _first(map(subject_of, reversed(clauses)))
    mine = _MANNER.sub("", _TO_WHOM.sub("", clauses[-1].strip()))
    rest = re.sub(r"(?i)^(?:the|an?|then)\s|\s", "", _without(mine, name or ""))
    note = before[at - len(clauses[-1]) :]
    if len(rest) <= 2 and not verb.group("tail").strip():
        return _Teller(name, note, len(note))
    whom = verb.group("tail").strip() or _TO_WHOM.search(clauses[-1].strip())
    return _Teller(name, note, 0 if whom else len(before) - at)


def _without(text: str, name: str) -> str:
    return re.sub(re.escape(name), "", text, count=1, flags=re.IGNORECASE)


def _first(names: Iterable[str | None]) -> str | None:
    return next((name for name in names if name), None)


def subject_of(clause: str) -> str | None:
    """Who acts in a clause: the first name, noun for somebody or pronoun; None when nobody does."""
    clause = _MANNER.sub("", _TO_WHOM.sub("", clause.strip())).strip()
    found: list[tuple[int, str]] = []
    for match in re.finditer(rf"[小阿老]?(?:{LATIN_NAME})", clause):
        if match.group().casefold() not in NOT_NAMES:
            found.append((match.start(), match.group().rstrip(".")))
    noun = next(iter(nouns_in(clause)), None)
    if noun is not None:
        found.append(noun)
    pronoun = _PRONOUN.search(clause)
    if pronoun:
        found.append((pronoun.start(), pronoun.group()))
    marked = _SUBJECT.match(clause)
    if marked:
        found.append((0, marked.group(1) or marked.group(2)))
    if found:
        return min(found, key=lambda item: item[0])[1]
    whole = re.fullmatch(r"[\u4e00-\u9fff·]{1,4}", clause)
    return clause if whole and not is_no_name(clause) else None
