"""Captions of a film to a file, and translations of them back from one."""

from pathlib import Path

from studio.cli.console import Console
from studio.cli.opening import journal_takes, looked_at, opened
from studio.errors import BadInput
from studio.render.captions import captions, srt
from studio.render.scratch import refused
from studio.render.translations import matched, spoken_in
from studio.script.read import load_text
from studio.timeline.cue_edits import translate
from studio.timeline.queries import shown_takes


def write(
    console: Console, folder: Path, output: Path, language: str, second: str, *, overwrite: bool
) -> None:
    """The captions as SubRip text in `output`. Raises StudioError."""
    if output.exists() and not overwrite:
        raise BadInput("render.exists", path=output)
    film = looked_at(console, folder)
    events = captions(
        film, shown_takes(film, journal_takes(folder)), language=language, second=second
    )
    if not events:
        raise BadInput("render.no_captions", language=language or "-")
    partial = output.with_name(f".{output.name}.partial")
    try:
        partial.write_text(srt(events, film.rate), encoding="utf-8")
        partial.replace(output)
    except OSError as error:
        raise refused(error) from error
    finally:
        partial.unlink(missing_ok=True)
    console.say("cli.captions", path=output)
    console.result({"captions": str(output), "count": len(events)})


def read(console: Console, folder: Path, source: Path, language: str) -> None:
    """Take the words of a subtitle file as the lines' translation. Raises StudioError."""
    if not language:
        raise BadInput("cli.which_language")
    words = spoken_in(load_text(source), source.name)
    with opened(console, folder) as store:
        film = store.project
        events = captions(film, shown_takes(film, journal_takes(folder)))
        found, left = matched(events, words, film.rate)
        store.save(translate(film, language, found))
    console.say("cli.translated", count=len(found), language=language, path=source)
    for event in left[:20]:
        console.say("cli.not_a_line", seconds=f"{event.start / 1000:.1f}", text=event.text[:60])
    console.result({"translated": len(found), "language": language, "left": len(left)})
