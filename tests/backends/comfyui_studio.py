"""A workflow that the replayed ComfyUI can run, with most of what the studio sets in it."""

import json
from pathlib import Path
from typing import Any

from studio.backends.account import Account
from studio.backends.comfyui import line
from studio.backends.comfyui_line import Line
from studio.backends.comfyui_shelf import Shelf
from tests.backends.comfyui_server import Comfy
from tests.backends.waiting import Waits

LIN = "lin.safetensors"


def graph() -> dict[str, Any]:
    """Text and perhaps a picture to a film of 832x480, as an editor exports it."""
    return {
        "1": _node("CheckpointLoaderSimple", "Model", ckpt_name="there.safetensors"),
        "2": _node("CLIPTextEncode", "Positive Prompt", text="a street", clip=["1", 1]),
        "3": _node("CLIPTextEncode", "Negative Prompt", text="blurry", clip=["1", 1]),
        "4": _node("LoadImage", "studio:first_frame", image="old.png"),
        "57:8": _node("EmptyLatentVideo", "Size", width=832, height=480, length=49),
        "5": _node(
            "KSampler", "Sampler", model=["1", 0], positive=["2", 0], negative=["3", 0],
            latent_image=["57:8", 0], start_image=["4", 0], seed=7, steps=4,
        ),
        "9": _node("SaveVideo", "Save", video=["5", 0], filename_prefix="video/ComfyUI"),
    }  # fmt: skip


def _node(kind: str, title: str, **inputs: Any) -> dict[str, Any]:
    return {"class_type": kind, "inputs": inputs, "_meta": {"title": title}}


def written(folder: Path, name: str = "Street walk.json") -> Path:
    """The workflow as a file."""
    path = folder / name
    path.write_text(json.dumps(graph()), encoding="utf-8")
    return path


def line_to(comfy: Comfy) -> Line:
    """The way to a replayed server, on which nobody waits."""
    return line(Account(lambda: {"url": comfy.url}), Waits())


def shelf_of(comfy: Comfy, own: Path) -> Shelf:
    """The maker's workflows in a folder of their tables."""
    return Shelf(lambda: line_to(comfy), own)
