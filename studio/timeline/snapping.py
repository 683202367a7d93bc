"""Magnets: where an edge that is dragged likes to stop."""

from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence

from studio.timeline.cut import Cut, TrackKind


class Magnets:
    """Film frames that draw edges near them."""

    def __init__(self, frames: Iterable[int]) -> None:
        self._frames = sorted(set(frames))

    def near(self, frame: int, reach: int) -> int | None:
        """The nearest magnet within `reach` frames."""
        place = bisect_left(self._frames, frame)
        around = self._frames[max(0, place - 1) : place + 1]
        best = min(around, key=lambda magnet: abs(magnet - frame), default=None)
        return best if best is not None and abs(best - frame) <= reach else None

    def pull(self, edges: Sequence[int], by: int, reach: int) -> tuple[int, int | None]:
        """How far edges that shall go `by` frames go, and the magnet that one of them meets."""
        best: tuple[int, int | None] = (by, None)
        closest = reach + 1
        for edge in edges:
            magnet = self.near(edge + by, reach)
            if magnet is not None and abs(magnet - edge - by) < closest:
                closest = abs(magnet - edge - by)
                best = (magnet - edge, magnet)
        return best


def edges_of(cut: Cut, without: Container[str] = ()) -> set[int]:
    """Frame 0, and where clips and markers are; clips of `without` do not count."""
    found = {0, *(marker.frame for marker in cut.markers)}
    for track in cut.tracks:
        for clip in track.clips:
            if clip.id not in without:
                found.add(clip.start)
                found.add(clip.end)
    return found


def edit_points(cut: Cut) -> list[int]:
    """Where the picture changes, in order: what the up and down keys step through."""
    found = {0, cut.frames}
    for track in cut.active(TrackKind.PICTURE):
        for clip in track.clips:
            found.update((clip.start, clip.end))
    return sorted(found)
