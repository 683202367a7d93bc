"""Where in a text its scenes, shots and lines stand: found by their words after planning."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from studio.timeline.story import CueKind, Scene, Shot

Span = tuple[int, int]
_PIECES = re.compile(r"[.。!\uff01?\uff1f;\uff1b,\uff0c:\uff1a\n]+")
_LEAST = 4  # letters of a piece that says where it is from; half of that without capitals
_LONG = 300  # letters of a text that are looked for with any white space between


def spans_of(text: str, scenes: Sequence[Scene]) -> dict[str, Span]:
    """Id to characters of `text`, the first and the one after the last.

    A scene reaches to the next one. A shot that the planner thought of itself, such as one that
    opens on the place, stands nowhere.
    """
    found = _Finder(text)
    starts = list(_scene_starts(found, scenes))
    spans: dict[str, Span] = {}
    bounds = [start for _, start in starts] + [len(text)]
    for (scene, start), (_, end) in zip(starts, pairwise(bounds), strict=True):
        spans[scene.id] = (start, start + len(text[start:end].rstrip()))
        at = start
        for shot in scene.shots:
            within = dict(_spans_of_shot(found, shot, at, start, end))
            if within:
                whole = (min(a for a, _ in within.values()), max(b for _, b in within.values()))
                at = whole[1]
                spans |= {name: span for name, span in within.items() if name != shot.id}
                spans[shot.id] = whole
    return spans


class _Finder:
    """Looks words up in a text, whatever their capitals and the white space between them."""

    def __init__(self, text: str) -> None:
        low = text.lower()
        self._text = low if len(low) == len(text) else text
        self._lower = len(low) == len(text)

    def find(self, words: str, start: int, end: int) -> Span | None:
        words = words.strip()
        words = words.lower() if self._lower else words
        if not words:
            return None
        at = self._text.find(words, start, end)
        if at >= 0:
            return at, at + len(words)
        parts = words[:_LONG].split()
        if len(parts) < 2:
            return None
        loose = r"[\s*_]+".join(map(re.escape, parts))
        hit = re.compile(loose).search(self._text, start, end)
        return hit.span() if hit else None

    def line_start(self, at: int) -> int:
        return self._text.rfind("\n", 0, at) + 1

    def __len__(self) -> int:
        return len(self._text)


def _scene_starts(found: _Finder, scenes: Sequence[Scene]) -> Iterator[tuple[Scene, int]]:
    """Where each scene begins: with its heading, else its place, else the first of its words."""
    at = 0
    for number, scene in enumerate(scenes):
        span = found.find(scene.heading, at, len(found)) or found.find(scene.place, at, len(found))
        if scene.heading == "" or span is None:
            told = (s for shot in scene.shots for s in _told(found, shot, at, len(found)))
            span = next(told, span)
        if span is not None:
            start = found.line_start(span[0])
            at = span[1]
        else:
            start = at
        yield scene, max(0, start if number or scene.heading else 0)


def _told(found: _Finder, shot: Shot, start: int, end: int) -> Iterator[Span]:
    yield from (span for _, span in _spans_of_shot(found, shot, start, start, end))


def _spans_of_shot(
    found: _Finder, shot: Shot, at: int, start: int, end: int
) -> Iterator[tuple[str, Span]]:
    """The spans of lines and captions by their ids, and under the shot's own what is seen."""
    said: list[Span] = []
    for cue in shot.cues:
        if cue.kind is not CueKind.MUSIC:
            span = found.find(cue.text, at, end) or found.find(cue.text, start, end)
            if span is not None:
                yield cue.id, span
                said += [span] if cue.kind is CueKind.LINE else []
    speaks = any(cue.kind is CueKind.LINE for cue in shot.cues)
    before = min((span[0] for span in said), default=end)
    if speaks and not said:
        return
    # What a shot with dialogue shows is told before its words, or it was made up for them.
    seen = _seen(found, shot.prompt, at, before) or _seen(found, shot.prompt, start, before)
    if speaks:
        if seen is not None:
            yield shot.id, seen
        return
    for words in (*shot.onscreen_text, ""):
        seen = seen or found.find(words, at, end)
    if seen is not None:
        yield shot.id, seen


def _seen(found: _Finder, prompt: str, start: int, end: int) -> Span | None:
    """The whole prompt; else from the first to the last of its clauses that stand in order."""
    whole = found.find(prompt, start, end)
    if whole is not None:
        return whole
    first: int | None = None
    last = start
    for piece in _PIECES.split(prompt):
        words = piece.strip()
        if len(words) < (_LEAST if words.isascii() else _LEAST // 2):
            continue
        span = found.find(words, last, end)
        if span is not None:
            first, last = (span[0] if first is None else first), span[1]
    return None if first is None else (first, last)
