"""How much memory the machine has left for this process, and what it need not hold."""

import ctypes
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_SECONDS = 5
_AVAILABLE = re.compile(r"MemAvailable:\s+(\d+) kB")
_INACTIVE = re.compile(r"^(?:total_)?inactive_file (\d+)$", re.MULTILINE)
_PAGE = re.compile(r"page size of (\d+) bytes")
_PAGES = re.compile(r"Pages (?:free|inactive|speculative|purgeable):\s+(\d+)")
_UNBOUND = 1 << 60  # what the first control groups say where there is no limit, or nearly that
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # as malloc.h numbers them
_LARGEST = 1 << 25  # bytes of a block that glibc keeps when it has learnt: 32 MiB
_TOP = 1 << 23  # bytes at the end of a heap that it keeps: some packets
# Where a group's limit and what it uses stand, in both generations of control groups.
_GROUPS = (
    ("sys/fs/cgroup", "memory.max", "memory.current"),
    ("sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes"),
)


def free_memory() -> int | None:
    """Bytes that can be taken without anything being swapped; None where the system does not tell.

    What it holds of files counts as free, as it gives that back when it is asked for.
    """
    with suppress(OSError, ValueError, subprocess.SubprocessError):
        if sys.platform == "win32":
            return _on_windows()
        if sys.platform == "darwin":
            return on_macos(_vm_stat())
        return on_linux(Path("/"))
    return None


def give_back() -> None:
    """Let the system have what this process has freed; glibc holds it for what comes next."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another library than glibc
            ctypes.CDLL(None).malloc_trim(0)


def keep_freed() -> None:
    """Have what this process frees at hand for what comes next, until `give_back`.

    glibc gives large blocks back at once until it has learnt how large they are: each packet of a
    film that is joined or read would be paid for page by page, a seventh of the time (mallopt(3):
    M_MMAP_THRESHOLD, M_TRIM_THRESHOLD).
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another library than glibc
            mallopt = ctypes.CDLL(None).mallopt
            mallopt(_MMAP_THRESHOLD, _LARGEST)
            mallopt(_TRIM_THRESHOLD, _TOP)


def on_linux(root: Path) -> int | None:
    """Of the machine whose system is mounted at `root`: MemAvailable, or what is left of a limit.

    A control group, such as a container's, counts with all that it lies in.
    """
    found = _AVAILABLE.search(_text(root / "proc/meminfo"))
    left = [int(found[1]) * 1024] if found else []
    left += _left_in_groups(root)
    return max(0, min(left)) if left else None


def _left_in_groups(root: Path) -> Iterator[int]:
    for place, limit, used in _GROUPS:
        for folder in _own_groups(root / place, _text(root / "proc/self/cgroup")):
            most, now = _text(folder / limit).strip(), _text(folder / used).strip()
            if most.isdigit() and now.isdigit() and int(most) < _UNBOUND:
                held = _INACTIVE.findall(_text(folder / "memory.stat"))
                yield int(most) - int(now) + max(map(int, held), default=0)


def _own_groups(top: Path, told: str) -> Iterator[Path]:
    """The folders of the groups that this process is in, the inmost first; `top` itself last."""
    for line in told.splitlines():
        number, kinds, path = [*line.split(":", 2), "", ""][:3]
        if number == "0" or "memory" in kinds.split(","):
            inmost = top / path.lstrip("/")
            for folder in (inmost, *inmost.parents):
                if folder == top:
                    break
                yield folder
    yield top


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace")
    except OSError:
        return ""


def on_macos(said: str) -> int | None:
    """Of what `vm_stat` says: pages nobody uses, or that only hold what lies in files."""
    page = _PAGE.search(said)
    pages = [int(each) for each in _PAGES.findall(said)]
    return sum(pages) * int(page[1]) if page and pages else None


def _vm_stat() -> str:
    return subprocess.run(
        ["/usr/bin/vm_stat"], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=_SECONDS, check=True,
    ).stdout  # fmt: skip


class _Status(ctypes.Structure):
    """MEMORYSTATUSEX of the Windows API."""

    _fields_ = (
        ("length", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        ("total", ctypes.c_uint64),
        ("available", ctypes.c_uint64),
        ("total_page_file", ctypes.c_uint64),
        ("available_page_file", ctypes.c_uint64),
        ("total_virtual", ctypes.c_uint64),
        ("available_virtual", ctypes.c_uint64),
        ("available_extended", ctypes.c_uint64),
    )


def _on_windows() -> int | None:
    status = _Status(length=ctypes.sizeof(_Status))
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  (there is none on other systems)
    known = kernel.GlobalMemoryStatusEx(ctypes.byref(status))
    return int(status.available) if known else None
