"""A take sent once more so that its lips follow a line: one request, planned by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studio.backends.base import Input, Offer, Request
from studio.errors import BadInput
from studio.jobs.admission import Item, Plan
from studio.jobs.compiling import Compile
from studio.jobs.consent import consent_for
from studio.jobs.film import Film, Place
from studio.jobs.fit import Reason
from studio.jobs.job import Kind
from studio.jobs.wish_inputs import facts_of
from studio.messages import Listed
from studio.timeline.project import Project
from studio.timeline.queries import shown_takes
from studio.timeline.story import Cue, CueKind, ReferenceKind
from studio.timeline.take import Take

BACKEND = "kling-lips"
ROLE = "lip"


@dataclass(frozen=True)
class LipsWish:
    """Which take of a shot (None: the one it shows) follows which of its lines (None: its only
    one that sounds), with which face where there are several, counted from 1.
    """

    shot: str
    take: str | None = None
    cue: str | None = None
    face: int | None = None
    backend: str = BACKEND


def is_lips(request: Request) -> bool:
    """True for a request that has the lips of a take, or of a picture, follow a line."""
    return any(each.role == ROLE and each.kind != "sound" for each in request.inputs)


def plan_lips(
    project: Project,
    wish: LipsWish,
    takes: Iterable[Take],
    offers: Mapping[str, Offer],
    compile: Compile,
) -> Plan:
    """The one request for `wish`. Raises BadInput where there is no such take, line or backend."""
    film = Film(project, takes)
    place, offer = asked_of(film, offers, wish.shot, wish.backend)
    seen = _seen(film, place, wish.take)
    cue, heard = heard_in(film, place, wish.cue)
    request = _request(film, place, seen, cue, heard, wish.face)
    return alone(film, place, cue, offer, request, compile)


def asked_of(
    film: Film, offers: Mapping[str, Offer], shot: str, backend: str
) -> tuple[Place, Offer]:
    """Where a shot is, and what a backend can do. Raises BadInput where either is not there."""
    place = film.places.get(shot)
    if place is None:
        raise BadInput("jobs.no_such_shot", shot=shot)
    if backend not in offers:
        known = Listed(sorted(offers))
        raise BadInput("jobs.no_such_backend", backend=backend, known=known)
    return place, offers[backend]


def alone(
    film: Film, place: Place, cue: Cue, offer: Offer, request: Request, compile: Compile
) -> Plan:
    """The plan of one request for a shot in which a line is spoken; a real speaker has agreed."""
    compiled, speaker = compile(offer.name, request), film.speaker(cue)
    blocks = [] if offer.ready else [Reason(offer.missing or "jobs.not_ready", _named(offer))]
    blocks += consent_for([speaker] if speaker is not None else [], film.today)
    blocks += [Reason(each.key, each.values) for each in compiled.blocks]
    item = Item(
        owner=place.shot.id, label=place.label, kind=Kind.GENERATE, backend=offer.name,
        request=request, price=compiled.price, currency=compiled.currency, blocks=tuple(blocks),
        warnings=tuple(Reason(each.key, each.values) for each in compiled.warnings),
        compiled=compiled, offer=offer,
    )  # fmt: skip
    return Plan((item,), (), (), film.project)


def _named(offer: Offer) -> dict[str, object]:
    return {"backend": offer.told}


def _seen(film: Film, place: Place, wanted: str | None) -> Take:
    """The take whose lips move. Raises BadInput."""
    made = film.takes.get(place.shot.id, ())
    if wanted is None:
        found = shown_takes(film.project, {place.shot.id: made}).get(place.shot.id)
    else:
        found = next((take for take in made if take.id == wanted), None)
    if found is None or found.kind != "video":
        raise BadInput("jobs.lips_no_take", shot=place.label)
    return found


def sounding(film: Film, place: Place) -> list[tuple[Cue, Take]]:
    """The lines of a shot that have a sound of their own, with it."""
    lines = (cue for cue in place.shot.cues if cue.kind is CueKind.LINE)
    return [(cue, take) for cue in lines if (take := _sound(film, cue)) is not None]


def heard_in(film: Film, place: Place, wanted: str | None) -> tuple[Cue, Take]:
    """The line by its id (None: the only one) and its sound. Raises BadInput."""
    found = sounding(film, place)
    if wanted is not None:
        found = [(cue, take) for cue, take in found if cue.id == wanted]
    if not found:
        raise BadInput("jobs.lips_no_line", shot=place.label)
    if len(found) > 1:
        raise BadInput("jobs.lips_which_line", shot=place.label, count=len(found))
    return found[0]


def _sound(film: Film, cue: Cue) -> Take | None:
    """What a line sounds like by itself: its recording, else the newest that was spoken."""
    for use in cue.uses:
        reference = film.references.get(use.reference)
        if reference is not None and reference.kind is ReferenceKind.SOUND:
            imported = film.takes.get(reference.id, ())
            return imported[-1] if imported else None
    made = film.takes.get(cue.id, ())
    return next((take for take in reversed(made) if cue.take in {None, take.id}), None)


def _request(
    film: Film, place: Place, seen: Take, cue: Cue, heard: Take, face: int | None
) -> Request:
    project, shot = film.project, place.shot
    insert = round(project.rate.seconds(cue.start) * 1000)
    options = {"insert": insert} | ({"face": face} if face is not None else {})
    return Request(
        prompt=shot.prompt,
        width=seen.width or project.width,
        height=seen.height or project.height,
        rate_num=(seen.rate or project.rate).num,
        rate_den=(seen.rate or project.rate).den,
        frames=seen.frames or shot.frames,
        inputs=(
            lip(seen, "video", shot.prompt[:60]),
            lip(heard, "sound", cue.text[:60] or shot.prompt[:60]),
        ),
        label=place.label,
        options=options,
    )


def lip(take: Take, kind: str, name: str, figure: str | None = None) -> Input:
    """The file of a take as an input by which lips move."""
    file = take.files[0]
    return Input.model_validate({
        "role": ROLE, "kind": kind, "path": file.path, "sha256": file.sha256,
        "name": name, "facts": facts_of(take), "figure": figure,
    })  # fmt: skip
