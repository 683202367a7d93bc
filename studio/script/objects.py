"""The thing a sentence turns on: a letter, a seed, 一株还活着的植物; what an insert shows."""

import re
from functools import lru_cache

from studio.script.people import nouns_in
from studio.script.places import place_in
from studio.script.speech import QUOTE

_COUNTED = re.compile(  # 一封信, 一株还活着的植物, at the end of a clause
    r"[一这那两几半][个只株朵封把张条杯碗盏枚支本块颗束件双瓶扇面根串台盒袋幅顶滴片]"
    r"((?:[\u4e00-\u9fff]{1,10}的)?[\u4e00-\u9fff]{1,4}?)(?=[\uff0c。、；：,;]|$)"
)
_TAKEN = re.compile(  # 把唯一的伞递给
    r"把([\u4e00-\u9fff]{1,8}?)(?=[递交放扔塞推拿插藏送挂举撕打摔扛抱贴点扣系涂还])"
)
_NOT_BEFORE = (  # what stands before a place, a time or a new clause
    r"as|while|until|when|and|where|that|but|because|than|who|which|or|in|on|at|of|with|to|from|into|by|under|over|through|for|"
    r"behind|beside|near|across|against|inside|outside|before|after|around|about|between|upon|onto|during|past|toward|towards"
)
_ENGLISH = re.compile(
    rf"\b(?!(?:{_NOT_BEFORE})\b)[\w'’-]+ ((?:an?|the|his|her|their|its) (?:[a-z][\w'’-]* ){{0,2}}?[a-z][\w'’-]*)"
    r"(?= (?:in|on|at|of|with|while|as|and|to|from|into|by|under|over|through|for|that|who|which|behind|beside|near|up|down|"
    r"out|off|across|against|inside|outside|before|after|until|so|but|is|are)\b|[,.;:!?]|$)"
)


@lru_cache(maxsize=256)  # every beat of a scene asks for the same words
def object_in(text: str, language: str) -> str:
    """The first thing a sentence handles, in its own words; empty where it names none."""
    plain = QUOTE.sub(" ", text)
    if language.split("-")[0] in {"zh", "yue"}:
        found = (
            m.group(1) if m.re is _TAKEN else m.group()
            for p in (_TAKEN, _COUNTED)
            for m in p.finditer(plain)
        )
    elif language == "en":
        found = (m.group(1) for m in _ENGLISH.finditer(plain))
    else:
        return ""
    return next((words for words in found if _is_thing(words, language)), "")


def _is_thing(words: str, language: str) -> bool:
    return not place_in(words, language) and next(nouns_in(words), None) is None
