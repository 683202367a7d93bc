"""Commands about money: what would be sent and for how much, and what was spent."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from studio.backends.people import Sight
from studio.backends.trusted import offers
from studio.cli.console import Console
from studio.cli.making import usable
from studio.cli.opening import looked_at, named_shots, opened
from studio.cli.values import parse_budget
from studio.jobs.account_text import told as about
from studio.jobs.admission import Item, Plan, Sums, money
from studio.jobs.compiling import compiler
from studio.jobs.job import Job
from studio.jobs.journal import Journal
from studio.jobs.ledger import Entry, Ledger, ledger
from studio.jobs.plan import plan
from studio.messages import say
from studio.timeline.story_edits import set_budget
from studio.timeline.take import Take


def compile_(
    console: Console, folder: Path, *, shots: str | None, backend: str | None, together: bool
) -> None:
    """What a backend would be sent for each shot, what becomes of every wish, and the price."""
    project = looked_at(console, folder)
    backends = usable(backend, project)
    takes, _ = _journaled(folder)
    wanted = plan(
        project,
        takes,
        offers(backends),
        shots=named_shots(project, shots) if shots is not None else None,
        backend=backend,
        again=True,
        together=together,
        compile=compiler(backends, Sight(), folder, wait=True),
    )
    for item in wanted.items:
        for line in _item_lines(item, console.language):
            console.line(line)
    for note in wanted.notes:
        console.warn(note.reason.key, **note.reason.values)
    blocked = len(wanted.blocked)
    console.say(
        "cli.compiled",
        count=len(wanted.items),
        blocked=blocked,
        cost=money(wanted.prices),
    )
    console.result(_plan_json(wanted, console.language))


def _item_lines(item: Item, language: str) -> Iterator[str]:
    price = money({item.currency: item.price}) if item.price else "0"
    labels = "+".join(each.label for each in (item, *item.then))
    yield f"{labels}  {item.backend}  {price}"
    for call in item.compiled.calls:
        yield f"  {call.method} {call.path}"
    for change in item.compiled.account:
        fate = say(f"craft.fate.{change.fate}", language)
        yield f"  {fate}  {about(change, item.request).text(language)}"
    for reason in item.warnings:
        yield f"  !  {reason.text(language)}"
    for reason in item.blocks:
        yield f"  x  {reason.text(language)}"


def _plan_json(wanted: Plan, language: str) -> dict[str, Any]:
    return {
        "requests": [_item_json(item, language) for item in wanted.items],
        "notes": [note.reason.text(language) for note in wanted.notes],
        "cost": _sums(wanted.prices),
    }


def _item_json(item: Item, language: str) -> dict[str, Any]:
    made = item.compiled
    return {
        "shot": item.label,
        "owner": item.owner,
        "then": [each.label for each in item.then],
        "backend": item.backend,
        "calls": [call.model_dump(mode="json") for call in made.calls],
        "account": [
            {
                "field": change.field,
                "fate": change.fate.value,
                "told": change.told.text(language),
            }
            for change in made.account
        ],
        "warnings": [reason.text(language) for reason in item.warnings],
        "blocks": [reason.text(language) for reason in item.blocks],
        "price": str(item.price),
        "currency": item.currency,
        "estimated": made.estimated,
    }


def cost(console: Console, folder: Path, *, budget: str | None) -> None:
    """What the film cost until now; with `budget`, such as `50 USD`, what it may cost."""
    if budget is not None:
        amount, currency = parse_budget(budget)
        with opened(console, folder) as store:
            store.save(set_budget(store.project, currency, amount))
    project = looked_at(console, folder)
    takes, jobs = _journaled(folder)
    book = ledger(project, takes, jobs)
    for entry in book.entries:
        console.line(_entry_line(entry, console.language))
    for name in ("charged", "waste", "waiting", "doubtful", "per_second"):
        sums: Sums = getattr(book, name)
        if sums or name == "charged":
            console.say(f"cli.cost_{name}", cost=money(sums))
    if project.budget:
        console.say("cli.cost_budget", cost=money(project.budget))
    console.result({**_book_json(book), "budget": _sums(project.budget)})


def _entry_line(entry: Entry, language: str) -> str:
    told = entry.charged if entry.charged is not None else entry.estimate
    currency = entry.take.currency if entry.take is not None else entry.currency
    state = say(f"jobs.state_{entry.state.value}", language)
    about = "~" if entry.take is None or entry.take.estimated else ""
    shown = "*" if entry.shown else " "
    return f"{shown} {entry.label:6} {entry.backend:16} {about}{money({currency: told})}  {state}"


def _book_json(book: Ledger) -> dict[str, Any]:
    return {
        "entries": [_entry_json(entry) for entry in book.entries],
        "charged": _sums(book.charged),
        "waste": _sums(book.waste),
        "waiting": _sums(book.waiting),
        "doubtful": _sums(book.doubtful),
        "per_finished_second": _sums(book.per_second),
        "shots": {owner: _sums(sums) for owner, sums in book.shots.items()},
    }


def _entry_json(entry: Entry) -> dict[str, Any]:
    take = entry.take
    return {
        "shot": entry.label,
        "owner": entry.owner,
        "job": entry.job,
        "backend": entry.backend,
        "state": entry.state.value,
        "remote_id": entry.remote_id,
        "estimate": str(entry.estimate),
        "charged": str(take.cost) if take is not None else None,
        "currency": take.currency if take is not None else entry.currency,
        "estimated": take.estimated if take is not None else True,
        "usage": take.usage if take is not None else {},
        "take": take.files[0].path if take is not None else None,
        "in_cut": entry.shown,
    }


def _sums(sums: Sums) -> dict[str, str]:
    return {currency: str(amount) for currency, amount in sums.items()}


def _journaled(folder: Path) -> tuple[Sequence[Take], Sequence[Job]]:
    with Journal.open(folder, write=False) as journal:
        return journal.takes(), journal.jobs()
