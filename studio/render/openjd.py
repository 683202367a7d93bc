"""An export as a job for render farms: an Open Job Description template (2023-09).

A step of pieces with a task each, a step of sound, and one that joins them. JSON is written, which
YAML readers read too. Its paths are parameters, whose values lie in a file beside it: the standard
lets a template name only what is below it. See https://github.com/OpenJobDescription/openjd-specifications.
"""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

from studio.errors import BadInput

_LONGEST = 1024  # characters of a parameter's value (specification 2.1.1)
_NAME = 128  # characters of a job's name (2)
_NOTICE = 30  # seconds in which a stopped task may clean up


def values(*, plan: Path, film: Path, output: Path) -> str:
    """The job's parameters as a JSON text: of a frozen export in the folder `plan`, of the film in
    the folder `film`, to the file `output`.

    Raises BadInput for a path that no farm takes.
    """
    paths = {"Plan": plan, "Film": film, "Output": output}
    plain = {name: _plain(str(path)) for name, path in paths.items()}
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def template(title: str, pieces: int, studio: str = "studio") -> str:
    """The job that does a frozen export of so many pieces, as text.

    `studio` is the command that the farm's computers have. Raises BadInput for one that no farm
    takes.
    """
    parameters = [
        _path("Plan", "DIRECTORY", "INOUT", "What the export is of, and pieces ready."),
        _path("Film", "DIRECTORY", "IN", "The film's folder with its media."),
        _path("Output", "FILE", "OUT", "The film file that is written."),
        {"name": "Studio", "type": "STRING", "default": _plain(studio),
         "description": "The command of Storyreel on the farm's computers."},
    ]  # fmt: skip
    steps: list[dict[str, Any]] = []
    if pieces:
        space = {"name": "Piece", "type": "INT", "range": f"0-{pieces - 1}" if pieces > 1 else "0"}
        steps.append({
            "name": "Pieces", "description": "The film's pictures, piece by piece.",
            "parameterSpace": {"taskParameterDefinitions": [space]},
            "script": _script("piece", "--piece", "{{Task.Param.Piece}}"),
        })  # fmt: skip
    steps.append({
        "name": "Sound", "description": "The film's sound.", "script": _script("sound"),
    })  # fmt: skip
    steps.append({
        "name": "Film", "description": "Pieces and sound joined, checked and named.",
        "dependencies": [{"dependsOn": step["name"]} for step in steps],
        "script": _script("film", "--output", "{{Param.Output}}"),
    })  # fmt: skip
    job: dict[str, Any] = {
        "specificationVersion": "jobtemplate-2023-09", "name": _job_name(title),
        "description": "Made by Storyreel.", "parameterDefinitions": parameters, "steps": steps,
    }  # fmt: skip
    return _as_yaml_too(json.dumps(job, ensure_ascii=False, indent=2)) + "\n"


def _path(name: str, kind: str, flow: str, about: str) -> dict[str, str]:
    """A path, so that a farm may map it to where its computers have it."""
    return {
        "name": name, "type": "PATH", "objectType": kind, "dataFlow": flow, "description": about,
    }  # fmt: skip


def _script(step: str, *words: str) -> dict[str, Any]:
    """One command; no shell reads it, so no word of it needs quotes."""
    return {
        "actions": {
            "onRun": {
                "command": "{{Param.Studio}}",
                "args": ["render-step", step, "{{Param.Plan}}", "{{Param.Film}}", *words],
                "cancelation": {
                    "mode": "NOTIFY_THEN_TERMINATE", "notifyPeriodInSeconds": _NOTICE,
                },
            }
        }
    }  # fmt: skip


def _plain(text: str) -> str:
    """A value as it is. Raises BadInput for one that is too long or holds control characters."""
    bad = any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text)
    if not text or bad or len(text) > _LONGEST:
        raise BadInput("farm.long_path", path=text[:200])
    return text


def _job_name(title: str) -> str:
    """A name for lists of jobs: no control characters, and nothing that is taken for a formula."""
    letters = (c if unicodedata.category(c)[0] != "C" else " " for c in title)
    name = " ".join("".join(letters).split())
    name = re.sub(r"\{(?=\{)|\}(?=\})", r"\g<0> ", name)
    return name[:_NAME].rstrip() or "Storyreel"


def _as_yaml_too(text: str) -> str:
    """JSON that YAML 1.1 reads as the same: signs that it does not print are escaped."""

    def escaped(found: re.Match[str]) -> str:
        return f"\\u{ord(found[0]):04x}"

    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", escaped, text)
