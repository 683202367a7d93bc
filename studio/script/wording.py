"""The words of a beat: the maker's own, and what its kind says with their names put in."""

import re
from collections.abc import Sequence
from functools import lru_cache

from studio.script.casting import Cast
from studio.script.kinds import Row, phrases
from studio.script.objects import object_in
from studio.script.people import spoken_of
from studio.script.treatment import Place
from studio.timeline.story import Size, SubjectKind

_AD_FOR = re.compile(
    r"\b(?:(?:ads?|adverts?|advertisement|commercial|promo|spot)\s+for|demo\s+of)\s+(?:a |an |the )?([^:：,.\n]{2,60})",
    re.IGNORECASE,
)
_QUOTES = '“”"「」『』'


def living(cast: Cast) -> list[str]:
    """People and creatures."""
    acting = {SubjectKind.PERSON, SubjectKind.CREATURE}
    return [role.name for role in cast.roles if role.kind in acting]


def people(cast: Cast) -> list[str]:
    """Who is a person."""
    return [role.name for role in cast.roles if role.kind is SubjectKind.PERSON]


def leads(cast: Cast) -> list[str]:
    """Who acts: people and creatures, else whatever there is but places."""
    return living(cast) or [role.name for role in cast.roles if role.kind is SubjectKind.THING]


def who_of(who: str, cast: Cast) -> tuple[str, ...]:
    """Who is in a beat that is for `who`: a, b, both, all, thing or none."""
    names = leads(cast)
    things = [role.name for role in cast.roles if role.kind is SubjectKind.THING]
    chosen = {
        "both": names[:2], "a": names[:1], "b": names[1:2], "all": names[:4], "thing": things[-1:],
    }  # fmt: skip
    return tuple(chosen.get(who, []))


def worded(row: Row, place: Place, before: str, cast: Cast, language: str, words: str) -> str:
    """The beat's words after `before`; `words` are all of the maker's."""
    tongue, said = language.split("-")[0], phrases(language)
    lead = f"{before}{said.lead}" if before else ""
    if tongue in {"zh", "yue"}:
        return f"{lead}{filled(row.zh, place, cast, language, words)}"
    told = said.sizes.get(_taken(row), row.en)
    if row.who == "b" and said.sizes:
        told = told.replace("{a}", "{b}")
    text = filled(told, place, cast, language, words)
    return f"{lead}{text[:1].upper()}{text[1:]}"


def _taken(row: Row) -> str:
    """How a beat is taken, in a word: wide, full, close, both_wide, none_close, end ..."""
    wide = row.size in {Size.EXTREME_LONG, Size.LONG, Size.FULL}
    if row.end:
        return "end"
    if row.who in {"none", "both", "thing"}:
        return f"{row.who}_{'wide' if wide else 'close'}"
    return {
        Size.EXTREME_LONG: "wide", Size.LONG: "wide", Size.FULL: "full", Size.MEDIUM: "medium",
        Size.MEDIUM_CLOSE: "near", Size.CLOSE_UP: "close", Size.EXTREME_CLOSE_UP: "eyes",
    }[row.size]  # fmt: skip


_UNNAMED = {
    "zh": ("主角", "对手", "这里", "产品"), "ja": ("主人公", "相手", "この場所", "商品"),
    "ko": ("주인공", "상대", "이곳", "제품"), "es": ("la figura", "el otro", "el lugar", "el producto"),
    "en": ("the figure", "the other", "the place", "the product"),
}  # fmt: skip


def filled(
    text: str,
    place: Place,
    cast: Cast,
    language: str,
    words: str = "",
    names: Sequence[str] | None = None,
) -> str:
    """A phrase with names, the place, the product and the thing of `words` put in."""
    tongue = language.split("-")[0]
    one, other, here, product = _UNNAMED.get("zh" if tongue == "yue" else tongue, _UNNAMED["en"])
    known = leads(cast) if names is None else names
    names = [spoken_of(name, language) for name in known]
    spot = place.place
    if tongue == "en" and spot[:1].islower():
        spot = f"the {spot}"
    filled_in = text.format(
        a=names[0] if names else one,
        b=names[1] if len(names) > 1 else other,
        place=spot or here,
        product=_product(place, cast, product),
        object=object_in(words, language),
    )
    return filled_in.replace("里里", "里")


@lru_cache(maxsize=64)
def _advertised(text: str) -> str:
    """What an advert is for, in its own words."""
    found = _AD_FOR.search(text)
    return found.group(1).strip().translate({ord(c): None for c in _QUOTES}) if found else ""


def _product(place: Place, cast: Cast, fallback: str) -> str:
    named = _advertised(place.text)
    if named:
        return named
    things = [role.name for role in cast.roles if role.kind is SubjectKind.THING]
    if things:
        return things[-1]
    return fallback
