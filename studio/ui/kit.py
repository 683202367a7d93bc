"""What the parts of the board page share."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QToolButton, QWidget

from studio.jobs.job import Job, State
from studio.timeline.story import Reference, Shot
from studio.ui.bringing import Bringer
from studio.ui.cast_freshness import Outdated
from studio.ui.desk import Desk
from studio.ui.dragging import Target
from studio.ui.drop_spot import DropHint, DropSpot, Mark, Where
from studio.ui.owner_jobs import OwnerJobs
from studio.ui.session import Session
from studio.ui.stills import Stills
from studio.ui.take_reviews import TakeReviews
from studio.ui.theme import Theme
from studio.ui.waves import Waves
from studio.ui.words import Words


@dataclass(frozen=True)
class Kit:
    """Built once by the page and handed to each part; `media` are the words of media and drops."""

    desk: Desk
    session: Session
    stills: Stills
    waves: Waves
    theme: Theme
    words: Words
    media: Words
    bringer: Bringer
    hint: DropHint
    jobs: OwnerJobs
    outdated: Outdated
    reviews: TakeReviews

    def still_of(self, reference: Reference) -> QImage | None:
        """What stands for imported media: a still, or the wave of a sound."""
        takes = self.desk.takes.get(reference.id)
        if not takes:
            return None
        take = takes[-1]
        return self.waves.of(take) if take.kind == "sound" else self.stills.of(take)

    def backend_of(self, shot: Shot) -> str:
        """The title of the backend that makes a shot: its own, or the film's."""
        name = shot.backend or self.desk.project.backend
        backend = self.desk.backends.get(name)
        return backend.offer.called(self.words.language) if backend else name

    def trouble(self, job: Job) -> str:
        """Why a job failed, is in doubt or tells nothing, with its backend's title; else empty."""
        backend = self.desk.every.get(job.backend)
        title = backend.offer.called(self.words.language) if backend else job.backend
        quiet = self.jobs.quiet(job)
        if quiet:
            return self.words("state.quiet", backend=title, minutes=round(quiet / 60))
        if job.error is None or job.state not in {State.FAILED, State.UNKNOWN}:
            return ""
        named = {"backend": title} if job.error.values.get("backend") == job.backend else {}
        return self.words.sentence(job.error.key, {**job.error.values, **named})

    def button(self, name: str, act: Callable[..., object]) -> QToolButton:
        """A small button of a panel of media, with the words `media.<name>`."""
        button = QToolButton()
        button.setText(self.media(f"media.{name}"))
        button.setProperty("part", "small")
        button.clicked.connect(act)
        return button

    def takes_drops(self, widget: QWidget, target: Target, mark: Mark | None = None) -> DropSpot:
        """Let a widget that stands for one target take drops."""
        return self.takes_drops_at(widget, lambda _: target, mark)

    def takes_drops_at(self, widget: QWidget, where: Where, mark: Mark | None = None) -> DropSpot:
        """Let a widget take drops on what `where` finds at a point."""
        film = self.desk.document
        return DropSpot(
            widget, self.bringer, self.hint, self.media, lambda: film.project, where, mark
        )


DENSE = 2  # device pixels a point: sharp on dense screens, and scaled down on others


def fitted(image: QImage | None, width: int, height: int, ground: str, *, dots: int = 1) -> QPixmap:
    """A picture inside a rectangle of this size in points, whole, on a ground; with `dots` device
    pixels a point.
    """
    pixmap = _blank(width, height, ground, dots)
    if image is not None and not image.isNull():
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            scale = min(width / image.width(), height / image.height())
            wide, tall = round(image.width() * scale), round(image.height() * scale)
            place = QRect((width - wide) // 2, (height - tall) // 2, wide, tall)
            painter.drawImage(place, image)
    return pixmap


def dot(colour: str, size: int = 12) -> QPixmap:
    """A subject's colour as a round mark; `size` in points."""
    pixmap = _blank(size, size, "#00000000", DENSE)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colour).darker(130))
        painter.setBrush(QColor(colour))
        painter.drawEllipse(1, 1, size - 3, size - 3)
    return pixmap


def _blank(width: int, height: int, colour: str, dots: int) -> QPixmap:
    pixmap = QPixmap(width * dots, height * dots)
    pixmap.setDevicePixelRatio(dots)
    pixmap.fill(QColor(colour))
    return pixmap
