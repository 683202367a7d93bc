"""Acts: what the words say that people of a shot do, hold and feel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from studio.animatic.directions import fights, lead_of, props_of, races, turned_away
from studio.animatic.expressions import gaze_of, mood_of, shuts_eyes
from studio.animatic.marks import Mark
from studio.animatic.props import LIT
from studio.animatic.spec import PanelFigure, PanelSpec

TIGHT = ("medium_close", "close_up", "extreme_close_up")
_LENS = {"low": 0.86, "high": 1.16, "overhead": 1.3}  # how large heads are from these angles
_STILL = ("stand", "talk", "point", "pair")  # poses in which a hand is free to hold something


@dataclass(frozen=True)
class Acts:
    """What the words say about the people of a shot."""

    lead: str
    props: dict[str, tuple[str, str]]
    mood: str
    gaze: float
    shut: bool
    away: bool
    fight: bool
    rush: bool
    lens: float
    narrow: bool

    def on(self, mark: Mark) -> Mark:
        """A mark with all that is said of its figure."""
        lead, fight = mark.figure.key == self.lead, self.fight
        prop = self.props.get(mark.figure.key, ("", ""))
        pose = mark.pose
        if prop[0] and self.narrow and pose in _STILL:
            pose = "show"
        elif prop[0] and pose in _STILL and not (prop[0] in ("gun", "sword") and pose == "point"):
            pose = "lift" if prop[0] in LIT else "hold"
        return replace(
            mark,
            pose=pose,
            prop=prop,
            lens=self.lens,
            mood=self.mood if lead or fight else "",
            gaze=self.gaze if lead else 0.0,
            shut=self.shut and lead,
            away=self.away,
            rush=90.0 if self.rush and pose in ("dash", "punch", "kick", "strike", "run") else 0.0,
        )


def acts_of(spec: PanelSpec, people: Sequence[PanelFigure], aspect: float) -> Acts:
    """What people do in a shot whose frame is `aspect` times as wide as high."""
    lead, fight = lead_of(spec.prompt, people), fights(spec)
    quick = fight or (races(spec) and spec.pace == "fast")
    return Acts(
        lead.key if lead else "",
        props_of(spec),
        mood_of(spec.prompt),
        gaze_of(spec.prompt),
        shuts_eyes(spec.prompt),
        turned_away(spec),
        fight,
        quick,
        _LENS.get(spec.angle, 1.0) if spec.size not in TIGHT else 1.0,
        aspect < 1.0 and spec.size == "medium",
    )
