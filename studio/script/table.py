"""Shot lists as tables, Markdown or tabs: columns by their headings in five languages."""

import csv
import io
import re

from studio.script.measures import CLOCK, clock, range_in, seconds_in
from studio.script.prose import findings, spoken_line
from studio.script.speech import said
from studio.script.treatment import Asked, Heard, Place, Said
from studio.script.vocabulary import angle_in, bare_size, moves_in, pace_in, sizes_in
from studio.timeline.story import CueKind

_COLUMNS = {
    "number": r"^(?:#|no\.?|序号|镜号|编号|镜头号?|shot|カット|컷|plano|번호|番号)$",
    "size": r"景别|size|framing|サイズ|샷 ?크기|tamaño|encuadre",
    "move": r"运镜|机位|camera|move|カメラ|카메라|cámara|movimiento",
    "length": r"时长|秒数|length|duration|time|sec|尺|時間|길이|시간|duración",
    "line": r"台词|对白|对话|dialogue|line|セリフ|台詞|대사|diálogo",
    "sound": r"音效|声音|sound|sfx|audio|効果音|효과음|sonido",
    "words": r"字幕|屏幕文字|on-?screen|caption|title|テロップ|자막|texto",
    "scene": r"场景|场次|scene|location|シーン|장면|escena",
    "picture": r"画面|内容|描述|动作|picture|description|action|visual|内容|絵|화면|내용|imagen|descripción",
}


_LEAST = 2  # columns that are known by their headings, or a line with tabs is no heading


def with_tabs_as_table(text: str) -> str:
    """The text with rows out of a spreadsheet, cells between tabs, as a Markdown table.

    Its first row are headings, of which two at least are known; the rows behind it have tabs too.
    A cell of several lines stands in quotation marks, as spreadsheets copy it.
    """
    lines = text.split("\n")
    start = next((n for n, line in enumerate(lines) if _is_heading(line)), None)
    if start is None or is_table(text):
        return text
    source = io.StringIO("\n".join(lines[start:]), newline="")
    reader = csv.reader(source, delimiter="\t")
    rows: list[list[str]] = []
    end = start
    try:
        for row in reader:
            if len(row) < _LEAST:
                break
            rows.append(row)
            end = start + reader.line_num
    except csv.Error:  # a cell beyond the reader's limit: what was read so far counts
        pass
    if len(rows) < _LEAST:  # headings alone
        return text
    wide = len(rows[0])
    table = [_markdown([*row, *[""] * wide][:wide]) for row in rows]
    table.insert(1, "|" + "---|" * wide)
    return "\n".join([*lines[:start], "", *table, "", *lines[end:]])


def _is_heading(line: str) -> bool:
    cells = line.split("\t")
    known = {name for cell in cells if len(cell) <= 40 and (name := _column(cell.strip(' "')))}
    return len(cells) >= _LEAST and len(known) >= _LEAST


def _markdown(cells: list[str]) -> str:
    told = ("<br>".join(cell.split("\n")).replace("|", "\\|").strip() for cell in cells)
    return f"| {' | '.join(told)} |"


def is_table(text: str) -> bool:
    """True when the text holds a Markdown table with at least one row."""
    return bool(re.search(r"^\s*\|.+\|\s*\n\s*\|?[\s:|-]*-{2,}[\s:|-]*\n\s*\|", text, re.MULTILINE))


def read_table(text: str, language: str) -> list[Place]:
    """The table's shots, gathered by the scene column where there is one."""
    rows = [_cells(line) for line in text.split("\n") if line.strip().startswith("|")]
    names = [_column(cell) for cell in rows[0]]
    places: list[tuple[str, list[Asked]]] = []
    for row in rows[1:]:
        if all(re.fullmatch(r":?-+:?", cell) or not cell for cell in row):
            continue
        cells = {name: cell for name, cell in zip(names, row, strict=False) if name}
        heading = cells.get("scene", "")
        if not places or (heading and places[-1][0] != heading):
            places.append((heading, []))
        places[-1][1].append(_shot(cells, language))
    return [Place(heading=heading, shots=tuple(shots)) for heading, shots in places]


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]


def _column(heading: str) -> str:
    low = heading.strip("* ").lower()
    return next((name for name, pattern in _COLUMNS.items() if re.search(pattern, low)), "")


def _lines(cell: str, language: str) -> list[Said]:
    parts = [p.strip() for p in re.split(r"<br\s*/?>|\n", cell) if p.strip(" -—/无")]
    return [
        spoken_line(part, language) or said(None, part.strip('“”"'), "", language) for part in parts
    ]


def _length(cell: str) -> float | None:
    """Seconds of a cell: 3, 3s, 0:03, 0:00-0:03."""
    if re.fullmatch(r"\d+(?:\.\d+)?", cell):
        return float(cell) or None
    if re.fullmatch(CLOCK, cell):
        return clock(cell) or None
    return range_in(cell) or seconds_in(cell)


def _shot(cells: dict[str, str], language: str) -> Asked:
    inside = findings(cells.get("picture", ""), language)
    size_words, move_words = cells.get("size", ""), cells.get("move", "")
    craft = f"{size_words}, {move_words}, {inside.text}"
    sizes = sizes_in(size_words) or ([s] if (s := bare_size(size_words)) else []) or sizes_in(craft)
    length = cells.get("length", "")
    sound = cells.get("sound", "").strip(" -—/无")
    audio = findings(sound, language) if re.search(r"[:\uff1a]", sound) else None
    if audio:
        sound = audio.text
    words = cells.get("words", "").strip(' -—/无"“”「」')
    return Asked(
        text=inside.text,
        size=sizes[0] if sizes else None,
        angle=angle_in(craft),
        moves=tuple(moves_in(move_words)) or tuple(moves_in(craft)),
        pace=pace_in(craft),
        seconds=_length(length),
        dialogue=(
            *inside.dialogue,
            *_lines(cells.get("line", ""), language),
            *(audio.dialogue if audio else ()),
        ),
        onscreen_text=(words,) if words else inside.onscreen,
        heard=(
            *inside.heard,
            *(audio.heard if audio else ()),
            *((Heard(kind=CueKind.EFFECT, text=sound),) if sound else ()),
        ),
    )
