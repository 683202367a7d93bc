"""The media of a shot as a request takes them: those of the shot, its scene and its subjects."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from studio.backends.base import Facts, Figure, Input
from studio.jobs.film import Film, Place
from studio.jobs.wish_notes import Notes
from studio.messages import Part
from studio.timeline.cast_sheet import sheet_of, variant_in
from studio.timeline.story import Reference, ReferenceKind, Use
from studio.timeline.take import Take


def inputs_of(
    film: Film, place: Place, figures: Sequence[Figure], notes: Notes
) -> tuple[Input, ...]:
    """Inputs of the shot, its scene and its subjects, in that order, as the offer takes them.

    Pictures of a figure that the service knows by a handle stay at home: they take nobody's room,
    and those beyond it are left out without a word.
    """
    limits, taken = notes.offer.input_roles, Counter[tuple[str, str | None]]()
    cited = {each.key for each in figures if each.handles.get(notes.offer.cites)}
    found: dict[Input, None] = {}
    for use, figure, own in _uses(film, place):
        reference = film.references.get(use.reference)
        if reference is None:
            continue
        tell = notes.block if own else notes.warn
        if use.role not in limits:
            tell("jobs.role_refused", role=_role(use), name=reference.name)
            continue
        shown = film.takes.get(reference.id)
        if not shown:
            notes.block("jobs.not_imported", name=reference.name)
            continue
        each = input_of(use, reference, shown[-1], figure)
        if each in found:
            continue
        at_home = figure in cited and reference.kind is ReferenceKind.PICTURE
        room = use.role, figure if at_home else None
        taken[room] += 1
        if taken[room] > (limit := limits[use.role]):
            if not at_home:
                tell("jobs.too_many", role=_role(use), limit=limit, name=reference.name)
            continue
        found[each] = None
    return tuple(found)


def _role(use: Use) -> Part:
    """What a sentence calls the role of a use."""
    return Part(f"craft.role.{use.role.value}")


def _uses(film: Film, place: Place) -> Iterator[tuple[Use, str | None, bool]]:
    """Each use with the subject it belongs to, and whether it is the shot's own."""
    yield from ((use, None, True) for use in place.shot.uses)
    yield from ((use, None, False) for use in place.scene.uses)
    for subject in film.figures(place):
        sheet = sheet_of(subject, variant_in(place.shot, subject))
        yield from ((use, subject.id, False) for use in sheet)


def input_of(use: Use, reference: Reference, take: Take, figure: str | None) -> Input:
    """A medium in a role, as it lies in the film; `figure` is whom it shows or voices."""
    file = take.files[0]
    return Input(
        role=use.role.value,
        kind=reference.kind.value,
        path=file.path,
        sha256=file.sha256,
        name=reference.name,
        figure=figure,
        facts=facts_of(take),
    )


def facts_of(take: Take) -> Facts:
    """What was measured of imported media when it came in."""
    length = rate = None
    if take.rate is not None and take.frames is not None and take.kind != "picture":
        length = round(take.rate.seconds(take.frames) * 1000)
        rate = (Decimal(take.rate.num) / take.rate.den).quantize(Decimal("0.001"))
    return Facts(
        bytes=take.files[0].bytes,
        width=take.width,
        height=take.height,
        milliseconds=length,
        rate=rate if take.kind == "video" else None,
        has_sound=take.has_sound,
    )
