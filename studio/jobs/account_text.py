"""A service's account of a request as sentences that name the wish they are about."""

from studio.backends.base import Change, Input, Request
from studio.messages import Part

_WISHES = frozenset({
    "frames", "ratio", "resolution", "rate", "prompt", "negative", "then", "lines", "sound", "size",
    "moves", "angle", "pace", "onscreen_text", "figures", "setting", "style", "seed",
})  # fmt: skip


def told(change: Change, request: Request) -> Part:
    """The sentence of a change after what it is about, such as `Length: ...`."""
    return Part("craft.account", {"wish": _wish(change.field, request), "told": change.told})


def _wish(field: str, request: Request) -> Part:
    """What a field of a request is called; `inputs[2]` is the third file, `options.x` an option."""
    base, _, rest = field.replace("[", ".").rstrip("]").partition(".")
    if base == "inputs" and rest.isdigit():
        files = inputs_of(request)
        if int(rest) < len(files):
            each = files[int(rest)]
            values = {"role": Part(f"craft.role.{each.role}"), "name": each.name or each.kind}
            return Part("craft.wish.input", values)
    if base == "options":
        return Part("craft.wish.option", {"name": rest})
    if base in _WISHES:
        return Part(f"craft.wish.{base}")
    return Part("craft.wish.other", {"name": field})


def inputs_of(request: Request) -> list[Input]:
    """The files of a request, then those that only a shot that follows it has."""
    return list(dict.fromkeys(each for r in (request, *request.then) for each in r.inputs))
