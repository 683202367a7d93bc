"""The services of the studio, and the values each is reached with."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.backends.service import Field, Service
from studio.errors import StudioError
from studio.keys import Keys, Source
from studio.paths import user_settings
from studio.script.endpoint import BASE_URL

if TYPE_CHECKING:  # read when somebody plans or sends: they bring much along
    from studio.backends.account import Account
    from studio.backends.bucket import OwnBucket
    from studio.backends.comfyui_shelf import Shelf
    from studio.backends.web import Recorder
    from studio.script.compose import Plan
    from studio.script.model_planner import ModelPlanner
    from studio.script.planner import Planner
    from studio.timeline.rate import Rate


async def _tried(values: Mapping[str, str], proxy: str = "") -> None:
    """Ask the endpoint for its models; see `check_model`."""
    from studio.script.model_check import check_model

    await check_model(values, proxy)


_MODEL = Field("model", "OPENAI_MODEL")
PLANNER = Service(
    "planner",
    "OpenAI",
    (
        Field("key", "OPENAI_API_KEY", secret=True),
        _MODEL,
        Field("url", "OPENAI_BASE_URL", default=BASE_URL),
    ),
    _tried,
)


def every_service() -> tuple[Service, ...]:
    """The planner, the built-in backends' services and the bucket; their clients are read here."""
    from studio.backends.bucket import SERVICE as BUCKET
    from studio.backends.comfyui import SERVICE as COMFYUI
    from studio.backends.kling import SERVICE as KLING
    from studio.backends.seedance import SERVICE as SEEDANCE
    from studio.backends.speech import SERVICE as SPEECH

    return PLANNER, KLING, SEEDANCE, COMFYUI, SPEECH, BUCKET


KEPT = "kept"  # where the values typed for a service say that a keyring has a secret of it
Typed = Mapping[str, Mapping[str, str]]  # by service and field: what is no secret


@dataclass(frozen=True)
class Value:
    """What a field has, and where from; a secret is told only as being there."""

    text: str
    source: Source


class LatePlanner:
    """A planner that is found when it plans: its key may lie in a keyring that asks the maker."""

    def __init__(self, find: "Callable[[], Planner]") -> None:
        """`find` may block, and raises BadInput where a value lacks."""
        self._find = find

    async def plan(
        self,
        text: str,
        *,
        form: str | None = None,
        language: str | None = None,
        rate: "Rate",
        size: tuple[int, int] | None = None,
        ratio: tuple[int, int] | None = None,
    ) -> "Plan":
        """What the planner makes of the text. Raises StudioError, BadInput."""
        planner = await asyncio.to_thread(self._find)
        return await planner.plan(
            text, form=form, language=language, rate=rate, size=size, ratio=ratio
        )


class Access:
    """Reads, keeps and tries the values of services; what is no coroutine may block."""

    def __init__(
        self, keys: Keys, services: Sequence[Service] | None = None, book: Path | None = None
    ) -> None:
        """`services` is every service where it is None, read when somebody asks for them; `book` is
        the file that remembers what lies in the bucket, the system's place for it where None.
        """
        self._book = book or user_settings() / "bucket.json"
        self._own: OwnBucket | None = None
        self._services = tuple(services) if services is not None else None
        self._keys = keys

    @property
    def services(self) -> tuple[Service, ...]:
        """What there are values for."""
        if self._services is None:
            self._services = every_service()
        return self._services

    def account(
        self,
        service: Service,
        typed: "Callable[[], Typed]",
        proxy: Callable[[], str],
        recorder: "Recorder | None" = None,
    ) -> "Account":
        """What a client of a service is given; `typed` and `proxy` are asked anew every time."""
        from studio.backends.account import Account

        def plain() -> dict[str, str]:
            shown = (field for field in service.fields if not field.secret)
            return {field.id: self._value(service, field, typed())[0] for field in shown}

        return Account(
            values=lambda: self.values(service, typed()),
            plain=plain,
            known=lambda: self._is_known(service, typed()),
            proxy=proxy,
            bucket=lambda: self._bucket(typed, proxy),
            recorder=recorder,
        )

    def _bucket(self, typed: "Callable[[], Typed]", proxy: Callable[[], str]) -> "OwnBucket | None":
        """The maker's bucket, one for all accounts; None where none is set up."""
        from studio.backends.bucket import SERVICE, OwnBucket
        from studio.backends.bucket_place import is_named

        now = typed()
        shown = [field for field in SERVICE.fields if not field.secret]
        if not is_named({field.id: self._value(SERVICE, field, now)[0] for field in shown}):
            return None
        if not self._is_known(SERVICE, now):
            return None
        if self._own is None:
            self._own = OwnBucket(lambda: self.values(SERVICE, typed()), self._book, proxy)
        return self._own

    def _is_known(self, service: Service, typed: Typed) -> bool:
        """Whether there is a secret as far as can be told without opening a keyring."""
        given = any(self._keys.given(field) for field in service.fields if field.secret)
        return given or bool(typed.get(service.id, {}).get(KEPT))

    def values(self, service: Service, typed: Typed) -> dict[str, str]:
        """Every value of a service, secrets too: to be sent, never shown."""
        return {field.id: self._value(service, field, typed)[0] for field in service.fields}

    async def look(self, service: Service, typed: Typed) -> dict[str, Value]:
        """What may be seen of the values: secrets are left out."""
        return await asyncio.to_thread(self._shown, service, typed)

    async def put(self, service: Service, field: Field, secret: str) -> Source:
        """Keep a secret, or forget it when it is empty; says where it is from then on."""
        return await asyncio.to_thread(self._keys.keep, service, field, secret.strip())

    async def attempt(self, service: Service, typed: Typed, proxy: str) -> StudioError | None:
        """Call the service with its values; None when it answered as it should, else why not."""
        try:
            values = await asyncio.to_thread(self.values, service, typed)
            await service.test(values, proxy)
        except StudioError as error:
            return error
        return None

    def workflows(self, typed: "Callable[[], Typed]", proxy: Callable[[], str]) -> "Shelf":
        """The maker's ComfyUI workflows, with the server reached as these say when it is asked."""
        from studio.backends.comfyui import SERVICE, line
        from studio.backends.comfyui_shelf import Shelf

        return Shelf(lambda: line(self.account(SERVICE, typed, proxy)))

    def planner(self, typed: Typed, proxy: str = "") -> "ModelPlanner":
        """The language-model planner with these values. Raises BadInput when one lacks."""
        from studio.script.model_planner import ModelPlanner

        values = self.values(PLANNER, typed)
        named = {field.env: values[field.id] for field in PLANNER.fields}
        return ModelPlanner.from_environment(named, proxy=proxy)

    def named_model(self, typed: Typed) -> str:
        """The language model that is to plan, empty for none; looks into no keyring."""
        mine = typed.get(PLANNER.id, {}).get(_MODEL.id, "").strip()
        return mine or self._keys.given(_MODEL)

    def _shown(self, service: Service, typed: Typed) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for field in service.fields:
            text, source = self._value(service, field, typed)
            found[field.id] = Value("" if field.secret else text, source)
        return found

    def _value(self, service: Service, field: Field, typed: Typed) -> tuple[str, Source]:
        if field.secret:
            return self._keys.value(service, field)
        mine = typed.get(service.id, {}).get(field.id, "").strip()
        if mine:
            return mine, Source.SETTINGS
        given = self._keys.given(field)  # no keyring is opened for what is no secret
        return (given, Source.ENVIRONMENT) if given else (field.default, Source.NONE)
