"""What a proof found of a finished film: facts that hold of it, and findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from studio.messages import say


@dataclass(frozen=True)
class Finding:
    """A fact by key and values; `frame` is the film frame of the cut at which it begins."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    frame: int | None = None

    def text(self, language: str = "en") -> str:
        """The sentence in the language asked for."""
        return say(self.key, language, **self.values)


@dataclass(frozen=True)
class Proof:
    """What holds of a film. `offset` in seconds is the largest of its sound against the mix, None
    where there was nothing to compare; `least` the lowest likeness of `compared` pictures, in dB;
    `copied` ones were compared with their takes byte by byte.
    """

    frames: int
    seconds: float
    loudness: float
    peak: float
    picture: Mapping[str, object] = field(default_factory=dict[str, object])
    sound: Mapping[str, object] = field(default_factory=dict[str, object])
    offset: float | None = None
    compared: int = 0
    copied: int = 0
    least: float | None = None
    findings: tuple[Finding, ...] = ()
