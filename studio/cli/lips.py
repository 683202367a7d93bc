"""The commands that have lips follow a line: those of a take, or of a picture."""

from decimal import Decimal
from functools import partial
from pathlib import Path

from studio.cli.console import Console
from studio.cli.making import generated, outcomes
from studio.cli.opening import opened, shot_id
from studio.cli.values import parse_count, parse_money
from studio.errors import BadInput
from studio.jobs.generate import Special
from studio.jobs.lips import LipsWish, plan_lips
from studio.jobs.talking import TalkWish, plan_talk
from studio.timeline.project import Project
from studio.timeline.queries import find_shot
from studio.timeline.store import Store
from studio.timeline.story import CueKind

_MOST = 20  # faces, and lines of a shot


def lips(
    console: Console,
    folder: Path,
    *,
    shot: str,
    take: str | None,
    line: str | None,
    face: str | None,
    backend: str,
    max_cost: str | None,
    yes: bool,
) -> None:
    """One take more of a shot, whose lips follow a line of it."""
    limit = parse_money(max_cost) if max_cost else None
    number = parse_count("--face", face, _MOST) if face is not None else None
    with opened(console, folder) as store:
        owner = shot_id(store.project, shot)
        wish = LipsWish(owner, take, _cue(store.project, owner, line), number, backend)
        special = partial(plan_lips, store.project, wish)
        _make(console, store, owner, backend, special, limit, yes=yes)


def talk(
    console: Console,
    folder: Path,
    *,
    shot: str,
    picture: str | None,
    line: str | None,
    pro: bool,
    backend: str,
    max_cost: str | None,
    yes: bool,
) -> None:
    """One take more of a shot, in which a picture says a line of it."""
    limit = parse_money(max_cost) if max_cost else None
    with opened(console, folder) as store:
        film = store.project
        owner = shot_id(film, shot)
        wish = TalkWish(owner, picture, _cue(film, owner, line), pro, backend)
        _make(console, store, owner, backend, partial(plan_talk, film, wish), limit, yes=yes)


def _make(
    console: Console, store: Store, owner: str, backend: str, special: Special,
    limit: Decimal | None, *, yes: bool,
) -> None:  # fmt: skip
    """The one take that `special` plans for a shot, and what it cost."""
    summary = generated(
        console, store, shot_ids=[owner], backend=backend, max_cost=limit, yes=yes, special=special
    )
    console.result({
        "made": [take.model_dump(mode="json", exclude={"request"}) for take in summary.made],
        "cost": {currency: str(amount) for currency, amount in summary.cost.items()},
        "shots": outcomes(summary),
    })  # fmt: skip


def _cue(project: Project, owner: str, line: str | None) -> str | None:
    """The id of line number `line` of a shot, from 1. Raises BadInput."""
    if line is None:
        return None
    shot = find_shot(project, owner)
    lines = [cue for cue in shot.cues if cue.kind is CueKind.LINE] if shot is not None else []
    number = parse_count("--line", line, _MOST)
    if number > len(lines):
        raise BadInput("cli.no_such_line", line=number, count=len(lines))
    return lines[number - 1].id
