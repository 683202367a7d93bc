"""Briefs: what was asked for, and nothing else."""

import pytest

from studio.script.brief import read_brief
from studio.script.measures import main_language
from studio.script.treatment import Role, Treatment
from studio.timeline.story import Move, Pace, Size, SubjectKind


def read(text: str) -> Treatment:
    return read_brief(text, main_language(text))


def people(made: Treatment) -> dict[str, Role]:
    return {role.name: role for role in made.roles}


def said(made: Treatment) -> list[tuple[str | None, str]]:
    return [(x.speaker, x.text) for p in made.scenes for s in p.shots for x in s.dialogue]


@pytest.mark.parametrize(
    "text",
    [
        "恐怖短片\uff1a深夜\uff0c女孩独自回到老宅",
        "短片\uff1a一只猫在旧书店里",
        "Trailer: a girl builds a piano",
        "广告\uff1a一瓶汽水",
        "Ad: a lamp in a room",
        "Brief: a fox on the ice",
        "Story: a fox crosses a river",
        "광고: 새벽 바다에서 서핑하는 여자",
        "広告\uff1a朝の森",
        "Anuncio: un panadero amasa",
    ],
)
def test_a_kind_before_a_colon_speaks_no_line(text: str) -> None:
    made = read(text)
    assert said(made) == []
    label = text.replace("\uff1a", ":").split(":")[0]
    assert label not in people(made)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A 12-shot film about a fox", 12),
        ("12镜头\uff0c雪山上的决斗", 12),
        ("Car chase, twelve shots", 12),
    ],
)
def test_counts(text: str, count: int) -> None:
    assert read(text).scenes[0].count == count


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('30秒竖屏广告:清晨跑步的女孩穿过城市,产品名"晨曦"清晰可读', "城市"),
        ("A dancer alone in an empty theatre, 9:16, name legible", "empty theatre"),
        ("一个女孩在雨中奔跑\uff0c9:16", ""),
        ("Scene 1: Harbour tea house, night\nRain falls.", "Harbour tea house"),
        ("ANNA: I was at the station.\nBEN: I know.", ""),
    ],
)
def test_places_are_places(text: str, place: str) -> None:
    assert read(text).scenes[0].place == place


def test_a_noun_and_a_speaker_it_describes_are_one() -> None:
    made = read("女孩小雨在车站等人。\n小雨\uff1a你终于来了。")
    assert list(people(made)) == ["小雨"]
    assert people(made)["小雨"].aliases == ("女孩",)
    assert people(made)["小雨"].gender == "female"
    made = read("Detective Cole walks in.\nCole: Who is there?")
    assert people(made)["Cole"].aliases == ("Detective",)


@pytest.mark.parametrize(
    ("text", "cast"),
    [
        ('# The Lantern Keeper\n\nMei runs.\nThe words "The Lantern Keeper" appear.', ["Mei"]),
        ("片名\uff1a守夜的警察\n\n女孩小雨在街上奔跑。\n画面出现文字“守夜的警察”。", ["小雨"]),
        ("# The Lantern Keeper\n\nThe keeper lights a lamp. It burns.", ["Keeper"]),
        ('# The Guard\n\nA guard sleeps.\nThe words "The Guard" appear.', ["Guard"]),
    ],
)
def test_a_title_that_is_read_at_the_end_is_nobody(text: str, cast: list[str]) -> None:
    assert list(people(read(text))) == cast


def test_scenes_have_their_own_headings_places_and_times() -> None:
    made = read(
        "# The Ferry\n\nLength: 20 seconds\nMusic: soft\n\n"
        "Scene 1: Tea house, night\nRain falls.\nChan: Tea?\n\n"
        "Scene 2: Street, dawn\nThe street is wet."
    )
    assert (made.title, made.seconds, made.music) == ("The Ferry", 20, "soft")
    assert [(p.place, p.time) for p in made.scenes] == [("Tea house", "night"), ("Street", "dawn")]
    assert said(made) == [("Chan", "Tea?")]


def test_what_a_heading_line_goes_on_to_tell_is_told() -> None:
    made = read("Scene 1: A kitchen, morning. Daniel burns the toast.\nDaniel: It is a recipe.")
    assert made.scenes[0].heading == "A kitchen, morning"
    assert made.scenes[0].shots[0].text == "Daniel burns the toast."


@pytest.mark.parametrize(
    "head",
    [
        "场景1\uff1a街道\uff0c夜",
        "第一场 街道\uff0c夜",
        "シーン1\uff1a街角\uff0c夜",
        "장면 1: 거리, 밤",
        "Escena 1: Calle, noche",
        "## Street, night",
    ],
)
def test_scene_headings_in_five_languages(head: str) -> None:
    made = read(f"{head}\nAnna: Go.")
    assert len(made.scenes) == 1
    assert made.scenes[0].time == "night"
    assert made.scenes[0].heading


def test_a_shot_list_is_kept() -> None:
    made = read("10秒短片\uff0c竖屏\n镜头1:远景,海 3秒\n镜头2:特写,贝壳")
    (place,) = made.scenes
    assert (made.seconds, made.ratio) == (10, (9, 16))
    assert [(s.size, s.seconds) for s in place.shots] == [(Size.LONG, 3), (Size.CLOSE_UP, None)]


def test_one_length_in_a_told_scene_is_the_films() -> None:
    made = read("爱情短片\uff0c2分钟\uff1a咖啡馆里\uff0c小雨遇见了阿哲。\n小雨\uff1a好久不见。")
    assert made.seconds == 120
    assert all(shot.seconds is None for shot in made.scenes[0].shots)


def test_several_lengths_are_the_shots_own() -> None:
    made = read("Anna waits, 3 seconds. A train comes, 2 seconds.\nAnna: At last.")
    assert made.seconds is None
    assert [shot.seconds for shot in made.scenes[0].shots] == [3, 2, None]


def test_sizes_moves_and_pace_for_the_whole() -> None:
    place = read("超高速动漫战斗,运用远全中近特不同景别,手持镜头").scenes[0]
    assert len(place.sizes) == 5
    assert place.moves == (Move.HANDHELD,)
    assert place.pace is Pace.FAST


def test_nothing_is_asked_where_nothing_was_said() -> None:
    made = read("A fox waits")
    place = made.scenes[0]
    assert (made.seconds, made.ratio, made.style, made.music, made.title) == (
        None, None, "", "", "",
    )  # fmt: skip
    assert (place.sizes, place.moves, place.pace, place.count, place.shots) == (
        (), (), None, None, (),
    )  # fmt: skip


def test_the_product_of_an_advert_is_a_thing() -> None:
    made = read('广告\uff1a茶农在山间采茶\uff0c品牌名"云雾"清晰可读')
    assert people(made)["云雾"].kind is SubjectKind.THING
    assert made.scenes[0].shots[0].onscreen_text == ("云雾",)


def test_the_style_is_the_makers_words() -> None:
    assert read("水墨动画\uff1a一条龙").style == "水墨, 动画"


def test_a_pronouns_line_is_of_whom_it_means() -> None:
    assert said(read('The girl turns. She whispers "run".')) == [("Girl", "run")]
    assert said(read('She whispers "run" and the wolves attack.')) == [("Woman", "run")]


def test_an_order_about_the_ratio_is_no_shot() -> None:
    made = read('The girl says "run". 9:16, 10s.')
    assert len(made.scenes[0].shots) == 1
    assert made.seconds == 10


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("你食咗飯未呀", "zh"),
        ("もう帰る", "ja"),
        ("어디 가", "ko"),
        ("A fox", "en"),
        ("¿Qué pasa?", "es"),
    ],
)
def test_the_language_of_the_text(text: str, language: str) -> None:
    assert read(text).language == language
