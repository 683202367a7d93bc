"""Programs named by their content, and what they said of themselves, asked once."""

import contextlib
import hashlib
import re
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from studio.media.hashes import sha256_of
from studio.paths import user_cache

_HASH = re.compile(r"[0-9a-f]{64}")


@cache
def program_hash(program: str) -> str:
    """The SHA-256 of a program's file; read once and noted in the user's cache.

    Size and time of writing say whether the note still holds. Raises OSError.
    """
    return noted(program, "", _HASH, lambda: sha256_of(Path(program)))


def noted(program: str, question: str, whole: re.Pattern[str], ask: Callable[[], str]) -> str:
    """What `ask` finds out about a program; noted in the user's cache while its file is the same.

    A note that `whole` does not match in full is none. Raises OSError, and what `ask` does.
    """
    facts = Path(program).stat()
    seen = f"{program}\0{facts.st_size}\0{facts.st_mtime_ns}\0{facts.st_ino}{question}"
    note = user_cache("programs") / hashlib.sha256(seen.encode()).hexdigest()
    with contextlib.suppress(OSError):
        said = note.read_text("ascii", "replace")
        if whole.fullmatch(said):
            return said
    found = ask()
    with contextlib.suppress(OSError):
        with tempfile.NamedTemporaryFile("w", dir=note.parent, delete=False) as file:
            file.write(found)
        Path(file.name).replace(note)
    return found
