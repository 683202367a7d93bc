"""What is gathered while a request becomes a run of a workflow."""

from studio.backends import book
from studio.backends.base import Change, Sentence


class Book(book.Book):
    """The account of one request at one workflow."""

    KEPT, UNKNOWN = "comfyui.kept", "comfyui.unknown_option"

    def add(self, *, account: tuple[Change, ...] = (), blocks: tuple[Sentence, ...] = ()) -> None:
        """What others found out about the request."""
        self.account += [each for each in account if each not in self.account]
        self.blocks += [each for each in blocks if each not in self.blocks]
