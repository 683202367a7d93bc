"""Commands as a person types them, and what they answer."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from studio.cli.main import main

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *words: str | Path) -> tuple[int, str, str]:
    """The exit status, and what stands on standard output and error."""
    code = main([str(word) for word in words])
    said = capsys.readouterr()
    return code, said.out, said.err


def run_json(capsys: Capture, *words: str | Path) -> Any:
    """The result of a command that must succeed."""
    code, out, err = run(capsys, *words, "--json")
    assert code == 0, err
    return json.loads(out)


def piped(given: str | bytes, *words: str | Path) -> tuple[int, Any]:
    """The exit status and the result of a command that is given `given` on its standard input."""
    with CliRunner().isolation(given) as (out, *_):
        code = main([*map(str, words), "--json"])
        return code, json.loads(out.getvalue())


def answered(capsys: Capture, *words: str | Path) -> tuple[int, Any]:
    """The exit status and the result of a command that may fail."""
    capsys.readouterr()
    code, out, _ = run(capsys, *words, "--json")
    return code, json.loads(out)
