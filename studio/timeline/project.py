"""The project: one frozen value that holds everything the maker decided."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from studio.timeline.cut import Cut
from studio.timeline.look import Lut, Title
from studio.timeline.model import Record
from studio.timeline.rate import Rate
from studio.timeline.story import Language, Reference, Scene, Subject, Text
from studio.timeline.told import Told

FORMAT = 4
Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=4)]


class Project(Record):
    """The whole film. Saved as `project.json`."""

    format: int = Field(default=FORMAT, ge=1)
    title: Text = ""
    language: Language = "en"
    width: int = Field(default=1920, ge=16, le=16384, multiple_of=2)
    height: int = Field(default=1080, ge=16, le=16384, multiple_of=2)
    rate: Rate = Rate(num=24)
    style: Text = ""
    brief: str = Field(default="", max_length=2_000_000)
    told: Told | None = Field(default=None, description="what the brief became when last planned")
    backend: str = "animatic"
    budget: dict[str, Money] = Field(
        default_factory=dict, description="the most that may be spent on it, by currency"
    )
    scenes: tuple[Scene, ...] = ()
    subjects: tuple[Subject, ...] = ()
    references: tuple[Reference, ...] = ()
    titles: tuple[Title, ...] = ()
    luts: tuple[Lut, ...] = ()
    cut: Cut = Cut()
