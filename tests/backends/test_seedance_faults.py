"""Everything that can go wrong at Ark, and what the maker is told: the fault table."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.backends.seedance import SERVICE
from studio.backends.seedance_wire import Refusal, error_of
from studio.errors import BackendError, Fault
from tests.backends.asking import made, watched
from tests.backends.seedance_desk import models, wish
from tests.backends.seedance_server import Ark, serving
from tests.backends.waiting import Waits


@pytest.fixture
def ark(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ark]:
    for field in SERVICE.fields:
        monkeypatch.delenv(field.env, raising=False)
    with serving() as found:
        yield found


CREATE = [
    (400, "MissingParameter.content", "no", "invalid", Fault.INVALID),
    (400, "InvalidParameter", "no", "invalid", Fault.INVALID),
    (400, "InvalidParameter.TaskTypeConstraint", "ratio", "task_rules", Fault.INVALID),
    (400, "InvalidParameter.TaskTypeMismatch", "no", "task_rules", Fault.INVALID),
    (400, "InvalidImageURL.EmptyURL", "no", "invalid", Fault.INVALID),
    (400, "InputTextSensitiveContentDetected", "no", "moderated", Fault.REFUSED),
    (400, "InputImageSensitiveContentDetected.PrivacyInformation", "no", "people", Fault.REFUSED),
    (400, "InputVideoSensitiveContentDetected.PolicyViolation", "no", "rights", Fault.REFUSED),
    (400, "ImageRiskDetection.x", "no", "moderated", Fault.REFUSED),
    (400, "SensitiveContentDetected.SevereViolation", "no", "moderated", Fault.REFUSED),
    (401, "AuthenticationError", "no", "key_refused", Fault.CREDENTIALS),
    (401, "InvalidAccountStatus", "no", "key_refused", Fault.CREDENTIALS),
    (403, "AccessDenied", "no", "not_open", Fault.CREDENTIALS),
    (403, "AccountOverdueError", "no", "overdue", Fault.QUOTA),
    (403, "OperationDenied.ServiceNotOpen", "no", "not_open", Fault.CREDENTIALS),
    (403, "OperationDenied.ServiceOverdue", "no", "overdue", Fault.QUOTA),
    (404, "InvalidEndpointOrModel.NotFound", "no", "not_open", Fault.CREDENTIALS),
    (404, "ModelNotOpen", "no", "not_open", Fault.CREDENTIALS),
    (413, "RequestTooLarge", "no", "invalid", Fault.INVALID),
    (429, "QuotaExceeded", "your free quota is used up", "quota", Fault.QUOTA),
    (429, "SetLimitExceeded", "no", "limit_set", Fault.QUOTA),
    (418, "SomethingNew.Odd", "no", "invalid", Fault.INVALID),
]


@pytest.mark.parametrize(("status", "code", "words", "key", "fault"), CREATE)
def test_18_24_25_a_refusal_is_told_and_not_sent_again(
    ark: Ark, status: int, code: str, words: str, key: str, fault: Fault
) -> None:
    """18, 24, 25. The code's sentence with its words; never retryable; nothing was made."""
    ark.on("create", (status, code, words))
    with pytest.raises(BackendError) as caught:
        asyncio.run(models(ark)["seedance"].submit(wish(), "job"))
    error = caught.value
    assert (error.key, error.fault, error.retryable) == (f"seedance.{key}", fault, False)
    for language in ("en", "zh"):
        assert code in error.text(language)
    assert ark.bodies == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("RateLimitExceeded.EndpointRPMExceeded", "slow down"),
        ("ModelAccountRpmRateLimitExceeded", "slow down"),
        ("AccountRateLimitExceeded", "slow down"),
        ("RequestBurstTooFast", "slow down"),
        ("ServerOverloaded", "later"),
        ("InflightBatchsizeExceeded", "later"),
        ("QuotaExceeded", "too many tasks in the queue"),
    ],
)
def test_24_what_passes_may_be_sent_again_after_a_scattered_pause(
    ark: Ark, code: str, words: str
) -> None:
    """24. Temporary refusals are retryable, after a pause that differs from job to job."""
    waits = Waits()
    backend = models(ark, waits)["seedance"]
    ark.on("create", *[(429, code, words)] * 4)
    for _ in range(4):
        with pytest.raises(BackendError) as caught:
            asyncio.run(backend.submit(wish(), "job"))
        assert (caught.value.key, caught.value.retryable) == ("seedance.busy", True)
    assert len({wait for wait in waits.asked if wait < 1}) >= 4


@pytest.mark.parametrize(
    "fault", [(408, "Timeout"), (502, "x"), (503, "x"), (504, "x"), (302, "x")]
)
def test_14_what_may_have_arrived_is_a_doubt(ark: Ark, fault: tuple[int, str]) -> None:
    """14. Time-outs and gateways that failed say nothing about the task."""
    ark.on("create", fault)
    with pytest.raises(BackendError) as caught:
        asyncio.run(models(ark)["seedance"].submit(wish(), "job"))
    assert (caught.value.fault, caught.value.retryable) == (Fault.LOST, False)


def test_nobody_there_means_that_nothing_was_sent(ark: Ark) -> None:
    """A refused connection may be tried again."""
    backend = models(None, url="http://127.0.0.1:1/api/v3")["seedance"]
    with pytest.raises(BackendError) as caught:
        asyncio.run(backend.submit(wish(), "job"))
    assert (caught.value.fault, caught.value.retryable) == (Fault.NETWORK, True)


TASK = [
    ("InvalidParameter.TaskTypeConstraint", "task_rules", Fault.INVALID),
    ("InvalidParameter.TaskTypeMismatch", "task_rules", Fault.INVALID),
    ("OutputVideoSensitiveContentDetected", "moderated_output", Fault.REFUSED),
    ("OutputAudioSensitiveContentDetected.PolicyViolation", "rights", Fault.REFUSED),
    ("InputImageSensitiveContentDetected.PrivacyInformation", "people", Fault.REFUSED),
    ("InternalServiceError", "failed", Fault.BROKEN),
    ("Never.Seen", "failed", Fault.BROKEN),
    ("", "failed", Fault.BROKEN),
]


@pytest.mark.parametrize(("code", "key", "fault"), TASK)
def test_25_a_task_that_failed_says_why(
    ark: Ark, tmp_path: Path, code: str, key: str, fault: Fault
) -> None:
    """18, 25. The same codes, told later."""
    ark.ending = {"status": "failed", "error": {"code": code, "message": "see the rules"}}
    with pytest.raises(BackendError) as caught:
        asyncio.run(made(models(ark)["seedance"], wish(), tmp_path))
    error = caught.value
    assert (error.key, error.fault, error.retryable) == (f"seedance.{key}", fault, False)
    assert "see the rules" in str(error)


def test_a_failure_without_a_reason_is_one_all_the_same(ark: Ark, tmp_path: Path) -> None:
    ark.ending = {"status": "failed", "error": None}
    with pytest.raises(BackendError) as caught:
        asyncio.run(made(models(ark)["seedance"], wish(), tmp_path))
    assert caught.value.key == "seedance.failed"


STORM: list[Any] = [
    (503, "ServiceUnavailable"), (500, "InternalServiceError"), (429, "ServerOverloaded"), "html",
    "garbage", "drop", {"items": []}, {"id": 5, "status": []}, (400, "InvalidParameter"),
]  # fmt: skip


@pytest.mark.parametrize("times", [1, 6])
def test_16_a_storm_of_bad_answers_costs_nothing(ark: Ark, tmp_path: Path, times: int) -> None:
    """16. No answer to a look ends a job, as long as a good one comes within a quarter hour."""
    ark.on("look", *STORM * times)
    result = asyncio.run(made(models(ark)["seedance"], wish(), tmp_path))
    assert result.files == ("video.mp4",)
    assert len(ark.bodies) == 1


def test_16_a_long_silence_is_told_and_can_be_taken_up(ark: Ark, tmp_path: Path) -> None:
    """16. After it the job may be watched again, which costs nothing."""
    backend = models(ark)["seedance"]
    task_id = asyncio.run(backend.submit(wish(), "job"))
    ark.on("look", *[(503, "ServiceUnavailable")] * 95)
    with pytest.raises(BackendError) as caught:
        asyncio.run(watched(backend, task_id, wish(), tmp_path))
    assert (caught.value.key, caught.value.retryable) == ("seedance.silence", True)
    ark.faults.clear()
    asyncio.run(watched(backend, task_id, wish(), tmp_path))


@pytest.mark.parametrize(
    ("answer", "key", "fault"),
    [
        ((401, "AuthenticationError"), "key_refused", Fault.CREDENTIALS),
        ((404, "NotFound.task"), "forgotten", Fault.LOST),
    ],
)
def test_an_answer_that_stays_is_believed(
    ark: Ark, tmp_path: Path, answer: tuple[int, str], key: str, fault: Fault
) -> None:
    """A key that is refused, or a task that is not known, three times in a row."""
    backend = models(ark)["seedance"]
    task_id = asyncio.run(backend.submit(wish(), "job"))
    ark.on("look", answer, answer, None, answer, answer, answer)
    with pytest.raises(BackendError) as caught:
        asyncio.run(watched(backend, task_id, wish(), tmp_path))
    assert (caught.value.key, caught.value.fault) == (f"seedance.{key}", fault)


def test_a_clock_that_is_wrong_changes_nothing(ark: Ark, tmp_path: Path) -> None:
    """The studio never compares the service's times with its own to end a job."""
    ark.ending = {"status": "succeeded", "created_at": 12, "updated_at": 99999999999}
    asyncio.run(made(models(ark)["seedance"], wish(), tmp_path))


def test_an_unknown_code_keeps_its_words() -> None:
    error = error_of(Refusal("Brand.New", "what now", "req-9"), "Seedance 2.0")
    assert "Brand.New what now [req-9]" in error.text("zh")
