"""Model files that ship inside installed packages, found by path and trusted by hash only."""

import hashlib
import importlib.util
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from studio.paths import resource


def _listed(name: str) -> Mapping[str, str]:
    text = resource("animatic", "models.json").read_text(encoding="utf-8")
    return cast(Mapping[str, Mapping[str, str]], json.loads(text))[name]


def checked(folder: Path, file: str, sha256: str) -> Path | None:
    """`file` in `folder` when it is there and is the one expected, else None."""
    path = folder / file
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        return None
    return path


@cache
def find_model(name: str) -> Path | None:
    """Where the model `name` of resources/animatic/models.json lies; None when not installed.

    The package that carries it is never imported: its code and its other files are not used.
    """
    listed = _listed(name)
    found = importlib.util.find_spec(listed["package"])
    for folder in (found.submodule_search_locations or []) if found else []:
        path = checked(Path(folder), listed["file"], listed["sha256"])
        if path is not None:
            return path
    return None


@cache
def can_run() -> bool:
    """Whether the runtime of models is installed; asked once, as offers are at every edit."""
    return importlib.util.find_spec("onnxruntime") is not None


def can_cut_out() -> bool:
    """Whether the model that takes a subject off its background can run here."""
    return find_model("u2netp") is not None and can_run()
