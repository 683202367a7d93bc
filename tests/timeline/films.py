"""Builders of small films for tests of the timeline."""

from studio.timeline.model import derived_id
from studio.timeline.project import Project
from studio.timeline.story import Cue, CueKind, Reference, ReferenceKind, Scene, Shot, Subject

HERO, OTHER = "su_hero0000", "su_other000"
PICTURE, SOUND, VIDEO = "re_pic00000", "re_sound000", "re_video000"
ONE, TWO = "sc_one00000", "sc_two00000"


def make_cue(name: str, kind: CueKind, start: int = 0, frames: int | None = None) -> Cue:
    return Cue(id=derived_id("cu", name), kind=kind, text=name, start=start, frames=frames)


def make_shot(name: str, frames: int = 48, lines: int = 1) -> Shot:
    """A shot of the hero, who says a line of 8 frames every 10 frames."""
    made = tuple(
        Cue(
            id=derived_id("cu", name, n), kind=CueKind.LINE, text=f"{name}{n}",
            speaker=HERO, start=n * 10, frames=8,
        )
        for n in range(lines)
    )  # fmt: skip
    return Shot(id=derived_id("sh", name), prompt=name, frames=frames, subjects=(HERO,), cues=made)


def make_film() -> Project:
    """Two scenes: shots a (48 frames, music over the film) and b (24); c (100, three lines)."""
    music = make_cue("drums", CueKind.MUSIC, frames=172)
    first = make_shot("a")
    one = Scene(
        id=ONE,
        heading="INT. A",
        shots=(first.evolve(cues=(*first.cues, music)), make_shot("b", 24)),
    )
    two = Scene(id=TWO, heading="EXT. B", shots=(make_shot("c", 100, 3),))
    return Project(
        scenes=(one, two),
        subjects=(Subject(id=HERO, name="Hero"), Subject(id=OTHER, name="Other")),
        references=(
            Reference(id=PICTURE, name="face.png", kind=ReferenceKind.PICTURE),
            Reference(id=SOUND, name="rain.wav", kind=ReferenceKind.SOUND),
            Reference(id=VIDEO, name="walk.mp4", kind=ReferenceKind.VIDEO),
        ),
    )


def shot_id(name: str) -> str:
    """The id that `make_shot` gives."""
    return derived_id("sh", name)
