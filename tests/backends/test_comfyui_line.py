"""The way to a ComfyUI server: its address, the maker's headers, what it says of itself."""

import asyncio
import logging
import socket
from collections.abc import Iterator

import pytest

from studio.backends.account import Account
from studio.backends.cassette import Tape
from studio.backends.comfyui_line import Line, Stats
from studio.backends.comfyui_place import own_headers, reached
from studio.backends.comfyui_runs import Runs
from studio.errors import BackendError, Fault
from tests.backends.comfyui_server import Comfy, serving
from tests.backends.waiting import Waits

SECRET = "Bearer tell-nobody-0123456789"


@pytest.fixture
def comfy() -> Iterator[Comfy]:
    with serving() as found:
        yield found
        assert found.wrong == []


def line(comfy: Comfy, **more: str) -> Line:
    values = {"url": comfy.url, **more}
    return Line(Account(lambda: values), "ComfyUI", Waits())


def test_01_nobody_there_is_said_at_once_and_passes() -> None:
    """1. Not reachable, with the address; the same line works when the server is there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    values = {"url": url}
    there = Line(Account(lambda: values), "ComfyUI", Waits())
    with pytest.raises(BackendError) as caught:
        asyncio.run(there.stats())
    error = caught.value
    assert (error.key, error.fault) == ("comfyui.server_unreachable", Fault.NETWORK)
    assert error.retryable
    assert all(url in error.text(language) for language in ("en", "zh"))
    with serving() as comfy:
        values["url"] = comfy.url
        assert asyncio.run(there.stats()).version == "0.33.0"


def test_02_version_and_devices(comfy: Comfy) -> None:
    assert asyncio.run(line(comfy).stats()) == Stats("0.33.0", ("cuda:0 NVIDIA",))
    assert Stats("v0.3.56-2-gabc", ()).numbers == (0, 3, 56)
    assert Stats("nightly", ()).numbers == ()


@pytest.mark.parametrize(
    "body",
    [
        {"system": {"strange": [1]}, "devices": None, "more": {}},
        {"system": {"comfyui_version": None}, "devices": [1, {}, {"name": 7}]},
    ],
)
def test_02_a_body_without_a_version_does_no_harm(comfy: Comfy, body: object) -> None:
    comfy.on("any", body)
    assert asyncio.run(line(comfy).stats()) == Stats("", ())


@pytest.mark.parametrize("fault", ["html", "garbage", {"hello": 1}, 404])
def test_something_else_at_the_address_is_told(comfy: Comfy, fault: object) -> None:
    comfy.on("any", fault)
    with pytest.raises(BackendError) as caught:
        asyncio.run(line(comfy).stats())
    assert (caught.value.key, caught.value.fault) == ("comfyui.server_another", Fault.CREDENTIALS)
    assert comfy.url in str(caught.value)


@pytest.mark.parametrize("fault", [500, 502, "drop", "reset"])
def test_a_server_that_stumbles_may_be_asked_again(comfy: Comfy, fault: object) -> None:
    comfy.on("any", fault)
    with pytest.raises(BackendError) as caught:
        asyncio.run(line(comfy).stats())
    assert (caught.value.fault, caught.value.retryable) == (Fault.NETWORK, True)


def test_03_the_headers_of_the_maker_go_with_every_call_and_the_socket(
    comfy: Comfy, caplog: pytest.LogCaptureFixture
) -> None:
    """3. On HTTP and on the handshake, and into no log; the server notes an Origin on either."""
    caplog.set_level(logging.DEBUG)
    comfy.wants = {"Authorization": SECRET, "X-Team": "fox"}
    headers = f"Authorization: {SECRET}\r\nX-Team:fox"
    run_id = "6f843d26-c521-4d81-a9e2-26a3677fa0db"
    work = {"1": {"class_type": "PreviewImage", "inputs": {"images": ["2", 0]}}}
    work["2"] = {"class_type": "EmptyImage", "inputs": {"width": 8}}

    async def play() -> None:
        runs = Runs(line(comfy, headers=headers))
        await runs.start(work, run_id, titles={})
        async for _ in runs.follow(run_id, work, {}):
            pass

    asyncio.run(play())
    assert comfy.opened == [run_id]
    ours = [each for each in caplog.records if each.name != "websockets.server"]
    assert ours
    assert all(SECRET not in each.getMessage() for each in ours)
    with pytest.raises(BackendError) as caught:
        asyncio.run(line(comfy).stats())
    assert (caught.value.key, caught.value.fault) == ("comfyui.server_refuses", Fault.CREDENTIALS)


@pytest.mark.parametrize(
    "text",
    [
        "Authorization", ": x", "Bad Name: x", "X-A:", "X-A: a\rHost: b", "X-A: ü", "Origin: http://x",
        "host: x", "Content-Length: 3", "X-A: 1;;X-a: 2", "Sec-WebSocket-Key: x", "X-A: \x00",
    ],
)  # fmt: skip
def test_03_a_bad_header_is_refused_without_being_told(text: str) -> None:
    with pytest.raises(BackendError) as caught:
        own_headers(f"X-Good: {SECRET};;{text}", "ComfyUI")
    error = caught.value
    assert (error.key, error.fault) == ("comfyui.server_bad_header", Fault.CREDENTIALS)
    assert SECRET not in f"{error}{error.values}"


def test_03_headers_stand_on_lines_or_between_marks() -> None:
    found = own_headers("\n A-B : c: d ;; X: y\r\n\n", "ComfyUI")
    assert found == {"A-B": "c: d", "X": "y"}


@pytest.mark.parametrize(
    "text", ["ftp://x", "http://", "http://a b", "http://x:99999", "http://[1"]
)
def test_an_address_of_no_use_is_refused(text: str) -> None:
    with pytest.raises(BackendError) as caught:
        reached({"url": text}, "", "ComfyUI")
    assert caught.value.fault is Fault.CREDENTIALS


def test_addresses_as_people_paste_them() -> None:
    def found(url: str) -> str:
        return reached({"url": url}, "", "ComfyUI").address

    assert found("") == "http://127.0.0.1:8188"
    assert found("gpu.lan:8188/") == "http://gpu.lan:8188"
    assert found("https://fox.example/comfy/?x=1#graph") == "https://fox.example/comfy"


def test_no_proxy_leads_to_this_machine(comfy: Comfy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the one of the preferences nor the system's."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    values = {"url": comfy.url}
    account = Account(lambda: values, proxy=lambda: "http://127.0.0.1:9")
    assert asyncio.run(Line(account, "ComfyUI").stats()).version == "0.33.0"
    assert reached({"url": "http://10.0.0.9:1"}, "http://p:1", "x").way == "http://p:1"


def test_the_limit_of_uploads(comfy: Comfy) -> None:
    assert asyncio.run(line(comfy).limit()) == comfy.limit
    for body in ({}, {"max_upload_size": "much"}, {"max_upload_size": True}, 404):
        comfy.on("any", body)
        assert asyncio.run(line(comfy).limit()) is None


def test_few_classes_are_asked_for_one_by_one(comfy: Comfy) -> None:
    found = asyncio.run(line(comfy).classes(["KSampler", "No/Such Node", "LoadImage"]))
    assert found.keys() == {"KSampler", "LoadImage"}
    assert "output_node" in found["KSampler"]
    assert ("GET", "/object_info/No%2FSuch%20Node") in comfy.calls
    assert ("GET", "/object_info") not in comfy.calls


def test_all_classes_are_kept_for_some_minutes(comfy: Comfy) -> None:
    there = line(comfy)

    async def play() -> None:
        whole = await there.classes()
        assert await there.classes() == whole
        assert (await there.classes(["KSampler"])).keys() == {"KSampler"}
        await there.classes(fresh=True)

    asyncio.run(play())
    assert [path for _, path in comfy.calls] == ["/object_info"] * 2


def test_a_recording_has_neither_headers_nor_words(comfy: Comfy) -> None:
    """What the maker wrote stands in any input of a workflow."""
    tape = Tape()
    values = {"url": comfy.url, "headers": f"Authorization: {SECRET}"}
    there = Line(Account(lambda: values, recorder=tape), "ComfyUI", Waits())
    words = "a fox that nobody may hear of"
    work = {
        "1": {"class_type": "PreviewImage", "inputs": {"images": ["2", 0]}},
        "2": {"class_type": "EmptyImage", "inputs": {"width": 8, "value": words}},
    }

    async def play() -> None:
        runs, run_id = Runs(there), "6f843d26-c521-4d81-a9e2-26a3677fa0db"
        await runs.start(work, run_id, titles={})
        async for _ in runs.follow(run_id, work, {}):
            pass

    asyncio.run(play())
    assert "/prompt" in tape.text()
    assert "EmptyImage" in tape.text()
    assert SECRET not in tape.text()
    assert words not in tape.text()
