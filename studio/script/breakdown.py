"""A text becomes beats: what happens, shot by shot, by the kind of film it is."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from studio.script.casting import Cast
from studio.script.kinds import Kind, Row, kind_of, kinds
from studio.script.lead import lead_of
from studio.script.looks import Beat, Looking, Told
from studio.script.objects import object_in
from studio.script.orders import carried, everywhere, moved, sized
from studio.script.picture import clauses_of, picture_words, sentences_of
from studio.script.treatment import Asked, Place
from studio.script.vocabulary import pace_in
from studio.script.wording import leads, living, people, who_of, worded
from studio.timeline.story import Pace, SubjectKind

__all__ = ["Beat", "beats", "filled_out"]

MOST = 120  # shots a scene becomes by its length alone
_LONGEST = 8  # seconds a shot stands on average before other looks come between
_STANDS = 5  # seconds a shot of a story or a kind stands before looks come round again
_ALONE = 10  # seconds up to which one named size means one shot
_LOOKS = 3  # looks at a sentence, or beside the beats of a kind, before shots stand longer


_LAST = re.compile(r"(?i)(?:end(?:s|ing)?|finally|close) (?:on|with)\b|最后|结尾|落版|定格|最後")


def beats(place: Place, cast: Cast, language: str, seconds: float | None) -> list[Beat]:
    """The shots a scene without a shot list becomes.

    As many as sizes were asked for, or shots were counted, or fit the length; else as many as the
    words give. Two sentences or more tell their own story; one is led through the beats of its
    kind (a fight, a chase, an advert ...), the maker's words in each. No sentence is lost.
    """
    words = picture_words(place)
    cast = _present(cast, f"{place.heading} {words}")
    named = kind_of(f"{place.heading} {lead_of(place.text)}")  # what it calls itself comes first
    if named == "general":
        named = kind_of(place.text)
    if named == "dialogue" and len(leads(cast)) == 1:
        named = "general"  # nobody talks alone
    kind, own = kinds()[named], sentences_of(words)
    looking = Looking(place, cast, language)
    counted = _asked_count(place, own, seconds)
    fitting = counted or _by_length(seconds, place.pace or kind.pace, kind, MOST) or 0
    if len(own) > 1 and fitting > len(own):
        own = clauses_of(words)
    pace = place.pace or kind.pace
    if len(own) >= (3 if kind.words and named != "advert" else 2):
        wanted = counted or _by_length(seconds, pace, kind, len(own) * (1 + _LOOKS))
        made = _paced(_story(own, wanted or _told_count(own, kind), kind, looking), place, own)
    else:
        most = len(_playables(kind, words, looking)) + _LOOKS
        wanted = counted or _by_length(seconds, pace, kind, most)
        made = _told_by(kind, words, wanted or _usual(kind), looking)
    made = carried(sized(made, place.sizes), place, kind)
    return everywhere(moved(made, place.moves), place)


def _asked_count(place: Place, own: Sequence[str], seconds: float | None) -> int | None:
    """Shots asked for by number, or by naming their sizes; one size is no count for a story."""
    named = len(place.sizes)
    if place.count or named > 1:
        return max(named if named > 1 else 0, place.count or 0)
    if place.each and seconds:
        return max(1, round(seconds / place.each))
    return 1 if named == 1 and len(own) < 3 and (seconds or 0) <= _ALONE else None


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
    looking, general = Looking(place, who, language), kinds()["general"]
    out: list[Beat] = []
    turn = 0
    for n, beat in enumerate(made):
        out.append(beat)
        for _ in range((n + 1) * more // len(made) - n * more // len(made)):
            out.append(looking.look(turn, general, ""))
            turn += 1
    return out


def _usual(kind: Kind) -> int:
    return 4 if not kind.words else min(len(kind.beats), 6 if not kind.cast else 5)


def _told_count(own: Sequence[str], kind: Kind) -> int:
    """A story without a length is told once; a card at its end is one more shot."""
    return len(own) + any(row.end for row in kind.beats) if len(own) > 2 else max(3, len(own) + 1)


def _by_length(seconds: float | None, pace: Pace, kind: Kind, most: int) -> int | None:
    """As many shots as the length has room for, but no more looks than tell something new."""
    if seconds is None:
        return None
    each = kind.each * {Pace.FAST: 0.8, Pace.NORMAL: 1.0, Pace.SLOW: 1.25}[pace]
    each = kind.each if pace is kind.pace else each
    fitting = min(round(seconds / each), max(most, round(seconds / _STANDS)))
    return max(1, min(MOST, fitting))


def _story(own: list[str], wanted: int, kind: Kind, looking: Looking) -> list[Beat]:
    """The sentences as shots: several in one when fewer are wanted, more looks when more."""
    pace = kind.pace if kind.words else None
    ends = [row for row in kind.beats if row.end and not _LAST.match(own[-1])][: wanted - 1]
    room = wanted - len(ends)
    words = " ".join(own)
    last = [_row_beat(row, kind, looking, "", words) for row in ends]
    if room <= len(own):
        cuts = [round(n * len(own) / room) for n in range(room + 1)]
        joint = "，" if looking.language.split("-")[0] in {"zh", "yue", "ja"} else "; "
        groups = [own[a:b] for a, b in pairwise(cuts)]
        return [*(Beat(Asked(text=joint.join(group)), pace=pace) for group in groups), *last]
    rows = _rows_between(kind, words, looking, room - len(own))
    told = _told(own, looking.cast)
    shares = _shares(list(map(looking.weight, told)), room - len(own) - len(rows))
    main = max(told, key=lambda x: (len(x.seen), -x.number)).number
    out: list[Beat] = []
    for n, part in enumerate(told):
        out.append(Beat(Asked(text=part.sentence, subjects=part.seen), pace=pace))
        out += [looking.again(part, turn, pace) for turn in range(shares[n])]
        if n == main:
            out += [_row_beat(row, kind, looking, part.sentence, words) for row in rows]
    return [*out, *last]


def _told(own: Sequence[str], cast: Cast) -> list[Told]:
    """The sentences with who is in each, by name or as who acted before."""
    met: list[str] = []
    out: list[Told] = []
    for n, sentence in enumerate(own):
        seen = cast.seen(sentence, met)
        out.append(Told(sentence, n, seen))
        met = [name for name in met if name not in seen] + [x for x in living(cast) if x in seen]
    return out


def _paced(made: list[Beat], place: Place, own: Sequence[str]) -> list[Beat]:
    """A pace that only some sentences name is theirs, not the whole scene's."""
    named = [n for n, sentence in enumerate(own) if pace_in(sentence)]
    if not named or 0 in named or place.pace is None:
        return made
    slow = {own[n]: pace_in(own[n]) for n in named}
    out: list[Beat] = []
    for beat in made:
        pace = next((p for text, p in slow.items() if beat.shot.text.startswith(text)), None)
        pace = pace or beat.pace or Pace.NORMAL
        out.append(replace(beat, pace=pace, shot=beat.shot.model_copy(update={"pace": pace})))
    return out


def _rows_between(kind: Kind, words: str, looking: Looking, room: int) -> list[Row]:
    """Beats of a kind that go between the maker's own: blows of a fight, views of a product."""
    if not kind.words:
        return []
    rows = [row for row in _playables(kind, words, looking) if not row.end and row.who != "none"]
    best = sorted(rows, key=lambda row: row.rank)[: min(room, max(1, len(rows) - 1))]
    return [row for row in rows if row in best]


def _shares(weights: Sequence[int], more: int) -> list[int]:
    """How many looks each sentence gets: by how much there is to see in it."""
    shares = [0] * len(weights)
    for _ in range(more):
        n = min(range(len(weights)), key=lambda i: ((shares[i] + 1) / weights[i], i))
        shares[n] += 1
    return shares


def _told_by(kind: Kind, words: str, wanted: int, looking: Looking) -> list[Beat]:
    rows = _chosen(_playables(kind, words, looking) or kind.beats, wanted)
    out: list[Beat] = []
    told: set[str] = set()
    again = 0
    for n, row in enumerate(rows):
        beat = _row_beat(row, kind, looking, words, words)
        if beat.shot.text in told:
            out.append(looking.look(again, kind, words))
            again += 1
            continue
        told.add(beat.shot.text)
        if n == 0 and not kind.words:
            beat = replace(beat, shot=beat.shot.model_copy(update={"text": words}))
        out.append(replace(beat, spare=n > 0))
    return out


def _row_beat(row: Row, kind: Kind, looking: Looking, before: str, words: str) -> Beat:
    text = worded(row, looking.place, before, looking.cast, looking.language, words)
    shot = Asked(text=text, subjects=who_of(row.who, looking.cast))
    return Beat(shot, row.size, row.angle, row.moves, kind.pace, row.seconds, spare=True)


def _playables(kind: Kind, words: str, looking: Looking) -> list[Row]:
    """The beats whose people and things are there; a product plays no person beside itself."""
    shows_thing = any(row.who == "thing" for row in kind.beats)
    acting = len(people(looking.cast) if shows_thing else leads(looking.cast))
    able = {
        "none": True, "all": True, "thing": True, "a": acting >= 1,
        "object": bool(object_in(words, looking.language)),
    }  # fmt: skip
    return [row for row in kind.beats if able.get(row.who, acting >= 2)]


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
