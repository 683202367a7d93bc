"""An actor as found in a clip, before the maker has confirmed it: plain values and files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studio.messages import Part

View = Literal["front", "left", "right", "smile", "cutout"]


@dataclass(frozen=True)
class Still:
    """A picture of the actor: a PNG file, and what it shows.

    `left` and `right` are the sides of the picture the face is turned to. `frame` counts the
    clip's pictures from 0, `sharpness` is the standard deviation of the face's Laplacian in grey
    levels at 112 pixels (more is sharper; 0 for a cutout, which is the front still again).
    """

    path: Path
    view: View
    frame: int
    sharpness: float


@dataclass(frozen=True)
class ActorDraft:
    """What `make` found in a clip: look, voice and words, each with what should be known of it.

    `stills` begin with the front one and are all of one person; a cutout is a PNG with alpha.
    `voice` is a mono WAV of the clean speech at one loudness, None where the clip has none;
    `transcript` and `language` ("en", "zh", ...) are empty where nothing could be heard. `face` and
    `voice_print` are unit vectors (`studio.cast.prints` compares them), None where the model is not
    installed or nothing was found. Each of `warnings` is a sentence (`text(language)`).
    """

    name: str
    clip: Path
    stills: tuple[Still, ...]
    voice: Path | None
    transcript: str
    language: str
    face: tuple[float, ...] | None
    voice_print: tuple[float, ...] | None
    warnings: tuple[Part, ...] = ()
