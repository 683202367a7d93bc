"""Subjects as a request names them: how they look and sound, and what services call them."""

from studio.backends.base import Figure, Offer
from studio.jobs.film import Film, Place
from studio.jobs.handles import cited
from studio.timeline.cast_sheet import variant_in, words_of
from studio.timeline.story import Shot, Subject, Variant


def registered(film: Film, subject: Subject, shot: Shot) -> Figure:
    """A subject as a shot shows it, with what services call it."""
    variant = variant_in(shot, subject)
    handles = cited(film, subject, variant, film.today)
    return figure_of(subject, variant).model_copy(update={"handles": handles})


def speaking(film: Film, place: Place, speaker: Subject, offer: Offer) -> Figure:
    """Who says a line alone, with what the one service that speaks it calls them."""
    service = offer.name.partition("-")[0]
    known = cited(film, speaker, variant_in(place.shot, speaker), film.today)
    handles = {name: told for name, told in known.items() if name.startswith(f"{service}.")}
    return figure_of(speaker, None).model_copy(update={"handles": handles})


def figure_of(subject: Subject, variant: Variant | None) -> Figure:
    """A subject as a backend sees it, in one of its variants."""
    return Figure(
        key=subject.id,
        name=subject.name,
        kind=subject.kind.value,
        description=words_of(subject, variant),
        colour=subject.colour,
        voice=subject.voice.name,
        gender=subject.voice.gender,
        pace=subject.voice.pace,
        pitch=subject.voice.pitch,
    )
