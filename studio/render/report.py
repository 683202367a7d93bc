"""What an export made and measured."""

from dataclasses import dataclass

from studio.render.hands import Hands
from studio.render.proven import Proof


@dataclass(frozen=True)
class Report:
    """What an export made and measured. `missing` lists labels of slates, `short` of gaps.

    `kept` counts the segments that were encoded by an earlier export and are used as they are,
    `copied` those taken over from their takes; `ways` says of each segment how it came about,
    `sound_kept` whether the sound was encoded by an earlier one. `stems` are the files of its
    parts, all of them `stems_lowered` decibels lower than in the film. `standing`: the film lay
    there already, to the byte, and nothing was made. `hands` tells how many pieces were encoded at
    once, None where none was.
    """

    path: str
    frames: int
    seconds: float
    loudness: float
    peak: float
    segments: int
    kept: int
    copied: int
    ways: tuple[str, ...]
    missing: tuple[str, ...]
    short: tuple[str, ...]
    captions: str | None
    proof: Proof
    told: str | None  # the readable report beside it
    sound_kept: bool = False
    stems: tuple[str, ...] = ()
    stems_lowered: float = 0.0
    standing: bool = False
    hands: Hands | None = None
