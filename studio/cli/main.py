"""The commands of `studio`: words in, one call each, an exit status out.

What a command needs is read when it is called: drawing, speech and film grammar are much to read
for one that only shows what is there.
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from studio import __version__
from studio.cli.console import Console
from studio.cli.ends import guarded
from studio.cli.look import Look
from studio.cli.usage import Commands
from studio.messages import maker_language, say

_LANGUAGE = maker_language()


def _help(name: str) -> str:
    return say(f"help.{name}", _LANGUAGE)


app = typer.Typer(
    name="studio",
    help=_help("studio"),
    cls=Commands,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

keys_app = typer.Typer(
    help=_help("keys"),
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(keys_app, name="keys")

Json = Annotated[bool, typer.Option("--json", help=_help("json"))]
# readable=False: what cannot be read is told in our own words.
Folder = Annotated[Path, typer.Argument(metavar="DIR", readable=False, help=_help("dir"))]
Brief = Annotated[str, typer.Argument(metavar="BRIEF", help=_help("brief"))]
Size = Annotated[str | None, typer.Option(metavar="WxH", help=_help("size"))]
Ratio = Annotated[str | None, typer.Option(metavar="W:H", help=_help("ratio"))]
RateOption = Annotated[str | None, typer.Option(metavar="FPS", help=_help("rate"))]
Planner = Annotated[str, typer.Option(metavar="NAME", help=_help("planner"))]
Backend = Annotated[str | None, typer.Option(metavar="NAME", help=_help("backend"))]
Language = Annotated[str | None, typer.Option(metavar="CODE", help=_help("language"))]
Captions = Annotated[str, typer.Option(metavar="HOW", help=_help("captions"))]
Force = Annotated[bool, typer.Option("--force", help=_help("force"))]
Output = Annotated[
    Path, typer.Option("-o", "--output", metavar="FILE", readable=False, help=_help("output"))
]
MaxCost = Annotated[str | None, typer.Option(metavar="AMOUNT", help=_help("max_cost"))]
ServiceName = Annotated[str, typer.Argument(metavar="SERVICE", help=_help("service"))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=_help("yes"))]
Together = Annotated[bool, typer.Option("--together", help=_help("together"))]
Record = Annotated[
    Path | None, typer.Option("--record", metavar="FILE", readable=False, help=_help("record"))
]
JobId = Annotated[str, typer.Argument(metavar="JOB", help=_help("job"))]


@app.callback(invoke_without_command=True)
def top(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=_help("version"))] = False,
) -> None:
    """Say the version when asked; a command does the rest."""
    if version:
        Console().line(f"storyreel {__version__}")
        context.exit()
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        context.exit(2)


@app.command(help=_help("film"))
def film(
    brief: Brief,
    output: Output,
    project: Annotated[
        Path | None, typer.Option(metavar="DIR", readable=False, help=_help("project"))
    ] = None,
    size: Size = None,
    ratio: Ratio = None,
    rate: RateOption = None,
    planner: Planner = "grammar",
    backend: Backend = None,
    language: Language = None,
    captions: Captions = "burn",
    max_cost: MaxCost = None,
    yes: Yes = False,
    force: Force = False,
    json: Json = False,
) -> None:
    """Text in, film out."""
    from studio.cli import steps

    console = Console(as_json=json)
    look = Look.of(size=size, ratio=ratio, rate=rate, language=language)
    steps.film(
        console,
        brief,
        output,
        project,
        look,
        planner=planner,
        backend=backend,
        captions=captions,
        max_cost=max_cost,
        yes=yes,
        force=force,
    )


@app.command(help=_help("new"))
def new(
    folder: Folder,
    title: Annotated[str, typer.Option(metavar="TEXT", help=_help("title"))] = "",
    size: Size = None,
    ratio: Ratio = None,
    rate: RateOption = None,
    language: Language = None,
    json: Json = False,
) -> None:
    """An empty film."""
    from studio.cli import folders

    look = Look.of(size=size, ratio=ratio, rate=rate, language=language)
    folders.new(Console(as_json=json), folder, title, look)


@app.command(help=_help("plan"))
def plan(
    folder: Folder,
    brief: Brief,
    ratio: Ratio = None,
    planner: Planner = "grammar",
    language: Language = None,
    json: Json = False,
) -> None:
    """A text becomes the film's scenes and shots."""
    from studio.cli import steps

    look = Look.of(ratio=ratio, language=language)
    steps.plan(Console(as_json=json), folder, brief, look, planner=planner)


@app.command(help=_help("show"))
def show(folder: Folder, json: Json = False) -> None:
    """What is in the film."""
    from studio.cli import folders

    folders.show(Console(as_json=json), folder)


@app.command(help=_help("generate"))
def generate(
    folder: Folder,
    shots: Annotated[str | None, typer.Option(metavar="LIST", help=_help("shots"))] = None,
    takes: Annotated[str | None, typer.Option(metavar="N", help=_help("takes"))] = None,
    max_cost: MaxCost = None,
    backend: Backend = None,
    again: Annotated[bool, typer.Option("--again", help=_help("again"))] = False,
    together: Together = False,
    yes: Yes = False,
    record: Record = None,
    record_texts: Annotated[
        bool, typer.Option("--record-texts", help=_help("record_texts"))
    ] = False,
    json: Json = False,
) -> None:
    """Make takes of shots that need them."""
    from studio.cli import generating

    generating.generate(
        Console(as_json=json),
        folder,
        shots=shots,
        takes=takes,
        max_cost=max_cost,
        backend=backend,
        again=again,
        together=together,
        yes=yes,
        record=record,
        record_texts=record_texts,
    )


@app.command(help=_help("replay"))
def replay(
    record: Annotated[
        Path, typer.Argument(metavar="FILE", readable=False, help=_help("replay_file"))
    ],
    json: Json = False,
) -> None:
    """Play a record of a service's traffic."""
    from studio.cli import recording

    recording.replay(Console(as_json=json), record)


@app.command(help=_help("export"))
def export(
    folder: Folder,
    output: Output,
    preset: Annotated[list[str] | None, typer.Option(metavar="NAME", help=_help("preset"))] = None,
    span: Annotated[
        tuple[str, str] | None, typer.Option("--range", metavar="IN OUT", help=_help("range"))
    ] = None,
    fit: Annotated[str | None, typer.Option(metavar="HOW", help=_help("fit"))] = None,
    captions: Annotated[
        str | None, typer.Option(metavar="HOW", help=_help("export_captions"))
    ] = None,
    language: Annotated[str, typer.Option(metavar="CODE", help=_help("captions_language"))] = "",
    second: Annotated[str, typer.Option(metavar="CODE", help=_help("captions_second"))] = "",
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help=_help("scheduler"))
    ] = None,
    shared: Annotated[str | None, typer.Option(metavar="DIR", help=_help("shared"))] = None,
    tls: Annotated[Path | None, typer.Option(metavar="DIR", help=_help("tls"))] = None,
    openjd: Annotated[
        Path | None, typer.Option(metavar="FILE", readable=False, help=_help("openjd"))
    ] = None,
    codec: Annotated[str | None, typer.Option(metavar="NAME", help=_help("codec"))] = None,
    depth: Annotated[str | None, typer.Option(metavar="BITS", help=_help("depth"))] = None,
    rate: Annotated[str | None, typer.Option(metavar="FPS", help=_help("export_rate"))] = None,
    hardware: Annotated[str | None, typer.Option(metavar="NAME", help=_help("hardware"))] = None,
    cover: Annotated[str | None, typer.Option(metavar="FRAME|FILE", help=_help("cover"))] = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help=_help("label_title"))] = "",
    author: Annotated[str, typer.Option(metavar="TEXT", help=_help("label_author"))] = "",
    comment: Annotated[str, typer.Option(metavar="TEXT", help=_help("label_comment"))] = "",
    date: Annotated[str, typer.Option(metavar="TEXT", help=_help("label_date"))] = "",
    rights: Annotated[str, typer.Option(metavar="TEXT", help=_help("label_rights"))] = "",
    chapters: Annotated[
        bool, typer.Option("--chapters/--no-chapters", help=_help("chapters"))
    ] = True,
    encode_all: Annotated[bool, typer.Option("--encode-all", help=_help("encode_all"))] = False,
    stems: Annotated[bool, typer.Option("--stems", help=_help("stems"))] = False,
    report: Annotated[str, typer.Option(metavar="HOW", help=_help("report"))] = "file",
    allow_damaged: Annotated[
        bool, typer.Option("--allow-damaged", help=_help("allow_damaged"))
    ] = False,
    force: Force = False,
    json: Json = False,
) -> None:
    """The cut to a file, or to several."""
    from studio.cli import steps
    from studio.cli.farming import Elsewhere
    from studio.cli.wanted import Wanted
    from studio.render.labels import Labels

    plain = Wanted(
        captions=captions, fit=fit, span=span, codec=codec, depth=depth, rate=rate,
        hardware=hardware, cover=cover, language=language, second=second, stems=stems,
        report=report, allow_damaged=allow_damaged,
        encode_all=encode_all,
        labels=Labels(title, author, comment, date, rights, chapters),
    )  # fmt: skip
    wanted = [replace(plain, preset=name) for name in preset or ["film"]]
    elsewhere = Elsewhere(scheduler, shared, tls, openjd)
    steps.export_film(
        Console(as_json=json), folder, output, wanted, force=force, elsewhere=elsewhere
    )


@app.command("render-step", hidden=True, help=_help("render_step"))
def render_step(
    step: Annotated[str, typer.Argument(metavar="STEP")],
    plan: Annotated[Path, typer.Argument(metavar="PLAN", readable=False)],
    film: Annotated[Path, typer.Argument(metavar="DIR", readable=False)],
    piece: Annotated[int, typer.Option(metavar="N")] = -1,
    output: Annotated[Path | None, typer.Option(metavar="FILE", readable=False)] = None,
) -> None:
    """A part of a frozen export, for a render farm."""
    from studio.cli import farming

    farming.render_step(Console(), step, plan, film, piece=piece, output=output)


@app.command(help=_help("presets"))
def presets(json: Json = False) -> None:
    """What deliveries there are."""
    from studio.cli import presets as table

    table.listed(Console(as_json=json))


@app.command("import", help=_help("import"))
def import_(
    folder: Folder,
    media: Annotated[
        list[Path], typer.Argument(metavar="MEDIA...", readable=False, help=_help("media"))
    ],
    shot: Annotated[str | None, typer.Option(metavar="SHOT", help=_help("shot"))] = None,
    role: Annotated[str | None, typer.Option(metavar="ROLE", help=_help("role"))] = None,
    json: Json = False,
) -> None:
    """Bring media into the film, and into a shot when one is named."""
    from studio.cli import folders

    folders.bring_in(Console(as_json=json), folder, media, shot=shot, role=role)


@app.command(help=_help("backends"))
def backends(json: Json = False) -> None:
    """What can make takes here."""
    from studio.cli import folders

    folders.backends(Console(as_json=json))


@app.command("compile", help=_help("compile"))
def compile_(
    folder: Folder,
    shots: Annotated[str | None, typer.Option(metavar="LIST", help=_help("shots"))] = None,
    backend: Backend = None,
    together: Together = False,
    json: Json = False,
) -> None:
    """What would be sent."""
    from studio.cli import paying

    console = Console(as_json=json)
    paying.compile_(console, folder, shots=shots, backend=backend, together=together)


@app.command(help=_help("cost"))
def cost(
    folder: Folder,
    budget: Annotated[str | None, typer.Option(metavar="AMOUNT", help=_help("budget"))] = None,
    json: Json = False,
) -> None:
    """What the film cost."""
    from studio.cli import paying

    paying.cost(Console(as_json=json), folder, budget=budget)


@keys_app.command("list", help=_help("keys_list"))
def keys_list(json: Json = False) -> None:
    """Services and where their values come from."""
    from studio.cli import keys

    keys.listed(Console(as_json=json))


@keys_app.command("set", help=_help("keys_set"))
def keys_set(
    service: ServiceName,
    field: Annotated[str, typer.Option(metavar="NAME", help=_help("keys_field"))] = "",
    json: Json = False,
) -> None:
    """Keep a key."""
    from studio.cli import keys

    keys.kept(Console(as_json=json), service, field)


@keys_app.command("test", help=_help("keys_test"))
def keys_test(service: ServiceName, json: Json = False) -> None:
    """Try a key."""
    from studio.cli import keys

    keys.tested(Console(as_json=json), service)


@keys_app.command("forget", help=_help("keys_forget"))
def keys_forget(service: ServiceName, json: Json = False) -> None:
    """Forget a key."""
    from studio.cli import keys

    keys.forgotten(Console(as_json=json), service)


@app.command(help=_help("doctor"))
def doctor(
    folder: Folder,
    repair: Annotated[bool, typer.Option("--repair", help=_help("repair"))] = False,
    search: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", readable=False, help=_help("search"))
    ] = None,
    json: Json = False,
) -> None:
    """Examine a film's folder."""
    from studio.cli import folders

    folders.doctor(Console(as_json=json), folder, repair=repair, search=search or ())


@app.command(help=_help("restore"))
def restore(
    folder: Folder,
    state: Annotated[str | None, typer.Argument(metavar="STATE", help=_help("state"))] = None,
    listed: Annotated[bool, typer.Option("--list", help=_help("list_states"))] = False,
    json: Json = False,
) -> None:
    """Go back to an earlier state."""
    from studio.cli import restoring

    restoring.restore(Console(as_json=json), folder, None if listed else state)


@app.command(help=_help("captions_of"))
def captions(
    folder: Folder,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=_help("captions_file"))
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--read", metavar="FILE", help=_help("captions_read"))
    ] = None,
    language: Annotated[str, typer.Option(metavar="CODE", help=_help("captions_language"))] = "",
    second: Annotated[str, typer.Option(metavar="CODE", help=_help("captions_second"))] = "",
    force: Force = False,
    json: Json = False,
) -> None:
    """Captions to a file, or a translation of them from one."""
    from studio.cli import captioning

    if source is not None:
        captioning.read(Console(as_json=json), folder, source, language)
    else:
        target = output or Path("captions.srt")
        captioning.write(Console(as_json=json), folder, target, language, second, overwrite=force)


@app.command(help=_help("inspect"))
def inspect(
    target: Annotated[
        Path, typer.Argument(metavar="DIR|FILE", readable=False, help=_help("inspect_target"))
    ],
    shots: Annotated[str | None, typer.Option(metavar="LIST", help=_help("shots"))] = None,
    seams: Annotated[bool, typer.Option("--seams", help=_help("inspect_seams"))] = False,
    json: Json = False,
) -> None:
    """What the takes are worth."""
    from studio.cli import inspecting

    inspecting.inspect(Console(as_json=json), target, shots=shots, seams_too=seams)


@app.command("jobs", help=_help("jobs"))
def jobs_(
    folder: Folder,
    everything: Annotated[bool, typer.Option("--all", help=_help("all_jobs"))] = False,
    json: Json = False,
) -> None:
    """What is under way, failed or in doubt."""
    from studio.cli import jobs

    jobs.jobs(Console(as_json=json), folder, everything=everything)


@app.command(help=_help("retry"))
def retry(
    folder: Folder,
    job: JobId,
    anew: Annotated[bool, typer.Option("--anew", help=_help("anew"))] = False,
    max_cost: MaxCost = None,
    json: Json = False,
) -> None:
    """Take a failed or cancelled job up again."""
    from studio.cli import jobs

    jobs.retry(Console(as_json=json), folder, job, anew=anew, max_cost=max_cost)


@app.command(help=_help("cancel"))
def cancel(folder: Folder, job: JobId, json: Json = False) -> None:
    """Stop a job."""
    from studio.cli import jobs

    jobs.cancel(Console(as_json=json), folder, job)


@app.command(help=_help("check"))
def check(
    folder: Folder,
    job: JobId,
    remote_id: Annotated[str | None, typer.Option(metavar="ID", help=_help("remote_id"))] = None,
    json: Json = False,
) -> None:
    """Ask the service about a job in doubt."""
    from studio.cli import jobs

    jobs.check(Console(as_json=json), folder, job, remote_id=remote_id)


@app.command("mark-lost", help=_help("mark_lost"))
def mark_lost(folder: Folder, job: JobId, json: Json = False) -> None:
    """Take a job in doubt for lost."""
    from studio.cli import jobs

    jobs.mark_lost(Console(as_json=json), folder, job)


@app.command("send-again", help=_help("send_again"))
def send_again(folder: Folder, job: JobId, max_cost: MaxCost = None, json: Json = False) -> None:
    """Send a job in doubt again."""
    from studio.cli import jobs

    jobs.send_again(Console(as_json=json), folder, job, max_cost=max_cost)


def main(words: list[str] | None = None) -> int:
    """The entry point of `studio`; returns the exit status."""
    arguments = sys.argv[1:] if words is None else words
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # pyright: ignore
    return guarded(lambda: _run(arguments), Console(as_json="--json" in arguments))


def _run(arguments: list[str]) -> int:
    """Find the command and do it, so that its own errors come out as they are."""
    if not {"-h", "--help"}.isdisjoint(arguments) or len(arguments) < 2:
        _title_help()
    command = typer.main.get_command(app)
    try:
        with command.make_context("studio", list(arguments)) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    return 0


def _title_help() -> None:
    """The titles of the help in the maker's language: typer's own are English.

    What typer prints them with is read only here, as help is seldom asked for.
    """
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = _help("arguments")
    rich_utils.OPTIONS_PANEL_TITLE = _help("options")
    rich_utils.COMMANDS_PANEL_TITLE = _help("commands")
    rich_utils.REQUIRED_LONG_STRING = f"[{_help('required')}]"
    rich_utils.DEFAULT_STRING = f"[{_help('default')}: {{}}]"
