"""Runs against a small ComfyUI: the checklist of its contract, by number."""

import asyncio
import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from studio.backends.account import Account
from studio.backends.cassette import Tape
from studio.backends.comfyui_line import Line
from studio.backends.comfyui_progress import Progress
from studio.backends.comfyui_results import saved
from studio.backends.comfyui_runs import Ended, Runs, State, Step
from studio.backends.comfyui_socket import Socket, read
from studio.backends.replay import Replay, read_cassette
from studio.errors import BackendError, Fault
from tests.backends.comfyui_engine import WHERE
from tests.backends.comfyui_server import Comfy, serving
from tests.backends.waiting import Waits

TITLES = {"3": "The sampler", "9": "Save the film", "1": "An empty picture"}


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
    runs: Runs, run_id: str, work: Mapping[str, Any], heard: Callable[[Step], None] = lambda _: None
) -> Ended | None:
    ended: Ended | None = None
    async with aclosing(runs.follow(run_id, work, TITLES)) as news:
        async for each in news:
            if isinstance(each, Ended):
                ended = each
            else:
                heard(each)
    return ended


async def made(runs: Runs, work: Mapping[str, Any], output: str = "9") -> Ended:
    run_id = fresh()
    await runs.start(work, run_id, output=output, titles=TITLES)
    ended = await followed(runs, run_id, work)
    assert ended is not None
    return ended


def begun(comfy: Comfy, run_id: str) -> None:
    """Wait until the server is at work on a run."""
    with comfy.engine.lock:
        comfy.engine.lock.wait_for(lambda: _at_work(comfy) == run_id)


def _at_work(comfy: Comfy) -> str:
    return comfy.engine.running.id if comfy.engine.running else ""


def failing(comfy: Comfy, work: Mapping[str, Any], output: str = "9") -> BackendError:
    with pytest.raises(BackendError) as caught:
        asyncio.run(made(Runs(line(comfy)), work, output))
    return caught.value


def test_a_run_leaves_what_it_saved(comfy: Comfy) -> None:
    ended = asyncio.run(made(Runs(line(comfy)), graph()))
    assert ended.outputs["9"]["images"][0]["filename"] == "x_00001_.mp4"
    assert not ended.cached


def test_11_the_socket_is_open_before_the_prompt(comfy: Comfy) -> None:
    """11. With the run's id; what comes before the answer to the prompt counts. 6. And ids of
    nodes in subgraphs are as they are.
    """
    run_id, steps = fresh(), list[Step]()

    async def play() -> None:
        runs = Runs(line(comfy, asyncio.sleep))
        await runs.start(graph(), run_id, output="9", titles=TITLES)
        await followed(runs, run_id, graph(), steps.append)

    asyncio.run(play())
    assert comfy.opened == [run_id]
    assert comfy.prompts[0]["prompt_id"] == comfy.prompts[0]["client_id"] == run_id
    assert comfy.prompts[0]["partial_execution_targets"] == ["9"]
    assert "57:8" in comfy.prompts[0]["prompt"]
    dones = [step.done for step in steps]
    assert dones == sorted(dones)
    assert all(done < 1 for done in dones)


def test_13_messages_tell_of_the_steps_and_of_the_end(comfy: Comfy) -> None:
    """The pause between two questions never ends here: the messages alone bring it to its end."""
    comfy.engine.change(released=False)
    steps: list[Step] = []

    async def never(_seconds: float) -> None:
        await asyncio.Event().wait()

    def heard(step: Step) -> None:
        steps.append(step)
        if step.node_title == "The sampler":
            comfy.engine.change(released=True)

    async def play() -> Ended | None:
        runs, run_id = Runs(line(comfy, never)), fresh()
        await runs.start(graph(), run_id, output="9", titles=TITLES)
        return await followed(runs, run_id, graph(), heard)

    ended = asyncio.run(play())
    assert ended is not None
    assert Step(pytest.approx(0.2 * 2 / 3), "The sampler") in steps


def test_12_what_is_not_the_runs_is_ignored(comfy: Comfy) -> None:
    """12. Foreign ids, unknown types, binary frames, null outputs, text that is not JSON."""
    foreign = {"prompt_id": "another", "node": None}
    comfy.noise = [
        json.dumps({"type": "executing", "data": foreign}),
        json.dumps({"type": "executing", "data": {"node": "3"}}),
        json.dumps({"type": "custom.thing", "data": ["x"]}),
        json.dumps({"type": "executed", "data": {"output": None, "prompt_id": "another"}}),
        json.dumps(["a list"]), "not JSON", "[" * 5000, b"\x00\x00\x00\x63what", b"",
    ]  # fmt: skip
    ended = asyncio.run(made(Runs(line(comfy, asyncio.sleep)), graph()))
    assert ended.outputs.keys() == {"9"}
    assert read(comfy.noise[0], "mine") is None
    assert read(b"\x00\x00\x00\x01\x00\x00\x00\x01\xff\xd8", "mine") is None
    assert read(json.dumps({"type": 3, "data": {"prompt_id": "mine"}}), "mine") is None


def test_13_an_empty_history_after_the_success_is_no_error(comfy: Comfy) -> None:
    comfy.on("history", *["late"] * 3)
    assert asyncio.run(made(Runs(line(comfy)), graph())).outputs


@pytest.mark.parametrize("fault", ["never", "cut"])
def test_14_without_the_socket_polling_is_enough(comfy: Comfy, fault: str) -> None:
    """14. Refused from the first, or cut in the middle for good."""
    comfy.socketless = fault == "never"
    comfy.engine.change(looks=4)

    def heard(step: Step) -> None:
        for peer in list(comfy.sockets.values()):
            peer.cut()

    async def play() -> Ended | None:
        runs, run_id = Runs(line(comfy)), fresh()
        await runs.start(graph(), run_id, output="9", titles=TITLES)
        return await followed(runs, run_id, graph(), heard)

    assert asyncio.run(play()) is not None


def test_14_another_process_follows_by_the_id_alone(comfy: Comfy) -> None:
    comfy.engine.change(looks=1)
    run_id = fresh()
    asyncio.run(Runs(line(comfy)).start(graph(), run_id, output="9", titles=TITLES))
    ended = asyncio.run(followed(Runs(line(comfy)), run_id, graph()))
    assert ended is not None
    assert ended.outputs["9"]


@pytest.mark.parametrize("held", [True, False])
def test_15_a_restarted_server_has_lost_the_run(comfy: Comfy, held: bool) -> None:
    """15. Running or waiting; while it is away it is asked on, and what it forgot is told."""
    comfy.engine.change(held=held, released=False)
    away = False

    def heard(_step: Step) -> None:
        nonlocal away
        if not away:
            away = True
            comfy.restart()
            comfy.on("any", *["reset"] * 20, *[502] * 5)

    async def play() -> None:
        runs, run_id = Runs(line(comfy)), fresh()
        await runs.start(graph(), run_id, output="9", titles=TITLES)
        await followed(runs, run_id, graph(), heard)

    with pytest.raises(BackendError) as caught:
        asyncio.run(play())
    assert (caught.value.key, caught.value.fault) == ("comfyui.run_lost", Fault.LOST)
    assert away


def test_15_a_server_that_stays_away_is_told_after_some_minutes(comfy: Comfy) -> None:
    waits = Waits()

    async def play() -> None:
        runs, run_id = Runs(line(comfy, waits)), fresh()
        await runs.start(graph(), run_id, output="9", titles=TITLES)
        comfy.on("any", *[503] * 1000)
        await followed(runs, run_id, graph())

    with pytest.raises(BackendError) as caught:
        asyncio.run(play())
    assert (caught.value.key, caught.value.retryable) == ("comfyui.server_silent", True)
    assert 200 < sum(waits.asked) < 600


def test_17_a_cached_rerun_is_told(comfy: Comfy) -> None:
    """17. Nothing runs and the earlier file is listed; another seed makes another."""
    runs = Runs(line(comfy))
    first, again, other = (asyncio.run(made(runs, graph(seed))) for seed in (1, 1, 2))
    assert (first.cached, again.cached, other.cached) == (False, True, False)
    assert again.outputs == first.outputs != other.outputs


def test_18_taken_with_errors_on_the_wanted_output_is_refused(comfy: Comfy) -> None:
    """18. 200 with node_errors: the prompt is cancelled, and the error says why."""
    comfy.engine.change(held=True)
    more = {
        "20": {"class_type": "LoadImage", "inputs": {"image": "gone.png"}},
        "21": {"class_type": "PreviewImage", "inputs": {"images": ["20", 0]}},
    }
    comfy.version = "0.3.46" if comfy.version.startswith("0.3.") else comfy.version
    if comfy.has_jobs:
        error = failing(comfy, graph(**more), output="")
    else:  # which does not know the wish for one output
        error = failing(comfy, graph(**more), output="21")
    assert (error.key, error.fault) == ("comfyui.node_file_missing", Fault.INVALID)
    assert "gone.png" in str(error)
    assert comfy.engine.pending == []


def test_18_errors_on_another_output_do_not_matter(comfy: Comfy) -> None:
    comfy.version = "0.3.46" if comfy.version.startswith("0.3.") else comfy.version
    more = {
        "20": {"class_type": "LoadImage", "inputs": {"image": "gone.png"}},
        "21": {"class_type": "PreviewImage", "inputs": {"images": ["20", 0]}},
    }
    assert asyncio.run(made(Runs(line(comfy)), graph(**more))).outputs


def altered(node: str, kind: str = "", **inputs: Any) -> dict[str, Any]:
    work = graph()
    work[node]["inputs"] |= inputs
    work[node]["class_type"] = kind or work[node]["class_type"]
    return work


MODEL = {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "wan.safetensors"}}


@pytest.mark.parametrize(
    ("work", "key", "told"),
    [
        (altered("1", width=-5), "node_too_small", ["An empty picture", "-5", "width", "1"]),
        (altered("3", steps=20000), "node_too_big", ["The sampler", "20000", "steps", "10000"]),
        (altered("1", width="wide"), "node_wrong_type", ["An empty picture", "wide", "width"]),
        (altered("3", seed=None), "node_input_missing", ["The sampler", "seed"]),
        (altered("57:8", sampler_name="magic"), "node_not_offered", ["KSamplerSelect", "magic"]),
        (altered("9", "SaveStar"), "node_class_missing", ["Save the film", "SaveStar"]),
        (graph(**{"1": MODEL}), "node_model_missing", ["An empty picture", "wan.safetensors"]),
        (
            graph(**{"1": {"class_type": "LoadImage", "inputs": {"image": "no.png"}}}),
            "node_file_missing", ["An empty picture", "no.png"],
        ),
    ],
)  # fmt: skip
def test_19_a_refusal_says_which_node_and_why(
    comfy: Comfy, work: dict[str, Any], key: str, told: list[str]
) -> None:
    """19. In words of our own, in both languages."""
    error = failing(comfy, work)
    assert (error.key, error.fault) == (f"comfyui.{key}", Fault.INVALID)
    assert all(word in error.text(language) for word in told for language in ("en", "zh"))
    assert comfy.prompts == []


def test_19_a_workflow_that_saves_nothing(comfy: Comfy) -> None:
    work = {"1": graph()["1"]}
    assert failing(comfy, work, "").key == "comfyui.run_no_output"


def test_19_several_nodes_have_a_sentence_each(comfy: Comfy) -> None:
    work = graph()
    work["1"]["inputs"]["width"] = 0
    work["3"]["inputs"] |= {"seed": None, "steps": 0}
    error = failing(comfy, work)
    for language in ("en", "zh"):
        said = error.text(language)
        assert all(word in said for word in ("width", "seed", "steps", "3"))
    assert error.text("zh").count("节点") == 3


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"type": "strange", "message": "", "details": ""}, "node_errors": {}},
        {"error": "only words", "node_errors": []},
        {"node_errors": {"3": {"errors": [{}]}}},
        {"error": {"type": "prompt_no_outputs"}},
        {"node_errors": {"3": {"errors": None, "dependent_outputs": None}}},
    ],
)
def test_19_answers_with_little_in_them_are_refusals_too(comfy: Comfy, body: Any) -> None:
    """Empty details are no problem."""
    comfy.on("prompt", (400, body))
    assert failing(comfy, graph()).fault is Fault.INVALID


def test_19_an_error_under_200_is_a_refusal(comfy: Comfy) -> None:
    comfy.on("prompt", {"error": {"type": "x", "message": "no /srv/comfy/x"}, "node_errors": {}})
    error = failing(comfy, graph())
    assert error.fault is Fault.INVALID
    assert "/" not in str(error)


def test_20_a_node_that_fails_is_named_without_paths(
    comfy: Comfy, caplog: pytest.LogCaptureFixture
) -> None:
    """20. Title and message; the trace is in the log."""
    work = altered("3", "Broken", image=["1", 0])
    error = failing(comfy, work)
    assert (error.key, error.fault) == ("comfyui.node_failed", Fault.BROKEN)
    for language in ("en", "zh"):
        said = error.text(language)
        assert "The sampler" in said
        assert "cannot identify image file 'fox one.png'" in said
        assert "/" not in said
    assert f"{WHERE}/execution.py" in caplog.text


def test_20_a_server_out_of_memory_says_what_helps(comfy: Comfy) -> None:
    error = failing(comfy, altered("3", "Hungry", image=["1", 0]))
    assert error.key == "comfyui.node_memory"
    assert "The sampler" in str(error)


@pytest.mark.parametrize("ignores", [0, 3])
def test_21_a_running_one_ends_as_cancelled(comfy: Comfy, ignores: int) -> None:
    """21. Interrupts get lost, so they are repeated; the others in the queue are left alone."""
    comfy.engine.change(released=False, ignores=ignores)
    mine, other = fresh(), fresh()

    async def play() -> State:
        runs = Runs(line(comfy))
        for run_id, work in ((mine, graph(1)), (other, graph(2))):
            await runs.start(work, run_id, output="9", titles=TITLES)
        await asyncio.to_thread(begun, comfy, mine)
        await runs.cancel(mine)
        with pytest.raises(BackendError) as caught:
            await followed(runs, mine, graph())
        assert (caught.value.key, caught.value.fault) == (
            "comfyui.run_was_cancelled", Fault.BROKEN,
        )  # fmt: skip
        comfy.engine.change(released=True)
        await followed(runs, other, graph(2))
        return await runs.known(other)

    assert asyncio.run(play()) is State.DONE
    assert set(comfy.interrupts) <= {mine}


def test_21_a_waiting_one_is_taken_out(comfy: Comfy) -> None:
    comfy.engine.change(held=True)
    run_id = fresh()

    async def play() -> State:
        runs = Runs(line(comfy))
        await runs.start(graph(), run_id, output="9", titles=TITLES)
        await runs.cancel(run_id)
        with pytest.raises(BackendError) as caught:
            await followed(runs, run_id, graph())
        assert caught.value.key == "comfyui.run_was_cancelled"
        return await runs.known(run_id)

    assert asyncio.run(play()) is State.UNKNOWN


def test_21_at_once_after_sending_fifteen_of_fifteen(comfy: Comfy) -> None:
    comfy.engine.change(released=False)

    async def play() -> list[State]:
        runs, states = Runs(line(comfy)), list[State]()
        for number in range(15):
            run_id = fresh()
            comfy.engine.change(ignores=number % 3)
            await runs.start(graph(number), run_id, output="9", titles=TITLES)
            await runs.cancel(run_id)
            states.append(await runs.known(run_id))
        return states

    assert set(asyncio.run(play())) <= {State.CANCELLED, State.UNKNOWN}


def test_21_what_is_over_or_unknown_is_left_alone(comfy: Comfy) -> None:
    async def play() -> State:
        runs, run_id = Runs(line(comfy)), fresh()
        await runs.start(graph(), run_id, output="9", titles=TITLES)
        await followed(runs, run_id, graph())
        await runs.cancel(run_id)
        await runs.cancel(fresh())
        return await runs.known(run_id)

    assert asyncio.run(play()) is State.DONE


@pytest.mark.parametrize("version", ["0.3.50", "nightly"])
def test_25_a_server_that_knows_no_ids_is_interrupted_only_for_ours(version: str) -> None:
    """25. Its `/interrupt` stops whoever's prompt runs, so it is asked only when that is ours."""
    with serving("0.3.50") as comfy:
        comfy.tells = version
        comfy.engine.change(released=False)
        mine, other = fresh(), fresh()

        async def play() -> State:
            runs = Runs(line(comfy))
            for run_id, work in ((other, graph(2)), (mine, graph(1))):
                await runs.start(work, run_id, output="9", titles=TITLES)
            await asyncio.to_thread(begun, comfy, other)
            await runs.cancel(mine)
            assert comfy.interrupts == []
            await runs.cancel(other)
            return await runs.known(other)

        assert asyncio.run(play()) is State.CANCELLED
        assert set(comfy.interrupts) == {other}
        assert comfy.wrong == []


def test_a_server_too_old_for_ids_is_told() -> None:
    """It gives the run another id: that run is taken back."""
    with serving("0.3.40") as comfy:
        comfy.engine.change(held=True)
        error = failing(comfy, graph())
        assert error.key == "comfyui.server_too_old"
        assert comfy.engine.pending == []


def test_24_a_line_cut_after_sending_is_a_doubt_that_known_settles(comfy: Comfy) -> None:
    """24. The prompt is not sent again: its id says that it is there."""
    comfy.on("prompt", "cut")
    comfy.engine.change(held=True)
    runs, run_id = Runs(line(comfy)), fresh()
    with pytest.raises(BackendError) as caught:
        asyncio.run(runs.start(graph(), run_id, titles=TITLES))
    assert caught.value.fault is Fault.LOST
    assert asyncio.run(runs.known(run_id)) is State.WAITING
    comfy.engine.change(held=False)
    assert asyncio.run(followed(runs, run_id, graph())) is not None
    assert len(comfy.prompts) == 1


GATEWAY = (502, {"error": {"type": "bad_gateway", "message": "no"}})


@pytest.mark.parametrize("fault", ["drop", "html", "garbage", 502, 504, 408, GATEWAY])
def test_24_what_may_have_arrived_is_a_doubt(comfy: Comfy, fault: object) -> None:
    comfy.on("prompt", fault)
    waits, run_id = Waits(), fresh()
    runs = Runs(line(comfy, waits))
    with pytest.raises(BackendError) as caught:
        asyncio.run(runs.start(graph(), run_id, titles=TITLES))
    assert (caught.value.fault, caught.value.retryable) == (Fault.LOST, False)
    assert asyncio.run(runs.known(run_id, patient=True)) is State.UNKNOWN
    assert len(waits.asked) == 3


def test_500_on_reading_the_workflow_is_no_doubt(comfy: Comfy) -> None:
    comfy.on("prompt", 500)
    assert failing(comfy, graph()).key == "comfyui.server_failed"


def test_500_is_a_doubt_where_nobody_says_what_became_of_it(comfy: Comfy) -> None:
    comfy.on("prompt", 500)
    comfy.on("history", 502)
    assert failing(comfy, graph()).fault is Fault.LOST


def test_the_place_in_the_queue_is_told(comfy: Comfy) -> None:
    """One at work and one waiting before it."""
    comfy.engine.change(released=False)
    steps: list[Step] = []

    def heard(step: Step) -> None:
        steps.append(step)
        comfy.engine.change(released=True)

    async def play() -> None:
        runs = Runs(line(comfy))
        ids = [fresh() for _ in range(3)]
        for number, run_id in enumerate(ids):
            await runs.start(graph(number), run_id, output="9", titles=TITLES)
        await asyncio.to_thread(begun, comfy, ids[0])
        await followed(runs, ids[2], graph(2), heard)

    asyncio.run(play())
    assert steps[0] == Step(0.0, ahead=2)


def test_nothing_is_left_when_a_run_is_left(comfy: Comfy) -> None:
    """Neither tasks nor sockets: left in the middle, or never followed."""
    comfy.engine.change(released=False)

    async def play() -> None:
        runs, before = Runs(line(comfy, asyncio.sleep)), asyncio.all_tasks()
        first, second = fresh(), fresh()
        await runs.start(graph(), first, output="9", titles=TITLES)
        async with aclosing(runs.follow(first, graph(), TITLES)) as news:
            async for _ in news:
                break
        assert asyncio.all_tasks() == before
        await runs.start(graph(2), second, output="9", titles=TITLES)
        await runs.cancel(second)
        assert asyncio.all_tasks() == before
        await runs.start(graph(3), fresh(), output="9", titles=TITLES)

    asyncio.run(play())  # what is open ends with the loop, or a warning is an error


def test_nothing_is_left_when_the_follower_is_stopped(comfy: Comfy) -> None:
    comfy.engine.change(released=False)

    async def play() -> None:
        runs, before = Runs(line(comfy, asyncio.sleep)), asyncio.all_tasks()
        run_id, begun = fresh(), asyncio.Event()
        await runs.start(graph(), run_id, output="9", titles=TITLES)
        following = asyncio.create_task(followed(runs, run_id, graph(), lambda _: begun.set()))
        await begun.wait()
        following.cancel()
        await asyncio.wait({following})
        assert asyncio.all_tasks() == before

    asyncio.run(play())


def test_a_socket_that_nobody_claims_ends_by_itself(comfy: Comfy) -> None:
    async def play() -> None:
        before = asyncio.all_tasks()
        socket = Socket(fresh(), Progress(graph(), TITLES), patience=0.01)
        await socket.open(await line(comfy).reached())
        while socket.alive:
            await socket.news.wait()
            socket.news.clear()
            await asyncio.sleep(0)
        assert asyncio.all_tasks() == before

    asyncio.run(play())
    assert len(comfy.opened) == 1


def test_known_states(comfy: Comfy) -> None:
    comfy.engine.change(held=True, released=False)
    runs, run_id = Runs(line(comfy)), fresh()
    states = [asyncio.run(runs.known(run_id))]
    asyncio.run(runs.start(graph(), run_id, output="9", titles=TITLES))
    states.append(asyncio.run(runs.known(run_id)))
    comfy.engine.change(held=False)
    begun(comfy, run_id)
    states.append(asyncio.run(runs.known(run_id)))
    assert states == [State.UNKNOWN, State.WAITING, State.RUNNING]


def heard(*messages: tuple[str, dict[str, Any]]) -> Step:
    progress = Progress(graph(), TITLES)
    for kind, data in messages:
        progress.heard(kind, data)
    return progress.step


def test_samplers_weigh_most() -> None:
    at = ("executing", {"node": "3"})
    half = ("progress", {"node": "3", "value": 2, "max": 4})
    cached = ("execution_cached", {"nodes": ["1", "57:8"]})
    assert heard(cached, at, half).done == pytest.approx(0.2 * 2 / 3 + 0.4)
    assert heard(cached, at, half).value == 2
    assert heard(at).value is None  # a model loads: nothing moves


@pytest.mark.parametrize(
    "data",
    [
        {"node": "3", "value": "2", "max": 4}, {"node": "3", "value": 2}, {"node": None},
        {"node": "3", "value": float("nan"), "max": 4}, {"node": [], "value": 1, "max": 3},
        {"node": "3", "value": 1e300, "max": 1e301}, {"node": "3", "value": -3, "max": 2},
    ],
)  # fmt: skip
def test_strange_progress_moves_nothing(data: dict[str, Any]) -> None:
    assert heard(("progress", data)).done == 0.0


def test_a_node_that_was_unfolded_is_told_by_its_root() -> None:
    state = {"value": 1, "max": 2, "state": "running", "display_node_id": "3"}
    assert heard(("progress_state", {"nodes": {"3.0.1": state}})).done == pytest.approx(0.4)
    assert heard(("executing", {"node": "3.0.1", "display_node": "3"})).node_title == "The sampler"


def test_a_recording_plays_without_a_server(comfy: Comfy, tmp_path: Path) -> None:
    """No socket, no messages: history alone brings it to the same end, by the same id."""
    comfy.engine.change(looks=3)
    tape, values, run_id = Tape(), {"url": comfy.url}, fresh()
    recorded = Line(Account(lambda: values, recorder=tape), "ComfyUI", Waits())

    async def play(runs: Runs) -> Ended | None:
        await runs.start(graph(), run_id, output="9", titles=TITLES)
        return await followed(runs, run_id, graph())

    ended = asyncio.run(play(Runs(recorded)))
    tape.save(tmp_path / "run.cassette")
    replay = Replay(read_cassette(tmp_path / "run.cassette"))
    played = Line(Account(lambda: values, transport=replay), "ComfyUI", Waits())
    comfy.sockets.clear()
    again = asyncio.run(play(Runs(played)))
    assert ended is not None
    assert again is not None
    assert saved(again.outputs) == saved(ended.outputs) != []
    assert len(comfy.prompts) == len(comfy.opened) == 1
