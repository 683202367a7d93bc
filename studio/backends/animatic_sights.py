"""What a take of the animatic shows and where, staged again from the request that made it."""

from dataclasses import replace
from fractions import Fraction

from studio.animatic.panel import draw
from studio.animatic.shoot import Slate
from studio.animatic.sights import Sight, sights
from studio.backends.animatic_words import panel_spec
from studio.backends.base import Request

_SIDE = 480  # pixels of the longer side: places follow from the shape alone
_ASIDE = {"style", "sound", "music", "lip"}  # roles of files that move nothing in the picture


def sights_of(request: Request) -> tuple[Sight, ...] | None:
    """What the take of a request shows; None where it is made of pictures or of a film.

    Blocking: some 40 ms. Raises StudioError where the font is not installed.
    """
    if request.kind == "sound" or any(given.role not in _ASIDE for given in request.inputs):
        return None
    spec = replace(panel_spec(request), marks=False)
    scale = _SIDE / max(request.width, request.height)
    width, height = (
        max(8, round(side * scale / 2)) * 2 for side in (request.width, request.height)
    )
    rate = Fraction(request.rate_num, request.rate_den)
    slate = Slate(
        (width, height), request.frames, rate, request.size, request.moves, request.pace,
        request.seed,
    )  # fmt: skip
    if request.kind == "picture":
        slate = replace(slate, frames=1, moves=())
    size = {"width": width, "height": height}
    return sights(lambda room: draw(spec, **size, room=room, seed=request.seed), slate)
