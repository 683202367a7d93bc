"""What the planner made of a text the last time, so that the maker's own changes can be told."""

from typing import Annotated

from pydantic import Field

from studio.timeline.model import Record
from studio.timeline.story import Language, Scene, Shot, Subject, Text

Span = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]


class Told(Record):
    """A text and its story as it was planned, under the ids that the film has it by.

    Whatever differs between a part here and the same part of the film was changed by hand. `gone`
    are scenes with the shots that left the text and stayed in the film all the same. `kept` are the
    fields in which plans gave way to the maker's own, until the maker has decided (see `kept.py`).
    """

    text: str = Field(default="", max_length=2_000_000)
    title: Text = ""
    language: Language = "en"
    style: Text = ""
    scenes: tuple[Scene, ...] = ()
    subjects: tuple[Subject, ...] = ()
    gone: tuple[Scene, ...] = ()
    kept: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="id of a shot or a cue to names of its fields"
    )
    spans: dict[str, Span] = Field(
        default_factory=dict, description="id to its characters of `text`: first, and after last"
    )

    @property
    def shots(self) -> dict[str, Shot]:
        """Every shot as it was planned, those that left the text too, by id."""
        scenes = (*self.gone, *self.scenes)
        return {shot.id: shot for scene in scenes for shot in scene.shots}

    @property
    def left(self) -> frozenset[str]:
        """The ids of shots that left the text."""
        return frozenset(shot.id for scene in self.gone for shot in scene.shots)
