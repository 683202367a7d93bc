"""Pictures that speak a line at Kling: what is sent, how long it is, what it costs."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.backends.base import Backend, Facts, Input, Request, Result, Sentence
from studio.backends.kling import backends
from studio.backends.kling_avatar import NAME
from studio.errors import BackendError, Fault
from studio.media.probe import probe
from tests.backends.asking import painted
from tests.backends.kling_desk import account
from tests.backends.kling_server import Service, serving
from tests.backends.test_kling_studio import heard
from tests.backends.waiting import Waits


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("avatar")
    return painted(folder), heard(folder, 1)


def backend(service: Service | None) -> Backend:
    return backends(account(service), pause=Waits(), own=Path("/nowhere"))[NAME]


def part(kind: str, path: Path, **facts: Any) -> Input:
    measured = Facts(bytes=1000, **facts)
    values = {"role": "lip", "kind": kind, "path": f"{path}", "sha256": "ab", "facts": measured}
    return Input.model_validate(values)


def wish(
    files: tuple[Path, Path], *, frames: int = 96, line: int = 1000, **options: Any
) -> Request:
    inputs = (
        part("picture", files[0], width=1280, height=720),
        part("sound", files[1], milliseconds=line),
    )
    options = {"insert": 500, **options}
    return Request(prompt="she smiles", frames=frames, inputs=inputs, options=options)


def test_a_picture_speaks_for_as_long_as_its_shot(
    service: Service, files: tuple[Path, Path], tmp_path: Path
) -> None:
    """The take has no sound, as the line is heard from the cut."""

    async def act() -> Any:
        task = await backend(service).submit(wish(files), "job")
        assert await backend(service).find("job", wish(files), datetime.now(UTC)) == task
        watched = backend(service).watch(task, wish(files), tmp_path)
        return [event async for event in watched][-1]

    result = asyncio.run(act())
    assert isinstance(result, Result)
    made = probe(tmp_path / result.files[0])
    assert (made.kind, made.sound_tracks) == ("video", 0)
    assert service.refused == []
    [(_, body)] = service.bodies
    assert (body["mode"], body["prompt"]) == ("std", "she smiles")
    assert abs(len(body["sound_file"]) * 3 / 4 - 4 * 96_000) < 200, "4 s of 48 kHz, 16 bits"


@pytest.mark.parametrize(
    ("frames", "line", "options", "price"),
    [
        (96, 1000, {}, "0.224"),  # 4 s at 0.4 units of 0.14
        (24, 1000, {}, "0.112"),  # 2 s at the least
        (24, 2600, {}, "0.224"),  # 0.5 + 2.6 s, paid by whole seconds
        (96, 1000, {"quality": "pro"}, "0.448"),
    ],
)
def test_it_costs_by_the_second(
    files: tuple[Path, Path], frames: int, line: int, options: dict[str, Any], price: str
) -> None:
    found = backend(None).compile(wish(files, frames=frames, line=line, **options))
    assert (found.price, found.blocks) == (Decimal(price), ())


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"inputs": ()}, "kling.avatar_needs"),
        ({"options": {"quality": "best"}}, "kling.bad_option"),
        ({"frames": 60 * 24}, "kling.avatar_long"),
    ],
)
def test_what_cannot_be_is_said_before_it_costs(
    files: tuple[Path, Path], change: dict[str, Any], key: str
) -> None:
    request = wish(files).model_copy(update=change)
    [block] = backend(None).compile(request).blocks
    assert block.key == key
    with pytest.raises(BackendError) as caught:
        asyncio.run(backend(None).submit(request, "job"))
    assert (caught.value.key, caught.value.fault) == (key, Fault.INVALID)


@pytest.mark.parametrize(
    ("name", "facts", "key"),
    [
        ("me.gif", {"width": 800, "height": 800}, "kling.format"),
        ("me.png", {"width": 200, "height": 800}, "kling.small"),
        ("me.png", {"width": 3000, "height": 400}, "kling.shape"),
    ],
)
def test_pictures_of_no_use_are_named(
    files: tuple[Path, Path], name: str, facts: dict[str, int], key: str
) -> None:
    inputs = (part("picture", Path(name), **facts), wish(files).inputs[1])
    request = wish(files).model_copy(update={"inputs": inputs})
    assert [block.key for block in backend(None).compile(request).blocks] == [key]


def test_formats_are_listed_as_the_language_has_it(files: tuple[Path, Path]) -> None:
    """Also when what was said was stored with a job and read again."""
    inputs = (part("picture", Path("me.gif"), width=800, height=800), wish(files).inputs[1])
    request = wish(files).model_copy(update={"inputs": inputs})
    [block] = backend(None).compile(request).blocks
    for told in (block, Sentence.model_validate_json(block.model_dump_json()), block.refusal()):
        assert "jpg、" in told.text("zh")
        assert "jpg, " in told.text()
