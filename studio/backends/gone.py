"""What a service called a subject and does not know any more: found out when a task is refused or
fails.

No contract names a last day for what is registered; it ends when somebody deletes it, or where the
account is another one. So a refusal is looked into, and so is a failure that comes after the task
was taken, for which no contract has a code: the library is listed, which costs nothing, and what a
request cited and the list does not have is gone.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

from studio.backends.base import Figure, Request
from studio.errors import BackendError, Fault
from studio.messages import Listed

GONE, GONE_LATE = "casting.handle_gone", "casting.handle_gone_late"
Held = Callable[[], Awaitable[Collection[str]]]
"""The ids that a service has in its library now."""

_TOLD = frozenset({Fault.INVALID})  # of a refusal: nothing was made or charged by then
_TOLD_LATE = frozenset({Fault.INVALID, Fault.BROKEN})  # a failed task mostly gives no reason


async def looked_into(
    error: BackendError,
    request: Request,
    libraries: Mapping[str, Held],
    title: str,
    *,
    late: bool = False,
) -> BackendError:
    """The reason of a refusal, or `late` of a failure: that handles are gone, else `error`.

    `libraries` says for each kind of handle (`kling.element`) what there is; one is asked only
    where the request cites something of its kind.
    """
    if error.fault not in (_TOLD_LATE if late else _TOLD) or error.retryable:
        return error
    figures = {each.key: each for one in (request, *request.then) for each in one.figures}
    missing: list[tuple[Figure, str]] = []
    for kind, listed in libraries.items():
        cited = [(f, name) for f in figures.values() if (name := f.handles.get(kind, "").strip())]
        if not cited:
            continue
        try:
            there = {*await listed()}
        except BackendError:  # nobody can tell: what was said stands as it was
            return error
        missing += [(figure, name) for figure, name in cited if name not in there]
    return handles_gone(missing, title, late=late) if missing else error


def handles_gone(
    missing: Sequence[tuple[Figure, str]], title: str, *, late: bool = False
) -> BackendError:
    """The error that tells of handles by the figures that have them."""
    names = Listed(dict.fromkeys(figure.name for figure, _ in missing))
    handles = " ".join(name for _, name in missing)
    key = GONE_LATE if late else GONE
    return BackendError(key, Fault.INVALID, backend=title, name=names, handles=handles)


def gone_ids(key: str, values: Mapping[str, object]) -> frozenset[str]:
    """The ids that an error tells of as gone, by its key and its values."""
    return frozenset(str(values.get("handles", "")).split() if key in {GONE, GONE_LATE} else ())
