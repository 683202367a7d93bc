"""Faults planted in takes of people who speak, and where the inspector finds them.

A face swapped at a known frame, sound moved against lips by known offsets, words changed, another
actor's voice, text misspelt, a speaker who is not there; and the same takes without any fault.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.lips import LINES
from studio.cast.loaded import Loaded
from studio.review.asked import Asked, Likeness, Words
from studio.review.checks import BY_MODEL
from studio.review.finding import Finding, Severity
from studio.review.inspector import inspected
from studio.voices.base import SAMPLE_RATE, Manner, Speech
from studio.voices.voices import engines_here
from tests.cast.clips import WORDS, Samples, spoken, talking, wav
from tests.cast.people import DRIVER, photograph
from tests.cast.puppet import ASTRONAUT, Bgr, Puppet
from tests.review import speaking

_NEAR = 25  # milliseconds by which a measured offset may differ from the planted one
_WRONG = {
    "en": "We sold the old boat to a stranger, and nobody ever spoke of it again.",
    "zh": "我们把旧船卖给了一个陌生人，后来再也没有人提起它。",
    "ja": "古い船を見知らぬ人に売ってしまい、その後は誰も話題にしませんでした。",
}
_MOVED = ((-200, "early"), (-150, "early"), (-100, "early"), (150, "late_noticed"), (200, "late"))
_IN_TIME = (-50, 0, 50, 100)


@dataclass(frozen=True)
class Planted:
    """A take, what it should be, and the finding that must be made of it: its check and sentence,
    and its frame, of lips milliseconds, or None for the whole take. Without a sentence it is clean.
    """

    name: str
    path: Path
    asked: Asked
    check: str = ""
    key: str = ""
    at: int | None = None


def voiced(text: str, language: str, gender: str) -> Speech:
    """A line by the best voice there is."""
    engine = next(each for each in engines_here() if language in each.languages)
    return engine.speak(text, language, Manner(key=gender, gender=gender))


def wanted(folder: Path, picture: Path, voice: Samples, *lines: Words, text: str = "") -> Asked:
    """Lines by one subject of a photograph and a voice, in one shot."""
    sheet = wav(folder / f"sheet{len(list(folder.iterdir()))}.wav", voice, 4.0)
    lead = Likeness(key="a", name="Lin", pictures=(str(picture),), voices=(str(sheet),))
    return Asked(one_shot=True, sound=True, lines=lines, subjects=(lead,), texts=(text,))


def acted(folder: Path, models: Loaded) -> Iterator[Planted]:
    """Faults of the face, of the sign and of whoever is to be seen."""
    speech = spoken()
    shown, driver = speaking.pictures(models, speech), photograph(DRIVER)
    line = Words(text=WORDS, speaker="a")
    asked = wanted(folder, ASTRONAUT, speech, line, text=speaking.SIGN)

    def take(name: str, pictures: list[Bgr]) -> Path:
        return speaking.written(folder / f"{name}.mov", pictures, speech)

    good = take("good", shown)
    yield Planted("a good take", good, asked)
    for first in (30, speaking.SWAP, 70):
        other = take(f"swapped{first}", speaking.swapped(shown, driver, models, first))
        yield Planted(f"face swapped at {first}", other, asked, "face", "face_broke", first)
    face = speaking.drawn_face(models)
    other = take("redrawn", speaking.redrawn(shown, face, models))
    yield Planted("drawn face", other, asked, "face", "face_broke", speaking.SWAP)
    other = take("all", speaking.swapped(shown, driver, models, 0))
    yield Planted("another actor", other, asked, "face", "face_other")
    other = take("gone", [np.full_like(each, 140) for each in shown])
    yield Planted("speaker gone", other, asked, "face", "face_unseen")
    for text, key in (
        ("OPEN GATES", "text_other"), ("OPEN LITE!", "text_other"), ("HARBOUR", "text_missing"),
    ):  # fmt: skip
        misspelt = asked.model_copy(update={"texts": (text,)})
        yield Planted(f"sign not {text}", good, misspelt, "text", key)


def heard(folder: Path) -> Iterator[Planted]:
    """Faults of words and voices."""
    for language, wrong in _WRONG.items():
        said = voiced(LINES[language], language, "female").samples
        path = wav(folder / f"words-{language}.wav", said, len(said) / SAMPLE_RATE)
        right = Words(text=LINES[language], language=language)
        changed = right.model_copy(update={"text": wrong})
        yield Planted(f"words kept, {language}", path, Asked(sound=True, lines=(right,)))
        asked = Asked(sound=True, lines=(changed,))
        yield Planted(f"words changed, {language}", path, asked, "words", "words_other")
    own, strange = (voiced(LINES["en"], "en", gender).samples for gender in ("female", "male"))
    begin = len(own) * 24 // SAMPLE_RATE + 6
    lines = (
        Words(text=LINES["en"], speaker="a"), Words(text=LINES["en"], speaker="a", start=begin)
    )  # fmt: skip
    asked = wanted(folder, ASTRONAUT, own, *lines)
    for name, second, key, at in (
        ("another's voice", strange, "voice_other", begin), ("own voice", own, "", None),
    ):  # fmt: skip
        both = np.pad(own, (0, begin * SAMPLE_RATE // 24 - len(own)))
        path = wav(folder / f"{name}.wav", np.concatenate([both, second]),
                   (len(both) + len(second)) / SAMPLE_RATE)  # fmt: skip
        yield Planted(name, path, asked, "voice" if key else "", key, at)


def beside(folder: Path, models: Loaded) -> Iterator[Planted]:
    """Sound moved against the lips of both photographs."""
    for whose, picture in (("portrait", ASTRONAUT), ("driver", DRIVER)):
        line = voiced(LINES["zh"], "zh", "female")
        show = talking(Puppet(models, photograph(picture)), line)
        shown = [show(n / 24) for n in range(round((line.seconds + 0.3) * 24))]
        words = Words(text=LINES["zh"], language="zh", speaker="a")
        asked = wanted(folder, picture, line.samples, words)
        every = [*_MOVED, *((late, "") for late in _IN_TIME)]
        for late, key in every:
            sound = speaking.moved(line.samples, len(shown) / 24, late / 1000)
            path = speaking.written(folder / f"{whose}{late}.mov", shown, sound, 24)
            kind = ("lips", f"lips_{key}", late) if key else ("", "", None)
            yield Planted(f"{whose}, sound {late:+d} ms", path, asked, *kind)


def people(folder: Path, models: Loaded) -> None:
    """The table, and whom the inspector accuses although nothing is wrong."""
    found = faults = 0
    clean: list[tuple[str, list[Finding]]] = []
    print("planted                   sentence              at   found")
    for each in (*acted(folder, models), *heard(folder), *beside(folder, models)):
        checks = [check for check in BY_MODEL if each.check in ("", check.name)]
        report = inspected(each.path, each.asked, models=models, checks=checks)
        if not each.check:
            clean.append((each.name, list(report.findings)))
            continue
        faults += 1
        told = {f.told.key.removeprefix("review."): place(f) for f in report.findings}
        hit = each.key in told and near(each, told[each.key])
        found += hit
        at = told.get(each.key, ", ".join(told) or "-")
        print(f"{each.name:<25} {each.key:<18} {each.at!s:>5} {at!s:>7}{'' if hit else '  MISSED'}",
              flush=True)  # fmt: skip
    print(f"found at the right place: {found} of {faults}")
    for which in Severity:
        names = [name for name, those in clean if any(f.severity is which for f in those)]
        print(f"clean takes with a {which.value}: {len(names)} of {len(clean)} {names}")
    print()


def place(finding: Finding) -> int | None:
    """The frame of a finding, of lips how late the sound is; None for the whole take."""
    if finding.check == "lips":
        return round(finding.value)
    return finding.at.first if finding.at is not None else None


def near(planted: Planted, at: int | None) -> bool:
    """Whether something was found where it lies: to the frame next to it, or to half a picture."""
    if planted.at is None or at is None:
        return planted.at is at
    return abs(at - planted.at) <= (_NEAR if planted.check == "lips" else 1)
