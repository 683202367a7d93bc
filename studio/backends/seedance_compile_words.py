"""The one text of a task of Ark: the shot in words, with every reference by its number.

Ark calls files by kind and number in the order they are sent: `Image 1`, `图片1`. Words of ours
stand in the catalogue `seedance.say.*`, in the language of the shot's own words.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from studio.backends.base import Fate, Request, Spoken
from studio.backends.seedance_book import Book
from studio.backends.seedance_compile_media import FRAMES, Piece
from studio.backends.shot_words import camera, ended, said
from studio.messages import say

_CJK = re.compile(r"[\u3400-\u9fff]")
# Old habit of the service: ` --dur 5` in the text sets a parameter. Nobody's words may do that.
_FLAG = re.compile(r"--+(?=\w)")
_ASSET = re.compile(r"asset://\S+")
_EDIT = re.compile(
    r"\b(edit|add|delete|remove|modify|replace|change)\b|编辑|增加|删除|修改|替换",
    re.IGNORECASE,
)
_EXTEND = re.compile(r"\b(extend|continue)\b|延长", re.IGNORECASE)
_OWN_PACE = frozenset({"static", "handheld", "whip_pan"})
TASKS = {"edit": _EDIT, "extend": _EXTEND}


def tongue(book: Book) -> str:
    """The language of the shot's words: `zh` or `en`."""
    request = book.request
    words = [shot.prompt for shot in book.shots if shot.prompt.strip()]
    words = words or [request.setting, request.style]
    return "zh" if any(_CJK.search(text) for text in words) else "en"


def text_of(book: Book, pieces: tuple[Piece, ...], task: str, *, sound: bool) -> str:
    """The prompt. What is rewritten or dropped goes to the book."""
    return _Text(book, pieces, task, sound=sound).whole()


class _Text:
    def __init__(self, book: Book, pieces: tuple[Piece, ...], task: str, *, sound: bool) -> None:
        self.book, self.task, self.sound = book, task, sound
        self.language = tongue(book)
        self.bare = not pieces
        self.pieces = [piece for piece in pieces if piece.role not in FRAMES]
        self.named = {figure.key: figure.name for figure in book.figures}
        self.spelling = dict(self._spelling())
        self.guarded = False

    def whole(self) -> str:
        book, request = self.book, self.book.request
        sentences = [*self._opening(), *self._shots(), *self._around(), *self._legend()]
        sentences += [self._shared("avoid", text=self._clean(request.negative))] * bool(
            request.negative.strip()
        )
        if request.negative.strip():
            book.tell("negative", Fate.REWRITTEN, "seedance.negative_in_words")
        text = ("" if self.language == "zh" else " ").join(filter(None, sentences)).strip()
        if self.guarded:
            book.warn("seedance.guarded")
        self._tell_prompt(text)
        limit = book.ark.words.get(self.language, 0)
        length = len(text) if self.language == "zh" else len(text.split())
        if limit and length > limit:
            book.warn("seedance.long_prompt", length=length, limit=limit)
        told = (request.setting, *(shot.prompt for shot in book.shots))
        if self.bare and not any(words.strip() for words in told):
            book.block("seedance.no_words")
        return text

    def _tell_prompt(self, text: str) -> None:
        book = self.book
        if book.request.prompt.strip() == text:
            book.kept("prompt")
        elif book.request.prompt.strip():
            book.tell("prompt", Fate.REWRITTEN, "seedance.prompt")

    def _opening(self) -> Iterator[str]:
        """Words by which the model knows that a video is edited or goes on."""
        words = TASKS.get(self.task)
        if words is not None and not words.search(self.book.request.prompt):
            yield self._say(self.task)

    def _shots(self) -> Iterator[str]:
        book, request = self.book, self.book.request
        if not request.then:
            yield from self._shot(
                request.prompt, self._camera(request), request.lines, request.onscreen_text
            )
            return
        count = len(book.shots)
        if count > book.family.shots:
            book.block("seedance.too_many_shots", count=count, limit=book.family.shots)
            return
        if any(set(shot.inputs) - set(request.inputs) for shot in request.then):
            book.block("seedance.other_files")
        book.tell("then", Fate.MERGED, "seedance.shots", count=count)
        book.warn("seedance.cuts_near")
        start, rate = 0, Fraction(request.rate_num, request.rate_den)
        for number, shot in enumerate(book.shots, 1):
            ends = [f"{float(at / rate):.1f}" for at in (start, start + shot.frames)]
            yield self._say("shot", number=number, start=ends[0], end=ends[1])
            yield from self._shot(shot.prompt, self._camera(shot), shot.lines, shot.onscreen_text)
            start += shot.frames

    def _shot(
        self, prompt: str, camera: str, lines: tuple[Spoken, ...], written: tuple[str, ...]
    ) -> Iterator[str]:
        yield camera
        yield ended(self._with_references(self._clean(prompt)), self.language)
        yield from self._lines(lines)
        for text in written:
            self.book.tell("onscreen_text", Fate.REWRITTEN, "seedance.text_in_words")
            yield self._shared("written", text=_unquoted(self._clean(text)))

    def _camera(self, shot: Request) -> str:
        """Size, angle and moves; an edited video keeps its own."""
        if self.task == "edit":
            self.book.dropped("moves", "seedance.camera_of_clip")
            return ""
        told = camera(shot, self.language, own_pace=_OWN_PACE)
        for wish in told.told:
            self.book.tell(wish, Fate.REWRITTEN, "seedance.in_words")
        if told.idle_pace:
            self.book.dropped("pace", "seedance.pace_without_move")
        return told.words

    def _lines(self, lines: tuple[Spoken, ...]) -> Iterator[str]:
        if not lines:
            return
        if not self.sound:
            key = "seedance.lines_silent" if self.book.family.sound else "seedance.lines_mute"
            self.book.dropped("lines", key)
            return
        self.book.tell("lines", Fate.REWRITTEN, "seedance.lines")
        self._check_lips(lines)
        known = self.book.family.languages
        for line in lines:
            if line.language.partition("-")[0] not in known:
                self.book.block("seedance.language", language=line.language)
            words = ended(_unquoted(self._clean(line.text)), self.language)
            spoken = f"{{{words}}}" if self.book.family.braces else self._say("quoted", text=words)
            speaker = self.named.get(line.speaker, "")
            key = "says" if speaker else "voice_over"
            emotion = self._clean(line.emotion)
            manner = self._say("manner", emotion=emotion) if emotion else ""
            yield self._say(key, name=speaker, manner=manner, line=spoken)
        heard = {piece.figure for piece in self.pieces if piece.kind == "sound"}
        if any(line.speaker not in heard for line in lines):
            self.book.dropped("figures.voice", "seedance.own_voice")

    def _check_lips(self, lines: tuple[Spoken, ...]) -> None:
        """A sound that lips follow is one voice: nothing says whose lips follow which."""
        speakers = {line.speaker for line in lines}
        sounds = [piece for piece in self.pieces if piece.use == "lip"]
        if sounds and len(speakers) > 1:
            self.book.block("seedance.lip_speakers", name=sounds[0].name, count=len(speakers))

    def _around(self) -> Iterator[str]:
        for name in ("setting", "style"):
            text = str(getattr(self.book.request, name)).strip()
            if text:
                self.book.tell(name, Fate.REWRITTEN, "seedance.in_words")
                yield self._shared(name, text=self._with_references(self._clean(text)))
        for figure in self.book.figures:
            if figure.description.strip() and figure.name:
                text = self._clean(figure.description).rstrip("。. ")
                self.book.tell("figures", Fate.REWRITTEN, "seedance.in_words")
                yield self._shared("figure", name=figure.name, text=text)

    def _legend(self) -> Iterator[str]:
        """What each file is for, by its number."""
        for figure in self.book.figures:
            for kind, key in (("picture", "shown"), ("video", "shown"), ("sound", "voiced")):
                ours = [p for p in self.pieces if p.figure == figure.key and p.kind == kind]
                ours = [piece for piece in ours if piece.use not in {"lip", *FRAMES}]
                if ours:
                    files = self._say("and").join(map(self._file, ours))
                    yield self._say(key, name=figure.name, files=files)
        for piece in self.pieces:
            if piece.figure is None or piece.use in {"lip", *FRAMES}:
                yield self._purpose(piece)

    def _purpose(self, piece: Piece) -> str:
        """A sentence for a file that belongs to no figure; none where the words tell of it."""
        if piece.kind == "video" and self.task in TASKS and piece.number == 1:
            return ""
        keys = {"style", "motion", "camera", "sound", "music", "lip", *FRAMES}
        key = piece.use if piece.use in keys else ""
        if not key:
            told = piece.name and f"@{piece.name}".casefold() in self.book.request.prompt.casefold()
            key = "" if told else "use"
        return self._say(f"role.{key}", file=self._file(piece)) if key else ""

    def _spelling(self) -> Iterator[tuple[str, str]]:
        """How `@name` is spelled: a figure by its name and first picture, a file by its number."""
        for key, name in self.named.items():
            shown = [p for p in self.pieces if p.figure == key and p.kind != "sound"]
            shown = [piece for piece in shown if piece.use not in FRAMES]
            if name:
                files = self._file(shown[0]) if shown else ""
                yield name, self._say("from", name=name, file=files) if files else name
        for piece in self.pieces:
            if piece.figure is None and piece.name:
                yield piece.name, self._file(piece)

    def _with_references(self, text: str) -> str:
        for name in sorted(self.spelling, key=len, reverse=True):  # @Anna before @Ann
            space = " ?" if self.language == "zh" else ""
            text = re.sub(
                f"{space}@{re.escape(name)}{space}",
                lambda _, name=name: self.spelling[name],
                text,
                flags=re.I,
            )
        return text

    def _file(self, piece: Piece) -> str:
        return self._say(f"file.{piece.kind}", number=piece.number)

    def _clean(self, text: str) -> str:
        """Words without what the service would take for a parameter or an id."""
        plain = _ASSET.sub("", _FLAG.sub("– ", text)).strip()
        self.guarded = self.guarded or plain != text.strip()
        return plain

    def _say(self, key: str, **values: object) -> str:
        return say(f"seedance.say.{key}", self.language, **values)

    def _shared(self, key: str, **values: object) -> str:
        return said(key, self.language, **values)


def _unquoted(text: str) -> str:
    """A line without the marks that would end it early."""
    return re.sub(r"[{}“”\"]", "", text)
