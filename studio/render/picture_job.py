"""What the thread of pictures has in hand: a reel, and where it is in it."""

import time
from collections.abc import Collection
from dataclasses import dataclass, field

from studio.render.preview import Reel

GRACE = 0.12  # seconds a seek may take before a later one ends it
_QUICK = 1  # pictures read and passed over where any picture is as near as the next one


@dataclass
class PictureJob:
    """Reads on from a frame."""

    reel: Reel
    frame: int  # that its next read gives
    aim: int | None  # the frame it was begun for, until that has come
    shown: bool  # whether that frame was to be shown at once, and not only kept ready
    since: float = field(default_factory=time.monotonic)

    @property
    def age(self) -> float:
        """Seconds since it was begun."""
        return time.monotonic() - self.since

    def reads_to(self, frame: int, patience: int) -> bool:
        """Whether it comes to a frame soon: after at most `patience` others."""
        most = _QUICK if self.reel.light else patience
        return self.frame <= frame <= self.frame + most

    def in_vain(self, wishes: Collection[int]) -> bool:
        """Whether it seeks what is no longer wanted, and did not nearly have it to be shown."""
        if self.aim is None or self.aim in wishes:
            return False
        return not self.shown or self.age > GRACE
