"""Lengths, counts, ratios and languages, as people write them."""

import re

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_NUMBER = r"((?<!\d)\d{1,6}(?:\.\d{1,4})?|(?<![零一二两三四五六七八九十百〇])[零一二两三四五六七八九十百〇]{1,7}|half a|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|forty-five|sixty|ninety)"
_WORDS = {
    "half a": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "forty-five": 45, "sixty": 60, "ninety": 90,
}  # fmt: skip
_MINUTES = re.compile(
    rf"{_NUMBER}\s*[- ]?(?:分钟|分鐘|分(?=\d|[一二三四五六七八九十]|半|$|[\s,\uff0c。,])|minutes?\b|mins?\b|분|minutos?\b)(半)?"
    rf"\s*(?:(?:and\s+)?{_NUMBER}\s*[- ]?(?:秒钟?|seconds?\b|secs?\b|s\b|초|(?<=\d\d)(?=[,:;.\uff0c\uff1a。]|$)))?",
    re.IGNORECASE,
)
_SECONDS = re.compile(
    rf"(?<![\d.])(?<!\d:)(?:{_NUMBER}\s*[- ]?(?:秒钟?|秒間?|seconds?\b(?! (?:later|shot|floor))|secs?\b|초|segundos?\b)|(\d{{1,3}}(?:\.\d+)?)\s?s\b)",
    re.IGNORECASE,
)
CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_UNIT, _TO = r"(?:s|secs?|seconds?|秒|초)", r"(?:-|–|—|~|\uff5e|→|to|至|到)"
RANGE = rf"(?:{CLOCK}\s*{_TO}\s*{CLOCK}|\d{{1,4}}(?:\.\d+)?\s*{_UNIT}?\s*{_TO}\s*\d{{1,4}}(?:\.\d+)?\s*{_UNIT})(?![\w:])"
_RANGE = re.compile(RANGE, re.IGNORECASE)
_CLOCKED = re.compile(  # Teaser (0:20), Length: 1:30
    rf"(?:[(\uff08\[]\s*|(?:length|duration|runtime|时长|总长|長さ|길이|duración)\s*[:\uff1a]\s*)(\d{{1,2}}:[0-5]\d)(?![\d:\uff1a])(?!\s*{_TO})",
    re.IGNORECASE,
)
_EACH = re.compile(
    rf"(?:每个?(?:镜头|画面)?|各|每镜|each(?: shot)?(?: is| lasts?|:)?)\s*(?:约|about\s)?{_NUMBER}\s*[- ]?(?:秒钟?|seconds?\b|secs?\b|s\b|초)"
    rf"|{_NUMBER}\s*[- ]?(?:秒钟?|seconds?|secs?|s)\s*(?:each|apiece|per shot|a shot|/shot)\b",
    re.IGNORECASE,
)
_HALF = re.compile(r"半分钟|半分鐘|half a minute", re.IGNORECASE)
_COUNT = re.compile(
    rf"(?<![\d.]){_NUMBER}\s*[- ]?(?:个|個|组|組)?\s*(?:镜头|分镜|鏡頭|shots?\b|カット|ショット|컷|숏|planos?\b)",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:two|three)[- ]shot\b|\b(?:two|three)-shots\b", re.IGNORECASE
)  # people
_RATIO = re.compile(
    r"(?<![\d.])(?<!\d[:\uff1a])(2\.39|2\.35|1\.85|21|16|9|4|3|5|1)\s*[:\uff1a/x×]\s*(16|9|1|3|4|5)(?![\d:\uff1a]|\.\d)"
)
_SHAPES = (
    (r"竖屏|竖版|竖构图|\bvertical\b|\bportrait(?: format| mode| video|,|$)|縦型|세로|抖音|快手|TikTok|Reels", (9, 16)),
    (r"横屏|横版|\bhorizontal\b|\blandscape format\b|가로", (16, 9)),
    (r"方形|\bsquare (?:format|video)\b", (1, 1)),
    (r"宽银幕|电影宽幅|cinemascope|\bscope\b|anamorphic", (239, 100)),
)  # fmt: skip
_LANGUAGES = (
    (r"粤语|广东话|廣東話|粵語|cantonese|広東語", "yue"),
    (r"四川话|川话|成都话|重庆话|sichuan(?:ese)?", "zh-sichuan"),
    (r"普通话|国语|中文|mandarin|chinese|中国語|중국어|chino", "zh"),
    (r"日语|日文|japanese|日本語|일본어|japonés", "ja"),
    (r"韩语|韓語|韩文|korean|韓国語|한국어|coreano", "ko"),
    (r"西班牙语|spanish|スペイン語|스페인어|español", "es"),
    (r"英语|英文|english|英語|영어|inglés", "en"),
)  # fmt: skip
_LATIN = frozenset({"es", "fr", "de", "it", "pt"})
_ENGLISH = re.compile(
    r"\b(?:the|is|are|was|you|your|what|this|that|it|we|they|and|not|do|don't|of|my|have|will|to)\b",
    re.IGNORECASE,
)
_SPANISH = re.compile(r"[¿¡ñ]|\b(?:el|los|las|una|está|qué|cómo|pero|con)\b", re.IGNORECASE)
_CANTONESE = re.compile(r"[嘅喺咗冇佢唔哋啲嚟嗰乜咩噉咁啱]|係咪|食咗|呀$")


def number(text: str) -> float:
    """A number in digits, Chinese numerals or English words; 0 when it is none."""
    low = text.strip().lower()
    if low in _WORDS:
        return _WORDS[low]
    if re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", low):
        return float(low)
    total, digit = 0, 0
    for char in low:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif char == "百":
            total, digit = total + (digit or 1) * 100, 0
        else:
            return 0
    return float(total + digit)


def seconds_in(text: str) -> float | None:
    """The first length named in a text, in seconds."""
    text = _EACH.sub(" ", text)
    if _HALF.search(text):
        return 30.0
    clocked = _CLOCKED.search(text)
    if clocked:
        return clock(clocked.group(1)) or None
    minutes = _MINUTES.search(text)
    if minutes:
        half = 30 if minutes.group(2) else 0
        rest = number(minutes.group(3)) if minutes.group(3) else 0
        return number(minutes.group(1)) * 60 + half + rest or None
    found = _SECONDS.search(text)
    return (number(found.group(1) or found.group(2)) or None) if found else None


def without_lengths(text: str) -> str:
    """The text without lengths and the brackets that held them."""
    text = _CLOCKED.sub(lambda m: m.group().replace(m.group(1), ""), text)
    for pattern in (_EACH, _RANGE, _HALF, _MINUTES, _SECONDS):
        text = pattern.sub("", text)
    return re.sub(r"[(\uff08\[【]\s*[,\uff0c、]?\s*[)\uff09\]】]", "", text)


def clock(text: str) -> float:
    """Seconds of a time such as 1:02, 00:01:02.5 or 7s."""
    total = 0.0
    for part in re.sub(r"[^\d:.,]", "", text).replace(",", ".").split(":"):
        total = total * 60 + float(part or 0)
    return total


def range_in(text: str) -> float | None:
    """The length between two times: 0:00-0:03, [3-5s]; None when there are none or it is no time."""
    found = _RANGE.search(text)
    if found is None:
        return None
    start, end = re.split(rf"\s*{_TO}\s*", found.group(), maxsplit=1, flags=re.IGNORECASE)
    length = clock(end) - clock(start)
    return length if length > 0 else None


def each_in(text: str) -> float | None:
    """The length every shot is to have: 每个镜头2秒, 2 seconds each."""
    found = _EACH.search(text)
    return (number(found.group(1) or found.group(2)) or None) if found else None


def count_in(text: str) -> int | None:
    """How many shots are asked for."""
    found = _COUNT.search(_TOGETHER.sub("", text))
    count = int(number(found.group(1))) if found else 0
    return count if 2 <= count <= 200 else None


def ratio_in(text: str) -> tuple[int, int] | None:
    """The picture ratio asked for."""
    found = _RATIO.search(text)
    if found:
        wide, tall = found.groups()
        if "." in wide:
            return round(float(wide) * 100), 100 * int(tall)
        if (wide, tall) in {("16", "9"), ("9", "16"), ("4", "3"), ("3", "4"), ("1", "1"), ("21", "9"),
                            ("4", "5"), ("5", "4")}:  # fmt: skip
            return int(wide), int(tall)
    return next((r for pattern, r in _SHAPES if re.search(pattern, text, re.IGNORECASE)), None)


def language_named(text: str) -> str | None:
    """The language that a note such as (粤语) or "in Spanish" names."""
    return next(
        (tag for pattern, tag in _LANGUAGES if re.search(pattern, text, re.IGNORECASE)), None
    )


def without_language(note: str) -> str:
    """A note without the words that name a language: what is left tells how a line is said."""
    names = "|".join(pattern for pattern, _ in _LANGUAGES)
    rest = re.sub(
        rf"(?:\b(?:in|speaks|speaking|en)\s+|用|讲|说)?(?:{names})", "", note, flags=re.IGNORECASE
    )
    return rest.strip(" ,;\uff0c、\uff1b()")


def language_of(text: str, fallback: str = "en") -> str:
    """The language a text is written in, by its script and a few telling words."""
    if re.search(r"[\u3040-\u30ff]", text):
        return "ja"
    if re.search(r"[\uac00-\ud7af]", text):
        return "ko"
    if re.search(r"[\u4e00-\u9fff]", text):
        return "yue" if _CANTONESE.search(text) else "zh"
    if _SPANISH.search(text):
        return "es"
    if not re.search(r"[A-Za-z]{2}", text):
        return fallback
    return fallback if fallback in _LATIN and not _ENGLISH.search(text) else "en"


def main_language(text: str) -> str:
    """The language most of a text is written in; a few foreign lines do not make it foreign."""
    wide = len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]", text))
    narrow = len(re.findall(r"[A-Za-z]{2,}", text))
    if narrow > wide:
        plain = re.sub(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]", "", text)
        english, spanish = len(_ENGLISH.findall(plain)), len(_SPANISH.findall(plain))
        return "en" if english > spanish else language_of(plain)
    return language_of(text)
