"""Planners: text in, plan out. The built-in grammar works offline and always the same way."""

import asyncio
from functools import partial
from typing import Any, Protocol

from studio.script.apart import plan_apart
from studio.script.compose import Plan, compose
from studio.script.read import read_treatment
from studio.timeline.rate import Rate

LONG_TEXT = 15_000  # characters; below, planning takes about a tenth of a second


class Planner(Protocol):
    """Turns a text into a plan."""

    async def plan(
        self,
        text: str,
        *,
        form: str | None = None,
        language: str | None = None,
        rate: Rate,
        size: tuple[int, int] | None = None,
        ratio: tuple[int, int] | None = None,
    ) -> Plan:
        """Scenes and shots of the text. Raises BadInput, StudioError."""
        ...


def grammar_plan(
    text: str,
    *,
    form: str | None = None,
    language: str | None = None,
    rate: Rate,
    size: tuple[int, int] | None = None,
    ratio: tuple[int, int] | None = None,
) -> Plan:
    """Scenes and shots of the text by film grammar, at once, here. Raises BadInput."""
    treatment = read_treatment(text, form=form, language=language)
    return compose(treatment, seed=text, rate=rate, size=size, ratio=ratio)


class GrammarPlanner:
    """The built-in planner: readers and film grammar, deterministic, no network.

    It plans on a thread, and long texts in a process of their own: reading them takes seconds in
    which nothing else could run here. A planning that is cancelled ends its process.
    """

    async def plan(
        self,
        text: str,
        *,
        form: str | None = None,
        language: str | None = None,
        rate: Rate,
        size: tuple[int, int] | None = None,
        ratio: tuple[int, int] | None = None,
    ) -> Plan:
        """Scenes and shots of the text. Raises BadInput, StudioError."""
        wishes: dict[str, Any] = {"form": form, "language": language, "size": size, "ratio": ratio}
        if len(text) < LONG_TEXT:
            return await asyncio.to_thread(partial(grammar_plan, text, rate=rate, **wishes))
        return await plan_apart(text, rate, wishes)
