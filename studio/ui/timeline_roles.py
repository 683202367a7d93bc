"""What files will be before they are let go over the lanes: as whose clips, on which tracks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from studio.timeline.model import derived_id
from studio.timeline.placing import Piece
from studio.timeline.project import Project
from studio.timeline.reference_edits import add_reference
from studio.timeline.story import Reference
from studio.ui.plain import one_line
from studio.ui.timeline_files import Looked
from studio.ui.timeline_names import shown_name

if TYPE_CHECKING:
    from studio.ui.timeline_view import TimelineView

_LISTED = 6  # files whose tracks are told before release


def roles(view: "TimelineView", names: Mapping[str, str], pieces: Sequence[Piece]) -> Iterator[str]:
    """For each file the tracks it goes to, which say what it will be."""
    tracks = {track.id: shown_name(track, view.words) for track in view.desk.project.cut.tracks}
    homes: dict[str, list[str]] = {}
    for piece in pieces:
        homes.setdefault(piece.clip.owner, []).append(tracks[piece.track])
    for number, (owner, path) in enumerate(names.items()):
        if number == _LISTED:
            yield view.words("drop.more", count=len(names) - _LISTED)
            return
        name = one_line(path.rpartition("/")[2], 40)
        where = " + ".join(homes.get(owner, ())) or view.words("drop.new_track")
        yield f"{name} → {where}"


def as_if_imported(
    film: Project, files: Sequence[str], looked: Sequence[Looked]
) -> tuple[Project, dict[str, str], dict[str, int]]:
    """A film that has the files already, owner to path there, and how long they last."""
    owners: dict[str, str] = {}
    known: dict[str, int] = {}
    for path, each in zip(files, looked, strict=False):
        if each.kind is not None:
            name = derived_id("re", "held", path)
            film = add_reference(film, Reference(id=name, name="held", kind=each.kind))
            owners[name] = path
            if each.seconds:
                known[name] = film.rate.frames(each.seconds)
    return film, owners, known
