"""How dialogue is covered: two together first, then shot and reverse shot, closer as it matters.

The pattern is that of classical continuity (Bordwell and Thompson, Film Art, ch. 6; Katz, Film
Directing Shot by Shot, "Staging dialogue"): the two-shot gives the geography, the reverse shots
over each other's shoulders keep everybody on their side of the line, singles come with feeling.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from studio.script.casting import Cast
from studio.script.choices import is_felt
from studio.script.kinds import phrase
from studio.script.looks import Beat
from studio.script.people import spoken_of
from studio.script.treatment import Asked
from studio.script.wording import living
from studio.timeline.story import Move, Size

_NEAR = 40  # shots to either side in which somebody is spoken to
_BACK = 7  # lines after which the two-shot reminds us where everybody is


def covered(shots: Sequence[Beat], place: str, cast: Cast, language: str) -> list[Beat]:
    """The beats of a scene, its lines covered. Only what nobody asked for is added."""
    talkers = {x.speaker for b in shots for x in b.shot.dialogue if x.speaker and not _unseen(b)}
    spoken = [n for n, beat in enumerate(shots) if beat.shot.dialogue]
    out, alive = list(shots), living(cast)
    for turn, n in enumerate(spoken):
        beat = shots[n]
        if beat.shot.text:
            out[n] = _with_speakers(beat, cast)
        elif _unseen(beat):
            out[n] = _unheard_face(beat, out[max(0, n - _NEAR) : n], place, cast, language)
        else:
            last = turn == len(spoken) - 1 and turn >= 2
            out[n] = _line(beat, turn, _other(beat, talkers, n, shots, alive), cast, language, last)
    return out


def _unseen(beat: Beat) -> bool:
    """Lines heard from outside the picture: nothing to see was written and nobody is in it."""
    shot = beat.shot
    return bool(shot.dialogue) and not (shot.text or shot.subjects or shot.size)


def _with_speakers(beat: Beat, cast: Cast) -> Beat:
    """A described shot in which somebody speaks shows them, unless it shows somebody else."""
    if beat.shot.subjects:
        return beat
    names = cast.ordered(x.speaker for x in beat.shot.dialogue if x.speaker)
    return replace(beat, shot=beat.shot.model_copy(update={"subjects": names}))


def _unheard_face(
    beat: Beat, before: Sequence[Beat], place: str, cast: Cast, language: str
) -> Beat:
    """A voice from elsewhere is shown on the face of who hears it, else over the place."""
    seen = [name for earlier in before for name in earlier.shot.subjects]
    if seen:
        text = phrase(language, "listens", o=spoken_of(seen[-1], language))
        shot = beat.shot.model_copy(update={"text": text, "subjects": cast.ordered(seen[-1:])})
        return replace(beat, shot=shot, size=Size.MEDIUM_CLOSE, moves=(Move.PUSH_IN,))
    text = phrase(language, "voice", place=place) if place else beat.shot.dialogue[0].text
    shot = beat.shot.model_copy(update={"text": text})
    return replace(beat, shot=shot, size=Size.LONG, moves=(Move.PAN_RIGHT,))


def _other(
    beat: Beat, talkers: Collection[str], n: int, shots: Sequence[Beat], living: Collection[str]
) -> str | None:
    """Who is spoken to: the last other speaker, else the next, else somebody else in the scene."""
    mine = {line.speaker for line in beat.shot.dialogue}
    near_by = shots[max(0, n - _NEAR) : n + _NEAR]
    before = [x.speaker for b in reversed(shots[max(0, n - _NEAR) : n]) for x in b.shot.dialogue]
    after = [x.speaker for b in shots[n + 1 : n + _NEAR] for x in b.shot.dialogue]
    near = next((s for s in (*before, *after) if s in talkers and s not in mine), None)
    return near or next(
        (s for b in near_by for s in b.shot.subjects if s not in mine and s in living), None
    )


def _line(beat: Beat, turn: int, other: str | None, cast: Cast, language: str, last: bool) -> Beat:
    shot = beat.shot
    speakers = cast.ordered(line.speaker for line in shot.dialogue if line.speaker)
    first = speakers[0] if speakers else (shot.subjects[0] if shot.subjects else "")
    both = cast.ordered((*shot.subjects, *speakers, *([other] if other else [])))
    felt = is_felt(shot)
    move = Move.PUSH_IN if felt or last else Move.STATIC
    if other is None and len(speakers) < 2:
        sizes = (Size.MEDIUM, Size.MEDIUM_CLOSE, Size.MEDIUM_CLOSE)
        size = Size.CLOSE_UP if felt or last else sizes[turn % 3]
        words = _told("single", first, "", (), language, shot)
        return _shown(beat, size, move, shot.subjects or speakers, words)
    if len(speakers) > 1 or turn % _BACK == 0:
        key = "two" if len(both) == 2 else "group"
        words = _told(key, first, "", both, language, shot)
        return _shown(beat, Size.MEDIUM, move, both, words)
    if felt or last or turn % _BACK == _BACK - 2:
        words = _told("close", first, "", (), language, shot)
        return _shown(beat, Size.CLOSE_UP, move, shot.subjects or speakers, words)
    words = _told("over", first, other or "", both, language, shot)
    return _shown(beat, Size.MEDIUM_CLOSE, move, cast.ordered((first, other or first)), words)


def _told(
    key: str, speaker: str, other: str, names: Sequence[str], language: str, shot: Asked
) -> str:
    names = [spoken_of(name, language) for name in names]
    speaker, other = spoken_of(speaker, language), spoken_of(other, language)
    all_ = ("、" if language.split("-")[0] in {"zh", "yue", "ja"} else ", ").join(names)
    pair = {"a": names[0], "b": names[1]} if len(names) > 1 else {"a": speaker, "b": other}
    text = phrase(language, key, s=speaker, o=other, all=all_, **pair)
    emotion = next((line.emotion for line in shot.dialogue if line.emotion), "")
    return f"{text}{phrase(language, 'joint')}{emotion}" if emotion else text


def _shown(beat: Beat, size: Size, move: Move, subjects: Sequence[str], words: str) -> Beat:
    shot = beat.shot.model_copy(update={"text": words, "subjects": tuple(subjects)})
    return replace(beat, shot=shot, size=beat.size or size, moves=beat.moves or (move,))
