"""A backend whose offer can be relied on: what a stranger's package says of itself is checked."""

import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from studio.backends.base import Backend, Compiled, Event, Offer, Request
from studio.messages import say

log = logging.getLogger(__name__)
BROKEN = "backends.offer_broken"


class Trusted:
    """Stands for a backend; an offer that cannot be had, or makes no sense, is one not ready."""

    def __init__(self, name: str, backend: Backend) -> None:
        self._name = name
        self._backend = backend
        self._said: Offer | None = None  # what it said last
        self._sound: Offer | None = None  # the last that made sense
        self._troubled = False

    @property
    def offer(self) -> Offer:
        """What it can do now. Raises nothing."""
        try:
            said = self._backend.offer
            if said is not self._said or self._sound is None or self._troubled:
                self._sound = self._checked(said)
                self._said, self._troubled = said, False
        except Exception as error:  # a stranger's code may raise anything
            if not self._troubled:
                log.error(
                    "The backend %s has no offer that makes sense", self._name, exc_info=error
                )
            self._troubled = True
            return self._withdrawn()
        return self._sound

    def compile(self, request: Request) -> Compiled:
        """As the backend does; nothing while its offer makes no sense."""
        return self._backend.compile(request) if self.offer.missing != BROKEN else Compiled()

    async def submit(self, request: Request, key: str) -> str:
        """As the backend does."""
        return await self._backend.submit(request, key)

    async def find(self, key: str, request: Request, sent: datetime) -> str | None:
        """As the backend does."""
        return await self._backend.find(key, request, sent)

    def watch(self, remote_id: str, request: Request, folder: Path) -> AsyncIterator[Event]:
        """As the backend does."""
        return self._backend.watch(remote_id, request, folder)

    async def cancel(self, remote_id: str) -> None:
        """As the backend does."""
        await self._backend.cancel(remote_id)

    def _checked(self, said: Offer) -> Offer:
        """The offer once more, with all its limits looked at. Raises whatever it provokes."""
        offer = Offer.model_validate(said.model_dump(warnings=False))
        if offer.name != self._name:
            raise ValueError(f"it calls itself {offer.name!r}")
        if offer.max_frames is not None and offer.max_frames < offer.min_frames:
            raise ValueError("its longest length is shorter than its shortest")
        if offer.missing:
            say(offer.missing, backend=offer.title)
        for key in offer.lacking:
            say(key)
        return offer

    def _withdrawn(self) -> Offer:
        basis = self._sound or Offer(name=self._name, title=self._name, local=False)
        return basis.model_copy(update={"ready": False, "missing": BROKEN, "lacking": ()})


class _Trusting(Mapping[str, Backend]):
    """Backends that can be relied on; one is looked for, and with it read, when it is asked for."""

    def __init__(self, backends: Mapping[str, Backend]) -> None:
        self._backends = backends
        self._made: dict[str, Trusted] = {}

    def __getitem__(self, name: str) -> Backend:
        backend = self._backends[name]
        if isinstance(backend, Trusted):
            return backend
        return self._made.setdefault(name, Trusted(name, backend))

    def __iter__(self) -> Iterator[str]:
        return iter(self._backends)

    def __len__(self) -> int:
        return len(self._backends)


class Every(Mapping[str, Backend]):
    """Backends of several shelves as one; the first that has a name gives it."""

    def __init__(self, *shelves: Mapping[str, Backend]) -> None:
        self._shelves = shelves

    def __getitem__(self, name: str) -> Backend:
        for shelf in self._shelves:
            if name in shelf:
                return shelf[name]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(name for shelf in self._shelves for name in shelf))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Offers(Mapping[str, Offer]):
    """What backends can do now: each is asked once, when somebody first wants to know."""

    def __init__(self, backends: Mapping[str, Backend]) -> None:
        self._backends = backends
        self._told: dict[str, Offer] = {}

    def __getitem__(self, name: str) -> Offer:
        if name not in self._told:
            self._told[name] = self._backends[name].offer
        return self._told[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._backends)

    def __len__(self) -> int:
        return len(self._backends)


def trusted(backends: Mapping[str, Backend]) -> Mapping[str, Backend]:
    """Each of `backends` with an offer that can be relied on."""
    return backends if isinstance(backends, _Trusting) else _Trusting(backends)


def offers(backends: Mapping[str, Backend]) -> Mapping[str, Offer]:
    """What each of `backends` can do now, as it says when it is first looked up here."""
    return _Offers(trusted(backends))
