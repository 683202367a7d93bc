"""A subject's first line, spoken by the service that has its voice: to hear that voice by."""

from collections.abc import Iterable, Mapping

from studio.backends.base import Offer
from studio.errors import BadInput
from studio.jobs.admission import Item, Plan
from studio.jobs.compiling import Compile
from studio.jobs.consent import consent_for
from studio.jobs.essence import essence, stored_request
from studio.jobs.film import Film
from studio.jobs.fit import Reason
from studio.jobs.job import Kind
from studio.jobs.wishes import draft_cue, made_elsewhere
from studio.messages import Listed
from studio.timeline.project import Project
from studio.timeline.story import Cue, CueKind
from studio.timeline.take import Take


def first_line(film: Film, subject_id: str) -> Cue | None:
    """The first line of a subject that is to be spoken; None: it says nothing yet."""
    for cue in film.cues.values():
        ours = cue.kind is CueKind.LINE and cue.speaker == subject_id
        if ours and cue.text.strip() and not made_elsewhere(film, cue):
            return cue
    return None


def spoken(film: Film, cue: Cue, offer: Offer) -> Take | None:
    """The newest sound of a line that is what would be asked of a backend now."""
    place = film.home_of(cue.id)
    if place is None:
        return None
    wanted = essence(draft_cue(film, place, cue, offer).request)
    for take in reversed(film.takes.get(cue.id, ())):
        request = stored_request(take.request)
        if take.backend == offer.name and request is not None and essence(request) == wanted:
            return take
    return None


def plan_line(
    project: Project,
    takes: Iterable[Take],
    offers: Mapping[str, Offer],
    cue_id: str,
    backend: str,
    compile: Compile,
) -> Plan:
    """The one request that has a line spoken. Raises BadInput where it or its backend is gone."""
    film = Film(project, takes)
    cue, place = film.cues.get(cue_id), film.home_of(cue_id)
    if cue is None or place is None:
        raise BadInput("jobs.no_such_shot", shot=cue_id)
    if backend not in offers:
        known = Listed(sorted(offers))
        raise BadInput("jobs.no_such_backend", backend=backend, known=known)
    offer = offers[backend]
    draft = draft_cue(film, place, cue, offer)
    made = compile(offer.name, draft.request)
    asked = consent_for(() if offer.local else film.shown_in(draft.request), film.today)
    reasons = () if draft.blocks else made.blocks  # a language that is not spoken says enough
    item = Item(
        owner=cue.id, label=place.label, kind=Kind.VOICE, backend=offer.name,
        request=draft.request, price=made.price, currency=made.currency,
        blocks=(*draft.blocks, *asked, *(Reason(each.key, each.values) for each in reasons)),
        warnings=(*draft.warnings, *(Reason(each.key, each.values) for each in made.warnings)),
        compiled=made, offer=offer,
    )  # fmt: skip
    return Plan((item,), (), (), project)
