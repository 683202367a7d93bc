"""A film that lies where it is wanted already: to the byte what would be written, so it stays.

When a film has got its name, its files and its report are remembered under the hash of all that it
depends on. Asked for the same at the same place, an export reads the files and makes nothing where
they are as they were left; what was touched, cut short or replaced is made anew.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from importlib.metadata import distribution
from pathlib import Path

from pydantic import BaseModel, ConfigDict, field_serializer

from studio.media.ffmpeg import Stop, find_ffmpeg
from studio.media.hashes import parts_of, sha256_of
from studio.media.program import program_hash
from studio.render.delivery import Delivery
from studio.render.left import Mark
from studio.render.proof_memory import Memory, name_of
from studio.render.release import release
from studio.render.report import Report
from studio.render.way import Way
from studio.timeline.project import Project
from studio.timeline.take import Take


class Left(BaseModel):
    """What an export left: its files by their names beside the film, and what it reported."""

    # Silence has a loudness and a peak without bottom.
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")

    files: dict[str, Mark]
    report: Report

    @field_serializer("report")
    def _plain(self, report: Report) -> dict[str, object]:
        """As JSON's values, written by the rules of this record."""
        return asdict(report)


class Standing:
    """What is remembered of one film at one place."""

    def __init__(self, memory: Memory, name: str, output: Path) -> None:
        """`name` is that of all that the film depends on, `output` where it is wanted."""
        self._memory, self._name, self._output = memory, name, output
        self._home = output.parent

    @classmethod
    def of(
        cls, project: Project, shown: Mapping[str, Take], output: Path, delivery: Delivery
    ) -> "Standing | None":
        """That of a film of these takes; None where a file that it depends on cannot be read."""
        try:
            name = _name(project, shown, output, delivery)
        except OSError:
            return None
        return cls(Memory.of_the_user(), name, output)

    def report(self, over: Stop) -> Report | None:
        """What was reported of the film that lies there; None where it is not as it was left.

        Blocking: its files are read. Raises Cancelled.
        """
        left = self._memory.known(self._name, Left)
        if left is None or self._output.name not in {Path(n).parts[0] for n in left.files}:
            return None
        try:
            if not all(mark.seems(self._home / name) for name, mark in left.files.items()):
                return None  # nothing is read in vain
            if not {self._called(path) for path in _files(self._output)} <= left.files.keys():
                return None  # a folder of pictures that has more of them
            if not all(mark.holds(self._home / name, over) for name, mark in left.files.items()):
                return None
        except OSError:
            return None
        return self._here(left.report)

    def keep(self, report: Report, hashes: Mapping[str, str]) -> None:
        """Remember a film that has just got its name, and how its files hash, by their names."""
        beside = [Path(path) for path in (report.captions, *report.stems) if path]
        marks: dict[str, Mark] = {}
        with suppress(OSError):
            for path in (*_files(self._output), *beside):
                name = self._called(path)
                marks[name] = Mark.of(path, hashes.get(name))
            self._memory.keep(self._name, Left(files=marks, report=report))

    def _called(self, path: Path) -> str:
        return path.relative_to(self._home).as_posix()

    def _here(self, report: Report) -> Report:
        """A report by the names of the files as they are asked for now."""
        names = {path: str(self._home / Path(path).name) for path in report.stems}
        captions = report.captions
        return replace(
            report, path=str(self._output), stems=tuple(names.values()), told=None,
            captions=str(self._home / Path(captions).name) if captions else None,
        )  # fmt: skip


def stood(report: Report, delivery: Delivery, told: str | None) -> Report:
    """The report of an export that made nothing, as it found the film that this one is of."""
    ways = tuple(way if way == Way.COPIED else Way.KEPT.value for way in report.ways)
    return replace(
        report, ways=ways, kept=ways.count(Way.KEPT), sound_kept=not delivery.silent, told=told,
        standing=True, hands=None,
    )  # fmt: skip


def hashes(film: Path, called: str, over: Stop) -> dict[str, str]:
    """How the files of a finished film hash that will be `called` so. Raises OSError, Cancelled."""
    found: dict[str, str] = {}
    for path in _files(film):
        name = Path(called, path.relative_to(film)).as_posix()
        found[name] = parts_of(path, over)
    return found


def _files(film: Path) -> Iterator[Path]:
    """The file of a film, or the files in its folder."""
    if film.is_dir() and not film.is_symlink():
        yield from sorted(film.iterdir())
    else:
        yield film


def _name(project: Project, shown: Mapping[str, Take], output: Path, delivery: Delivery) -> str:
    """The name of all that a film's bytes depend on, and of its place. Raises OSError.

    The number of cores is one of them: x264's threads are chosen by it.
    """
    takes = [f"{owner} {take.model_dump_json()}" for owner, take in sorted(shown.items())]
    cover = delivery.labels.cover
    picture = sha256_of(Path(cover.path)) if cover is not None and cover.path else ""
    av = str(distribution("av").read_text("METADATA"))  # its version, which takes long to parse
    programs = [program_hash(find_ffmpeg()), av, release(), str(os.cpu_count())]
    place = str(output.parent.resolve() / output.name)
    film = hashlib.sha256("\n".join([project.model_dump_json(), *takes]).encode()).hexdigest()
    return name_of("film", place, film, repr(delivery), picture, *programs)
