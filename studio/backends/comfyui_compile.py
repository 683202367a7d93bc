"""One request as one run of a workflow: the graph, the account of every wish, refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from studio.backends.base import Call, Change, Compiled, Fate, Request
from studio.backends.comfyui_book import Book
from studio.backends.comfyui_fill import Filled, Wishes, fill
from studio.backends.comfyui_fill_files import File
from studio.backends.comfyui_handles import given
from studio.backends.comfyui_mapping import Role
from studio.backends.comfyui_offer import PICTURES, SOUNDS, VIDEOS, makes, sounds
from studio.backends.comfyui_store import Kept
from studio.backends.comfyui_words import prompt_of

PATH = "/prompt"
_WISHES = {
    Role.PROMPT: "prompt", Role.NEGATIVE: "negative", Role.SEED: "seed", Role.WIDTH: "width",
    Role.HEIGHT: "height", Role.FRAMES: "frames", Role.SECONDS: "frames", Role.FPS: "frames",
    Role.LORA: "figures",
}  # fmt: skip
"""The fields of a request that roles stand for; those of files are the inputs themselves."""


@dataclass(frozen=True)
class Compiler:
    """Turns requests into runs of one workflow."""

    kept: Kept
    title: str

    def compile(self, request: Request) -> Compiled:
        """The run, with a placeholder for every file."""
        book, filled = self._made(request, {}, "take")
        kind = makes(self.kept.workflow, self.kept.mapping)
        if not self.kept.mapping.output:
            book.block("comfyui.no_output")
        elif kind != request.kind:
            book.block(f"comfyui.only_{kind}")
        if request.then:
            book.block("comfyui.one_shot")
        self._sound(book)
        book.unused()
        body = {"prompt": filled.graph, "output": self.kept.mapping.output}
        return Compiled(
            calls=(Call(path=PATH, body=body),), account=tuple(book.account),
            blocks=tuple(book.blocks), warnings=tuple(book.warnings),
        )  # fmt: skip

    def graph(self, request: Request, files: Mapping[int, str], prefix: str) -> dict[str, Any]:
        """The workflow as it is submitted: `files` are the values of what was sent up, by place."""
        return self._made(request, files, prefix)[1].graph

    def _made(self, request: Request, files: Mapping[int, str], prefix: str) -> tuple[Book, Filled]:
        kept, book = self.kept, Book(request, self.title)
        negative = bool(kept.mapping.of(Role.NEGATIVE))
        asked = given(figure.handles for figure in request.figures)
        media = _Media(book, kept, files)
        wishes = Wishes(
            prompt=prompt_of(book, negative=negative),
            negative=(request.negative.strip() or None) if negative else None,
            seed=request.seed, width=request.width, height=request.height,
            frames=request.frames, rate=Fraction(request.rate_num, request.rate_den),
            first=media.one(Role.FIRST_FRAME, ("first_frame",)),
            last=media.one(Role.LAST_FRAME, ("last_frame",)),
            references=media.several(Role.REFERENCE, PICTURES),
            audio=media.one(Role.AUDIO, SOUNDS), video=media.one(Role.VIDEO, VIDEOS),
            loras=asked.loras, settings=asked.settings, prefix=prefix,
        )  # fmt: skip
        filled = fill(kept.workflow, kept.mapping, wishes, kept.known)
        told = [
            Change(field=_WISHES[each.role] if each.role else "figures", fate=each.fate,
                   told=each.told)
            for each in filled.told
            if (each.role is None or each.role in _WISHES) and each.role is not Role.PROMPT
        ]  # fmt: skip
        book.add(account=tuple(told), blocks=(*asked.blocks, *filled.blocks))
        return book, filled

    def _sound(self, book: Book) -> None:
        """What becomes of lines and of the wish for sound."""
        request = book.request
        if request.lines and not self.kept.mapping.of(Role.AUDIO):
            book.dropped("lines", "comfyui.lines_mute")
        if request.sound and not sounds(self.kept.workflow, self.kept.mapping):
            book.dropped("sound", "comfyui.own_sound")


class _Media:
    """The files of a request put where the workflow has a place for them."""

    def __init__(self, book: Book, kept: Kept, files: Mapping[int, str]) -> None:
        self._book, self._kept, self._files = book, kept, files

    def one(self, role: Role, uses: tuple[str, ...]) -> File | None:
        """The file for a role that takes one, the most telling use first."""
        return next(iter(self._chosen(role, uses, 1)), None)

    def several(self, role: Role, uses: tuple[str, ...]) -> tuple[File, ...]:
        """The files for a role that has a place for each."""
        return self._chosen(role, uses, len(self._kept.mapping.of(role)))

    def _chosen(self, role: Role, uses: tuple[str, ...], most: int) -> tuple[File, ...]:
        most = most if self._kept.mapping.of(role) else 0
        inputs = enumerate(self._book.request.inputs)
        ours = [(n, each) for n, each in inputs if each.role in uses and _fits(role, each.kind)]
        ours.sort(key=lambda pair: uses.index(pair[1].role) if role is Role.AUDIO else 0)
        for place, each in ours[most:]:
            key = "comfyui.too_many" if most else "comfyui.no_place"
            self._book.tell(f"inputs[{place}]", Fate.DROPPED, key, name=each.name, most=most)
        for place, _ in ours[:most]:
            self._book.kept(f"inputs[{place}]")
        return tuple(self._files.get(place, {"$input": place}) for place, _ in ours[:most])


def _fits(role: Role, kind: str) -> bool:
    """Whether a file is of the kind that a role takes."""
    wanted = {Role.AUDIO: "sound", Role.VIDEO: "video"}.get(role, "picture")
    return kind == wanted
