"""What is known of takes as stock to copy from, noted: their packets need not be read again."""

from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from studio.render.parameter_sets import ParameterSets
from studio.render.stock import Colours, Stock, stock_of
from studio.render.take_notes import Notes, write
from studio.timeline.rate import Rate

_NOTES = Notes("stocks", "2")  # a change of what may be copied makes the old ones stale


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
    colours: Colours

    @classmethod
    def of(cls, stock: Stock) -> "_Note":
        sets = stock.sets
        return cls(
            length_size=sets.length_size, sequence=tuple(one.hex() for one in sets.sequence),
            picture=tuple(one.hex() for one in sets.picture), width=stock.width,
            height=stock.height, keys=stock.keys, ends=stock.ends.hex(),
            settings=dict(stock.settings), colours=stock.colours,
        )  # fmt: skip

    def stock(self) -> Stock:
        """The same. Raises ValueError for what is no hexadecimal."""
        sequence, picture = (
            tuple(bytes.fromhex(one) for one in sets) for sets in (self.sequence, self.picture)
        )
        return Stock(
            ParameterSets(self.length_size, sequence, picture), self.width, self.height,
            self.keys, bytes.fromhex(self.ends), self.settings, self.colours,
        )  # fmt: skip


def known_stock(path: Path, rate: Rate) -> Stock | None:
    """As `stock_of`, which is asked once for a file. Blocking."""
    note = _NOTES.of(path, rate)
    if note is None:
        return None
    with suppress(OSError, ValueError):
        return _Note.model_validate_json(note.read_bytes()).stock()
    stock = stock_of(path, rate)
    if stock is not None:
        write(note, _Note.of(stock).model_dump_json())
    return stock
