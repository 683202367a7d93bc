"""What is known of takes as stock to copy from, noted: their packets need not be read again.

A note holds as long as the take's file is the one that was read, by its size, its time and its
place on the disk. The folder lies in the user's cache and may be deleted at any time.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from studio.paths import trim, user_cache
from studio.render.parameter_sets import ParameterSets
from studio.render.stock import Stock, stock_of
from studio.timeline.rate import Rate

_VERSION = "1"  # a change of what may be copied makes the old ones stale
_LIMIT = 32 * 10**6  # bytes


class _Note(BaseModel):
    """A stock as JSON has it; bytes in hexadecimal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    length_size: int
    sequence: tuple[str, ...]
    picture: tuple[str, ...]
    width: int
    height: int
    keys: tuple[int, ...]
    ends: str
    settings: dict[str, str]
    tagged: bool

    @classmethod
    def of(cls, stock: Stock) -> "_Note":
        sets = stock.sets
        return cls(
            length_size=sets.length_size, sequence=tuple(one.hex() for one in sets.sequence),
            picture=tuple(one.hex() for one in sets.picture), width=stock.width,
            height=stock.height, keys=stock.keys, ends=stock.ends.hex(),
            settings=dict(stock.settings), tagged=stock.tagged,
        )  # fmt: skip

    def stock(self) -> Stock:
        """The same. Raises ValueError for what is no hexadecimal."""
        sequence, picture = (
            tuple(bytes.fromhex(one) for one in sets) for sets in (self.sequence, self.picture)
        )
        return Stock(
            ParameterSets(self.length_size, sequence, picture), self.width, self.height,
            self.keys, bytes.fromhex(self.ends), self.settings, self.tagged,
        )  # fmt: skip


def known_stock(path: Path, rate: Rate) -> Stock | None:
    """As `stock_of`, which is asked once for a file. Blocking."""
    try:
        facts = path.stat()
    except OSError:
        return None
    told = (str(path.absolute()), facts.st_size, facts.st_mtime_ns, facts.st_ino, rate.fraction)
    name = hashlib.sha256("\0".join((_VERSION, *map(str, told))).encode()).hexdigest()
    note = user_cache("stocks") / name[:2] / f"{name}.json"
    with suppress(OSError, ValueError):
        return _Note.model_validate_json(note.read_bytes()).stock()
    stock = stock_of(path, rate)
    if stock is not None:
        _write(note, _Note.of(stock))
    return stock


def _write(path: Path, note: _Note) -> None:
    """Remember, as far as the disk lets us."""
    with suppress(OSError):
        fresh = not path.parent.is_dir()
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}")
        partial.write_text(note.model_dump_json(), encoding="utf-8")
        partial.replace(path)
        if fresh:  # 256 times at most, and then as often as it was emptied
            trim(path.parent.parent, _LIMIT)
