"""What a generation service needs to be reached, as data: its fields, and how to try them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

# Tries values (by field id) through a proxy (empty for none); raises StudioError when refused.
Trial = Callable[[Mapping[str, str], str], Awaitable[None]]


@dataclass(frozen=True)
class Field:
    """One value; `env` is the variable that gives it where the maker has typed none.

    Its words are `service.<id of the service>.<id>`. A secret is never written into a file.
    """

    id: str
    env: str
    secret: bool = False
    default: str = ""


@dataclass(frozen=True)
class Service:
    """A service by id, with its name in every language."""

    id: str
    title: str
    fields: tuple[Field, ...]
    test: Trial
