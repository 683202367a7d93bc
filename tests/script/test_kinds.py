"""Kinds of film and the phrases of coverage: tables that hold together, words that tell a kind."""

import string

import pytest

from studio.script.kinds import kind_of, kinds, phrase, phrases
from studio.timeline.story import Pace

LANGUAGES = ("en", "zh", "ja", "ko", "es")
KNOWN = {"a", "b", "s", "o", "all", "place", "product", "object"}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("超高速动漫战斗", "fight"),
        ("A duel in the rain", "fight"),
        ("30秒竖屏广告", "advert"),
        ('A spot: an ad for "Lumen"', "advert"),
        ("恐怖短片", "horror"),
        ("a haunted house", "horror"),
        ("雨夜追逐", "chase"),
        ("Car chase through Tokyo", "chase"),
        ("纪录片:老城的修表匠", "documentary"),
        ("Documentary: a keeper talks", "documentary"),
        ("音乐录影带", "music"),
        ("a music video", "music"),
        ("初恋", "romance"),
        ("山水风光", "scenery"),
        ("两个人在争吵", "dialogue"),
        ("a dancer in an empty hall", "dance"),
        ("A girl reads a letter", "general"),
        ("広告", "advert"),
        ("una batalla", "fight"),
        ("추격", "chase"),
        ("Adam adds sugar", "general"),
    ],
)
def test_words_tell_the_kind(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize("name", list(kinds()))
def test_every_kind_is_whole(name: str) -> None:
    kind = kinds()[name]
    assert len(kind.beats) >= 7
    assert sorted(row.rank for row in kind.beats) == list(range(1, len(kind.beats) + 1))
    for row in kind.beats:
        assert 1.0 <= row.seconds <= 6.0
        assert row.zh
        assert row.en
        assert fields(row.zh) | fields(row.en) <= KNOWN
        assert len(row.moves) == 1
    assert len({row.en for row in kind.beats}) == len(kind.beats)


def test_paces() -> None:
    assert kinds()["fight"].pace is Pace.FAST
    assert kinds()["horror"].pace is Pace.SLOW


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_take_only_names_that_are_put_in(language: str) -> None:
    said = phrases(language)
    for text in (said.two, said.over, said.single, said.close, said.group, said.listens):
        assert fields(text)
        assert fields(text) <= KNOWN
    assert len(said.looks) >= 7
    assert all(fields(look.text) <= KNOWN for look in said.looks)
    assert len({look.text for look in said.looks}) == len(said.looks)


@pytest.mark.parametrize("language", ["ja", "ko", "es"])
def test_languages_without_beats_have_words_for_every_way_to_take_one(language: str) -> None:
    assert set(phrases(language).sizes) == {
        "wide", "full", "medium", "near", "close", "eyes", "none_wide", "none_close",
        "both_wide", "both_close", "thing_wide", "thing_close", "end",
    }  # fmt: skip


def test_languages_fall_back() -> None:
    assert phrases("yue") is phrases("zh")
    assert phrases("zh-sichuan") is phrases("zh")
    assert phrases("fr") is phrases("en")
    assert phrase("en", "single", s="Anna") == "Anna speaks"
