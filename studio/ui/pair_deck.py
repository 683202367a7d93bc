"""Two decks that play as one: what is done to the first is done to the second, by one clock."""

from collections.abc import Callable
from typing import Any

from studio.render.sound_out import Silence, SoundOut
from studio.ui.deck import Deck
from studio.ui.deck_marks import Span
from studio.ui.desk import Desk
from studio.ui.session import Session


class Echo(Silence):
    """Silence whose clock is another deck's, so that both show one moment."""

    trouble = ""

    def __init__(self, lead: Deck) -> None:
        super().__init__()
        self._lead = lead
        self._reached = 0

    def start(self) -> None:
        """Begin at position 0."""
        self._reached = 0

    def position(self) -> int:
        """Where the other one is; where it was last, when it stands."""
        if self._lead.player.running:
            self._reached = self._lead.sound.position()
        return self._reached


class PairDeck(Deck):
    """The first of two; `partner` follows it, silent."""

    def __init__(self, desk: Desk, session: Session, sound: SoundOut | None = None) -> None:
        super().__init__(desk, session, sound)
        self.partner = Deck(desk, session, Echo(self))
        self.partner.setParent(self)
        self._leading = False  # the partner is being moved, and what it tells is known
        self.changed.connect(self._rest_together)
        self.partner.changed.connect(self._catch_up)

    def step(self, frames: int) -> None:
        """Some frames on, or back, both of them."""
        self.partner.player.pause()
        super().step(frames)

    def set_loop(self, loop: bool) -> None:
        """Go round and round, over what both have."""
        both = min(self.player.frames, self.partner.player.frames)
        if (
            loop
            and self.player.range is None
            and both < max(self.player.frames, self.partner.player.frames)
        ):
            self._spanned((0, both), ours=True)
        super().set_loop(loop)

    def close(self) -> None:
        """End both."""
        self.partner.close()
        super().close()

    def _made(self, deed: Callable[[], Any]) -> None:
        super()._made(deed)
        self._follow_me()

    def _spanned(self, span: Span | None, ours: bool = False) -> None:
        super()._spanned(span, ours)
        self.partner.player.set_range(self.player.range)

    def _follow_me(self) -> None:
        """The partner goes where this one is, at its speed; behind its end it stands."""
        lead, other = self.player, self.partner.player
        self._leading = True
        other.loop = lead.loop
        self.partner.seek(lead.frame)
        last = other.frames - 1
        if lead.playing and lead.frame < last:
            self.partner.run(lead.speed)
        elif other.playing:
            self.partner.pause()
        self._leading = False

    def _rest_together(self) -> None:
        if self.partner.player.playing and not self.player.playing:
            self.partner.pause()
            self.partner.seek(self.player.frame)

    def _catch_up(self) -> None:
        """A partner that comes later is taken along."""
        lead, other = self.player, self.partner.player
        wanted = min(lead.frame, other.frames - 1)
        if self._leading or self.partner.programme is None or other.playing or wanted < 0:
            return
        if lead.playing and lead.frame < other.frames - 1:
            self.seek(lead.frame)  # both begin their clocks anew, together
        elif not lead.playing and wanted != other.frame:
            self._follow_me()
