"""Who is in the film, each once, and who is seen in a shot."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from studio.script.people import INSIDE, is_noun, noun_kind, people_words, single
from studio.script.treatment import Asked, Place, Role, Treatment
from studio.timeline.story import SubjectKind

_TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "dr", "sir", "lady", "lord", "captain", "detective", "professor",
    "officer", "inspector", "uncle", "aunt", "old", "young", "little", "big", "father", "mother",
    "sister", "brother", "king", "queen", "prince", "princess",
})  # fmt: skip
_NOUNS = frozenset({
    "man", "woman", "boy", "girl", "voice", "guard", "cop", "clerk", "waiter", "stranger", "person",
})  # fmt: skip
_FAMILIAR = re.compile(r"^[小阿老](?=[\u4e00-\u9fff]{1,2}$)")
SHE = re.compile(r"\b(?:she|her|hers|herself|ella)\b|她(?!们)|彼女", re.IGNORECASE)
HE = re.compile(r"\b(?:he|him|his|himself|él)\b|他(?!们)|彼(?![女ら])", re.IGNORECASE)
# A Chinese clause that begins so goes on with whoever acted before: 又站起来, 自己跑进雨里.
_GOES_ON = re.compile(
    r"(?:先|又|再|打开|开始|继续|立刻|里面是|终于|然后|接着|随后|便|却|还|自己|独自|转身|回头|低头|抬头|起身|跪|睁开|闭上|不断|慢慢|缓缓|轻轻|默默|悄悄|猛地|"
    r"把|被|向|朝|冲|走|跑|跳|站|坐|躺|笑|哭|拿|推开|望|看|与|和|对着|眼泪|泪水|双手|双眼|一手|伸手|满足|露出|举起|捡起|拔出|消失)"
)
_THEY = re.compile(
    r"\b(?:they|them|their|both|each other|the two|the pair)\b|[他她]们|两人|二人|双方|彼此|一起|二人|ふたり|두 사람|둘이|\blos dos\b|\bambos\b|\bjuntos\b",
    re.IGNORECASE,
)


def cast(treatment: Treatment, extras: Sequence[str] = ()) -> tuple[Role, ...]:
    """Everybody once: roles, then speakers and named subjects, short names merged into long ones.

    `extras` are the names a film of this kind has when nobody at all is named.
    """
    roles: dict[str, Role] = {}
    for role in treatment.roles:
        key = role.name.casefold()
        roles[key] = _joined(roles[key], role) if key in roles else role
    for name in _named(treatment.scenes):
        if not any(_has(role, name) for role in roles.values()):
            roles[name.casefold()] = Role(name=name)
    return _merged(list(roles.values())) or tuple(Role(name=name) for name in extras)


def _named(scenes: Iterable[Place]) -> Iterator[str]:
    for place in scenes:
        for shot in place.shots:
            yield from shot.subjects
            yield from (line.speaker for line in shot.dialogue if line.speaker)


def _has(role: Role, name: str) -> bool:
    return name.casefold() in {known.casefold() for known in (role.name, *role.aliases)}


def _joined(left: Role, right: Role) -> Role:
    """Two entries of one person: the first keeps its name."""
    names = dict.fromkeys((*left.aliases, right.name, *right.aliases))
    return left.model_copy(
        update={
            "description": left.description or right.description,
            "gender": left.gender or right.gender,
            "language": left.language or right.language,
            "real": left.real or right.real,
            "aliases": tuple(name for name in names if name.casefold() != left.name.casefold()),
        }
    )


def _merged(roles: list[Role]) -> tuple[Role, ...]:
    """Roles without those that are a shorter name of exactly one other."""
    out: list[Role] = []
    for role in roles:
        same = [n for n, other in enumerate(out) if _same(role, other)]
        if len(same) == 1 and sum(_same(role, other) for other in roles) == 1:
            out[same[0]] = _joined(out[same[0]], role)
        else:
            out.append(role)
    return tuple(out)


def _same(left: Role, right: Role) -> bool:
    if left is right or left.kind is not right.kind or left.kind is not SubjectKind.PERSON:
        return False
    if left.gender and right.gender and left.gender != right.gender:
        return False
    short, long_ = sorted((left.name, right.name), key=len)
    return _shortened(short, long_)


def _shortened(short: str, long_: str) -> bool:
    """Anna of Anna Smith, Wu of Old Wu, 明 of 小明, 小明 of 王小明; never Guard of Guard 2."""
    if not short.isascii():
        whole = len(long_) == 3 and len(short) == 2 and long_.endswith(short)
        return whole or _FAMILIAR.sub("", long_) == short != long_
    few, many = short.casefold().split(), long_.casefold().replace(".", "").split()
    rest = set(many) - set(few)
    if short.casefold() in _nouns() or len(few) >= len(many) or not set(few) <= set(many):
        return False
    named = long_.isascii() and all(word[0].isupper() for word in long_.split())
    return named and not any(
        re.search(r"\d|'", word) or word in _nouns() - _TITLES for word in rest
    )


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    return _NOUNS | {word.casefold() for word, _, _ in people_words()}


class Cast:
    """The roles of a film, for finding them in words. Order of roles is the order on screen."""

    def __init__(self, roles: Sequence[Role]) -> None:
        self.roles = tuple(roles)
        self._order = {role.name: n for n, role in enumerate(self.roles)}
        self._names = {
            name.casefold(): role.name for role in self.roles for name in (*role.aliases, role.name)
        }
        self._pattern = _pattern(
            name
            for role in self.roles
            for name in (*role.aliases, role.name)
            if name.isascii() or len(name) > 1 or role.kind is SubjectKind.CREATURE or is_noun(name)
        )
        self._pairs = _pairs(self._order)

    def name(self, said: str) -> str:
        """The one name of whoever is called `said`."""
        return self._names.get(said.casefold(), said)

    def ordered(self, names: Iterable[str]) -> tuple[str, ...]:
        """Names once each, always in the same order: nobody changes sides (the 180-degree rule)."""
        once = dict.fromkeys(map(self.name, names))
        return tuple(sorted(once, key=lambda name: self._order.get(name, len(self._order))))

    def seen(self, text: str, before: Sequence[str]) -> tuple[str, ...]:
        """Who is in a text by name, or by a pronoun that means somebody of `before` (latest last)."""
        said = (m.group(1) for m in self._pattern.finditer(text))
        found = [name for words in said if words and (name := self._named(words))]
        for noun, both in self._pairs:
            found += both if noun.search(text) else ()
        if not found and before and _GOES_ON.match(text):
            found.append(before[-1])
        if _THEY.search(text):
            found += before[-4:]
        for gender, pronoun in (("female", SHE), ("male", HE)):
            if pronoun.search(text) and not any(self._may_be(name, gender) for name in found):
                found += [name for name in before if self._may_be(name, gender)][-1:]
        return self.ordered(found)

    def _named(self, words: str) -> str | None:
        """Whose name the words are, in the singular or the plural (crows)."""
        low = words.casefold()
        ways = (low, low.removesuffix("s"), low.removesuffix("es"))
        return next((self._names[way] for way in ways if way in self._names), None)

    def points(self, text: str) -> bool:
        """True when a text means somebody without a name: she, 两人, 自己."""
        return any(p.search(text) for p in (SHE, HE, _THEY)) or bool(_GOES_ON.match(text))

    def _may_be(self, name: str, gender: str) -> bool:
        role = self.roles[self._order[name]] if name in self._order else None
        return (
            role is not None and role.kind is SubjectKind.PERSON and role.gender in {None, gender}
        )


def _pairs(names: Iterable[str]) -> list[tuple[re.Pattern[str], tuple[str, str]]]:
    """The nouns of pairs (Friend A and Friend B, 女孩甲 and 女孩乙), whose plural means both."""
    known = set(names)
    out: list[tuple[re.Pattern[str], tuple[str, str]]] = []
    for name in known:
        for one, two, end in ((" A", " B", r"e?s\b"), ("甲", "乙", "")):
            if name.endswith(one) and (other := name.removesuffix(one) + two) in known:
                noun = re.escape(name.removesuffix(one))
                out.append((re.compile(noun + end, re.IGNORECASE), (name, other)))
        if name.startswith("男") and (other := f"女{name[1:]}") in known:
            out.append((re.compile(rf"男女{re.escape(name[1:])}"), (name, other)))
    return out


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Any of the names, longest first; Latin ones as whole words."""
    words = sorted(map(str.casefold, set(names)), key=len, reverse=True)
    either = [
        rf"\b{re.escape(n)}(?:e?s)?\b"
        if n.isascii()
        else single(n)
        if _is_single(n)
        else re.escape(n)
        for n in words
    ]
    return re.compile(rf"(?:{INSIDE})|({'|'.join(either) or '(?!)'})", re.IGNORECASE)


def _is_single(name: str) -> bool:
    return len(name) == 1 and noun_kind(name) is SubjectKind.PERSON


def recast(shot: Asked, cast_: Cast) -> Asked:
    """The shot with everybody under their one name."""
    lines = tuple(
        line.model_copy(update={"speaker": cast_.name(line.speaker)}) if line.speaker else line
        for line in shot.dialogue
    )
    return shot.model_copy(update={"subjects": cast_.ordered(shot.subjects), "dialogue": lines})
