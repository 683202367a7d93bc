"""The process that plans a long text: an order as JSON on its input, the plan on its output."""

import json
import sys
from typing import Any

from pydantic import TypeAdapter

from studio.errors import BadInput
from studio.script.compose import Plan
from studio.script.planner import grammar_plan
from studio.timeline.rate import Rate


def answer(order: bytes) -> bytes:
    """A line that says what follows, `plan` or `refused`, and below it that as JSON."""
    wish: dict[str, Any] = json.loads(order)
    num, den = wish.pop("rate")
    for name in ("size", "ratio"):
        wish[name] = tuple(wish[name]) if wish[name] else None
    try:
        plan = grammar_plan(**wish, rate=Rate(num=num, den=den))
    except BadInput as refusal:
        told = {"key": refusal.key, "values": refusal.values}
        return b"refused\n" + json.dumps(told, default=str).encode()
    return b"plan\n" + TypeAdapter(Plan).dump_json(plan)


if __name__ == "__main__":
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
