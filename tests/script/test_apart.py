"""Long texts are planned in a process of their own: the same plan, and an end when cancelled."""

import asyncio

import pytest

from studio.errors import BadInput
from studio.script.planner import LONG_TEXT, GrammarPlanner, grammar_plan
from studio.timeline.rate import Rate

SCENE = """INT. ROOM {n} - NIGHT

Rain beats on the window. ANNA walks to the door {n} times. She listens.

ANNA
(whispering)
Is anybody there? 有人吗？

"""


def long_text() -> str:
    text = "".join(SCENE.format(n=n) for n in range(1, 150))
    assert len(text) >= LONG_TEXT
    return text


@pytest.mark.slow
def test_a_process_plans_what_would_be_planned_here() -> None:
    rate, size = Rate(num=24000, den=1001), (640, 360)
    here = grammar_plan(long_text(), rate=rate, size=size)
    assert asyncio.run(GrammarPlanner().plan(long_text(), rate=rate, size=size)) == here


@pytest.mark.slow
def test_its_refusal_is_the_same_sentence() -> None:
    text = "x" * (LONG_TEXT + 1)
    with pytest.raises(BadInput) as caught:
        asyncio.run(GrammarPlanner().plan(text, rate=Rate(num=24)))
    assert caught.value.key == "planner.line_too_long"
    assert "10000" in caught.value.text("zh")


@pytest.mark.slow
def test_who_cancels_waits_for_nothing_and_leaves_no_process() -> None:
    async def cancelled() -> list[int | None]:
        made: list[asyncio.subprocess.Process] = []
        begun = asyncio.Event()
        begin = asyncio.create_subprocess_exec

        async def watched(*words: str, **more: object) -> asyncio.subprocess.Process:
            made.append(await begin(*words, **more))  # type: ignore[arg-type]
            begun.set()
            return made[-1]

        asyncio.create_subprocess_exec = watched  # type: ignore[assignment]
        try:
            task = asyncio.create_task(GrammarPlanner().plan(long_text(), rate=Rate(num=24)))
            await begun.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        finally:
            asyncio.create_subprocess_exec = begin
        return [process.returncode for process in made]

    codes = asyncio.run(cancelled())
    assert len(codes) == 1
    assert codes[0] is not None
    assert codes[0] != 0, "it was ended before it was ready"
