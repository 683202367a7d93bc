"""Who encodes the pieces of an export, where that is not simply this computer's processors."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from studio.media.ffmpeg import Progress, Stop
from studio.render.captions import ass
from studio.render.delivery import Delivery
from studio.render.segment import Segment


@dataclass(frozen=True)
class Order:
    """A segment to be encoded: what it shows, from which folder, as what, with how many threads."""

    segment: Segment
    folder: Path
    delivery: Delivery
    threads: int

    def lettering(self, shop: Path) -> Path | None:
        """The words on its picture as an ASS file in `shop`; None where it has none."""
        if not self.segment.lettered:
            return None
        path = shop / "words.ass"
        text = ass(self.segment.captions, self.delivery, self.segment.titles)
        path.write_text(text, encoding="utf-8")
        return path


class Crew(Protocol):
    """Encodes segments; the bytes are those that this computer would make of them."""

    def threads(self, pieces: int) -> int:
        """How many threads of the encoder a piece has where the film has so many pieces."""
        ...

    def hands(self, pieces: int) -> int | None:
        """How many pieces it takes on at a time; None: as many as this computer has room for."""
        ...

    def encode(self, order: Order, path: Path, tell: Progress, over: Stop) -> None:
        """Put a segment's piece at `path`. Blocking, called from many threads.

        Raises RenderError, Cancelled.
        """
        ...
