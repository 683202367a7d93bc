"""Markdown tables: columns by their headings, rows to shots, scenes gathered."""

import pytest

from studio.script.table import is_table, read_table, with_tabs_as_table
from studio.timeline.story import CueKind, Move, Size

ZH = (
    "| 镜号 | 景别 | 运镜 | 时长 | 画面 | 台词 | 音效 | 字幕 |\n|---|:-:|---|---|---|---|---|---|\n"
    "| 1 | 远景 | 推 | 3秒 | 古城 | 旁白:很久以前 | 风声 | 无 |\n"
    "| 2 | 特写 | 固定 | 2.5 | 眼睛 | 小明:来了<br>小红:走吧 | — | 终 |\n"
)


def test_a_chinese_table() -> None:
    (place,) = read_table(ZH, "zh")
    one, two = place.shots
    assert (one.size, one.moves, one.seconds, one.text) == (Size.LONG, (Move.PUSH_IN,), 3, "古城")
    assert [(x.speaker, x.text) for x in one.dialogue] == [(None, "很久以前")]
    assert [(x.kind, x.text) for x in one.heard] == [(CueKind.EFFECT, "风声")]
    assert one.onscreen_text == ()
    assert (two.size, two.seconds, two.onscreen_text) == (Size.CLOSE_UP, 2.5, ("终",))
    assert [(x.speaker, x.text) for x in two.dialogue] == [("小明", "来了"), ("小红", "走吧")]
    assert two.heard == ()


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (
            "Shot | Size | Camera | Length | Picture | Dialogue",
            "1 | CU | static | 2s | Anna | Anna: Go.",
        ),
        (
            "No. | Framing | Movement | Duration | Description | Lines",
            "1 | close | static | 2 | Anna | Anna: Go.",
        ),
        (
            "カット | サイズ | カメラ | 秒数 | 内容 | セリフ",
            "1 | クローズアップ | 固定カメラ | 2 | Anna | Anna: Go.",
        ),
        (
            "컷 | 샷 크기 | 카메라 | 길이 | 화면 | 대사",
            "1 | 클로즈업 | 고정 샷 | 2초 | Anna | Anna: Go.",
        ),
        (
            "Plano | Tamaño | Cámara | Duración | Imagen | Diálogo",
            "1 | primer plano | static | 2 | Anna | Anna: Go.",
        ),
    ],
)
def test_headings_in_five_languages(head: str, row: str) -> None:
    text = f"| {head} |\n|---|---|---|---|---|---|\n| {row} |\n"
    assert is_table(text)
    (shot,) = read_table(text, "en")[0].shots
    assert (shot.size, shot.moves, shot.seconds, shot.text) == (
        Size.CLOSE_UP, (Move.STATIC,), 2, "Anna",
    )  # fmt: skip
    assert [x.text for x in shot.dialogue] == ["Go."]


def test_scenes_are_gathered() -> None:
    text = "| Scene | Picture |\n|--|--|\n| A | one |\n| | two |\n| B | three |\n| A | four |\n"
    made = read_table(text, "en")
    assert [(place.heading, len(place.shots)) for place in made] == [("A", 2), ("B", 1), ("A", 1)]


def test_bars_inside_cells() -> None:
    (shot,) = read_table("| Picture |\n|---|\n| one \\| two |\n", "en")[0].shots
    assert shot.text == "one | two"


def test_short_and_long_rows() -> None:
    made = read_table("| Picture | Size |\n|---|---|\n| one |\n| two | CU | x | y |\n", "en")
    assert [(shot.text, shot.size) for shot in made[0].shots] == [
        ("one", None), ("two", Size.CLOSE_UP),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["a | b", "| a | b |", "| a |\n| b |", "no table", "---\n| a |"])
def test_what_is_no_table(text: str) -> None:
    assert not is_table(text)


def test_rows_between_tabs_are_a_table() -> None:
    text = (
        "Title: The Gate\n\n"
        "Scene\tSize\tLength\tPicture\tDialogue\n"
        'Gate\tclose-up\t2\tA "red" gate | closed\t"Anna: Go.\nBen: No."\n'
        "Gate\twide shot\t3\tFog\nStreet\tfull shot\t4\tRain\t\n\nThe end.\n"
    )
    table = with_tabs_as_table(text)
    assert table.startswith("Title: The Gate\n\n")
    assert table.endswith("\n\nThe end.\n")
    assert is_table(table)
    places = read_table(table[table.index("|") : table.rindex("|") + 1], "en")
    assert [place.heading for place in places] == ["Gate", "Street"]
    first, second = places[0].shots
    assert (first.size, first.seconds, first.text) == (Size.CLOSE_UP, 2, 'A "red" gate | closed')
    assert [(x.speaker, x.text) for x in first.dialogue] == [("Anna", "Go."), ("Ben", "No.")]
    assert (second.text, second.dialogue) == ("Fog", ())


@pytest.mark.parametrize(
    "text",
    [
        "A quay.\tAnna\tBen\nFog.\tRain\tSnow\n",
        "Size\tPicture\n",
        "Size: close-up\nPicture: fog\n",
        f'Size\tPicture\n"{"x" * 200_000}\t1\n',
    ],
    ids=["no headings", "headings alone", "no tabs", "a cell without an end"],
)
def test_other_text_with_tabs_is_left_alone(text: str) -> None:
    assert with_tabs_as_table(text) == text
