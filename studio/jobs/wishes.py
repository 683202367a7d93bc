"""A shot or a cue of a film as the request a backend would be sent, and what speaks against it."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from studio.backends.base import Facts, Figure, Input, Offer, Request, Spoken
from studio.jobs.film import Film, Place
from studio.jobs.fit import Reason, fit_frames, fit_language, fit_size, longest
from studio.jobs.handles import cited
from studio.messages import Part
from studio.timeline.cast_sheet import sheet_of, variant_in, words_of
from studio.timeline.project import Project
from studio.timeline.story import Cue, CueKind, Reference, Scene, Shot, Subject, Use, Variant
from studio.timeline.take import Take

SEED_BITS = 31  # services commonly take a signed 32-bit seed


@dataclass(frozen=True)
class Draft:
    """A request, what forbids sending it (`blocks`), and what should be known (`warnings`)."""

    request: Request
    blocks: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()


def draft_shot(film: Film, place: Place, offer: Offer, *, turn: int = 0) -> Draft:
    """The video of a shot; `turn` counts takes from 0 and varies the seed."""
    shot, project, notes = place.shot, film.project, _Notes(offer)
    if "video" not in offer.kinds:
        notes.block("jobs.wrong_kind", kind=Part("craft.kind.video"))
    width, height = notes.size(project)
    return notes.draft(
        Request(
            prompt=shot.prompt,
            negative=shot.negative,
            setting=_setting(place.scene),
            style=project.style,
            width=width,
            height=height,
            rate_num=project.rate.num,
            rate_den=project.rate.den,
            frames=notes.frames(shot.frames, project),
            size=shot.size,
            angle=shot.angle,
            moves=tuple(map(str, shot.moves)),
            pace=shot.pace,
            figures=tuple(_registered(film, each, shot) for each in film.figures(place)),
            lines=tuple(_lines(film, shot, notes)) if offer.sound else (),
            onscreen_text=shot.onscreen_text,
            inputs=_inputs(film, place, notes),
            sound=offer.sound,
            seed=seed_for(shot, turn),
            label=place.label,
        )
    )


def draft_cue(film: Film, place: Place, cue: Cue, offer: Offer) -> Draft:
    """The sound of one cue: an effect or music in words, or one line said alone, for a shot
    whose own backend is silent.
    """
    notes, request = _Notes(offer), _sound(film, place, cue)
    if cue.kind is CueKind.LINE:
        speaker = film.speaker(cue)
        spoken = notes.line(cue, speaker)
        said = {
            "prompt": "",
            "setting": "",
            "figures": (_speaking(film, place, speaker, offer),) if speaker else (),
            "lines": (spoken.model_copy(update={"start": 0}),) if spoken else (),
        }
        request = request.model_copy(update=said)
    return notes.draft(request)


def made_elsewhere(film: Film, cue: Cue) -> bool:
    """True when the maker gave a cue an imported sound, so nothing is to be made for it."""
    return any(use.reference in film.references for use in cue.uses)


def own_voice(film: Film, cue: Cue) -> str | None:
    """The backend that speaks a line apart from its shot; None: whoever makes the shot."""
    speaker = film.speaker(cue) if cue.kind is CueKind.LINE else None
    return speaker.voice.backend if speaker is not None else None


def seed_for(shot: Shot, turn: int) -> int:
    """The seed of a shot's take number `turn`, from 0: the maker's, else one of its id."""
    base = shot.seed if shot.seed is not None else _number("seed", shot.id)
    return base if not turn else _number("seed", str(base), str(turn))


def essence(request: Request) -> str:
    """What makes two requests the same wish, as a hash.

    Left out: the seed (it tells takes of one wish apart), the label (moving a shot must not make
    it out of date), what services call a figure, and all of an input but what its hash says.
    """
    values = request.model_dump(mode="json", exclude={"seed", "label", "then"})
    for each in values["inputs"]:
        del each["path"], each["name"], each["facts"]
    for each in values["figures"]:
        del each["handles"]
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def stored_request(values: Mapping[str, Any]) -> Request | None:
    """A request from a take or a job; None when this version cannot read it."""
    try:
        return Request.model_validate(values)
    except ValidationError:
        return None


class _Notes:
    """Gathers what speaks against a request while it is made for one offer."""

    def __init__(self, offer: Offer) -> None:
        self.offer = offer
        self._blocks: list[Reason] = []
        self._warnings: list[Reason] = []
        if not offer.ready:
            self.block(offer.missing or "jobs.not_ready")

    def block(self, key: str, **values: object) -> None:
        self._blocks.append(Reason(key, {"backend": self.offer.title, **values}))

    def warn(self, key: str, **values: object) -> None:
        warning = Reason(key, {"backend": self.offer.title, **values})
        if warning not in self._warnings:
            self._warnings.append(warning)

    def draft(self, request: Request) -> Draft:
        return Draft(request, tuple(self._blocks), tuple(self._warnings))

    def size(self, project: Project) -> tuple[int, int]:
        found = fit_size(project.width, project.height, self.offer)
        if found is None:
            self.block("jobs.no_size", width=project.width, height=project.height)
        return found or (project.width, project.height)

    def frames(self, wanted: int, project: Project) -> int:
        found = fit_frames(wanted, project.rate, self.offer)
        if found is None:
            limit = float(longest(project.rate, self.offer))
            seconds = float(project.rate.seconds(wanted))
            self.block("jobs.too_long", seconds=f"{seconds:.2f}", limit=f"{limit:.2f}")
        return found or wanted

    def line(self, cue: Cue, speaker: Subject | None) -> Spoken | None:
        fit = fit_language(cue.language, self.offer)
        if fit is None:
            self.block("jobs.no_language", language=cue.language)
            return None
        language, warning = fit
        if warning is not None:
            self.warn(warning.key, **warning.values)
        return Spoken(
            key=cue.id,
            speaker=speaker.id if speaker else "",
            text=cue.text,
            language=language,
            emotion=cue.emotion,
            start=cue.start,
            frames=cue.frames,
        )


def _setting(scene: Scene) -> str:
    parts = (scene.place, scene.time, scene.mood, scene.heading)
    return ", ".join(dict.fromkeys(p.strip() for p in parts if p.strip()))


def _registered(film: Film, subject: Subject, shot: Shot) -> Figure:
    """A subject as a shot shows it, with what services call it."""
    variant = variant_in(shot, subject)
    handles = cited(film, subject, variant, film.today)
    return figure_of(subject, variant).model_copy(update={"handles": handles})


def _speaking(film: Film, place: Place, speaker: Subject, offer: Offer) -> Figure:
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


def _lines(film: Film, shot: Shot, notes: _Notes) -> Iterator[Spoken]:
    for cue in shot.cues:
        if cue.kind is not CueKind.LINE or not cue.text.strip() or made_elsewhere(film, cue):
            continue
        if own_voice(film, cue) is not None:
            continue
        spoken = notes.line(cue, film.speaker(cue))
        if spoken is not None:
            yield spoken


def _inputs(film: Film, place: Place, notes: _Notes) -> tuple[Input, ...]:
    """Inputs of the shot, its scene and its subjects, in that order, as the offer takes them."""
    limits, taken = notes.offer.input_roles, dict[str, int]()
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
        taken[use.role] = taken.get(use.role, 0) + 1
        if taken[use.role] > limits[use.role]:
            limit = limits[use.role]
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


def _sound(film: Film, place: Place, cue: Cue) -> Request:
    project = film.project
    return Request(
        kind="sound",
        prompt=cue.text,
        setting=_setting(place.scene),
        width=project.width,
        height=project.height,
        rate_num=project.rate.num,
        rate_den=project.rate.den,
        frames=_room(place, cue),
        seed=_number("seed", cue.id),
        label=place.label,
        options={"cue": cue.kind.value},
    )


def _room(place: Place, cue: Cue) -> int:
    """Frames a cue sounds: its own, else to the end of its shot, for music of its scene."""
    if cue.frames is not None:
        return cue.frames
    shots: Sequence[Shot] = (place.shot,)
    if cue.kind is CueKind.MUSIC:
        shots = place.scene.shots[place.shot_number - 1 :]
    return max(1, sum(shot.frames for shot in shots) - cue.start)


def _number(*parts: str) -> int:
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - SEED_BITS)
