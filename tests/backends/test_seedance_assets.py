"""The asset library: signed calls to a small server that checks every signature itself."""

import asyncio
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from studio.backends.account import Account
from studio.backends.seedance_assets import AssetLibrary, Group, Signature
from studio.errors import BackendError, Fault
from tests.backends.waiting import Waits

ACCESS, SECRET, REGION = "AKTEST", "c2VjcmV0", "cn-beijing"
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


class Library(BaseHTTPRequestHandler):
    """Answers the four actions, and refuses what is not signed for what it is."""

    protocol_version = "HTTP/1.1"
    assets: ClassVar[dict[str, dict[str, Any]]] = {}
    creates: ClassVar[list[dict[str, Any]]] = []
    fault: ClassVar[tuple[int, str] | None] = None

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Authorization"] != self._expected(data):
            self._refuse(403, "SignatureDoesNotMatch")
        elif self.fault is not None:
            self._refuse(*self.fault)
        else:
            action = self.path.partition("Action=")[2].partition("&")[0]
            self._answer(200, {"Result": getattr(self, action)(json.loads(data))})

    def _expected(self, data: bytes) -> str:
        """Volcengine's signature V4, put together from the call as it came."""
        digest, stamp = hashlib.sha256(data).hexdigest(), self.headers["X-Date"]
        names = ["content-type", "host", "x-content-sha256", "x-date"]
        lines = "".join(f"{name}:{self.headers[name]}\n" for name in names)
        query = self.path.partition("?")[2]
        signed = ";".join(names)
        whole = f"POST\n/\n{query}\n{lines}\n{signed}\n{digest}"
        scope = f"{stamp[:8]}/{REGION}/ark/request"
        text = f"HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(whole.encode()).hexdigest()}"
        key = SECRET.encode()
        for part in (stamp[:8], REGION, "ark", "request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        sign = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        return f"HMAC-SHA256 Credential={ACCESS}/{scope}, SignedHeaders={signed}, Signature={sign}"

    def _refuse(self, status: int, code: str) -> None:
        self._answer(status, {"ResponseMetadata": {"Error": {"Code": code, "Message": "no"}}})

    def _answer(self, status: int, values: Any) -> None:
        data = json.dumps({"ResponseMetadata": {"RequestId": "1"}, **values}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def CreateAsset(self, body: dict[str, Any]) -> dict[str, Any]:
        self.creates.append(body)
        name = f"asset-{len(self.creates)}"
        self.assets[name] = {"Id": name, "Status": "Processing", "GroupId": body["GroupId"]}
        return {"Id": name}

    def GetAsset(self, body: dict[str, Any]) -> dict[str, Any]:
        asset = self.assets[body["Id"]]
        seen = dict(asset)
        asset["Status"] = "Failed" if "bad" in asset["GroupId"] else "Active"
        if asset["Status"] == "Failed":
            asset["Error"] = {"Code": "InvalidParameter.FpsTooLow", "Message": "23 fps"}
        return seen

    def ListAssets(self, body: dict[str, Any]) -> dict[str, Any]:
        groups = body["Filter"].get("GroupIds")
        found = [a for a in self.assets.values() if groups is None or a["GroupId"] in groups]
        start = (body["PageNumber"] - 1) * body["PageSize"]
        return {"Items": found[start : start + body["PageSize"]], "TotalCount": len(found)}

    def ListAssetGroups(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"Items": [{"Id": "group-1", "Name": "Cast"}] if body["PageNumber"] == 1 else []}


@pytest.fixture
def address() -> Iterator[str]:
    Library.assets, Library.creates, Library.fault = {}, [], None
    server = ThreadingHTTPServer(("127.0.0.1", 0), Library)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def library(address: str, waits: Waits | None = None, **more: str) -> AssetLibrary:
    values = {"access": ACCESS, "secret": SECRET, "url": "", **more}
    return AssetLibrary(Account(lambda: values), pause=waits or Waits(), address=address)


def test_a_signature_is_the_one_of_the_official_client() -> None:
    """The value was made with `SignerV4.sign_only` of the package volcengine 1.0.229."""
    headers = Signature(ACCESS, SECRET, "ap-southeast-1").headers(
        "open.byteplusapi.com", "Action=GetAsset&Version=2024-01-01", b'{"Id":"asset-1"}', NOON
    )
    assert headers["X-Date"] == "20261101T120000Z"
    wanted = "9a69bcdc54e251dd888d09603d908c7a210d17dcb54b6bb86d70aadb3d229284"
    assert headers["Authorization"].endswith(f"Signature={wanted}")
    assert "c2VjcmV0" not in repr(Signature(ACCESS, SECRET, "x"))


def test_a_look_is_registered_and_waited_for(address: str) -> None:
    waits = Waits()

    async def scene() -> None:
        shelf = library(address, waits)
        name = await shelf.create("cast-林", "https://bucket.invalid/lin.png?X-Signature=1")
        asset = await shelf.ready(name)
        assert (asset.id, asset.state, asset.group) == (name, "active", "cast-林")

    asyncio.run(scene())
    assert len(waits.asked) == 1
    assert len(Library.creates) == 1


def test_a_file_that_is_refused_says_why(address: str) -> None:
    async def scene() -> None:
        shelf = library(address)
        await shelf.ready(await shelf.create("bad", "https://bucket.invalid/a.mp4"))

    with pytest.raises(BackendError, match="FpsTooLow 23 fps"):
        asyncio.run(scene())


def test_the_shelves_are_listed_to_the_end(address: str) -> None:
    for number in range(130):
        group = "a" if number % 2 else "b"
        Library.assets[f"{number}"] = {"Id": f"{number}", "Status": "Active", "GroupId": group}
    shelf = library(address)
    assert len(asyncio.run(shelf.assets())) == 130
    assert len(asyncio.run(shelf.assets("a"))) == 65
    assert asyncio.run(shelf.groups()) == (Group("group-1", "Cast"),)


@pytest.mark.parametrize(
    ("values", "key"),
    [({"secret": "wrong"}, "seedance.asset_refused"), ({"access": ""}, "seedance.asset_keys")],
)
def test_wrong_keys_are_told(address: str, values: dict[str, str], key: str) -> None:
    with pytest.raises(BackendError) as caught:
        asyncio.run(library(address, **values).groups())
    assert (caught.value.key, caught.value.fault) == (key, Fault.CREDENTIALS)


def test_an_answer_lost_is_a_doubt_only_where_something_was_made(address: str) -> None:
    Library.fault = (502, "BadGateway")
    shelf = library(address)
    with pytest.raises(BackendError) as caught:
        asyncio.run(shelf.create("g", "https://bucket.invalid/a.png"))
    assert (caught.value.fault, caught.value.retryable) == (Fault.LOST, False)
    with pytest.raises(BackendError) as caught:
        asyncio.run(shelf.groups())
    assert (caught.value.fault, caught.value.retryable) == (Fault.NETWORK, True)


@pytest.mark.parametrize(
    "url", ["data:image/png;base64,AA", "file:///lin.png", "http://localhost/a"]
)
def test_what_the_library_cannot_fetch_is_not_sent(url: str) -> None:
    with pytest.raises(BackendError) as caught:
        asyncio.run(library("https://open.example.com").create("g", url))
    assert caught.value.key == "seedance.link_inside"
