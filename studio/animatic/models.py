"""The models that the animatic uses where they are installed."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from studio.media.carried import checked, folders_of, installed
from studio.paths import resource


def _listed(name: str) -> Mapping[str, str]:
    text = resource("animatic", "models.json").read_text(encoding="utf-8")
    return cast(Mapping[str, Mapping[str, str]], json.loads(text))[name]


@cache
def find_model(name: str) -> Path | None:
    """Where the model `name` of resources/animatic/models.json lies; None when not installed.

    The package that carries it is never imported: its code and its other files are not used.
    """
    listed = _listed(name)
    for folder in folders_of(listed["package"]):
        path = checked(folder, listed["file"], listed["sha256"])
        if path is not None:
            return path
    return None


@cache
def can_run() -> bool:
    """Whether the runtime of models is installed; asked once, as offers are at every edit."""
    return installed("onnxruntime")


def can_cut_out() -> bool:
    """Whether the model that takes a subject off its background can run here."""
    return find_model("u2netp") is not None and can_run()
