"""What the command about a subject's voice does: who speaks its lines, in which voice."""

from pathlib import Path
from typing import Any

from studio.backends.trusted import offers
from studio.cli.cast_shared import subject_called
from studio.cli.console import Console
from studio.cli.opening import opened
from studio.cli.reached import reached
from studio.errors import BadInput
from studio.messages import Listed
from studio.timeline.rebuild import made
from studio.timeline.story import Voice
from studio.timeline.subject_edits import change_subject

SHOT = "shot"  # whoever makes the shot speaks
_NOTHING = {"", "-"}
_LIMITS = {"pace": (0.5, 2.0), "pitch": (-12.0, 12.0)}
_GENDERS = ("female", "male", "child")


def voiced(
    console: Console, folder: Path, name: str, *,
    by: str | None, voice: str | None, gender: str | None, pace: str | None, pitch: str | None,
) -> None:  # fmt: skip
    """Change how a subject sounds; what is not named stays, and nothing is spoken yet."""
    changes: dict[str, Any] = {}
    if by is not None:
        changes |= {"backend": _speaker(by), "name": None}
    if voice is not None:
        changes["name"] = None if voice.strip() in _NOTHING else voice.strip()
    if gender is not None:
        changes["gender"] = _gender(gender)
    for field, text in (("pace", pace), ("pitch", pitch)):
        if text is not None:
            changes[field] = _number(field, text)
    with opened(console, folder) as store:
        subject = subject_called(store.project, name)
        new = made(Voice, **{**subject.voice.model_dump(), **changes})
        if new != subject.voice:
            store.save(change_subject(store.project, subject.id, voice=new))
    console.say("casting.voiced", name=subject.name, by=new.backend or SHOT, voice=new.name or "-")
    console.result({"subject": subject.id, "voice": new.model_dump(mode="json")})


def _speaker(text: str) -> str | None:
    """A backend that speaks by itself, by its name. Raises BadInput."""
    wanted = text.strip().casefold()
    if wanted == SHOT:
        return None
    known = offers(reached().backends).items()
    speaking = [n for n, o in known if "sound" in o.kinds and o.languages and not o.local]
    if wanted not in speaking:
        told = Listed((SHOT, *speaking))
        raise BadInput("casting.no_such_speaker", text=text[:40], known=told)
    return wanted


def _gender(text: str) -> str | None:
    wanted = text.strip().casefold()
    if wanted in _NOTHING:
        return None
    if wanted not in _GENDERS:
        raise BadInput("casting.no_such_kind", text=text[:40], known=Listed(_GENDERS))
    return wanted


def _number(field: str, text: str) -> float:
    low, high = _LIMITS[field]
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise BadInput(
            "casting.bad_manner", option=f"--{field}", text=text[:40], low=low, high=high
        )
    return value
