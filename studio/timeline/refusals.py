"""Values that do not fit: pydantic's reasons as sentences of our own, in every language."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from studio.errors import EditRefused
from studio.messages import Listed, say

Facts = Mapping[str, Any]  # what pydantic adds to a reason, such as the limit

_LONGEST = 60  # characters of a value that are shown
_FORMS = {  # how the pattern of a field begins, and what fits it
    "^[a-z]{2}_": "sh_4k2m9x0q",
    "^[a-z]{2,3}": "en, zh, zh-hk",
    "^#": "#7a8794",
    "^(female": "female, male, child",
}


def _limit(name: str) -> Callable[[Facts], dict[str, object]]:
    return lambda facts: {"limit": facts[name]}


def _form(facts: Facts) -> dict[str, object]:
    pattern = str(facts["pattern"])
    return {"form": next((form for start, form in _FORMS.items() if pattern.startswith(start)), "")}


def _known(facts: Facts) -> dict[str, object]:
    return {"known": Listed(re.findall(r"'([^']*)'", str(facts["expected"])))}


def _nothing(_facts: Facts) -> dict[str, object]:
    return {}


# pydantic's name of a reason to the end of our key and what the sentence needs of its facts
_REASONS: dict[str, tuple[str, Callable[[Facts], dict[str, object]]]] = {
    "missing": ("missing", _nothing),
    "extra_forbidden": ("extra", _nothing),
    "greater_than": ("not_above", _limit("gt")),
    "greater_than_equal": ("too_small", _limit("ge")),
    "less_than": ("not_below", _limit("lt")),
    "less_than_equal": ("too_large", _limit("le")),
    "multiple_of": ("not_multiple", _limit("multiple_of")),
    "string_too_long": ("too_long", _limit("max_length")),
    "string_too_short": ("too_short", _limit("min_length")),
    "string_pattern_mismatch": ("form", _form),
    "enum": ("choice", _known),
    "string_type": ("not_text", _nothing),
    "int_type": ("not_whole", _nothing),
    "int_parsing": ("not_whole", _nothing),
    "int_from_float": ("not_whole", _nothing),
    "float_type": ("not_number", _nothing),
    "float_parsing": ("not_number", _nothing),
    "finite_number": ("not_number", _nothing),
}


@dataclass(frozen=True)
class FieldName:
    """Where a value does not fit: said by its name where it has one, else by its path."""

    path: str

    def text(self, language: str = "en") -> str:
        """What the field is called."""
        try:
            return say(f"fields.{self._last()}", language)
        except KeyError:
            return self.path

    def _last(self) -> str:
        """The field itself, without the list it is in and its place there."""
        return next((p for p in reversed(self.path.split(".")) if not p.isdigit()), self.path)

    def __str__(self) -> str:
        return self.path


def refusal_of(error: ValidationError, kind: str) -> EditRefused:
    """The first reason of `error` as a sentence; `kind` is what was to be made.

    A reason without a sentence of its own says where it is and what the value was.
    """
    first = error.errors(include_url=False)[0]
    field = _name(first["loc"], kind)
    end, facts = _REASONS.get(first["type"], ("", _nothing))
    key = f"timeline.value_{end}" if end else "timeline.bad_value"
    return EditRefused(
        key, field=field, value=_shown(first["input"]), **facts(first.get("ctx") or {})
    )


def _name(place: Sequence[str | int], kind: str) -> FieldName:
    return FieldName(".".join(map(str, place)) or kind)


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    plain = "".join(c if c.isprintable() else " " for c in text[: _LONGEST + 1])
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "…"
