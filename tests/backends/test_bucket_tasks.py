"""Tasks whose videos lie in a real bucket: put there before, fetched meanwhile, gone afterwards."""

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from studio.backends.account import Account
from studio.backends.base import Backend, Input
from studio.backends.bucket import OwnBucket
from studio.backends.kling import backends as kling_backends
from studio.backends.kling_wire import Line as KlingLine
from studio.backends.seedance import backends as seedance_backends
from studio.backends.seedance_wire import Line as ArkLine
from studio.errors import BackendError, Fault
from tests.backends import (
    asking,
    kling_desk,
    kling_server,
    s3_server,
    seedance_desk,
    seedance_server,
)

pytestmark = pytest.mark.skipif(
    not s3_server.RCLONE.exists(), reason="there is no rclone for this system"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[s3_server.Store]:
    with s3_server.serving(tmp_path / "s3") as found:
        yield found


def own(store: s3_server.Store, folder: Path, **more: str) -> OwnBucket:
    values = store.values(**more)
    return OwnBucket(lambda: values, folder / "bucket.json", pause=kling_desk.Waits())


def filmed(folder: Path, clip: Callable[..., Input], role: str) -> Input:
    path = folder / "run.mp4"
    path.write_bytes(bytes(range(256)) * 2000)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return clip(role, path=str(path), sha256=sha256)


def ark_backend(ark: Any, bucket: OwnBucket | None) -> Backend:
    account = seedance_desk.account(ark)
    given = Account(account.values, account.plain, bucket=lambda: bucket)
    return seedance_backends(given, pause=seedance_desk.Waits())["seedance"]


def test_seedance_is_given_a_link_that_works_until_its_task_has_ended(
    store: s3_server.Store, tmp_path: Path
) -> None:
    clip = filmed(tmp_path, seedance_desk.clip, "motion")
    with seedance_server.serving() as ark:
        backend = ark_backend(ark, own(store, tmp_path))
        wish = seedance_desk.wish(inputs=(clip,))
        task = asyncio.run(backend.submit(wish, "job"))
        urls = [item["video_url"]["url"] for item in ark.bodies[0]["content"][1:]]
        assert httpx.get(urls[0]).content == Path(clip.path).read_bytes()
        later = ark_backend(ark, own(store, tmp_path))  # the studio was started again
        asyncio.run(asking.watched(later, task, wish, tmp_path))
    assert store.objects == []
    assert httpx.get(urls[0]).status_code == 404
    signature = urls[0].rpartition("Signature=")[2]
    kept = [path.read_bytes() for path in tmp_path.glob("*") if path.is_file()]
    assert kept
    assert not any(signature.encode() in data for data in kept)
    assert not any(s3_server.SECRET.encode() in data for data in kept)


def test_kling_is_given_the_public_address_and_nothing_stays(
    store: s3_server.Store, tmp_path: Path
) -> None:
    clip = filmed(tmp_path, kling_desk.clip, "camera")
    with kling_server.serving() as service:
        bucket = own(store, tmp_path, public="https://films.example")
        account = kling_desk.account(service)
        given = Account(account.values, bucket=lambda: bucket)
        waits = kling_desk.Waits()
        backend = kling_backends(given, pause=waits, own=Path("/nowhere"))["kling"]
        wish = kling_desk.wish(inputs=(clip,))
        task = asyncio.run(backend.submit(wish, "job-1"))
        assert len(store.objects) == 1
        assert f"https://films.example/{s3_server.BUCKET}/films/" in str(service.bodies[0][1])
        asyncio.run(asking.watched(backend, task, wish, tmp_path))
    assert store.objects == []


def test_a_refused_task_leaves_nothing_and_one_in_doubt_keeps_its_file(
    store: s3_server.Store, tmp_path: Path
) -> None:
    clip = filmed(tmp_path, seedance_desk.clip, "motion")
    path, bucket = Path(clip.path), own(store, tmp_path)
    account = Account(dict[str, str], bucket=lambda: bucket)

    async def failing(fault: Fault, retryable: bool) -> None:
        async with account.lending("job"):
            await bucket.link(path, clip.sha256, "job")
            raise BackendError(
                "web.unreachable", fault, retryable=retryable, backend="x", detail=""
            )

    for fault, retryable, left in (
        (Fault.LOST, False, 1), (Fault.NETWORK, True, 1), (Fault.INVALID, False, 0),
    ):  # fmt: skip
        with pytest.raises(BackendError):
            asyncio.run(failing(fault, retryable))
        assert len(store.objects) == left


def test_without_a_bucket_the_reason_is_told_and_a_new_one_holds_at_once(tmp_path: Path) -> None:
    found: list[seedance_desk.Bucket] = []
    account = Account(dict[str, str], bucket=lambda: found[0] if found else None)
    backend = seedance_backends(account)["seedance"]
    wish = seedance_desk.wish(inputs=(seedance_desk.clip(),))
    assert "seedance.no_bucket" in [each.key for each in backend.compile(wish).blocks]
    found.append(seedance_desk.Bucket())
    assert "seedance.no_bucket" not in [each.key for each in backend.compile(wish).blocks]


def test_a_proxy_that_was_changed_holds_at_the_next_call() -> None:
    proxies = [""]
    values = {"key": "k" * 20, "url": "https://s.example"}
    for line in (
        KlingLine(Account(lambda: values, proxy=lambda: proxies[0]), "Kling"),
        ArkLine(Account(lambda: values, proxy=lambda: proxies[0]), "Seedance"),
    ):

        async def used(line: Any = line) -> Any:
            async with line.open() as wire:
                return wire

        proxies[0] = ""
        first, same = asyncio.run(used()), asyncio.run(used())
        proxies[0] = "http://proxy.example:3128"
        assert first is same
        assert asyncio.run(used()) is not first


def test_a_service_that_repeats_a_link_is_not_quoted() -> None:
    link = "https://b.example/films/a.mp4?X-Amz-Signature=deadbeef01"
    for line in (
        KlingLine(Account(dict[str, str]), "Kling"),
        ArkLine(Account(dict[str, str]), "Seedance"),
    ):
        assert "deadbeef01" not in line.clean(f"download of {link} failed")
