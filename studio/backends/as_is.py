"""What becomes of a request at a backend that takes it as it is: everything is kept."""

from decimal import ROUND_UP, Decimal

from studio.backends.base import Call, Compiled, Offer, Request

_CENT = Decimal("0.0001")


def as_is(request: Request, offer: Offer) -> Compiled:
    """The whole request as the one call, for the price of the offer's rule."""
    body = request.model_dump(mode="json")
    price = price_of(request, offer)
    return Compiled(
        calls=(Call(path=offer.name, body=body),), price=price, currency=offer.price.currency
    )


def price_of(request: Request, offer: Offer) -> Decimal:
    """What the offer's rule asks for a request, rounded up to a hundredth of a cent."""
    rule = offer.price
    seconds = Decimal(request.frames * request.rate_den) / Decimal(request.rate_num)
    return (rule.per_request + rule.per_second * seconds).quantize(_CENT, ROUND_UP)
