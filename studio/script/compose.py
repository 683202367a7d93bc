"""Directed shots to the story's own values: ids, frames, subjects, cues."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio.script.casting import Cast
from studio.script.colours import COLOURS, colour_of
from studio.script.continuity import Directed
from studio.script.cues import cues_of, note_of
from studio.script.direct import Staged, direct
from studio.script.picture import picture_words
from studio.script.timing import fitted, frames_of
from studio.script.treatment import Place, Role, Treatment
from studio.timeline.model import derived_id
from studio.timeline.rate import Rate
from studio.timeline.story import Cue, CueKind, Scene, Shot, Subject, Voice

__all__ = ["COLOURS", "Plan", "compose", "frame_size"]

_TITLE = 48
_SHORT = 4
_DANGLING = re.compile(
    r"(?: (?:and|or|but|of|in|on|at|the|an?|to|with|who|that|y|en|de|la|el|un|una|su|con))+$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[\n,\uff0c。;\uff1b:\uff1a!\uff01?\uff1f]|\.(?:\s|$)")


@dataclass(frozen=True)
class Plan:
    """A planned film, ready to be put into a project by one edit."""

    title: str
    language: str
    style: str
    width: int
    height: int
    scenes: tuple[Scene, ...]
    subjects: tuple[Subject, ...]
    notes: tuple[str, ...] = ()


def frame_size(
    ratio: tuple[int, int] | None, base: tuple[int, int] = (1920, 1080)
) -> tuple[int, int]:
    """Width and height of a ratio inside `base` turned its way, both even.

    16:9 is 1920x1080, 9:16 1080x1920, 1:1 1080x1080, 4:3 1440x1080, 2.39:1 1920x804.
    """
    if ratio is None:
        return base
    wide, tall = ratio
    short, long_ = min(base), max(base)
    most = (long_, short) if wide >= tall else (short, long_)
    if wide * most[1] >= tall * most[0]:
        return most[0], _even(most[0] * tall / wide)
    return _even(most[1] * wide / tall), most[1]


def _even(value: float) -> int:
    return max(16, 2 * round(value / 2))


def compose(
    treatment: Treatment,
    *,
    seed: str,
    rate: Rate,
    size: tuple[int, int] | None = None,
    ratio: tuple[int, int] | None = None,
    seconds: float | None = None,
) -> Plan:
    """The story of a treatment. The same `seed` (the text itself) gives the same ids.

    `size` wins over `ratio`, which wins over what the text asks for; so do `seconds`, the length
    of the whole film. Raises BadInput when asked lengths contradict each other.
    """
    if seconds is not None:
        treatment = treatment.model_copy(update={"seconds": seconds})
    direction = direct(treatment)
    staged = fitted(direction.scenes, treatment.seconds, treatment.language)
    frames = frames_of(staged, rate, treatment.seconds, treatment.language)
    width, height = size or frame_size(ratio or treatment.ratio)
    writer = _Writer(seed, rate, treatment.language, direction.roles)
    scenes = tuple(
        writer.scene(scene, row, n)
        for n, (scene, row) in enumerate(zip(staged, frames, strict=True))
    )
    if treatment.music:
        scenes = writer.with_music(scenes, treatment.music)
    return Plan(
        title=treatment.title or _title(treatment),
        language=treatment.language,
        style=treatment.style,
        width=width,
        height=height,
        scenes=scenes,
        subjects=writer.subjects,
    )


def _title(treatment: Treatment) -> str:
    """The first clause of the film's words, or what they put on the screen."""
    first = treatment.scenes[0]
    shown = [w for p in treatment.scenes for s in p.shots for w in s.onscreen_text]
    if len(treatment.scenes) == 1 and len(first.shots) == 1 and shown:
        return shown[-1][:_TITLE]
    seen = picture_words(first) if first.text else ""
    said = next((line.text for shot in first.shots for line in shot.dialogue), "")
    told = first.shots[0].text if first.shots else ""
    words = (seen or first.heading or told or said).strip()
    return _clause(words)


def _clause(words: str) -> str:
    """The first clause, cut at a word where it is long."""
    words = re.sub(r"^(?:INT|EXT)[./ ]+", "", words)
    parts = [part.strip(" .。") for part in _ENDS.split(words) if part.strip(" .。")] or [words]
    clause = parts[0]
    if len(clause) < _SHORT and len(parts) > 1 and not clause.isascii():
        clause = f"{clause}\uff0c{parts[1]}"  # 深夜 alone says too little
    if len(clause) > _TITLE:
        short = clause[:_TITLE]
        clause = short.rsplit(" ", 1)[0] if " " in short else short
        clause = _DANGLING.sub("", clause)
    clause = clause.strip(" ,")
    return clause[:1].upper() + clause[1:]


def _phrase(place: Place) -> str:
    """A few words for a scene that names no place."""
    if place.text:
        return _clause(picture_words(place))
    return _clause(place.heading)


class _Writer:
    """Writes the story's values with ids that follow from the seed and the place in the film."""

    def __init__(self, seed: str, rate: Rate, language: str, roles: Sequence[Role]) -> None:
        self._seed = seed
        self._rate = rate
        self._language = language
        self._cast = Cast(roles)
        self.subjects = tuple(map(self._subject, range(len(roles)), roles))
        self._people: Mapping[str, str] = {
            name.casefold(): s.id for s in self.subjects for name in (*s.aliases, s.name)
        }

    def _subject(self, number: int, role: Role) -> Subject:
        return Subject(
            id=derived_id("su", self._seed, role.name),
            name=role.name,
            kind=role.kind,
            description=role.description,
            aliases=role.aliases,
            colour=colour_of(number),
            voice=Voice(gender=role.gender),
            real=role.real or None,
        )

    def scene(self, scene: Staged, frames: Sequence[int], number: int) -> Scene:
        place = scene.place
        shots = tuple(
            self._shot(directed, count, f"{number}.{n}")
            for n, (directed, count) in enumerate(zip(scene.shots, frames, strict=True))
        )
        return Scene(
            id=derived_id("sc", self._seed, number),
            heading=place.heading,
            place=place.place or _phrase(place),
            time=place.time[:100],
            mood=place.mood,
            shots=shots,
        )

    def _shot(self, directed: Directed, frames: int, spot: str) -> Shot:
        asked = directed.shot
        seen = (self._people.get(name.casefold()) for name in asked.subjects)
        return Shot(
            id=derived_id("sh", self._seed, spot),
            prompt=asked.text or next(iter(asked.onscreen_text), "-"),
            size=directed.size,
            angle=directed.angle,
            moves=directed.moves,
            pace=directed.pace,
            frames=frames,
            subjects=tuple(dict.fromkeys(ident for ident in seen if ident)),
            onscreen_text=asked.onscreen_text,
            cues=cues_of(
                asked, frames, spot, people=self._people, seed=self._seed, rate=self._rate,
                language=self._language,
            ),
            note=note_of(asked, frames, self._rate, self._language),
        )  # fmt: skip

    def with_music(self, scenes: tuple[Scene, ...], words: str) -> tuple[Scene, ...]:
        """The music begins with the first shot and lasts as long as the film."""
        total = sum(shot.frames for scene in scenes for shot in scene.shots)
        cue = Cue(
            id=derived_id("cu", self._seed, "music"),
            kind=CueKind.MUSIC,
            text=words,
            language=self._language,
            frames=total,
        )
        first = scenes[0].shots[0]
        opened = first.evolve(cues=(*first.cues, cue))
        return (scenes[0].evolve(shots=(opened, *scenes[0].shots[1:])), *scenes[1:])
