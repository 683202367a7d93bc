"""Who encodes the pieces of an export, where that is not simply this computer's processors."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from studio.media.ffmpeg import Progress, Stop
from studio.render.delivery import Delivery
from studio.render.graph import Segment


@dataclass(frozen=True)
class Order:
    """A segment to be encoded: what it shows, from which folder, as what, with how many threads."""

    segment: Segment
    folder: Path
    delivery: Delivery
    threads: int


class Crew(Protocol):
    """Encodes segments; the bytes are those that this computer would make of them."""

    def threads(self, pieces: int) -> int:
        """How many threads of the encoder a piece has where the film has so many pieces."""
        ...

    def hands(self, pieces: int) -> int:
        """How many pieces it takes on at a time."""
        ...

    def encode(self, order: Order, path: Path, tell: Progress, over: Stop) -> None:
        """Put a segment's piece at `path`. Blocking, called from many threads.

        Raises RenderError, Cancelled.
        """
        ...
