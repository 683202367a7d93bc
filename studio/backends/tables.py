"""What services sell, as data: models, limits and prices out of `resources/backends`.

A file of the same name in the maker's settings folder is laid over ours, field by field (null
takes a row away): a new model or a new price needs no new studio.
"""

import json
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from studio.errors import BadInput
from studio.paths import resource, user_settings

_LARGEST = 1_000_000  # bytes of a table
Table = TypeVar("Table", bound=BaseModel)


def table(name: str, kind: type[Table], own: Path | None = None) -> Table:
    """The table `name` (such as `kling`); `own` is the folder of the maker's tables.

    Raises BadInput for a table of the maker's that cannot be read.
    """
    path, values = _values(name, own)
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadInput("backends.bad_table", path=path, detail=f"{where}: {first['msg']}") from None


def families(name: str, own: Path | None = None) -> tuple[str, ...]:
    """The names of a table's families, and of what else its service has for a backend (`others`),
    before anybody looks whether its rows make sense.

    Raises BadInput for a table of the maker's that cannot be read.
    """
    path, values = _values(name, own)
    rows = cast(dict[str, object], values).get("families") if isinstance(values, dict) else None
    if not isinstance(rows, dict):
        raise BadInput("backends.bad_table", path=path, detail="families")
    others = cast(dict[str, object], values).get("others")
    more = cast(dict[str, object], others) if isinstance(others, dict) else {}
    return (*cast(dict[str, object], rows), *more)


def _values(name: str, own: Path | None) -> tuple[Path, Any]:
    """A table as it is written, with the maker's laid over it, and where theirs is or would be."""
    values = json.loads(resource("backends", f"{name}.json").read_bytes())
    path = (own or user_settings() / "backends") / f"{name}.json"
    return path, _laid_over(values, _read(path)) if path.is_file() else values


def _read(path: Path) -> Any:
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("it is too large")
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput("backends.bad_table", path=path, detail=str(error)[:200]) from None


def _laid_over(below: Any, above: Any) -> Any:
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    merged = dict(cast(dict[str, Any], below))
    for key, value in cast(dict[str, Any], above).items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = _laid_over(merged.get(key), value)
    return merged
