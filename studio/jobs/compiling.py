"""Requests as their services would be sent them: what becomes of each wish, and the price."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

from studio.backends.as_is import as_is
from studio.backends.base import Backend, Compiled, Offer, Request, Sentence
from studio.backends.people import Sight

log = logging.getLogger(__name__)

Compile = Callable[[str, Request], Compiled]
"""What a backend, by its name, makes of a request."""


def by_offers(offers: Mapping[str, Offer]) -> Compile:
    """Takes every request as it is, for the price of the offer's rule."""
    return lambda name, request: as_is(request, offers[name])


def compiler(
    backends: Mapping[str, Backend],
    sight: Sight | None = None,
    folder: Path = Path(),
    *,
    wait: bool = False,
) -> Compile:
    """Compiles for these backends, with what `sight` finds in files of the film in `folder`.

    A stranger's code may raise or answer anything: then the request is blocked with the reason, and
    nothing is sent at a price that nobody knows.
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
        if sight is None:
            return found
        offer = backends[name].offer
        if not offer.refuses_people:
            return found
        told = sight.warnings(request, found.calls, offer.title, folder, wait=wait)
        return found.model_copy(update={"warnings": (*found.warnings, *told)})

    return compiled
