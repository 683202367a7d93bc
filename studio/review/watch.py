"""A file's pictures looked at once: for each frame the few numbers that all checks need."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorRange, Interpolation

from studio.errors import BadInput, Cancelled
from studio.media.probe import opened
from studio.review.edges import edge_width

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Stop = Callable[[], bool]
Progress = Callable[[float], None]

WIDE = 640  # pixels of the longer side at which a picture is looked at, at most
GRID = (16, 9)  # blocks across and down
_SMALL = (GRID[0] * 10, GRID[1] * 10)
_THUMB = (48, 27)
MAX_FRAMES = 400_000  # two hours at 50 frames a second; a thumbnail of each is held in memory
_JUMP = 8.0  # levels between two pictures from which a move is looked for that explains them


@dataclass(frozen=True)
class Watched:
    """One row a frame. Levels are of full range, 0 to 255; `change` of the first frame is 0."""

    luma: Floats  # (n,) mean
    bright: Floats  # (n,) that 98 % of the picture do not pass
    change: Floats  # (n,) mean difference to the frame before, luma and colour
    most: Floats  # (n,) the same of luma alone, in the block that changes most
    unmoved: Floats  # (n,) share of a great change that no move explains, else 0
    blocks: Floats  # (n, 144) mean luma of each block
    edges: Floats  # (n,) width of the sharpest edges in pixels of WIDE; nan: there are none
    thumbs: Bytes  # (n, 27, 48) luma

    @property
    def frames(self) -> int:
        """How many there are."""
        return len(self.luma)


@dataclass
class _Rows:
    luma: list[float] = field(default_factory=list[float])
    bright: list[float] = field(default_factory=list[float])
    change: list[float] = field(default_factory=list[float])
    most: list[float] = field(default_factory=list[float])
    unmoved: list[float] = field(default_factory=list[float])
    blocks: list[Floats] = field(default_factory=list[Floats])
    edges: list[float] = field(default_factory=list[float])
    thumbs: list[Bytes] = field(default_factory=list[Bytes])


def watched(
    path: Path, frames: int, progress: Progress | None = None, cancelled: Stop | None = None
) -> Watched:
    """Look at every picture of a file that has about `frames` of them.

    Raises BadInput for what cannot be decoded or is too long, Cancelled.
    """
    if frames > MAX_FRAMES:
        raise BadInput("media.file_too_long", name=path.name)
    rows, seen = _Rows(), _Seer()
    with opened(path) as container:
        if not container.streams.video:
            raise BadInput("media.no_frames", name=path.name)
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for count, frame in enumerate(container.decode(stream), 1):
            if cancelled is not None and cancelled():
                raise Cancelled("media.cancelled")
            seen.note(frame, rows)
            if progress is not None and frames:
                progress(min(1.0, count / frames))
            if count > MAX_FRAMES:
                raise BadInput("media.file_too_long", name=path.name)
    if not rows.luma:
        raise BadInput("media.no_frames", name=path.name)
    return Watched(
        luma=np.array(rows.luma, np.float32),
        bright=np.array(rows.bright, np.float32),
        change=np.array(rows.change, np.float32),
        most=np.array(rows.most, np.float32),
        unmoved=np.array(rows.unmoved, np.float32),
        blocks=np.stack(rows.blocks),
        edges=np.array(rows.edges, np.float32),
        thumbs=np.stack(rows.thumbs),
    )


class _Seer:
    """Measures one picture after the other."""

    def __init__(self) -> None:
        self._before: Bytes | None = None  # (3, 90, 160)
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)

    def note(self, frame: av.VideoFrame, rows: _Rows) -> None:
        planes = _planes(frame)
        small = np.stack([_scaled(plane, _SMALL) for plane in planes])
        luma, before = small[0], self._before
        rows.luma.append(float(luma.mean()))
        rows.bright.append(_percentile(luma, 0.98))
        rows.blocks.append(_blocks(luma))
        rows.edges.append(edge_width(planes[0]))
        rows.thumbs.append(_scaled(luma, _THUMB))
        change = most = unmoved = 0.0
        if before is not None:
            apart = np.asarray(cv2.absdiff(small, before), np.uint8)
            steps = [float(plane.mean()) for plane in apart]
            change = steps[0] + (steps[1] + steps[2]) / 2
            most = float(_blocks(apart[0]).max())
            unmoved = self._unmoved(before[0], luma) if change >= _JUMP else 0.0
        rows.change.append(change)
        rows.most.append(most)
        rows.unmoved.append(unmoved)
        self._before = small

    def _unmoved(self, before: Bytes, now: Bytes) -> float:
        """The share of the difference that is left when the earlier picture is moved onto this."""
        flow = self._flow.calc(now, before, np.zeros((*now.shape, 2), np.float32))
        rows, columns = np.indices(now.shape, np.float32)
        moved = cv2.remap(
            before, columns + flow[..., 0], rows + flow[..., 1], cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
        plain = float(cv2.absdiff(now, before).mean())
        return float(cv2.absdiff(now, np.asarray(moved)).mean()) / plain if plain else 0.0


def _planes(frame: av.VideoFrame) -> Bytes:
    """Luma and both chromas, (3, height, width), of full range, WIDE pixels at most."""
    scale = min(1.0, WIDE / max(frame.width, frame.height))  # enlarged, all would be soft
    wide, tall = (max(16, round(side * scale)) for side in (frame.width, frame.height))
    small = frame.reformat(
        width=wide, height=tall, format="yuv444p", interpolation=Interpolation.AREA,
        dst_color_range=ColorRange.JPEG,
    )  # fmt: skip
    return np.asarray(small.to_ndarray(), np.uint8)  # pyright: ignore[reportUnknownMemberType]


def _scaled(picture: Bytes, size: tuple[int, int]) -> Bytes:
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _blocks(picture: Bytes) -> Floats:
    across, down = GRID
    tall, wide = picture.shape
    cells = picture.reshape(down, tall // down, across, wide // across)
    return np.asarray(cells.mean(axis=(1, 3), dtype=np.float32), np.float32).ravel()


def _percentile(picture: Bytes, share: float) -> float:
    counts = np.cumsum(np.bincount(picture.ravel(), minlength=256))
    return float(np.searchsorted(counts, share * picture.size))
