"""Adjacent shots of a scene made in one generation, where their backend can."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from studio.backends.base import Offer
from studio.jobs.admission import Item
from studio.jobs.compiling import Compile
from studio.jobs.film import Film
from studio.jobs.fit import Reason
from studio.jobs.job import Kind


def joined(
    film: Film, offers: Mapping[str, Offer], compile: Compile, items: Sequence[Item]
) -> list[Item]:
    """The items with those put together that one request of their backend can make.

    The first of them carries the others; what the backend refuses to make together stays apart.
    """
    often = Counter(item.owner for item in items)
    out: list[Item] = []
    for item in items:
        lead = out[-1] if out else None
        if lead is not None and often[item.owner] == 1 == often[lead.owner]:
            both = _with(film, offers, compile, lead, item)
            if both is not None:
                out[-1] = both
                continue
        out.append(item)
    return out


def _with(
    film: Film, offers: Mapping[str, Offer], compile: Compile, lead: Item, item: Item
) -> Item | None:
    """The lead that makes the next shot, too; None when that cannot be."""
    offer = offers[lead.backend]
    members = (lead, *lead.then, item)
    if len(members) > offer.shots_per_request or not _alike(film, members):
        return None
    requests = [each.request.model_copy(update={"then": ()}) for each in members]
    request = requests[0].model_copy(update={"then": tuple(requests[1:])})
    compiled = compile(lead.backend, request)
    if compiled.blocks or compiled.currency != lead.currency:
        return None
    warnings = list(lead.warnings)
    for each in (*item.warnings, *(Reason(s.key, s.values) for s in compiled.warnings)):
        if each not in warnings:
            warnings.append(each)
    return replace(
        lead,
        request=request,
        price=compiled.price,
        warnings=tuple(warnings),
        compiled=compiled,
        then=(*lead.then, item),
    )


def _alike(film: Film, members: Sequence[Item]) -> bool:
    """True for shots that follow each other in one scene, by one backend, with nothing against
    any of them.
    """
    places = [film.places.get(each.owner) for each in members]
    first = places[0]
    return first is not None and all(
        place is not None
        and place.scene.id == first.scene.id
        and place.shot_number == first.shot_number + number
        and each.kind is Kind.GENERATE
        and each.request.kind == "video"
        and each.backend == members[0].backend
        and not each.blocks
        for number, (place, each) in enumerate(zip(places, members, strict=True))
    )
