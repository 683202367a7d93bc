"""Who is in a brief: speakers, people its nouns name, the product of an advert."""

import re

from studio.script.casting import HE, SHE, Cast
from studio.script.gender import Genders, gender_of, usual_gender
from studio.script.kinds import kind_of, kinds
from studio.script.lead import without_lead
from studio.script.people import describes, is_noun, noun_kind, nouns_in, roles_in
from studio.script.proper import proper_people
from studio.script.sections import cast_in, title_in, without_cast, without_title
from studio.script.speech import QUOTE, QUOTED
from studio.script.treatment import Asked, Place, Role
from studio.script.vocabulary import without_list
from studio.timeline.story import SubjectKind

ADVERT = re.compile(
    r"广告|広告|宣传片|带货|产品演示|产品展示|\bTVC\b|advert|commercial|\bad\b|\bpromo\b|\bproduct demo\b|\bspot for\b|광고|anuncio|CM\b|コマーシャル",
    re.IGNORECASE,
)
_MOST = 12
_GROWN = 13  # years below which a voice is a child's
_GENDERS = ((r"女|\b(?:female|woman|f)\b|여", "female"), (r"男|\b(?:male|man|m)\b|남", "male"))
_FIGHTS = frozenset({"fight"})
_NAMED_PRODUCT = re.compile(  # 产品名"晨曦", brand "Vento", ad for "AURORA" shoes
    rf"(?:产品名?称?|品牌名?|商标|product(?: name)?|brand|logo|\bfor|called|named|브랜드|제품|商品名?|marca)[^“\"「『\n。.!?]{{0,24}}{QUOTED}",
    re.IGNORECASE,
)
_PRODUCT_WORDS = re.compile(
    r"\b(?:(?:ads?|adverts?|advertisement|commercial|promo|spot)\s+for|demo\s+of)\s+(?:an? |the )?((?:[\w-]+ ){0,2}[\w-]+)(?=\s*[:,.;]|$)",
    re.IGNORECASE,
)
_PRODUCT_ZH = re.compile(
    r"(?:^|[\s秒\uff0c,屏版的])(?!(?:竖屏|横屏|竖版|横版|方形|创意|电视|公益|品牌|美食|短视频|情感|产品|秒))([\u4e00-\u9fff]{2,5}?)(?:产品)?(?:广告|宣传片)"
)
# In a list of characters: this is somebody real (真人, plays himself), and no 真人大小 puppet.
_REAL = re.compile(
    r"真人(?!大小|版|秀|比例)|真实人物|本人(?:出演|饰演|出镜)?|\breal(?:-life)? person\b"
    r"|\b(?:plays?|playing|as) (?:him|her|them)sel(?:f|ves)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?。\uff01\uff1f]$|[,\uff0c]")


def roles_of(text: str, places: list[Place], language: str) -> list[Role]:
    """Speakers first, then whoever a noun names; two for a fight."""
    listed = cast_in(text)
    whole = text
    text = without_cast(_without_genre(without_list(text)))
    roles = {role.name: role for role in map(_listed, listed)}
    roles |= {k: _joined(roles.get(k), role) for k, role in _speakers(text, places).items()}
    named = [role for role in roles_in(text, _MOST) if not _merged_into(roles, role, text)]
    named += _proper(text, [*roles.values(), *named])
    named = [role for role in named if not _known(role.name, roles)]
    named = [role for role in named if not _is_said(role, text)]
    living = [role for role in (*roles.values(), *named) if role.kind is not SubjectKind.THING]
    product = _product(whole, places)
    if kind_of(text) in _FIGHTS and not roles and len(living) < 2:
        return [*_fighters(living, language), *product]
    named = _told_of([*roles.values(), *named], text)[len(roles) :]
    names = {role.name for role in product}
    named = [role for role in named if role.name not in names]
    return [*roles.values(), *named, *product][:_MOST]


def _without_genre(text: str) -> str:
    """The text without its opening words up to a colon, where somebody is told of after them."""
    told = without_lead(text)
    return told if any(True for _ in nouns_in(told)) else text


def _listed(member: tuple[str, str]) -> Role:
    """Somebody of a list of characters: Sam (8, her grandson), 林夕（25岁，女，插画师）."""
    name, told = member
    age = re.search(r"\d{1,3}", told)
    noun = next((role for role in roles_in(told) if role.gender), None)
    words = next((g for pattern, g in _GENDERS if re.search(pattern, told, re.IGNORECASE)), None)
    young = (
        age is not None
        and int(age.group()) < _GROWN
        and not re.match(r"\d+0s", age.string[age.start() :])
    )
    gender = "child" if young else words or (noun.gender if noun else None) or usual_gender(name)
    real = True if _REAL.search(told) else None
    return Role(name=name, gender=gender, description=told[:200], real=real)


def _joined(listed: Role | None, speaker: Role) -> Role:
    if listed is None:
        return speaker
    return listed.model_copy(
        update={"gender": listed.gender or speaker.gender, "language": speaker.language}
    )


def _speakers(text: str, places: list[Place]) -> dict[str, Role]:
    lines = [line for place in places for shot in place.shots for line in shot.dialogue]
    names = list(dict.fromkeys(line.speaker for line in lines if line.speaker))
    told = Genders(text, names)
    roles: dict[str, Role] = {}
    for line in lines:
        if line.speaker and line.speaker not in roles:
            roles[line.speaker] = Role(
                name=line.speaker,
                kind=noun_kind(line.speaker) or SubjectKind.PERSON,
                gender=gender_of(line.speaker) or told.of(line.speaker),
                language=line.language,
            )
    return roles


def _proper(text: str, others: list[Role]) -> list[Role]:
    """Whom the text calls by a proper name and nobody is yet."""
    taken = {n.casefold() for role in others for n in (role.name, *role.aliases)}
    words = {word for name in taken for word in name.split()}
    fresh = (n for n in proper_people(text) if not words.intersection(n.casefold().split()))
    return [Role(name=name) for name in fresh]


def _fighters(named: list[Role], language: str) -> list[Role]:
    """Two for a fight: whom the text names, and who a fight has when nobody else is named."""
    usual = kinds()["fight"].cast
    fighter, opponent = usual.get("zh" if language == "yue" else language, usual["en"])
    hero = named[0] if named else Role(name=fighter)
    return [hero, Role(name=opponent)]


def _is_said(role: Role, text: str) -> bool:
    """True for a noun that stands only in what is said or read: `Tell my mother`, a film's title."""
    quoted = QUOTE.findall(text)
    quotes = " ".join(quoted).casefold()
    nouns = [n for n in (role.name, *role.aliases) if is_noun(n)]
    outside = QUOTE.sub(" ", text)
    if title_in(text) in quoted:  # it is what is read at the end, and tells of nobody
        outside = without_title(outside)
    return (
        bool(nouns)
        and any(n.casefold() in quotes for n in nouns)
        and not any(found.name == role.name for found in roles_in(outside, _MOST))
    )


def _merged_into(roles: dict[str, Role], found: Role, text: str) -> bool:
    """Give a speaker the noun that describes them (女孩小雨); True when one took it."""
    noun = next((n for n in (found.name, *found.aliases) if is_noun(n)), "")
    owner = next((name for name in roles if noun and describes(noun, name, text)), None)
    owner = owner or (found.name if found.name in roles and noun else None)
    if owner is None or found.kind is not SubjectKind.PERSON:
        return False
    role = roles[owner]
    roles[owner] = role.model_copy(
        update={
            "aliases": tuple(n for n in dict.fromkeys((*role.aliases, noun)) if n != owner),
            "gender": found.gender or role.gender,
        }
    )
    return True


def _told_of(roles: list[Role], text: str) -> list[Role]:
    """The roles with the gender the text tells of them.

    Where she or he can mean only one of them, that one is meant.
    """
    told = Genders(text, [role.name for role in roles])
    known = [
        role.model_copy(update={"gender": told.of(role.name)})
        if role.gender is None and role.kind is SubjectKind.PERSON
        else role
        for role in roles
    ]
    for gender, pronoun in (("female", SHE), ("male", HE)):
        able = [r for r in known if r.kind is SubjectKind.PERSON and r.gender in {None, gender}]
        if len(able) == 1 and able[0].gender is None and pronoun.search(text):
            meant = able[0].model_copy(update={"gender": gender})
            known = [meant if role is able[0] else role for role in known]
    return known


def _product(text: str, places: list[Place]) -> list[Role]:
    """What an advert sells: a thing with its name, known by the words around it."""
    if not ADVERT.search(text):
        return []
    shown = [words for place in places for shot in place.shots for words in shot.onscreen_text]
    quoted = [m.group(1) for m in _NAMED_PRODUCT.finditer(text)]
    loose = [q for q in QUOTE.findall(text) if q not in shown and _is_name(q)]
    plain = [m.group(1) for m in _PRODUCT_WORDS.finditer(text)]
    plain += [m.group(1) for m in _PRODUCT_ZH.finditer(text)]
    names = [*filter(_is_name, quoted), *loose, *filter(_is_name, shown), *plain]
    return [Role(name=names[0], kind=SubjectKind.THING, description=text[:200])] if names else []


def _is_name(words: str) -> bool:
    """True for what may be a product's name; a slogan is a sentence or a long one."""
    return not _SENTENCE_END.search(words) and len(words.split()) <= 3 and len(words) <= 24


def _known(name: str, roles: dict[str, Role]) -> bool:
    low = name.lower()
    return any(low == known.lower() or low in known.lower().split() for known in roles)


def with_named(place: Place, roles: list[Role]) -> Place:
    """Shots know who is named in their words."""
    everyone = Cast(roles)
    shots: list[Asked] = []
    for shot in place.shots:
        named = everyone.seen(shot.text, ())
        subjects = tuple(dict.fromkeys([*shot.subjects, *named]))
        shots.append(shot.model_copy(update={"subjects": subjects}))
    return place.model_copy(update={"shots": tuple(shots)})
