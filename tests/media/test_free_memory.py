"""What the machine has left: of the system, of control groups in both generations, of macOS."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from studio.media.free_memory import free_memory, give_back, on_linux, on_macos

MIB = 2**20
MACOS = """Mach Virtual Memory Statistics: (page size of 16384 bytes)
Pages free:                               1000.
Pages active:                           200000.
Pages inactive:                           3000.
Pages speculative:                         500.
Pages throttled:                             0.
Pages wired down:                        90000.
Pages purgeable:                            20.
"Translation faults":                  1234567.
"""


def machine(root: Path, files: dict[str, str]) -> Path:
    """A system's files under `root`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_this_machine_says_something() -> None:
    free = free_memory()
    assert free is not None
    assert free > 10 * MIB


def test_available_memory_counts_not_only_what_is_unused(tmp_path: Path) -> None:
    told = "MemTotal: 8388608 kB\nMemFree: 1024 kB\nMemAvailable: 4194304 kB\n"
    assert on_linux(machine(tmp_path, {"proc/meminfo": told})) == 4096 * MIB


def test_memory_that_was_freed_can_be_given_back_anywhere() -> None:
    held = [bytes(2000) for _ in range(20_000)]
    del held
    give_back()
    assert free_memory()


FAULTS = """
import ctypes, resource, sys
from studio.media.free_memory import keep_freed
if sys.argv[1] == "kept":
    keep_freed()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
begin = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(50):  # a few packets at a time
    blocks = [libc.malloc(200_000) for _ in range(20)]
    for block in blocks:
        ctypes.memset(block, 1, 200_000)
    for block in reversed(blocks):
        libc.free(block)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - begin)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="no other library has it")
def test_memory_that_was_freed_is_at_hand_where_it_is_wanted_again() -> None:
    def faults(how: str) -> int:
        told = subprocess.run(
            [sys.executable, "-c", FAULTS, how], capture_output=True, text=True, check=True
        )
        return int(told.stdout)

    assert faults("kept") < faults("as it comes") / 10


def test_nothing_is_known_where_nothing_is_told(tmp_path: Path) -> None:
    assert on_linux(tmp_path) is None
    assert on_macos("no such command") is None


def test_a_containers_limit_counts_with_those_around_it(tmp_path: Path) -> None:
    root = machine(
        tmp_path,
        {
            "proc/meminfo": "MemAvailable: 4194304 kB\n",
            "proc/self/cgroup": "0::/pod/box\n",
            "sys/fs/cgroup/pod/box/memory.max": "max\n",
            "sys/fs/cgroup/pod/box/memory.current": str(100 * MIB),
            "sys/fs/cgroup/pod/memory.max": str(1000 * MIB),
            "sys/fs/cgroup/pod/memory.current": str(700 * MIB),
            "sys/fs/cgroup/pod/memory.stat": f"anon 5\ninactive_file {200 * MIB}\n",
        },
    )
    assert on_linux(root) == 500 * MIB


def test_the_first_generation_of_control_groups_counts_too(tmp_path: Path) -> None:
    root = machine(
        tmp_path,
        {
            "proc/meminfo": "MemAvailable: 4194304 kB\n",
            "proc/self/cgroup": "8:pids:/x\n4:memory:/not/mounted/here\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": str(600 * MIB),
            "sys/fs/cgroup/memory/memory.usage_in_bytes": str(700 * MIB),
            "sys/fs/cgroup/memory/memory.stat": (
                f"inactive_file {1 * MIB}\ntotal_inactive_file {150 * MIB}\n"
            ),
        },
    )
    assert on_linux(root) == 50 * MIB
    unbound = str(9223372036854771712)
    machine(root, {"sys/fs/cgroup/memory/memory.limit_in_bytes": unbound})
    assert on_linux(root) == 4096 * MIB


def test_a_group_that_is_full_has_nothing_left(tmp_path: Path) -> None:
    root = machine(
        tmp_path,
        {"sys/fs/cgroup/memory.max": "1000", "sys/fs/cgroup/memory.current": "2000"},
    )
    assert on_linux(root) == 0


def test_macos_counts_pages_that_can_be_given_away() -> None:
    assert on_macos(MACOS) == (1000 + 3000 + 500 + 20) * 16384
