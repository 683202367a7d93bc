"""Lips that follow a line at Kling: what is sent, which face, what stays in doubt."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.backends.base import Backend, Facts, Input, Request, Result
from studio.backends.kling import backends
from studio.backends.kling_lips import NAME
from studio.backends.kling_speech import FIND_FACES
from studio.errors import BackendError, Fault
from studio.media.probe import probe
from tests.backends.kling_desk import account
from tests.backends.kling_server import Service, serving
from tests.backends.test_kling_studio import filmed, heard
from tests.backends.waiting import Bucket, Waits


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("lips")
    return filmed(folder), heard(folder, 1)


def backend(service: Service | None, bucket: Bucket | None = None) -> Backend:
    given = account(service, bucket=bucket or Bucket())
    return backends(given, pause=Waits(), own=Path("/nowhere"))[NAME]


def lip(kind: str, path: Path, milliseconds: int, **more: Any) -> Input:
    facts = Facts(bytes=1000, milliseconds=milliseconds, **more)
    return Input.model_validate(
        {"role": "lip", "kind": kind, "path": f"{path}", "sha256": "ab", "facts": facts}
    )


def wish(files: tuple[Path, Path], *, line: int = 1000, **options: Any) -> Request:
    inputs = (lip("video", files[0], 4000, width=1920, height=1080), lip("sound", files[1], line))
    return Request(frames=96, inputs=inputs, options={"insert": 500, **options})


def test_a_take_follows_a_line(service: Service, files: tuple[Path, Path], tmp_path: Path) -> None:
    """The picture is kept, the line's own sound is left to the cut, the take's sound stays."""

    async def act() -> Any:
        lips = backend(service)
        task = await lips.submit(wish(files), "job")
        return [event async for event in lips.watch(task, wish(files), tmp_path)][-1]

    result = asyncio.run(act())
    assert isinstance(result, Result)
    assert probe(tmp_path / result.files[0]).kind == "video"
    assert service.refused == []
    body = next(body for path, body in service.bodies if path.endswith("advanced-lip-sync"))
    face = body["face_choose"][0]
    assert (face["sound_volume"], face["original_audio_volume"]) == (0.0, 1.0)
    assert (face["sound_insert_time"], face["sound_end_time"]) == (500, 2000), "padded to 2 s"


def test_a_line_at_the_end_is_led_by_silence(files: tuple[Path, Path]) -> None:
    """What is sent must last two seconds and end inside the take."""
    compiled = backend(None).compile(wish(files, insert=2800))
    face = compiled.calls[1].body["face_choose"][0]
    assert (face["sound_insert_time"], face["sound_end_time"]) == (2000, 2000)
    assert compiled.price == Decimal("0.077")  # 0.05 + 0.5 units at 0.14
    assert {change.told.key for change in compiled.account} == {
        "kling.lips_follow", "kling.lips_padded",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"inputs": ()}, "kling.lips_needs"),
        ({"options": {"insert": 4000}}, "kling.lips_outside"),
        ({"kind": "sound"}, "kling.lips_needs"),
    ],
)
def test_what_cannot_be_is_said_before_it_costs(
    files: tuple[Path, Path], change: dict[str, Any], key: str
) -> None:
    request = wish(files).model_copy(update=change)
    (block,) = backend(None).compile(request).blocks
    assert block.key == key
    with pytest.raises(BackendError) as caught:
        asyncio.run(backend(None).submit(request, "job"))
    assert (caught.value.key, caught.value.fault) == (key, Fault.INVALID)


@pytest.mark.parametrize(
    ("milliseconds", "size", "key"),
    [
        (1500, 1080, "kling.clip_length"),
        (61_000, 1080, "kling.clip_length"),
        (4000, 360, "kling.side"),
    ],
)
def test_takes_of_no_use_are_named(
    files: tuple[Path, Path], milliseconds: int, size: int, key: str
) -> None:
    video = lip("video", files[0], milliseconds, width=1920, height=size)
    request = wish(files).model_copy(update={"inputs": (video, wish(files).inputs[1])})
    assert [block.key for block in backend(None).compile(request).blocks] == [key]


def test_a_bucket_is_needed() -> None:
    """Videos go by a link alone: without a bucket it is not ready, and says so."""
    lips = backends(account(None, bucket=None), own=Path("/nowhere"))[NAME]
    assert (lips.offer.ready, lips.offer.missing) == (False, "kling.no_bucket")


def test_of_several_faces_one_is_chosen(service: Service, files: tuple[Path, Path]) -> None:
    """Nobody guesses who speaks."""
    service.faces = [(0, 4000), (0, 4000)]
    lips = backend(service)
    with pytest.raises(BackendError) as caught:
        asyncio.run(lips.submit(wish(files), "job"))
    assert caught.value.key == "kling.lips_which"
    asyncio.run(lips.submit(wish(files, face=2), "job"))
    body = service.bodies[-1][1]
    assert body["face_choose"][0]["face_id"] == "1"


def test_the_face_that_is_seen_with_the_line_speaks(
    service: Service, files: tuple[Path, Path]
) -> None:
    service.faces = [(2600, 4000), (0, 2600)]
    asyncio.run(backend(service).submit(wish(files), "job"))
    assert service.bodies[-1][1]["face_choose"][0]["face_id"] == "1"


def test_without_a_face_nothing_is_begun(service: Service, files: tuple[Path, Path]) -> None:
    service.faces = []
    with pytest.raises(BackendError) as caught:
        asyncio.run(backend(service).submit(wish(files), "job"))
    assert caught.value.key == "kling.lips_no_face"
    assert [path for path, _ in service.bodies] == [FIND_FACES]


def test_a_lost_answer_stays_in_doubt(service: Service, files: tuple[Path, Path]) -> None:
    """Nothing promises that such a task is found by our key."""
    lips = backend(service)
    with pytest.raises(BackendError) as caught:
        asyncio.run(lips.find("job", wish(files), datetime.now(UTC)))
    assert caught.value.fault is Fault.LOST
