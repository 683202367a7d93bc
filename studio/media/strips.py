"""JPEG pictures in strips that stand alone, decoded side by side: half the wait for a picture.

Restart markers (ITU-T T.81, F.1.2.3) end each row of blocks of what `media.intra` writes: there
the coding begins anew, so that rows cut out with a header of their own are a picture.
"""

import re
from collections.abc import Sequence
from concurrent.futures import Executor
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

Bgra = npt.NDArray[np.uint8]

_RESTART = re.compile(rb"\xff[\xd0-\xd7]")  # in coded data 0xff is else followed by 0
_CYCLE = 8  # restart markers count to 7 and begin again, so a strip begins after such a round
_START, _FRAME, _INTERVAL, _SCAN, _END = b"\xff\xd8", 0xC0, 0xDD, 0xDA, b"\xff\xd9"
_FLAGS = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION


class _Head(NamedTuple):
    """What is before the coded data: its length, where the height stands, and rows."""

    length: int
    height_at: int
    height: int
    row: int  # pixels of a row of blocks
    restarts: bool  # whether each row ends with a marker


class Strip(NamedTuple):
    """A JPEG of the rows from `top` on, `height` pixels tall."""

    top: int
    height: int
    data: bytes


def strips(data: bytes, most: int) -> list[Strip]:
    """At most `most` strips of a JPEG, from its top; one where it cannot be cut.

    Raises ValueError for what is no baseline JPEG.
    """
    head = _head(data)
    rows = -(-head.height // head.row)
    ends = [match.start() for match in _RESTART.finditer(data, head.length)] if most > 1 else []
    if not head.restarts or len(ends) != rows - 1:
        return [Strip(0, head.height, data)]
    rounds = rows // _CYCLE
    cuts = sorted({round(rounds * n / most) * _CYCLE for n in range(1, most)} - {0, rows})
    return [_strip(data, head, ends, *part) for part in pairwise((0, *cuts, rows))]


def decode(data: bytes, into: Bgra, hands: Executor | None = None, most: int = 1) -> None:
    """Decode a JPEG into (height, width, 4) BGRA, in at most `most` strips where `hands` help.

    A strip that no hand has begun is done here, so a busy machine keeps nobody waiting. Raises
    ValueError for what is no JPEG of this size.
    """
    *others, last = strips(data, most if hands is not None else 1)
    if last.top + last.height != len(into):
        raise ValueError("height")
    given = [(hands.submit(_decoded, part, into), part) for part in others] if hands else []
    try:
        _decoded(last, into)
        for future, part in reversed(given):
            if future.cancel():
                _decoded(part, into)
    finally:  # nobody may write any more when the memory goes elsewhere
        failed = [future.exception() for future, _ in given if not future.cancel()]
    for error in failed:
        if error is not None:
            raise error


def _decoded(strip: Strip, into: Bgra) -> None:
    there = into[strip.top : strip.top + strip.height]
    pixels = cv2.imdecode(np.frombuffer(strip.data, np.uint8), _FLAGS)
    if pixels is None or pixels.shape[:2] != there.shape[:2]:  # pyright: ignore[reportUnnecessaryComparison]
        raise ValueError("picture")
    cv2.cvtColor(pixels, cv2.COLOR_BGR2BGRA, dst=there)


def _strip(data: bytes, head: _Head, ends: Sequence[int], first: int, last: int) -> Strip:
    top, bottom = first * head.row, min(last * head.row, head.height)
    begin = ends[first - 1] + 2 if first else head.length
    end = ends[last - 1] if last <= len(ends) else len(data)
    at, height = head.height_at, (bottom - top).to_bytes(2, "big")
    parts = (data[:at], height, data[at + 2 : head.length], data[begin:end], _END)
    return Strip(top, bottom - top, b"".join(parts))


def _head(data: bytes) -> _Head:
    """Read the segments before the coded data (T.81, B.2). Raises ValueError."""
    if not data.startswith(_START):
        raise ValueError("start")
    at, interval, frame = 2, 0, 0
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if kind == _FRAME:
            frame = at
        elif kind == _INTERVAL:
            interval = int.from_bytes(data[at + 4 : at + 6], "big")
        elif kind == _SCAN and frame:
            return _measured(data, frame, interval, at + 2 + length)
        at += 2 + length
    raise ValueError("head")


def _measured(data: bytes, frame: int, interval: int, length: int) -> _Head:
    height, width = (int.from_bytes(data[frame + n : frame + n + 2], "big") for n in (5, 7))
    factors = data[frame + 11]  # of the first component, the finest: across, down
    wide, row = 8 * (factors >> 4), 8 * (factors & 15)
    if not (height and width and wide and row):
        raise ValueError("size")
    return _Head(length, frame + 5, height, row, interval == -(-width // wide))
