"""How long the lines of a shot last: as they were spoken or recorded, else as an estimate."""

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

from pydantic import ValidationError

from studio.backends.base import Spoken
from studio.errors import EditRefused
from studio.jobs.film import Film, Place
from studio.script.cues import GAP, TAIL
from studio.script.speech_time import speech_seconds
from studio.timeline.following import follow
from studio.timeline.line_lengths import fit_to_lines, frames_for_lines
from studio.timeline.project import Project
from studio.timeline.queries import shown_takes
from studio.timeline.rate import Rate
from studio.timeline.story import Cue, CueKind
from studio.timeline.take import Take

_HURRIED = 0.9  # of the room of a line: a voice that fills more was made to fit into it


def line_frames(
    film: Film, place: Place, shown: Mapping[str, Take] | None = None
) -> dict[str, int]:
    """Frames by the id of a line, at the film's rate; `shown` has the takes that are shown, where
    they are known already.

    A line's own take or recording tells it; then the shot's take that speaks it in these words;
    for a line that nobody has said yet it is the planner's estimate, by the pace of its speaker,
    and so it is for one that was hurried through, where that is longer.
    """
    rate = film.project.rate
    if shown is None:
        shown = shown_takes(film.project, film.takes)
    lines = (cue for cue in place.shot.cues if cue.kind is CueKind.LINE and cue.text.strip())
    return {cue.id: _frames(film, place, cue, shown, rate) for cue in lines}


def fitted(project: Project, takes: Iterable[Take], shot_ids: Iterable[str]) -> Project:
    """Shots as long as their lines, and a cut that follows; silent shots stay as they are.

    Raises EditRefused for a shot that is not there.
    """
    film, after = Film(project, takes), project
    shown = shown_takes(project, film.takes)
    for shot_id in shot_ids:
        place = film.places.get(shot_id)
        if place is None:
            raise EditRefused("timeline.no_shot", id=shot_id)
        lengths = line_frames(film, place, shown)
        if lengths:
            after = fit_to_lines(after, shot_id, lengths, **_air(project.rate))
    return after if after is project else follow(project, after)


def lacking(film: Film) -> dict[str, int]:
    """Frames that shots are too short for what is said in them, by their ids; the others are not
    in it. It is what `fitted` adds: the lines one after the other, with air around them.

    A shot in which all is said to its end, without the air, is long enough.
    """
    shown = shown_takes(film.project, film.takes)
    found: dict[str, int] = {}
    for name, place in film.places.items():
        lengths = line_frames(film, place, shown)
        if frames_for_lines(place.shot, lengths, gap=0, tail=0) > place.shot.frames:
            wanted = frames_for_lines(place.shot, lengths, **_air(film.project.rate))
            found[name] = wanted - place.shot.frames
    return found


def _air(rate: Rate) -> dict[str, int]:
    """Frames between two lines, and after the last."""
    return {
        "gap": rate.frames(Fraction(f"{GAP}")), "tail": rate.frames(Fraction(f"{TAIL}")),
    }  # fmt: skip


def _frames(film: Film, place: Place, cue: Cue, shown: Mapping[str, Take], rate: Rate) -> int:
    recorded = [use.reference for use in cue.uses if use.reference in film.references]
    for owner in (*recorded, cue.id):
        take = shown.get(owner)
        if take is not None and take.frames is not None:
            return _at(take.frames, take.rate or rate, rate)
    speaker = film.speaker(cue)
    pace = speaker.voice.pace if speaker is not None else 1.0
    reckoned = max(1, math.ceil(speech_seconds(cue.text, cue.language) / pace * rate.fraction))
    take = shown.get(place.shot.id)
    if take is None or cue.id not in take.spoken:
        return reckoned
    heard = _at(take.spoken[cue.id].frames, take.rate or rate, rate)
    asked = _asked(take, cue.id)
    if asked is None:
        return heard
    if asked.text != cue.text:
        return reckoned
    room = asked.frames or (take.frames or asked.start + 1) - asked.start
    hurried = take.spoken[cue.id].frames >= _HURRIED * room
    return max(heard, reckoned) if hurried else heard


def _asked(take: Take, line: str) -> Spoken | None:
    """A line as it was to be said in a take; None where its request does not tell."""
    for each in take.request.get("lines", ()):
        if each.get("key") == line:
            try:
                return Spoken.model_validate(each)
            except ValidationError:
                return None
    return None


def _at(frames: int, old: Rate, new: Rate) -> int:
    """Frames of one rate as the frames of another that hold them."""
    return max(1, math.ceil(frames * new.fraction / old.fraction))
