"""Records of Kling's tasks, of both generations of its API, in one form.

Words differ (`succeeded` and `succeed`, `message` and `task_status_msg`); whatever a record leaves
out or spells its own way is empty, and what nobody knows is ignored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from studio.backends.kling_model import Kling
from studio.backends.kling_wire import fields, rows

DONE = frozenset({"succeeded", "succeed"})
ENDED = DONE | {"failed"}
WAITING = frozenset({"submitted", "processing"})
_LISTS = {
    "videos": "video",
    "images": "image",
    "audios": "audio",
    "elements": "element",
    "voices": "voice",
}


@dataclass(frozen=True)
class Output:
    """One thing a task made. Links are empty where there is none; `values` is all that was told."""

    type: str
    url: str = ""
    marked: str = ""
    seconds: Decimal | None = None
    values: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)


@dataclass(frozen=True)
class Charge:
    """What was taken: units of a pack (`video`, `image`, `audio`), or money."""

    amount: Decimal
    pack: str = ""
    currency: str = ""


@dataclass(frozen=True)
class Task:
    """A task as the service tells of it."""

    id: str
    status: str
    message: str = ""
    external: str = ""
    outputs: tuple[Output, ...] = ()
    charges: tuple[Charge, ...] = ()

    def first(self, kind: str) -> Output | None:
        """The first output of a type."""
        return next((output for output in self.outputs if output.type == kind), None)


def read_task(values: object) -> Task | None:
    """A task out of a record of either API; None when it is none."""
    given = fields(values)
    found = given.get("id", given.get("task_id"))
    status = given.get("status", given.get("task_status"))
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    if not (isinstance(found, str) and found and isinstance(status, str)):
        return None
    message = given.get("message") or given.get("task_status_msg") or ""
    external = given.get("external_id") or fields(given.get("task_info")).get("external_task_id")
    return Task(
        id=found, status=status.strip().lower(), message=" ".join(str(message).split())[:400],
        external=str(external or ""), outputs=_outputs(given), charges=_charges(given),
    )  # fmt: skip


def read_tasks(data: object) -> list[Task]:
    """Tasks out of the `data` of a query: an array, `{result: []}` or a single one."""
    inner = fields(data)
    found = rows(data) or rows(inner.get("result")) or ([inner] if inner else [])
    return [task for each in found if (task := read_task(each)) is not None]


def decimal(value: object) -> Decimal | None:
    """A number that may be written as text; None when it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and found >= 0 else None


def cost_of(task: Task, table: Kling) -> tuple[Decimal, str, bool] | None:
    """Money, currency and whether that is an estimate by the table; None when nothing was told."""
    cash = [charge for charge in task.charges if charge.currency]
    if cash:
        currency = cash[0].currency
        whole = sum((c.amount for c in cash if c.currency == currency), Decimal(0))
        return whole, currency, False
    if task.charges:
        money = sum((table.money(c.amount, c.pack or "video") for c in task.charges), Decimal(0))
        return money, table.currency, True
    return None


def usage_of(task: Task) -> dict[str, str]:
    """As the service counts: units by pack, cash, and its own id."""
    found = {"task": task.id}
    for charge in task.charges:
        name = f"cash.{charge.currency}" if charge.currency else f"units.{charge.pack or 'video'}"
        before = decimal(found.get(name)) or Decimal(0)
        found[name] = f"{before + charge.amount:f}"
    return found


def _outputs(given: Mapping[str, Any]) -> tuple[Output, ...]:
    found = [
        _output(str(fields(each).get("type") or ""), fields(each))
        for each in rows(given.get("outputs"))
    ]
    for name, each in fields(given.get("task_result")).items():
        if name in _LISTS:
            found += [_output(_LISTS[name], fields(one)) for one in rows(each)]
    return tuple(found)


def _output(kind: str, values: Mapping[str, Any]) -> Output:
    def text(*names: str) -> str:
        found = (values.get(name) for name in names)
        return next((value for value in found if isinstance(value, str) and value), "")

    long = next(
        (
            n
            for n in ("duration", "wav_duration", "mp3_duration", "duration_wav", "duration_mp3")
            if n in values
        ),
        "",
    )
    url = text("url", "wav_url", "mp3_url", "url_wav", "url_mp3")
    return Output(kind, url, text("watermark_url"), decimal(values.get(long)), dict(values))


def _charges(given: Mapping[str, Any]) -> tuple[Charge, ...]:
    found: list[Charge] = []
    for each in map(fields, rows(given.get("billing"))):
        amount, kind = decimal(each.get("amount")), each.get("charge_type")
        if amount is None or kind not in {"unit", "cash"}:
            continue
        currency = str(each.get("currency") or "USD") if kind == "cash" else ""
        found.append(Charge(amount, str(each.get("package_type") or ""), currency))
    units = decimal(given.get("final_unit_deduction"))
    if units and not found:
        found.append(Charge(units))
    cash = decimal(fields(given.get("final_balance_deduction")).get("quota"))
    if cash and not found:
        found.append(
            Charge(
                cash,
                currency=str(fields(given.get("final_balance_deduction")).get("currency") or "USD"),
            )
        )
    return tuple(found)
