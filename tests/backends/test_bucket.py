"""The maker's bucket against a real S3 server: signatures, faults on the way, and cleaning up."""

import asyncio
import hashlib
import json
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from studio.backends.bucket import OwnBucket, check_bucket
from studio.backends.bucket_place import place_of, region_of
from studio.backends.bucket_wire import BucketWire
from studio.errors import BackendError, Fault
from tests.backends.s3_server import ACCESS, BUCKET, RCLONE, SECRET, Store, answer, between, serving
from tests.backends.s3_server import Fault as Broken

needs_rclone = pytest.mark.skipif(not RCLONE.exists(), reason="there is no rclone for this system")
pytestmark = needs_rclone


async def at_once(_seconds: float) -> None:
    """Time passes at once."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with serving(tmp_path / "s3") as found:
        yield found


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def own(store: Store, folder: Path, clock: Clock | None = None, **more: str) -> OwnBucket:
    values = store.values(**more)
    return OwnBucket(lambda: values, folder / "bucket.json", pause=at_once, now=clock or Clock())


def filmed(folder: Path, name: str = "run.mp4", size: int = 3_000_000) -> tuple[Path, str]:
    path = folder / name
    path.write_bytes(bytes(range(256)) * (size // 256))
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def linked(bucket: OwnBucket, path: Path, sha256: str, holder: str = "job", **more: Any) -> str:
    return asyncio.run(bucket.link(path, sha256, holder, **more))


def refused(work: Any) -> BackendError:
    with pytest.raises(BackendError) as caught:
        asyncio.run(work)
    return caught.value


def test_a_signed_link_leads_to_the_file_and_only_while_it_holds(
    store: Store, tmp_path: Path
) -> None:
    path, sha256 = filmed(tmp_path)
    told: list[tuple[int, int]] = []
    url = linked(
        own(store, tmp_path), path, sha256, told=lambda sent, all_: told.append((sent, all_))
    )
    found = httpx.get(url)
    assert (found.status_code, found.content) == (200, path.read_bytes())
    assert found.headers["content-type"] == "video/mp4"
    assert told[-1] == (path.stat().st_size,) * 2
    assert len(told) > 5
    assert told == sorted(told)
    assert "X-Amz-Expires=86400" in url
    assert SECRET not in url
    (name,) = store.objects
    assert name.startswith("films/")
    assert name.endswith(f"/{sha256}.mp4")
    for wrong in (url.partition("?")[0], url[:-1] + ("0" if url[-1] != "0" else "1")):
        assert httpx.get(wrong).status_code in {400, 403}
    assert httpx.delete(url).status_code == 403  # the link allows one kind of call
    expired = place_of(store.values()).signed("GET", name, 0)
    assert httpx.get(expired).status_code in {400, 403}
    assert store.objects == [name]


def test_the_same_file_is_sent_once(store: Store, tmp_path: Path) -> None:
    path, sha256 = filmed(tmp_path)
    with between(store) as line:
        bucket = own(store, tmp_path, endpoint=line.url)

        async def several() -> list[str]:
            return await asyncio.gather(*(bucket.link(path, sha256, f"j{n}") for n in range(6)))

        asyncio.run(several())
        linked(own(store, tmp_path, endpoint=line.url), path, sha256)  # another process
        puts = [head for head in line.heads if head.startswith("PUT")]
        assert len(puts) == 1
    assert len(store.objects) == 1


def test_a_half_file_under_its_name_is_sent_again(store: Store, tmp_path: Path) -> None:
    path, sha256 = filmed(tmp_path)
    bucket = own(store, tmp_path)
    linked(bucket, path, sha256)
    (store.folder / BUCKET / store.objects[0]).write_bytes(b"half")
    assert httpx.get(linked(bucket, path, sha256)).content == path.read_bytes()


def test_a_file_goes_when_the_last_task_that_needs_it_has_ended(
    store: Store, tmp_path: Path
) -> None:
    path, sha256 = filmed(tmp_path)
    other, other256 = filmed(tmp_path, "walk.mov", 5120)
    foreign = store.folder / BUCKET / "films" / "mine.txt"
    foreign.parent.mkdir()
    foreign.write_text("not the studio's")
    bucket = own(store, tmp_path)
    for holder in ("one", "two"):
        linked(bucket, path, sha256, holder)
    linked(bucket, other, other256, "two")
    asyncio.run(bucket.release("one"))
    assert len(store.objects) == 3
    asyncio.run(bucket.release("nobody"))
    assert len(store.objects) == 3
    asyncio.run(own(store, tmp_path).release("two"))  # a new process knows it, too
    assert store.objects == ["films/mine.txt"]
    assert httpx.get(linked(bucket, path, sha256, "three")).status_code == 200


def test_what_was_lost_sight_of_goes_when_its_link_holds_no_more(
    store: Store, tmp_path: Path
) -> None:
    path, sha256 = filmed(tmp_path)
    other, other256 = filmed(tmp_path, "walk.mp4", 5120)
    clock = Clock()
    bucket = own(store, tmp_path, clock, hours="2")
    linked(bucket, path, sha256, "crashed")
    linked(bucket, other, other256, "ends")
    clock.now += 2 * 3600 - 1
    asyncio.run(bucket.release("ends"))
    assert [name for name in store.objects if sha256 in name]
    clock.now += 2
    linked(bucket, other, other256, "later")
    asyncio.run(bucket.release("later"))
    assert store.objects == []


def test_trouble_while_cleaning_up_spoils_nothing_and_is_made_good(
    store: Store, tmp_path: Path
) -> None:
    path, sha256 = filmed(tmp_path)
    linked(own(store, tmp_path), path, sha256, "one")
    asyncio.run(own(store, tmp_path, secret="wrong" * 8).release("one"))
    assert len(store.objects) == 1
    asyncio.run(own(store, tmp_path).release("any"))
    assert store.objects == []


@pytest.mark.parametrize("after", [0, 700, 900_000])
def test_a_line_that_breaks_while_sending_leaves_nothing_or_all(
    store: Store, tmp_path: Path, after: int
) -> None:
    path, sha256 = filmed(tmp_path)
    with between(store, Broken(after=900_000), Broken(after=after)) as line:
        url = linked(own(store, tmp_path, endpoint=line.url), path, sha256)
        assert httpx.get(url).content == path.read_bytes()
    with between(store, *(Broken(after=after) for _ in range(20))) as line:
        other, other256 = filmed(tmp_path, "b.mp4", 2_000_000)
        wrong = own(store, tmp_path, endpoint=line.url)
        error = refused(wrong.link(other, other256, "job"))
        assert (error.key, error.retryable) == ("bucket.broken_off", True)
    assert not [name for name in store.objects if other256 in name]


def test_a_stopped_upload_stops(store: Store, tmp_path: Path) -> None:
    path, sha256 = filmed(tmp_path, size=24_000_000)
    bucket = own(store, tmp_path)

    async def stopped() -> int:
        sent: list[int] = []
        begun = asyncio.Event()

        def told(now: int, _all: int) -> None:
            sent.append(now)
            begun.set()

        task = asyncio.create_task(bucket.link(path, sha256, "job", told))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return sent[-1]

    assert asyncio.run(stopped()) < path.stat().st_size
    assert not [
        n
        for n in store.objects
        if (store.folder / BUCKET / n).stat().st_size == path.stat().st_size
    ]


LATE = format_datetime(datetime.now(UTC) + timedelta(minutes=47), usegmt=True)


@pytest.mark.parametrize(
    ("said", "key", "fault"),
    [
        (answer("404 Not Found", "NoSuchBucket"), "no_bucket", Fault.CREDENTIALS),
        (answer("403 Forbidden", "AccessDenied"), "denied", Fault.CREDENTIALS),
        (answer("403 Forbidden", "InvalidAccessKeyId"), "key_refused", Fault.CREDENTIALS),
        (answer("403 Forbidden", "RequestTimeTooSkewed"), "clock", Fault.CREDENTIALS),
        (answer("403 Forbidden", "AccessDenied", date=LATE), "clock", Fault.CREDENTIALS),
        (
            answer("301 Moved Permanently", "PermanentRedirect", x_amz_bucket_region="eu-west-9"),
            "elsewhere", Fault.CREDENTIALS,
        ),
        (
            answer("307 Temporary Redirect", location="http://x.invalid/"),
            "elsewhere", Fault.CREDENTIALS,
        ),
        (
            answer("400 Bad Request", "AuthorizationHeaderMalformed", region="eu-west-9"),
            "elsewhere", Fault.CREDENTIALS,
        ),
        (answer("503 Slow Down", "SlowDown"), "busy", Fault.NETWORK),
        (answer("500 Internal Server Error"), "busy", Fault.NETWORK),
        (answer("429 Too Many Requests"), "busy", Fault.NETWORK),
        (answer("507 No Room", "QuotaExceeded"), "busy", Fault.NETWORK),
        (answer("400 Bad Request", "BadDigest"), "broken_off", Fault.NETWORK),
        (answer("412 Precondition Failed", "Odd"), "refused", Fault.CREDENTIALS),
        (answer("200 OK"), "no_s3", Fault.CREDENTIALS),
        (answer("418 Teapot"), "no_s3", Fault.CREDENTIALS),
    ],
)  # fmt: skip
def test_every_refusal_is_one_sentence_without_a_secret(
    store: Store, tmp_path: Path, said: Broken, key: str, fault: Fault
) -> None:
    path, sha256 = filmed(tmp_path, size=5120)
    with between(store, *(said for _ in range(20))) as line:
        error = refused(own(store, tmp_path, endpoint=line.url).link(path, sha256, "job"))
    assert (error.key, error.fault) == (f"bucket.{key}", fault)
    assert error.retryable is (fault is Fault.NETWORK)
    for language in ("en", "zh"):
        text = error.text(language)
        assert "{" not in text
        assert not any(each in text for each in (SECRET, ACCESS, "X-Amz", sha256))
    if "eu-west-9" in str(said):
        assert "eu-west-9" in error.text()
    if key == "clock":
        assert error.retryable is False


def test_a_busy_server_is_asked_again(store: Store, tmp_path: Path) -> None:
    path, sha256 = filmed(tmp_path, size=5120)
    slow = answer("503 Slow Down", "SlowDown")
    with between(store, slow, slow, slow) as line:
        url = linked(own(store, tmp_path, endpoint=line.url), path, sha256)
        assert httpx.get(url).status_code == 200


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"secret": "another secret that is wrong"}, "key_refused"),
        ({"access": "ANOTHERACCESSKEY"}, "key_refused"),
        ({"bucket": "nobodys"}, "no_bucket"),
        ({"endpoint": "http://127.0.0.1:9"}, "no_connection"),
        ({"endpoint": "http://no-such-host.invalid"}, "no_name"),
        ({"endpoint": "ftp://x"}, "bad_endpoint"),
        ({"endpoint": "http://u:p@127.0.0.1"}, "bad_endpoint"),
        ({"endpoint": ""}, "needs_endpoint"),
        ({"bucket": ""}, "needs_bucket"),
        ({"bucket": "a/b"}, "bad_name"),
        ({"region": "eu west"}, "bad_region"),
        ({"prefix": "a?b"}, "bad_prefix"),
        ({"hours": "200"}, "bad_hours"),
        ({"hours": "soon"}, "bad_hours"),
        ({"secret": ""}, "no_key"),
    ],
)
def test_what_was_typed_wrong_is_told(
    store: Store, tmp_path: Path, more: dict[str, str], key: str
) -> None:
    path, sha256 = filmed(tmp_path, size=5120)
    error = refused(own(store, tmp_path, **more).link(path, sha256, "job"))
    assert error.key == f"bucket.{key}"
    assert not any(text in error.text() for text in (SECRET, ACCESS, "another secret"))
    assert store.objects == []


def test_a_certificate_that_nobody_vouches_for_is_told(store: Store) -> None:
    class Untrusted(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            try:
                raise ssl.SSLCertVerificationError("self-signed")
            except ssl.SSLError as error:
                raise httpx.ConnectError("no") from error

    wire = BucketWire(place_of(store.values()), pause=at_once, transport=Untrusted())
    assert refused(wire.remove("a")).key == "bucket.tls"


def test_the_test_puts_fetches_and_takes_away(store: Store) -> None:
    with between(store) as line:
        asyncio.run(check_bucket(store.values(endpoint=line.url)))
        assert [head.split()[0] for head in line.heads] == ["PUT", "GET", "DELETE"]
    assert store.objects == []
    assert refused(check_bucket(store.values(secret="wrong" * 5))).key == "bucket.key_refused"


def test_the_test_uses_the_public_address_and_sees_what_it_leads_to(store: Store) -> None:
    odd = Broken(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")
    with between(store, odd) as line:
        error = refused(check_bucket(store.values(public=line.url)))
        assert error.key == "bucket.not_the_same"
    assert store.objects == []


def test_the_environment_of_other_tools_leads_nothing_elsewhere(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in {
        "AWS_ENDPOINT_URL": "http://evil.invalid", "AWS_ENDPOINT_URL_S3": "http://evil.invalid",
        "AWS_SESSION_TOKEN": "t", "AWS_SKIP_SIGNATURE": "true", "AWS_S3_EXPRESS": "true",
        "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y", "AWS_REGION": "xx-yy-1",
        "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true", "AWS_REQUEST_PAYER": "true",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, text)
    asyncio.run(check_bucket(store.values()))


def test_links_and_keys_stay_out_of_the_file_that_is_kept(store: Store, tmp_path: Path) -> None:
    path, sha256 = filmed(tmp_path, size=5120)
    bucket = own(store, tmp_path)
    url = linked(bucket, path, sha256)
    text = (tmp_path / "bucket.json").read_text()
    assert json.loads(text)["kept"][0]["name"] == store.objects[0]
    signature = url.rpartition("X-Amz-Signature=")[2]
    assert not any(each in text for each in (SECRET, ACCESS, "X-Amz", signature))
    place = place_of(store.values())
    assert SECRET not in repr(place)
    assert ACCESS not in repr(place)


def test_a_book_that_cannot_be_read_begins_anew(store: Store, tmp_path: Path) -> None:
    path, sha256 = filmed(tmp_path, size=5120)
    (tmp_path / "bucket.json").write_text('{"studio": "../..", "kept": 3}')
    assert httpx.get(linked(own(store, tmp_path), path, sha256)).status_code == 200


@pytest.mark.parametrize(
    ("endpoint", "bucket", "start"),
    [
        ("https://s3.eu-central-1.amazonaws.com", "reels", "https://reels.s3.eu-central-1.amazonaws.com/a.mp4?"),
        ("https://s3.eu-central-1.amazonaws.com", "my.reels", "https://s3.eu-central-1.amazonaws.com/my.reels/a.mp4?"),
        ("https://oss-cn-beijing.aliyuncs.com/", "reels", "https://reels.oss-cn-beijing.aliyuncs.com/a.mp4?"),
        ("https://reels.oss-cn-beijing.aliyuncs.com", "reels", "https://reels.oss-cn-beijing.aliyuncs.com/a.mp4?"),
        ("https://tos-s3-cn-beijing.volces.com", "reels", "https://reels.tos-s3-cn-beijing.volces.com/a.mp4?"),
        ("https://abc.r2.cloudflarestorage.com", "reels", "https://abc.r2.cloudflarestorage.com/reels/a.mp4?"),
        ("https://{bucket}.store.example:8443", "reels", "https://reels.store.example:8443/a.mp4?"),
        ("http://nas.local:9000/s3", "reels", "http://nas.local:9000/s3/reels/a.mp4?"),
    ],
)  # fmt: skip
def test_how_each_storage_writes_the_bucket(endpoint: str, bucket: str, start: str) -> None:
    values = {"endpoint": endpoint, "bucket": bucket, "access": "A", "secret": "S"}
    assert place_of(values).signed("GET", "a.mp4", 60).startswith(start)


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("https://s3.eu-central-1.amazonaws.com", "eu-central-1"),
        ("https://reels.oss-cn-beijing.aliyuncs.com", "cn-beijing"),
        ("https://tos-s3-cn-beijing.volces.com", "cn-beijing"),
        ("https://s3.us-west-004.backblazeb2.com", "us-west-004"),
        ("https://abc.r2.cloudflarestorage.com", "auto"),
        ("http://127.0.0.1:9000", "us-east-1"),
    ],
)
def test_the_region_that_an_address_names(address: str, region: str) -> None:
    assert region_of(address) == region
