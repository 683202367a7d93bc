"""What the window makes and looks at while nobody works: stand-ins and segments, then takes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from studio.ui.idle_reviews import IdleReviews
    from studio.ui.window import FilmWindow


class AtRest(QObject):
    """One thing at a time: what is waited for in the viewer first, takes to inspect behind it."""

    changed = Signal()

    def __init__(self, window: "FilmWindow") -> None:
        super().__init__(window)
        self._window, self._prerender = window, window.prerender
        self.reviews: IdleReviews | None = None  # once there is a board to show what it finds
        self._inspections = True
        self._prerender.changed.connect(self._follow)

    @property
    def working(self) -> bool:
        """Whether something is made or looked at now."""
        return self._prerender.working or (self.reviews is not None and self.reviews.working)

    def allow(self, *, proxies: bool, renderings: bool, inspections: bool) -> None:
        """What may be done without being asked for."""
        self._prerender.allow(proxies=proxies, renderings=renderings)
        self._inspections = inspections
        if self.reviews is not None:
            self.reviews.allow(inspections)

    def skip(self) -> None:
        """Give up what is made or looked at now."""
        if self._prerender.working:
            self._prerender.skip()
        elif self.reviews is not None:
            self.reviews.skip()

    def built(self, page: str) -> None:
        """A page more: a board shows what takes have, a timeline what is ready."""
        if page == "board":
            from studio.ui.idle_reviews import IdleReviews  # the board has brought what it needs

            self.reviews = IdleReviews(
                self._window.desk, self._window.board.kit.reviews, self._prerender
            )
            self.reviews.allow(self._inspections)
            self.reviews.changed.connect(self._follow)
        self._show()

    def _follow(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        """In the bar, and over the timeline."""
        standing, reviews = self._prerender.standing, self.reviews
        if reviews is not None and reviews.working:
            self._window.bar.show_ahead("reviews", *reviews.counted)
        elif standing is not None:
            doing = standing.doing if self._prerender.working else ""
            self._window.bar.show_ahead(doing, standing.done, standing.total)
        if standing is not None and self._window.pages.has("edit"):
            self._window.edit.timeline.ruler.show_ready(standing.smooth, standing.encoded)
