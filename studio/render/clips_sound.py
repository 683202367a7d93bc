"""What of which take is heard where in the film, how loud, and at which side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import cos, pi, sin
from pathlib import Path

from studio.render.clip_edges import Curve, Edge, Lengths, Piece, at, pieces
from studio.render.recording import Recording, Samples
from studio.timeline.cut import Clip, Track
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.take import Take

Sides = tuple[float, float]
MIDDLE = 0.5**0.5


@dataclass(frozen=True, slots=True)
class Placed:
    """A recording in film samples `start` to `end`; film sample `offset` is its place 0.

    `rise` is counted from `start` and `fall` from `end`, so that those of most clips are the same.
    `mono` and `stereo` are the factors of left and right for a recording of one channel and of two.
    """

    recording: Recording
    start: int
    end: int
    offset: int
    mono: Sides
    stereo: Sides
    rise: Edge
    fall: Edge

    @property
    def facts(self) -> list[object]:
        """Everything about it that is heard; of the take's file its hash."""
        heard = self.recording
        edges = [(n + e.first, n + e.last, e.curve.value) for n, e in self._edges]
        sound = [heard.sha256, str(heard.tempo), heard.backwards]
        return [*sound, self.start, self.end, self.offset, self.mono, self.stereo, *edges]

    def heard(self, block: Samples, first: int) -> Samples:
        """A block of its recording that begins at film sample `first`, as (n, 2) in the mix."""
        import numpy as np

        sides = self.mono if block.shape[1] == 1 else self.stereo
        if block.shape[1] == 2 and sides[0] == sides[1]:  # one factor is a quarter of the work
            heard = block * np.float32(sides[0])
        else:
            heard = block * np.asarray(sides, np.float32)
        for place, edge in self._edges:
            low, high = edge.within(first - place, first - place + len(block))
            if low < high:
                some = heard[low - first + place : high - first + place]
                some *= edge.gains(low, high).astype(np.float32)[:, None]
        return heard

    @property
    def _edges(self) -> tuple[tuple[int, Edge], tuple[int, Edge]]:
        """Both, and the film sample from which each is counted."""
        return (self.start, self.rise), (self.end, self.fall)


def placed(
    project: Project, track: Track, shown: Mapping[str, Take], folder: Path
) -> Iterator[Placed]:
    """What is heard on a track, in order; a frame that stands still is silent."""
    rate = project.rate
    lengths = _lengths(rate, shown)
    same: dict[Recording, Recording] = {}  # of thousands of clips that are of a few takes
    for piece in pieces(rate, track.clips, lengths):
        take = shown.get(piece.clip.owner)
        if take is None or not (take.has_sound or take.kind == "sound"):
            continue
        if piece.clip.speed != 0:
            heard = _recording(piece.clip, take, folder)
            yield _placed(rate, track, piece, same.setdefault(heard, heard))


def _recording(clip: Clip, take: Take, folder: Path) -> Recording:
    file = take.files[0]
    return Recording(folder / file.path, file.sha256, abs(clip.speed), clip.speed < 0)


def _placed(rate: Rate, track: Track, piece: Piece, recording: Recording) -> Placed:
    clip = piece.clip
    mono, stereo = _sides(clip.gain + track.gain, clip.pan, track.pan)
    offset = at(rate, _origin(clip))
    rise, fall = _from(piece.start, piece.rise), _from(piece.end, piece.fall)
    return Placed(recording, piece.start, piece.end, offset, mono, stereo, rise, fall)


def _from(place: int, edge: Edge) -> Edge:
    """An edge counted from a film sample."""
    return _same_edge(edge.first - place, edge.last - place, edge.curve, edge.rises)


@lru_cache(maxsize=256)
def _same_edge(first: int, last: int, curve: Curve, rises: bool) -> Edge:
    return Edge(first, last, curve, rises)


@lru_cache(maxsize=256)  # most clips are as loud as the others, and hold the same factors
def _sides(gain: float, place: float, whole: float) -> tuple[Sides, Sides]:
    """The factors of a mono and of a stereo clip at a place, on a track at a place of its own."""
    factor = 10 ** (gain / 20)
    left, right = balance(whole)
    one, two = pan(place), balance(place)
    return (
        (factor * one[0] * left, factor * one[1] * right),
        (factor * two[0] * left, factor * two[1] * right),
    )


def _origin(clip: Clip) -> Fraction | int:
    """The film frame at which a clip's take would begin, or end if it goes backwards.

    It is the same for all parts that a clip is cut into, so that not a sample lies elsewhere.
    """
    if clip.speed == 1 and not clip.phase:
        return clip.start - clip.skip
    if clip.speed > 0:
        return clip.start - (clip.skip + clip.phase) / clip.speed
    return clip.start - (clip.skip + clip.phase + 1) / clip.speed


def _lengths(rate: Rate, shown: Mapping[str, Take]) -> Lengths:
    def length(owner: str) -> Fraction | None:
        take = shown.get(owner)
        if take is None or take.frames is None:
            return None
        return (take.rate or rate).seconds(take.frames) * rate.fraction

    return length


def pan(place: float) -> Sides:
    """Factors of left and right for one channel, `place` from -1 (left) to 1.

    The law of equal power, -3 dB in the middle: (cos, sin) of an angle from 0 to a quarter turn,
    so that a voice is as loud wherever it stands. Source: the `StereoPannerNode` of the W3C's Web
    Audio API 1.1, for mono input; the middle is also what a stereo file made of it would hold.
    """
    if place == 0:
        return MIDDLE, MIDDLE
    angle = (place + 1) * pi / 4
    return cos(angle), sin(angle)


def balance(place: float) -> Sides:
    """Factors of left and right for two channels: the far one is turned down, the near one stays.

    The balance knob of mixing desks, with the same quarter of a cosine; what is at the far side
    is not moved over, so that a stereo picture keeps its order.
    """
    down = cos(abs(place) * pi / 2) if abs(place) < 1 else 0.0
    if place == 0:
        return 1.0, 1.0
    return (1.0, down) if place < 0 else (down, 1.0)
