"""What makes two requests the same wish, and requests read back from what was kept of them."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from studio.backends.base import Request


def essence(request: Request) -> str:
    """What makes two requests the same wish, as a hash.

    Left out: the seed (it tells takes of one wish apart), the label (moving a shot must not make
    it out of date), what services call a figure, and all of an input but what its hash says.
    """
    values = request.model_dump(mode="json", exclude={"seed", "label", "then"})
    for each in values["inputs"]:
        del each["path"], each["name"], each["facts"]
    for each in values["figures"]:
        del each["handles"]
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def stored_request(values: Mapping[str, Any]) -> Request | None:
    """A request from a take or a job; None when this version cannot read it."""
    try:
        return Request.model_validate(values)
    except ValidationError:
        return None
