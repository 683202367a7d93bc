"""What a brief says of itself, told apart from what it tells."""

import pytest

from studio.script.lead import is_label, lead_of, without_lead


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("恐怖短片\uff1a深夜\uff0c门开了", "深夜\uff0c门开了"),
        ("30秒9:16广告\uff1a一瓶汽水", "一瓶汽水"),
        ("爱情短片\uff0c2分钟\uff1a咖啡馆里", "咖啡馆里"),
        ("纪录片风格:老城", "老城"),
        ("Horror short: a door opens", "a door opens"),
        ("A 30-second vertical ad for running shoes: a girl runs", "a girl runs"),
        ("Trailer: in a city", "in a city"),
        ("Brief: a fox", "a fox"),
        ("A romance in Paris: two strangers", "two strangers"),
        ("15秒の縦型広告\uff1a朝の森", "朝の森"),
        ("광고: 새벽 바다", "새벽 바다"),
        ("Anuncio de 20 segundos: un panadero", "un panadero"),
    ],
)
def test_leads_are_left_out(text: str, rest: str) -> None:
    assert without_lead(text) == rest
    assert lead_of(text) + rest == text


@pytest.mark.parametrize(
    "text",
    [
        "Anna: the film is over",
        "小雨\uff1a我喜欢电影",
        "The film was over: she cried",
        "广告牌前\uff1a人群散去",
        "A girl runs.",
        "她看完了电影。他说\uff1a走吧",
        "A film",
        "",
    ],
)
def test_stories_have_none(text: str) -> None:
    assert lead_of(text) == ""
    assert without_lead(text) == text


@pytest.mark.parametrize(
    "name", ["恐怖短片", "Trailer", "Ad", "Horror short", "追逐戏", "Story", "광고"]
)
def test_labels(name: str) -> None:
    assert is_label(name)


@pytest.mark.parametrize("name", ["Anna", "小雨", "Mr Chan", "Spot", "Adam", "阿广", "민수"])
def test_names(name: str) -> None:
    assert not is_label(name)
