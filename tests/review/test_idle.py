"""Files inspected while nobody needs the machine, and given up when somebody does."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.errors import BadInput, StudioError
from studio.review.asked import Asked
from studio.review.finding import Report
from studio.review.idle import IdleInspector, Look
from tests.review import planted


class Heard:
    """What was told, and a way to wait for so much of it."""

    def __init__(self) -> None:
        self.told: dict[str, Report | StudioError] = {}
        self._condition = threading.Condition()

    def hear(self, key: str, found: Report | StudioError) -> None:
        with self._condition:
            self.told[key] = found
            self._condition.notify_all()

    def wait(self, count: int) -> bool:
        with self._condition:
            return self._condition.wait_for(lambda: len(self.told) >= count, 60)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def inspector(
    heard: Heard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[IdleInspector]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = IdleInspector(heard.hear, patience=0.05)
    yield found
    found.close()


def look(path: Path) -> Look:
    return Look(path.stem, path, lambda: Asked(one_shot=True))


def test_it_begins_at_rest_and_goes_through_all(
    inspector: IdleInspector, heard: Heard, tmp_path: Path
) -> None:
    cut = look(planted.hidden_cut().write(tmp_path / "cut.mov"))
    good = look(planted.plain().write(tmp_path / "good.mov"))
    lost = look(tmp_path / "lost.mov")
    inspector.want([cut, lost, good])
    assert inspector.left == 3
    assert heard.told == {}
    inspector.rest(True)
    assert heard.wait(3)
    assert list(heard.told) == ["cut", "lost", "good"]
    told = heard.told["cut"]
    assert isinstance(told, Report)
    assert told.failed == ("cut",)
    assert isinstance(heard.told["lost"], BadInput)
    assert inspector.left == 0


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_after_a_fault_of_the_program_it_goes_on_with_other_files(
    inspector: IdleInspector, heard: Heard, tmp_path: Path
) -> None:
    def fault() -> Asked:
        raise ZeroDivisionError

    good = look(planted.plain().write(tmp_path / "good.mov"))
    bad = Look("bad", good.path, fault)
    inspector.want([bad, good])
    (thread,) = (each for each in threading.enumerate() if each.name == "studio-reviews")
    inspector.rest(True)
    thread.join(60)
    assert inspector.left == 0
    assert heard.told == {}
    inspector.want([bad, good])
    assert inspector.left == 1, "the one with the fault is not tried again"
    assert heard.wait(1)
    assert list(heard.told) == ["good"]


def test_it_stands_while_the_machine_is_needed_and_begins_again(
    inspector: IdleInspector, heard: Heard, tmp_path: Path
) -> None:
    path = planted.plain().write(tmp_path / "good.mov")
    begun, tries = threading.Event(), list[int]()

    def asked() -> Asked:
        """The maker comes back just when a file is begun, the first time."""
        tries.append(1)
        if len(tries) == 1:
            inspector.rest(False)
            begun.set()
        return Asked()

    inspector.want([Look("good", path, asked)])
    inspector.rest(True)
    assert begun.wait(60)
    assert heard.told == {}
    inspector.rest(True)
    assert heard.wait(1)
    assert len(tries) in (1, 2)  # it may have waited, or begun anew


def test_what_is_skipped_is_not_tried_again(
    inspector: IdleInspector, heard: Heard, tmp_path: Path
) -> None:
    first = planted.plain().write(tmp_path / "first.mov")
    second = look(planted.plain().write(tmp_path / "second.mov"))

    def asked() -> Asked:
        inspector.skip()
        return Asked()

    unwanted = Look("first", first, asked)
    inspector.want([unwanted, second])
    inspector.rest(True)
    assert heard.wait(1)
    assert list(heard.told) == ["second"]
    inspector.want([unwanted])
    assert inspector.left == 0


def worker() -> threading.Thread:
    """The thread that looks at files."""
    (found,) = (each for each in threading.enumerate() if each.name == "studio-reviews")
    return found


def test_it_ends_when_it_is_closed(heard: Heard, tmp_path: Path) -> None:
    path = planted.plain().write(tmp_path / "good.mov")
    found, ended = IdleInspector(heard.hear), threading.Event()

    def asked() -> Asked:
        found.rest(False)  # it stands, with all its patience
        ended.set()
        return Asked()

    found.want([Look("good", path, asked)])
    thread = worker()
    found.rest(True)
    assert ended.wait(60)
    found.close()
    found.want([look(path)])
    thread.join(60)
    assert not thread.is_alive()
    assert heard.told == {}


def test_closing_does_not_wait_for_a_slow_call_and_nothing_is_told_thereafter(
    heard: Heard, tmp_path: Path
) -> None:
    path = planted.plain().write(tmp_path / "good.mov")
    found, begun, over = IdleInspector(heard.hear), threading.Event(), threading.Event()

    def asked() -> Asked:
        """As a model does, it comes back when it is ready, and hears of nothing meanwhile."""
        begun.set()
        assert over.wait(60)
        raise BadInput("media.broken", name="late")

    found.want([Look("good", path, asked)])
    thread = worker()
    found.rest(True)
    assert begun.wait(60)
    found.close()
    assert thread.is_alive(), "the call is still under way"
    assert thread.daemon, "no end of the program waits for it without bound"
    over.set()
    thread.join(60)
    assert not thread.is_alive()
    assert heard.told == {}
