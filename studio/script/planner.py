"""Planners: text in, plan out. The built-in grammar works offline and always the same way."""

from typing import Protocol

from studio.script.compose import Plan, compose
from studio.script.read import read_treatment
from studio.timeline.rate import Rate


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


class GrammarPlanner:
    """The built-in planner: readers and film grammar, deterministic, no network."""

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
        """Scenes and shots of the text. Raises BadInput."""
        treatment = read_treatment(text, form=form, language=language)
        return compose(treatment, seed=text, rate=rate, size=size, ratio=ratio)
