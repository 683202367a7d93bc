"""The asset library of Ark: looks and voices that are registered once and called `asset://<id>`.

It belongs to the management API: another host, and calls that are signed with an access key
(HMAC-SHA256 over the whole call, as Volcengine's signature V4 says) instead of the Ark key. The
library fetches a file by a link; data is refused.
"""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from studio.backends.account import Account
from studio.backends.pacing import Pause, pauses
from studio.backends.seedance_fill import account_values, fetchable
from studio.backends.seedance_model import ark
from studio.backends.seedance_wire import fields
from studio.backends.web import Reply, Wire
from studio.errors import BackendError, Fault

VERSION = "2024-01-01"
_SERVICE = "ark"
_TITLE = "Seedance"
_TRIES = 40  # looks at an asset that is worked on; it takes 10 to 30 seconds
_SIGNED = "content-type;host;x-content-sha256;x-date"

State = Literal["processing", "active", "failed"]


@dataclass(frozen=True)
class Asset:
    """A file of the library; only an active one can be called. `reason` says why one failed."""

    id: str
    state: State
    group: str = ""
    name: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Group:
    """A shelf of the library."""

    id: str
    name: str = ""


class AssetLibrary:
    """The library of one account, by the values `access` and `secret`."""

    def __init__(
        self,
        account: Account,
        *,
        pause: Pause = asyncio.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        address: str = "",
    ) -> None:
        """`address` takes the place of the site's own."""
        self._account, self._pause, self._now, self._address = account, pause, now, address
        self._table = ark()

    async def create(self, group: str, url: str) -> str:
        """Register the file behind a link; the asset's id, which is not active yet.

        Raises BackendError: Fault.LOST when it may have been registered.
        """
        values = await account_values(self._account)
        if not fetchable(url, self._address or values.get("url", "")):
            raise BackendError("seedance.link_inside", Fault.INVALID, backend=_TITLE)
        result = await self._call("CreateAsset", {"GroupId": group, "URL": url})
        name = result.get("Id")
        if not (isinstance(name, str) and name):
            raise BackendError(
                "seedance.answer_lost", Fault.LOST, backend=_TITLE, detail="CreateAsset"
            )
        return name

    async def get(self, asset_id: str) -> Asset:
        """An asset as it is now. Raises BackendError."""
        return _asset({"Id": asset_id, **await self._call("GetAsset", {"Id": asset_id})})

    async def ready(self, asset_id: str) -> Asset:
        """The asset when it can be called. Raises BackendError when it failed or takes too long."""
        waits = pauses(3.0, 10.0)
        for _ in range(_TRIES):
            asset = await self.get(asset_id)
            if asset.state == "active":
                return asset
            if asset.state == "failed":
                raise BackendError(
                    "seedance.asset_failed", Fault.INVALID,
                    backend=_TITLE, detail=asset.reason or "?",
                )  # fmt: skip
            await self._pause(next(waits))
        raise BackendError("seedance.asset_slow", Fault.NETWORK, retryable=True, backend=_TITLE)

    async def assets(self, group: str = "") -> tuple[Asset, ...]:
        """What is in the library, or on one shelf of it. Raises BackendError."""
        chosen = {"GroupIds": [group]} if group else {}
        return tuple(map(_asset, await self._pages("ListAssets", chosen)))

    async def groups(self) -> tuple[Group, ...]:
        """The shelves. Raises BackendError."""
        found = await self._pages("ListAssetGroups", {})
        return tuple(Group(_text(each, "Id"), _text(each, "Name")) for each in found)

    async def _pages(self, action: str, chosen: Mapping[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for page in range(1, 101):
            body = {"Filter": dict(chosen), "PageNumber": page, "PageSize": 100}
            items = (await self._call(action, body)).get("Items")
            listed = cast(list[object], items) if isinstance(items, list) else []
            fresh = [fields(each) for each in listed]
            found += [each for each in fresh if _text(each, "Id")]
            if len(fresh) < 100:
                break
        return found

    async def _call(self, action: str, body: Mapping[str, Any]) -> dict[str, Any]:
        values = await account_values(self._account)
        access, secret = (values.get(name, "").strip() for name in ("access", "secret"))
        if not (access and secret and access.isascii() and access.isprintable()):
            raise BackendError("seedance.asset_keys", Fault.CREDENTIALS, backend=_TITLE)
        site = self._table.sites[self._table.site(values.get("url", ""))]
        address = self._address or site.assets
        query = f"Action={action}&Version={VERSION}"
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        signed = Signature(access, secret, site.region).headers(
            urlsplit(address).netloc, query, content, self._now()
        )
        wire = Wire(
            _TITLE, address, lambda path: signed, proxy=self._account.proxy(),
            recorder=self._account.recorder, transport=self._account.transport,
        )  # fmt: skip
        reads = action != "CreateAsset"
        return _result(await wire.call("POST", f"/?{query}", body=body), reads=reads)


@dataclass(frozen=True, repr=False)
class Signature:
    """Signs calls with an access key and its secret for one region."""

    access: str
    secret: str
    region: str

    def headers(self, host: str, query: str, body: bytes, now: datetime) -> dict[str, str]:
        """The headers of a JSON POST to `/` with a sorted query."""
        stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        digest = hashlib.sha256(body).hexdigest()
        lines = f"content-type:application/json\nhost:{host}\n"
        lines += f"x-content-sha256:{digest}\nx-date:{stamp}\n"
        whole = "\n".join(("POST", "/", query, lines, _SIGNED, digest))
        scope = f"{stamp[:8]}/{self.region}/{_SERVICE}/request"
        told = hashlib.sha256(whole.encode()).hexdigest()
        text = "\n".join(("HMAC-SHA256", stamp, scope, told))
        key = self.secret.encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        sign = hmac.digest(key, text.encode(), "sha256").hex()
        credential = f"Credential={self.access}/{scope}, SignedHeaders={_SIGNED}, Signature={sign}"
        return {
            "Authorization": f"HMAC-SHA256 {credential}",
            "X-Date": stamp,
            "X-Content-Sha256": digest,
        }


def _result(reply: Reply, *, reads: bool) -> dict[str, Any]:
    """What an action answered. Raises BackendError: one that `reads` may be asked again."""
    given = fields(reply.json)
    error = fields(fields(given.get("ResponseMetadata")).get("Error"))
    if reply.status == 200 and not error and "Result" in given:
        return fields(given["Result"])
    code = _text(error, "Code")
    detail = f"{reply.status} {code} {_text(error, 'Message')[:200]}".strip()
    key, fault = "seedance.asset_refused", Fault.CREDENTIALS
    again = reply.status == 429
    if reply.status >= 500 or again or (reply.status == 200 and not error):
        again = again or reads
        key = "seedance.no_answer" if again else "seedance.answer_lost"
        fault = Fault.NETWORK if again else Fault.LOST
    elif code.startswith("InvalidParameter"):
        key, fault = "seedance.asset_failed", Fault.INVALID
    raise BackendError(key, fault, retryable=again, backend=_TITLE, detail=detail)


def _asset(values: Mapping[str, Any]) -> Asset:
    told = _text(values, "Status").lower()
    state: State = "active" if told == "active" else "failed" if told == "failed" else "processing"
    error = fields(values.get("Error"))
    reason = " ".join(filter(None, (_text(error, "Code"), _text(error, "Message")[:200])))
    return Asset(
        _text(values, "Id"), state, _text(values, "GroupId"), _text(values, "Name"), reason
    )


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""
