"""Whether two computers make the same bytes of the same segment: what each is told by."""

import hashlib
import unicodedata
from dataclasses import dataclass
from functools import cache

from studio.media.ffmpeg import find_ffmpeg
from studio.media.program import program_hash
from studio.render.captions import Caption
from studio.render.crew import Order
from studio.render.delivery import Delivery
from studio.render.piece_file import made
from studio.render.release import release
from studio.render.scratch import working_folder
from studio.render.segment import Layer, Segment, Source
from studio.timeline.look import Grade, Look, Place
from studio.timeline.rate import Rate

_SIZE = (96, 54)
_WORDS = "Ag 影"
# Scripts of the bundled font; letters of others come from whatever fonts the system has.
_OWN = ("LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO",
        "DIGIT", "FULLWIDTH", "HALFWIDTH", "IDEOGRAPHIC")  # fmt: skip


@dataclass(frozen=True)
class Identity:
    """What the bytes of a piece depend on beside the segment: release, encoder, a sample of all."""

    release: str
    program: str
    sample: str

    def differs(self, other: "Identity") -> str:
        """The key of the sentence that says how another one differs; empty for none."""
        if self.release != other.release:
            return "farm.other_release"
        if self.program != other.program:
            return "farm.other_program"
        return "farm.other_bytes" if self.sample != other.sample else ""


def identity(letters: str = "") -> Identity:
    """This computer's, with a sample that shows `letters` too. Raises StudioError."""
    return Identity(release(), program_hash(find_ffmpeg()), _sample(letters))


def strange_letters(segment: Segment) -> str:
    """The letters of a segment's words that the bundled font may not have, each once, sorted."""
    words = [caption.text for caption in segment.captions]
    words += [shown.title.text for shown in segment.titles]
    found = {letter for text in words for letter in text if _is_strange(letter)}
    return "".join(sorted(found))


def _is_strange(letter: str) -> bool:
    if letter.isascii() or unicodedata.category(letter)[0] in "ZC":
        return False
    name = unicodedata.name(letter, "")
    return not (name.startswith(_OWN) or unicodedata.category(letter)[0] == "P")


@cache
def _sample(letters: str) -> str:
    """The hash of a small piece that goes through all that processors and libraries could change.

    A picture scaled, graded, turned and laid over black with words on it, encoded.
    """
    wide, tall = _SIZE
    places = [(x, y, c) for y in range(tall) for x in range(wide) for c in (1, 2, 5)]
    rows = bytes((x * 5 + y * 3 * c) % 256 for x, y, c in places)
    with working_folder("storyreel-sample-") as shop:
        (shop / "sample.ppm").write_bytes(b"P6 %d %d 255\n" % _SIZE + rows)
        source = Source("sample", "sample.ppm", "", 0, still=True, size=_SIZE)
        grade = Grade(exposure=0.3, contrast=1.2, saturation=0.7, temperature=0.2)
        look = Look(place=Place(scale=0.7, turn=7), opacity=0.9, grade=grade)
        words = Caption(0, 3, f"{_WORDS} {letters}")
        segment = Segment(0, 3, (Layer(source, "", look),), (words,))
        delivery = Delivery(160, 90, Rate(num=24), preset="veryfast")
        path, titles = shop / "sample.mp4", Order(segment, shop, delivery, 1).lettering(shop)
        made(segment, shop, delivery, titles, path, 1, None, _unheard, _never)
        return hashlib.sha256(path.read_bytes()).hexdigest()


def _unheard(_done: float) -> None:
    """Nobody waits for it."""


def _never() -> bool:
    return False
