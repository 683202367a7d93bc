"""The terms of a backend when something is sent are those that the maker saw."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from studio.backends.base import Backend, Compiled, Offer, Request
from studio.errors import BackendError, BadInput, Fault
from studio.jobs.admission import Item, money, sum_prices
from studio.jobs.compiling import compiler
from studio.jobs.essence import stored_request
from studio.jobs.job import Job

_SHOWN_ONLY = {
    "title",
    "title_key",
    "parallel",
    "lacking",
    "price",
    "missing",
}  # no part of what is agreed


def price_now(job: Job, backend: Backend) -> tuple[Decimal, str] | None:
    """What sending a job again would cost, and the currency; None where there is no telling."""
    request = stored_request(job.request)
    if request is None or not backend.offer.ready:
        return None
    if job.part_of is not None:
        return Decimal(0), job.currency  # it is cut out of what another one made
    found = _compiled(backend, request)
    return None if found.blocks else (found.price, found.currency)


def require_same(items: Iterable[Item], backends: Mapping[str, Backend]) -> None:
    """Refuse what was planned by an offer that is another one now. Raises BadInput."""
    for item in items:
        backend = backends.get(item.backend)
        if backend is None or item.offer is None:
            continue
        offer = backend.offer
        if not offer.ready:
            raise BadInput(offer.missing or "jobs.not_ready", backend=offer.told)
        found = _compiled(backend, item.request)
        if _is_dearer(found, item.price, item.currency):
            shown, now = _prices(found, item.price, item.currency)
            raise BadInput("jobs.terms_changed", backend=offer.told, shown=shown, now=now)
        if _agreed(offer) != _agreed(item.offer):
            raise BadInput("jobs.offer_changed", backend=offer.told)


def require_price(job: Job, request: Request, backend: Backend) -> None:
    """Refuse to send a job that is blocked by now, or for more than its price.

    Raises BackendError.
    """
    offer = backend.offer
    if offer.missing and not offer.ready:
        raise BackendError(offer.missing, Fault.CREDENTIALS, backend=offer.told)
    found = _compiled(backend, request)
    if found.blocks:
        raise BackendError("jobs.blocked_now", Fault.INVALID, reason=found.blocks[0])
    if _is_dearer(found, job.price, job.currency):
        shown, now = _prices(found, job.price, job.currency)
        raise BackendError("jobs.dearer", Fault.BROKEN, backend=offer.told, shown=shown, now=now)


def _compiled(backend: Backend, request: Request) -> Compiled:
    name = backend.offer.name
    return compiler({name: backend})(name, request)


def _is_dearer(found: Compiled, price: Decimal, currency: str) -> bool:
    return found.price > price or (found.price > 0 and currency != found.currency)


def _prices(found: Compiled, price: Decimal, currency: str) -> tuple[str, str]:
    shown = sum_prices([(price, currency)])
    return money(shown), money(sum_prices([(found.price, found.currency)]))


def _agreed(offer: Offer) -> dict[str, object]:
    return offer.model_dump(exclude=_SHOWN_ONLY)
