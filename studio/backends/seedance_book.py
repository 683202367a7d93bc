"""What is gathered while a request becomes a task of Ark: the account, refusals, warnings."""

from dataclasses import dataclass, field

from studio.backends.base import Change, Fate, Figure, Request, Sentence
from studio.backends.seedance_model import Ark, Family

Told = str | int


@dataclass
class Book:
    """The account of one request at one model; every sentence may name the `backend`."""

    request: Request
    ark: Ark
    family: Family
    account: list[Change] = field(default_factory=list[Change])
    blocks: list[Sentence] = field(default_factory=list[Sentence])
    warnings: list[Sentence] = field(default_factory=list[Sentence])

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

    def tell(self, what: str, fate: Fate, key: str, **values: Told) -> None:
        """One entry of the account: field `what`, its fate, and why."""
        change = Change(field=what, fate=fate, told=self._said(key, values))
        if change not in self.account:
            self.account.append(change)

    def kept(self, what: str) -> None:
        """A wish that is sent as it is."""
        self.tell(what, Fate.KEPT, "seedance.kept")

    def dropped(self, what: str, key: str, **values: Told) -> None:
        """A wish that is not sent, and why."""
        self.tell(what, Fate.DROPPED, key, **values)

    def block(self, key: str, **values: Told) -> None:
        """A reason why it cannot be sent."""
        sentence = self._said(key, values)
        if sentence not in self.blocks:
            self.blocks.append(sentence)

    def warn(self, key: str, **values: Told) -> None:
        """Something to know before paying."""
        sentence = self._said(key, values)
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def option(self, name: str) -> object:
        """An option of the request, None when it is not given."""
        return self.request.options.get(name)

    def _said(self, key: str, values: dict[str, Told]) -> Sentence:
        return Sentence(key=key, values={"backend": self.family.title, **values})
