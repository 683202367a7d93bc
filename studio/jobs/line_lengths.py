"""How long the lines of a shot last: as they were spoken or recorded, else as an estimate."""

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

from studio.errors import EditRefused
from studio.jobs.film import Film, Place
from studio.script.cues import GAP, TAIL
from studio.script.speech_time import speech_seconds
from studio.timeline.following import follow
from studio.timeline.line_lengths import fit_to_lines
from studio.timeline.project import Project
from studio.timeline.queries import shown_takes
from studio.timeline.rate import Rate
from studio.timeline.story import Cue, CueKind
from studio.timeline.take import Take


def line_frames(film: Film, place: Place) -> dict[str, int]:
    """Frames by the id of a line, at the film's rate.

    A line's own take or recording tells it; then the shot's take that speaks it; for a line that
    nobody has said yet it is the planner's estimate, by the pace of its speaker.
    """
    rate = film.project.rate
    shown = shown_takes(film.project, film.takes)
    lines = (cue for cue in place.shot.cues if cue.kind is CueKind.LINE and cue.text.strip())
    return {cue.id: _frames(film, place, cue, shown, rate) for cue in lines}


def fitted(project: Project, takes: Iterable[Take], shot_ids: Iterable[str]) -> Project:
    """Shots as long as their lines, and a cut that follows; silent shots stay as they are.

    Raises EditRefused for a shot that is not there.
    """
    film, rate = Film(project, takes), project.rate
    after = project
    for shot_id in shot_ids:
        place = film.places.get(shot_id)
        if place is None:
            raise EditRefused("timeline.no_shot", id=shot_id)
        lengths = line_frames(film, place)
        if lengths:
            gap, tail = (rate.frames(Fraction(f"{seconds}")) for seconds in (GAP, TAIL))
            after = fit_to_lines(after, shot_id, lengths, gap=gap, tail=tail)
    return after if after is project else follow(project, after)


def _frames(film: Film, place: Place, cue: Cue, shown: Mapping[str, Take], rate: Rate) -> int:
    recorded = [use.reference for use in cue.uses if use.reference in film.references]
    for owner in (*recorded, cue.id):
        take = shown.get(owner)
        if take is not None and take.frames is not None:
            return _at(take.frames, take.rate or rate, rate)
    take = shown.get(place.shot.id)
    if take is not None and cue.id in take.spoken:
        return _at(take.spoken[cue.id].frames, take.rate or rate, rate)
    speaker = film.speaker(cue)
    pace = speaker.voice.pace if speaker is not None else 1.0
    return max(1, math.ceil(speech_seconds(cue.text, cue.language) / pace * rate.fraction))


def _at(frames: int, old: Rate, new: Rate) -> int:
    """Frames of one rate as the frames of another that hold them."""
    return max(1, math.ceil(frames * new.fraction / old.fraction))
