"""What is gathered while a request becomes a task of Kling: the account, refusals, warnings."""

from dataclasses import dataclass, field

from studio.backends.base import Change, Fate, Request, Sentence

Told = str | int


@dataclass
class Book:
    """The account of one request at one model; every sentence may name the `backend`."""

    request: Request
    title: str
    account: list[Change] = field(default_factory=list[Change])
    blocks: list[Sentence] = field(default_factory=list[Sentence])
    warnings: list[Sentence] = field(default_factory=list[Sentence])
    _used: set[str] = field(default_factory=set[str])
    _told: set[str] = field(default_factory=set[str])

    def tell(self, what: str, fate: Fate, key: str, **values: Told) -> None:
        """One entry of the account: field `what`, its fate, and why."""
        if self._new("account", what, fate, key, values):
            self.account.append(Change(field=what, fate=fate, told=self._said(key, values)))

    def kept(self, what: str) -> None:
        """A wish that is sent as it is."""
        self.tell(what, Fate.KEPT, "kling.kept")

    def dropped(self, what: str, key: str, **values: Told) -> None:
        """A wish that is not sent, and why."""
        self.tell(what, Fate.DROPPED, key, **values)

    def block(self, key: str, **values: Told) -> None:
        """A reason why it cannot be sent."""
        if self._new("blocks", key, values):
            self.blocks.append(self._said(key, values))

    def warn(self, key: str, **values: Told) -> None:
        """Something to know before paying."""
        if self._new("warnings", key, values):
            self.warnings.append(self._said(key, values))

    def option(self, name: str) -> object:
        """An option of the request, None when it is not given."""
        self._used.add(name)
        return self.request.options.get(name)

    def choice(self, name: str, known: tuple[str, ...]) -> str | None:
        """An option that is one of `known`; another value is refused."""
        value = self.option(name)
        if value is None or value in known:
            return value if isinstance(value, str) else None
        self.block("kling.bad_option", option=name, value=str(value)[:60], known=", ".join(known))
        return None

    def unused(self) -> None:
        """Tell of every option that nobody asked for."""
        for name in self.request.options:
            if name not in self._used:
                self.dropped(f"options.{name}", "kling.unknown_option", option=name[:60])

    def _new(self, *said: object) -> bool:
        """True the first time that something is said."""
        told = repr(said)
        new = told not in self._told
        self._told.add(told)
        return new

    def _said(self, key: str, values: dict[str, Told]) -> Sentence:
        return Sentence(key=key, values={"backend": self.title, **values})
