"""The sheet of an actor: one picture of all stills with their names, and the same as JSON."""

import json
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from studio.cast.draft import ActorDraft, Still
from studio.media.carried import folders_of
from studio.messages import maker_language, say

_TALL, _WIDE, _GAP, _LABEL = 480, 360, 24, 44  # pixels
_HEAD, _FOOT = 96, 92
_PAPER, _INK, _QUIET, _BOARD = (247, 246, 243), (28, 28, 30), (104, 104, 110), (226, 224, 219)
SHEET, FACTS = "sheet.png", "actor.json"


def write_sheet(draft: ActorDraft, folder: Path) -> Path:
    """Write sheet.png and actor.json into a folder; the picture's path. Raises OSError."""
    (folder / FACTS).write_text(
        json.dumps(facts(draft), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    language = maker_language()
    count = len(draft.stills)
    width = max(2, count) * (_WIDE + _GAP) + _GAP
    sheet = Image.new("RGB", (width, _HEAD + _TALL + _LABEL + _FOOT), _PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.text((_GAP, 26), _fitted(draft.name, 34, width - 2 * _GAP), fill=_INK, font=_font(34))
    for number, still in enumerate(draft.stills):
        left = _GAP + number * (_WIDE + _GAP)
        _put(sheet, still, (left, _HEAD))
        label = say(f"cast.view.{still.view}", language)
        pen.text((left, _HEAD + _TALL + 8), label, fill=_QUIET, font=_font(22))
    said = f"“{draft.transcript}”" if draft.transcript else say("cast.sheet_no_words", language)
    foot = (_GAP, _HEAD + _TALL + _LABEL + 22)
    pen.text(foot, _fitted(said, 24, width - 2 * _GAP), fill=_INK, font=_font(24))
    path = folder / SHEET
    sheet.save(path)
    return path


def facts(draft: ActorDraft) -> dict[str, Any]:
    """The draft as plain values for JSON; files by their names."""
    return {
        "name": draft.name,
        "clip": draft.clip.name,
        "stills": [
            {"file": each.path.name, "view": each.view, "frame": each.frame,
             "sharpness": each.sharpness}
            for each in draft.stills
        ],
        "voice": draft.voice.name if draft.voice else None,
        "transcript": draft.transcript,
        "language": draft.language,
        "face": list(draft.face) if draft.face else None,
        "voice_print": list(draft.voice_print) if draft.voice_print else None,
        "warnings": [
            {"key": each.key, "sentence": each.text(maker_language())} for each in draft.warnings
        ],
    }  # fmt: skip


def _put(sheet: Image.Image, still: Still, place: tuple[int, int]) -> None:
    """A still in its field, whole, on a board; a cutout lies on the board itself."""
    board = Image.new("RGB", (_WIDE, _TALL), _BOARD)
    with Image.open(still.path) as picture:
        shown = picture.convert("RGBA")
    shown.thumbnail((_WIDE, _TALL), Image.Resampling.LANCZOS)
    if shown.width < _WIDE and shown.height < _TALL:
        factor = min(_WIDE / shown.width, _TALL / shown.height)
        size = (round(shown.width * factor), round(shown.height * factor))
        shown = shown.resize(size, Image.Resampling.LANCZOS)
    board.paste(shown, ((_WIDE - shown.width) // 2, (_TALL - shown.height) // 2), shown)
    sheet.paste(board, place)


def _font(size: int) -> ImageFont.FreeTypeFont:
    fonts = (each for folder in folders_of("noto_cjk_sans_otc") for each in folder.rglob("*.ttc"))
    return ImageFont.truetype(str(next(fonts)), size, index=2)


def _fitted(text: str, size: int, width: int) -> str:
    """The text on one line, cut with an ellipsis where it is longer."""
    font, line = _font(size), " ".join(text.split())
    if font.getlength(line) <= width:
        return line
    while line and font.getlength(line + "…") > width:
        line = line[:-1]
    return line.rstrip() + "…"
