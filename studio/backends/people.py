"""Whose files show a face, for services that refuse pictures of real people: found before paying.

A detector sees faces; whether one is a real person's nobody can tell from the picture, so a face is
a warning with its remedy and no refusal. What was not looked at is said to be so.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from studio.animatic.models import find_model
from studio.backends.base import Call, Input, Request, Sentence
from studio.backends.blanks import places

_MOST = 20_000  # files that are remembered


def counted(path: Path, kind: str) -> int | None:
    """The most faces that a picture or a video shows; None where nobody can tell. Blocking."""
    from studio.backends.people_seen import most_faces  # drawing is much to read

    return most_faces(path, kind)


def has_detector() -> bool:
    """Whether what finds faces is installed."""
    return find_model("yunet") is not None


class Sight:
    """Looks at each file once, by its hash, for as long as the studio runs."""

    def __init__(
        self,
        look: Callable[[Path, str], int | None] = counted,
        can_look: Callable[[], bool] = has_detector,
    ) -> None:
        self._count, self._can_look = look, can_look
        self._seen: dict[str, int | None] = {}
        self._asked: set[str] = set()
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None

    def warnings(
        self, request: Request, calls: tuple[Call, ...], title: str, folder: Path, *, wait: bool
    ) -> tuple[Sentence, ...]:
        """What is to be known of the files that `calls` would send to a service called `title`.

        With `wait` they are looked at now; else in a thread, and they are told as not looked at
        until that is done. Raises nothing.
        """
        inputs = [*request.inputs, *(each for shot in request.then for each in shot.inputs)]
        sent = sorted({place for call in calls for place in places(call.body)})
        told: list[Sentence] = []
        for each in (inputs[place] for place in sent if place < len(inputs)):
            found = self._told(each, title, folder, wait=wait)
            if found is not None and found not in told:
                told.append(found)
        return tuple(told)

    def count(self, each: Input, folder: Path) -> int | None:
        """The most faces that a file of the film in `folder` shows, looked at now; None where
        nobody can tell. Blocking.
        """
        if each.kind == "sound" or not self._can_look():
            return None
        if each.sha256 not in self._seen:
            self._look(each, folder)
        return self._seen.get(each.sha256)

    def _told(self, each: Input, title: str, folder: Path, *, wait: bool) -> Sentence | None:
        if each.kind == "sound":
            return None
        values: dict[str, str | int] = {"name": each.name or Path(each.path).name, "backend": title}
        if not self._can_look():
            return Sentence(key="jobs.no_face_detector", values=values)
        if each.sha256 not in self._seen:
            if wait:
                self._look(each, folder)
            else:
                self._ask(each, folder)
        if each.sha256 not in self._seen:
            return Sentence(key="jobs.faces_not_yet", values=values)
        count = self._seen[each.sha256]
        if count is None:
            return Sentence(key="jobs.faces_unknown", values=values)
        return Sentence(key="jobs.face_seen", values=values) if count else None

    def _ask(self, each: Input, folder: Path) -> None:
        with self._lock:
            if each.sha256 in self._asked:
                return
            self._asked.add(each.sha256)
            if self._pool is None:
                self._pool = ThreadPoolExecutor(1, thread_name_prefix="faces")
            self._pool.submit(self._look, each, folder)

    def close(self) -> None:
        """Look at nothing more."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _look(self, each: Input, folder: Path) -> None:
        count = self._count(folder / each.path, each.kind)
        if len(self._seen) < _MOST:
            self._seen[each.sha256] = count
