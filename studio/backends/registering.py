"""What registering a subject at a service leaves: a small record with the names it has there.

A registrar is a backend whose offer has the kind `handle`: its request holds one figure and the
media it is known by, and its result one JSON file. The names are told in the result's `usage`,
too, under the keys that a Figure's `handles` have, with `expires` (the last day, ISO) if they end.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from studio.backends.base import (
    Change,
    Compiled,
    Fate,
    Figure,
    Input,
    Request,
    Result,
    Sentence,
    Told,
)

FILE = "handle.json"
HANDLE = "handle"


class Book:
    """What becomes of one request to register, as it is told."""

    def __init__(self, request: Request, title: str) -> None:
        self.request, self._title = request, title
        self.account: list[Change] = []
        self.blocks: list[Sentence] = []

    @property
    def figure(self) -> Figure:
        """Whoever is registered."""
        return self.request.figures[0]

    def of_kind(self, kind: str) -> list[tuple[int, Input]]:
        """The media of a kind with their places, the most telling first."""
        return [(n, each) for n, each in enumerate(self.request.inputs) if each.kind == kind]

    def block(self, key: str, **values: Told) -> None:
        """A reason why it cannot be sent."""
        self.blocks.append(self._sentence(key, values))

    def tell(self, field: str, fate: Fate, key: str, **values: Told) -> None:
        """What becomes of a wish."""
        self.account.append(Change(field=field, fate=fate, told=self._sentence(key, values)))

    def compiled(self, **values: object) -> Compiled:
        """The request as it is sent."""
        told = {"account": tuple(self.account), "blocks": tuple(self.blocks), **values}
        return Compiled.model_validate(told)

    def _sentence(self, key: str, values: Mapping[str, Told]) -> Sentence:
        told = {"backend": self._title, "name": self.figure.name, **values}
        return Sentence(key=key, values=told)


def left(
    folder: Path, service: str, request: Request, handles: Mapping[str, str], *,
    cost: Decimal = Decimal(0), currency: str = "USD", estimated: bool = False,
) -> Result:  # fmt: skip
    """Write the record of a subject that is registered; the result that says so. Raises OSError."""
    record = {
        "service": service,
        "handles": dict(handles),
        "made_from": [each.sha256 for each in request.inputs],
    }
    text = json.dumps(record, ensure_ascii=False, indent=1)
    (folder / FILE).write_text(text, encoding="utf-8")
    return Result(
        files=(FILE,), cost=cost, currency=currency, estimated=estimated, usage=dict(handles)
    )
