"""Requests as their services would be sent them: what becomes of each wish, and the price."""

import logging
from collections.abc import Callable, Mapping

from studio.backends.as_is import as_is
from studio.backends.base import Backend, Compiled, Offer, Request, Sentence

log = logging.getLogger(__name__)

Compile = Callable[[str, Request], Compiled]
"""What a backend, by its name, makes of a request."""


def by_offers(offers: Mapping[str, Offer]) -> Compile:
    """Takes every request as it is, for the price of the offer's rule."""
    return lambda name, request: as_is(request, offers[name])


def compiler(backends: Mapping[str, Backend]) -> Compile:
    """Compiles for these backends. A stranger's code may raise or answer anything: then the
    request is blocked with the reason, and nothing is sent at a price that nobody knows.
    """

    def compiled(name: str, request: Request) -> Compiled:
        try:
            found = Compiled.model_validate(backends[name].compile(request))
        except Exception as error:
            log.error("The backend %s cannot compile a request", name, exc_info=error)
            values: dict[str, str | int] = {"backend": name, "detail": type(error).__name__}
            return Compiled(blocks=(Sentence(key="jobs.cannot_compile", values=values),))
        if not found.price.is_finite() or found.price < 0:
            values = {"backend": name, "detail": f"{found.price}"}
            return Compiled(blocks=(Sentence(key="jobs.cannot_compile", values=values),))
        return found

    return compiled
