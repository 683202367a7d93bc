"""All checks as one table: what each needs, and whether it can be made here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from studio.review import picture_checks, shape_checks, sound_checks
from studio.review.asked import Asked
from studio.review.evidence import Evidence
from studio.review.finding import Finding, Told


class Needs(StrEnum):
    """What of a file a check looks at."""

    FILE = "file"
    PICTURE = "picture"
    SOUND = "sound"


def _always(_asked: Asked) -> bool:
    return True


def _nothing() -> None:
    return None


def _built_in() -> str:
    return "1"


@dataclass(frozen=True)
class Check:
    """A row: its name is what verdicts, reports and catalogues (`review.check.NAME`) call it.

    `concerns` says whether it has anything to compare; `lacking` is why it cannot be made here, as
    when a model is not installed; `version` changes with whatever it would find.
    """

    name: str
    needs: Needs
    look: Callable[[Evidence], Iterable[Finding]]
    concerns: Callable[[Asked], bool] = _always
    lacking: Callable[[], Told | None] = _nothing
    version: Callable[[], str] = _built_in

    @property
    def title(self) -> Told:
        """What people call it."""
        return Told(key=f"review.check.{self.name}")


MODEL_FREE: Sequence[Check] = (
    Check("length", Needs.FILE, shape_checks.length, lambda asked: asked.frames is not None),
    Check("size", Needs.FILE, shape_checks.size, lambda asked: asked.width is not None),
    Check("rate", Needs.FILE, shape_checks.rate),
    Check("black", Needs.PICTURE, picture_checks.black),
    Check("freeze", Needs.PICTURE, picture_checks.freeze),
    Check("repeats", Needs.PICTURE, picture_checks.repeats),
    Check("blur", Needs.PICTURE, picture_checks.blur),
    Check("flicker", Needs.PICTURE, picture_checks.flicker),
    Check("cut", Needs.PICTURE, picture_checks.cut, lambda asked: asked.one_shot),
    Check("clipping", Needs.SOUND, sound_checks.clipping),
    Check("dropout", Needs.SOUND, sound_checks.dropout),
    Check("silence", Needs.SOUND, sound_checks.silence),
)
CHECKS: Sequence[Check] = MODEL_FREE


def names() -> tuple[str, ...]:
    """The names of all checks, in the order in which they are told."""
    return tuple(check.name for check in CHECKS)
