"""The command that makes takes of shots; it needs neither film grammar nor what delivers."""

from pathlib import Path

from studio.cli.console import Console
from studio.cli.making import generated, outcomes
from studio.cli.opening import named_shots, opened
from studio.cli.recording import recording
from studio.cli.values import parse_count, parse_money
from studio.errors import BadInput
from studio.media.ffmpeg import find_ffmpeg

_MOST_TAKES = 100


def generate(
    console: Console,
    folder: Path,
    *,
    shots: str | None,
    takes: str | None,
    max_cost: str | None,
    backend: str | None,
    again: bool,
    together: bool,
    yes: bool,
    record: Path | None = None,
    record_texts: bool = False,
) -> None:
    """Takes for all or some shots."""
    limit = parse_money(max_cost) if max_cost else None
    count = parse_count("--takes", takes, _MOST_TAKES) if takes is not None else None
    find_ffmpeg()
    taping = recording(console, record, texts=record_texts)
    with opened(console, folder) as store, taping as tape:
        if not store.project.scenes:
            raise BadInput("cli.no_shots", path=folder)
        summary = generated(
            console,
            store,
            shot_ids=named_shots(store.project, shots) if shots is not None else None,
            takes=count,
            max_cost=limit,
            backend=backend,
            again=again,
            together=together,
            yes=yes,
            recorder=tape,
        )
    console.result(
        {
            "made": [take.model_dump(mode="json", exclude={"request"}) for take in summary.made],
            "kept": list(summary.kept),
            "unknown": [job.id for job in summary.unknown],
            "cost": {currency: str(amount) for currency, amount in summary.cost.items()},
            "shots": outcomes(summary),
        }
    )
