"""A delivered file proved again for a terminal: against its film, a preset, or by itself."""

from pathlib import Path

from studio.cli.console import Console
from studio.cli.delivering import require_files
from studio.cli.interrupts import asked_to_stop
from studio.cli.opening import journal_takes, looked_at
from studio.cli.wanted import Wanted
from studio.errors import BadInput, RenderError, StudioError
from studio.media.ffmpeg import find_ffmpeg
from studio.media.probe import probe
from studio.messages import say
from studio.render.delivery import Delivery
from studio.render.proof_again import prove_again
from studio.render.proof_alone import prove_alone
from studio.render.proof_report import as_json, text
from studio.render.proven import Proof
from studio.render.scratch import refused, working_folder
from studio.timeline.queries import shown_takes

_WORKING = "storyreel-proof-"


def prove(
    console: Console, file: Path, folder: Path | None, wanted: Wanted, *, named: bool
) -> None:
    """Say what is proved of `file`; `named` says whether a preset was. Raises StudioError.

    What is not as it was asked for ends with 1, what cannot be looked at at all with 2.
    """
    chosen = wanted.checked()
    _require_readable(file, folder)
    if folder is None:
        _require_alone(wanted)
    find_ffmpeg()
    try:
        if folder is not None:
            proof, delivery = _against(console, file, folder, wanted)
            key, against = "prove.held", "film"
        else:
            proof, delivery = _alone(console, file, wanted.into(file) if named else None)
            key, against = ("prove.fits", "preset") if named else ("prove.whole", None)
    except RenderError as error:
        raise _of(error, file) from error
    except OSError as error:
        raise refused(error) from error
    key += "_with" if proof.findings else ""
    judged = say(key, console.language, preset=chosen.id, count=len(proof.findings))
    whole = text(proof, file.name, console.language, delivery=delivery, judged=judged)
    console.line(whole.rstrip())
    console.result({"path": str(file), "proved": True, "against": against, **as_json(proof)})


def _require_readable(file: Path, folder: Path | None) -> None:
    """A file that may be opened, or a folder that a film is at hand for. Raises BadInput."""
    try:
        if not file.exists():
            raise BadInput("prove.not_there", path=file)
        if file.is_dir():
            if folder is None:
                raise BadInput("prove.folder", path=file)
            return
    except (OSError, ValueError) as error:
        raise BadInput("prove.not_there", path=str(file)[:200]) from error
    if probe(file).kind == "picture":
        raise BadInput("prove.still", path=file)


def _require_alone(wanted: Wanted) -> None:
    """Nothing that only a film can answer is asked. Raises BadInput."""
    words = {"--range": wanted.span, "--captions": wanted.captions, "--fit": wanted.fit,
             "--language": wanted.language, "--second": wanted.second}  # fmt: skip
    for option, value in words.items():
        if value:
            raise BadInput("prove.needs_film", option=option)


def _against(console: Console, file: Path, folder: Path, wanted: Wanted) -> tuple[Proof, Delivery]:
    project = looked_at(console, folder)
    if project.cut.frames == 0:
        raise BadInput("cli.no_shots", path=folder)
    delivery = wanted.into(file).delivery(project)
    shown = shown_takes(project, journal_takes(folder))
    with asked_to_stop() as stop:
        require_files(project, shown, folder, stop)
    with (
        asked_to_stop() as stop,
        working_folder(_WORKING) as shop,
        console.meter("prove.proving", name=file.name) as meter,
    ):
        proof = prove_again(file, project, shown, folder, delivery, shop, meter, stop)
    return proof, delivery


def _alone(console: Console, file: Path, wanted: Wanted | None) -> tuple[Proof, Delivery | None]:
    with (
        asked_to_stop() as stop,
        working_folder(_WORKING) as shop,
        console.meter("prove.proving", name=file.name) as meter,
    ):
        made = prove_alone(file, shop, wanted.delivery if wanted else None, meter, stop)
    return made.proof, made.asked


def _of(error: RenderError, file: Path) -> StudioError:
    """What a proof found, said of a file that has its name already."""
    if not error.key.startswith("proof."):
        return error
    values = {**error.values, "path": file}
    told = RenderError(error.key.replace("proof.", "prove.", 1), "", **values)
    told.report = {"path": str(file), "proved": False}
    return told
