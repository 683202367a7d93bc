"""The loop's thread does what it is asked, and ends with nothing left behind."""

import asyncio
import threading

import pytest

from studio.jobs.thread import LoopThread


async def where() -> str:
    return threading.current_thread().name


def test_work_is_done_on_the_threads_own_loop() -> None:
    loop = LoopThread()
    try:
        assert loop.call(where()).result(10) == "studio-loop"
    finally:
        loop.stop()
    assert "studio-loop" not in {thread.name for thread in threading.enumerate()}


def test_an_error_reaches_who_asked() -> None:
    async def fail() -> None:
        raise ValueError("no")

    loop = LoopThread()
    try:
        with pytest.raises(ValueError, match="no"):
            loop.call(fail()).result(10)
    finally:
        loop.stop()


def test_stopping_cancels_what_is_under_way() -> None:
    ended = threading.Event()
    begun = threading.Event()

    async def forever() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    loop = LoopThread()
    loop.call(forever())
    assert begun.wait(10)
    loop.stop()
    assert ended.is_set()


def test_stopping_twice_is_harmless() -> None:
    loop = LoopThread()
    loop.stop()
    loop.stop()


def test_a_thread_that_hangs_is_not_waited_for() -> None:
    release, begun = threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        release.wait()

    loop = LoopThread()
    loop.call(asyncio.to_thread(hang))
    try:
        assert begun.wait(10)
        assert not loop.stop(patience=0.05)
        assert not loop.stop(), "it hangs still"
    finally:
        release.set()
    assert "studio-loop" not in {thread.name for thread in threading.enumerate()}


def test_stopping_says_that_everything_ended() -> None:
    loop = LoopThread()
    assert loop.call(asyncio.to_thread(where_now)).result(10).startswith("studio-work")
    assert loop.stop()


def where_now() -> str:
    return threading.current_thread().name


def test_an_error_that_nobody_waits_for_is_heard() -> None:
    heard: list[BaseException] = []
    told = threading.Event()

    def hear(error: BaseException) -> None:
        heard.append(error)
        told.set()

    async def fail_later() -> None:
        loop_now = asyncio.get_running_loop()
        loop_now.call_soon(lambda: 1 / 0)

    loop = LoopThread(hear)
    try:
        loop.call(fail_later()).result(10)
        assert told.wait(10)
    finally:
        loop.stop()
    assert isinstance(heard[0], ZeroDivisionError)
