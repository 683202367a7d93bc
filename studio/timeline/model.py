"""The frozen base record of everything the maker decided, and the ids of its parts."""

import hashlib
import secrets
from collections.abc import Container, Mapping
from functools import lru_cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u


class Record(BaseModel):
    """A frozen value that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def evolve(self, **changes: Any) -> Self:
        """A copy with `changes`, validated again (`model_copy` would skip that)."""
        kept = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**{**kept, **changes}).sharing(kept, changes)

    def sharing(self, kept: Mapping[str, Any], changes: Container[str]) -> Self:
        """This record with the very objects of `kept` in the fields that `changes` leaves alone.

        Validation makes new tuples of old ones; who watches a film asks `is` to know what changed.
        """
        for name, value in kept.items():
            if name not in changes:
                vars(self)[name] = value
        return self


def _spell(number: int, digits: int = 8) -> str:
    out: list[str] = []
    for _ in range(digits):
        number, digit = divmod(number, 32)
        out.append(_ALPHABET[digit])
    return "".join(reversed(out))


def new_id(prefix: str) -> str:
    """A fresh random id such as `sh_4k2m9x0q`."""
    return f"{prefix}_{_spell(secrets.randbits(40))}"


@lru_cache(maxsize=16_384)  # a long film asks for the same some thousand ids at every edit
def derived_id(prefix: str, *parts: object) -> str:
    """The same id for the same parts: planning a text twice names the same shots."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    return f"{prefix}_{_spell(int.from_bytes(digest[:5], 'big'))}"
