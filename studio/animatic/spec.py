"""What a drawn panel is asked to show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PanelFigure:
    """A subject in the panel; `kind` is a SubjectKind, `colour` "#rrggbb", `gender` may be ""."""

    key: str
    name: str
    kind: str = "person"
    description: str = ""
    colour: str = "#8a94a6"
    gender: str = ""


@dataclass(frozen=True)
class PanelSpec:
    """A shot in words. `figures` from left to right; `speakers` are keys in the order they speak.

    `size`, `angle`, `moves` and `pace` are values of the story's Size, Angle, Move and Pace.
    """

    prompt: str
    setting: str = ""
    style: str = ""
    size: str = "medium"
    angle: str = "eye"
    moves: tuple[str, ...] = ()
    pace: str = "normal"
    figures: tuple[PanelFigure, ...] = ()
    speakers: tuple[str, ...] = ()
    onscreen_text: tuple[str, ...] = ()
    label: str = ""
    seed: int = 0
    marks: bool = True
