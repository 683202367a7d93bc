"""Lanes painted once and kept: pictures of 512 pixels each, thrown away where clips change."""

from collections import OrderedDict
from collections.abc import Callable, Iterable

from PySide6.QtGui import QPainter, QPixmap

from studio.timeline.cut import Clip, Track
from studio.ui.timeline_scale import Lane, Scale

WIDE = 512
_MOST = 64 * 2**20  # bytes of tiles; some 0.14 MB each at a height of 70, four times that at 2x

Paint = Callable[[QPainter, Lane, Scale, int, int], None]
Key = tuple[str, float, int, int]  # track, scale, height, number of the tile


class Tiles:
    """The painted tiles of every track and scale that was shown lately."""

    def __init__(self, paint: Paint) -> None:
        self._paint = paint
        self._kept: OrderedDict[Key, QPixmap] = OrderedDict()
        self._bytes = 0
        self.painted = 0  # tiles painted so far, for benchmarks and tests

    def tile(self, lane: Lane, scale: Scale, number: int, ratio: float) -> QPixmap:
        """Tile `number`, from 0, of a lane; `ratio` is the screen's pixels to ours."""
        key = (lane.track.id, scale.per_frame, lane.height, number)
        found = self._kept.get(key)
        if found is not None and found.devicePixelRatio() == ratio:
            self._kept.move_to_end(key)
            return found
        made = QPixmap(round(WIDE * ratio), round(lane.height * ratio))
        made.setDevicePixelRatio(ratio)
        with QPainter(made) as painter:
            self._paint(painter, lane, scale, number * WIDE, WIDE)
        self.painted += 1
        self._drop(key)
        self._kept[key] = made
        self._bytes += _size(made)
        while self._bytes > _MOST and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))
        return made

    @property
    def bytes(self) -> int:
        """The memory that the kept tiles take."""
        return self._bytes

    def has(self, lane: Lane, scale: Scale, number: int) -> bool:
        """Whether a tile is painted already."""
        return (lane.track.id, scale.per_frame, lane.height, number) in self._kept

    def knows(self, lane: Lane, scale: Scale) -> bool:
        """Whether any tile of a lane is painted at a scale."""
        wanted = (lane.track.id, scale.per_frame, lane.height)
        return any(key[:3] == wanted for key in self._kept)

    def clear(self) -> None:
        """Everything looks different."""
        self._kept.clear()
        self._bytes = 0

    def forget(self, track_id: str, spans: Iterable[tuple[int, int]]) -> None:
        """Clips of a track changed between these film frames."""
        stretches = list(spans)
        for key in [key for key in self._kept if key[0] == track_id]:
            scale, left = Scale(key[1]), key[3] * WIDE
            touched = (
                scale.x(start) <= left + WIDE and scale.x(end) >= left for start, end in stretches
            )
            if any(touched):
                self._drop(key)

    def _drop(self, key: Key) -> None:
        gone = self._kept.pop(key, None)
        self._bytes -= _size(gone) if gone is not None else 0


def _size(tile: QPixmap) -> int:
    return tile.width() * tile.height() * 4


def changes(before: Track | None, after: Track) -> list[tuple[int, int]]:
    """The film frames in which two states of a track look different; the very clips count."""
    if before is after:
        return []
    old: tuple[Clip, ...] = before.clips if before is not None else ()
    first, last = 0, 0
    new = after.clips
    while first < min(len(old), len(new)) and old[first] is new[first]:
        first += 1
    while last < min(len(old), len(new)) - first and old[-1 - last] is new[-1 - last]:
        last += 1
    rest = (*old[first : len(old) - last], *new[first : len(new) - last])
    if not rest:
        return []
    start, end = min(clip.start for clip in rest), max(clip.end for clip in rest)
    # A transition reaches into its neighbours, and depends on whether there is one.
    early = max((c.entry.frames for c in rest if c.entry is not None), default=0)
    left, right = new[max(0, first - 1) : first], new[len(new) - last :][:1]
    early = max([early, *(c.exit.frames for c in left if c.exit is not None)])
    late = max((c.entry.frames for c in right if c.entry is not None), default=0)
    return [(start - early, end + late)]
