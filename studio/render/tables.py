"""Colour as one table: a clip's grade and its LUT become a .cube file that ffmpeg applies."""

import hashlib
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.errors import BadInput
from studio.paths import user_cache
from studio.timeline.look import Grade

Floats = npt.NDArray[np.float64]

SIDE = 33  # steps a channel of the tables that are written
MAX_BYTES = 64 << 20  # of a .cube file
_LARGEST = {"LUT_1D_SIZE": 65_536, "LUT_3D_SIZE": 129}
_LUMA = np.array([0.2126, 0.7152, 0.0722])  # ITU-R BT.709-6, 3.2
_DISPLAY = 2.4  # exponent of a studio display (ITU-R BT.1886)
_GREY = 0.18 ** (1 / _DISPLAY)  # a grey card, which contrast leaves alone
_VERSION = 1


def graded(colours: Floats, grade: Grade) -> Floats:
    """R'G'B' values (..., 3) from 0 to 1 after a grade, without its LUT, clipped to 0 to 1.

    Exposure, temperature and tint are gains on light; contrast turns about a grey card; gamma and
    saturation follow. A white balance keeps the luma of white.
    """
    gains = np.array([1 + 0.3 * grade.temperature, 1.0, 1 - 0.3 * grade.temperature])
    gains *= np.array([1 + 0.1 * grade.tint, 1 - 0.2 * grade.tint, 1 + 0.1 * grade.tint])
    gains /= gains @ _LUMA
    light = np.clip(colours, 0, 1) ** _DISPLAY * gains * 2**grade.exposure
    out = light ** (1 / _DISPLAY)
    out = (out - _GREY) * grade.contrast + _GREY
    out = np.clip(out, 0, None) ** (1 / grade.gamma)
    grey = (out @ _LUMA)[..., None]
    return np.clip(grey + (out - grey) * grade.saturation, 0, 1)


class Cube:
    """A colour table read from a .cube file (Adobe's Cube LUT Specification 1.0)."""

    def __init__(self, values: Floats, low: Floats, high: Floats) -> None:
        """`values` is (n, 3) for curves, (n, n, n, 3) by blue, green and red for a table."""
        self.values, self.low, self.high = values, low, high

    @classmethod
    def read(cls, path: Path) -> "Cube":
        """A file from outside. Raises BadInput for what is no table, or too large."""
        try:
            if path.stat().st_size > MAX_BYTES:
                raise BadInput("render.table_large", name=path.name, limit=MAX_BYTES >> 20)
            text = path.read_bytes().decode("utf-8", "replace")
        except OSError as error:
            raise BadInput("render.table_unread", name=path.name) from error
        facts: dict[str, Floats] = {}
        size, kind, rows = 0, "", list[list[float]]()
        for number, line in enumerate(text.splitlines(), 1):
            words = line.split("#", 1)[0].split()
            if not words or words[0] == "TITLE":
                continue
            try:
                if words[0] in _LARGEST:
                    kind, size = words[0], int(words[1])
                elif words[0] in {"DOMAIN_MIN", "DOMAIN_MAX"}:
                    facts[words[0]] = np.array([float(word) for word in words[1:4]])
                elif words[0][0].isalpha():
                    continue  # other programs' own words
                else:
                    red, green, blue = map(float, words[:3])
                    rows.append([red, green, blue])
            except (ValueError, IndexError) as error:
                raise BadInput("render.table_line", name=path.name, line=number) from error
        if not kind or not 2 <= size <= _LARGEST[kind]:
            raise BadInput("render.no_table", name=path.name)
        wanted = size if kind == "LUT_1D_SIZE" else size**3
        values = np.array(rows, np.float64).reshape(-1, 3)
        low = facts.get("DOMAIN_MIN", np.zeros(3))
        high = facts.get("DOMAIN_MAX", np.ones(3))
        sound = len(values) == wanted and np.isfinite(values).all() and len(low) == len(high) == 3
        if not sound or not (low < high).all():
            raise BadInput("render.no_table", name=path.name)
        shape = (size, 3) if kind == "LUT_1D_SIZE" else (size, size, size, 3)
        return cls(values.reshape(shape), low, high)

    def apply(self, colours: Floats) -> Floats:
        """R'G'B' values (..., 3) after the table, straight between its points."""
        last = len(self.values) - 1
        place = np.clip((colours - self.low) / (self.high - self.low), 0, 1) * last
        if self.values.ndim == 2:
            steps = np.arange(last + 1)
            curves = [np.interp(place[..., c], steps, self.values[:, c]) for c in range(3)]
            return np.stack(curves, -1)
        base = np.minimum(place.astype(int), last - 1)
        part = place - base
        out = np.zeros_like(colours)
        for corner in range(8):
            bits = np.array([corner & 1, corner >> 1 & 1, corner >> 2 & 1])
            weight = np.where(bits, part, 1 - part).prod(-1, keepdims=True)
            red, green, blue = np.moveaxis(base + bits, -1, 0)
            out += weight * self.values[blue, green, red]
        return out


def table_file(grade: Grade, lut: Path | None) -> Path:
    """The .cube file of a grade in the user's cache; made where it is not there.

    Raises BadInput for a LUT that cannot be read.
    """
    bare = grade.model_copy(update={"lut": None})
    facts = f"{_VERSION}/{SIDE}/{bare.model_dump_json()}".encode()
    facts += hashlib.sha256(lut.read_bytes()).digest() if lut is not None and lut.is_file() else b""
    path = user_cache("tables") / f"{hashlib.sha256(facts).hexdigest()}.cube"
    if _is_whole(path):
        return path
    steps = np.linspace(0, 1, SIDE)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    colours = graded(np.stack([red, green, blue], -1), grade)
    if lut is not None:
        looked = np.clip(Cube.read(lut).apply(colours), 0, 1)
        colours += (looked - colours) * grade.lut_strength
    rows = "\n".join(f"{r:.6f} {g:.6f} {b:.6f}" for r, g, b in colours.reshape(-1, 3))
    text = f"LUT_3D_SIZE {SIDE}\n{rows}\n"
    with tempfile.NamedTemporaryFile("w", dir=path.parent, suffix=".part", delete=False) as file:
        file.write(f"# {_seal(text)}\n{text}")
    try:
        Path(file.name).replace(path)
    finally:
        Path(file.name).unlink(missing_ok=True)
    return path


def _seal(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _is_whole(path: Path) -> bool:
    """Whether a table of ours is there as it was written."""
    try:
        head, _, text = path.read_text("utf-8", "replace").partition("\n")
    except OSError:
        return False
    return head == f"# {_seal(text)}"
