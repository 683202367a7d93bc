"""A text becomes beats: what happens, shot by shot, by the kind of film it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from studio.script.casting import Cast
from studio.script.kinds import Kind, Row, kind_of, kinds, phrase, phrases
from studio.script.picture import capital, picture_words, sentences_of
from studio.script.treatment import Asked, Place
from studio.script.vocabulary import sizes_in
from studio.script.wording import filled, leads, living, who_of, worded
from studio.timeline.story import Angle, Move, Pace, Size, SubjectKind

MOST = 120  # shots a scene becomes by its length alone
_LONGEST = 8  # seconds a told shot stands on average before other looks come between


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
    if named == "dialogue" and len(leads(cast)) == 1:
        named = "general"  # nobody talks alone
    kind, own = kinds()[named], sentences_of(words)
    wanted = _asked_count(place, own)
    wanted = wanted or _by_length(seconds, place.pace or kind.pace, kind)
    if len(own) >= 3 and named != "advert":
        made = _story(own, wanted or len(own), kind, language, cast)
    else:
        made = _told_by(kind, place, words, wanted or _usual(kind), cast, language)
    return _carried(_sized(made, place.sizes), place)


def _asked_count(place: Place, own: Sequence[str]) -> int | None:
    """Shots asked for by number, or by naming their sizes; one size is no count for a story."""
    named = len(place.sizes)
    return named if named > 1 or (named == 1 and len(own) < 3) else place.count


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
    rows = _chosen([row for row in kind.beats if _playable(row, kind, cast)] or kind.beats, wanted)
    out: list[Beat] = []
    told: set[str] = set()
    again = 0
    for n, row in enumerate(rows):
        if row.en in told:
            out.append(_look(again, kind, place, words, cast, language))
            again += 1
            continue
        told.add(row.en)
        text = words if n == 0 and not kind.words else worded(row, place, words, cast, language)
        shot = Asked(text=text, subjects=who_of(row.who, cast))
        out.append(Beat(shot, row.size, row.angle, row.moves, kind.pace, row.seconds, spare=n > 0))
    return out


def _look(turn: int, kind: Kind, place: Place, words: str, cast: Cast, language: str) -> Beat:
    """One more look at the same, where there are more shots than beats."""
    said = phrases(language)
    look = said.looks[turn % len(said.looks)]
    seen = capital(filled(look.text, place, cast, language))
    text = f"{words}{said.lead}{seen}" if words else seen
    if turn >= len(said.looks):
        text = f"{text}{said.joint}{said.closer[turn // len(said.looks) % len(said.closer)]}"
    shot = Asked(text=text, subjects=who_of(look.who, cast))
    return Beat(shot, look.size, None, (), kind.pace, kind.each * 0.9, spare=True)


def _playable(row: Row, kind: Kind, cast: Cast) -> bool:
    """True when the people a beat needs are there; a product plays no person beside itself."""
    shows_thing = any(other.who == "thing" for other in kind.beats)
    people = len(living(cast) if shows_thing else leads(cast))
    return {"none": True, "all": True, "thing": True, "a": people >= 1}.get(row.who, people >= 2)


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


def _sized(made: list[Beat], sizes: Sequence[Size]) -> list[Beat]:
    """Sizes that were asked for, in order; a single one goes where its words are."""
    if len(sizes) == 1 and len(made) > 1:
        named = [n for n, beat in enumerate(made) if sizes_in(beat.shot.text)]
        if named:
            place = named[0]
            return [*made[:place], *_sized(made[place : place + 1], sizes), *made[place + 1 :]]
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
