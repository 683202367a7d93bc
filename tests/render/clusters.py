"""Real Dask clusters on this computer: a scheduler's process and the workers', to be killed."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 60  # for a process to begin, on a busy machine


class Running:
    """A process of a cluster, and what it says."""

    def __init__(self, command: list[str], home: Path, environment: dict[str, str]) -> None:
        own = {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(home), "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=home,
            env={**os.environ, **own, **environment},
        )  # fmt: skip
        self.heard: list[str] = []
        self._more = threading.Condition()
        self._over = False
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._more:
                self.heard.append(line.decode(errors="replace"))
                self._more.notify_all()
        self.process.stderr.close()
        with self._more:
            self._over = True
            self._more.notify_all()

    def word_after(self, words: str) -> str:
        """The first word that it says after these; waits for it."""

        def found() -> list[str]:
            return [line for line in self.heard if words in line]

        with self._more:
            self._more.wait_for(lambda: found() or self._over, timeout=SECONDS)
            assert found(), "".join(self.heard)
            return found()[0].partition(words)[2].split()[0]

    def kill(self) -> None:
        """End it at once, as when a computer loses its power."""
        self.process.send_signal(signal.SIGKILL)

    def end(self) -> None:
        """Leave nothing of it."""
        if self.process.poll() is None:
            self.kill()
        self.process.wait()
        self._thread.join()


class Workers:
    """A cluster; its workers have caches of their own, as computers have."""

    def __init__(
        self, folder: Path, stack: ExitStack, environment: dict[str, str], sealed: Path | None
    ) -> None:
        self.folder = folder
        self._sealed: tuple[str, ...] = ()
        if sealed is not None:
            names = {"ca-file": "ca", "cert": "cert", "key": "key"}
            words = [(f"--tls-{option}", f"{sealed / name}.pem") for option, name in names.items()]
            self._sealed = ("--protocol", "tls", *(word for pair in words for word in pair))
        self._stack = stack
        self._count = 0
        self.scheduler = self._begun(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            *self._sealed, **environment,
        )  # fmt: skip
        self.address = self.scheduler.word_after("Scheduler at:")

    def begin(self, **environment: str) -> tuple[Running, str]:
        """One worker more, with one thread, and its address; it is part of the cluster."""
        worker = self._begun(
            "worker", self.address, "--no-nanny", "--no-dashboard", "--nthreads", "1",
            "--host", "127.0.0.1", "--memory-limit", "0", *self._sealed, **environment,
        )  # fmt: skip
        worker.word_after("Registered to:")
        return worker, worker.word_after("Start worker at:")

    def _begun(self, *command: str, **environment: str) -> Running:
        self._count += 1
        home = self.folder / f"computer-{self._count}"
        home.mkdir()
        running = Running(list(command), home, environment)
        self._stack.callback(running.end)
        return running


@contextmanager
def cluster(
    folder: Path, workers: int = 0, *, sealed: Path | None = None, **scheduler: str
) -> Generator[Workers, None, None]:
    """A cluster with so many workers, for a while, in a folder that is made.

    `sealed` is a folder with the certificates of its processes; `scheduler` is put into the
    environment of its scheduler.
    """
    folder.mkdir(exist_ok=True)
    with ExitStack() as stack:
        made = Workers(folder, stack, scheduler, sealed)
        for _ in range(workers):
            made.begin()
        yield made
