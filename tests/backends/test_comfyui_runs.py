"""Runs against a small ComfyUI: the checklist of its contract, by number."""

import asyncio
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from studio.backends.account import Account
from studio.backends.comfyui_line import Line
from studio.backends.comfyui_runs import Ended, Runs, State, Step
from studio.errors import BackendError, Fault
from tests.backends.comfyui_server import Comfy, serving
from tests.backends.waiting import Waits

TITLES = {"3": "The sampler", "9": "Save the film"}


@pytest.fixture(params=["0.33.0", "0.3.64"])
def comfy(request: pytest.FixtureRequest) -> Iterator[Comfy]:
    """22. Everything works with the jobs routes and without."""
    with serving(request.param) as found:
        yield found
        assert found.wrong == []


def line(comfy: Comfy, pause: Any = None, **values: str) -> Line:
    given = {"url": comfy.url, **values}
    return Line(Account(lambda: given), "ComfyUI", pause or Waits())


def graph(seed: int = 1, steps: int = 4, **more: Any) -> dict[str, Any]:
    """A picture that is sampled and saved; one node lies in a subgraph."""
    sampled = {"latent_image": ["1", 0], "sampler": ["57:8", 0], "seed": seed, "steps": steps}
    saved = {"video": ["3", 0], "filename_prefix": "studio/x"}
    return {
        "1": {"class_type": "EmptyImage", "inputs": {"width": 64}},
        "57:8": {"class_type": "KSamplerSelect", "inputs": {"sampler_name": "euler"}},
        "3": {"class_type": "KSampler", "inputs": sampled},
        "9": {"class_type": "SaveVideo", "inputs": saved},
        **more,
    }


def fresh() -> str:
    return str(uuid.uuid4())


async def followed(
    runs: Runs, run_id: str, work: Mapping[str, Any]
) -> tuple[list[Step], Ended | None]:
    steps: list[Step] = []
    ended: Ended | None = None
    async for each in runs.follow(run_id, work, TITLES):
        if isinstance(each, Ended):
            ended = each
        else:
            steps.append(each)
    return steps, ended


async def made(runs: Runs, work: Mapping[str, Any], output: str = "") -> Ended:
    run_id = fresh()
    await runs.start(work, run_id, output=output, titles=TITLES)
    _, ended = await followed(runs, run_id, work)
    assert ended is not None
    return ended


def test_a_run_leaves_what_it_saved(comfy: Comfy) -> None:
    ended = asyncio.run(made(Runs(line(comfy)), graph(), "9"))
    assert ended.outputs["9"]["images"][0]["filename"] == "x_00001_.mp4"
    assert not ended.cached


def test_11_the_socket_is_open_before_the_prompt(comfy: Comfy) -> None:
    """11. With an id of its own, which is the run's; messages before the answer count."""
    run_id = fresh()

    async def play() -> list[Step]:
        runs = Runs(line(comfy, asyncio.sleep))
        await runs.start(graph(), run_id, output="9", titles=TITLES)
        return (await followed(runs, run_id, graph()))[0]

    steps = asyncio.run(play())
    assert comfy.opened == [run_id]
    assert comfy.prompts[0]["prompt_id"] == comfy.prompts[0]["client_id"] == run_id
    assert comfy.prompts[0]["partial_execution_targets"] == ["9"]
    dones = [step.done for step in steps]
    assert dones == sorted(dones)
    assert all(done < 1 for done in dones)


def test_24_a_line_cut_after_sending_is_a_doubt_that_known_settles(comfy: Comfy) -> None:
    comfy.on("prompt", "cut")
    comfy.engine.change(held=True)
    runs, run_id = Runs(line(comfy)), fresh()
    with pytest.raises(BackendError) as caught:
        asyncio.run(runs.start(graph(), run_id, titles=TITLES))
    assert caught.value.fault is Fault.LOST
    assert asyncio.run(runs.known(run_id)) is State.WAITING
    assert len(comfy.prompts) == 1
