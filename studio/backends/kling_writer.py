"""Writes the words of a shot, or of several in a row, as Kling is told them.

Words of ours stand in the catalogue `kling.say.*`, in the language of the shot's own words.
"""

import re
from collections.abc import Iterable, Iterator

from studio.backends.base import Fate, Figure, Request, Spoken
from studio.backends.kling_book import Book
from studio.backends.kling_cite import Citer, apart, plain_name
from studio.backends.kling_compile_shape import Shape
from studio.backends.kling_pieces import FRAMES, Piece, all_figures, shots
from studio.backends.shot_words import camera, ended, said
from studio.messages import say

_CJK = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_OTHER = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")  # kana and hangul: no Chinese text
_SEMI = re.compile(r"\s*[;；]+\s*")
_LANGUAGES = ("zh", "yue", "en", "ja", "ko", "es")


class Writer:
    """Writes one request's words."""

    def __init__(
        self, book: Book, items: tuple[Piece, ...], shape: Shape, languages: tuple[str, ...],
        task: str,
    ) -> None:  # fmt: skip
        self.book, self.items, self.shape = book, items, shape
        self.languages, self.task = languages, task
        self.figures = {figure.key: figure for figure in all_figures(book.request)}
        self.language = _tongue(book.request)
        self.citer = Citer(dict(self._spelling()))

    def prose(self, most: int) -> str:
        """One shot as plain text; what describes figures gives way when it is too much."""
        request = self.book.request
        core = [*self._opening(), *self._shot(request)]
        rest = [*self._legend(), *self._around(request), *self._avoid(request)]
        described = list(self._described())
        text = self._joined([*core, *rest, *described])
        if len(text) > most and described:
            self.book.warn("kling.descriptions_dropped")
            text = self._joined([*core, *rest])
        return text

    def only_shot(self, seconds: int, most: int) -> str:
        """One shot in the syntax of several, so that the model adds none; empty if it is long."""
        words = _unsplit(self.prose(most), self.language)
        return f"shot 1, {seconds}, {words};" if 0 < len(words) <= most else ""

    def several(self, parts: tuple[int, ...], most: int) -> tuple[str, int]:
        """All shots, and the length of the longest one's words. What is optional gives way."""
        written: list[str] = []
        longest = 0
        before: Request | None = None
        for number, (shot, seconds) in enumerate(
            zip(shots(self.book.request), parts, strict=True), 1
        ):
            core = list(self._shot(shot))
            wishes = [*(self._legend() if number == 1 else ()), *self._around(shot, before)]
            wishes += [*self._avoid(shot), *(self._described() if number == 1 else ())]
            words = _unsplit(self._joined(core), self.language)
            for wish in wishes:
                more = _unsplit(self._joined([words, wish]), self.language)
                if len(more) <= most:
                    words = more
                else:
                    self.book.warn("kling.words_dropped", shot=number)
            longest = max(longest, len(words))
            written.append(f"shot {number}, {seconds}, {words};")
            before = shot
        return " ".join(written), longest

    def tell(self, text: str) -> None:
        """What became of the words, and what was changed in them."""
        book, request = self.book, self.book.request
        if request.prompt.strip():
            same = request.prompt.strip() == text
            book.tell(
                "prompt",
                Fate.KEPT if same else Fate.REWRITTEN,
                "kling.kept" if same else "kling.prompt",
            )
        for name in dict.fromkeys(self.citer.unknown):
            book.warn("kling.unknown_name", name=name)
        if self.citer.guarded:
            book.warn("kling.guarded")
        for piece in self.items:
            if piece.id and piece.id not in self.citer.cited and piece.type not in FRAMES:
                book.warn("kling.not_cited", name=piece.name)

    def _opening(self) -> Iterator[str]:
        """What an edited or continued video is for."""
        if self.task in {"edit", "extend"}:
            for piece in self.items:
                if piece.kind == "video":
                    yield self._say(self.task, id=self.citer.id(piece.id) if piece.id else "")

    def _shot(self, shot: Request) -> Iterator[str]:
        yield self._camera(shot)
        yield ended(self.citer.words(shot.prompt), self.language)
        yield from self._lines(shot.lines)
        for text in shot.onscreen_text:
            self._told("onscreen_text")
            yield self._shared("written", text=_unquoted(self.citer.words(text)))

    def _camera(self, shot: Request) -> str:
        if self.task == "edit":
            for wish in ("size", "moves"):
                self.book.dropped(wish, "kling.camera_of_clip")
            return ""
        told = camera(shot, self.language)
        for wish in told.told:
            self._told(wish)
        if told.idle_pace:
            self.book.dropped("pace", "kling.pace_without_move")
        return told.words

    def _lines(self, lines: tuple[Spoken, ...]) -> Iterator[str]:
        if lines and not self.shape.speaks:
            self.book.dropped("lines", "kling.lines_silent")
            self.book.warn("kling.lines_silent")
            return
        if lines:
            self.book.tell("lines", Fate.REWRITTEN, "kling.lines")
        voices = {piece.figure: piece for piece in self.items if piece.kind == "voice"}
        for line in lines:
            base = line.language.partition("-")[0]
            if base not in self.languages:
                self.book.block("kling.language", language=line.language)
            speaker, voice = self.figures.get(line.speaker), voices.get(line.speaker)
            name = self._called(speaker) if speaker else ""
            if voice:
                name = self._say("voiced", name=name, id=self.citer.id(voice.id))
            tongue = (
                self._say(f"language.{base}")
                if base != self.language and base in _LANGUAGES
                else ""
            )
            manner = (
                self._say("manner", text=self.citer.words(line.emotion)) if line.emotion else ""
            )
            text = _unquoted(self.citer.words(line.text))
            key = "says" if speaker else "voice_over"
            yield self._say(key, name=name, manner=manner, language=tongue, text=text)

    def _around(self, shot: Request, before: Request | None = None) -> Iterator[str]:
        for name in ("setting", "style"):
            text = str(getattr(shot, name)).strip()
            if text and (before is None or text != str(getattr(before, name)).strip()):
                self._told(name)
                yield self._shared(name, text=self.citer.words(text).rstrip("。. "))

    def _avoid(self, shot: Request) -> Iterator[str]:
        if shot.negative.strip():
            self.book.tell("negative", Fate.REWRITTEN, "kling.negative_in_words")
            yield self._shared("avoid", text=self.citer.words(shot.negative).rstrip("。. "))

    def _described(self) -> Iterator[str]:
        for figure in self.figures.values():
            if figure.description.strip() and figure.name:
                text = self.citer.words(figure.description).rstrip("。. ")
                yield self._shared("figure", name=plain_name(figure.name), text=text)

    def _legend(self) -> Iterator[str]:
        """What each item is for, by its id."""
        for key, figure in self.figures.items():
            ours = [
                p
                for p in self.items
                if p.figure == key and p.id and p.kind not in {"voice", "video"}
            ]
            ours = [p for p in ours if p.type not in FRAMES]
            if ours:
                ids = self._say("and").join(self.citer.id(piece.id) for piece in ours)
                yield self._say("shown", name=plain_name(figure.name), ids=ids)
        for piece in self.items:
            named = piece.id and piece.type not in FRAMES and piece.kind != "voice"
            if named and (piece.figure is None or piece.kind == "video"):
                use = piece.use if piece.use in {"style", "motion", "camera"} else "use"
                if piece.type != "base_video" and not (
                    self.task == "extend" and piece.kind == "video"
                ):
                    yield self._say(f"role.{use}", id=self.citer.id(piece.id))

    def _spelling(self) -> Iterator[tuple[str, str]]:
        """How `@name` is spelled: by an id where there is one, else in words."""
        for figure in self.figures.values():
            yield figure.name, self._called(figure)
        for piece in self.items:
            if piece.figure is None and piece.name and isinstance(piece.source, int):
                words = self._say(piece.type) if piece.type in FRAMES else plain_name(piece.name)
                yield piece.name, f"@{piece.id}" if piece.id else words

    def _called(self, figure: Figure) -> str:
        ours = [p for p in self.items if p.figure == figure.key and p.id and p.kind != "voice"]
        ours = [piece for piece in ours if piece.kind != "video"]
        return f"@{ours[0].id}" if ours else plain_name(figure.name)

    def _told(self, what: str) -> None:
        self.book.tell(what, Fate.REWRITTEN, "kling.in_words")

    def _joined(self, sentences: Iterable[str]) -> str:
        joint = "" if self.language == "zh" else " "
        return apart(joint.join(filter(None, sentences)).strip())

    def _say(self, key: str, **values: object) -> str:
        return say(f"kling.say.{key}", self.language, **values)

    def _shared(self, key: str, **values: object) -> str:
        return said(key, self.language, **values)


def _tongue(request: Request) -> str:
    """The language of the shot's words, `zh` or `en`; names of the film are of none."""
    said = [shot.prompt for shot in shots(request) if shot.prompt.strip()]
    text = " ".join(said or [request.setting, request.style])
    names = [figure.name for figure in all_figures(request)]
    for name in filter(None, [*names, *(each.name for each in request.inputs)]):
        text = text.replace(name, " ")
    signs = len(_CJK.findall(text))
    chinese = signs and not _OTHER.search(text) and signs >= len(_LATIN.findall(text))
    return "zh" if chinese else "en"


def _unsplit(text: str, language: str) -> str:
    """Words of one shot, without the sign that ends it."""
    return _SEMI.sub("，" if language == "zh" else ", ", text).strip()


def _unquoted(text: str) -> str:
    """A line without the marks that would end it early."""
    return re.sub(r"[“”\"]", "", text)
