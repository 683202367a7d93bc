"""One more look at what is told: a face, who watches, the thing it turns on, from far off."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.script.casting import Cast
from studio.script.kinds import Kind, Look, phrase, phrases
from studio.script.objects import object_in
from studio.script.picture import capital
from studio.script.treatment import Asked, Place
from studio.script.wording import filled, leads, living, people, who_of
from studio.timeline.story import Angle, Move, Pace, Size


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


@dataclass(frozen=True)
class Told:
    """A sentence of a story: its number, and who is in it, by name or as who acted before."""

    sentence: str
    number: int
    seen: tuple[str, ...]


@dataclass(frozen=True)
class Looking:
    """Where looks are taken: the scene, who is in it, the language of the words."""

    place: Place
    cast: Cast
    language: str

    def again(self, told: "Told", turn: int, pace: Pace | None) -> Beat:
        """Look number `turn` at one sentence of a story: its face, its watcher, its thing."""
        looks = self.closer(told)
        look, sentence, seen = looks[turn % len(looks)], told.sentence, told.seen
        names = [name for name in seen if name in leads(self.cast)] or leads(self.cast)
        text = f"{sentence}{phrase(self.language, 'joint')}{self._words(look, sentence, names)}"
        who = self._who(look, names, seen)
        return Beat(Asked(text=text, subjects=who), look.size, look.angle, (), pace, None, True)

    def closer(self, told: "Told") -> list[Look]:
        """The looks a sentence has, its own first: a face where somebody is, who watches, an
        insert where a thing is handled; then plain ones, others from sentence to sentence."""
        able = self._own(told)
        looks = phrases(self.language).closer
        plain = [look for look in looks if look.who == "none"]
        turned = [plain[(n + told.number) % len(plain)] for n in range(len(plain))]
        return [*(look for look in looks if able.get(look.who, False)), *turned]

    def weight(self, told: "Told") -> int:
        """How much more there is to see in a sentence than in one about nobody and nothing."""
        return 1 + sum(self._own(told).values())

    def _own(self, told: "Told") -> dict[str, bool]:
        acting = any(name in living(self.cast) for name in told.seen)
        return {
            "a": acting,
            "other": acting and self._watcher(told.seen) is not None,
            "object": bool(object_in(told.sentence, self.language)),
        }

    def looks(self, words: str) -> list[Look]:
        """The looks a whole scene has, beside the beats of its kind."""
        able = {
            "a": bool(leads(self.cast)),
            "other": len(people(self.cast)) > 1,
            "object": bool(object_in(words, self.language)),
            "place": bool(self.place.place),
            "none": True,
        }
        return [look for look in phrases(self.language).looks if able.get(look.who, False)]

    def look(self, turn: int, kind: Kind, words: str) -> Beat:
        """Look number `turn` at a scene, where there are more shots than beats."""
        said, looks = phrases(self.language), self.looks(words)
        look = looks[turn % len(looks)]
        seen = capital(self._words(look, words, leads(self.cast)))
        text = f"{words}{said.lead}{seen}" if words else seen
        if turn >= len(looks):
            later = [x for x in said.closer if x.who == "none"]
            text = f"{text}{said.joint}{later[turn // len(looks) % len(later)].text}"
        who = self._who(look, leads(self.cast), ())
        shot = Asked(text=text, subjects=who)
        return Beat(shot, look.size, look.angle, (), kind.pace, kind.each * 0.9, spare=True)

    def _watcher(self, seen: Sequence[str]) -> str | None:
        return next((name for name in people(self.cast) if name not in seen), None)

    def _words(self, look: Look, words: str, names: Sequence[str]) -> str:
        other = self._watcher(names[:1])
        who = [*names[:1], *([other] if other else [])]
        return filled(look.text, self.place, self.cast, self.language, words, names=who)

    def _who(self, look: Look, names: Sequence[str], seen: Sequence[str]) -> tuple[str, ...]:
        if look.who == "a":
            return tuple(names[:1])
        if look.who == "other":
            other = self._watcher(names[:1])
            return (other,) if other else ()
        return tuple(seen) if look.who == "none" else who_of(look.who, self.cast)
