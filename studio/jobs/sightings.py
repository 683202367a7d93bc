"""What the program knows by itself of who is seen in a take: it drew those of the animatic."""

from functools import lru_cache

from pydantic import ValidationError

from studio.backends.animatic import NAME
from studio.backends.base import Request
from studio.timeline.sighting import Moment, Sight, Sighting
from studio.timeline.take import Take

_KEPT = 2048  # takes of which it is known; each is a few kilobytes


def drawn(take: Take) -> tuple[Sighting, ...] | None:
    """Who is seen in a take of the animatic and where; None of takes that nobody drew.

    Blocking: some 40 ms the first time. Raises StudioError where the font is not installed.
    """
    if take.backend != NAME or take.kind not in ("video", "picture") or take.cuts:
        return None
    try:
        request = Request.model_validate(take.request)
    except ValidationError:
        return None
    return None if request.then else _staged(request.model_dump_json())


@lru_cache(_KEPT)
def _staged(text: str) -> tuple[Sighting, ...] | None:
    from studio.backends.animatic_sights import sights_of  # what draws, much to read beforehand

    request = Request.model_validate_json(text)
    found = sights_of(request)
    if found is None:
        return None
    second = request.rate_den / request.rate_num
    people = any(sight.kind in ("face", "back") for sight in found)
    return tuple(
        Sighting(
            kind=Sight(sight.kind),
            figure=sight.figure,
            moments=tuple(Moment(seconds=at * second, box=box) for at, box in sight.boxes),
            needed=not sight.near and not (sight.kind == "body" and people),
        )
        for sight in found
    )
