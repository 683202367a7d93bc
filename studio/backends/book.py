"""What is gathered while a request becomes a call: the account, refusals, warnings."""

from typing import ClassVar

from studio.backends.base import Change, Fate, Request, Sentence, Told


class Book:
    """The account of one request at one service; every sentence may name the `backend`.

    `KEPT` is what it says of a wish that is sent as it is, `UNKNOWN` of an option it has not.
    """

    KEPT: ClassVar[str]
    UNKNOWN: ClassVar[str]

    def __init__(self, request: Request, title: str) -> None:
        self.request, self.title = request, title
        self.account: list[Change] = []
        self.blocks: list[Sentence] = []
        self.warnings: list[Sentence] = []
        self._used: set[str] = set()
        self._told: set[str] = set()

    def tell(self, what: str, fate: Fate, key: str, **values: Told) -> None:
        """One entry of the account: field `what`, its fate, and why."""
        if self._new("account", what, fate, key, values):
            self.account.append(Change(field=what, fate=fate, told=self._said(key, values)))

    def kept(self, what: str) -> None:
        """A wish that is sent as it is."""
        self.tell(what, Fate.KEPT, self.KEPT)

    def dropped(self, what: str, key: str, **values: Told) -> None:
        """A wish that is not sent, and why."""
        self.tell(what, Fate.DROPPED, key, **values)

    def block(self, key: str, **values: Told) -> None:
        """A reason why it cannot be sent."""
        if self._new("blocks", key, values):
            self.blocks.append(self._said(key, values))

    def warn(self, key: str, **values: Told) -> None:
        """Something to know before it is sent."""
        if self._new("warnings", key, values):
            self.warnings.append(self._said(key, values))

    def option(self, name: str) -> object:
        """An option of the request, None when it is not given."""
        self._used.add(name)
        return self.request.options.get(name)

    def unused(self) -> None:
        """Tell of every option that nobody asked for."""
        for name in self.request.options:
            if name not in self._used:
                self.dropped(f"options.{name}", self.UNKNOWN, option=name[:60])

    def _said(self, key: str, values: dict[str, Told]) -> Sentence:
        return Sentence(key=key, values={"backend": self.title, **values})

    def _new(self, *said: object) -> bool:
        """True the first time that something is said."""
        told = repr(said)
        new = told not in self._told
        self._told.add(told)
        return new
