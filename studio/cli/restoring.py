"""Commands about earlier states of a film: list them, and go back to one."""

from datetime import datetime
from pathlib import Path
from typing import Any

from studio.cli.console import Console
from studio.cli.opening import looked_at, opened
from studio.errors import StudioError
from studio.timeline.earlier import Earlier, back_to, earlier, state_named
from studio.timeline.queries import shots
from studio.timeline.store import read


def restore(console: Console, folder: Path, name: str | None) -> None:
    """Go back to a state; without a name, list those there are. Raises StudioError."""
    if name is None:
        film = looked_at(console, folder)
        states = earlier(folder, film)
        for state in states:
            _list(console, state)
        if not states:
            console.say("earlier.none")
        console.result([_as_json(state, console.language) for state in states])
        return
    with opened(console, folder) as store:
        state = state_named(folder, store.project, name)
        assert state.project is not None  # else it would have been refused
        told = _differs(state, console.language)
        store.save(back_to(store.project, state.project))
    console.say(
        "earlier.restored", path=folder, number=state.number, saved=_saved(state), differs=told
    )
    console.result({"project": str(folder), "restored": _as_json(state, console.language)})


def tell_of_states(console: Console, folder: Path) -> None:
    """A sentence about the earlier states there are, and one about those that are damaged."""
    try:
        states = earlier(folder, read(folder))
    except StudioError:  # what is wrong with the film is told elsewhere
        return
    whole = [state for state in states if state.trouble is None]
    if whole:
        console.say("earlier.found", count=len(whole), saved=_saved(whole[0]))
    if len(whole) < len(states):
        console.say("earlier.found_damaged", count=len(states) - len(whole))


def _list(console: Console, state: Earlier) -> None:
    film, number = state.project, f"{state.number:>4}"
    if film is None:
        console.say("earlier.listed_damaged", number=number, saved=_saved(state))
        return
    length = f"{float(film.rate.seconds(film.cut.frames)):.1f} s"
    count = sum(1 for _ in shots(film))
    console.say(
        "earlier.listed", number=number, saved=_saved(state), shots=count, length=length,
        differs=_differs(state, console.language),
    )  # fmt: skip


def _as_json(state: Earlier, language: str) -> dict[str, Any]:
    film = state.project
    facts: dict[str, Any] = {"state": state.number, "saved": _saved(state), "readable": bool(film)}
    if film is not None:
        facts["shots"] = sum(1 for _ in shots(film))
        facts["seconds"] = float(film.rate.seconds(film.cut.frames))
        facts["differs"] = _parts(state, language)
    return facts


def _differs(state: Earlier, language: str) -> str:
    return " · ".join(_parts(state, language))


def _parts(state: Earlier, language: str) -> list[str]:
    return [part.text(language) for part in state.words]


def _saved(state: Earlier) -> str:
    """The maker's own clock time, to the second."""
    return f"{datetime.fromtimestamp(int(state.saved)).astimezone():%Y-%m-%d %H:%M:%S}"
