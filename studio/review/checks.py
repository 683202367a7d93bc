"""All checks as one table: what each needs, and whether it can be made here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from studio.cast.models import NoModel, located, named
from studio.review import likeness, lips, picture_checks, shape_checks, sound_checks, wording
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
    Check("cut", Needs.PICTURE, picture_checks.cut),
    Check("clipping", Needs.SOUND, sound_checks.clipping),
    Check("dropout", Needs.SOUND, sound_checks.dropout),
    Check("silence", Needs.SOUND, sound_checks.silence),
)


def _model(
    name: str,
    needs: Needs,
    look: Callable[[Evidence], Iterable[Finding]],
    concerns: Callable[[Asked], bool],
    *models: str,
) -> Check:
    """A row that needs models of the cast, any of which may not be installed."""
    return Check(name, needs, look, concerns, lambda: _lacking(models), lambda: _versions(models))


@cache
def _lacking(models: tuple[str, ...]) -> Told | None:
    """Why models cannot be used; asked once, as their files are hashed for it."""
    for name in models:
        try:
            located(named(name))
        except NoModel as missing:
            return Told.of(missing)
    return None


@cache
def _versions(models: tuple[str, ...]) -> str:
    return "1 " + " ".join(file.sha256 for name in models for file in named(name).files)


def _known_faces(asked: Asked) -> bool:
    return any(subject.pictures for subject in asked.subjects)


def _known_voices(asked: Asked) -> bool:
    voices = {subject.key for subject in asked.subjects if subject.voices}
    return any(line.speaker in voices for line in asked.lines)


def _lines(asked: Asked) -> bool:
    return any(line.text.strip() for line in asked.lines)


def _seen_speaking(asked: Asked) -> bool:
    return any(line.speaker and line.text.strip() for line in asked.lines)


def _texts(asked: Asked) -> bool:
    return any(text.strip() for text in asked.texts)


BY_MODEL: Sequence[Check] = (
    _model("face", Needs.PICTURE, likeness.faces, _known_faces, "yunet", "sface"),
    _model("voice", Needs.SOUND, likeness.voices, _known_voices, "speech", "voice"),
    _model("lips", Needs.PICTURE, lips.lips, _seen_speaking, "yunet", "sface", "mesh"),
    _model("words", Needs.SOUND, wording.words, _lines, "whisper"),
    _model("text", Needs.PICTURE, wording.lettering, _texts, "lettering"),
)
CHECKS: Sequence[Check] = (*MODEL_FREE, *BY_MODEL)


def names() -> tuple[str, ...]:
    """The names of all checks, in the order in which they are told."""
    return tuple(check.name for check in CHECKS)
