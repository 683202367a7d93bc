"""What sentences hold besides pictures."""

import pytest

from studio.script.prose import findings, said, spoken_line, tidy
from studio.timeline.story import CueKind


@pytest.mark.parametrize(
    ("line", "speaker", "words", "tongue", "emotion"),
    [
        ("Anna: It is time.", "Anna", "It is time.", "en", ""),
        ("ANNA (angry): Go.", "ANNA", "Go.", "en", "angry"),
        ("Mr Chan: Tea?", "Mr Chan", "Tea?", "en", ""),
        ("小明\uff1a走吧", "小明", "走吧", "zh", ""),
        ("小明\uff08粤语\uff09:你食咗飯未", "小明", "你食咗飯未", "yue", ""),
        ("- 健太\uff1aもう帰る", "健太", "もう帰る", "ja", ""),
        ("민수: 어디 가?", "민수", "어디 가?", "ko", ""),
        ('Anna: "It is time."', "Anna", "It is time.", "en", ""),
        ("旁白\uff1a很久以前", None, "很久以前", "zh", ""),
        ("Narrator: Long ago.", None, "Long ago.", "en", ""),
    ],
)
def test_lines(line: str, speaker: str | None, words: str, tongue: str, emotion: str) -> None:
    made = spoken_line(line, "en")
    assert made is not None
    assert (made.speaker, made.text, made.language, made.emotion) == (
        speaker,
        words,
        tongue,
        emotion,
    )


@pytest.mark.parametrize(
    "line",
    [
        "恐怖短片\uff1a深夜\uff0c门开了",
        "短片\uff1a一只猫",
        "广告\uff1a一瓶汽水",
        "Trailer: a girl runs",
        "Ad: a lamp",
        "Brief: a fox",
        "Story: a fox",
        "Horror short: a door",
        "镜头1\uff1a海",
        "Shot 1: the sea",
        "音乐\uff1a轻快",
        "Length: 30 seconds",
        "追逐戏\uff1a屋顶",
        "광고: 바다",
        "広告\uff1a海",
        "Anuncio: un panadero",
        "the sea: it is cold",
        "No colon here",
        "Anna:",
        "纪录片风格\uff1a老城",
    ],
)
def test_what_is_no_line(line: str) -> None:
    assert spoken_line(line, "en") is None


def test_words_in_quotes_are_said() -> None:
    made = findings('Anna opens the door and says "It is time."', "en")
    assert [(line.speaker, line.text) for line in made.dialogue] == [("Anna", "It is time.")]
    assert "It is time" not in made.text
    made = findings("侦探抬头说\uff1a“走吧”", "zh")
    assert [(line.speaker, line.text) for line in made.dialogue] == [("侦探", "走吧")]


def test_words_said_before_their_speaker() -> None:
    made = findings('"Run," whispers Vera.', "en")
    assert [(line.speaker, line.text) for line in made.dialogue] == [("Vera", "Run,")]
    assert made.text == ""


def test_a_line_inside_a_sentence() -> None:
    made = findings("侦探抬头。侦探(粤语):你係边个?", "zh")
    assert [(x.speaker, x.language, x.text) for x in made.dialogue] == [
        ("侦探", "yue", "你係边个?")
    ]
    made = findings("The bar is empty. Cole: I was dead for a while.", "en")
    assert [(x.speaker, x.text) for x in made.dialogue] == [("Cole", "I was dead for a while.")]
    assert made.text == "The bar is empty."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('The words "THE END" appear on screen', "THE END"),
        ('产品名"晨曦"清晰可读', "晨曦"),
        ("最後に「森の朝」の文字", "森の朝"),
        ('마지막에 "파도" 글자', "파도"),
        ('Al final aparece el nombre y el título "Trigo"', "Trigo"),
        ("墙上的招牌写着“客满”", "客满"),
        ('a sign reads "CLOSED"', "CLOSED"),
    ],
)
def test_words_on_the_screen(text: str, shown: str) -> None:
    made = findings(text, "en")
    assert made.onscreen == (shown,)
    assert made.dialogue == ()


def test_effects_and_music_are_heard() -> None:
    made = findings("Rain. SFX: thunder. Music: soft piano", "en")
    assert [(x.kind, x.text) for x in made.heard] == [(CueKind.EFFECT, "thunder")]
    assert made.music == "soft piano"
    assert "thunder" not in made.text
    assert findings("配乐\uff1a轻快的鼓点", "zh").music == "轻快的鼓点"


@pytest.mark.parametrize(
    "text",
    [
        "In a city without music, a girl waits",
        "The music stops",
        "音乐录影带\uff1a街头",
        "A music video for a band",
    ],
)
def test_music_in_a_story_is_no_music_cue(text: str) -> None:
    assert findings(text, "en").music == ""


def test_quoted_words_that_nobody_says_stay() -> None:
    made = findings('春日新茶"云雾"', "zh")
    assert made.loose == ("云雾",)
    assert made.dialogue == ()


def test_a_named_language_wins_over_the_letters() -> None:
    assert said("A", "你好", "四川话").language == "zh-sichuan"


def test_tidy() -> None:
    assert tidy(" the  sea\uff0c\uff0c calm . . ") == "the sea\uff0c calm."
