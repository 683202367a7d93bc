"""A segment's pictures, encoded: what a film is joined of."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.render.packets import Part
from studio.render.way import Way

if TYPE_CHECKING:
    from studio.render.given import Given  # of which a film of copies knows nothing


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment's pictures, encoded, in the parts of files in which they lie."""

    parts: tuple[Part, ...]
    way: Way
    given: "Given | None" = None  # what the encoder was given, where it was left
