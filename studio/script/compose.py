"""Directed shots to the story's own values: ids, frames, subjects, cues."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.script.direct import Directed, Staged, direct
from studio.script.speech_time import speech_seconds
from studio.script.timing import GAP, LEAD, frames_of, spoken_seconds
from studio.script.treatment import Role, Treatment
from studio.timeline.model import derived_id
from studio.timeline.rate import Rate
from studio.timeline.story import Cue, CueKind, Scene, Shot, Subject, Voice

# Okabe and Ito's colours (Color Universal Design, 2008), which colour-blind eyes tell apart, then
# mixtures of them for larger casts.
COLOURS = (
    "#d55e00",
    "#0072b2",
    "#009e73",
    "#e69f00",
    "#cc79a7",
    "#56b4e9",
    "#b8a900",
    "#8c564b",
    "#7a5cc2",
    "#3f9c9c",
    "#c04e6c",
    "#6b8e23",
)


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
    """Width and height of a ratio whose short side is that of `base`, both even."""
    if ratio is None:
        return base
    wide, tall = ratio
    short, long_ = min(base), max(base)
    if wide == tall:
        return short, short
    if wide / tall > 16 / 9:
        return long_, _even(long_ * tall / wide)
    if wide > tall:
        return _even(short * wide / tall), short
    return (
        (_even(long_ * wide / tall), long_)
        if tall / wide > 16 / 9
        else (short, _even(short * tall / wide))
    )


def _even(value: float) -> int:
    return max(16, 2 * round(value / 2))


def compose(
    treatment: Treatment,
    *,
    seed: str,
    rate: Rate,
    size: tuple[int, int] | None = None,
    ratio: tuple[int, int] | None = None,
) -> Plan:
    """The story of a treatment. The same `seed` (the text itself) gives the same ids.

    `size` wins over `ratio`, which wins over what the text asks for. Raises BadInput.
    """
    staged = direct(treatment)
    frames = frames_of(staged, rate, treatment.seconds)
    width, height = size or frame_size(ratio or treatment.ratio)
    subjects = _subjects(treatment, staged, seed)
    by_name = {name.lower(): s.id for s in subjects for name in (s.name, *s.aliases)}
    scenes = tuple(
        _scene(scene, row, n, by_name, seed, rate, treatment.language)
        for n, (scene, row) in enumerate(zip(staged, frames, strict=True))
    )
    if treatment.music:
        scenes = _with_music(scenes, treatment.music, seed, treatment.language)
    return Plan(
        title=treatment.title or _title(treatment),
        language=treatment.language,
        style=treatment.style,
        width=width,
        height=height,
        scenes=scenes,
        subjects=subjects,
    )


def _title(treatment: Treatment) -> str:
    first = treatment.scenes[0]
    words = (first.text or first.heading or (first.shots[0].text if first.shots else "")).strip()
    return words.split("\n")[0][:40].rstrip(" .。")


def _subjects(treatment: Treatment, staged: Sequence[Staged], seed: str) -> tuple[Subject, ...]:
    """One subject per role, speakers and named people that no role covers included."""
    roles: dict[str, Role] = {}
    for role in treatment.roles:
        roles.setdefault(role.name.lower(), role)
    covered = {name.lower() for role in roles.values() for name in (role.name, *role.aliases)}
    for scene in staged:
        for directed in scene.shots:
            named = [
                *directed.shot.subjects,
                *(x.speaker for x in directed.shot.dialogue if x.speaker),
            ]
            for name in named:
                if name.lower() not in covered:
                    covered.add(name.lower())
                    roles[name.lower()] = Role(name=name)
    return tuple(
        Subject(
            id=derived_id("su", seed, role.name),
            name=role.name,
            kind=role.kind,
            description=role.description,
            aliases=role.aliases,
            colour=COLOURS[n % len(COLOURS)],
            voice=Voice(gender=role.gender),
        )
        for n, role in enumerate(roles.values())
    )


def _scene(
    scene: Staged,
    frames: Sequence[int],
    number: int,
    people: dict[str, str],
    seed: str,
    rate: Rate,
    language: str,
) -> Scene:
    place = scene.place
    shots = tuple(
        _shot(directed, count, f"{number}.{n}", people, seed, rate, language)
        for n, (directed, count) in enumerate(zip(scene.shots, frames, strict=True))
    )
    return Scene(
        id=derived_id("sc", seed, number),
        heading=place.heading,
        place=place.place or place.text[:200],
        time=place.time,
        mood=place.mood,
        shots=shots,
    )


def _shot(
    directed: Directed,
    frames: int,
    place: str,
    people: dict[str, str],
    seed: str,
    rate: Rate,
    language: str,
) -> Shot:
    asked = directed.shot
    named = [people[name.lower()] for name in asked.subjects if name.lower() in people]
    speakers = [
        people[x.speaker.lower()]
        for x in asked.dialogue
        if x.speaker and x.speaker.lower() in people
    ]
    over = {x.speaker for x in asked.dialogue if x.speaker and x.speaker not in asked.subjects}
    seen = [s for s in speakers if not (over and asked.subjects)]
    return Shot(
        id=derived_id("sh", seed, place),
        prompt=asked.text or _speaking(directed, language),
        size=directed.size,
        angle=directed.angle,
        moves=directed.moves,
        pace=directed.pace,
        frames=frames,
        subjects=tuple(dict.fromkeys([*named, *seen])),
        onscreen_text=asked.onscreen_text,
        cues=tuple(_cues(directed, frames, place, people, seed, rate, language)),
        note=_note(directed, frames, rate),
    )


def _speaking(directed: Directed, language: str) -> str:
    names = dict.fromkeys(line.speaker for line in directed.shot.dialogue if line.speaker)
    if not names:
        return directed.shot.onscreen_text[0] if directed.shot.onscreen_text else "-"
    who = "、".join(names) if language in {"zh", "yue", "ja"} else " and ".join(names)
    return f"{who}说话" if language in {"zh", "yue"} else f"{who} speaks"


def _cues(
    directed: Directed,
    frames: int,
    place: str,
    people: dict[str, str],
    seed: str,
    rate: Rate,
    language: str,
) -> list[Cue]:
    """Lines one after the other with air around them, squeezed when the shot is short; effects."""
    lines = directed.shot.dialogue
    needed = spoken_seconds(directed)
    squeeze = min(1.0, float(rate.seconds(frames)) / needed) if needed else 1.0
    out: list[Cue] = []
    at = LEAD * squeeze
    for n, line in enumerate(lines):
        tongue = line.language or language
        length = speech_seconds(line.text, tongue) * squeeze
        start = min(rate.frames(at), frames - 1)
        out.append(
            Cue(
                id=derived_id("cu", seed, place, n),
                kind=CueKind.LINE,
                text=line.text,
                speaker=people.get((line.speaker or "").lower()),
                language=tongue,
                emotion=line.emotion[:100],
                start=start,
                frames=max(1, min(rate.frames(length), frames - start)),
            )
        )
        at += length + GAP * squeeze
    for n, heard in enumerate(directed.shot.heard):
        ident = derived_id("cu", seed, place, "heard", n)
        out.append(Cue(id=ident, kind=heard.kind, text=heard.text, language=language))
    return out


def _note(directed: Directed, frames: int, rate: Rate) -> str:
    needed = spoken_seconds(directed)
    room = float(rate.seconds(frames))
    return (
        f"The lines need {needed:.1f} s, the shot has {room:.1f} s." if needed > room + 0.05 else ""
    )


def _with_music(
    scenes: tuple[Scene, ...], words: str, seed: str, language: str
) -> tuple[Scene, ...]:
    """The music begins with the first shot and lasts as long as the film."""
    total = sum(shot.frames for scene in scenes for shot in scene.shots)
    cue = Cue(
        id=derived_id("cu", seed, "music"),
        kind=CueKind.MUSIC,
        text=words,
        language=language,
        frames=total,
    )
    first = scenes[0].shots[0]
    opened = first.evolve(cues=(*first.cues, cue))
    return (scenes[0].evolve(shots=(opened, *scenes[0].shots[1:])), *scenes[1:])
