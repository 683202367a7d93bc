"""Plans: what is asked survives, lengths are met to the frame, grammar chooses the rest."""

import asyncio
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import BadInput
from studio.paths import resource
from studio.script.compose import COLOURS, Plan, frame_size
from studio.script.planner import GrammarPlanner
from studio.script.read import load_text
from studio.timeline.rate import Rate
from studio.timeline.story import CueKind, Move, Pace, Shot, Size

RATE = Rate(num=24)


def plan(text: str, *, form: str | None = None, rate: Rate = RATE) -> Plan:
    return asyncio.run(GrammarPlanner().plan(text, form=form, rate=rate))


def all_shots(made: Plan) -> list[Shot]:
    return [shot for scene in made.scenes for shot in scene.shots]


def lines(made: Plan) -> list[tuple[str | None, str, str]]:
    names = {s.id: s.name for s in made.subjects}
    return [
        (names.get(cue.speaker or ""), cue.language, cue.text)
        for shot in all_shots(made)
        for cue in shot.cues
        if cue.kind is CueKind.LINE
    ]


def total(made: Plan) -> int:
    return sum(shot.frames for shot in all_shots(made))


def test_the_battle_sentence() -> None:
    made = plan("超高速动漫战斗,运用远全中近特不同景别")
    shots = all_shots(made)
    assert [shot.size for shot in shots] == [
        Size.LONG, Size.FULL, Size.MEDIUM, Size.MEDIUM_CLOSE, Size.CLOSE_UP,
    ]  # fmt: skip
    assert {shot.pace for shot in shots} == {Pace.FAST}
    assert all(shot.moves and shot.moves != (Move.STATIC,) for shot in shots)
    assert len(made.subjects) == 2
    assert set(shots[0].subjects) == {s.id for s in made.subjects}
    assert len({shot.prompt for shot in shots}) == 5
    assert all("超高速动漫战斗" in shot.prompt for shot in shots)


@pytest.mark.parametrize(
    "text",
    [
        "镜头1\uff1a远景\uff0c雨夜的街道\uff0c镜头缓缓推进\uff083秒\uff09\n"
        "镜头2\uff1a近景\uff0c侦探抬头。侦探\uff08粤语\uff09\uff1a你係边个\uff1f2秒",
        "镜头1:远景,雨夜的街道,镜头缓缓推进 (3秒)\n镜头2:近景,侦探抬头。侦探(粤语):你係边个?2秒",
    ],
)
def test_full_width_and_ascii_punctuation_read_alike(text: str) -> None:
    made = plan(text)
    assert [(shot.size, shot.frames) for shot in all_shots(made)] == [
        (Size.LONG, 72), (Size.MEDIUM_CLOSE, 48),
    ]  # fmt: skip
    said = lines(made)
    assert [(name, language) for name, language, _ in said] == [("侦探", "yue")]
    assert said[0][2].startswith("你係边个")


def test_full_width_settings_and_dialogue() -> None:
    made = plan(
        "时长\uff1a12秒\n画幅\uff1a9:16\n配乐\uff1a轻快\uff0c温暖\n"
        "小明\uff08粤语\uff09\uff1a你食咗饭未呀\uff1f\n小红\uff1a我吃过了\uff0c谢谢\uff01"
    )
    assert total(made) == 288
    assert (made.width, made.height) == (1080, 1920)
    assert lines(made) == [
        ("小明", "yue", "你食咗饭未呀\uff1f"), ("小红", "zh", "我吃过了\uff0c谢谢\uff01"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("山谷里的决斗,用大远景、全景、特写", [Size.EXTREME_LONG, Size.FULL, Size.CLOSE_UP]),
        (
            "A duel in the rain: wide, medium and close shots",
            [Size.LONG, Size.MEDIUM, Size.CLOSE_UP],
        ),
    ],
)
def test_asked_sizes_in_order(text: str, sizes: list[Size]) -> None:
    assert [shot.size for shot in all_shots(plan(text))] == sizes


@pytest.mark.parametrize(
    ("text", "frames", "size", "name"),
    [
        (
            'A 30-second 9:16 advert for "AURORA" running shoes, name legible',
            720,
            (1080, 1920),
            "AURORA",
        ),
        ('30秒竖屏广告:清晨跑步的女孩,产品名"晨曦"清晰可读', 720, (1080, 1920), "晨曦"),
        ('一分半的宣传片,片名"山海"', 2160, (1920, 1080), "山海"),
    ],
)
def test_adverts_meet_their_length_and_show_the_name(
    text: str, frames: int, size: tuple[int, int], name: str
) -> None:
    made = plan(text)
    assert total(made) == frames
    assert (made.width, made.height) == size
    assert all_shots(made)[-1].onscreen_text == (name,)


def test_a_shot_list_survives() -> None:
    made = plan(
        "镜头1:远景,雨夜的街道,镜头缓缓推进 3秒\n"
        "镜头2:近景,侦探抬头。侦探(粤语):你係边个?2秒\n镜头3:特写,烟头 1.5秒"
    )
    shots = all_shots(made)
    assert [shot.frames for shot in shots] == [72, 48, 36]
    assert [shot.size for shot in shots] == [Size.LONG, Size.MEDIUM_CLOSE, Size.CLOSE_UP]
    assert shots[0].moves == (Move.PUSH_IN,)
    assert shots[0].pace is Pace.SLOW
    assert lines(made) == [("侦探", "yue", "你係边个?")]


def test_an_english_shot_list() -> None:
    made = plan(
        "Shot 1 - wide, slow push in: a lighthouse at dusk (4s)\n"
        'Shot 2 - CU, handheld: Anna looks up. Anna says "It is time." (2.5s)\n'
        "Shot 3 - extreme close-up: her eyes (1s)\n"
    )
    shots = all_shots(made)
    assert [shot.frames for shot in shots] == [96, 60, 24]
    assert [shot.size for shot in shots] == [Size.LONG, Size.CLOSE_UP, Size.EXTREME_CLOSE_UP]
    assert shots[1].moves == (Move.HANDHELD,)
    assert lines(made) == [("Anna", "en", "It is time.")]


def test_a_table() -> None:
    made = plan(
        "| 镜号 | 景别 | 运镜 | 时长 | 画面 | 台词 |\n|---|---|---|---|---|---|\n"
        "| 1 | 远景 | 推 | 3秒 | 古城 | 旁白:很久以前 |\n| 2 | 特写 | 固定 | 2 | 眼睛 | 小明:来了 |"
    )
    shots = all_shots(made)
    assert [(shot.size, shot.frames) for shot in shots] == [(Size.LONG, 72), (Size.CLOSE_UP, 48)]
    assert shots[0].moves == (Move.PUSH_IN,)
    assert shots[1].moves == (Move.STATIC,)
    assert lines(made) == [(None, "zh", "很久以前"), ("小明", "zh", "来了")]


def test_dialogue_of_two_scenes_in_three_languages() -> None:
    made = plan(load_text(resource("samples", "dialogue.en-zh.txt")))
    assert len(made.scenes) == 2
    assert total(made) == 44 * 24
    said = lines(made)
    assert {name for name, _, _ in said} == {"Mr Chan", "阿玲", "小雨", "Tom"}
    assert {language for _, language, _ in said} == {"en", "zh", "yue"}
    assert ("阿玲", "yue", "唔紧要\uff0c我钟意喺度等雨停。") in said
    assert len({s.colour for s in made.subjects}) == len(made.subjects)
    music = [c for shot in all_shots(made) for c in shot.cues if c.kind is CueKind.MUSIC]
    assert [c.frames for c in music] == [44 * 24]


def test_three_shots_of_two_who_speak_mandarin_and_cantonese() -> None:
    made = plan(load_text(resource("samples", "dialogue.zh-yue.txt")))
    assert total(made) == 14 * 24
    shots = all_shots(made)
    assert [shot.size for shot in shots] == [Size.MEDIUM, Size.MEDIUM_CLOSE, Size.CLOSE_UP]
    assert shots[0].moves == (Move.STATIC,)
    assert [(name, language) for name, language, _ in lines(made)] == [
        ("林岚", "zh"), ("阿玲", "yue"), ("林岚", "zh"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["battle.zh.txt", "sample.txt", "advert.en.txt", "advert.zh.txt"])
def test_samples_plan_and_plan_again_the_same(name: str) -> None:
    text = load_text(resource("samples", name))
    made = plan(text)
    assert made == plan(text)
    ids = [shot.id for shot in all_shots(made)]
    assert len(ids) == len(set(ids))
    assert all(s.colour in COLOURS for s in made.subjects)


def test_free_neighbours_do_not_jump() -> None:
    made = plan("A man walks in the forest. He stops. He listens. He turns. He smiles.")
    for left, right in pairwise(all_shots(made)):
        same = (left.size, left.angle, left.subjects) == (right.size, right.angle, right.subjects)
        assert not same


def test_lengths_that_contradict_are_refused_with_both_figures() -> None:
    with pytest.raises(BadInput) as caught:
        plan("10秒短片\n镜头1:远景,海 3秒\n镜头2:特写,贝壳 2秒")
    assert "10" in str(caught.value)
    assert "5" in str(caught.value)


@pytest.mark.parametrize(
    ("ratio", "size"),
    [((16, 9), (1920, 1080)), ((9, 16), (1080, 1920)), ((1, 1), (1080, 1080)),
     ((4, 3), (1440, 1080)), ((239, 100), (1920, 804))],
)  # fmt: skip
def test_ratios(ratio: tuple[int, int], size: tuple[int, int]) -> None:
    assert frame_size(ratio) == size


@pytest.mark.parametrize(
    "text", ["推开门的男孩在移动电话旁看着地图。", "A plan of the city. Panic in the street."]
)
def test_moves_are_not_found_inside_other_words(text: str) -> None:
    from studio.script.vocabulary import moves_in

    assert moves_in(text) == []


WORDS = st.text(alphabet="ab 的一人雨,。:!“”\"'\n|#1230秒说:(sS)-*", max_size=300)


@settings(max_examples=150, deadline=None)
@given(WORDS)
def test_any_text_gives_a_plan_or_a_sentence(text: str) -> None:
    try:
        made = plan(load_text(text.encode()))
    except BadInput:
        return
    assert all_shots(made)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(8, 200),
    st.sampled_from([RATE, Rate(num=25), Rate(num=30000, den=1001)]),
    st.sampled_from(
        ["雨夜追逐", "A duel at dawn", "海边的女孩。她回头。她笑了。", "小明:你好。\n小红:再见。"]
    ),
)
def test_a_wished_length_is_met_to_the_frame(seconds: int, rate: Rate, words: str) -> None:
    assert total(plan(f"时长:{seconds}秒\n{words}", rate=rate)) == rate.frames(seconds)
