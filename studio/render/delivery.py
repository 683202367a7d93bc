"""What is asked of an export, as data."""

from dataclasses import dataclass
from enum import StrEnum

from studio.timeline.project import Project
from studio.timeline.rate import Rate


class Captions(StrEnum):
    """Where captions go: nowhere, to a file beside the film, or into the picture and that file."""

    NONE = "none"
    FILE = "file"
    BURN = "burn"


@dataclass(frozen=True)
class Delivery:
    """Size, rate and encoder of a film file; loudness after EBU R 128, peak in dBTP."""

    width: int
    height: int
    rate: Rate
    captions: Captions = Captions.BURN
    preset: str = "medium"
    crf: float = 18
    gop_seconds: int = 2
    sound_bitrate: int = 192_000
    loudness: float = -14.0
    peak: float = -1.0

    @classmethod
    def of(cls, project: Project, captions: Captions = Captions.BURN) -> "Delivery":
        """The film as the project has it: H.264, AAC, web loudness."""
        return cls(project.width, project.height, project.rate, captions)
