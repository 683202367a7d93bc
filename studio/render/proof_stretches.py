"""Black and frozen stretches of a finished film, found in its key pictures.

Only where two key pictures say so is anything else decoded, to find where a stretch begins and
ends. What a picture weighs tells beforehand that it is not black, and that those behind it are not
the same: a film that has neither costs hardly a picture.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from studio.media.ffmpeg import Stop
from studio.render.planes import Planes
from studio.render.proof_film import Reader
from studio.render.proof_frames import Thumb, thumb
from studio.render.proof_limits import limits
from studio.render.stretch import BLACK, STILL, Stretch

_SIZE = (160, 90)
_DARK = 16  # black in limited range
_NOTES = 1024  # bytes in which an encoder may tell its settings, beside a picture
_EMPTY = 48  # bytes of a packet in which nothing is said but that all is as before


def stretches(
    reader: Reader, at: int, frames: int, rate: float, cancelled: Stop | None = None
) -> list[Stretch]:
    """Those of the film's frames `at` to `at + frames`, counted from `at`; `rate` in frames/s."""
    keys = _apart(reader.keys_in(at, at + frames), rate * limits().stretches.apart)
    if not keys or (cancelled is not None and cancelled()):
        return []
    wanted = _telling(reader, keys)
    seen = [(key - at, thumb(reader.key(key), _SIZE) if key in wanted else None) for key in keys]
    dark = [n for n, small in seen if small is not None and _black(small)]
    found = [_grown(reader, at, frames, run, seen, _black, BLACK) for run in _together(dark, seen)]
    least = rate * limits().stretches.still_seconds
    for first, last in _alike(seen):
        if last - first >= least / 2 and not any(b.first <= first < b.end for b in found):
            like = dict(seen)[first]
            assert like is not None
            grown = _grown(reader, at, frames, (first, last), seen, _as(like), STILL)
            if grown.frames >= least:
                found.append(grown)
    return sorted(found, key=lambda s: s.first)


def _telling(reader: Reader, keys: Sequence[int]) -> set[int]:
    """The key pictures that may be black, or stand still up to the next one, by their weight."""
    table = limits().stretches
    light, empty = (bits * reader.pixels / 8 for bits in (table.black_bits, table.still_bits))
    found = {key for key in keys if reader.weight(key) <= _NOTES + light}
    for one, two in pairwise(keys):
        if reader.weight_between(one, two) <= _EMPTY + empty:
            found |= {one, two}
    return found


def _apart(keys: Sequence[int], least: float) -> list[int]:
    kept: list[int] = []
    for key in keys:
        if not kept or key - kept[-1] >= least:
            kept.append(key)
    return kept


def _black(small: Thumb) -> bool:
    table = limits().stretches
    return float(small.mean()) - _DARK <= table.black and float(small.max()) <= table.black_peak


def _as(like: Thumb) -> Callable[[Thumb], bool]:
    return lambda small: float(np.abs(small - like).mean()) <= limits().stretches.still


def _together(
    some: Sequence[int], seen: Sequence[tuple[int, Thumb | None]]
) -> list[tuple[int, int]]:
    """Neighbours among the key pictures, as their first and last."""
    order = [n for n, _ in seen]
    runs: list[tuple[int, int]] = []
    for n in some:
        if runs and order.index(n) == order.index(runs[-1][1]) + 1:
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    return runs


def _alike(seen: Sequence[tuple[int, Thumb | None]]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for (n, small), (after, other) in pairwise(seen):
        if small is None or other is None or not _as(small)(other):
            continue
        if runs and runs[-1][1] == n:
            runs[-1] = (runs[-1][0], after)
        else:
            runs.append((n, after))
    return runs


def _grown(
    reader: Reader,
    at: int,
    frames: int,
    run: tuple[int, int],
    seen: Sequence[tuple[int, Thumb | None]],
    fits: Callable[[Thumb], bool],
    kind: str,
) -> Stretch:
    """The stretch around a run of key pictures, to the frame."""
    order = [n for n, _ in seen]
    before = max((n for n in order if n < run[0]), default=None)
    after = min((n for n in order if n > run[1]), default=frames)
    first, end = run[0], run[1] + 1
    if before is not None:
        earlier = _thumbs(reader, at, range(before + 1, run[0]))
        while first - 1 in earlier and fits(earlier[first - 1]):
            first -= 1
    later = _thumbs(reader, at, range(run[1] + 1, after))
    while end in later and fits(later[end]):
        end += 1
    return Stretch(kind, first, end - first)


def _thumbs(reader: Reader, at: int, wanted: range) -> dict[int, Thumb]:
    pictures: dict[int, Planes] = reader.pictures(at + n for n in wanted) if wanted else {}
    return {frame - at: thumb(planes, _SIZE) for frame, planes in pictures.items()}
