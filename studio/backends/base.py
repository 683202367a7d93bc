"""The backend protocol and its values: offers, requests, progress, results.

A `Request` holds everything a backend needs for one generation and mentions no film. A new
ability is a new field of `Offer` or `Request`, never an optional method.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from studio.errors import BackendError, Fault
from studio.messages import Part, say


class Value(BaseModel):
    """A frozen value that refuses unknown fields and travels as JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(Value):
    """A subject as a backend sees it: a name, words and pictures; `key` is stable over a film.

    `handles` are what services call it where it is registered: `kling.element`, `kling.voice`,
    `seedance.asset`.
    """

    key: str
    name: str
    kind: Literal["person", "creature", "thing", "place"] = "person"
    description: str = ""
    colour: str = "#7a8794"
    voice: str | None = None
    gender: str | None = None
    pace: float = 1.0
    pitch: float = 0.0
    handles: dict[str, str] = Field(default_factory=dict)


class Spoken(Value):
    """A line to be said: `start` in frames from the beginning; `key` names it in the result."""

    key: str
    speaker: str = Field(description="key of a Figure, or empty for a voice over")
    text: str
    language: str = "en"
    emotion: str = ""
    start: int = Field(default=0, ge=0)
    frames: int | None = Field(default=None, gt=0, description="the room it has; None: as it needs")


class Facts(Value):
    """What was measured of a file when it came in: pixels, bytes, length."""

    bytes: int = Field(ge=0)
    width: int | None = None
    height: int | None = None
    milliseconds: int | None = None
    rate: Decimal | None = Field(default=None, description="pictures a second")
    has_sound: bool = False


class Input(Value):
    """One file that steers the generation. `sha256` identifies it; `path` is where it lies now."""

    role: str
    kind: Literal["picture", "sound", "video"]
    path: str
    sha256: str
    name: str = Field(default="", description="what the maker calls it")
    figure: str | None = Field(default=None, description="key of the Figure it shows or voices")
    facts: Facts | None = None


class Request(Value):
    """Everything one generation needs."""

    kind: Literal["video", "picture", "sound", "handle"] = "video"
    prompt: str = ""
    negative: str = ""
    setting: str = Field(default="", description="place, time and mood of the scene, in words")
    style: str = ""
    width: int = Field(default=1920, ge=16, le=16384)
    height: int = Field(default=1080, ge=16, le=16384)
    rate_num: int = 24
    rate_den: int = 1
    frames: int = Field(gt=0)
    size: str = "medium"
    angle: str = "eye"
    moves: tuple[str, ...] = ()
    pace: str = "normal"
    figures: tuple[Figure, ...] = ()
    lines: tuple[Spoken, ...] = ()
    onscreen_text: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()
    sound: bool = True
    seed: int = Field(default=0, ge=0)
    label: str = Field(default="", description="what a slate may print, such as 1-3")
    options: dict[str, Any] = Field(default_factory=dict)
    then: tuple["Request", ...] = Field(
        default=(), description="shots that follow it in the same generation, each whole"
    )


Count = Annotated[int, Field(ge=1)]
Side = Annotated[int, Field(ge=16, le=16384, description="pixels")]


class PriceRule(Value):
    """How a price comes about: money per second of film and per request."""

    currency: str = "USD"
    per_second: Decimal = Field(default=Decimal(0), ge=0)
    per_request: Decimal = Field(default=Decimal(0), ge=0)


class Offer(Value):
    """What a backend can do, as data."""

    name: str
    title: str
    title_key: str = Field(default="", description="of its name, where that is a common word")
    kinds: tuple[str, ...] = ("video",)
    min_frames: int = Field(default=1, ge=1)
    max_frames: int | None = Field(default=None, ge=1)
    lengths: tuple[Count, ...] = Field(default=(), description="allowed whole seconds; empty: any")
    sizes: tuple[tuple[Side, Side], ...] = Field(default=(), description="empty: any even size")
    max_pixels: int | None = Field(default=None, ge=256)
    input_roles: dict[str, int] = Field(default_factory=dict, description="role to greatest count")
    cites: str = Field(default="", description="handle sent in place of a figure's pictures")
    languages: tuple[str, ...] = Field(default=(), description="spoken; empty: none")
    scratch_languages: tuple[str, ...] = Field(
        default=(), description="spoken, but as a sketch only"
    )
    sound: bool = False
    seeds: bool = True
    shots_per_request: int = Field(default=1, ge=1)
    parallel: int = Field(default=1, ge=1, description="requests it takes at the same time")
    local: bool = True
    idempotent: bool = Field(default=False, description="one key twice is one generation")
    refuses_people: bool = Field(default=False, description="pictures of real people are refused")
    findable: bool = Field(default=False, description="`find` knows what was made, by its key")
    price: PriceRule = PriceRule()
    ready: bool = True
    missing: str = Field(default="", description="catalogue key that says what is not set up")
    lacking: tuple[str, ...] = Field(
        default=(), description="catalogue keys of what works, but worse than it could"
    )

    def called(self, language: str) -> str:
        """What people call it in their language."""
        return say(self.title_key, language) if self.title_key else self.title

    @property
    def told(self) -> str | Part:
        """The same as a value of a sentence, whose language it takes."""
        return Part(self.title_key) if self.title_key else self.title


class Fate(StrEnum):
    """What becomes of a wish on its way into a service's request."""

    KEPT = "kept"
    REWRITTEN = "rewritten"
    ROUNDED = "rounded"
    SPLIT = "split"
    MERGED = "merged"
    DROPPED = "dropped"


Told = str | int | tuple[str, ...]  # names in a row are listed as the sentence's language has it


class Sentence(Value):
    """A sentence of the catalogues by key, kept so that it can be told in any language."""

    key: str
    values: Mapping[str, Told] = Field(default_factory=dict[str, Told])

    def text(self, language: str = "en") -> str:
        """The sentence."""
        return say(self.key, language, **self.values)

    def refusal(self) -> BackendError:
        """The error with which a request is refused that this sentence forbids."""
        values: dict[str, Any] = {**self.values}
        return BackendError(self.key, Fault.INVALID, **values)


class Change(Value):
    """One entry of the account: a field of the request, its fate, and the sentence that says so."""

    field: str
    fate: Fate
    told: Sentence


class Call(Value):
    """One call to a service; where a file goes, `body` holds `{"$input": its place in inputs}`."""

    method: Literal["GET", "POST"] = "POST"
    path: str
    body: dict[str, Any] = Field(default_factory=dict)


class Compiled(Value):
    """A request as a service would be sent it: the calls, the account, the price."""

    calls: tuple[Call, ...] = ()
    account: tuple[Change, ...] = ()
    blocks: tuple[Sentence, ...] = Field(default=(), description="why it cannot be sent")
    warnings: tuple[Sentence, ...] = ()
    price: Decimal = Decimal(0)
    currency: str = "USD"
    estimated: bool = Field(default=False, description="the price is a table's, not the service's")


class Progress(Value):
    """How far a generation is, 0 to 1, and the seconds it still needs where that is known."""

    done: float = Field(ge=0, le=1)
    seconds_left: float | None = None


class SpokenSpan(Value):
    """Where a line really is heard, in frames of the result."""

    start: int = Field(ge=0)
    frames: int = Field(gt=0)


class Result(Value):
    """What a generation left in the folder it was given: file names, main file first."""

    files: tuple[str, ...] = Field(min_length=1)
    cost: Decimal = Decimal(0)
    currency: str = "USD"
    estimated: bool = Field(default=False, description="the service told units, not money")
    usage: dict[str, str] = Field(
        default_factory=dict, description="as the service counts: units, tokens, cash, ids"
    )
    cuts: tuple[int, ...] = Field(
        default=(), description="frames of the file at which each shot of `then` begins"
    )
    seed: int | None = None
    spoken: dict[str, SpokenSpan] = Field(default_factory=dict)
    scratch: tuple[str, ...] = ()


Event = Annotated[Progress | Result, "what `watch` yields; a Result is the last"]


class Backend(Protocol):
    """One service or program that turns a request into media."""

    @property
    def offer(self) -> Offer:
        """What it can do now."""
        ...

    def compile(self, request: Request) -> Compiled:
        """What `submit` would send for a request, and what becomes of each wish in it.

        Pure and quick: no file is read, nothing is asked, no key is needed.
        """
        ...

    async def submit(self, request: Request, key: str) -> str:
        """Start the generation and return the id it has at the service.

        `key` is the job's idempotency id. Raises BackendError, with Fault.LOST when the answer was
        lost: then it may exist. Any other fault says that nothing was made.
        """
        ...

    async def find(self, key: str, request: Request, sent: datetime) -> str | None:
        """The id of a generation whose answer was lost, by the key it was sent with at `sent`.

        None: surely none was made. Raises BackendError, with Fault.LOST when the service cannot
        tell, so that the maker has to look.
        """
        ...

    def watch(self, remote_id: str, request: Request, folder: Path) -> AsyncIterator[Event]:
        """Follow a generation to its end, leaving its files in `folder`.

        Works in a new process from the id and the journaled request alone. Raises BackendError,
        with Fault.LOST when the service no longer knows the id.
        """
        ...

    async def cancel(self, remote_id: str) -> None:
        """Stop it as far as the service allows.

        Raises BackendError, with Fault.INVALID when it goes on and is charged all the same.
        """
        ...
