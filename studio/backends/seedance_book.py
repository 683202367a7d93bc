"""What is gathered while a request becomes a task of Ark."""

from studio.backends import book
from studio.backends.base import Figure, Request
from studio.backends.seedance_model import Ark, Family


class Book(book.Book):
    """The account of one request at one model."""

    KEPT, UNKNOWN = "seedance.kept", "seedance.unknown_option"

    def __init__(self, request: Request, ark: Ark, family: Family) -> None:
        super().__init__(request, family.title)
        self.ark, self.family = ark, family

    @property
    def shots(self) -> tuple[Request, ...]:
        """All shots of the one generation."""
        return (self.request, *self.request.then)

    @property
    def frames(self) -> int:
        """Their length together, in frames of the film."""
        return sum(shot.frames for shot in self.shots)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Everybody in them, each once."""
        return tuple({f.key: f for shot in self.shots for f in shot.figures}.values())
