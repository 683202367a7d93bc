"""A shot or a cue of a film as the request a backend would be sent, and what speaks against it."""

import hashlib
from collections.abc import Iterator, Sequence

from studio.backends.base import Offer, Request, Spoken
from studio.jobs.film import Film, Place
from studio.jobs.wish_figures import registered, speaking
from studio.jobs.wish_inputs import inputs_of
from studio.jobs.wish_notes import Draft, Notes
from studio.messages import Part
from studio.timeline.story import Cue, CueKind, Scene, Shot

SEED_BITS = 31  # services commonly take a signed 32-bit seed


def draft_shot(film: Film, place: Place, offer: Offer, *, turn: int = 0) -> Draft:
    """The video of a shot; `turn` counts takes from 0 and varies the seed."""
    shot, project, notes = place.shot, film.project, Notes(offer)
    if "video" not in offer.kinds:
        notes.block("jobs.wrong_kind", kind=Part("craft.kind.video"))
    width, height = notes.size(project)
    figures = tuple(registered(film, each, shot) for each in film.figures(place))
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
            figures=figures,
            lines=tuple(_lines(film, shot, notes)) if offer.sound else (),
            onscreen_text=shot.onscreen_text,
            inputs=inputs_of(film, place, figures, notes),
            sound=offer.sound,
            seed=seed_for(shot, turn),
            label=place.label,
        )
    )


def draft_cue(film: Film, place: Place, cue: Cue, offer: Offer) -> Draft:
    """The sound of one cue: an effect or music in words, or one line said alone, for a shot
    whose own backend is silent.
    """
    notes, request = Notes(offer), _sound(film, place, cue)
    if cue.kind is CueKind.LINE:
        speaker = film.speaker(cue)
        spoken = notes.line(cue, speaker)
        said = {
            "prompt": "",
            "setting": "",
            "figures": (speaking(film, place, speaker, offer),) if speaker else (),
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


def _setting(scene: Scene) -> str:
    parts = (scene.place, scene.time, scene.mood, scene.heading)
    return ", ".join(dict.fromkeys(p.strip() for p in parts if p.strip()))


def _lines(film: Film, shot: Shot, notes: Notes) -> Iterator[Spoken]:
    for cue in shot.cues:
        if cue.kind is not CueKind.LINE or not cue.text.strip() or made_elsewhere(film, cue):
            continue
        if own_voice(film, cue) is not None:
            continue
        spoken = notes.line(cue, film.speaker(cue))
        if spoken is not None:
            yield spoken


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
