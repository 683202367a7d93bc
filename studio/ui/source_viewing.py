"""Shots, takes and media in the viewer of the edit page, to be marked before they come in."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from studio.timeline.cut import TrackKind
from studio.timeline.queries import clip_at
from studio.ui.actions import Action
from studio.ui.deck_reel import Showing
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.timeline_source import Source, SourceEdits
from studio.ui.viewer import Viewer


class SourceViewing(QObject):
    """One viewer shows the film or a source; what was marked of a source stays with it."""

    def __init__(
        self,
        viewer: Viewer,
        desk: Desk,
        session: Session,
        edits: SourceEdits,
        refresh: Callable[[], object],
    ) -> None:
        """`refresh` is called when another thing is shown, as then other actions can be done."""
        super().__init__(viewer)
        self._viewer, self._desk, self._session = viewer, desk, session
        self._edits = edits
        self._refresh = refresh
        self._last = self._seen = Showing()
        viewer.deck.changed.connect(self._changed)
        edits.viewed = self.viewed
        edits.ends_of = viewer.deck.marks.ends_of

    def viewed(self) -> Source | None:
        """What is shown and what is marked of it; None while that is the film."""
        deck = self._viewer.deck
        if deck.showing.is_cut:
            return None
        return Source(deck.showing.owner, deck.showing.take, deck.marks.ends)

    def show(self, owner: str) -> None:
        """The take that a medium, shot or cue shows; the keys are the viewer's from now on."""
        self._viewer.show_owner(owner)
        self._viewer.screen_part.setFocus()

    def show_chosen(self) -> None:
        """The chosen medium."""
        chosen = self._edits.chosen_media()
        if chosen:
            self.show(chosen[0])

    def toggle(self) -> None:
        """From the film to the last source, else to the chosen shot; and back."""
        deck = self._viewer.deck
        if not deck.showing.is_cut:
            deck.show_cut()
        elif not self._last.is_cut:
            deck.show(self._last)
        elif self._session.shots:
            deck.show_owner(self._session.shots[-1])

    def match(self) -> None:
        """The source of the clip at the playhead, at the very frame that is seen (match frame)."""
        frame, cut = self._session.playhead, self._desk.project.cut
        for kind in (TrackKind.PICTURE, TrackKind.SOUND):
            for track in reversed(cut.active(kind)):
                clip = clip_at(track, frame)
                if clip is not None:
                    self._viewer.deck.show_owner(clip.owner, int(clip.shows(frame)))
                    return

    def table(self, here: Callable[[], bool]) -> Iterable[Action]:
        """The actions, while the page is `here`."""

        def source() -> bool:
            shown = not self._viewer.deck.showing.is_cut
            return here() and (shown or not self._last.is_cut or bool(self._session.shots))

        def media() -> bool:
            return here() and bool(self._edits.chosen_media())

        for name, run, keys, on in (
            ("source", self.toggle, "Shift+Q", source),
            ("match", self.match, "F", here),
            ("view_media", self.show_chosen, "Shift+Return", media),
        ):
            yield Action(f"timeline.{name}", run, (keys,), on, area="ui_edit")

    def _changed(self) -> None:
        showing = self._viewer.deck.showing
        if showing != self._seen:
            self._seen = showing
            if not showing.is_cut:
                self._last = showing
            self._refresh()
