"""Whole briefs of many kinds: what a director, an editor and a supervisor would look for."""

import asyncio
from itertools import pairwise

import pytest

from studio.script.compose import Plan
from studio.script.planner import GrammarPlanner
from studio.timeline.rate import Rate
from studio.timeline.story import Angle, CueKind, Move, Pace, Shot, Size, SubjectKind

RATES = (Rate(num=24), Rate(num=25), Rate(num=30), Rate(num=24000, den=1001))


def plan(text: str, rate: Rate = RATES[0]) -> Plan:
    return asyncio.run(GrammarPlanner().plan(text, rate=rate))


def shots(made: Plan) -> list[Shot]:
    return [shot for scene in made.scenes for shot in scene.shots]


def names(made: Plan) -> list[str]:
    return [subject.name for subject in made.subjects]


def seen(made: Plan) -> list[tuple[str, ...]]:
    known = {subject.id: subject.name for subject in made.subjects}
    return [tuple(known[ident] for ident in shot.subjects) for shot in shots(made)]


def lines(made: Plan) -> list[tuple[str | None, str]]:
    known = {subject.id: subject.name for subject in made.subjects}
    cues = [cue for shot in shots(made) for cue in shot.cues if cue.kind is CueKind.LINE]
    return [(known.get(cue.speaker or ""), cue.text) for cue in cues]


BRIEFS = (
    "竹林里\uff0c白衣剑客与黑衣刀客决斗\uff0c落叶纷飞\uff0c15秒。",
    '20秒竖屏美食广告\uff1a重庆小面热气腾腾\uff0c红油浇下\uff0c筷子挑起面条\uff0c结尾出现品牌"渝味轩"。',
    "霸道总裁短剧\uff1a男主在婚礼上当众撕毁婚约\uff0c女主含泪离场\uff0c闺蜜冷笑。竖屏\uff0c一分钟",
    "校园爱情\uff1a下雨天\uff0c学长把校服盖在学妹头上\uff0c两人一起跑过操场\uff0c学妹偷偷笑了。20秒",
    "Exactly 47 seconds, 1:1. A watchmaker repairs a watch for a widow. She cries. He smiles.",
    "Game trailer, 60 seconds: a masked assassin leaps across the rooftops, a giant rises from the "
    'harbour, title "ASHFALL" slams on screen.',
    "30s spot for Brightside Bank. We open on a young couple in an empty apartment. They paint a "
    'wall. Cut to: a crib. VO: "Some numbers only grow." Super: "Brightside. Begin."',
    "夜の神社で、少女が白い狐に出会う。15秒、アニメ。",
    "비 오는 밤, 골목에서 형사가 도망자를 쫓는다. 20초.",
    "Un niño vuela una cometa en la playa, su abuela lo mira desde la casa. 20 segundos.",
)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("text", BRIEFS)
def test_cut_clean_and_to_the_frame(text: str, rate: Rate) -> None:
    made = plan(text, rate)
    wished = {"15": 15, "20": 20, "一分": 60, "47": 47, "60": 60, "30": 30}
    seconds = next(value for key, value in wished.items() if key in text)
    assert sum(shot.frames for shot in shots(made)) == rate.frames(seconds)
    for left, right in pairwise(shots(made)):
        same = (left.size, left.angle, set(left.subjects)) == (
            right.size, right.angle, set(right.subjects),
        )  # fmt: skip
        assert not same
    prompts = [shot.prompt for shot in shots(made)]
    assert len(set(prompts)) == len(prompts)
    assert len({shot.size for shot in shots(made)}) >= 3
    assert shots(made)[0].size in {Size.EXTREME_LONG, Size.LONG, Size.FULL}
    for order in ("秒", "seconds", "segundos", "초", "9:16", "1:1", "Super", "VO", "字幕"):
        assert all(order not in prompt for prompt in prompts)


def test_a_sentence_is_told_in_its_own_clauses() -> None:
    made = plan("雨天的便利店门口\uff0c女孩把唯一的伞递给陌生男孩\uff0c自己跑进雨里。")
    assert [shot.prompt for shot in shots(made)] == [
        "雨天的便利店门口", "女孩把唯一的伞递给陌生男孩", "自己跑进雨里",
    ]  # fmt: skip
    assert seen(made)[1] == ("女孩", "男孩")


def test_more_looks_are_faces_watchers_and_the_thing_in_hand() -> None:
    made = plan(
        "A watchmaker repairs a pocket watch for a widow. She cries. He smiles. 40 seconds."
    )
    told = " / ".join(shot.prompt for shot in shots(made))
    assert "the face of the watchmaker" in told
    assert "a pocket watch" in told
    assert "the watchmaker taking it in" in told
    assert {s.name: s.voice.gender for s in made.subjects} == {
        "Watchmaker": "male", "Widow": "female",
    }  # fmt: skip


def test_a_fight_of_two_named_fighters_has_no_third() -> None:
    made = plan(BRIEFS[0])
    assert names(made) == ["剑客", "刀客"]
    assert made.subjects[0].description == "白衣剑客"
    assert plan("crows fly over a battlefield").subjects[0].name == "Crow"
    assert len(plan("crows fly over a battlefield").subjects) == 1


@pytest.mark.parametrize(
    ("text", "move", "angle", "seconds"),
    [
        ("特效镜头\uff1a一群乌鸦撕扯腐肉\uff0c血色黄昏\uff0c低角度\uff0c8秒。", None, Angle.LOW, 8),
        ("Effects shot, 6 seconds, low angle: crows tear at carrion, slow push in.",
         Move.PUSH_IN, Angle.LOW, 6),
        ("特效镜头\uff1a地图上红色疆域不断扩张移动\uff0c10秒\uff0c俯拍。", None, Angle.HIGH, 10),
        ("一镜到底\uff1a侦探穿过舞厅\uff0c推开后门\uff0c走进雨巷\uff0c20秒", None, Angle.EYE, 20),
        ("Low-angle tracking shot of a cheetah sprinting, slow motion, 8 seconds.",
         Move.FOLLOW, Angle.LOW, 8),
    ],
)  # fmt: skip
def test_one_shot_is_one_shot(text: str, move: Move | None, angle: Angle, seconds: int) -> None:
    (only,) = shots(plan(text))
    assert (only.angle, only.frames) == (angle, seconds * 24)
    assert move is None or only.moves == (move,)
    assert plan(text).subjects == () or all(s.name != "特效镜头" for s in plan(text).subjects)
    assert lines(plan(text)) == []


@pytest.mark.parametrize(
    ("text", "count", "frames"),
    [
        ("一只猫追一只蝴蝶\uff0c用大远景、全景、中景、特写、大特写\uff0c每个镜头2秒。", 5, 48),
        ("A chef makes ramen, 6 shots, each 2 seconds.", 6, 48),
        ("A chef makes ramen, 4 shots, 1.5 seconds each.", 4, 36),
    ],
)
def test_a_length_for_each_shot(text: str, count: int, frames: int) -> None:
    made = shots(plan(text))
    assert [shot.frames for shot in made] == [frames] * count


def test_listed_sizes_are_orders_and_no_picture() -> None:
    made = plan("Chase through a night market: wide, full, medium, close-up, extreme close-up.")
    assert [shot.size for shot in shots(made)] == [
        Size.LONG, Size.FULL, Size.MEDIUM, Size.CLOSE_UP, Size.EXTREME_CLOSE_UP,
    ]  # fmt: skip
    assert all("wide" not in shot.prompt for shot in shots(made))


def test_a_size_in_a_long_brief_makes_no_single_shot() -> None:
    made = plan(
        "Car commercial, 30s: a red convertible winds along a coast, close-up of the wheel."
    )
    assert len(shots(made)) > 3


def test_a_pace_of_one_clause_is_not_the_films() -> None:
    made = plan("百米决赛\uff0c起跑枪响\uff0c运动员冲刺\uff0c慢动作撞线\uff0c观众沸腾。")
    assert [shot.pace for shot in shots(made)] == [
        Pace.NORMAL, Pace.NORMAL, Pace.NORMAL, Pace.SLOW, Pace.NORMAL,
    ]  # fmt: skip


def test_a_move_is_made_where_it_was_asked_for() -> None:
    made = plan("一辆银色轿车在盘山公路上飞驰\uff0c镜头环绕\uff0c最后定格在车标\uff0c30秒")
    assert sum(Move.ORBIT_LEFT in shot.moves for shot in shots(made)) == 1
    made = plan("A drummer plays in a warehouse, handheld, 20 seconds.")
    assert all(shot.moves == (Move.HANDHELD,) for shot in shots(made))


def test_a_line_in_a_sentence_has_a_picture_before_it() -> None:
    made = plan(
        '老人坐在海边长椅上\uff0c对旁边空着的座位说\uff1a"今年的海\uff0c还是你喜欢的颜色。"'
    )
    assert lines(made) == [("老人", "今年的海\uff0c还是你喜欢的颜色。")]
    assert [bool(shot.cues) for shot in shots(made)] == [False, True]


def test_a_narrator_of_an_advert_speaks_over_its_pictures() -> None:
    made = plan(BRIEFS[6])
    assert lines(made) == [(None, "Some numbers only grow.")]
    assert shots(made)[-1].onscreen_text == ("Brightside. Begin.",)
    assert [(s.name, s.kind) for s in made.subjects] == [
        ("Couple", SubjectKind.PERSON), ("Brightside Bank", SubjectKind.THING),
    ]  # fmt: skip
    assert any("A crib" in shot.prompt for shot in shots(made))


def test_words_at_the_head_of_a_story_open_it() -> None:
    made = plan('Text on screen: "One year later". A bride alone on a platform.')
    assert shots(made)[0].onscreen_text == ("One year later",)


def test_a_scene_that_means_nobody_shows_nobody() -> None:
    made = plan(
        "Scene 1: A kitchen\nGrandma bakes.\nGrandma: Eat.\nScene 2: A porch\nAn empty basket."
    )
    assert made.scenes[1].shots[0].subjects == ()


@pytest.mark.parametrize(
    "text",
    [
        "萌宠\uff1a柯基第一次见到雪\uff0c疯狂打滚。",
        "延时摄影\uff1a城市从黄昏到深夜\uff0c10秒",
        "机甲大战\uff1a两台机甲激烈格斗\uff0c15秒",
        "Three shots: a match strikes, a fuse burns, a firework blooms. 9 seconds total.",
        "A two-hander: a general and his daughter argue over dinner.",
    ],
)
def test_what_a_brief_calls_itself_says_nothing(text: str) -> None:
    assert lines(plan(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MAYA: You came back.", [("MAYA", "You came back.")]),
        ("林夕\uff1a你迟到了十年。", [("林夕", "你迟到了十年。")]),
        ("형사: 어디 있었어?", [("형사", "어디 있었어?")]),
        ("小王\uff1a\uff08笑着\uff09你怎么才来\uff1f", [("小王", "你怎么才来\uff1f")]),
    ],
)
def test_a_single_line_of_dialogue_is_one(text: str, expected: list[tuple[str, str]]) -> None:
    assert lines(plan(text)) == expected


def test_a_list_of_characters_casts_the_film() -> None:
    made = plan(
        "Setting: a porch\nCharacters: Nora (60s, retired pilot), Sam (8, her grandson).\n"
        "Nora shows Sam a model plane.\nSam: Did it fly?\nNora: Higher than you can dream."
    )
    told = {s.name: (s.voice.gender, s.description) for s in made.subjects}
    assert told == {"Nora": ("female", "60s, retired pilot"), "Sam": ("child", "8, her grandson")}
    assert made.scenes[0].place == "a porch"


def test_a_table_reads_times_and_audio() -> None:
    made = plan(
        "| # | Visual | Audio | Time |\n|---|---|---|---|\n"
        "| 1 | A runner ties her shoes | SFX: birds | 0:00-0:02 |\n"
        "| 2 | She runs through fog | VO: Every day starts the same. | 0:02-0:06 |\n"
        '| 3 | Logo "STRIDE" on white | | 0:02 |'
    )
    assert [shot.frames for shot in shots(made)] == [48, 96, 48]
    assert lines(made) == [(None, "Every day starts the same.")]
    assert [c.text for c in shots(made)[0].cues] == ["birds"]
    assert names(made) == ["Runner"]
