"""Who is in a brief: speakers, people its nouns name, the product of an advert."""

import re

from studio.script.gender import Genders, gender_of
from studio.script.people import describes, is_noun, roles_in
from studio.script.treatment import Asked, Place, Role
from studio.timeline.story import SubjectKind

_FIGHT = re.compile(
    r"战斗|打斗|对决|决斗|格斗|大战|交战|battle|fight|duel|showdown|combat|戦闘|決闘|전투|결투|batalla|pelea|duelo",
    re.IGNORECASE,
)
_FIGHTERS = {
    "zh": ("战士", "对手"), "ja": ("戦士", "宿敵"), "ko": ("전사", "적수"), "es": ("Luchador", "Rival"),
    "en": ("Fighter", "Opponent"),
}  # fmt: skip
ADVERT = re.compile(
    r"广告|広告|宣传片|带货|advert|commercial|\bad\b|\bpromo\b|광고|anuncio|CM\b", re.IGNORECASE
)


def roles_of(text: str, places: list[Place], language: str) -> list[Role]:
    """Speakers first, then fighters of a fight, then whoever a noun names."""
    roles: dict[str, Role] = {}
    lines = [line for place in places for shot in place.shots for line in shot.dialogue]
    names = list(dict.fromkeys(line.speaker for line in lines if line.speaker))
    told = Genders(text, names)
    for line in lines:
        if line.speaker and line.speaker not in roles:
            roles[line.speaker] = Role(
                name=line.speaker,
                gender=gender_of(line.speaker) or told.of(line.speaker),
                language=line.language,
            )
    named = [role for role in roles_in(text) if not _merged_into(roles, role, text)]
    named = [role for role in named if not _known(role.name, roles)]
    if _FIGHT.search(text) and not roles and len(named) < 2:
        fighter, opponent = _FIGHTERS.get("zh" if language == "yue" else language, _FIGHTERS["en"])
        hero = named[0] if named else Role(name=fighter)
        return [hero, Role(name=opponent)]
    if roles and len(roles) >= 2:
        named = [role for role in named if role.kind is not SubjectKind.PERSON]
    named = [_told_of(role, text) for role in named]
    return [*roles.values(), *named, *_product(text, places)][:12]


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


def _told_of(role: Role, text: str) -> Role:
    """A person with the gender the text tells of them."""
    if role.gender or role.kind is not SubjectKind.PERSON:
        return role
    return role.model_copy(update={"gender": Genders(text, [role.name]).of(role.name)})


def _product(text: str, places: list[Place]) -> list[Role]:
    """What an advert sells: a thing with the name it shows, known by the words around it."""
    names = [words for place in places for shot in place.shots for words in shot.onscreen_text]
    if not names or not ADVERT.search(text):
        return []
    return [Role(name=names[0], kind=SubjectKind.THING, description=text[:200])]


def _known(name: str, roles: dict[str, Role]) -> bool:
    low = name.lower()
    return any(low == known.lower() or low in known.lower().split() for known in roles)


def with_named(place: Place, roles: list[Role]) -> Place:
    """Shots know who is named in their words."""
    shots: list[Asked] = []
    for shot in place.shots:
        low = shot.text.lower()
        named = [role.name for role in roles if role.name.lower() in low]
        subjects = tuple(dict.fromkeys([*shot.subjects, *named]))
        shots.append(shot.model_copy(update={"subjects": subjects}))
    return place.model_copy(update={"shots": tuple(shots)})
