"""SIGKILL at every named moment of a batch and at random ones: 0 lost, 0 made twice.

`scripts/crash_harness` does the same for batches of 20 shots and 100 random moments.
"""

import sys
from pathlib import Path

import pytest

from tests.crashes.harness import Moment, Outcome, harness, named, random_steps, report
from tests.crashes.points import JOURNAL, SERVICE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
SHOTS = 4
SERVICES = ("kling", "seedance")
SEEDS = {"kling": 20261126, "seedance": 20261127}


def killed(name: str, moments: int, folder: Path, *, every: bool) -> list[Outcome]:
    with harness(name, folder, SHOTS) as found:
        steps, seen = found.whole()
        if every:
            missing = set(SERVICE) | {m for m in JOURNAL if not m.startswith("a doubt")}
            assert missing - set(seen) == set(), "a moment of the list never comes"
        chosen = list(named(seen, 1)) if every else [Moment("task made", 2)]
        return [found.kill(each) for each in [*chosen, *random_steps(steps, moments, SEEDS[name])]]


@pytest.mark.parametrize("name", SERVICES)
def test_killed_when_the_task_is_made_and_nobody_knows(name: str, tmp_path: Path) -> None:
    """The worst moment of all: it will be charged for, and no answer has come."""
    (outcome,) = killed(name, 0, tmp_path, every=False)
    assert outcome.good, outcome


@pytest.mark.slow
@pytest.mark.parametrize("name", SERVICES)
def test_killed_at_every_named_moment_and_at_random_ones(name: str, tmp_path: Path) -> None:
    outcomes = killed(name, 4, tmp_path, every=True)
    assert all(outcome.good for outcome in outcomes), report(outcomes)


def test_the_report_counts_what_is_lost_and_what_is_made_twice() -> None:
    lost = Outcome(Moment("look", 1), killed=True, made=3, taken=2, asked=0, wanted=3)
    twice = Outcome(Moment("", 9), killed=True, made=4, taken=3, asked=1, wanted=3)
    missed = Outcome(Moment("look", 99), killed=False, made=3, taken=3, asked=0, wanted=3)
    assert [outcome.good for outcome in (lost, twice, missed)] == [False] * 3
    rows = report([lost, twice, missed]).splitlines()
    assert rows[1].split() == ["look", "1", "6", "6", "5", "1", "0", "0"]
    assert rows[3].split() == ["all", "2", "9", "10", "8", "1", "1", "1"]
