"""The prompt of a workflow: the shot in words, the cast by the words their LoRAs were trained on.

A figure's handle `comfyui.trigger` is such a word; it stands wherever the figure is named.
"""

import re
from collections.abc import Iterator

from studio.backends.base import Fate, Figure, Request
from studio.backends.comfyui_book import Book
from studio.backends.shot_words import camera, ended, said

TRIGGER = "comfyui.trigger"
_CJK = re.compile(r"[\u3400-\u9fff]")


def prompt_of(book: Book, *, negative: bool) -> str:
    """The words; what a shot is not to show is among them unless `negative` says that the workflow
    has a place for it. What is rewritten goes to the book.
    """
    words = _Words(book.request)
    sentences = [
        *words.shot(book),
        *words.around(book),
        *words.cast(book),
    ]
    if book.request.negative.strip() and not negative:
        book.tell("negative", Fate.REWRITTEN, "comfyui.negative_in_words")
        text = words.named(book.request.negative).rstrip("。. ")
        sentences.append(said("avoid", words.language, text=text))
    joint = "" if words.language == "zh" else " "
    text = joint.join(filter(None, sentences)).strip()
    if book.request.prompt.strip():
        same = text == book.request.prompt.strip()
        book.tell("prompt", Fate.KEPT if same else Fate.REWRITTEN, "comfyui.prompt")
    return text


def called(figure: Figure) -> str:
    """What a model knows a figure by."""
    return figure.handles.get(TRIGGER, "").strip() or figure.name


class _Words:
    """Writes the words of one shot."""

    def __init__(self, request: Request) -> None:
        self.request = request
        told = request.prompt.strip() or request.setting or request.style
        self.language = "zh" if _CJK.search(told) else "en"

    def shot(self, book: Book) -> Iterator[str]:
        """The camera, what happens, what is written in the picture."""
        told = camera(self.request, self.language)
        for wish in told.told:
            book.tell(wish, Fate.REWRITTEN, "comfyui.in_words")
        if told.idle_pace:
            book.tell("pace", Fate.DROPPED, "comfyui.pace_without_move")
        yield told.words
        yield ended(self.named(self.request.prompt.strip()), self.language)
        for text in self.request.onscreen_text:
            book.tell("onscreen_text", Fate.REWRITTEN, "comfyui.in_words")
            yield said("written", self.language, text=re.sub(r"[“”\"]", "", text))

    def around(self, book: Book) -> Iterator[str]:
        """Where and how it is."""
        for name in ("setting", "style"):
            text = str(getattr(self.request, name)).strip()
            if text:
                book.tell(name, Fate.REWRITTEN, "comfyui.in_words")
                yield said(name, self.language, text=self.named(text).rstrip("。. "))

    def cast(self, book: Book) -> Iterator[str]:
        """Who they are, as far as the film describes them."""
        for figure in self.request.figures:
            if figure.description.strip() and figure.name:
                book.tell("figures", Fate.REWRITTEN, "comfyui.in_words")
                text = figure.description.strip().rstrip("。. ")
                yield said("figure", self.language, name=called(figure), text=text)

    def named(self, text: str) -> str:
        """A text with everybody by the name the model knows; `@` is the film's sign alone."""
        spelling = {figure.name: called(figure) for figure in self.request.figures if figure.name}
        for each in self.request.inputs:
            spelling.setdefault(each.name, each.name)
        for name in sorted(filter(None, spelling), key=len, reverse=True):
            text = re.sub(
                re.escape(f"@{name}"), lambda _, name=name: spelling[name], text, flags=re.I
            )
            if spelling[name] != name:
                bounds = ("", "") if _CJK.search(name) else (r"\b", r"\b")
                text = re.sub(
                    bounds[0] + re.escape(name) + bounds[1],
                    lambda _, name=name: spelling[name],
                    text,
                )
        return text
