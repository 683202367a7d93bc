"""What typing into a cell of the shot table means."""

from typing import Any

from studio.errors import EditRefused
from studio.timeline.cue_edits import add_cue, change_cue, remove_cue
from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.queries import find_shot
from studio.timeline.shot_edits import change_shot
from studio.timeline.story import Cue, CueKind, Move
from studio.ui.landing_edits import followed


def with_cell(film: Project, shot_id: str, column: str, value: Any) -> Project:
    """The film with another value in one cell. Raises EditRefused."""
    shot = find_shot(film, shot_id)
    if shot is None:
        raise EditRefused("timeline.no_shot", id=shot_id)
    if column == "line":
        return followed(film, _with_line(film, shot_id, str(value)))
    changes: dict[str, Any] = {column: value}
    if column == "backend":
        changes = {"backend": value or None}
    if column == "moves":
        changes = {"moves": () if value == Move.STATIC else (value, *shot.moves[1:])}
    if column == "length":
        changes = {"frames": max(1, film.rate.frames(f"{value:.2f}"))}
    return followed(film, change_shot(film, shot_id, **changes))


def _with_line(film: Project, shot_id: str, text: str) -> Project:
    """The first line of a shot says this; an empty text takes it away, a first one adds it."""
    shot = find_shot(film, shot_id)
    lines = [cue for cue in shot.cues if cue.kind is CueKind.LINE] if shot else []
    if lines:
        return change_cue(film, lines[0].id, text=text) if text else remove_cue(film, lines[0].id)
    if shot is None or not text:
        return film
    speaker = shot.subjects[0] if shot.subjects else None
    cue = Cue(id=new_id("cu"), kind=CueKind.LINE, speaker=speaker, language=film.language)
    return change_cue(add_cue(film, shot_id, cue), cue.id, text=text)
