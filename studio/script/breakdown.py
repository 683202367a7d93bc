"""A text becomes beats: what happens, shot by shot, by the kind of film it is."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from studio.paths import resource
from studio.script.treatment import Asked, Place, Role
from studio.timeline.story import Angle, Move, Pace, Size, SubjectKind

_SENTENCE = re.compile(r"(?<=[。!\uff01?\uff1f;\uff1b])|(?<=[.!\uff01?\uff1f])\s+|\n")
_MARKS = " ,\uff0c.。;\uff1b"
_CLAUSE = re.compile(r"[,\uff0c、;\uff1b]\s*|\s+(?:then|and then)\s+")


@dataclass(frozen=True)
class Beat:
    """A shot that was not asked for one by one: words, and how grammar would take it."""

    shot: Asked
    size: Size
    moves: tuple[Move, ...]
    seconds: float


@cache
def _kinds() -> dict[str, dict[str, Any]]:
    text = resource("script", "beats.json").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, Any]]", json.loads(text))


def kind_of(text: str) -> str:
    """fight, chase, advert or general."""
    low = f" {text.lower()} "
    for kind, row in _kinds().items():
        if any(word in low for word in row["words"]):
            return kind
    return "general"


def beats(place: Place, roles: Sequence[Role], language: str, seconds: float | None) -> list[Beat]:
    """The shots a scene without a shot list becomes.

    As many as sizes were asked for, or shots were counted, or fit the length; else as many as the
    words give. Clauses of the maker's own come first for a story; a fight, a chase and an advert
    have beats of their own, led by the maker's words.
    """
    kind = kind_of(place.text)
    own = _own(place.text)
    wanted = len(place.sizes) or place.count or _by_length(seconds, place.pace)
    if kind == "general":
        wanted = wanted or max(3, min(len(own), 12))
        made = _story(place, own, roles, language, wanted)
    else:
        rows = _kinds()[kind]["beats"]
        wanted = wanted or min(len(rows), 6 if kind == "advert" else 5)
        made = [_row(row, place, roles, language) for row in _chosen(rows, wanted)]
    return made


def _by_length(seconds: float | None, pace: Pace | None) -> int | None:
    if seconds is None:
        return None
    each = 2.2 if pace is Pace.FAST else 4.4 if pace is Pace.SLOW else 3.6
    return max(1, min(60, round(seconds / each)))


def _own(text: str) -> list[str]:
    sentences = [s.strip(_MARKS) for s in _SENTENCE.split(text) if s and s.strip(_MARKS)]
    if len(sentences) == 1:
        clauses = [c.strip() for c in _CLAUSE.split(sentences[0]) if c and c.strip()]
        return clauses if min(map(len, clauses), default=0) >= 3 else sentences
    return sentences


def _chosen(rows: list[dict[str, Any]], wanted: int) -> list[dict[str, Any]]:
    """So many rows, an end card always last; more than there are go round again."""
    last = [row for row in rows if row.get("end")]
    body = [row for row in rows if not row.get("end")]
    count = max(0, wanted - len(last))
    return [body[n % len(body)] for n in range(count)] + last[: wanted - count]


def _story(
    place: Place, own: list[str], roles: Sequence[Role], language: str, wanted: int
) -> list[Beat]:
    rows = _kinds()["general"]["beats"]
    out: list[Beat] = []
    for n in range(wanted):
        row = rows[n % len(rows)]
        beat = _row(row, place, roles, language)
        words = own[n * len(own) // wanted]
        first = n == 0 or own[(n - 1) * len(own) // wanted] != words
        text = words if first else f"{words} — {_words(row, place, roles, language)}"
        named = tuple(role.name for role in roles if role.name.lower() in words.lower())
        shot = beat.shot.model_copy(update={"text": text, "subjects": named or beat.shot.subjects})
        out.append(Beat(shot, beat.size, beat.moves, beat.seconds))
    return out


def _words(row: dict[str, Any], place: Place, roles: Sequence[Role], language: str) -> str:
    zh = language in {"zh", "yue"}
    names = [role.name for role in roles if role.kind is not SubjectKind.THING]
    a = names[0] if names else ("主角" if zh else "the figure")
    b = names[1] if len(names) > 1 else ("对手" if zh else "the other")
    spot = place.place or place.heading or ("画面" if zh else "the scene")
    text = str(row["zh" if zh else "en"]).format(a=a, b=b, place=spot)
    return text[:1].upper() + text[1:]


def _row(row: dict[str, Any], place: Place, roles: Sequence[Role], language: str) -> Beat:
    names = [role.name for role in roles if role.kind is not SubjectKind.THING]
    things = [role.name for role in roles if role.kind is SubjectKind.THING]
    who = {
        "both": names[:2],
        "a": names[:1],
        "b": names[1:2] or names[:1],
        "all": names,
        "thing": things[:1],
    }
    brief = place.text.strip(" 。.")
    joint = "\uff1a" if language in {"zh", "yue", "ja"} else ": "
    shot = Asked(
        text=f"{brief}{joint}{_words(row, place, roles, language)}",
        subjects=tuple(who.get(str(row["who"]), [])),
        angle=Angle(row["angle"]) if "angle" in row else None,
    )
    moves = tuple(Move(move) for move in row["moves"])
    return Beat(shot, Size(row["size"]), moves, float(row["seconds"]))
