"""Figures as Korean says them: Chinese words for most, its own before what is counted singly."""

import re

_DIGITS = "영일이삼사오육칠팔구"
_PLACES, _GROUPS = ("", "십", "백", "천"), ("", "만", "억", "조")
_ONES = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_MOST = 16  # digits of a figure that is counted; a longer one is read digit by digit
# Counters that take Korea's own words up to ninety-nine (hours: up to twelve).
_COUNTED = re.compile(
    r"(?<![\d.,])([1-9]\d?) ?"
    "(시간|시|개(?!월)|명|살|마리|번째|잔|권|송이|가지|사람|군데|그루|켤레|곳|달(?!러)|채|벌|병)"
)
_CALLED = re.compile(r"(?<!\d)\d(?: \d)+(?!\d)")  # a telephone number, figure by figure
_MONTHS = (("(?<!\\d)6월", "유월"), ("(?<!\\d)10월", "시월"))  # the two that drop a letter
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def with_words(text: str) -> str:
    """`text` with its figures as words of Hangul."""
    words = _COUNTED.sub(_counted, _CALLED.sub(_called, text))
    for month, said in _MONTHS:
        words = re.sub(month, said, words)
    return _FIGURE.sub(lambda found: _read(found[0]), words)


def _counted(found: re.Match[str]) -> str:
    number = int(found[1])
    if found[2] == "시" and number > 12:
        return f"{counted_by_chinese(number)} 시"
    if number == 1 and found[2] == "번째":
        return "첫 번째"
    tens, ones = divmod(number, 10)
    word = "스무" if number == 20 else _TENS[tens] + _ONES[ones]
    return f"{word} {found[2]}"


def _called(found: re.Match[str]) -> str:
    return found[0].translate(str.maketrans("0123456789", "공" + _DIGITS[1:]))


def _read(figure: str) -> str:
    whole, _, part = figure.replace(",", "").partition(".")
    long = len(whole) > _MOST or (len(whole) > 1 and whole[0] == "0")
    said = _spelled(whole) if long else counted_by_chinese(int(whole))
    return f"{said} 점 {_spelled(part)}" if part else said


def _spelled(digits: str) -> str:
    return "".join(_DIGITS[int(digit)] for digit in digits)


def counted_by_chinese(number: int) -> str:
    """A whole number below 10**16 by its Chinese words: 123 is 백이십삼."""
    if number == 0:
        return _DIGITS[0]
    words: list[str] = []
    for name in _GROUPS:
        number, group = divmod(number, 10_000)
        said = "".join(
            ("" if digit == "1" and place else _DIGITS[int(digit)]) + _PLACES[place]
            for place, digit in reversed(list(enumerate(reversed(str(group)))))
            if digit != "0"
        )
        if said:
            words.append(("" if name == "만" and said == "일" else said) + name)
    return " ".join(reversed(words))
