"""Files put on a small ComfyUI: names, limits, once each."""

import asyncio
import hashlib
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.backends.account import Account
from studio.backends.cassette import Tape
from studio.backends.comfyui_line import Line
from studio.backends.comfyui_uploads import Uploads
from studio.backends.replay import Replay, read_cassette
from studio.errors import BackendError, Fault
from tests.backends.comfyui_server import Comfy, serving
from tests.backends.waiting import Waits

DATA = b"\x89PNG" + bytes(range(256)) * 4
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def comfy() -> Iterator[Comfy]:
    with serving() as found:
        yield found
        assert found.wrong == []


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "été 你好.png"
    path.write_bytes(DATA)
    return path


def uploads(comfy: Comfy) -> Uploads:
    values = {"url": comfy.url}
    return Uploads(Line(Account(lambda: values), "ComfyUI", Waits()))


def test_10_a_file_goes_to_a_folder_of_the_studios_own(comfy: Comfy, picture: Path) -> None:
    """10. Under a hash of plain letters; nothing is overwritten."""
    value = asyncio.run(uploads(comfy).put(picture, SHA, ".PNG"))
    assert value == f"studio/{SHA[:32]}.png"
    assert comfy.files["input", "studio", f"{SHA[:32]}.png"] == DATA


def test_10_the_name_is_the_one_of_the_answer(comfy: Comfy, picture: Path) -> None:
    comfy.files["input", "studio", f"{SHA[:32]}.png"] = b"something else"
    value = asyncio.run(uploads(comfy).put(picture, SHA, ".png"))
    assert value == f"studio/{SHA[:32]} (1).png"
    comfy.on("upload", {"name": "x.png"})
    assert asyncio.run(uploads(comfy).put(picture, SHA, ".png")) == "x.png"


def test_10_the_name_holds_nothing_strange(comfy: Comfy, picture: Path) -> None:
    value = asyncio.run(uploads(comfy).put(picture, "../ab/cd\r\n", './"evil'))
    assert value == "studio/abcd.evil"


def test_a_file_is_put_once_for_an_address(comfy: Comfy, picture: Path) -> None:
    """Also when two shots want it at the same moment; and again once it is not there any more."""
    there = uploads(comfy)

    async def play() -> list[str]:
        return await asyncio.gather(*(there.put(picture, SHA, ".png") for _ in range(5)))

    assert len(set(asyncio.run(play()))) == 1
    assert len(comfy.uploads) == 1
    asyncio.run(there.put(picture, SHA, ".png"))
    assert len(comfy.uploads) == 1
    there.forget()
    asyncio.run(there.put(picture, SHA, ".png"))
    assert len(comfy.uploads) == 2


def test_10_a_file_above_the_limit_is_refused_before_it_is_sent(
    comfy: Comfy, picture: Path
) -> None:
    picture.write_bytes(bytes(comfy.limit))
    with pytest.raises(BackendError) as caught:
        asyncio.run(uploads(comfy).put(picture, SHA, ".png"))
    assert (caught.value.key, caught.value.fault) == ("comfyui.file_too_large", Fault.INVALID)
    assert [path for _, path in comfy.calls] == ["/features"]


def test_10_a_413_is_understood(comfy: Comfy, picture: Path) -> None:
    """Also that of a proxy with a limit of its own."""
    comfy.on("upload", 413)
    with pytest.raises(BackendError) as caught:
        asyncio.run(uploads(comfy).put(picture, SHA, ".png"))
    assert (caught.value.key, caught.value.fault) == ("comfyui.file_over_limit", Fault.INVALID)
    assert picture.name in str(caught.value)


@pytest.mark.parametrize(
    ("fault", "key", "again"),
    [
        (400, "comfyui.file_refused", False),
        (500, "comfyui.server_no_answer", True),
        ("drop", "comfyui.server_no_answer", True),
        ("html", "comfyui.server_another", False),
        ({"name": 3}, "comfyui.server_another", False),
    ],
)
def test_an_upload_that_fails_is_not_remembered(
    comfy: Comfy, picture: Path, fault: object, key: str, again: bool
) -> None:
    there = uploads(comfy)
    comfy.on("upload", fault)
    with pytest.raises(BackendError) as caught:
        asyncio.run(there.put(picture, SHA, ".png"))
    assert (caught.value.key, caught.value.retryable) == (key, again)
    assert asyncio.run(there.put(picture, SHA, ".png")).startswith("studio/")


def test_a_recording_has_the_upload_and_not_the_file(
    comfy: Comfy, picture: Path, tmp_path: Path
) -> None:
    tape, values = Tape(), {"url": comfy.url}
    recorded = Line(Account(lambda: values, recorder=tape), "ComfyUI", Waits())
    asyncio.run(Uploads(recorded).put(picture, SHA, ".png"))
    tape.save(tmp_path / "run.cassette")
    assert "PNG" not in tape.text()
    replay = Replay(read_cassette(tmp_path / "run.cassette"))
    played = Line(Account(lambda: values, transport=replay), "ComfyUI", Waits())
    assert asyncio.run(Uploads(played).put(picture, SHA, ".png")).startswith("studio/")
    assert len(comfy.uploads) == 1


def test_a_large_file_is_not_held_in_memory(comfy: Comfy, tmp_path: Path) -> None:
    """64 MB go by in pieces; the server answers without having kept them."""
    comfy.limit, comfy.forgets = 1 << 30, True
    path = tmp_path / "long.mp4"
    with path.open("wb") as stream:
        stream.truncate(64 << 20)
    tracemalloc.start()
    try:
        assert asyncio.run(uploads(comfy).put(path, SHA, ".mp4")) == "studio/kept.mp4"
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()
