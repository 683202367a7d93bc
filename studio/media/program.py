"""Programs named by their content, so that two computers know whether theirs are the same."""

import contextlib
import hashlib
import re
import tempfile
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
    facts = Path(program).stat()
    seen = f"{program}\0{facts.st_size}\0{facts.st_mtime_ns}\0{facts.st_ino}"
    note = user_cache("programs") / hashlib.sha256(seen.encode()).hexdigest()
    with contextlib.suppress(OSError):
        said = note.read_text("ascii", "replace")
        if _HASH.fullmatch(said):
            return said
    found = sha256_of(Path(program))
    with contextlib.suppress(OSError):
        with tempfile.NamedTemporaryFile("w", dir=note.parent, delete=False) as file:
            file.write(found)
        Path(file.name).replace(note)
    return found
