"""A maker's account at the replayed Ark, requests to send there, and how to wait for nothing."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from studio.backends.account import Account
from studio.backends.base import Backend, Facts, Figure, Input, Request
from studio.backends.seedance import backends
from tests.backends.seedance_server import KEY, Ark
from tests.backends.waiting import Bucket, Waits

WORDS = "a fox runs over the snow"


def values(ark: Ark | None, **more: str) -> dict[str, str]:
    return {"key": KEY, "url": ark.url if ark else "", "model": "", **more}


def account(ark: Ark | None, *, bucket: Bucket | None = None, **more: str) -> Account:
    given = values(ark, **more)
    open_to_all = {name: text for name, text in given.items() if name != "key"}
    return Account(lambda: given, plain=lambda: open_to_all, bucket=lambda: bucket)


def models(
    ark: Ark | None = None, waits: Waits | None = None, *, bucket: Bucket | None = None, **more: Any
) -> dict[str, Backend]:
    own, today = more.pop("own", None), more.pop("today", None)
    extra: Mapping[str, Any] = {} if today is None else {"today": lambda: today}
    return backends(account(ark, bucket=bucket, **more), pause=waits or Waits(), own=own, **extra)


def wish(**more: Any) -> Request:
    """Four seconds of a fox at 720p."""
    return Request(
        **{"prompt": WORDS, "frames": 96, "width": 1280, "height": 720, "sound": True, **more}
    )


def picture(role: str = "first_frame", path: str = "fox.png", **more: Any) -> Input:
    facts = Facts(bytes=200_000, width=1280, height=720)
    base = {"role": role, "kind": "picture", "path": path, "sha256": "ab", "facts": facts}
    return Input(**{**base, **more})


def clip(role: str = "motion", seconds: int = 5, **more: Any) -> Input:
    facts = Facts(
        bytes=9_000_000, width=1280, height=720, milliseconds=seconds * 1000, rate=Decimal(24)
    )
    base = {"role": role, "kind": "video", "path": "run.mp4", "sha256": "cd", "facts": facts}
    return Input(**{**base, **more})


def song(role: str = "music", seconds: int = 5, **more: Any) -> Input:
    facts = Facts(bytes=900_000, milliseconds=seconds * 1000, has_sound=True)
    base = {"role": role, "kind": "sound", "path": "song.mp3", "sha256": "ef", "facts": facts}
    return Input(**{**base, **more})


def figure(name: str = "Lin", **more: Any) -> Figure:
    return Figure(**{"key": name.lower(), "name": name, **more})
