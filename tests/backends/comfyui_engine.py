"""The work of a replayed ComfyUI: its node classes, what it refuses, and one prompt at a time."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol

MAX = 16384
WHERE = "/home/artist/comfy server"  # a path that no sentence may repeat
CLASSES: dict[str, dict[str, Any]] = {
    "LoadImage": {"image": [["old.png"], {"image_upload": True}]},
    "EmptyImage": {"width": ["INT", {"default": 512, "min": 1, "max": MAX, "step": 1}]},
    "ImageScale": {
        "image": ["IMAGE"],
        "width": ["INT", {"default": 512, "min": 0, "max": MAX, "step": 1}],
        "upscale_method": [["area", "lanczos"], {}],
    },
    "CheckpointLoaderSimple": {"ckpt_name": ["COMBO", {"options": ["there.safetensors"]}]},
    "KSampler": {
        "latent_image": ["LATENT"],
        "seed": ["INT", {"min": 0, "max": 2**64 - 1, "control_after_generate": True}],
        "steps": ["INT", {"default": 4, "min": 1, "max": 10000}],
    },
    "CLIPTextEncode": {"text": ["STRING", {"multiline": True}], "clip": ["CLIP"]},
    "EmptyLatentVideo": {
        "width": ["INT", {"default": 512, "min": 16, "max": MAX, "step": 16}],
        "height": ["INT", {"default": 512, "min": 16, "max": MAX, "step": 16}],
        "length": ["INT", {"default": 49, "min": 1, "max": MAX, "step": 4}],
    },
    "LoraLoader": {
        "model": ["MODEL"], "clip": ["CLIP"],
        "lora_name": [["lin.safetensors", "mei.safetensors"], {}],
        "strength_model": ["FLOAT", {"default": 1.0, "min": -100.0, "max": 100.0}],
        "strength_clip": ["FLOAT", {"default": 1.0, "min": -100.0, "max": 100.0}],
    },
    "LoraLoaderModelOnly": {
        "model": ["MODEL"], "lora_name": [["lin.safetensors", "mei.safetensors"], {}],
        "strength_model": ["FLOAT", {"default": 1.0, "min": -100.0, "max": 100.0, "step": 0.01}],
    },
    "KSamplerSelect": {"sampler_name": [["euler"], {}]},
    "Broken": {"image": ["IMAGE"]},
    "Hungry": {"image": ["IMAGE"]},
    "SaveVideo": {"video": ["VIDEO"], "filename_prefix": ["STRING"]},
    "SaveAudio": {"audio": ["AUDIO"], "filename_prefix": ["STRING"]},
    "VHS_VideoCombine": {"images": ["IMAGE"], "filename_prefix": ["STRING"]},
    "PreviewImage": {"images": ["IMAGE"]},
    "SaveMesh": {"mesh": ["MESH"], "filename_prefix": ["STRING"]},
}  # fmt: skip
OUTPUTS = {
    "CheckpointLoaderSimple": ["MODEL", "CLIP", "VAE"], "LoraLoaderModelOnly": ["MODEL"],
    "LoraLoader": ["MODEL", "CLIP"],
}  # fmt: skip
SAVES = {
    "SaveVideo": ("images", "mp4"), "SaveAudio": ("audio", "flac"),
    "VHS_VideoCombine": ("gifs", "mp4"), "PreviewImage": ("images", "png"),
    "SaveMesh": ("3d", "glb"),
}  # fmt: skip
CATALOGUE = {
    name: {
        "input": {"required": needs}, "output": OUTPUTS.get(name, ["*"]),
        "output_node": name in SAVES, "display_name": name,
    }
    for name, needs in CLASSES.items()
}  # fmt: skip


def refusal(kind: str, message: str, details: str = "", **extra: Any) -> dict[str, Any]:
    """The body of a 400."""
    error = {"type": kind, "message": message, "details": details, "extra_info": extra}
    return {"error": error, "node_errors": {}}


def fault(kind: str, message: str, details: str, **extra: Any) -> dict[str, Any]:
    """What is wrong with a node."""
    return {"type": kind, "message": message, "details": details, "extra_info": extra}


def links(node: Mapping[str, Any]) -> Iterator[str]:
    """The nodes that one is linked to."""
    for value in node.get("inputs", {}).values():
        if isinstance(value, list):
            yield value[0]


def upstream(graph: Mapping[str, Any], node: str) -> list[str]:
    """A node and all before it, first things first."""
    order: list[str] = []

    def visit(name: str) -> None:
        if name not in order:
            for each in links(graph.get(name, {})):
                visit(each)
            order.append(name)

    visit(node)
    return order


def wrong_values(node: Mapping[str, Any], is_there: Callable[[str], bool]) -> list[dict[str, Any]]:
    """What the server finds wrong with a node's values."""
    found: list[dict[str, Any]] = []
    for name, spec in CLASSES[node["class_type"]].items():
        value = node["inputs"].get(name)
        told = {"input_name": name, "input_config": spec, "received_value": value}
        options = spec[1] if len(spec) > 1 else {}
        choices = spec[0] if isinstance(spec[0], list) else options.get("options")
        if value is None:
            found.append(fault(
                "required_input_missing", "Required input is missing", name, input_name=name,
            ))  # fmt: skip
        elif isinstance(value, list):
            continue
        elif options.get("image_upload"):
            if not is_there(value):
                detail = f"{name} - Invalid image file: {value}"
                message = "Custom validation failed for node"
                found.append(fault("custom_validation_failed", message, detail, input_name=name))
        elif choices is not None and value not in choices:
            detail = f"{name}: '{value}' not in {choices}"
            found.append(fault("value_not_in_list", "Value not in list", detail, **told))
        elif spec[0] == "INT" and not str(value).lstrip("-").isdigit():
            message = "Failed to convert an input value to a INT value"
            found.append(fault("invalid_input_type", message, f"{name}, {value}, no", **told))
        elif spec[0] == "INT" and int(value) < options.get("min", 0):
            message = f"Value {value} smaller than min of {options['min']}"
            found.append(fault("value_smaller_than_min", message, name, **told))
        elif spec[0] == "INT" and int(value) > options.get("max", MAX):
            message = f"Value {value} bigger than max of {options['max']}"
            found.append(fault("value_bigger_than_max", message, name, **told))
    return found


@dataclass
class Run:
    """A prompt that was taken."""

    number: float
    id: str
    graph: dict[str, Any]
    outputs: list[str]
    client: str = ""
    extra: dict[str, Any] = field(default_factory=dict[str, Any])
    interrupted: bool = False
    looked: int = 0  # questions to history since it runs
    messages: list[list[Any]] = field(default_factory=list[list[Any]])

    @property
    def entry(self) -> list[Any]:
        return [self.number, self.id, self.graph, self.extra, self.outputs]


class Interrupted(Exception):
    """The run was stopped."""


class Failed(Exception):
    """A node failed; the message is the server's."""

    def __init__(self, node: str, kind: str, said: str) -> None:
        super().__init__(said)
        self.node, self.kind = node, kind


class House(Protocol):
    """What an engine needs of its server."""

    def tell(self, run: Run, kind: str, **data: Any) -> None: ...
    def tell_all(self, kind: str, **data: Any) -> None: ...
    def save(self, node: str, prefix: str, key: str, suffix: str) -> dict[str, Any]: ...


class Engine:
    """The queue and the one worker. `lock` guards everything; it is a condition that all wait on.

    `held`: nothing begins; `looks`: a run does not end before history was asked so often;
    `released`: until then a run stays at its first sampler.
    """

    def __init__(self, house: House) -> None:
        self.house = house
        self.lock = threading.Condition(threading.RLock())
        self.pending: list[Run] = []
        self.running: Run | None = None
        self.history: dict[str, dict[str, Any]] = {}
        self.cache: dict[str, dict[str, Any]] = {}
        self.held, self.looks, self.released = False, 0, True
        self.ignores = 0  # interrupts that get lost
        self.numbers = count()
        self.stops = False
        self._worker = threading.Thread(target=self._work)

    def start(self) -> None:
        self._worker.start()

    def stop(self) -> None:
        with self.lock:
            self.stops = True
            self.lock.notify_all()
        self._worker.join()

    def take(self, run: Run) -> None:
        with self.lock:
            self.pending.append(run)
            self._status()
            self.lock.notify_all()

    def change(self, **values: Any) -> None:
        """Set `held`, `looks`, `released`, `ignores`."""
        with self.lock:
            for name, value in values.items():
                setattr(self, name, value)
            self.lock.notify_all()

    def forget(self) -> None:
        """All that memory holds is gone, as after a restart."""
        with self.lock:
            self.pending.clear()
            self.history.clear()
            self.cache.clear()
            if self.running is not None:
                self.running.client = ""
                self.running.interrupted = True
            self.running = None
            self.numbers = count()
            self.lock.notify_all()

    def delete(self, names: list[str]) -> bool:
        """Take waiting ones out of the queue."""
        with self.lock:
            before = len(self.pending)
            self.pending = [run for run in self.pending if run.id not in names]
            self._status()
            return len(self.pending) < before

    def interrupt(self, name: str | None) -> bool:
        """Stop the running one when it is called so, or whichever it is."""
        with self.lock:
            run = self.running
            if run is None or name not in {None, run.id}:
                return False
            if self.ignores:
                self.ignores -= 1
                return False
            run.interrupted = True
            self.lock.notify_all()
            return True

    def _status(self) -> None:
        remaining = len(self.pending) + (self.running is not None)
        self.house.tell_all("status", status={"exec_info": {"queue_remaining": remaining}})

    def _work(self) -> None:
        while True:
            with self.lock:
                self.lock.wait_for(lambda: self.stops or (self.pending and not self.held))
                if self.stops:
                    return
                run = min(self.pending, key=lambda each: each.number)
                self.pending.remove(run)
                self.running = run
                self.lock.notify_all()
            self._carry(run)

    def _carry(self, run: Run) -> None:
        outputs: dict[str, Any] = {}
        status = "error"
        self._note(run, "execution_start")
        try:
            self._nodes(run, outputs)
            self._wait(run, lambda: run.looked >= self.looks)
            self._note(run, "execution_success")
            status = "success"
        except Interrupted:
            self._note(run, "execution_interrupted", node_id="1", node_type="KSampler", executed=[])
        except Failed as failed:
            self._note(
                run, "execution_error", node_id=failed.node, executed=[],
                node_type=run.graph[failed.node]["class_type"], exception_type=failed.kind,
                exception_message=str(failed), current_inputs={}, current_outputs=[],
                traceback=[f'  File "{WHERE}/execution.py", line 1\n'],
            )  # fmt: skip
        with self.lock:
            if self.running is not run:
                return  # forgotten meanwhile
            kept = [each for each in run.messages if each[0] != "executed"]
            self.history[run.id] = {
                "prompt": run.entry, "outputs": outputs, "meta": {},
                "status": {
                    "status_str": status, "completed": status == "success", "messages": kept,
                },
            }  # fmt: skip
            self.running = None
        self._status()
        self.house.tell(run, "executing", node=None)

    def _nodes(self, run: Run, outputs: dict[str, Any]) -> None:
        order = list(dict.fromkeys(n for out in run.outputs for n in upstream(run.graph, out)))
        marks = {node: _mark(run.graph, node) for node in order}
        cached = [node for node in order if marks[node] in self.cache]
        self._note(run, "execution_cached", nodes=cached)
        states: dict[str, Any] = {}
        for node in order:
            if node in cached:
                if node in run.outputs:
                    outputs[node] = self.cache[marks[node]]
                    self.house.tell(run, "executed", node=node, output=outputs[node])
                continue
            self._state(run, states, node, "running", 0, 1)
            self.house.tell(run, "executing", node=node, display_node=node)
            made = self._run(run, node, states)
            self._state(run, states, node, "finished", 1, 1)
            self.cache[marks[node]] = made
            if node in run.outputs:
                outputs[node] = made
                self.house.tell(run, "executed", node=node, display_node=node, output=made)

    def _state(
        self, run: Run, states: dict[str, Any], node: str, state: str, value: float, most: float
    ) -> None:
        states[node] = {
            "value": value, "max": most, "state": state, "node_id": node, "prompt_id": run.id,
            "display_node_id": node, "parent_node_id": None, "real_node_id": node,
        }  # fmt: skip
        self.house.tell(run, "progress_state", nodes=dict(states))

    def _run(self, run: Run, node: str, states: dict[str, Any]) -> dict[str, Any]:
        kind, inputs = run.graph[node]["class_type"], run.graph[node].get("inputs", {})
        if kind == "Broken":
            said = f"cannot identify image file '{WHERE}/input/fox one.png'\n"
            raise Failed(node, "PIL.UnidentifiedImageError", said)
        if kind == "Hungry":
            said = "Allocation on device 0 would exceed allowed memory."
            raise Failed(node, "torch.OutOfMemoryError", said)
        if kind == "KSampler":
            steps = int(inputs["steps"])
            for step in range(1, steps + 1):
                self._wait(run, lambda: self.released)
                self._state(run, states, node, "running", step, steps)
                self.house.tell(run, "progress", value=step, max=steps, node=node)
        self._wait(run, lambda: True)
        if kind not in SAVES:
            return {}
        key, suffix = SAVES[kind]
        return self.house.save(node, str(inputs.get("filename_prefix", "")), key, suffix)

    def _wait(self, run: Run, ready: Callable[[], bool]) -> None:
        """Between steps: stop here when that was asked for."""
        with self.lock:
            self.lock.wait_for(lambda: self.stops or run.interrupted or ready())
            if run.interrupted or self.stops:
                raise Interrupted

    def _note(self, run: Run, kind: str, **data: Any) -> None:
        data = {**data, "prompt_id": run.id, "timestamp": 1795400962640}
        run.messages.append([kind, data])
        self.house.tell(run, kind, **data)


def _mark(graph: Mapping[str, Any], node: str) -> str:
    """What a node's result depends on; the title does not count."""
    parts = {n: [graph[n]["class_type"], graph[n].get("inputs")] for n in upstream(graph, node)}
    return f"{node} {json.dumps(parts, sort_keys=True)}"
