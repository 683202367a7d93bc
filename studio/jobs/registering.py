"""A subject of a film as a request to register it at a service."""

from studio.backends.base import Offer, Request
from studio.backends.registering import HANDLE
from studio.jobs.admission import Item, Plan
from studio.jobs.compiling import Compile
from studio.jobs.consent import consent_for
from studio.jobs.film import Film
from studio.jobs.fit import Reason
from studio.jobs.handles import LIMITS, VARIANT, media_of
from studio.jobs.job import Kind
from studio.jobs.wish_figures import figure_of
from studio.jobs.wish_inputs import input_of
from studio.timeline.story import Subject, Variant


def registration(film: Film, subject: Subject, variant: Variant | None, offer: Offer) -> Request:
    """What would be sent now to register a subject in a variant."""
    media = media_of(film, subject, variant, offer.input_roles)
    return Request(
        kind=HANDLE,
        frames=1,
        sound=False,
        figures=(figure_of(subject, variant),),
        inputs=tuple(input_of(m.use, m.reference, m.take, subject.id) for m in media),
        label=subject.name[:60],
        options={VARIANT: variant.id if variant else "", LIMITS: dict(offer.input_roles)},
    )


def plan_registration(
    film: Film, subject: Subject, variant: Variant | None, offer: Offer, compile: Compile
) -> Plan:
    """The one job that registers a subject, its price, or why not. Nothing is asked or sent."""
    request = registration(film, subject, variant, offer)
    made = compile(offer.name, request)
    blocks = [Reason(each.key, each.values) for each in made.blocks]
    if not offer.ready:
        blocks.insert(0, Reason(offer.missing or "jobs.not_ready", {"backend": offer.told}))
    blocks += consent_for([subject], film.today)
    return Plan(
        items=(
            Item(
                owner=subject.id, label=subject.name, kind=Kind.REGISTER, backend=offer.name,
                request=request, price=made.price, currency=made.currency, blocks=tuple(blocks),
                warnings=tuple(Reason(each.key, each.values) for each in made.warnings),
                compiled=made, offer=offer,
            ),
        ),
        project=film.project,
    )  # fmt: skip
