"""The release of what makes films: its version and its code."""

import hashlib
from functools import cache
from pathlib import Path

from studio import __version__


@cache
def release() -> str:
    """The version, and the code of what encodes: a checkout changes without a new version."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for part in ("media", "render", "timeline"):
        for path in sorted((root / part).glob("*.py")):
            digest.update(path.name.encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{__version__} ({digest.hexdigest()[:8]})"
