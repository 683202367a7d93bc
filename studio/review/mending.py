"""A seam mended by one of its remedies: an ordinary edit, found out of the film and its takes."""

from collections.abc import Mapping
from pathlib import Path

from studio.errors import EditRefused
from studio.review.cut_frames import Bytes, first_pictures
from studio.review.remedies import (
    Graded,
    best_pair,
    dissolve,
    drop_repeated,
    l_cut,
    match_colour,
)
from studio.review.seam import Cut, Remedy, Seam
from studio.review.seam_pictures import as_graded
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.project import Project
from studio.timeline.queries import find_scene_of
from studio.timeline.take import Take


def mended(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    seam: Seam,
    remedy: Remedy,
    available: Mapping[str, int],
    graded: Graded,
) -> Project:
    """The film with one seam mended. Blocking: matching colours reads two pictures.

    `available` has the film frames that the takes of owners last, `graded` is how the film applies
    a grade. Raises EditRefused where the remedy does not help there, BadInput for a take that
    cannot be read.
    """
    cut = seam.cut
    if remedy is Remedy.DISSOLVE:
        return dissolve(project, cut.after.id)
    if remedy is Remedy.L_CUT:
        return l_cut(project, cut.before.id, cut.after.id, available)
    if remedy is Remedy.BEST_PAIR:
        if seam.steps.pair == (0, 0):
            raise EditRefused("review.best_already", label=cut.label)
        return best_pair(project, cut.before.id, cut.after.id, seam.steps.pair, available)
    if remedy is Remedy.DROP_REPEATED:
        if not seam.steps.repeated:
            raise EditRefused("review.nothing_repeated", label=cut.label)
        return drop_repeated(project, cut.after.id, seam.steps.repeated, available)
    model = _model(project, cut)
    picture = _picture(project, shown, folder, cut.after)
    wanted = as_graded(model, _picture(project, shown, folder, model), graded)
    return match_colour(project, cut.after.id, picture, wanted, graded)


def _model(project: Project, cut: Cut) -> Clip:
    """Whose colours a clip shall have: the scene's first on its track, else the one before."""
    scene = find_scene_of(project, cut.after.owner)
    track = next(
        track for track in project.cut.active(TrackKind.PICTURE)
        if any(clip.id == cut.after.id for clip in track.clips)
    )  # fmt: skip
    for clip in track.clips:
        if scene is not None and find_scene_of(project, clip.owner) is scene:
            return cut.before if clip.id == cut.after.id else clip
    return cut.before


def _picture(project: Project, shown: Mapping[str, Take], folder: Path, clip: Clip) -> Bytes:
    path = folder / shown[clip.owner].files[0].path
    return first_pictures(clip, path, project.rate, 1)[0]
