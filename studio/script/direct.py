"""Film grammar: decides what a treatment leaves open, and never what it asks for.

The rules are those of classical continuity (Bordwell and Thompson, Film Art; Katz, Film Directing
Shot by Shot): establish a new place, vary the size from shot to shot, show two people together
before singling them out, keep everybody on their side, come close for emotion, and never cut
between two pictures that are nearly the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from studio.script.breakdown import Beat, beats, filled_out
from studio.script.casting import Cast, cast, recast
from studio.script.choices import TEMPO, chosen_moves, free_seconds, preferred_sizes
from studio.script.continuity import LADDER, Directed, smoothed
from studio.script.exchange import covered
from studio.script.kinds import kind_of, kinds
from studio.script.picture import clauses_of
from studio.script.treatment import Asked, Place, Role, Treatment
from studio.timeline.story import Angle, Move, Pace, Size, SubjectKind

_STANDS = 5  # seconds a told shot stands before its clauses are shots of their own
__all__ = ["Directed", "Direction", "Staged", "direct"]


@dataclass(frozen=True)
class Staged:
    """A scene and its directed shots."""

    place: Place
    shots: tuple[Directed, ...]


@dataclass(frozen=True)
class Direction:
    """The whole film, decided: who is in it, and every shot by scene."""

    roles: tuple[Role, ...]
    scenes: tuple[Staged, ...]


def direct(treatment: Treatment) -> Direction:
    """Every shot of the film, decided; what was asked for is kept as it is."""
    people = Cast(cast(treatment, _usual_cast(treatment)))
    share = _share(treatment)
    known: set[str] = set()
    out: list[Staged] = []
    for place in treatment.scenes:
        new = not place.place or place.place.casefold() not in known
        known.add(place.place.casefold())
        scene = _Scene(place, people, treatment.language, new, len(treatment.scenes) == 1)
        out.append(Staged(place, tuple(scene.directed(place.seconds or share))))
    return Direction(people.roles, tuple(out))


def _usual_cast(treatment: Treatment) -> Sequence[str]:
    """Who is in a film of this kind when the maker names nobody."""
    if any(place.shots and not _held_only(place) for place in treatment.scenes):
        return ()
    text = " ".join(f"{place.text} {place.heading}" for place in treatment.scenes)
    named = kinds()[kind_of(text)].cast
    tongue = treatment.language.split("-")[0]
    return named.get("zh" if tongue == "yue" else tongue) or named.get("en", ())


def _share(treatment: Treatment) -> float | None:
    """What each scene without a length of its own has of the whole film's."""
    if treatment.seconds is None:
        return None
    said = sum(place.seconds or 0 for place in treatment.scenes)
    free = sum(1 for place in treatment.scenes if place.seconds is None)
    return max(1.0, (treatment.seconds - said) / free) if free else None


def _held_only(place: Place) -> bool:
    """True when the one shot only holds the words and effects of a text to be broken down."""
    only = place.shots[0]
    return (
        len(place.shots) == 1
        and bool(place.text)
        and only.text == place.text
        and not any(line.speaker for line in only.dialogue)
    )


class _Scene:
    """One scene on its way from what was asked to what is decided."""

    def __init__(self, place: Place, people: Cast, language: str, new: bool, only: bool) -> None:
        self._only = only
        self._place = place
        self._cast = people
        self._language = language
        self._new = new

    def directed(self, seconds: float | None) -> list[Directed]:
        drafts = [
            replace(beat, shot=recast(beat.shot, self._cast)) for beat in self._drafts(seconds)
        ]
        drafts = self._peopled(drafts)
        drafts = covered(drafts, self._where(), self._cast, self._language)
        out: list[Directed] = []
        for n, beat in enumerate(drafts):
            out.append(self._decided(beat, n, out[-1] if out else None))
        return smoothed(out)

    def _seen_in(self, text: str) -> Cast:
        """Who can be in a scene: in a film of many scenes nobody whom its words do not mean."""
        meant = self._cast.seen(text, ()) or self._cast.points(text)
        if self._only or meant:
            return self._cast
        return Cast([])

    def _asked_move(self, n: int) -> tuple[Move, ...]:
        """A move asked for the whole scene, where its shots are given."""
        asked = self._place.moves
        return (asked[n % len(asked)],) if asked else ()

    def _where(self) -> str:
        return self._place.place or self._place.heading

    def _drafts(self, seconds: float | None) -> list[Beat]:
        place = self._place
        if not place.shots or _held_only(place):
            text = place.text or place.heading or place.place or "-"
            told = place.model_copy(update={"text": text})
            return beats(told, self._seen_in(text), self._language, seconds)
        told = _with_room(_sized(place.shots, place.sizes), seconds)
        if place.each is not None:
            told = [x if x.seconds else x.model_copy(update={"seconds": place.each}) for x in told]
        made = [Beat(shot, moves=self._asked_move(n)) for n, shot in enumerate(told)]
        if self._new and self._where() and _opens_on_words(place.shots):
            opening = Beat(Asked(text=self._where()), size=Size.LONG, spare=True)
            made.insert(0, opening)
        return filled_out(made, place, self._cast, self._language, seconds)

    def _peopled(self, drafts: Sequence[Beat]) -> list[Beat]:
        """Who is seen, where a shot names nobody: by names and pronouns in its words."""
        met: list[str] = []
        out: list[Beat] = []
        for beat in drafts:
            if not beat.shot.subjects and beat.shot.text and beat.size is None:
                seen = self._cast.seen(beat.shot.text, met)
                beat = replace(beat, shot=beat.shot.model_copy(update={"subjects": seen}))
            met = [name for name in met if name not in beat.shot.subjects]
            met += [name for name in beat.shot.subjects if self._is_someone(name)]
            out.append(beat)
        return out

    def _is_someone(self, name: str) -> bool:
        kinds_ = {role.name: role.kind for role in self._cast.roles}
        return kinds_.get(name) in {SubjectKind.PERSON, SubjectKind.CREATURE}

    def _decided(self, beat: Beat, n: int, before: Directed | None) -> Directed:
        shot, place = beat.shot, self._place
        pace = shot.pace or place.pace or beat.pace or Pace.NORMAL
        size = shot.size or beat.size or self._size(shot, n, before)
        moves = shot.moves or beat.moves
        last = before.moves[-1] if before and before.moves else None
        moves = moves or chosen_moves(shot, size, pace, last)
        if beat.seconds is not None:
            seconds = beat.seconds * TEMPO[pace] / TEMPO[beat.pace or Pace.NORMAL]
        else:
            seconds = free_seconds(shot, size, pace)
        return Directed(
            shot=shot,
            size=size,
            angle=shot.angle or place.angle or beat.angle or Angle.EYE,
            moves=moves,
            pace=pace,
            seconds=shot.seconds or seconds,
            fixed=shot.seconds is not None,
            spare=beat.spare,
        )

    def _size(self, shot: Asked, n: int, before: Directed | None) -> Size:
        """The best size that is not the last shot's; a step aside when all are."""
        options = preferred_sizes(shot, opening=n == 0, new_place=self._new)
        if before is None:
            return options[0]
        step = LADDER[min(len(LADDER) - 2, LADDER.index(before.size) + 1)]
        return next((size for size in (*options, step) if size is not before.size), options[0])


def _with_room(shots: Sequence[Asked], seconds: float | None) -> list[Asked]:
    """Told shots clause by clause, where whole sentences would stand too long."""
    free = all(shot.seconds is None for shot in shots)
    if seconds is None or not free or seconds <= _STANDS * len(shots):
        return list(shots)
    return [part for shot in shots for part in _parts(shot)]


def _parts(shot: Asked) -> list[Asked]:
    asked = (
        shot.dialogue or shot.onscreen_text or shot.heard or shot.size or shot.moves or shot.angle
    )
    clauses = [] if asked else clauses_of(shot.text)
    if len(clauses) < 2:
        return [shot]
    return [shot.model_copy(update={"text": clause, "subjects": ()}) for clause in clauses]


def _opens_on_words(shots: Sequence[Asked]) -> bool:
    return not shots[0].text and bool(shots[0].dialogue) and shots[0].size is None


def _sized(shots: Sequence[Asked], sizes: Sequence[Size]) -> list[Asked]:
    """Sizes asked for the whole scene go to the shots that have none, in order."""
    left = list(sizes)
    return [
        shot.model_copy(update={"size": left.pop(0)}) if shot.size is None and left else shot
        for shot in shots
    ]
