"""The maker's workflows: each a file of its own in the settings folder, with its mapping.

A file has the workflow as ComfyUI exported it, where the studio's wishes go in it (`mapping`), and
of the server's node classes what is needed to round and check without asking it (`classes`).
"""

import json
import os
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from studio.backends.base import Value
from studio.backends.comfyui_classes import Classes
from studio.backends.comfyui_graph import Workflow
from studio.backends.comfyui_mapping import Mapping
from studio.backends.comfyui_names import MOST, checked, folder_of, stored
from studio.backends.comfyui_workflow import parse
from studio.errors import BadInput
from studio.messages import Listed

_LARGEST = 16 << 20  # bytes of a file


class Kept(Value):
    """One workflow that can be run; `name` is its file's name, `title` what the maker calls it."""

    format: Literal[1] = 1
    title: str = Field(min_length=1, max_length=80)
    graph: dict[str, Any] = Field(description="in API format, as it was exported")
    mapping: Mapping
    classes: dict[str, Any] = Field(default_factory=dict, description="of object_info, narrowed")

    @cached_property
    def workflow(self) -> Workflow:
        """The workflow, read. Raises BadInput where it is none."""
        return parse(json.dumps(self.graph).encode(), self.title)

    @cached_property
    def known(self) -> Classes | None:
        """Its node classes; None where no server was asked."""
        return Classes.read(self.classes) if self.classes else None


def load(name: str, own: Path | None = None) -> Kept:
    """A workflow by name. Raises BadInput where there is none or it cannot be read."""
    path = _file_of(name, own)
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("it is too large")
        kept = Kept.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        detail = f"{where}: {first['msg']}"
        raise BadInput("comfyui.bad_file", path=path, detail=detail) from None
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput("comfyui.bad_file", path=path, detail=str(error)[:200]) from None
    kept.mapping.checked(kept.workflow)
    return kept


def keep(name: str, kept: Kept, own: Path | None = None) -> Path:
    """Write a workflow whole or not at all; its file. Raises BadInput, OSError."""
    kept.mapping.checked(kept.workflow)
    folder = folder_of(own)
    if checked(name) not in stored(own) and len(stored(own)) >= MOST:
        raise BadInput("comfyui.many_workflows", most=MOST)
    folder.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=folder, prefix=".workflow-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(kept.model_dump_json(indent=1))
        target = folder / f"{name}.json"
        Path(partial).replace(target)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    return target


def forget(name: str, own: Path | None = None) -> None:
    """Take a workflow away, readable or not. Raises BadInput where there is none, OSError."""
    _file_of(name, own).unlink()


def _file_of(name: str, own: Path | None) -> Path:
    path = folder_of(own) / f"{checked(name)}.json"
    if not path.is_file():
        known = Listed(stored(own)) or "-"
        raise BadInput("comfyui.no_such_workflow", name=name, known=known)
    return path
