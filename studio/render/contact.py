"""The contact sheet: one still a shot with its label, craft and lines, as a PNG."""

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from studio.media.pictures import load_picture
from studio.media.video import Bgr, frame_at, placed
from studio.messages import say
from studio.render.breaking import wrapped
from studio.render.fonts import font_file
from studio.render.graph import segments
from studio.render.segment import Segment, Source
from studio.timeline.project import Project
from studio.timeline.queries import shot_labels, shots
from studio.timeline.rate import Rate
from studio.timeline.story import CueKind, Shot
from studio.timeline.take import Take

_PAPER, _INK, _SOFT, _RULE = (246, 245, 242), (28, 30, 34), (110, 114, 122), (214, 211, 204)
_MARGIN, _GAP, _TEXT = 48, 28, 104
_ROWS = 3  # of words below a still
_MOST = 60  # stills on a sheet: more are thinned evenly


def contact_sheet(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    target: Path,
    *,
    width: int = 1800,
    language: str = "en",
) -> None:
    """Write the sheet of the film's shots to `target`, in the maker's language.

    A still is the middle of what the cut shows of a shot. Raises BadInput, OSError.
    """
    every = list(shots(project))
    picked = every[:: max(1, -(-len(every) // _MOST))]
    tall = project.height > project.width
    columns = min(len(picked) or 1, 6 if tall else 4)
    cell = (width - 2 * _MARGIN - (columns - 1) * _GAP) // columns
    still = round(cell * project.height / project.width)
    rows = -(-len(picked) // columns)
    sheet = Image.new("RGB", (width, 2 * _MARGIN + 64 + rows * (still + _TEXT + _GAP)), _PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.text((_MARGIN, _MARGIN - 8), project.title[:60] or "-", _INK, _font(34))
    seconds = float(project.rate.seconds(project.cut.frames))
    rate = say("craft.rate", language, rate=f"{float(project.rate.fraction):.5g}")
    length = say("craft.seconds", language, seconds=f"{seconds:.1f}")
    facts = f"{project.width} x {project.height}   {rate}   {length}"
    draw.text((width - _MARGIN, _MARGIN + 4), facts, _SOFT, _font(20), anchor="ra")
    runs = {
        source.owner: (run, source) for run in segments(project, shown) for source in run.sources
    }
    labels = shot_labels(project)

    def shown_at(shot: Shot) -> Image.Image:
        return _still(runs.get(shot.id), project.rate, folder, cell, still)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        pictures = list(pool.map(shown_at, picked))
    for place, (shot, picture) in enumerate(zip(picked, pictures, strict=True)):
        left = _MARGIN + place % columns * (cell + _GAP)
        top = _MARGIN + 64 + place // columns * (still + _TEXT + _GAP)
        sheet.paste(picture, (left, top))
        draw.rectangle((left, top, left + cell - 1, top + still - 1), outline=_RULE)
        _label(draw, shot, labels[shot.id], project, (left, top + still + 8), cell, language)
    sheet.save(target, "PNG", optimize=False)


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_file()), size, index=2)


def _still(
    seen: tuple[Segment, Source] | None, rate: Rate, folder: Path, width: int, height: int
) -> Image.Image:
    if seen is None:
        return Image.new("RGB", (width, height), (35, 39, 46))
    bgr = placed(_middle(*seen, rate, folder), width, height, "fit")
    return Image.fromarray(np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8))


def _middle(run: Segment, source: Source, rate: Rate, folder: Path) -> Bgr:
    """The picture in the middle of a run, straight from its file: an ffmpeg each is far slower."""
    path = folder / source.path
    if source.still:
        return np.asarray(cv2.cvtColor(load_picture(path), cv2.COLOR_RGBA2BGR), np.uint8)
    frame = max(0, source.later(run.frames // 2).skip)
    last = frame if source.available is None else source.available - 1
    return frame_at(path, rate.seconds(min(frame, last)))


def _label(
    draw: ImageDraw.ImageDraw,
    shot: Shot,
    label: str,
    project: Project,
    at: tuple[int, int],
    width: int,
    language: str,
) -> None:
    left, top = at
    names = {subject.id: subject.name for subject in project.subjects}
    seconds = float(project.rate.seconds(shot.frames))
    words = [say(f"craft.size.{shot.size}", language)]
    words += [say(f"craft.move.{move}", language) for move in shot.moves]
    words.append(say("craft.seconds", language, seconds=f"{seconds:.1f}"))
    craft = "  ".join(words)
    draw.text((left, top), label, _INK, _font(22))
    draw.text((left + 56, top + 3), _within(draw, craft, width - 56), _SOFT, _font(17))
    lines = [
        f"{names.get(c.speaker or '', '-')}: {c.text}" for c in shot.cues if c.kind is CueKind.LINE
    ]
    words = lines[0] if lines else shot.prompt
    columns = max(12, width // 9)
    rows = wrapped(words.replace("\n", " "), columns)
    if len(rows) > _ROWS:
        rows[_ROWS - 1] += " …"
    for n, row in enumerate(rows[:_ROWS]):
        row = _within(draw, row, width)
        draw.text((left, top + 30 + n * 22), row, _INK if lines else _SOFT, _font(17))


def _within(draw: ImageDraw.ImageDraw, text: str, width: int) -> str:
    """As much of a line as `width` pixels hold."""
    font = _font(17)
    if draw.textlength(text, font) <= width:
        return text
    while text and draw.textlength(f"{text} …", font) > width:
        text = text[:-1].rstrip(" …")
    return f"{text} …"
