"""What all checks of one file look at: the file, what was asked, what was seen and heard."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from studio.cast.hearing import RATE, Samples, Span, sound_of, speech_in
from studio.cast.loaded import Loaded
from studio.cast.prints import FacePrint
from studio.cast.tracks import FaceTrack, faces_in
from studio.media.probe import MediaInfo
from studio.review.asked import Asked
from studio.review.finding import Curve
from studio.review.listen import Heard
from studio.review.watch import Watched

Stop = Callable[[], bool]

_LOOKS = 6.0  # pictures a second that are searched for faces
_PRINTS = 3.0  # prints a second of each face


@dataclass(frozen=True)
class Evidence:
    """One file. `seen` is None where it has no moving picture, `heard` where it has no sound.

    What models find is found when a check first asks for it, and shared by all: `tracks` and
    `sheets` (the faces of each subject's sheet, by its key) by the checks of the picture, `samples`
    and `speech` by those of the sound, which run beside them with an evidence of their own that has
    seen nothing. Raises NoModel. `followed` is where the check of lips leaves what it compared.
    """

    path: Path
    asked: Asked
    info: MediaInfo
    models: Loaded
    seen: Watched | None = None
    heard: Heard | None = None
    cancelled: Stop | None = None
    sheets: dict[str, tuple[FacePrint, ...]] = field(
        default_factory=dict[str, tuple[FacePrint, ...]]
    )
    followed: list[Curve] = field(default_factory=list[Curve])

    @property
    def rate(self) -> float:
        """Frames per second of the file; 24 where it says none."""
        return float(self.info.rate) or 24.0

    def frames(self, seconds: float) -> int:
        """How many frames a time lasts, one at least."""
        return max(1, round(seconds * self.rate))

    @cached_property
    def tracks(self) -> tuple[FaceTrack, ...]:
        """The faces of the file over time, with prints, the longest first."""
        return faces_in(
            self.path, self.models, per_second=_LOOKS, prints_per_second=_PRINTS,
            stopped=self.cancelled,
        )  # fmt: skip

    @cached_property
    def samples(self) -> Samples:
        """The sound as models hear it: mono, RATE samples a second; none where it has none."""
        if self.heard is None:
            return np.zeros(0, np.float32)
        return sound_of(self.path, stopped=self.cancelled)

    @cached_property
    def speech(self) -> tuple[Span, ...]:
        """When somebody speaks, in seconds."""
        return speech_in(self.samples, RATE, self.models)
