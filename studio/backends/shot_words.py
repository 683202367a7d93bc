"""What every service is told in the same words: the camera of a shot, and what stands around it.

The words stand in the catalogue `prompt.*`, in the language of the shot's own.
"""

from collections.abc import Container
from dataclasses import dataclass

from studio.backends.base import Request
from studio.messages import say

_STILL = frozenset({"static", "handheld"})


@dataclass(frozen=True)
class Camera:
    """A shot's camera in one sentence, the wishes in it, and whether its pace found no move."""

    words: str
    told: tuple[str, ...]
    idle_pace: bool


def camera(shot: Request, language: str, *, own_pace: Container[str] = _STILL) -> Camera:
    """Size, angle and moves; moves of `own_pace` are as fast as they are."""
    wishes, told = [said(f"size.{shot.size}", language)], ["size"]
    if shot.angle != "eye":
        wishes.append(said(f"angle.{shot.angle}", language))
        told.append("angle")
    pace = said(f"pace.{shot.pace}", language) if shot.pace != "normal" else ""
    paced = [move for move in shot.moves if move not in own_pace]
    wishes += [
        said(f"move.{move}", language) + (pace if move in paced else "") for move in shot.moves
    ]
    told += ["moves"] * bool(shot.moves) + ["pace"] * bool(pace and paced)
    joined = ("，" if language == "zh" else ", ").join(wishes)
    return Camera(
        ended(joined[:1].upper() + joined[1:], language), tuple(told), bool(pace and not paced)
    )


def said(key: str, language: str, **values: object) -> str:
    """Words of the catalogue, without the first part of their key."""
    return say(f"prompt.{key}", language, **values)


def ended(text: str, language: str) -> str:
    """A sentence with its full stop."""
    if not text or text[-1] in '.!?。！？…”"':
        return text
    return text + ("。" if language == "zh" else ".")
