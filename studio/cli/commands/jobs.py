"""Commands about jobs: what is under way, failed or in doubt, and what becomes of it."""

from typing import Annotated

import typer

from studio.cli.commands.options import Folder, JobId, Json, MaxCost, told
from studio.cli.console import Console

app = typer.Typer()


@app.command("jobs", help=told("jobs"))
def jobs_(
    folder: Folder,
    everything: Annotated[bool, typer.Option("--all", help=told("all_jobs"))] = False,
    json: Json = False,
) -> None:
    """What is under way, failed or in doubt."""
    from studio.cli import jobs

    jobs.jobs(Console(as_json=json), folder, everything=everything)


@app.command(help=told("retry"))
def retry(
    folder: Folder,
    job: JobId,
    anew: Annotated[bool, typer.Option("--anew", help=told("anew"))] = False,
    max_cost: MaxCost = None,
    json: Json = False,
) -> None:
    """Take a failed or cancelled job up again."""
    from studio.cli import jobs

    jobs.retry(Console(as_json=json), folder, job, anew=anew, max_cost=max_cost)


@app.command(help=told("cancel"))
def cancel(folder: Folder, job: JobId, json: Json = False) -> None:
    """Stop a job."""
    from studio.cli import jobs

    jobs.cancel(Console(as_json=json), folder, job)


@app.command(help=told("check"))
def check(
    folder: Folder,
    job: JobId,
    remote_id: Annotated[str | None, typer.Option(metavar="ID", help=told("remote_id"))] = None,
    json: Json = False,
) -> None:
    """Ask the service about a job in doubt."""
    from studio.cli import jobs

    jobs.check(Console(as_json=json), folder, job, remote_id=remote_id)


@app.command("mark-lost", help=told("mark_lost"))
def mark_lost(folder: Folder, job: JobId, json: Json = False) -> None:
    """Take a job in doubt for lost."""
    from studio.cli import jobs

    jobs.mark_lost(Console(as_json=json), folder, job)


@app.command("send-again", help=told("send_again"))
def send_again(folder: Folder, job: JobId, max_cost: MaxCost = None, json: Json = False) -> None:
    """Send a job in doubt again."""
    from studio.cli import jobs

    jobs.send_again(Console(as_json=json), folder, job, max_cost=max_cost)
