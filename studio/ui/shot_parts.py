"""The parts of a shot inspector, each made when it is asked for, so that they can be made apart."""

from functools import cached_property

from PySide6.QtWidgets import QWidget

from studio.ui.kit import Kit
from studio.ui.shot_backend import BackendPart
from studio.ui.shot_craft import CraftPart
from studio.ui.shot_lines import LinesPart
from studio.ui.shot_offer import OfferPart
from studio.ui.shot_part import QuietWheel
from studio.ui.shot_prompt import PromptPart, WordsPart
from studio.ui.shot_takes import TakesPart
from studio.ui.shot_wells import WellsPart


class ShotParts:
    """One of each, once."""

    def __init__(self, kit: Kit) -> None:
        self.kit, self.wheel = kit, QuietWheel()

    def make(self, name: str) -> QWidget:
        """One of `page_making.SHOT_PARTS`, made now where it is not there yet."""
        made: QWidget = getattr(self, name)
        return made

    @cached_property
    def prompt(self) -> PromptPart:
        """What is to be seen, and who."""
        return PromptPart(self.kit)

    @cached_property
    def craft(self) -> CraftPart:
        """Size, moves and length."""
        return CraftPart(self.kit)

    @cached_property
    def lines(self) -> LinesPart:
        """What is said and heard."""
        return LinesPart(self.kit, self.wheel)

    @cached_property
    def wells(self) -> WellsPart:
        """The references, by their roles."""
        return WellsPart(self.kit, self.wheel)

    @cached_property
    def texts(self) -> WordsPart:
        """What must not be seen, and what is to be read in the picture."""
        return WordsPart(self.kit)

    @cached_property
    def backend(self) -> BackendPart:
        """Who makes it."""
        return BackendPart(self.kit)

    @cached_property
    def takes(self) -> TakesPart:
        """What was made."""
        return TakesPart(self.kit)

    @cached_property
    def offer(self) -> OfferPart:
        """On what terms, and the buttons."""
        return OfferPart(self.kit)
