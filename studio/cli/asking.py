"""Asks a person at a terminal before much money is spent."""

import sys

from studio.cli.console import Console
from studio.jobs.admission import Sums, money
from studio.jobs.generate import Agree
from studio.jobs.threshold import above, limits_of
from studio.messages import say
from studio.settings import load, settings_file

_YES = frozenset({"y", "yes", "是", "好"})


def asker(console: Console) -> Agree:
    """Asks above the limit of the preferences; a script, which nobody answers, is not asked."""

    def agree(prices: Sums) -> bool:
        if console.as_json or not _answers() or not above(prices, limits_of(_limits())):
            return True
        question = say("cli.ask_cost", console.language, cost=money(prices))
        sys.stderr.write(f"{question} [y/N] ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in _YES

    return agree


def _limits() -> dict[str, str]:
    return load(settings_file()).ask_above


def _answers() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
