"""A maker's account at the replayed Kling, requests to send there, and how to wait for nothing."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from studio.backends.account import Account
from studio.backends.base import Backend, Facts, Figure, Input, Request
from studio.backends.kling import backends
from tests.backends.kling_server import KEY, Service
from tests.backends.waiting import Bucket, Waits


def account(service: Service | None, *, bucket: Bucket | None = None, **more: str) -> Account:
    given: Mapping[str, str] = {
        "key": KEY,
        "url": service.api if service else "https://k.example",
        **more,
    }
    return Account(lambda: given, bucket=lambda: bucket)


def models(
    service: Service | None = None, waits: Waits | None = None, *, bucket: Bucket | None = None,
    own: Path | None = None, **more: str,
) -> dict[str, Backend]:  # fmt: skip
    """Every family at the replayed service, waiting for nothing."""
    own = own or Path("/nowhere")
    return backends(account(service, bucket=bucket, **more), pause=waits or Waits(), own=own)


def wish(**more: Any) -> Request:
    return Request(**{"prompt": "a fox runs over the snow", "frames": 120, **more})


def picture(role: str = "subject", **more: Any) -> Input:
    facts = Facts(bytes=200_000, width=1280, height=720)
    base = {"role": role, "kind": "picture", "path": "fox.png", "sha256": "ab", "facts": facts}
    return Input(**{**base, **more})


def clip(role: str = "motion", seconds: float = 5, **more: Any) -> Input:
    facts = Facts(
        bytes=5_000_000, width=1280, height=720, milliseconds=int(seconds * 1000),
        rate=Decimal(24), has_sound=True,
    )  # fmt: skip
    base = {"role": role, "kind": "video", "path": "run.mp4", "sha256": "cd", "facts": facts}
    return Input(**{**base, **more})


def figure(
    name: str = "Mira", *, element: str = "", character: bool = False, **more: Any
) -> Figure:
    handles = {"kling.element": element} if element else {}
    handles |= {"kling.element.kind": "video_refer"} if character else {}
    handles |= more.pop("handles", {})
    return Figure(**{"key": name.lower(), "name": name, "handles": handles, **more})
