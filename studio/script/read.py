"""Text in, treatment out: finds what kind of text it is and lets the right reader read it."""

import re
import unicodedata
from pathlib import Path

import charset_normalizer
from pydantic import ValidationError

from studio.errors import BadInput
from studio.script.brief import read_brief
from studio.script.measures import main_language
from studio.script.screenplay import is_screenplay, read_screenplay
from studio.script.treatment import Treatment

MAX_BYTES = 2_000_000
LONGEST_LINE = 10_000  # characters; a page of prose has about 3,000
MOST_SHOTS = 5_000  # a long feature film has some 2,500
FORMS = ("fountain", "brief")


def load_text(source: Path | bytes) -> str:
    """The text of a file or of bytes, in whatever encoding, with plain newlines.

    Raises BadInput when it is missing, empty, too large, binary or in no known encoding.
    """
    name = source.name if isinstance(source, Path) else "-"
    data = _bytes(source, name)
    if len(data) > MAX_BYTES:
        raise BadInput("script.too_large", name=name, limit=MAX_BYTES // 1_000_000)
    text = _decoded(data, name).replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", text).lstrip("\ufeff")
    if (
        sum(1 for c in text if unicodedata.category(c) == "Cc" and c not in "\n\t\f")
        > len(text) / 50
    ):
        raise BadInput("script.not_text", name=name)
    text = "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Co", "Cs"}
    )
    if not any(c.isalnum() for c in text):
        raise BadInput("script.empty", name=name)
    return text


def _bytes(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        with source.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput("script.missing", name=name) from error


def _decoded(data: bytes, name: str) -> str:
    if not data.strip():
        raise BadInput("script.empty", name=name)
    for mark, encoding in (
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"\xef\xbb\xbf", "utf-8-sig"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if b"\0" in data[:4096]:
        raise BadInput("script.not_text", name=name)
    for encoding in ("gb18030", "big5", "shift_jis", "euc_kr"):
        text = _tried(data, encoding)
        if text and _likely(text, encoding):
            return text
    best = charset_normalizer.from_bytes(data[:200_000]).best()
    text = _tried(data, best.encoding) if best is not None else None
    if text is None:
        raise BadInput("script.encoding", name=name)
    return text


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _likely(text: str, encoding: str) -> bool:
    """True when the letters are everyday ones of the encoding's language."""
    letters = [c for c in text if ord(c) > 127]
    common = {"shift_jis": r"[\u3040-\u30ff]", "euc_kr": r"[\uac00-\ud7af]"}.get(encoding)
    if common:
        return sum(1 for c in letters if re.match(common, c)) > len(letters) * 0.3
    everyday = sum(
        1
        for c in letters
        if c in "的一是了不在人有我他这个们中来上大为和国地到以说时要就出会,。:;!?的一是了這個"
    )
    return everyday > len(letters) * 0.06


def read_treatment(text: str, *, form: str | None = None, language: str | None = None) -> Treatment:
    """What a text asks for. `form` "fountain" forces a screenplay.

    Raises BadInput where it asks for more than a film can hold, or is no text made of lines.
    """
    if any(len(line) > LONGEST_LINE for line in text.split("\n")):
        raise BadInput("planner.line_too_long", limit=LONGEST_LINE)
    try:
        treatment = _read(text, form, language)
    except ValidationError as error:
        raise BadInput("planner.too_much", hours=10, shots=MOST_SHOTS) from error
    if sum(len(place.shots) or place.count or 1 for place in treatment.scenes) > MOST_SHOTS:
        raise BadInput("planner.too_much", hours=10, shots=MOST_SHOTS)
    return treatment


def _read(text: str, form: str | None, language: str | None) -> Treatment:
    if form == "fountain" or (form is None and is_screenplay(text)):
        return read_screenplay(text)
    return read_brief(text, language or main_language(text))
