#!/usr/bin/env python3
"""Speech that is heard again: words by language, a subject's lines against its own sample, and
recordings of people, each against itself and the others.

`python benchmarks/speech.py [FOLDER]`; FOLDER holds a folder of WAV recordings a speaker, named
PERSON-LANGUAGE. The tables stand in `benchmarks/identity.md`. Without it only our voices speak.
"""

import os
import sys
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("PYTHONPATH", sys.path[0])  # speech is made in processes of their own

import numpy as np

from studio.cast.hearing import RATE, Samples, at_16k, sound_of, speech_in
from studio.cast.loaded import Loaded
from studio.cast.prints import VoicePrint, cosine, voice_limit
from studio.cast.voice import spoken, voice_print
from studio.cast.words import heard_in
from studio.review.distance import by_character, error_rate
from studio.review.limits import limit
from studio.voices.base import SAMPLE_RATE, Manner
from studio.voices.voices import Engines

LINES = {
    "en": (
        "Nobody told me that the train would leave so early today.",
        "When the rain had stopped we walked slowly along the river.",
        "Please put the old lantern back on the table before midnight.",
    ),
    "zh": ("没有人告诉我火车今天这么早就开走了。", "雨停了以后，我们沿着河边慢慢走。",
           "请在半夜之前把旧灯笼放回桌上。"),
    "yue": ("今日好大雨，我哋不如喺屋企食飯。", "你聽日有冇時間同我一齊去睇戲？",
            "香港嘅夜晚真係好靚，我好鍾意。"),
    "ja": ("今日は電車がこんなに早く出るなんて、誰も教えてくれませんでした。",
           "雨がやんでから、私たちは川沿いをゆっくり歩きました。",
           "夜中になる前に、古いランプを机に戻してください。"),
    "ko": ("오늘 기차가 이렇게 일찍 떠난다고 아무도 말해 주지 않았어요.",
           "비가 그친 뒤에 우리는 강을 따라 천천히 걸었습니다.",
           "자정이 되기 전에 낡은 등불을 탁자 위에 다시 놓아 주세요."),
    "es": ("Nadie me dijo que el tren saldría hoy tan temprano.",
           "Cuando dejó de llover caminamos despacio junto al río.",
           "Por favor, deja la vieja linterna en la mesa antes de medianoche."),
}  # fmt: skip
SUBJECTS = (("a", "female"), ("b", "female"), ("a", "male"), ("b", "male"))


def round_trip(models: Loaded) -> None:
    """Words said by our voices and written down again, and whose they are."""
    engines = Engines()
    robots = engines.sketched()
    print("## Round trip (our voices, Whisper base)\n")
    print("| language | voice | error rate | worst line | remarked | failed | own sample nearest "
          "| own | best other |\n|---|---|---|---|---|---|---|---|---|")  # fmt: skip
    for language, lines in LINES.items():
        sounds = {
            who: [
                at_16k(
                    engines.say(line, language, Manner(key="".join(who), gender=who[1])).samples,
                    SAMPLE_RATE,
                )
                for line in lines
            ]
            for who in SUBJECTS
        }
        rates = [
            error_rate(line, heard_in(sound, RATE, models, language).text, language, heard=True)
            for said in sounds.values()
            for line, sound in zip(lines, said, strict=True)
        ]
        right, own, other = whose(sounds, models)
        unit = "characters" if by_character(language) else "words"
        unit = "syllables" if language in {"zh", "yue"} else unit
        neural = next(each for each in engines.voicers if language in each.languages).neural
        kind = "scratch" if not neural else "neural, borrowed" if language in robots else "neural"
        print(f"| {language} | {kind} | {np.mean(rates):.2f} of {unit} | {max(rates):.2f} | "
              f"{sum(r > limit('words.remark') for r in rates)} of {len(rates)} | "
              f"{sum(r > limit('words.fault') for r in rates)} of {len(rates)} | {right} | "
              f"{own:.2f} | {other:.2f} |", flush=True)  # fmt: skip


def whose(sounds: dict[tuple[str, str], list[Samples]], models: Loaded) -> tuple[str, float, float]:
    """How many lines are nearest to their own subject's first one, the worst of those, and the
    best of all others.
    """
    prints = {who: [printed(each, models) for each in said] for who, said in sounds.items()}
    right, own, other = 0, list[float](), list[float]()
    for who, said in prints.items():
        for line in said[1:]:
            alike = {each: cosine(line, prints[each][0]) for each in prints}
            own.append(alike[who])
            other.append(max(score for each, score in alike.items() if each != who))
            right += own[-1] > other[-1]
    return f"{right} of {len(own)}", min(own), max(other)


def printed(sound: Samples, models: Loaded) -> VoicePrint:
    """The print of a sound that is long enough for one."""
    found = voice_print(sound, RATE, models)
    assert found is not None
    return found


def recorded(folder: Path, models: Loaded) -> None:
    """People's recordings: six pieces of six seconds of speech each, as far as there is so much."""
    people: dict[str, list[VoicePrint]] = {}
    for each in sorted(folder.iterdir()):
        prints = [printed(piece, models) for piece in pieces(each, models)]
        if len(prints) > 1:
            people[each.name] = prints
    print("\n## Recorded people (d-vector, cosine)\n")
    print("| speaker | pieces | with itself | rejected | in another language | nearest other "
          "| accepted |\n|---|---|---|---|---|---|---|")  # fmt: skip
    line = voice_limit()
    for name, prints in people.items():
        same = [cosine(a, b) for a, b in combinations(prints, 2)]
        apart = {
            other: [cosine(a, b) for a in prints for b in theirs]
            for other, theirs in people.items() if other != name
        }  # fmt: skip
        own = [s for other, each in apart.items() if person(other) == person(name) for s in each]
        strange = {other: each for other, each in apart.items() if person(other) != person(name)}
        near = max(strange, key=lambda each: max(strange[each]))
        every = [score for each in strange.values() for score in each]
        abroad = f"{min(own):.2f} to {max(own):.2f}, rejected {sum(s < line for s in own)} of " \
                 f"{len(own)}" if own else "-"  # fmt: skip
        print(f"| {name} | {len(prints)} | {min(same):.2f} to {max(same):.2f} | "
              f"{sum(s < line for s in same)} of {len(same)} | {abroad} | "
              f"{near}, {max(strange[near]):.2f} | "
              f"{sum(s >= line for s in every)} of {len(every)} |", flush=True)  # fmt: skip


def person(name: str) -> str:
    """Whose folder it is: what stands before the hyphen."""
    return name.partition("-")[0]


def pieces(folder: Path, models: Loaded, seconds: float = 6.0, most: int = 6) -> list[Samples]:
    """Pieces of speech out of a speaker's recordings, no two of one file."""
    found: list[Samples] = []
    waiting, length = list[Samples](), 0
    for path in sorted(folder.glob("*.wav")):
        sound = sound_of(path)
        part = spoken(sound, RATE, speech_in(sound, RATE, models))
        waiting.append(part)
        length += len(part)
        if length >= seconds * RATE:
            found.append(np.concatenate(waiting)[: round(seconds * RATE)])
            waiting, length = [], 0
        if len(found) == most:
            return found
    return found


if __name__ == "__main__":
    with Loaded() as loaded:
        if len(sys.argv) > 1:
            recorded(Path(sys.argv[1]), loaded)
        round_trip(loaded)
