"""Money, times and telephone numbers as a speaker says them, before any engine reads them."""

import re
from collections.abc import Callable, Mapping

_SIGNS = "$£€¥"
_MONEY = re.compile(rf"(?:US)?([{_SIGNS}])\s?(\d[\d,]*)(?:\.(\d\d))?(?![\d.]*\d)")
# One and many of each kind of money; the eastern languages put one word behind the number.
_WEST: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {
        "$": ("dollar", "dollars"), "£": ("pound", "pounds"),
        "€": ("euro", "euros"), "¥": ("yuan", "yuan"),
    },
    "es": {
        "$": ("dólar", "dólares"), "£": ("libra", "libras"),
        "€": ("euro", "euros"), "¥": ("yuan", "yuanes"),
    },
}  # fmt: skip
_EAST: Mapping[str, Mapping[str, str]] = {
    "zh": {"$": "美元", "£": "英镑", "€": "欧元", "¥": "元"},
    "yue": {"$": "蚊", "£": "英鎊", "€": "歐元", "¥": "元"},
    "ja": {"$": "ドル", "£": "ポンド", "€": "ユーロ", "¥": "円"},
    "ko": {"$": "달러", "£": "파운드", "€": "유로", "¥": "위안"},
}
_CLOCK = re.compile(r"(?<![\d:])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])")
_HOURS = {"zh": ("点", "分"), "yue": ("點", "分"), "ja": ("時", "分"), "ko": ("시 ", "분")}
_CHINESE = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))
_CALL = re.compile(
    r"(?<![\d.,-])(?:\+?\d{1,3}[- ])?(?:\d{3}-)?\d{3}-\d{4}(?![\d-])"  # 555-0142, 212-555-0142
    r"|(?<![\d.,-])\d{3,4}-\d{4}-\d{4}(?![\d-])"  # 010-6655-1234
    r"|(?<![\d.,])\d{9,}(?![\d.,]*\d)"
)
_STREET = re.compile(r"\b([A-Z][\w']+|\d+\w*) St\.(?=\s|$)(?!\s[A-Z])")


def written_out(text: str, language: str) -> str:
    """`text` with its amounts as words where engines would stumble over them."""
    base = "zh" if language.startswith("zh") else language.partition("-")[0]
    words = _CALL.sub(_digits(base), _MONEY.sub(_money(base), text))
    if base in _HOURS:
        words = _CLOCK.sub(_clock(*_HOURS[base]), words)
    return _STREET.sub(r"\1 Street", words) if base == "en" else words


def _money(base: str) -> Callable[[re.Match[str]], str]:
    def say(found: re.Match[str]) -> str:
        sign, whole, cents = found[1], found[2].replace(",", ""), found[3]
        if base in _EAST:
            return f"{whole}{f'.{cents}' if cents else ''}{_EAST[base][sign]}"
        if base not in _WEST:
            return found[0]
        one, many = _WEST[base][sign]
        between = " con " if base == "es" else " "
        rest = f"{between}{int(cents)}" if cents and int(cents) else ""
        return f"{whole} {one if whole == '1' else many}{rest}"

    return say


def _clock(hours: str, minutes: str) -> Callable[[re.Match[str]], str]:
    def say(found: re.Match[str]) -> str:
        rest = f"{int(found[2])}{minutes}" if int(found[2]) else ""
        return f"{int(found[1])}{hours}{rest}".strip()

    return say


def _digits(base: str) -> Callable[[re.Match[str]], str]:
    """A telephone number figure by figure, with a little pause between its groups."""

    def say(found: re.Match[str]) -> str:
        groups = re.findall(r"\d+", found[0])
        if base in {"zh", "yue"}:
            return ",".join("".join(_CHINESE[d] for d in group) for group in groups)
        return ", ".join(" ".join(group) for group in groups)

    return say
