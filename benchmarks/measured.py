"""A program run to its end, and what its whole tree of processes took."""

import json
import mmap
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Bytes that are touched before a run. A virtual machine may hand free memory back to its host, and
# gets it again at 0.4 GB/s: an export of three seconds took a fifth longer or not as it happened.
_ROOM = 3 << 29
# Seconds between two looks at the memory. A look takes some milliseconds, in which the program has
# to wait for a core or for its pages: an export of three seconds took 5 % longer under close ones.
_OFTEN, _SELDOM = 0.02, 0.25


@dataclass(frozen=True)
class Cost:
    """Seconds of wall and of all processors, and MiB of memory, summed over the tree.

    Memory that several processes share counts once (the proportional set size): one that is just
    starting has all of its parent's for a moment, and two encoders have one program.
    `work` is the processor time, and `inner` the wall time, without the start of the interpreter,
    as the program itself says.
    """

    wall: float
    cpu: float
    peak: float
    work: float
    inner: float
    said: dict[str, object]


def run(
    command: Sequence[str],
    *,
    quiet: bool = True,
    cache: Path | None = None,
    closely: bool = False,
) -> Cost:
    """Run a command. A last line of its output that is JSON is what it says; `cpu` its own time.

    It writes and finds its compiled code as an installed program does. `cache` stands for the
    user's folder of caches, where the system lets a program choose it. `closely` is for who asks
    for its memory: else a peak of a moment may not be seen.
    """
    around = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    if cache is not None:
        around["XDG_CACHE_HOME"] = str(cache)
    _touch()
    if hasattr(os, "sync"):
        os.sync()  # who waits for the drive would wait for what others left to be written
    began = time.perf_counter()
    before = os.times()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL if quiet else None, text=True,
        env=around,
    )  # fmt: skip
    watch = _Watch(process.pid, _OFTEN if closely else _SELDOM)
    said, _ = process.communicate()
    after = os.times()
    peak = watch.stop()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)[:300]} ended with {process.returncode}")
    cpu = (
        after.children_user + after.children_system - before.children_user - before.children_system
    )
    lines = said.strip().splitlines()
    facts: dict[str, Any] = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    wall = time.perf_counter() - began
    work, inner = float(facts.get("cpu", cpu)), float(facts.get("seconds", wall))
    return Cost(wall, cpu, peak, work, inner, facts)


def _touch() -> None:
    """Have as much memory at hand as a run takes, in pages as large as encoders get.

    What is shared, as Python maps it of itself, comes in small ones: large ones would be fetched
    from the host all the same.
    """
    if not hasattr(mmap, "MADV_HUGEPAGE"):  # Linux only
        return
    private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    with suppress(OSError, ValueError), mmap.mmap(-1, _ROOM, private) as room:
        room.madvise(mmap.MADV_HUGEPAGE)
        for page in range(0, _ROOM, mmap.PAGESIZE):
            room[page] = 1


class _Watch:
    """Looks at the memory of a process and its children while they run. Linux only: else 0."""

    def __init__(self, pid: int, pause: float) -> None:
        self._pid, self._pause = pid, pause
        self._peak = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        if sys.platform == "linux":
            self._thread.start()

    def stop(self) -> float:
        """The most that was seen, in MiB."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._over.wait(self._pause):
            tree = [each for each in _tree(self._pid) if not _beginning(each, self._pid)]
            if sum(map(_resident, tree)) / 2**20 > self._peak:  # which is quickly told, and no less
                self._peak = max(self._peak, sum(map(_own, tree)) / 2**20)


def _tree(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        try:
            for task in Path(f"/proc/{each}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:  # it is over
            continue
    return found


def _beginning(pid: int, parent: int) -> bool:
    """Whether a process is one that begins, and as yet its parent in all but name: their memory is
    one, and would count twice.
    """
    try:
        own, other = (Path(f"/proc/{each}/cmdline").read_bytes() for each in (pid, parent))
    except OSError:
        return True
    return pid != parent and own == other


def _own(pid: int) -> int:
    """Bytes of a process, of what it shares with others its share."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    kilobytes = [line.split()[1] for line in told.splitlines() if line.startswith("Pss:")]
    return int(kilobytes[0]) * 1024 if kilobytes else 0


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
