"""Plans a long text in a process of its own, which is killed when nobody waits for it any more."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from studio.errors import BadInput, StudioError
from studio.script.compose import Plan
from studio.timeline.rate import Rate

_PLAN = TypeAdapter(Plan)
LIMIT = 300  # seconds after which a planning counts as hung


async def plan_apart(text: str, rate: Rate, wishes: Mapping[str, Any]) -> Plan:
    """What `grammar_plan` makes of the text. Raises BadInput, StudioError."""
    order = json.dumps({"text": text, "rate": [rate.num, rate.den], **wishes}).encode()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "studio.script.planning_worker",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip
    try:
        async with asyncio.timeout(LIMIT):
            answer, _ = await process.communicate(order)
    except TimeoutError:
        raise StudioError("planner.hung", limit=LIMIT) from None
    finally:
        if process.returncode is None:
            process.kill()
            await asyncio.shield(process.wait())
    return await asyncio.to_thread(_read, answer)


def _read(answer: bytes) -> Plan:
    head, _, body = answer.partition(b"\n")
    try:
        if head == b"plan":
            return _PLAN.validate_json(body)
        if head == b"refused":
            refusal: dict[str, Any] = json.loads(body)
            raise BadInput(refusal["key"], **refusal["values"])
    except (ValidationError, ValueError, KeyError) as error:
        raise StudioError("planner.broken_off") from error
    raise StudioError("planner.broken_off")
