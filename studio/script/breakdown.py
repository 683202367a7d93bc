"""A text becomes beats: what happens, shot by shot, by the kind of film it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from studio.script.casting import Cast
from studio.script.kinds import Kind, Row, kind_of, kinds, phrase, phrases
from studio.script.lead import without_lead
from studio.script.measures import count_in, ratio_in, seconds_in
from studio.script.people import spoken_of
from studio.script.treatment import Asked, Place
from studio.script.vocabulary import is_only_craft
from studio.timeline.story import Angle, Move, Pace, Size, SubjectKind

MOST = 120  # shots a scene becomes by its length alone
_LONGEST = 8  # seconds a told shot stands on average before other looks come between
_SENTENCE = re.compile(r"(?<=[。!！?？;；])|(?<=[.!！?？])\s+|\n")
_CLAUSE = re.compile(r"[,，、;；]\s*|\s+(?:then|and then)\s+")
_MARKS = " ,，.。;；:："
_AD_FOR = re.compile(
    r"\b(?:ads?|adverts?|advertisement|commercial|promo)\s+for\s+(?:a |an |the )?([^:：,.\n]{2,60})",
    re.IGNORECASE,
)
_FORMAT = re.compile(
    r"竖屏|横屏|方形|短片|广告片?|宣传片|vertical|horizontal|portrait|square|短视频"
)
_ORDER = re.compile(
    r"清晰|可读|字幕|落版|显示|文字|テロップ|글자|자막|문구|aparece|nombre|legible|readable|on[- ]screen|^(?:show|display|end with|the (?:product )?name)\b",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(  # a sentence that only says what the film is
    r"(?:an? )?(?:[\w'-]+ ){0,4}(?:ads?|spot|advert|commercial|promo|trailer|music video|short film|film|video)"
    r"(?: (?:for|about|of)\b[^,;]*)?$",
    re.IGNORECASE,
)
_QUOTES = '“”"「」『』'


@dataclass(frozen=True)
class Beat:
    """A shot and how grammar would take it where the maker did not say; None: by its content."""

    shot: Asked
    size: Size | None = None
    angle: Angle | None = None
    moves: tuple[Move, ...] = ()
    pace: Pace | None = None
    seconds: float | None = None
    spare: bool = False  # nobody asked for it: may go when time is short


def beats(place: Place, cast: Cast, language: str, seconds: float | None) -> list[Beat]:
    """The shots a scene without a shot list becomes.

    As many as sizes were asked for, or shots were counted, or fit the length; else as many as the
    words give. Three sentences or more tell their own story; fewer are led through the beats of
    their kind (a fight, a chase, an advert ...), the maker's words in each. No sentence is lost.
    """
    words = picture_words(place)
    cast = _present(cast, f"{place.heading} {words}")
    named = kind_of(f"{place.text} {place.heading}")
    if named == "dialogue" and len(_leads(cast)) == 1:
        named = "general"  # nobody talks alone
    kind, own = kinds()[named], _own(words)
    wanted = len(place.sizes) or place.count or _by_length(seconds, place.pace or kind.pace, kind)
    if len(own) >= 3 and named != "advert":
        made = _story(own, wanted or len(own), kind, language, cast)
    else:
        made = _told_by(kind, place, words, wanted or _usual(kind), cast, language)
    return _carried(_sized(made, place.sizes), place)


def _present(cast: Cast, words: str) -> Cast:
    """The cast of one scene: whom its words name, and every thing; all when they name nobody."""
    seen = cast.seen(words, ())
    living = {role.name for role in cast.roles if role.kind is not SubjectKind.THING}
    if not living.intersection(seen):
        return cast
    return Cast([x for x in cast.roles if x.name in seen or x.kind is SubjectKind.THING])


def filled_out(
    made: list[Beat], place: Place, cast: Cast, language: str, seconds: float | None
) -> list[Beat]:
    """Told shots with other looks between them, where they alone would stand still too long."""
    wanted = min(MOST, round((seconds or 0) / _LONGEST))
    more = wanted - len(made)
    if more <= 0 or any(beat.shot.seconds is not None for beat in made):
        return made
    who = Cast([x for x in cast.roles if any(x.name in b.shot.subjects for b in made)])
    general = kinds()["general"]
    out: list[Beat] = []
    turn = 0
    for n, beat in enumerate(made):
        out.append(beat)
        for _ in range((n + 1) * more // len(made) - n * more // len(made)):
            out.append(_look(turn, general, place, "", who, language))
            turn += 1
    return out


def _usual(kind: Kind) -> int:
    return 4 if not kind.words else min(len(kind.beats), 6 if not kind.cast else 5)


def _by_length(seconds: float | None, pace: Pace, kind: Kind) -> int | None:
    if seconds is None:
        return None
    each = kind.each * {Pace.FAST: 0.8, Pace.NORMAL: 1.0, Pace.SLOW: 1.25}[pace]
    each = kind.each if pace is kind.pace else each
    return max(1, min(MOST, round(seconds / each)))


def picture_words(place: Place) -> str:
    """What of a scene's text can be seen: without craft words, orders, formats and lengths."""
    text = without_lead(place.text)
    out: list[str] = []
    about: list[str] = []
    for sentence in _SENTENCE.split(text):
        clauses = [c for c in re.split(r"(?<=[,，;；])", sentence or "") if _seen(c, place)]
        kept = _capital("".join(clauses).strip(_MARKS))
        if kept:
            (about if _OF_ITSELF.match(kept) else out).append(kept)
    joint = "" if re.search(r"[\u4e00-\u9fff]", text) else " "
    mark = "。" if not joint else "."
    joined = f"{mark}{joint}".join(out or about)
    return joined or place.text.strip(_MARKS) or place.heading


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text.isascii() else text


def _seen(clause: str, place: Place) -> bool:
    """False for a clause that only orders sizes, a length, a ratio, or words on the screen."""
    bare = clause.strip(_MARKS)
    shown = [words for shot in place.shots for words in shot.onscreen_text]
    if _ORDER.search(bare) and (not bare.strip(_QUOTES) or any(w in bare for w in shown)):
        return False
    if not re.search(r"\w", _FORMAT.sub(" ", bare)) or is_only_craft(bare):
        return False
    measure = seconds_in(bare) or count_in(bare) or ratio_in(bare)
    return not (measure and len(re.findall(r"[\u3040-\u9fff\uac00-\ud7af]|[A-Za-z]+", bare)) <= 4)


def _own(text: str) -> list[str]:
    """The maker's sentences, or the clauses of a single one when each says something."""
    sentences = [s.strip(_MARKS) for s in _SENTENCE.split(text) if s and s.strip(_MARKS)]
    if len(sentences) != 1:
        return sentences
    clauses = [c.strip(_MARKS) for c in _CLAUSE.split(sentences[0]) if c and c.strip(_MARKS)]
    return clauses if all(map(_says, clauses)) else sentences


def _says(clause: str) -> bool:
    letters = len(re.findall(r"[\u3040-\u9fff\uac00-\ud7af]", clause))
    return letters >= 3 or len(clause.split()) >= 3


def _story(own: list[str], wanted: int, kind: Kind, language: str, cast: Cast) -> list[Beat]:
    """The sentences as shots: several in one when fewer are wanted, one in several when more."""
    pace = kind.pace if kind.words else None
    if wanted <= len(own):
        cuts = [round(n * len(own) / wanted) for n in range(wanted + 1)]
        joint = "，" if language.split("-")[0] in {"zh", "yue", "ja"} else "; "
        groups = [own[a:b] for a, b in pairwise(cuts)]
        return [Beat(Asked(text=joint.join(group)), pace=pace) for group in groups]
    out: list[Beat] = []
    for n, sentence in enumerate(own):
        out.append(Beat(Asked(text=sentence), pace=pace))
        more = (n + 1) * wanted // len(own) - n * wanted // len(own) - 1
        out += [_again(sentence, turn, language, cast, pace) for turn in range(more)]
    return out


def _again(sentence: str, turn: int, language: str, cast: Cast, pace: Pace | None) -> Beat:
    """One more look at a sentence: closer, from elsewhere, later, lower, a detail."""
    closer = phrases(language).closer
    words = closer[turn % len(closer)]
    size = (Size.CLOSE_UP, Size.MEDIUM, Size.FULL, Size.MEDIUM_CLOSE, Size.EXTREME_CLOSE_UP)
    angle = Angle.LOW if turn % 5 == 3 else None
    detail = turn % 5 == 4
    text = f"{sentence}{phrase(language, 'joint')}{words}"
    who = () if detail else cast.seen(sentence, ())
    return Beat(Asked(text=text, subjects=who), size[turn % 5], angle, (), pace, None, True)


def _told_by(
    kind: Kind, place: Place, words: str, wanted: int, cast: Cast, language: str
) -> list[Beat]:
    rows = _chosen([row for row in kind.beats if _playable(row, cast)] or kind.beats, wanted)
    out: list[Beat] = []
    told: set[str] = set()
    again = 0
    for n, row in enumerate(rows):
        if row.en in told:
            out.append(_look(again, kind, place, words, cast, language))
            again += 1
            continue
        told.add(row.en)
        text = words if n == 0 and not kind.words else _worded(row, place, words, cast, language)
        shot = Asked(text=text, subjects=_who(row.who, cast))
        out.append(Beat(shot, row.size, row.angle, row.moves, kind.pace, row.seconds, spare=n > 0))
    return out


def _look(turn: int, kind: Kind, place: Place, words: str, cast: Cast, language: str) -> Beat:
    """One more look at the same, where there are more shots than beats."""
    said = phrases(language)
    look = said.looks[turn % len(said.looks)]
    seen = _capital(_filled(look.text, place, cast, language))
    text = f"{words}{said.lead}{seen}" if words else seen
    if turn >= len(said.looks):
        text = f"{text}{said.joint}{said.closer[turn // len(said.looks) % len(said.closer)]}"
    shot = Asked(text=text, subjects=_who(look.who, cast))
    return Beat(shot, look.size, None, (), kind.pace, kind.each * 0.9, spare=True)


def _playable(row: Row, cast: Cast) -> bool:
    """True when the people a beat needs are there."""
    people = len(_leads(cast))
    return {"none": True, "all": True, "thing": True, "a": people >= 1}.get(row.who, people >= 2)


def _leads(cast: Cast) -> list[str]:
    """Who acts: people and creatures, else whatever there is but places."""
    acting = {SubjectKind.PERSON, SubjectKind.CREATURE}
    living = [role.name for role in cast.roles if role.kind in acting]
    return living or [role.name for role in cast.roles if role.kind is SubjectKind.THING]


def _who(who: str, cast: Cast) -> tuple[str, ...]:
    names = _leads(cast)
    things = [role.name for role in cast.roles if role.kind is SubjectKind.THING]
    chosen = {
        "both": names[:2], "a": names[:1], "b": names[1:2], "all": names[:4], "thing": things[-1:],
    }  # fmt: skip
    return tuple(chosen.get(who, []))


def _chosen(rows: Sequence[Row], wanted: int) -> list[Row]:
    """The most telling rows in dramatic order; when there are too few, the middle goes round."""
    last = [row for row in rows if row.end][:wanted]
    body = [row for row in rows if not row.end]
    need = wanted - len(last)
    if need <= len(body):
        best = sorted(body, key=lambda row: row.rank)[:need]
        return [row for row in body if row in best] + last
    middle = body[1:-1] or body
    more = [middle[n % len(middle)] for n in range(need - len(body))]
    return [*body[:-1], *more, *body[-1:], *last]


def _worded(row: Row, place: Place, words: str, cast: Cast, language: str) -> str:
    """The maker's words, then the beat's."""
    tongue, said = language.split("-")[0], phrases(language)
    if tongue in {"zh", "yue"}:
        return f"{words}{said.lead}{_filled(row.zh, place, cast, language)}"
    told = said.sizes.get(_taken(row), row.en)
    if row.who == "b" and said.sizes:
        told = told.replace("{a}", "{b}")
    text = _filled(told, place, cast, language)
    return f"{words}{said.lead}{text[:1].upper()}{text[1:]}"


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


def _filled(text: str, place: Place, cast: Cast, language: str) -> str:
    """A phrase with names, the place and the product put in."""
    tongue = language.split("-")[0]
    one, other, here, product = _UNNAMED.get("zh" if tongue == "yue" else tongue, _UNNAMED["en"])
    names = [spoken_of(name, language) for name in _leads(cast)]
    spot = place.place or place.heading
    if tongue == "en" and spot[:1].islower():
        spot = f"the {spot}"
    return text.format(
        a=names[0] if names else one,
        b=names[1] if len(names) > 1 else other,
        place=spot or here,
        product=_product(place, product),
    )


def _product(place: Place, fallback: str) -> str:
    found = _AD_FOR.search(place.text)
    if found:
        return found.group(1).strip().translate({ord(c): None for c in _QUOTES})
    shown = [words for shot in place.shots for words in shot.onscreen_text]
    return shown[-1] if shown else fallback


def _sized(made: list[Beat], sizes: Sequence[Size]) -> list[Beat]:
    """Sizes that were asked for, in order."""
    out = list(made)
    for n, (beat, size) in enumerate(zip(made, sizes, strict=False)):
        shot = beat.shot.model_copy(update={"size": size})
        out[n] = Beat(shot, size, beat.angle, beat.moves, beat.pace, beat.seconds)
    return out


def _carried(made: list[Beat], place: Place) -> list[Beat]:
    """On-screen words come with the last beat, effects with the first."""
    if not (place.shots and made):
        return made
    held = place.shots[0]
    first, last = made[0], made[-1]
    made[0] = _holding(first, heard=held.heard)
    if len(made) == 1:
        last = made[0]
    made[-1] = _holding(last, onscreen_text=held.onscreen_text)
    return made


def _holding(beat: Beat, **held: object) -> Beat:
    shot = beat.shot.model_copy(update=held)
    spare = beat.spare and not any(held.values())
    return Beat(shot, beat.size, beat.angle, beat.moves, beat.pace, beat.seconds, spare)
