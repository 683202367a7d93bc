"""What went wrong on the way to a language model, in words: never those of the library."""

import httpx

from studio.messages import Part

_KINDS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((httpx.TimeoutException,), "slow"),
    ((httpx.ProxyError,), "proxy"),
    ((httpx.ConnectError,), "nobody"),
    ((httpx.InvalidURL, httpx.UnsupportedProtocol), "address"),
)


def wire_trouble(error: Exception) -> Part:
    """A piece of a sentence for a failed call; an error's own words may hold an address or a key."""
    kind = next((name for kinds, name in _KINDS if isinstance(error, kinds)), "broken")
    return Part(f"planner.wire.{kind}")
