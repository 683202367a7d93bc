"""What a service called a subject and does not know any more: found out when a request is refused.

No contract names a last day for what is registered; it ends when somebody deletes it, or where the
account is another one. So a refusal is looked into: the library is listed, which costs nothing, and
what a request cited and the list does not have is gone. Nothing was made or charged by then.
"""

from collections.abc import Awaitable, Callable, Collection

from studio.backends.base import Figure, Request
from studio.errors import BackendError, Fault

GONE = "casting.handle_gone"
Listed = Callable[[], Awaitable[Collection[str]]]
"""The ids that a service has in its library now."""


async def looked_into(
    error: BackendError, request: Request, handle: str, listed: Listed, title: str
) -> BackendError:
    """The reason of a refusal: that handles of a kind (`kling.element`) are gone, else `error`."""
    figures = {each.key: each for one in (request, *request.then) for each in one.figures}
    cited = [(f, name) for f in figures.values() if (name := f.handles.get(handle, "").strip())]
    if error.fault is not Fault.INVALID or error.retryable or not cited:
        return error
    try:
        there = {*await listed()}
    except BackendError:  # nobody can tell: the refusal stands as it was
        return error
    missing = [(figure, name) for figure, name in cited if name not in there]
    return _gone(missing, title) if missing else error


def gone_ids(values: str) -> frozenset[str]:
    """The ids that an error of the key `GONE` tells of, by its value `handles`."""
    return frozenset(values.split())


def _gone(missing: list[tuple[Figure, str]], title: str) -> BackendError:
    names = ", ".join(figure.name for figure, _ in missing)
    handles = " ".join(name for _, name in missing)
    return BackendError(GONE, Fault.INVALID, backend=title, name=names, handles=handles)
