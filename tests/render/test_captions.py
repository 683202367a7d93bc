"""Captions: times, breaking, SRT and ASS text."""

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.render.breaking import balanced, pieces, width_of, wrapped
from studio.render.captions import Caption, ass, captions, srt
from studio.render.delivery import Delivery
from studio.timeline.cut_edits import move_clip, place, trim_end
from studio.timeline.rate import Rate
from studio.timeline.take import Span, Take, TakeFile
from tests.films import make_film

RATE = Rate(num=24)


def test_planned_times_without_takes() -> None:
    film = make_film(24, 48, lines={0: "One.", 1: "Two."})
    assert captions(film, {}) == [Caption(0, 24, "One."), Caption(24, 48, "Two.")]


def spoken_take(owner: str, cue: str, start: int, frames: int) -> Take:
    file = TakeFile(path="media/a.mov", sha256="0" * 64, bytes=1)
    return Take(
        id="tk_00000001", owner=owner, job="jb_00000001", backend="test", kind="video",
        files=(file,), request={}, created="2026-01-01T00:00:00+00:00", rate=RATE, frames=48,
        spoken={cue: Span(start=start, frames=frames)},
    )  # fmt: skip


def test_a_line_is_read_when_it_is_heard_unless_it_was_moved_by_hand() -> None:
    film = make_film(48, 24, lines={0: "One."})
    shot = film.scenes[0].shots[0]
    shown = {shot.id: spoken_take(shot.id, shot.cues[0].id, 10, 20)}
    assert captions(film, shown) == [Caption(10, 20, "One.")]
    text = film.cut.tracks[2].clips[0]
    moved = move_clip(trim_end(film, text.id, 30), text.id, 40)
    assert captions(moved, shown) == [Caption(40, 30, "One.")]


def test_a_line_follows_the_copy_of_the_shot_it_lies_under() -> None:
    film = make_film(48, 24, lines={0: "One."})
    shot = film.scenes[0].shots[0]
    shown = {shot.id: spoken_take(shot.id, shot.cues[0].id, 10, 20)}
    picture, _, text = film.cut.tracks
    twice = place(film, picture.id, shot.id, 72, 48)
    twice = place(twice, text.id, shot.cues[0].id, 72, 48)
    assert [caption.start for caption in captions(twice, shown)] == [10, 82]


def test_a_long_line_is_shown_in_parts_and_loses_no_word() -> None:
    text = "第一句话在这里。" * 12
    film = make_film(240, lines={0: text})
    parts = captions(film, {})
    assert len(parts) > 1
    assert "".join(part.text for part in parts) == text
    assert all(width_of(part.text) <= 72 for part in parts)
    assert [a.end for a in parts[:-1]] == [b.start for b in parts[1:]]
    assert parts[-1].end == 240


def test_srt_has_exact_times() -> None:
    rate = Rate(num=24000, den=1001)
    text = srt([Caption(24, 24, "Hi, there")], rate)
    assert "00:00:01,001 --> 00:00:02,002" in text
    assert "Hi, there" in text


def test_ass_escapes_and_uses_the_bundled_font() -> None:
    delivery = Delivery(1080, 1920, RATE)
    text = ass([Caption(0, 24, "{\\b1}not a tag\\N")], delivery)
    read = pysubs2.SSAFile.from_string(text)
    assert read.styles["Default"].fontname == "Noto Sans CJK SC"
    assert (read.info["PlayResX"], read.info["PlayResY"]) == ("1080", "1920")
    assert read.styles["Default"].marginv > 300


@pytest.mark.parametrize(
    "text", ["hello wide world of words", "雨夜里的灯笼还亮着呢", "混合 mixed 文本 text"]
)
def test_wrapping_keeps_every_letter(text: str) -> None:
    rows = wrapped(text, 10)
    assert "".join(rows).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(row) <= 12 for row in rows)


@given(st.text(max_size=80), st.integers(2, 40))
def test_wrapping_any_text_ends(text: str, width: int) -> None:
    joined = "".join("".join(wrapped(text, width)).split())
    assert joined == "".join(text.split())


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("係呀\uff0c我應承咗阿媽\uff0c", "聽日返到屋企食飯。"),
        ("A light never goes out.", "It only waits."),
        (
            "Please, is there anybody who",
            "is still awake?",
        ),  # one word would be lost above the rest
        ("It costs 3.50, and that is", "1,000 more than it did"),
    ],
)
def test_two_rows_part_at_a_pause_where_that_parts_them_well(upper: str, lower: str) -> None:
    text = f"{upper} {lower}" if upper.isascii() else upper + lower
    assert balanced(text, 36) == [upper, lower]


def test_marks_within_words_and_before_closing_quotes_part_nothing() -> None:
    text = "It isn’t much, but at 10:30 he paid 1,000,000 and asked “What?!” Then it rained."
    assert " ".join(pieces(text, 40)) == text
    said = "他说\uff1a“走吧\uff01”"
    assert pieces(f"{said}然后他走了。", 16) == [said, "然后他走了。"]


def test_two_languages_are_read_together_and_broken_together() -> None:
    """A long line and its short translation: the translation stays while the line goes on."""
    film = make_film(96, lines={0: "First we run, then we hide. " * 4})
    scene = film.scenes[0]
    shot = scene.shots[0]
    cue = shot.cues[0].evolve(translations=({"language": "zh", "text": "先跑,再躲。"},))
    film = film.evolve(scenes=(scene.evolve(shots=(shot.evolve(cues=(cue,)),)),))
    parts = captions(film, {}, second="zh")
    assert len(parts) > 1
    assert {part.below for part in parts} == {"先跑,再躲。"}
    assert sum(part.frames for part in parts) == 96
    only = captions(film, {}, language="zh")
    assert [part.text for part in only] == ["先跑,再躲。"]
    text = ass(parts, Delivery.of(film))
    assert "\\N{\\fs" in text
    assert "先跑,再躲。" in srt(parts, film.rate)


def test_a_caption_follows_a_clip_that_is_faster() -> None:
    film = make_film(48, lines={0: "Run."})
    cue = film.scenes[0].shots[0].cues[0]
    picture = film.cut.tracks[0]
    fast = picture.evolve(clips=(picture.clips[0].evolve(speed=2, frames=24),))
    film = film.evolve(cut=film.cut.evolve(tracks=(fast, *film.cut.tracks[1:])))
    shown = {"sh_00000000": spoken_take("sh_00000000", cue.id, 12, 20)}
    (caption,) = captions(film, shown)
    assert (caption.start, caption.frames) == (6, 10)
