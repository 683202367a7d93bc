"""What a film looks like from outside: its name, its age and a still, read off the GUI thread."""

from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from studio.errors import StudioError
from studio.timeline.project import Project
from studio.timeline.queries import shots, shown_takes, takes_by_owner
from studio.timeline.store import FILE, is_project, read

WIDTH = 256  # pixels; shown at half of it, sharp on a dense screen
POSTER = ("cache", "poster.jpg")


@dataclass(frozen=True)
class Poster:
    """A film in the list of those opened last; `saved` is in seconds since 1970."""

    folder: str
    name: str
    there: bool = False
    saved: float = 0.0
    still: QImage | None = None


def poster_of(folder: Path) -> Poster:
    """Look at a film's folder. Blocking; what cannot be read is told as missing or left out."""
    plain = Poster(str(folder), folder.stem)
    try:
        if not is_project(folder):
            return plain
        project = read(folder)
        saved = (folder / FILE).stat().st_mtime
    except StudioError:
        return Poster(str(folder), folder.stem, there=True)  # opening it says what is wrong
    except OSError:
        return plain
    still = _kept(folder, saved) or _made(folder, project)
    return Poster(str(folder), project.title or folder.stem, True, saved, still)


def _kept(folder: Path, saved: float) -> QImage | None:
    path = folder.joinpath(*POSTER)
    try:
        if path.stat().st_mtime < max(saved, (folder / "journal.sqlite").stat().st_mtime):
            return None
    except OSError:
        return None
    image = QImage(str(path))
    return None if image.isNull() else image


def _made(folder: Path, project: Project) -> QImage | None:
    """A still of the first shot that has a moving take; kept in the film's cache."""
    import cv2  # these are not for the first page: few posters are made anew
    import numpy as np

    from studio.jobs.journal import Journal
    from studio.media.video import thumbnail

    try:
        with closing(Journal.open(folder, write=False)) as journal:
            shown = shown_takes(project, takes_by_owner(journal.takes()))
        take = next(t for s in shots(project) if (t := shown.get(s.id)) and t.kind == "video")
        bgr = np.ascontiguousarray(thumbnail(folder / take.files[0].path, WIDTH))
    except (StudioError, OSError, StopIteration):
        return None
    with suppress(OSError, cv2.error):
        cv2.imwrite(str(folder.joinpath(*POSTER)), bgr)
    rows, columns = bgr.shape[:2]
    return QImage(bgr.data, columns, rows, columns * 3, QImage.Format.Format_BGR888).copy()
