"""How a segment came into a film."""

from enum import StrEnum


class Way(StrEnum):
    """How a segment came into the film."""

    ENCODED = "encoded"
    KEPT = "kept"  # encoded by an earlier export
    COPIED = "copied"  # from its take, but for edges that are encoded
