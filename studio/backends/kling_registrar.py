"""Subjects registered at Kling: an element from pictures or from a video, and a voice with it.

An element takes a frontal picture and one to three others, or 3 to 8 s of a real person in 1080p,
whose speech becomes its voice. A sound of 5 to 30 s of one speaker becomes a custom voice first,
and is bound to the element; without pictures it is registered alone. Both carry names of ours
that follow from the job's key, so the same key makes nothing twice, and a lost one is found.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from studio.backends.account import Account
from studio.backends.base import (
    Call,
    Compiled,
    Event,
    Fate,
    Input,
    Offer,
    PriceRule,
    Progress,
    Request,
)
from studio.backends.kling_files import CHARACTER, VOICE, Wanted
from studio.backends.kling_fill import TITLE, external
from studio.backends.kling_legacy import LegacyTasks
from studio.backends.kling_library import ELEMENTS, VOICES, Library
from studio.backends.kling_model import kling
from studio.backends.kling_wire import Line
from studio.backends.pacing import Pause
from studio.backends.registering import HANDLE, Book, left
from studio.errors import BackendError, Fault

NAME = "kling-library"
_NAME, _ABOUT = 20, 100  # characters
_TAGS = {"person": "character", "creature": "creature", "thing": "thing", "place": "place"}
_VOICE_UNITS = Decimal("0.05")  # of a video pack, for a custom voice; an element costs nothing
_SLACK = Decimal("0.02")  # of a shape, as `kling_files` measures it


class KlingRegistrar:
    """Registers subjects at one account."""

    def __init__(
        self, account: Account, *, pause: Pause = asyncio.sleep, own: Path | None = None
    ) -> None:
        self._line = Line(account, TITLE, pause)
        self._tasks = LegacyTasks(self._line)
        self._library = Library(self._line, self._tasks)
        self._table = kling(own)

    @property
    def offer(self) -> Offer:
        """How many media of each kind are of use."""
        known = self._line.account.known()
        return Offer(
            name=NAME, title=TITLE, kinds=(HANDLE,), seeds=False, parallel=2, local=False,
            input_roles={"subject": 4, "video": 1, "sound": 1}, idempotent=True, findable=True,
            price=PriceRule(currency=self._table.currency), ready=known,
            missing="" if known else "kling.no_key",
        )  # fmt: skip

    def compile(self, request: Request) -> Compiled:
        """The calls that are made one after the other, and the price of the voice."""
        book, calls = Book(request, TITLE), list[Call]()
        bound = ""
        sound = self._sound(book)
        video = self._video(book)
        if sound is not None and video is None:
            body: dict[str, Any] = {"voice_name": _name(request), "voice_url": _blank(sound)}
            calls.append(Call(path=VOICES, body=body))
            bound = "voice"
        element = self._element(book, video)
        if element is not None:
            body = element | ({"element_voice_id": bound} if bound else {})
            calls.append(Call(path=ELEMENTS, body=body))
        if not calls and not book.blocks:
            book.block("casting.kling_pictures")
        cost = self._table.money(_VOICE_UNITS) if bound else Decimal(0)
        return book.compiled(
            calls=tuple(calls), price=cost, currency=self._table.currency, estimated=bool(cost)
        )

    async def submit(self, request: Request, key: str) -> str:
        """Make the voice, then the element with it; the id of the last task.

        Raises BackendError: Fault.LOST when it may exist.
        """
        calls, blocked = self._calls(request)
        if blocked is not None:
            raise blocked
        name, bound = _name(request), ""
        async with self._line.open():
            voice = calls.get(VOICES)
            if voice is not None:
                place: int = voice.body["voice_url"]["$input"]
                path = Path(request.inputs[place].path)
                task = await self._library.voice_from(name, _voice_key(key), sound=path)
                if ELEMENTS not in calls:
                    return task
                bound = (await self._library.voice(task)).id
            return await self._create(request, calls[ELEMENTS].body, key, bound)

    async def find(self, key: str, request: Request, sent: datetime) -> str | None:
        """The task with the names that follow from the key; None: there is none."""
        del sent
        calls, _ = self._calls(request)
        async with self._line.open():
            if ELEMENTS in calls:
                return await self._tasks.find(ELEMENTS, external(key))
            return await self._tasks.find(VOICES, external(_voice_key(key)))

    async def watch(self, remote_id: str, request: Request, folder: Path) -> AsyncIterator[Event]:
        """Wait for the element or the voice, and leave its names."""
        compiled = self.compile(request)
        yield Progress(done=0.1)
        if any(call.path == ELEMENTS for call in compiled.calls):
            handles = (await self._library.element(remote_id)).handles
        else:
            handles = {"kling.voice": (await self._library.voice(remote_id)).id}
        yield left(
            folder, "kling", request, handles,
            cost=compiled.price, currency=compiled.currency, estimated=True,
        )  # fmt: skip

    async def cancel(self, remote_id: str) -> None:
        """Kling cannot be told to stop. Raises BackendError."""
        del remote_id
        raise BackendError("kling.goes_on", Fault.INVALID, backend=TITLE)

    async def _create(self, request: Request, body: dict[str, Any], key: str, voice: str) -> str:
        name, about, tag = _name(request), _about(request), _TAGS[request.figures[0].kind]

        def path(blank: dict[str, int]) -> Path:
            return Path(request.inputs[blank["$input"]].path)

        if body["reference_type"] == "video_refer":
            video = path(body["video"])
            return await self._library.element_from_video(name, about, video, key, tag=tag)
        front, *others = (path(each) for each in body["pictures"])
        return await self._library.element_from_pictures(
            name, about, front, others, key, tag=tag, voice=voice
        )

    def _calls(self, request: Request) -> tuple[dict[str, Call], BackendError | None]:
        compiled = self.compile(request)
        blocked = compiled.blocks[0].refusal() if compiled.blocks else None
        return {call.path: call for call in compiled.calls}, blocked

    def _sound(self, book: Book) -> int | None:
        """The place of a sound that becomes a voice; why there is none is told."""
        for place, each in book.of_kind("sound"):
            if self._line.account.bucket() is None:
                book.tell(f"inputs[{place}]", Fate.DROPPED, "casting.voice_needs_bucket")
            elif not _fits(each, VOICE):
                book.tell(f"inputs[{place}]", Fate.DROPPED, "casting.kling_voice", file=each.name)
            else:
                book.tell(f"inputs[{place}]", Fate.KEPT, "casting.kept")
                return place
        return None

    def _video(self, book: Book) -> int | None:
        """The place of a video that becomes an element, where it is fit for that."""
        for place, each in book.of_kind("video"):
            if self._line.account.bucket() is None:
                book.tell(f"inputs[{place}]", Fate.DROPPED, "casting.clip_needs_bucket")
            elif book.figure.kind != "person" or not _fits(each, CHARACTER):
                book.tell(f"inputs[{place}]", Fate.DROPPED, "casting.kling_clip", file=each.name)
            else:
                book.tell(f"inputs[{place}]", Fate.KEPT, "casting.kept")
                return place
        return None

    def _element(self, book: Book, video: int | None) -> dict[str, Any] | None:
        """The body of an element with blanks for its files; None when only a voice is made."""
        words = {"element_name": _name(book.request), "element_description": _about(book.request)}
        if words["element_name"] != book.figure.name.strip():
            book.tell("figures", Fate.REWRITTEN, "casting.shorter_name", limit=_NAME)
        if video is not None:
            return {**words, "reference_type": "video_refer", "video": _blank(video)}
        pictures = [place for place, _ in book.of_kind("picture")][:4]
        if len(pictures) == 1:
            book.block("casting.kling_pictures")
        if len(pictures) < 2:
            return None
        for place in pictures:
            book.tell(f"inputs[{place}]", Fate.KEPT, "casting.kept")
        return {**words, "reference_type": "image_refer", "pictures": [*map(_blank, pictures)]}


def _blank(place: int) -> dict[str, int]:
    return {"$input": place}


def _voice_key(key: str) -> str:
    return f"{key}-voice"


def _name(request: Request) -> str:
    return " ".join(request.figures[0].name.split())[:_NAME].strip()


def _about(request: Request) -> str:
    figure = request.figures[0]
    return (" ".join(figure.description.split()) or _name(request))[:_ABOUT].strip()


def _fits(each: Input, wanted: Wanted) -> bool:
    """Whether a file is what Kling takes, as far as was measured of it when it came in."""
    facts = each.facts
    if facts is None or Path(each.path).suffix.lower().removeprefix(".") not in wanted.formats:
        return False
    seconds = Decimal(facts.milliseconds or 0) / 1000
    low, high = wanted.seconds or (0, 1 << 30)
    if facts.bytes > wanted.bytes or not low <= seconds <= high:
        return False
    if not wanted.side or not (facts.width and facts.height):
        return wanted.side is None
    sides = sorted((facts.width, facts.height))
    shape = Decimal(facts.width) / facts.height
    alike = any(abs(shape / other - 1) <= _SLACK for other in wanted.shapes)
    return wanted.side[0] <= sides[0] and sides[1] <= wanted.side[1] and alike


def registrar(account: Account) -> KlingRegistrar:
    """The registrar of an account. Raises BadInput for a table of the maker's of no use."""
    return KlingRegistrar(account)
