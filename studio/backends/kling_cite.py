"""Names in a prompt: the film's `@name` becomes the item's id, and nothing else may look like one.

Kling wants every `@id` of a prompt to have exactly one item, and reads `shot 1, 4, ...;` as the
beginning of a shot. Words of makers that would be taken for either are changed.
"""

import re
from collections.abc import Mapping

_SHOT = re.compile(r"\b(shot)\s*(\d+)\s*[,，]\s*(\d+)\s*[,，]", re.IGNORECASE)
_TAG = re.compile(r"<<<|>>>")
_MAIL = re.compile(r"(?<=\w)@(?=\w)")
_TOUCHED = re.compile(
    r"(?<=@(?:image|video|voice)_\d)(?=[\w-])|(?<=@element_\d)(?=[\w-])|(?<=\w)(?=@[a-z]+_\d)"
)
_SPACE = re.compile(r"\s+")


class Citer:
    """Rewrites words; `cited` are the ids that were used, `guarded` tells that words were changed.

    `spelling` is what stands for each name of the film: an `@id`, or plain words.
    """

    def __init__(self, spelling: Mapping[str, str]) -> None:
        self._spelling = {name.casefold(): spelled for name, spelled in spelling.items() if name}
        names = sorted(self._spelling, key=len, reverse=True)  # @Anna before @Ann
        inner = "|".join(re.escape(name) + _end(name) for name in names)
        self._known = re.compile(f"@({inner})", re.IGNORECASE) if inner else None
        self.cited: set[str] = set()
        self.guarded = False
        self.unknown: list[str] = []

    def words(self, text: str) -> str:
        """Words of the maker's, fit for a prompt."""
        plain = _SPACE.sub(" ", text).strip()
        guarded = _SHOT.sub(r"\1 \2 (\3)", _TAG.sub("", plain))
        self.guarded = self.guarded or guarded != plain
        pieces: list[str] = []
        at = 0
        for found in self._known.finditer(guarded) if self._known else ():
            pieces += [self._without(guarded[at : found.start()]), self._cite(found[1])]
            at = found.end()
        pieces.append(self._without(guarded[at:]))
        return _spaced(pieces)

    def id(self, name: str) -> str:
        """`@id` in a sentence of ours."""
        self.cited.add(name)
        return f"@{name}"

    def _cite(self, name: str) -> str:
        spelled = self._spelling[name.casefold()]
        if spelled.startswith("@"):
            self.cited.add(spelled[1:])
        return spelled

    def _without(self, text: str) -> str:
        """Text whose every @ is one for the eye only, or gone."""
        mailed = _MAIL.sub("＠", text)
        for found in re.findall(r"@(\w+)", mailed):
            self.unknown.append(found[:40])
        plain = mailed.replace("@", "")
        self.guarded = self.guarded or mailed != text
        return plain


def _end(name: str) -> str:
    """A name in Latin letters ends where the word does; a Chinese one is followed by anything."""
    return r"(?![A-Za-z0-9_])" if name[-1:].isascii() and name[-1:].isalnum() else ""


def _spaced(pieces: list[str]) -> str:
    """The pieces as one text, every `@id` set apart from letters beside it."""
    text = ""
    for piece in pieces:
        if not piece:
            continue
        last = text[-1:]
        joint = piece.startswith("@") or text.rpartition(" ")[2].startswith("@")
        letters = _letter(last) and (piece.startswith("@") or _letter(piece[:1]))
        text += (" " if joint and letters else "") + piece
    return text


def plain_name(name: str) -> str:
    """A name for a sentence of ours: nothing in it looks like an id, a tag or a shot."""
    return _SHOT.sub(r"\1 \2 (\3)", _TAG.sub("", _SPACE.sub(" ", name.replace("@", " ")))).strip()


def apart(text: str) -> str:
    """The text with every id of ours set apart from letters that touch it."""
    return _TOUCHED.sub(" ", text)


def _letter(sign: str) -> bool:
    return bool(sign) and (sign.isalnum() or sign in "_-")
