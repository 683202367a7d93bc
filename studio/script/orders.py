"""What is asked of a whole text, put on the beats it becomes: sizes, moves, words, lengths."""

from collections.abc import Sequence
from dataclasses import replace

from studio.script.kinds import Kind
from studio.script.looks import Beat
from studio.script.picture import capital
from studio.script.treatment import Place, Said
from studio.script.vocabulary import moves_in, sizes_in, without_lead_craft
from studio.timeline.story import Move, Size


def sized(made: list[Beat], sizes: Sequence[Size]) -> list[Beat]:
    """Sizes that were asked for, in order; a single one goes where its words are."""
    if len(sizes) == 1 and len(made) > 1:
        named = [n for n, beat in enumerate(made) if sizes_in(beat.shot.text)]
        if named:
            place = named[0]
            return [*made[:place], *sized(made[place : place + 1], sizes), *made[place + 1 :]]
    out = list(made)
    for n, (beat, size) in enumerate(zip(made, sizes, strict=False)):
        shot = beat.shot.model_copy(update={"size": size})
        out[n] = replace(beat, shot=shot, size=size)
    return out


def moved(made: list[Beat], moves: Sequence[Move]) -> list[Beat]:
    """Moves that were asked for: one that is a manner (handheld, static) in every shot, others
    where their words are, else one shot each from the first."""
    if not moves:
        return made
    manner = [move for move in moves if move in {Move.HANDHELD, Move.STATIC}]
    out = [_with_moves(beat, manner) if manner else beat for beat in made]
    once = [move for move in moves if move not in manner]
    for n, move in enumerate(once):
        named = [i for i, beat in enumerate(made) if move in moves_in(beat.shot.text)]
        at = named[0] if len(named) in range(1, len(made)) else min(n, len(made) - 1)
        out[at] = _with_moves(out[at], [*out[at].shot.moves, move])
    return out


def _with_moves(beat: Beat, moves: Sequence[Move]) -> Beat:
    return replace(beat, shot=beat.shot.model_copy(update={"moves": tuple(dict.fromkeys(moves))}))


def everywhere(made: list[Beat], place: Place) -> list[Beat]:
    """Every shot with the angle and the length that all were to have."""
    asked = {"seconds": place.each, "angle": place.angle}
    given = {name: value for name, value in asked.items() if value is not None}
    out: list[Beat] = []
    for beat in made:
        told = capital(without_lead_craft(beat.shot.text))
        out.append(replace(beat, shot=beat.shot.model_copy(update={**given, "text": told})))
    return out


def carried(made: list[Beat], place: Place, kind: Kind) -> list[Beat]:
    """Words on the screen where they stand in the text, at the end of an advert; effects first;
    what a narrator says from the first shot on."""
    if not (place.shots and made):
        return made
    held, out = place.shots[0], list(made)
    out[0] = _holding(out[0], heard=held.heard)
    opens = tuple(x for x in held.onscreen_text if _opens(x, place, out[0], kind))
    ends = tuple(x for x in held.onscreen_text if x not in opens)
    for at, words in ((0, opens), (-1, ends)):
        if words:
            out[at] = _holding(out[at], onscreen_text=(*out[at].shot.onscreen_text, *words))
    for n, line in enumerate(held.dialogue):
        at = n * len(out) // len(held.dialogue)
        said: tuple[Said, ...] = (*out[at].shot.dialogue, line)
        out[at] = _holding(out[at], dialogue=said)
    return out


def _opens(words: str, place: Place, first: Beat, kind: Kind) -> bool:
    """True for words that stand before anything is told, as `Text on screen: "One year later"`."""
    if any(row.end for row in kind.beats):
        return False
    at = place.text.find(first.shot.text[:8])
    return 0 <= place.text.find(words) < at


def _holding(beat: Beat, **held: object) -> Beat:
    shot = beat.shot.model_copy(update=held)
    return replace(beat, shot=shot, spare=beat.spare and not any(held.values()))
