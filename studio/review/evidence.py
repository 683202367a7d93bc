"""What all checks of one file look at: the file, what was asked, what was seen and heard."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studio.media.probe import MediaInfo
from studio.review.asked import Asked
from studio.review.listen import Heard
from studio.review.watch import Watched

Stop = Callable[[], bool]


@dataclass(frozen=True)
class Evidence:
    """One file. `seen` is None where it has no moving picture, `heard` where it has no sound."""

    path: Path
    asked: Asked
    info: MediaInfo
    seen: Watched | None = None
    heard: Heard | None = None
    cancelled: Stop | None = None

    @property
    def rate(self) -> float:
        """Frames per second of the file; 24 where it says none."""
        return float(self.info.rate) or 24.0

    def frames(self, seconds: float) -> int:
        """How many frames a time lasts, one at least."""
        return max(1, round(seconds * self.rate))
