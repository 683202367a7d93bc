"""The terms of a backend when something is sent are those that the maker saw."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from studio.backends.base import Backend, Offer, Request
from studio.errors import BackendError, BadInput, Fault
from studio.jobs.admission import Item, money, sum_prices
from studio.jobs.fit import price_of
from studio.jobs.job import Job
from studio.jobs.wishes import stored_request

_SHOWN_ONLY = {"title", "parallel", "lacking", "price", "missing"}  # no part of what is agreed


def price_now(job: Job, offer: Offer) -> tuple[Decimal, str] | None:
    """What sending a job again would cost, and the currency; None where there is no telling."""
    request = stored_request(job.request)
    if request is None or not offer.ready:
        return None
    return price_of(request, offer), offer.price.currency


def require_same(items: Iterable[Item], backends: Mapping[str, Backend]) -> None:
    """Refuse what was planned by an offer that is another one now. Raises BadInput."""
    for item in items:
        backend = backends.get(item.backend)
        if backend is None or item.offer is None:
            continue
        offer = backend.offer
        if not offer.ready:
            raise BadInput(offer.missing or "jobs.not_ready", backend=offer.title)
        if _is_dearer(item.request, item.price, item.currency, offer):
            shown, now = _prices(item.request, item.price, item.currency, offer)
            raise BadInput("jobs.terms_changed", backend=offer.title, shown=shown, now=now)
        if _agreed(offer) != _agreed(item.offer):
            raise BadInput("jobs.offer_changed", backend=offer.title)


def require_price(job: Job, request: Request, offer: Offer) -> None:
    """Refuse to send a job for more than its price. Raises BackendError."""
    if offer.missing and not offer.ready:
        raise BackendError(offer.missing, Fault.CREDENTIALS, backend=offer.title)
    if _is_dearer(request, job.price, job.currency, offer):
        shown, now = _prices(request, job.price, job.currency, offer)
        raise BackendError("jobs.dearer", Fault.BROKEN, backend=offer.title, shown=shown, now=now)


def _is_dearer(request: Request, price: Decimal, currency: str, offer: Offer) -> bool:
    now = price_of(request, offer)
    return now > price or (now > 0 and currency != offer.price.currency)


def _prices(request: Request, price: Decimal, currency: str, offer: Offer) -> tuple[str, str]:
    now = price_of(request, offer)
    shown = sum_prices([(price, currency)])
    return money(shown), money(sum_prices([(now, offer.price.currency)]))


def _agreed(offer: Offer) -> dict[str, object]:
    return offer.model_dump(exclude=_SHOWN_ONLY)
