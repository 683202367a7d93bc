"""Edits of titles: words that clips on text tracks show, and that leave with their last clip."""

from typing import Any

from studio.errors import EditRefused
from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.look import Lettering, Title
from studio.timeline.model import new_id
from studio.timeline.placing import Piece, lay
from studio.timeline.project import Project
from studio.timeline.queries import find_title
from studio.timeline.rebuild import evolved, made, refuse_known, swapped
from studio.timeline.track_edits import add_track

ROLE = "titles"


def add_title(
    project: Project,
    start: int,
    frames: int,
    track_name: str,
    *,
    text: str = "",
    lettering: Lettering = Lettering.TITLE,
    title_id: str | None = None,
    clip_id: str | None = None,
) -> Project:
    """`|     |` -> `| TTT |`: words come in at `start`, on a track of titles that is free there.

    Where there is none a new one, called `track_name`, comes in on top.
    """
    title = made(Title, id=title_id or new_id("ti"), text=text, lettering=lettering)
    clip = made(Clip, id=clip_id or new_id("cl"), owner=title.id, start=start, frames=frames)
    refuse_known(project, title.id, clip.id)
    film = project.evolve(titles=(*project.titles, title))
    home = next((t for t in film.cut.tracks if _takes(t, clip)), None)
    name = home.id if home is not None else new_id("tr")
    if home is None:
        film = add_track(film, track_name, TrackKind.TEXT, role=ROLE, track_id=name)
    return lay(film, [Piece(name, clip)])


def change_title(project: Project, title_id: str, **changes: Any) -> Project:
    """A title gets other words, letters, place, colour or fade. Raises EditRefused."""
    title = find_title(project, title_id)
    if title is None:
        raise EditRefused("timeline.no_title", id=title_id)
    new = evolved(title, **changes)
    if new is title:
        return project
    return project.evolve(titles=swapped(project.titles, title, new))


def _takes(track: Track, clip: Clip) -> bool:
    mine = track.kind is TrackKind.TEXT and track.role == ROLE and not track.locked
    return mine and all(c.end <= clip.start or clip.end <= c.start for c in track.clips)
