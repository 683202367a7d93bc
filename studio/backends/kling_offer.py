"""What a family of Kling's models can do, as an offer."""

from decimal import Decimal

from studio.backends.base import Offer, PriceRule
from studio.backends.kling_model import Family, Kling
from studio.backends.kling_pieces import ELEMENT

_PICTURES, _VIDEOS = ("subject", "style"), ("motion", "camera")


def offer_of(table: Kling, name: str, *, known: bool) -> Offer:
    """The offer of a family; `known` says whether there is a key."""
    family = table.families[name]
    routes = family.routes.values()
    lengths = sorted({second for route in routes for second in route.seconds})
    return Offer(
        name=name,
        title=family.title,
        kinds=("video", "picture") if family.stills else ("video",),
        lengths=tuple(lengths),
        input_roles=_roles(family),
        cites=ELEMENT,
        languages=family.languages,
        sound=any(route.always_sound or "native" in route.audio for route in routes),
        seeds=False,
        shots_per_request=max(route.shots for route in routes),
        parallel=family.parallel,
        local=False,
        idempotent=True,
        findable=True,
        price=PriceRule(currency=table.currency, per_second=_second(table, family)),
        ready=known,
        missing="" if known else "kling.no_key",
    )


def _roles(family: Family) -> dict[str, int]:
    roles: dict[str, int] = {}
    for way, route in family.routes.items():
        for frame in ("first_frame", "last_frame"):
            if frame in route.content:
                roles[frame] = 1
        if "refer_image" in route.content and route.references:
            roles |= dict.fromkeys(_PICTURES, route.references.plain)
        if "feature_video" in route.content:
            roles |= dict.fromkeys(_VIDEOS, 1)
        if way == "motion":
            roles = {"motion": 1, "subject": 1, **roles}
    return roles


def _second(table: Kling, family: Family) -> Decimal:
    """Money for a second of the plainest use at 1080p, for a first look."""
    for route in family.routes.values():
        for prices in (*filter(None, [route.prices.get("1080p")]), *route.prices.values()):
            units = prices.get("native", prices.get("off"))
            if units is not None:
                return table.money(units)
    return Decimal(0)
