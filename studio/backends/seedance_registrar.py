"""Subjects registered at Seedance: the look of one in Ark's asset library, by its first picture.

The library fetches the picture from the maker's bucket. It knows no name of ours, so a lost answer
cannot be looked up: the doubt is told, and the maker chooses (see `kling_registrar` for the other).
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from studio.backends.account import Account
from studio.backends.base import Call, Compiled, Event, Fate, Offer, Progress, Request
from studio.backends.pacing import Pause
from studio.backends.registering import HANDLE, Book, left
from studio.backends.seedance_assets import AssetLibrary
from studio.errors import BackendError, Fault

NAME = "seedance-library"
TITLE = "Seedance"


class SeedanceRegistrar:
    """Registers looks at one account."""

    def __init__(
        self, account: Account, *, pause: Pause = asyncio.sleep, address: str = ""
    ) -> None:
        """`address` takes the place of the site's own."""
        self._account = account
        self._assets = AssetLibrary(account, pause=pause, address=address)

    @property
    def offer(self) -> Offer:
        """One picture a subject."""
        known = self._account.known()
        return Offer(
            name=NAME, title=TITLE, kinds=(HANDLE,), seeds=False, local=False,
            input_roles={"subject": 1}, ready=known, missing="" if known else "seedance.no_key",
        )  # fmt: skip

    def compile(self, request: Request) -> Compiled:
        """The one call that registers the first picture."""
        book = Book(request, TITLE)
        pictures = book.of_kind("picture")
        if not pictures:
            book.block("casting.no_picture")
        if self._account.bucket() is None:
            book.block("seedance.no_bucket")
        if book.blocks:
            return book.compiled()
        place = pictures[0][0]
        book.tell(f"inputs[{place}]", Fate.KEPT, "casting.kept")
        call = Call(path="CreateAsset", body={"URL": {"$input": place}})
        return book.compiled(calls=(call,))

    async def submit(self, request: Request, key: str) -> str:
        """Register the picture; the asset's id. Raises BackendError: LOST when it may exist."""
        del key
        compiled, bucket = self.compile(request), self._account.bucket()
        if compiled.blocks or bucket is None:
            raise compiled.blocks[0].refusal()
        groups = await self._assets.groups()
        if not groups:
            raise BackendError("casting.no_shelf", Fault.INVALID, backend=TITLE)
        place: int = compiled.calls[0].body["URL"]["$input"]
        picture = request.inputs[place]
        async with self._account.lending(_holder(picture.sha256)):
            link = await bucket.link(Path(picture.path), picture.sha256, _holder(picture.sha256))
            return await self._assets.create(groups[0].id, link)

    async def find(self, key: str, request: Request, sent: datetime) -> str | None:
        """Nobody can tell. Raises BackendError."""
        del key, request, sent
        raise BackendError("seedance.answer_lost", Fault.LOST, backend=TITLE, detail="CreateAsset")

    async def watch(self, remote_id: str, request: Request, folder: Path) -> AsyncIterator[Event]:
        """Wait until the asset can be called, and leave its id."""
        yield Progress(done=0.1)
        asset = await self._assets.ready(remote_id)
        for each in request.inputs[:1]:
            await self._account.returned(_holder(each.sha256))
        yield left(folder, "seedance", request, {"seedance.asset": asset.id})

    async def cancel(self, remote_id: str) -> None:
        """The library cannot be told to stop. Raises BackendError."""
        del remote_id
        raise BackendError("casting.goes_on", Fault.INVALID, backend=TITLE)


def _holder(sha256: str) -> str:
    return f"asset-{sha256[:16]}"


def registrar(account: Account) -> SeedanceRegistrar:
    """The registrar of an account."""
    return SeedanceRegistrar(account)
