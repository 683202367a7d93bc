"""Qt for the tests of the window, where its libraries are; elsewhere what is missing by name."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no failure: no test has a time to keep, but each its time-out.
settings.register_profile("studio", deadline=None)
settings.load_profile("studio")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")
NEEDED = (
    "apt-get install -y --no-install-recommends "
    "libgl1 libegl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0"
)

try:
    import PySide6.QtWidgets

    HAS_QT = bool(PySide6.QtWidgets)
except ImportError:
    HAS_QT = False

pytest_plugins = ["pytestqt.plugin"] if HAS_QT else []
collect_ignore = [] if HAS_QT else ["ui"]


_OWN_CACHE = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """A cache of the run's own, which its worker processes share: nothing is left from before."""
    if not hasattr(config, "workerinput"):
        config.stash[_OWN_CACHE] = tempfile.mkdtemp(prefix="storyreel-tests-")
        os.environ["XDG_CACHE_HOME"] = config.stash[_OWN_CACHE]
        os.environ["XDG_DATA_HOME"] = str(Path(config.stash[_OWN_CACHE], "data"))


def pytest_collection_finish() -> None:
    """Let the collector pass over what is there for the whole run: modules and thousands of tests.

    It is looked through again at every collection otherwise, some tenths of a second each time.
    """
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    """The cache ends with the run."""
    if _OWN_CACHE in config.stash:
        shutil.rmtree(config.stash[_OWN_CACHE], ignore_errors=True)


def pytest_report_header() -> str | None:
    """Say loudly when the window is not tested, and what would cure that."""
    return None if HAS_QT else f"THE WINDOW IS NOT TESTED: Qt's libraries are missing. {NEEDED}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The same where people look: at the end."""
    if not HAS_QT:
        terminalreporter.write_line(f"The window was not tested. On Debian: {NEEDED}")
