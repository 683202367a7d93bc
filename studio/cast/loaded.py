"""Models in memory: each loaded when it is first used, kept, and let go."""

import ctypes
import gc
import importlib
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from studio.cast.models import Model, located, named

Load = Callable[[tuple[Path, ...]], Any]  # the files of a model to what runs it
Find = Callable[[Model], tuple[Path, ...]]


@dataclass
class _Held:
    engine: Any = None
    used: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Loaded:
    """The models that one piece of work has in memory; safe to share between threads.

    `with Loaded() as models:` lets them go at its end. One that is kept for longer should call
    `close_idle` now and then.
    """

    def __init__(self, find: Find = located) -> None:
        """`find` says where the files of a model are, and raises NoModel where they are not."""
        self._find = find
        self._held: dict[str, _Held] = {}
        self._lock = threading.Lock()

    @contextmanager
    def use(self, name: str, load: Load) -> Generator[Any, None, None]:
        """What `load` made of the model's files, held by this thread alone while it is used.

        Raises NoModel when it is not installed or damaged.
        """
        with self._lock:
            held = self._held.setdefault(name, _Held())
        with held.lock:
            if held.engine is None:
                held.engine = load(self._find(named(name)))
            try:
                yield held.engine
            finally:
                held.used = time.monotonic()

    def names(self) -> tuple[str, ...]:
        """The models that are in memory."""
        return tuple(name for name, held in self._held.items() if held.engine is not None)

    def close_idle(self, seconds: float) -> tuple[str, ...]:
        """Let go those that nobody has used for so long; their names. One in use stays."""
        gone: list[str] = []
        with self._lock:
            for name, held in self._held.items():
                if not held.lock.acquire(blocking=False):
                    continue
                if held.engine is not None and time.monotonic() - held.used >= seconds:
                    held.engine = None
                    gone.append(name)
                held.lock.release()
        if gone:
            _give_back()
        return tuple(gone)

    def close(self) -> None:
        """Let all go that are not in use; using one again loads it again."""
        self.close_idle(0.0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _give_back() -> None:
    """Ask glibc for the memory that it keeps of what was let go: two thirds of 600 MB."""
    if sys.platform == "linux":
        gc.collect()
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # another libc has none
        if trim is not None:
            trim(0)


def onnx(path: Path) -> Any:
    """An ONNX model ready to run on at most two cores.

    Without the memory arena, which keeps all, and without threads that spin while they wait, which
    takes the cores from what runs beside it.
    """
    runtime: Any = importlib.import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 2
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return runtime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
