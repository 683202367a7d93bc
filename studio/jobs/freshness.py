"""Which takes are no longer what would be sent now: asked of the film, and never stored."""

from collections.abc import Mapping

from studio.backends.base import Offer
from studio.jobs.essence import essence, stored_request
from studio.jobs.film import Film
from studio.jobs.lips import is_lips
from studio.jobs.wishes import draft_shot
from studio.timeline.queries import shown_takes
from studio.timeline.take import Take

_KEPT = 5_000  # takes whose wish is remembered


class Freshness:
    """Compares what shots show with what they want; one for a film, in one thread at a time."""

    def __init__(self) -> None:
        self._wishes: dict[str, str] = {}  # take id to the essence of its request; empty: unknown

    def outdated(self, film: Film, offers: Mapping[str, Offer]) -> frozenset[str]:
        """The shots whose shown take was made from another wish than the shot has now.

        What a backend made that is not here, or a version that cannot be read, is left in peace.
        """
        found: set[str] = set()
        shown = shown_takes(film.project, film.takes)
        for place in film.places.values():
            take = shown.get(place.shot.id)
            if take is None or take.backend not in offers:
                continue
            made = self._wish(take)
            now = essence(draft_shot(film, place, offers[take.backend]).request)
            if made and made != now:
                found.add(place.shot.id)
        return frozenset(found)

    def _wish(self, take: Take) -> str:
        if take.id not in self._wishes:
            if len(self._wishes) >= _KEPT:
                self._wishes.clear()
            request = stored_request(take.request)
            known = request is not None and not is_lips(request)  # lips: asked for by themselves
            self._wishes[take.id] = essence(request) if known and request is not None else ""
        return self._wishes[take.id]
