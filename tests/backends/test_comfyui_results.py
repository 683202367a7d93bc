"""What runs on a small ComfyUI saved: chosen among everything listed, and fetched whole."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.backends.account import Account
from studio.backends.comfyui_line import Line
from studio.backends.comfyui_results import Saved, fetched, saved
from studio.errors import BackendError, Fault
from tests.backends.comfyui_server import FILM, Comfy, serving
from tests.backends.waiting import Waits


@pytest.fixture
def comfy() -> Iterator[Comfy]:
    with serving() as found:
        yield found
        assert found.wrong == []


def item(name: str, folder: str = "studio", place: str = "output", **more: Any) -> dict[str, Any]:
    return {"filename": name, "subfolder": folder, "type": place, **more}


def line(comfy: Comfy, waits: Waits | None = None, **more: str) -> Line:
    values = {"url": comfy.url, **more}
    return Line(Account(lambda: values), "ComfyUI", waits or Waits())


LISTED = {
    "1": {"images": [item("shot_00001_.png"), item("p.png", "", "temp")]},
    "2": {"gifs": [item("vhs-audio.mp4", fullpath="/srv/x.mp4", workflow="vhs.png")]},
    "3": {"audio": [item("a.flac")], "text": ["words", 7, None]},
    "57:8": {"images": [item("clip_00001_.mp4")], "animated": [True]},
    "5": {"mesh.3d": [item("thing.glb")], "files": "none", "odd": {"filename": "x"}},
    "6": {"images": [item("tmp.mp4", "", "temp")]},
    "7": None,
}


def test_16_files_of_every_key_are_found() -> None:
    """16. By `filename`, whatever the key; the kind by the name's end; `fullpath` is nothing."""
    found = saved(LISTED)
    kinds = {file.filename: file.kind for file in found}
    assert kinds == {
        "vhs-audio.mp4": "video", "clip_00001_.mp4": "video", "shot_00001_.png": "picture",
        "a.flac": "sound", "thing.glb": "other", "tmp.mp4": "video", "p.png": "picture",
    }  # fmt: skip
    assert all("/srv" not in f"{file}" for file in found)


def test_16_the_wanted_node_comes_first_then_what_is_kept_then_videos() -> None:
    assert saved(LISTED)[0].filename == "vhs-audio.mp4"
    assert saved(LISTED, "57:8")[0].filename == "clip_00001_.mp4"
    assert saved(LISTED, "6")[0].filename == "tmp.mp4"
    assert [file.filename for file in saved(LISTED)][-2:] == ["tmp.mp4", "p.png"]
    assert saved({}) == []


@pytest.mark.parametrize(
    "strange",
    [
        {"filename": 3}, {"filename": ""}, {"filename": "x", "type": 3},
        {"filename": "x", "subfolder": [1]}, {"fullpath": "/x.mp4"},
    ],
)  # fmt: skip
def test_16_what_is_no_file_is_passed_over(strange: dict[str, Any]) -> None:
    assert saved({"1": {"images": [strange, ["x"], None]}}) == []


def stored(comfy: Comfy, name: str = "clip_00001_.mp4", folder: str = "studio") -> Saved:
    comfy.files["output", folder, name] = FILM
    return Saved("9", name, folder, "output")


def test_23_a_file_is_fetched_whole_under_a_name_of_ours(comfy: Comfy, tmp_path: Path) -> None:
    """23. What is in its name on the server is encoded, and stays there."""
    comfy.wants = {"X-Key": "0123456789"}
    there = line(comfy, headers="X-Key: 0123456789")
    file = stored(comfy, "été & 100% #1 (好).MP4", "a b/ü?")
    assert asyncio.run(fetched(there, file, tmp_path, "take")) == "take.mp4"
    assert (tmp_path / "take.mp4").read_bytes() == FILM
    assert [path.name for path in tmp_path.iterdir()] == ["take.mp4"]
    asyncio.run(fetched(there, file, tmp_path, "take"))
    assert len(comfy.calls) == 1  # what is there is not fetched again


def test_23_a_line_that_is_cut_goes_on_where_it_was(comfy: Comfy, tmp_path: Path) -> None:
    comfy.on("view", *["short"] * 4)
    asyncio.run(fetched(line(comfy), stored(comfy), tmp_path, "take"))
    assert (tmp_path / "take.mp4").read_bytes() == FILM
    begins = [span.partition("=")[2] for span in comfy.spans]
    assert begins[0] == ""
    assert begins[1:] == sorted(set(begins[1:]), key=lambda span: int(span[:-1]))
    assert len(begins) == 5


def test_23_another_file_in_its_place_is_fetched_from_the_beginning(
    comfy: Comfy, tmp_path: Path
) -> None:
    """The server's tag says that it is not the same one."""
    file, other = stored(comfy), FILM[::-1] + b"longer"
    comfy.on("view", "short")
    comfy.after_view = lambda: comfy.files.update({("output", "studio", file.filename): other})
    asyncio.run(fetched(line(comfy), file, tmp_path, "take"))
    assert (tmp_path / "take.mp4").read_bytes() == other


@pytest.mark.parametrize("fault", ["short", "drop", 503])
def test_23_a_line_that_stays_bad_leaves_nothing(
    comfy: Comfy, tmp_path: Path, fault: object
) -> None:
    comfy.tagless = True  # so that nothing can go on
    comfy.on("view", *[fault] * 100)
    waits = Waits()
    with pytest.raises(BackendError) as caught:
        asyncio.run(fetched(line(comfy, waits), stored(comfy), tmp_path, "take"))
    assert (caught.value.fault, caught.value.retryable) == (Fault.NETWORK, True)
    assert 100 < sum(waits.asked) < 300  # a server may be restarted meanwhile
    assert list(tmp_path.iterdir()) == []


def test_17_a_file_that_is_listed_and_gone_is_told(comfy: Comfy, tmp_path: Path) -> None:
    file = Saved("9", "clip_00001_.mp4", "studio", "output")
    with pytest.raises(BackendError) as caught:
        asyncio.run(fetched(line(comfy), file, tmp_path, "take"))
    assert (caught.value.key, caught.value.fault) == ("comfyui.file_gone", Fault.LOST)
    assert list(tmp_path.iterdir()) == []


def test_what_a_proxy_sends_instead_is_no_film(comfy: Comfy, tmp_path: Path) -> None:
    comfy.files["output", "studio", "x.mp4"] = b"\n <!DOCTYPE html><p>sign in"
    file = Saved("9", "x.mp4", "studio", "output")
    with pytest.raises(BackendError) as caught:
        asyncio.run(fetched(line(comfy), file, tmp_path, "take"))
    assert caught.value.fault is Fault.CREDENTIALS
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../../etc/x.mp4", "C:\\x\\..\\y.mp4", "x.m p4", "x", ".mp4/.."])
def test_a_hostile_name_names_nothing_here(comfy: Comfy, tmp_path: Path, name: str) -> None:
    found = asyncio.run(fetched(line(comfy), stored(comfy, name), tmp_path, "take"))
    assert found in {"take", "take.mp4"}
    assert [path.name for path in tmp_path.iterdir()] == [found]
