#!/usr/bin/env python3
"""Sets the studio up and opens it, or runs `film`, `test`, `studio ...`; needs only Python."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "storyreel-setup"
USAGE = """Usage:
  python3 run.py [window [FILM]] open the studio's window, on a film's folder when one is named
  python3 run.py film            make the sample film and say where it is
  python3 run.py test [...]      run the tests (further words go to pytest)
  python3 run.py studio ...      run the studio's command line
"""
PROBE = "from PySide6.QtWidgets import QApplication; QApplication([])"
NO_WINDOW = """run.py: the window cannot open here ({detail}).
It needs a display and Qt's system libraries. On Debian and Ubuntu:
  apt install libgl1 libegl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon-x11-0 \\
    libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 \\
    libxcb-render-util0 libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1
Without a display, the command line does everything: python3 run.py studio --help"""


def venv_python() -> Path:
    """The interpreter of the project's own environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint() -> str:
    """What the environment depends on."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def locked(name: str) -> str:
    """The lines of the lock that pin `name` with its hashes."""
    pattern = rf"^{re.escape(name)}==.*(?:\n[ \t]+--hash.*)+"
    found = re.search(pattern, LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise SystemExit(f"run.py: {LOCK.name} does not pin {name}; restore the file.")
    return found.group(0) + "\n"


def pip(*arguments: str) -> None:
    """Run the environment's pip."""
    quiet = ["--disable-pip-version-check", "--quiet"]
    subprocess.run([venv_python(), "-m", "pip", "install", *quiet, *arguments], check=True)


def install_uv() -> bool:
    """Put the pinned uv into the environment; False when the platform has none."""
    with tempfile.TemporaryDirectory() as folder:
        pinned = Path(folder) / "uv.txt"
        pinned.write_text(locked("uv"), encoding="utf-8")
        try:
            pip("--no-deps", "--require-hashes", "-r", str(pinned))
        except subprocess.CalledProcessError:
            return False
    return True


def install() -> None:
    """Everything the lock names, then the studio itself, without looking anything else up."""
    needed = ["--no-deps", "--require-hashes", "-r", str(LOCK)]
    itself = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    if install_uv():
        uv = [str(venv_python()), "-m", "uv", "pip", "install", "--quiet"]
        uv += ["--python", str(venv_python())]
        if subprocess.run([*uv, "--compile-bytecode", *needed]).returncode == 0:
            subprocess.run([*uv, *itself], check=True)
            return
        print("uv could not install; trying again with pip.", file=sys.stderr)
    pip(*needed)
    pip(*itself)


def set_up() -> None:
    """Make the environment when it is missing or out of date."""
    wanted = fingerprint()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    print("Setting up the studio in .venv ...", file=sys.stderr, flush=True)
    if VENV.exists():
        shutil.rmtree(VENV)
    try:
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        install()
    except (subprocess.CalledProcessError, OSError) as error:
        raise SystemExit(
            f"run.py: setting up failed ({error}). It needs Python's venv module (on Debian and "
            "Ubuntu: apt install python3-venv), a reachable Python package index and 3 GB of disk."
        ) from error
    STAMP.write_text(wanted, encoding="utf-8")


def call(*arguments: str) -> int:
    """Run a module of the environment in the foreground; its exit status."""
    try:
        return subprocess.call([str(venv_python()), "-m", *arguments])
    except KeyboardInterrupt:
        return 130


def film() -> int:
    """Make the sample film from its text."""
    folder = ROOT / "sample"
    folder.mkdir(exist_ok=True)
    brief = ROOT / "resources" / "samples" / "sample.txt"
    target = folder / "film.mp4"
    return call("studio", "film", str(brief), "-o", str(target), "--force", "--size", "1280x720")


def window(words: list[str]) -> int:
    """Open the window, or say what this machine lacks for it.

    Looking whether it can open costs as much as a third of opening it, so that is done only where
    there is reason to doubt.
    """
    if displayed():
        status = call("studio.program", *words)
        return status if status in (0, 2, 130) or can_open() else 2
    return call("studio.program", *words) if can_open() else 2


def displayed() -> bool:
    """Whether the system says that there is a display."""
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def can_open() -> bool:
    """Whether Qt can open a window here; says what is missing when it cannot."""
    probe = subprocess.run([venv_python(), "-c", PROBE], capture_output=True, text=True)
    if probe.returncode:
        lines = [line for line in probe.stderr.splitlines() if line.strip()]
        told = [line for line in lines if "display" in line or "Error" in line or "lib" in line]
        detail = (told or lines or ["Qt does not start"])[0].strip()
        print(NO_WINDOW.format(detail=detail), file=sys.stderr)
    return probe.returncode == 0


def test(words: list[str]) -> int:
    """Run the tests, several at a time unless told otherwise."""
    workers = [] if any(word.startswith("-n") for word in words) else ["-n", "auto"]
    return call("pytest", *workers, *words)


def main(words: list[str]) -> int:
    """Do what the first word says."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python is what this line is for
        raise SystemExit("run.py: the studio needs Python 3.11 or newer.")
    command, rest = (words[0], words[1:]) if words else ("window", [])
    if command not in {"window", "film", "test", "studio"}:
        print(USAGE, file=sys.stderr)
        return 0 if command in {"-h", "--help"} else 2
    set_up()
    if command == "film":
        return film()
    if command == "window":
        return window(rest)
    return test(rest) if command == "test" else call("studio", *rest)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:  # while setting up; the next run begins that anew
        raise SystemExit(130) from None
