"""A picture that says a line of a shot: one request, planned by itself, that becomes a take."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studio.backends.base import Input, Offer, Request
from studio.errors import BadInput
from studio.jobs.admission import Plan
from studio.jobs.compiling import Compile
from studio.jobs.film import Film, Place
from studio.jobs.handles import media_of
from studio.jobs.lips import alone, asked_of, heard_in, lip
from studio.timeline.cast_sheet import variant_in
from studio.timeline.project import Project
from studio.timeline.story import Cue, Reference, ReferenceKind, Role
from studio.timeline.take import Take

BACKEND = "kling-avatar"


@dataclass(frozen=True)
class TalkWish:
    """Which picture of the film (a reference; None: the shot's first frame, else the front of
    whoever speaks) says which line of a shot (None: its only one that sounds).
    """

    shot: str
    picture: str | None = None
    cue: str | None = None
    pro: bool = False
    backend: str = BACKEND


def plan_talk(
    project: Project,
    wish: TalkWish,
    takes: Iterable[Take],
    offers: Mapping[str, Offer],
    compile: Compile,
) -> Plan:
    """The one request for `wish`. Raises BadInput where there is no such picture, line or shot."""
    film = Film(project, takes)
    place, offer = asked_of(film, offers, wish.shot, wish.backend)
    cue, heard = heard_in(film, place, wish.cue)
    picture = _picture(film, place, cue, wish.picture)
    size = (picture.facts.width, picture.facts.height) if picture.facts is not None else ()
    width, height = (side or 0 for side in size) if size else (0, 0)
    request = Request(
        prompt=place.shot.prompt,
        width=max(16, width or project.width),
        height=max(16, height or project.height),
        rate_num=project.rate.num,
        rate_den=project.rate.den,
        frames=place.shot.frames,
        inputs=(picture, lip(heard, "sound", cue.text[:60] or place.shot.prompt[:60])),
        label=place.label,
        options={
            "insert": round(project.rate.seconds(cue.start) * 1000),
            "quality": "pro" if wish.pro else "std",
        },
    )
    return alone(film, place, cue, offer, request, compile)


def pictures_for(film: Film, place: Place, cue: Cue) -> list[tuple[Reference, str | None]]:
    """Imported pictures that may say a line, the likeliest first, with the subject each shows."""
    found: dict[str, tuple[Reference, str | None]] = {}
    for use in place.shot.uses:
        reference = film.references.get(use.reference)
        if use.role is Role.FIRST_FRAME and reference is not None:
            found[reference.id] = (reference, cue.speaker)
    speaker = film.speaker(cue)
    if speaker is not None:
        variant = variant_in(place.shot, speaker)
        for medium in media_of(film, speaker, variant, {"subject": 20}):
            found.setdefault(medium.reference.id, (medium.reference, speaker.id))
    pictures = (each for each in found.values() if each[0].kind is ReferenceKind.PICTURE)
    return [each for each in pictures if film.takes.get(each[0].id)]


def _picture(film: Film, place: Place, cue: Cue, wanted: str | None) -> Input:
    """Raises BadInput where there is none, or none of that id or name."""
    likely = pictures_for(film, place, cue)
    if wanted is not None:
        shows = {reference.id: figure for reference, figure in likely}
        name = wanted.strip().casefold()
        likely = [
            (each, shows.get(each.id))
            for each in film.references.values()
            if each.kind is ReferenceKind.PICTURE and name in {each.id, each.name.casefold()}
        ]
        likely = [each for each in likely if film.takes.get(each[0].id)]
    if not likely:
        key = "jobs.talk_no_picture" if wanted is None else "jobs.talk_no_such_picture"
        raise BadInput(key, shot=place.label, text=(wanted or "")[:60])
    reference, figure = likely[0]
    return lip(film.takes[reference.id][-1], "picture", reference.name, figure)
