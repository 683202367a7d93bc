"""The treatment: what a text asks for, before film grammar chooses the rest.

Every reader (brief, shot list, table, Fountain, language model) ends in a `Treatment`; a field that
is None or empty was not asked for and is free to be chosen by `studio.script.direct`.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from studio.timeline.story import Angle, CueKind, Move, Pace, Size, SubjectKind

Words = Annotated[str, StringConstraints(max_length=20_000)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class Part(BaseModel):
    """A frozen value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Role(Part):
    """Someone or something that must stay itself through the film."""

    name: Label
    kind: SubjectKind = SubjectKind.PERSON
    description: Words = ""
    aliases: tuple[Label, ...] = ()
    gender: str | None = Field(default=None, pattern=r"^(female|male|child)$")
    language: str | None = Field(default=None, description="the language it speaks, when said")
    real: bool | None = Field(
        default=None, description="true only where the text says that this is a real person"
    )


class Said(Part):
    """A line of dialogue; no speaker is a voice over."""

    text: Words
    speaker: Label | None = None
    language: str | None = Field(
        default=None, description="en, zh, yue, zh-sichuan, ja, ko, es ..."
    )
    emotion: Words = ""


class Heard(Part):
    """An effect, a piece of music, or a caption that is asked for in words."""

    kind: CueKind
    text: Words


class Asked(Part):
    """A shot as asked for."""

    text: Words = Field(default="", description="what is seen, in the maker's own words")
    size: Size | None = None
    angle: Angle | None = None
    moves: tuple[Move, ...] = ()
    pace: Pace | None = None
    seconds: float | None = Field(default=None, gt=0, le=3600)
    subjects: tuple[Label, ...] = ()
    dialogue: tuple[Said, ...] = ()
    onscreen_text: tuple[Words, ...] = ()
    heard: tuple[Heard, ...] = ()


class Place(Part):
    """A scene as asked for. Without shots, `text` is to be broken into shots."""

    heading: Words = ""
    place: Words = ""
    time: str = ""
    mood: Words = ""
    text: Words = ""
    seconds: float | None = Field(default=None, gt=0, le=36_000)
    sizes: tuple[Size, ...] = Field(default=(), description="sizes asked for, in order")
    moves: tuple[Move, ...] = Field(default=(), description="moves asked for the whole scene")
    angle: Angle | None = Field(default=None, description="angle asked for the whole scene")
    pace: Pace | None = None
    shots: tuple[Asked, ...] = ()
    count: int | None = Field(default=None, ge=1, le=1000, description="number of shots asked for")
    each: float | None = Field(default=None, gt=0, le=3600, description="seconds of every shot")


class Treatment(Part):
    """A whole film as asked for."""

    title: Words = ""
    language: str = Field(default="en", description="of the text itself")
    ratio: tuple[int, int] | None = None
    seconds: float | None = Field(default=None, gt=0, le=36_000, description="total length wished")
    style: Words = ""
    roles: tuple[Role, ...] = ()
    music: Words = ""
    scenes: tuple[Place, ...] = Field(min_length=1)
