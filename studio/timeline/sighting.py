"""Sightings: who and what is seen in a take, and where, moment by moment."""

from enum import StrEnum

from pydantic import Field

from studio.timeline.model import Record

Box = tuple[float, float, float, float]  # left, top, right, bottom, as shares of the picture


class Sight(StrEnum):
    """A face that is seen, a head turned away, a creature or thing, or words in the picture."""

    FACE = "face"
    BACK = "back"
    BODY = "body"
    WORDS = "words"


class Moment(Record):
    """Where it is `seconds` after the take begins; the box may reach beyond the picture."""

    seconds: float
    box: Box


class Sighting(Record):
    """One figure, or the words, in order of time; `figure` is a subject's id where that is known.

    What is not `needed` may be out of sight: who stands out of focus before the others, or a face
    in a crowd.
    """

    kind: Sight
    moments: tuple[Moment, ...] = Field(min_length=1)
    figure: str = ""
    needed: bool = True
