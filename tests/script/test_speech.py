"""Who says the words in quotes, and which quotes nobody says."""

import pytest

from studio.script.measures import main_language
from studio.script.prose import findings
from studio.script.speech import is_no_name, spoken_in, subject_of


def said(text: str) -> list[tuple[str | None, str]]:
    lines = [spoken.line for spoken in spoken_in(text, main_language(text))]
    return [(line.speaker, line.text) for line in lines]


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ('An old sailor tells his granddaughter, "It gives back."', "Old sailor", "It gives back."),
        ('"You never saw me," she says.', "she", "You never saw me,"),
        ('"My grandpa did that," says the girl.', "Girl", "My grandpa did that,"),
        ('The rider lowers his scarf. RIDER: "Water."', "RIDER", "Water."),
        ('老人坐在长椅上\uff0c对旁边空着的座位说\uff1a"今年的海。"', "老人", "今年的海。"),
        ('遇到会说话的路灯\uff0c路灯说\uff1a"跟着我。"', "路灯", "跟着我。"),
        ('手碰到额头\uff0c少女轻声说\uff1a"别怕。"', "少女", "别怕。"),
        ('女孩对男孩说\uff1a"走吧。"', "女孩", "走吧。"),
        ('阿May用粤语说\uff1a"你又迟到。"', "阿May", "你又迟到。"),
        ('阿杰用普通话回答\uff1a"堵车。"', "阿杰", "堵车。"),
        ("司机\uff1a“终点站到了。”", "司机", "终点站到了。"),
        ("健太「待ってたよ」", "健太", "待ってたよ"),
        ("「行こう」と健太が言う", "健太", "行こう"),
        ('"Vete", dice María.', "María", "Vete"),
        ('Una anciana mira el mar. "Te esperé", susurra.', "Anciana", "Te esperé"),
    ],
)
def test_who_speaks(text: str, speaker: str, words: str) -> None:
    assert said(text) == [(speaker, words)]


@pytest.mark.parametrize(
    "text",
    [
        '旁白\uff1a"给肌肤一场雨。"',
        'Voice over: "Some roads you only find once."',
        'VO: "Some numbers only grow."',
        "ナレーション「昔々」",
        'Voz en off: "Todo empieza hoy."',
    ],
)
def test_a_narrator_is_nobody_in_the_picture(text: str) -> None:
    assert [speaker for speaker, _ in said(text)] == [None]


@pytest.mark.parametrize(
    "text",
    [
        'The sign says "CLOSED"',
        '招牌上写着"客满"',
        'Super: "Drive the day."',
        'slogan\uff1a"一口\uff0c开机。"',
        "炭酸飲料「ナミ」を飲む",
        '特写\uff1a"晨曦"',
    ],
)
def test_what_is_only_read_is_not_said(text: str) -> None:
    assert said(text) == []


def test_only_who_speaks_is_no_picture_but_whom_they_tell_it_is() -> None:
    assert findings('小兔子迷路了\uff0c路灯说\uff1a"走。"', "zh").text == "小兔子迷路了"
    told = findings('An old sailor tells his granddaughter, "Go."', "en").text
    assert told == "An old sailor tells his granddaughter"


def test_a_narrator_without_quotes_speaks_inside_a_shot() -> None:
    made = findings("水面被落叶打碎\uff0c画外音\uff1a一切如梦。", "zh")
    assert [(x.speaker, x.text) for x in made.dialogue] == [(None, "一切如梦。")]
    assert made.text == "水面被落叶打碎"


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("Kai gives her the chip", "Kai"),
        ("inside, an old woman waits", "Old woman"),
        ("She waits", "She"),
        ("由美が窓を見る", "由美"),
        ("민수는 웃는다", "민수"),
        ("the rain falls", None),
    ],
)
def test_who_acts_in_a_clause(clause: str, name: str | None) -> None:
    assert subject_of(clause) == name


@pytest.mark.parametrize(
    "name", ["特写", "产品演示", "VFX", "Super", "镜头", "close-up", "Wide", "俯拍镜头", "时长"]
)
def test_words_of_the_trade_are_nobody(name: str) -> None:
    assert is_no_name(name)
