"""What a check says: findings with a place, a measured value and its threshold, and a report."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from studio.errors import StudioError
from studio.messages import Part, say


class Value(BaseModel):
    """A frozen value that refuses unknown fields and travels as JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Severity(StrEnum):
    """A fault fails its check; a remark is only said."""

    FAULT = "fault"
    REMARK = "remark"


class At(Value):
    """Frames of the file, from its `first`."""

    first: int = Field(ge=0)
    frames: int = Field(gt=0)

    @property
    def end(self) -> int:
        """The first frame after them."""
        return self.first + self.frames


class Told(Value):
    """A sentence of the catalogues by key, kept so that it can be told in any language."""

    key: str
    values: "Mapping[str, str | int | Told]" = Field(default_factory=dict[str, "str | int | Told"])

    def text(self, language: str = "en") -> str:
        """The sentence."""
        return say(self.key, language, **self.values)

    @classmethod
    def of(cls, error: StudioError | Part) -> "Told":
        """What an error for people says, or a piece of a sentence."""
        return cls(key=error.key, values={name: _kept(v) for name, v in error.values.items()})


def _kept(value: object) -> str | int | Told:
    if isinstance(value, StudioError | Part):
        return Told.of(value)
    return value if isinstance(value, int) else str(value)


class Finding(Value):
    """Something a check found; without a place it is true of the whole file.

    `value` and `threshold` are in the unit that the check's threshold is described in.
    """

    check: str
    severity: Severity
    told: Told
    at: At | None = None
    value: float = 0.0
    threshold: float = 0.0

    def text(self, language: str = "en") -> str:
        """The sentence in the language asked for."""
        return self.told.text(language)


class Curve(Value):
    """How alike a mouth and a sound are (correlation) where the sound is so many milliseconds late,
    and how many independent values were compared.
    """

    alike: Mapping[int, float]
    independent: float


class Unchecked(Value):
    """A check that was not made, and why: mostly that its model is not installed."""

    check: str
    why: Told


class Report(Value):
    """All that is known of one file: which checks were made, and what they found.

    Findings stand in order of their place, those of the whole file first. `lips` is how whoever
    speaks follows the sound at each offset, where that was compared.
    """

    name: str
    sha256: str
    frames: int = 0
    seconds: float = 0.0
    checked: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    lips: Curve | None = None

    @property
    def failed(self) -> tuple[str, ...]:
        """The names of the checks that found a fault, each once."""
        return tuple(dict.fromkeys(f.check for f in self.findings if f.severity is Severity.FAULT))


def fault(
    check: str,
    key: str,
    at: At | None = None,
    *,
    value: float = 0.0,
    threshold: float = 0.0,
    values: Mapping[str, str | int] | None = None,
) -> Finding:
    """A finding that fails its check; `key` is one of the catalogue `review`."""
    told = Told(key=f"review.{key}", values=dict(values or {}))
    return Finding(
        check=check, severity=Severity.FAULT, told=told, at=at, value=value, threshold=threshold
    )


def remarked(finding: Finding) -> Finding:
    """The same, only said: its check does not fail."""
    return finding.model_copy(update={"severity": Severity.REMARK})
