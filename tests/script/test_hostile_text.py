"""Any text at all: a plan with positive lengths or BadInput, never anything else."""

import asyncio

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from studio.errors import BadInput
from studio.paths import resource
from studio.script.compose import Plan
from studio.script.planner import GrammarPlanner
from studio.script.read import MAX_BYTES, load_text
from studio.timeline.rate import Rate

SAMPLES = [
    load_text(path)
    for path in sorted(resource("samples").iterdir())
    if path.suffix in {".txt", ".fountain"}
]
PIECES = st.sampled_from(
    [
        "镜头1\uff1a",
        "Shot 2 - ",
        "场景1\uff1a",
        "Scene 2: ",
        "INT. A - DAY\n\n",
        "| a | b |\n|---|---|\n",
        "| 1 |\n",
        "小明\uff1a",
        "Anna: ",
        "广告\uff1a",
        "Trailer: ",
        "\n",
        "\n\n",
        "“",
        "”",
        '"',
        "「",
        "(",
        ")",
        "\uff08",
        "\uff09",
        "3秒",
        "0秒",
        "99999 seconds",
        "9:16",
        "0:0",
        "12-shot",
        "0 shots",
        "一百百十",
        "两个",
        "two ",
        "女孩",
        "girl named ",
        "她",
        "She says ",
        "whispers",
        "Mr. ",
        "配乐\uff1a",
        "SFX: ",
        "> X <",
        "~la",
        "@",
        "^",
        ".",
        "!",
        "#",
        "##",
        "===",
        "/*",
        "*/",
        "[[",
        "]]",
        "***",
        "_",
        "特写",
        "远全中近特",
        "push in",
        "\u3000",
        "\u200b",
        "\U0001f600",
        "é",
        "\t",
        "第一场",
        "1. ",
        "**",
        "Title: ",
        "名叫",
        "{a}",
        "{",
        "}",
        "%s",
        "\\",
        "CUT TO:",
        "ANNA\n(beat)\n",
        "\ue000",
    ]
)


def plan(text: str, form: str | None = None) -> Plan:
    return asyncio.run(GrammarPlanner().plan(text, form=form, rate=Rate(num=24)))


def check(text: str, form: str | None = None) -> None:
    try:
        made = plan(load_text(text.encode("utf-8", "replace")), form)
    except BadInput:
        return
    shots = [shot for scene in made.scenes for shot in scene.shots]
    assert shots
    assert all(scene.shots for scene in made.scenes)
    assert all(shot.frames > 0 for shot in shots)
    known = {subject.id for subject in made.subjects}
    for shot in shots:
        assert set(shot.subjects) <= known
        for cue in shot.cues:
            assert cue.start < shot.frames or cue.frames is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400), st.sampled_from([None, "fountain", "brief"]))
def test_arbitrary_text(text: str, form: str | None) -> None:
    check(text, form)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join))
@example("镜头1\uff1a" * 40)
@example("Anna: " * 40)
@example("女孩甲和女孩乙。" * 20)
def test_text_of_telling_pieces(text: str) -> None:
    check(text)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_mangled_samples(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 60)))
        middle = data.draw(st.sampled_from([text[start:end][::-1], text[start:end] * 2]) | PIECES)
        text = text[:start] + middle + text[end:]
    check(text)
    check(text, "fountain")


UNITS = [
    "a",
    "一",
    " ",
    "\n",
    ":",
    "\uff1a",
    "“",
    '"',
    "(",
    "a: ",
    "A: b\n",
    "镜头1\uff1a海\n",
    "镜头",
    "1",
    "1秒",
    "一",
    "a b ",
    "Aa ",
    "two ",
    "the ",
    "in the ",
    "在",
    "她",
    "She ",
    "says ",
    "*",
    "_",
    "/*",
    "[[",
    "|a",
    "|-",
    "| a |\n",
    "- ",
    "#",
    "特",
    "远全",
    "wide, ",
    "slow ",
    "Mr. ",
    "ad for ",
    "广告",
    "短片",
    ",",
    "\uff0c",
    "。",
    "a.",
    "a. ",
    "INT. A\n\n",
    "@A\nb\n\n",
    "~",
    "A\n",
]


@pytest.mark.parametrize("unit", UNITS, ids=[ascii(unit) for unit in UNITS])
@pytest.mark.timeout(60)
def test_long_runs_of_anything_are_read(unit: str) -> None:
    check(unit * (9_000 // len(unit)))
    check(f"{unit}\n" * 3_000)


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("sample", SAMPLES, ids=[text[:12] for text in SAMPLES])
def test_texts_of_a_megabyte_are_read(sample: str) -> None:
    check(f"{sample}\n\n" * (1_000_000 // len(sample.encode()) - 1))


@pytest.mark.timeout(60)
def test_a_crowd_of_speakers_is_read() -> None:
    talk = "".join(f"PERSON{n} waits.\n\nPERSON{n}\nNumber {n}.\n\n" for n in range(900))
    check(f"INT. A - DAY\n\n{talk}")


def test_what_is_larger_is_refused() -> None:
    with pytest.raises(BadInput) as caught:
        load_text(b"a" * (MAX_BYTES + 1))
    assert caught.value.key == "script.too_large"
