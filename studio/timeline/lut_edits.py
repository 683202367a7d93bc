"""Edits of the film's colour tables."""

from studio.errors import EditRefused
from studio.timeline.look import Look, Lut
from studio.timeline.look_edits import with_pictures
from studio.timeline.project import Project
from studio.timeline.queries import clips
from studio.timeline.rebuild import evolved, refuse_known


def add_lut(project: Project, lut: Lut) -> Project:
    """A table joins the film; the same file twice stays one."""
    if any(known.sha256 == lut.sha256 for known in project.luts):
        return project
    refuse_known(project, lut.id)
    return project.evolve(luts=(*project.luts, lut))


def lut_of(project: Project, sha256: str) -> Lut | None:
    """The film's table with this content."""
    return next((lut for lut in project.luts if lut.sha256 == sha256), None)


def remove_lut(project: Project, lut_id: str) -> Project:
    """A table leaves the film, and every grade that used it. Raises EditRefused."""
    kept = tuple(lut for lut in project.luts if lut.id != lut_id)
    if len(kept) == len(project.luts):
        raise EditRefused("timeline.no_table", id=lut_id)

    def without(look: Look) -> Look:
        if look.grade.lut != lut_id:
            return look
        return evolved(look, grade=evolved(look.grade, lut=None, lut_strength=1.0))

    users = [c.id for _, c in clips(project) if c.look and c.look.grade.lut == lut_id]
    film = with_pictures(project, users, without) if users else project
    return film.evolve(luts=kept)
