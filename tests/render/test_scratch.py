"""Where an export is put together: swept when its process was killed, left alone while it works."""

import errno
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from studio.render.scratch import refused, scratch_folder, working_folder

WORK = """
import sys
from pathlib import Path
from studio.render.scratch import scratch_folder
with scratch_folder(Path(sys.argv[1])) as shop:
    (shop / "piece").write_bytes(b"x")
    print(shop, flush=True)
    sys.stdin.read()
"""


def test_what_a_killed_export_left_goes_with_the_next_one(tmp_path: Path) -> None:
    output = tmp_path / "a.mp4"
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", WORK, str(output)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        other = Path(process.stdout.readline().strip())
        with scratch_folder(output) as ours:
            assert other.is_dir()
            assert ours != other
        process.kill()
        process.wait()
    assert other.is_dir()
    with scratch_folder(output) as ours:
        assert [path.name for path in tmp_path.iterdir()] == [ours.name]
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_as_such() -> None:
    assert refused(OSError(errno.ENOSPC, "no")).key == "media.disk_full"
    assert refused(PermissionError(errno.EACCES, "no")).key == "render.system"


MIX = """
import resource, signal, sys
from pathlib import Path
from studio.render.sound_bus import Bus
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    Bus(Path(sys.argv[1]), 1_000_000)
except OSError as error:
    print(error.errno)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
def test_the_room_of_the_mix_is_taken_before_it_is_written_into(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MIX, str(tmp_path / "mix")], capture_output=True, text=True
    )
    assert done.stdout.strip() == str(errno.EFBIG), done.stderr


def test_what_a_killed_player_left_is_swept(tmp_path: Path) -> None:
    names = ("studio-x-dead", "studio-x-new", "studio-x-half", "else-x")
    dead, young, half, other = (tmp_path / name for name in names)
    for folder in (dead, young, half, other):
        folder.mkdir()
    for name in (".lock", ".holder.json"):
        (dead / name).touch()
    (half / ".lock").touch()
    (dead / "0.f32").write_bytes(b"sound")
    with working_folder("studio-x-", tmp_path) as alive:
        assert not dead.exists()
        assert young.exists(), "it may not have its lock yet"
        assert half.exists(), "nor here, where its file is made just before it is locked"
        with working_folder("studio-x-", tmp_path) as second:
            assert alive.exists(), "somebody works there"
        assert not second.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["else-x", "studio-x-half", "studio-x-new"]


def test_many_that_begin_at_once_do_not_sweep_one_another(tmp_path: Path) -> None:

    def work(number: int) -> str:
        with working_folder("studio-x-", tmp_path) as folder:
            (folder / "sound").write_text(str(number))
            return (folder / "sound").read_text()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(400))) == [str(number) for number in range(400)]
    assert list(tmp_path.iterdir()) == []
