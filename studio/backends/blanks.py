"""The blanks of a compiled call: where a file goes, and where the mark of a job does."""

import ipaddress
from collections.abc import Mapping
from typing import cast


def places(body: object) -> list[int]:
    """Which inputs a body has blanks for, `{"$input": n}`, in their order."""
    if isinstance(body, Mapping):
        values = cast(Mapping[str, object], body)
        place = values.get("$input")
        return [place] if isinstance(place, int) else places(list(values.values()))
    if isinstance(body, list):
        return [place for each in cast(list[object], body) for place in places(each)]
    return []


def filled(
    body: object, texts: Mapping[int, str], blank: Mapping[str, object], mark: str
) -> object:
    """The body with a text for every input, and `mark` wherever `blank` stands."""
    if isinstance(body, Mapping):
        values = cast(Mapping[str, object], body)
        place = values.get("$input")
        if isinstance(place, int):
            return texts[place]
        if values == blank:
            return mark
        return {name: filled(each, texts, blank, mark) for name, each in values.items()}
    if isinstance(body, list):
        return [filled(each, texts, blank, mark) for each in cast(list[object], body)]
    return body


def inside(host: str) -> bool:
    """Whether a host's name or address is of this machine or its network, where no service on
    the internet can fetch what a link names.
    """
    if host == "localhost" or host.endswith((".localhost", ".local")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
