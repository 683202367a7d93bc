"""Whether a chat endpoint can be reached with a key: its list of models is asked for once."""

import asyncio
from collections.abc import Mapping

import httpx
from pydantic import BaseModel, ValidationError

from studio.errors import BackendError, BadInput, Fault
from studio.script.endpoint import BASE_URL
from studio.script.wire import wire_trouble

LIMIT = 15.0  # seconds for the whole trial
_MOST = 4_000_000  # bytes


class _Model(BaseModel):
    id: str


class _Models(BaseModel):
    data: list[_Model]


async def check_model(values: Mapping[str, str], proxy: str = "", *, limit: float = LIMIT) -> None:
    """Ask for the models with `key`, `model` and `url`; the key is sent in a header, shown nowhere.

    Raises BadInput for a value that lacks or cannot be used, BackendError for what the service
    says to it.
    """
    key, model = values.get("key", "").strip(), values.get("model", "").strip()
    base = (values.get("url", "").strip() or BASE_URL).rstrip("/")
    if not (key and key.isascii() and key.isprintable()):
        raise BadInput("service.no_key")
    if not base.startswith(("http://", "https://")):
        raise BadInput("service.bad_url")
    try:
        async with asyncio.timeout(limit):
            status, data = await _get(f"{base}/models", key, proxy)
    except TimeoutError:
        raise BackendError(
            "service.too_slow", Fault.NETWORK, retryable=True, limit=f"{limit:g}"
        ) from None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise BackendError(
            "service.no_connection", Fault.NETWORK, retryable=True, detail=wire_trouble(error)
        ) from None
    if status in (401, 403):
        raise BackendError("service.key_refused", Fault.CREDENTIALS)
    if status == 429:
        raise BackendError("service.quota", Fault.QUOTA)
    if status != 200:
        raise BackendError("service.status", Fault.INVALID, status=status)
    try:
        known = {each.id for each in _Models.model_validate_json(data).data}
    except ValidationError:
        raise BackendError("service.not_chat", Fault.INVALID) from None
    if model and model not in known:
        raise BackendError("service.no_model", Fault.INVALID, model=model[:80])


async def _get(url: str, key: str, proxy: str) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"}
    async with (
        httpx.AsyncClient(timeout=LIMIT, follow_redirects=False, proxy=proxy or None) as client,
        client.stream("GET", url, headers=headers) as response,
    ):
        data = bytearray()
        async for chunk in response.aiter_raw():
            data += chunk
            if len(data) > _MOST:
                raise BackendError("service.not_chat", Fault.INVALID)
        return response.status_code, bytes(data)
