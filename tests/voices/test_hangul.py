"""Korean as it is pronounced, held against the examples of the Standard Pronunciation."""

import pytest

from studio.voices.hangul import pronounced, put_together, taken_apart

# Examples of the articles themselves (표준 발음법), and everyday words.
WORDS = [
    ("가져", "가저"), ("희망", "히망"), ("주의해", "주이해"), ("나의", "나에"), ("시계", "시게"),
    # 5
    ("옷", "옫"), ("부엌", "부억"), ("꽃", "꼳"), ("앞", "압"), ("닦다", "닥따"),  # 9
    ("넋", "넉"), ("앉다", "안따"), ("여덟", "여덜"), ("넓다", "널따"), ("외곬", "외골"),
    ("값", "갑"),
    ("밟다", "밥따"), ("밟는", "밤는"), ("넓죽하다", "넙쭈카다"),  # 10
    ("닭", "닥"), ("흙과", "흑꽈"), ("삶", "삼"), ("읊고", "읍꼬"), ("맑게", "말께"),
    ("읽고", "일꼬"),
    ("놓고", "노코"), ("좋던", "조턴"), ("많고", "만코"), ("각하", "가카"), ("맏형", "마텽"),
    ("꽂히다", "꼬치다"), ("숱하다", "수타다"), ("닿소", "다쏘"), ("많소", "만쏘"),
    ("놓는", "논는"),
    ("쌓네", "싼네"), ("않는", "안는"), ("뚫는", "뚤른"), ("낳은", "나은"), ("많아", "마나"),
    ("싫어도", "시러도"),  # 12
    ("깎아", "까까"), ("옷이", "오시"), ("꽃을", "꼬츨"), ("앞으로", "아프로"),  # 13
    ("넋이", "넉씨"), ("앉아", "안자"), ("닭을", "달글"), ("젊어", "절머"), ("값을", "갑쓸"),  # 14
    ("굳이", "구지"), ("같이", "가치"), ("벼훑이", "벼훌치"), ("굳히다", "구치다"),
    ("붙여", "부처"),  # 17
    ("먹는", "멍는"), ("국민", "궁민"), ("닫는", "단는"), ("옷맵시", "온맵씨"),
    ("앞마당", "암마당"),
    ("값매다", "감매다"), ("흙만", "흥만"), ("없는", "엄는"),  # 18
    ("담력", "담녁"), ("강릉", "강능"), ("대통령", "대통녕"), ("막론", "망논"), ("협력", "혐녁"),
    ("독립", "동닙"),  # 19
    ("난로", "날로"), ("신라", "실라"), ("칼날", "칼랄"), ("닳는", "달른"), ("생산량", "생산냥"),
    # 20
    ("국밥", "국빱"), ("옷고름", "옫꼬름"), ("곱돌", "곱똘"), ("값지다", "갑찌다"),  # 23
    ("앉고", "안꼬"), ("젊지", "점찌"), ("넓게", "널께"), ("핥다", "할따"),  # 24, 25
    ("갈등", "갈뜽"), ("발전", "발쩐"), ("결정이", "결쩡이"),  # 26
    ("꽃잎", "꼰닙"), ("꽃잎이", "꼰니피"), ("한여름에", "한녀르메"), ("서울역", "서울력"),  # 29
    ("한국어", "한구거"), ("읽다", "익따"), ("좋다", "조타"), ("걸었습니다", "거럳씀니다"),
    ("강아지", "강아지"), ("영어", "영어"), ("끓이고", "끄리고"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "said"), WORDS)
def test_a_word_is_respelled_as_it_is_said(word: str, said: str) -> None:
    assert pronounced(word) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("할 수 있어", "할 쑤 이써"), ("갈 데가", "갈 떼가"), ("할 것을", "할 꺼슬"),
        ("갈 거예요.", "갈 꺼예요."),
        ("오늘 거리에서", "오늘 거리에서"), ("오늘 기차가", "오늘 기차가"), ("큰 것", "큰 걷"),
        ("못 해요", "모태요"), ("못 먹어", "몬머거"), ("못 읽어", "몬닐거"), ("못 와", "모돠"),
        ("OK, 국민!", "OK, 궁민!"), ("못", "몯"), ("", ""),
    ],
)  # fmt: skip
def test_words_that_lean_on_each_other(text: str, said: str) -> None:
    assert pronounced(text) == said


def test_every_syllable_is_the_sum_of_its_letters() -> None:
    for place in range(0xAC00, 0xD7A4):
        assert put_together(*taken_apart(chr(place))) == chr(place)
    assert taken_apart("닭") == ("ㄷ", "ㅏ", "ㄺ")
    for other in ("a", "ㄱ", "中"):
        with pytest.raises(ValueError, match="Hangul"):
            taken_apart(other)
    with pytest.raises(ValueError, match="not"):
        put_together("ㄳ", "ㅏ", "")


def test_every_syllable_beside_every_other_kind_can_be_said() -> None:
    heard = frozenset({"", *"ㄱㄴㄷㄹㅁㅂㅇ"})
    for coda in range(28):
        for onset in range(19):
            for vowel in (0, 6, 20):
                word = chr(0xAC00 + coda) + chr(0xAC00 + onset * 588 + vowel * 28 + coda)
                said = pronounced(word)
                assert len(said) == 2
                assert {taken_apart(each)[2] for each in said} <= heard
