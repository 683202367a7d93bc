"""Scenes told in prose and lines of dialogue, as shots in their order."""

import re

from studio.script.gender import gender_of
from studio.script.measures import ratio_in, seconds_in, without_lengths
from studio.script.people import roles_in
from studio.script.prose import Findings, findings, spoken_line, tidy
from studio.script.shotlist import HEADER, without_size
from studio.script.treatment import Asked, Said
from studio.script.vocabulary import moves_in, pace_in, sizes_in
from studio.timeline.story import SubjectKind

_HELD = re.compile("\ue000\\d+\ue001")
_SENTENCE = re.compile(
    r"(?<=[。!\uff01?\uff1f;\uff1b\n])|(?<=[.!\uff01?\uff1f])(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bMrs\.)\s+"
)


_PRONOUNS = {
    "she": ("female", "Woman"), "he": ("male", "Man"), "她": ("female", "女人"), "他": ("male", "男人"),
    "ella": ("female", "Mujer"), "él": ("male", "Hombre"), "彼女": ("female", "女性"), "彼": ("male", "男性"),
}  # fmt: skip


def told_shots(body: str, language: str) -> list[Asked]:
    """Action lines and dialogue lines in their order; a run of lines by one speaker is one shot."""
    shots: list[Asked] = []
    for line in body.split("\n"):
        if not line.strip():
            continue
        spoken = spoken_line(line, language)
        if spoken is None:
            shots += narrated(line, language)
        elif shots and _same_speaker(shots[-1], spoken) and not shots[-1].text:
            shots[-1] = shots[-1].model_copy(update={"dialogue": (*shots[-1].dialogue, spoken)})
        else:
            seen = (spoken.speaker,) if spoken.speaker else ()
            shots.append(Asked(dialogue=(spoken,), subjects=seen))
    return shots


def _same_speaker(shot: Asked, line: Said) -> bool:
    return bool(shot.dialogue) and shot.dialogue[-1].speaker == line.speaker


def narrated(text: str, language: str) -> list[Asked]:
    """Prose sentence by sentence; what is said in a sentence is said in its shot."""
    shots: list[Asked] = []
    for sentence in _sentences(text):
        found: Findings = findings(sentence, language)
        sizes = sizes_in(sentence)
        if not (_tells(found.text) or found.dialogue or found.onscreen or found.heard):
            continue
        speakers = tuple(dict.fromkeys(line.speaker for line in found.dialogue if line.speaker))
        shots.append(
            Asked(
                text=tidy(without_size(without_lengths(HEADER.sub("", found.text)), bool(sizes))), size=sizes[0] if sizes else None,
                moves=tuple(moves_in(sentence)), pace=pace_in(sentence), subjects=speakers,
                seconds=seconds_in(sentence), dialogue=found.dialogue, onscreen_text=found.onscreen,
                heard=found.heard,
            )
        )  # fmt: skip
    return _named_speakers(shots)


def _named_speakers(shots: list[Asked]) -> list[Asked]:
    """Lines of a pronoun are of the last one it can mean, else of a woman or a man."""
    said = {name.casefold() for shot in shots for name in shot.subjects}
    if not said.intersection(_PRONOUNS):
        return shots
    out: list[Asked] = []
    met: list[str] = []
    for shot in shots:
        met += [x.name for x in roles_in(shot.text, 12) if x.kind is SubjectKind.PERSON]
        lines = tuple(
            x.model_copy(update={"speaker": _meant(x.speaker, met)}) if x.speaker else x
            for x in shot.dialogue
        )
        names = tuple(dict.fromkeys(_meant(name, met) for name in shot.subjects))
        out.append(shot.model_copy(update={"dialogue": lines, "subjects": names}))
        met += [x.speaker for x in lines if x.speaker]
        del met[:-20]
    return out


def _meant(name: str, met: list[str]) -> str:
    gender, fallback = _PRONOUNS.get(name.casefold(), ("", name))
    able = [other for other in met if gender_of(other) in {gender, None}]
    return able[-1] if gender and able else fallback


def _tells(text: str) -> bool:
    """False for a sentence that only orders a length or a ratio."""
    return bool(re.search(r"[^\W\d_]", without_lengths(text))) or not (
        seconds_in(text) or ratio_in(text)
    )


def _sentences(text: str) -> list[str]:
    """Sentences; marks inside quotes do not end one."""
    held: dict[str, str] = {}

    def hold(match: re.Match[str]) -> str:
        key = f"\ue000{len(held)}\ue001"
        held[key] = match.group()
        return key

    masked = re.sub(r"[“\"「『][^“”\"「」『』\n]{1,500}[”\"」』]", hold, text)
    parts = [part.strip() for part in _SENTENCE.split(masked) if part and part.strip()]
    out: list[str] = []
    for part in parts:
        out.append(_HELD.sub(lambda key: held.get(key.group(), key.group()), part))
    return out
