"""What a language model is asked for and what its answer must keep: schema and checks."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import ValidationError

from studio.errors import BadInput
from studio.messages import Part
from studio.script.prose import spoken_line
from studio.script.read import read_treatment
from studio.script.screenplay import is_screenplay, read_screenplay
from studio.script.speech import QUOTE
from studio.script.treatment import Treatment

_KEPT = frozenset({
    "type", "properties", "items", "anyOf", "enum", "const", "$ref", "$defs", "description",
})  # fmt: skip
_ALTERNATIVES = re.compile(r"\^\(([\w|]+)\)\$")


def strict_schema() -> dict[str, Any]:
    """The treatment as a JSON schema that strict structured output accepts.

    Every property is required and none may be added; what may be absent is null or empty. Limits on
    lengths and numbers are left out, as they are not part of the strict subset: the answer is
    validated again here. Source: the rules of "Structured Outputs" for OpenAI-compatible endpoints.
    """
    return cast("dict[str, Any]", _strict(Treatment.model_json_schema()))


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(part) for part in cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node
    table = cast("dict[str, Any]", node)
    if "$ref" in table:
        return {"$ref": table["$ref"]}  # nothing may stand beside a reference
    out = {key: _kept(key, value) for key, value in table.items() if key in _KEPT}
    choice = _ALTERNATIVES.fullmatch(str(table.get("pattern", "")))
    if choice:
        out["enum"] = choice.group(1).split("|")
    if "prefixItems" in table:
        out["items"] = _strict(table["prefixItems"][0])
    if "properties" in table:
        out["required"] = list(table["properties"])
        out["additionalProperties"] = False
    return out


def _kept(key: str, value: Any) -> Any:
    if key in {"properties", "$defs"}:
        return {name: _strict(part) for name, part in cast("dict[str, Any]", value).items()}
    return value if key in {"enum", "const", "description"} else _strict(value)


@dataclass(frozen=True)
class Misfit:
    """What does not fit in an answer: in words for the model, and as a piece of a sentence."""

    words: str
    part: Part


def read_answer(answer: str, text: str) -> Treatment | Misfit:
    """The treatment in an answer, or what does not fit in it.

    Raises LostWords when it fits and drops or changes words that the maker wrote to be said or read.
    """
    body = answer.strip()
    if body.startswith("```"):
        body = body.split("\n", 1)[-1].rsplit("```", 1)[0]
    try:
        treatment = Treatment.model_validate(json.loads(body))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        words = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"[:300]
        return Misfit(words, Part("planner.misfit.place", {"place": _place(first["loc"])}))
    except (ValueError, RecursionError):
        return Misfit("it is not JSON", Part("planner.misfit.json"))
    empty = _empty(treatment)
    if empty is not None:
        return empty
    lost = lost_words(treatment, text)
    if lost:
        raise LostWords(lost)
    return _with_orders(treatment, text)


def _place(steps: Sequence[int | str]) -> str:
    """Where something stands in an answer, counted from one: "scenes 1, shots 2, size"."""
    told: list[str] = []
    for step in steps:
        if isinstance(step, int) and told:
            told[-1] += f" {step + 1}"
        else:
            told.append(str(step))
    return ", ".join(told)[:200] or "JSON"


def _empty(treatment: Treatment) -> Misfit | None:
    """Where a scene has no shots, or a shot nothing to see or to hear; None when none is so.

    Such a scene would be directed by the grammar, which nobody asked for.
    """
    for n, place in enumerate(treatment.scenes):
        if not place.shots:
            part = Part("planner.misfit.no_shots", {"scene": n + 1})
            return Misfit(f"scenes.{n}.shots: at least one shot is needed", part)
        for k, shot in enumerate(place.shots):
            if not (shot.text.strip() or shot.dialogue or shot.onscreen_text):
                part = Part("planner.misfit.empty_shot", {"scene": n + 1, "shot": k + 1})
                return Misfit(f"scenes.{n}.shots.{k}.text: say what is seen", part)
    return None


def _with_orders(treatment: Treatment, text: str) -> Treatment:
    """The treatment with the ratio and the whole length that the text orders, where it has none."""
    try:
        asked = read_treatment(text)
    except BadInput:
        return treatment
    orders = {"ratio": asked.ratio, "seconds": asked.seconds}
    missing = {k: v for k, v in orders.items() if v is not None and getattr(treatment, k) is None}
    return treatment.model_copy(update=missing)


class LostWords(Exception):
    """The answer lacks words that the maker wrote; they are its argument."""


def lost_words(treatment: Treatment, text: str) -> str:
    """The first line or quoted words of the text that the treatment lacks; empty when none.

    A line must be said as it was written, as often as it was written; it may be parted over shots.
    Quoted words may be said, shown or seen.
    """
    shots = [shot for place in treatment.scenes for shot in place.shots]
    said = _plain(" ".join(line.text for shot in shots for line in shot.dialogue))
    for words, times in Counter(map(_plain, _lines(text))).items():
        if said.count(words) < times:
            return words
    shown = [words for shot in shots for words in (*shot.onscreen_text, shot.text)]
    kept = _plain(" ".join([said, *shown, *(place.text for place in treatment.scenes)]))
    return next((words for words in QUOTE.findall(text) if _plain(words) not in kept), "")


def _plain(words: str) -> str:
    return " ".join(words.split())


def _lines(text: str) -> Iterator[str]:
    """Every line of dialogue that the maker wrote as such: `Name: words`, or a screenplay's."""
    if is_screenplay(text):
        try:
            places = read_screenplay(text).scenes
        except BadInput:
            return
        yield from (line.text for place in places for shot in place.shots for line in shot.dialogue)
        return
    for line in text.split("\n"):
        spoken = spoken_line(line, "en")
        if spoken is not None:
            yield spoken.text
