"""The only place where a film becomes requests: what to make, for how much, or why not."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from studio.backends.base import Offer, Request
from studio.errors import BadInput
from studio.jobs.admission import Item, Note, Plan
from studio.jobs.compiling import Compile, by_offers
from studio.jobs.consent import consent_for
from studio.jobs.essence import essence, stored_request
from studio.jobs.film import Film, Place
from studio.jobs.fit import Reason, fit_language
from studio.jobs.handles import is_wanted
from studio.jobs.job import LIVE, Job, Kind
from studio.jobs.joining import joined
from studio.jobs.lips import is_lips
from studio.jobs.wishes import Draft, draft_cue, draft_shot, made_elsewhere, own_voice, seed_for
from studio.messages import Listed
from studio.timeline.project import Project
from studio.timeline.story import Cue, CueKind, Shot
from studio.timeline.take import Take


def request_for(
    project: Project, shot: Shot, takes: Iterable[Take], offer: Offer, *, turn: int = 0
) -> Request:
    """What would be sent now for a shot of the project; `turn` counts its takes from 0."""
    film = Film(project, takes)
    return draft_shot(film, film.places[shot.id], offer, turn=turn).request


def plan(
    project: Project,
    takes: Iterable[Take],
    offers: Mapping[str, Offer],
    *,
    jobs: Collection[Job] = (),
    shots: Collection[str] | None = None,
    takes_wanted: int | None = None,
    backend: str | None = None,
    again: bool = False,
    together: bool = False,
    compile: Compile | None = None,
) -> Plan:
    """What has to be made so that every shot (or each of `shots`) has its takes.

    A take that is what would be sent now counts unless the maker rejected it, and so does a job
    under way; `jobs` that failed tell what services do not know any more. `again` asks for as many
    more. A take the maker chose is left in peace unless its shot is named. `compile` says what
    becomes of a request at its backend; without it every request is taken as it is. `together` lets
    adjacent shots of a scene come out of one generation where their backend makes several at once.
    Raises BadInput for a shot or a backend that is not there.
    """
    film = Film(project, takes, jobs=jobs)
    for shot_id in shots or ():
        if shot_id not in film.places:
            raise BadInput("jobs.no_such_shot", shot=shot_id)
    planner = _Planner(
        film, offers, jobs, takes_wanted, backend, again, compile or by_offers(offers)
    )
    for place in film.places.values():
        if shots is None or place.shot.id in shots:
            planner.shot(place, named=shots is not None)
    items = planner.items
    if together:
        items = joined(film, offers, planner.compile, items)
    return Plan(tuple(items), tuple(planner.kept), tuple(planner.notes), project)


class Wishes:
    """Whether jobs left from earlier are still what the film (or some of its shots) wants."""

    def __init__(
        self,
        project: Project,
        takes: Iterable[Take],
        offers: Mapping[str, Offer],
        shots: Collection[str] | None,
    ) -> None:
        self._film = Film(project, takes)
        self._offers = offers
        self._shots = shots

    def is_local(self, job: Job) -> bool:
        """True when the job's backend runs here; one that is not installed is taken for remote."""
        return job.backend in self._offers and self._offers[job.backend].local

    def in_scope(self, job: Job) -> bool:
        """True when the job belongs to one of the shots asked for."""
        place = self._film.home_of(job.owner)
        return self._shots is None or (place is not None and place.shot.id in self._shots)

    def still(self, job: Job) -> bool:
        """True when the job's request is what would be sent now."""
        place = self._film.home_of(job.owner)
        request = stored_request(job.request)
        if request is not None and job.kind is Kind.REGISTER:
            return is_wanted(self._film, job.owner, request)
        if place is None or request is None:
            return False
        if is_lips(request):  # asked for by itself, whatever else the shot wants
            return True
        if job.backend not in self._offers:
            return True
        offer, cue = self._offers[job.backend], self._film.cues.get(job.owner)
        if cue is None:
            draft = draft_shot(self._film, place, offer)
        else:
            draft = draft_cue(self._film, place, cue, offer)
        return essence(draft.request) == essence(request)


class _Planner:
    """Gathers the items of one plan."""

    def __init__(
        self,
        film: Film,
        offers: Mapping[str, Offer],
        jobs: Iterable[Job],
        takes_wanted: int | None,
        backend: str | None,
        again: bool,
        compile: Compile,
    ) -> None:
        self.items: list[Item] = []
        self.kept: list[str] = []
        self.notes: list[Note] = []
        self._film = film
        self._offers = offers
        self._wanted = takes_wanted
        self._backend = backend
        self._again = again
        self.compile = compile
        self._live: dict[str, list[Job]] = {}
        for job in jobs:
            if job.state in LIVE:
                self._live.setdefault(job.owner, []).append(job)

    def shot(self, place: Place, *, named: bool) -> None:
        """Plan a shot's video and the sounds that its backend does not make."""
        shot = place.shot
        offer = self._offer(self._backend or shot.backend or self._film.project.backend)
        used, good = self._seeds(place, offer)
        wanted = self._wanted or shot.takes_wanted
        chosen = shot.take is not None and not named and not self._again
        under_way = len(self._live.get(shot.id, ()))
        missing = wanted - (under_way if self._again else good)
        if missing <= 0 or (chosen and self._film.takes.get(shot.id)):
            self.kept.append(shot.id)
        else:
            for turn in _free_turns(shot, used, missing):
                draft = draft_shot(self._film, place, offer, turn=turn)
                self._add(place, shot.id, Kind.GENERATE, offer, draft)
        for cue in shot.cues:
            self._cue(place, cue, offer)

    def _seeds(self, place: Place, wanted: Offer) -> tuple[list[int], int]:
        """The seeds of takes and of jobs under way that are what would be sent now; how many of
        them the maker has not rejected (what was rejected is not made once more).
        """
        shot = place.shot
        fixed = self._backend or shot.backend
        out = {verdict.take for verdict in shot.verdicts if verdict.rejected}
        made = [(t.backend, t.request, t.id in out) for t in self._film.takes.get(shot.id, ())]
        made += [(j.backend, j.request, False) for j in self._live.get(shot.id, ())]
        allowed = {seed_for(shot, turn) for turn in range(len(made) + 100)}
        now: dict[str, str] = {}
        fresh: list[int] = []
        good = 0
        for name, values, rejected in made:
            request = stored_request(values)
            if request is None or request.seed not in allowed or fixed not in (None, name):
                continue
            if name not in now:
                offer = self._offers.get(name, wanted)
                now[name] = essence(draft_shot(self._film, place, offer).request)
            if essence(request) == now[name]:
                fresh.append(request.seed)
                good += not rejected
        return fresh, good

    def _cue(self, place: Place, cue: Cue, shot_offer: Offer) -> None:
        if cue.kind is CueKind.CAPTION or not cue.text.strip() or made_elsewhere(self._film, cue):
            return
        voice = own_voice(self._film, cue)
        if cue.kind is CueKind.LINE and shot_offer.sound and voice is None:
            return
        offer = self._offer(voice) if voice else next(self._sounding(cue, shot_offer), None)
        if offer is None:
            key = "jobs.no_voice" if cue.kind is CueKind.LINE else "jobs.no_sounds"
            values = {"language": cue.language, "text": cue.text[:60], "shot": place.label}
            self.notes.append(Note(cue.id, place.label, Reason(key, values)))
            return
        line = cue.kind is CueKind.LINE
        draft = draft_cue(self._film, place, cue, offer)
        if not self._again and self._has_cue(cue, draft.request):
            self.kept.append(cue.id)
        else:
            self._add(place, cue.id, Kind.VOICE if line else Kind.GENERATE, offer, draft)

    def _sounding(self, cue: Cue, shot_offer: Offer) -> Iterator[Offer]:
        """Offers that can make a cue: the shot's, the film's, then any that costs nothing."""
        film = self._offers.get(self._film.project.backend)
        free = (offer for offer in self._offers.values() if offer.local and offer.ready)
        for offer in chain((shot_offer,), (film,) if film else (), free):  # no further than needed
            speaks = cue.kind is not CueKind.LINE or fit_language(cue.language, offer) is not None
            if "sound" in offer.kinds and speaks:
                yield offer

    def _has_cue(self, cue: Cue, request: Request) -> bool:
        wanted = essence(request)
        made = [t.request for t in self._film.takes.get(cue.id, ())]
        made += [j.request for j in self._live.get(cue.id, ())]
        return any((r := stored_request(v)) and essence(r) == wanted for v in made)

    def _add(self, place: Place, owner: str, kind: Kind, offer: Offer, draft: Draft) -> None:
        compiled = self.compile(offer.name, draft.request)
        sent = () if offer.local else self._film.shown_in(draft.request)
        asked = consent_for(sent, self._film.today)
        # A line in a language that is not spoken has one reason: without its words it has others.
        reasons = () if kind is Kind.VOICE and draft.blocks else compiled.blocks
        self.items.append(
            Item(
                owner=owner,
                label=place.label,
                kind=kind,
                backend=offer.name,
                request=draft.request,
                price=compiled.price,
                currency=compiled.currency,
                blocks=(*draft.blocks, *asked, *(Reason(s.key, s.values) for s in reasons)),
                warnings=(*draft.warnings, *(Reason(s.key, s.values) for s in compiled.warnings)),
                compiled=compiled,
                offer=offer,
            )
        )

    def _offer(self, name: str) -> Offer:
        if name not in self._offers:
            known = Listed(sorted(self._offers))
            raise BadInput("jobs.no_such_backend", backend=name, known=known)
        return self._offers[name]


def _free_turns(shot: Shot, used: Collection[int], count: int) -> Iterator[int]:
    """The first numbers of takes whose seeds are not used."""
    turn = 0
    while count:
        if seed_for(shot, turn) not in used:
            yield turn
            count -= 1
        turn += 1
