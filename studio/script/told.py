"""Scenes told in prose and lines of dialogue, as shots in their order."""

import re
from dataclasses import replace

from studio.script.gender import gender_of
from studio.script.measures import ratio_in, seconds_in, without_lengths
from studio.script.people import roles_in
from studio.script.picture import capital, hidden_quotes, is_order, sentences_of, with_quotes
from studio.script.prose import Findings, findings, spoken_line, tidy
from studio.script.shotlist import HEADER
from studio.script.speech import names_narrator
from studio.script.treatment import Asked, Said
from studio.script.vocabulary import angle_in, moves_in, pace_in, sizes_in, without_lead_craft
from studio.timeline.story import SubjectKind

_SENTENCE = re.compile(
    r"(?<=[。!\uff01?\uff1f;\uff1b\n])|(?<=[.!\uff01?\uff1f])(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bMrs\.)\s+"
)


_SOMEBODY = "?"  # who speaks is told by no word
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
    """Prose sentence by sentence; what is said in a sentence has a shot of its own behind it.

    One or two sentences are told clause by clause, so that a line is not all there is to see.
    """
    shots: list[Asked] = []
    sentences = _sentences(text)
    for sentence in sentences:
        found = _with_somebody(findings(sentence, language), sentence)
        if shots and not found.dialogue and is_order(found.text):
            shots[-1] = _with(shots[-1], found)
        elif _tells(found.text) or found.dialogue or found.onscreen or found.heard:
            shots += _parted(_shot(found), by_clause=len(sentences) <= 2)
    return _named_speakers(shots)


def _with_somebody(found: Findings, sentence: str) -> Findings:
    """Lines that somebody says whom the sentence does not name; a narrator is named."""
    if all(line.speaker for line in found.dialogue) or names_narrator(sentence):
        return found
    lines = (x.model_copy(update={"speaker": x.speaker or _SOMEBODY}) for x in found.dialogue)
    return replace(found, dialogue=tuple(lines))


def _shot(found: Findings) -> Asked:
    told = found.text if re.search(r"\w", found.text) else ""
    sizes = sizes_in(told)
    return Asked(
        text=capital(tidy(without_lead_craft(without_lengths(HEADER.sub("", told))))),
        size=sizes[0] if sizes else None,
        angle=angle_in(told),
        moves=tuple(moves_in(told)),
        pace=pace_in(told),
        seconds=seconds_in(told),
        subjects=tuple(dict.fromkeys(line.speaker for line in found.dialogue if line.speaker)),
        dialogue=found.dialogue,
        onscreen_text=found.onscreen,
        heard=found.heard,
    )


def _with(shot: Asked, found: Findings) -> Asked:
    """A shot with the words and effects of a sentence that shows nothing else."""
    shown, heard = (*shot.onscreen_text, *found.onscreen), (*shot.heard, *found.heard)
    return shot.model_copy(update={"onscreen_text": shown, "heard": heard})


def _parted(shot: Asked, *, by_clause: bool) -> list[Asked]:
    """What is seen, then what is said, where the maker did not ask for one shot of both."""
    asked = shot.size is not None or shot.seconds is not None or shot.moves or shot.angle
    if asked or not shot.text or not shot.subjects:
        return [shot]
    clauses = sentences_of(shot.text) if by_clause else [shot.text]
    seen = [Asked(text=clause, pace=shot.pace) for clause in clauses]
    seen[0] = seen[0].model_copy(update={"heard": shot.heard})
    said = shot.model_copy(update={"text": "", "heard": ()})
    return [*seen, said]


def _named_speakers(shots: list[Asked]) -> list[Asked]:
    """Lines of a pronoun are of the last one it can mean, else of a woman or a man."""
    said = {name.casefold() for shot in shots for name in shot.subjects}
    if not said.intersection((*_PRONOUNS, _SOMEBODY)):
        return shots
    out: list[Asked] = []
    met: list[str] = []
    for shot in shots:
        met += [x.name for x in roles_in(shot.text, 12) if x.kind is SubjectKind.PERSON]
        lines = tuple(
            x.model_copy(update={"speaker": _meant(x.speaker, met)}) if x.speaker else x
            for x in shot.dialogue
        )
        known = (_meant(name, met) for name in shot.subjects)
        names = tuple(dict.fromkeys(name for name in known if name))
        out.append(shot.model_copy(update={"dialogue": lines, "subjects": names}))
        met += [x.speaker for x in lines if x.speaker]
        del met[:-20]
    return out


def _meant(name: str, met: list[str]) -> str | None:
    if name == _SOMEBODY:
        return met[-1] if met else None
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
    masked, held = hidden_quotes(text)
    parts = [part.strip() for part in _SENTENCE.split(masked) if part and part.strip()]
    return [with_quotes(part, held) for part in parts]
