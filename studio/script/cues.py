"""Where in a shot its lines are said, to the frame, and how long they need."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from studio.messages import say
from studio.script.speech_time import speech_seconds
from studio.script.treatment import Asked, Said
from studio.timeline.model import derived_id
from studio.timeline.rate import Rate
from studio.timeline.story import Cue, CueKind

LEAD = 8 / 24  # seconds before the first line: the eye finds the speaker first
TAIL = 0.4  # after the last
GAP = 0.3  # between two speakers
BREATH = 0.2  # between two lines of one speaker
_EASE = 1.15  # how much longer than reckoned a line may sound where there is room


def spoken_seconds(shot: Asked, language: str = "en") -> float:
    """Seconds the lines of a shot need, with the air around them; 0 without lines."""
    if not shot.dialogue:
        return 0.0
    said = sum(speech_seconds(line.text, line.language or language) for line in shot.dialogue)
    return LEAD + said + sum(_gaps(shot.dialogue)) + TAIL


def _gaps(lines: Sequence[Said]) -> list[float]:
    """Seconds before every line but the first."""
    return [BREATH if left.speaker == right.speaker else GAP for left, right in pairwise(lines)]


def cues_of(
    shot: Asked, frames: int, spot: str, *, people: Mapping[str, str], seed: str, rate: Rate,
    language: str,
) -> tuple[Cue, ...]:  # fmt: skip
    """Lines one after the other with air around them, squeezed when the shot is short; effects.

    `spot` is the shot's place in the film ("2.5"), `people` ids by name in lower case.
    """
    heard = tuple(
        Cue(
            id=derived_id("cu", seed, spot, "heard", n),
            kind=sound.kind,
            text=sound.text,
            language=language,
        )
        for n, sound in enumerate(shot.heard)
    )
    starts = _starts(shot, frames, rate, language)
    lines = tuple(
        Cue(
            id=derived_id("cu", seed, spot, n),
            kind=CueKind.LINE,
            text=line.text,
            speaker=people.get((line.speaker or "").casefold()),
            language=line.language or language,
            emotion=line.emotion[:100],
            start=start,
            frames=length,
        )
        for n, (line, (start, length)) in enumerate(zip(shot.dialogue, starts, strict=True))
    )
    return (*lines, *heard)


def _starts(shot: Asked, frames: int, rate: Rate, language: str) -> list[tuple[int, int]]:
    """(start, frames) of every line, inside the shot, in order, none over another."""
    needed = spoken_seconds(shot, language)
    squeeze = min(1.0, float(rate.seconds(frames)) / needed) if needed else 1.0
    gaps = [*_gaps(shot.dialogue), TAIL]
    out: list[tuple[int, int]] = []
    at = LEAD * squeeze
    for line, gap in zip(shot.dialogue, gaps, strict=False):
        length = speech_seconds(line.text, line.language or language) * squeeze
        eased = min(length * _EASE, length + gap * squeeze * 0.6)
        start = min(rate.frames(at), frames - 1)
        out.append((start, max(1, min(rate.frames(eased), frames - start))))
        at += length + gap * squeeze
    return out


def note_of(shot: Asked, frames: int, rate: Rate, language: str) -> str:
    """What the maker should know when the lines need more than the shot has; else empty."""
    needed, room = spoken_seconds(shot, language), float(rate.seconds(frames))
    if needed <= room + 0.1:
        return ""
    tongue = "zh" if language.split("-")[0] in {"zh", "yue"} else "en"
    return say("planner.tight", tongue, needed=f"{needed:.1f}", room=f"{room:.1f}")
