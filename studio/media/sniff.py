"""What the first bytes of a file say it is, before any demuxer or decoder sees it."""

import re
from pathlib import Path
from typing import Literal

from studio.errors import BadInput, system_detail

Guess = Literal["picture", "gif", "heic", "drawing", "playlist", "media", ""]

_HEAD = 1024  # bytes
_MOST_BOXES = 100_000  # a fragmented film has two a second
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")
_MEDIA = (
    *(b"\x1a\x45\xdf\xa3", b"OggS", b"fLaC", b"ID3", b"FORM", b"caff", b"FLV", b"RF64"),
    *(b"\x30\x26\xb2\x75", b"\x06\x0e\x2b\x34", b"riff"),
)
# ISO 14496-12 and 23008-12: the brands of still pictures coded as video frames.
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# Lists of other files, which must never be followed: their first word, and the roots of those
# written in XML.
_LISTS = (b"#extm3u", b"ffconcat", b"[playlist]", b"[reference]", b"v=0", b"rtsp")
_XML_LISTS = re.compile(rb"<(?:[a-z]+:)?(playlist|mpd|smil|asx|smoothstreamingmedia|rss|dcp)\b")
_DRAWING = re.compile(rb"<(?:svg:)?svg\b")


def guess(path: Path) -> Guess:
    """What a file seems to be; "" when its first bytes are of no kind known here.

    Raises BadInput when the system does not let us read it.
    """
    head = _head(path)
    if head.startswith(b"GIF8"):
        return "gif"
    if head[:4] == b"RIFF":
        return "picture" if head[8:12] == b"WEBP" else "media"
    if head.startswith(_PICTURES):
        return "picture"
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head.startswith(_MEDIA) or head[4:8] in {b"moov", b"mdat", b"wide", b"free"}:
        return "media"
    return _by_words(head)


def in_boxes(path: Path) -> bool:
    """Whether a file begins as MP4 and QuickTime files do (ISO 14496-12). Raises BadInput."""
    return _head(path)[4:8] == b"ftyp"


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError as error:
        raise BadInput("media.unreadable", name=path.name, detail=system_detail(error)) from error


def _by_brand(head: bytes) -> Guess:
    size = min(len(head), int.from_bytes(head[:4], "big"))
    brands = {head[at : at + 4] for at in (8, *range(16, size, 4))}
    if b"avis" in brands:
        return "media"
    if b"avif" in brands:
        return "picture"
    return "heic" if _HEIF & brands else "media"


def _by_words(head: bytes) -> Guess:
    words = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if words.startswith(_LISTS) or _XML_LISTS.search(words):
        return "playlist"
    return "drawing" if _DRAWING.search(words) else ""


def ends_early(path: Path) -> bool:
    """True when the last box of an MP4 or a QuickTime file (ISO 14496-12, 4.2) reaches beyond the
    end of the file. Raises OSError.
    """
    whole = path.stat().st_size
    at, boxes = 0, 0
    with path.open("rb") as file:
        while at + 16 <= whole and boxes < _MOST_BOXES:
            file.seek(at)
            head = file.read(16)
            size = int.from_bytes(head[:4], "big")
            if size == 1:
                size = int.from_bytes(head[8:16], "big")
            if size < 8:  # 0: up to the end; anything else is no box
                return False
            at, boxes = at + size, boxes + 1
    return at > whole
