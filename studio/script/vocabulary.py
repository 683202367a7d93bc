"""Words of the trade in five languages: sizes, angles, moves, pace; found with their places."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import TypeVar

from studio.timeline.story import Angle, Move, Pace, Size

E = TypeVar("E", bound=Enum)
Table = Sequence[tuple[str, E]]

_SIZES: Table[Size] = (
    (r"大远景|极远景|大遠景|超ロング|익스트림 ?롱 ?[샷숏]|gran plano general", Size.EXTREME_LONG),
    (r"extreme (?:long|wide)(?: shot)?|\b(?:ELS|EWS|XLS)\b", Size.EXTREME_LONG),
    (r"大特写|极特写|大特寫|extreme close[- ]?ups?|\b(?:ECU|XCU|BCU)\b", Size.EXTREME_CLOSE_UP),
    (r"익스트림 ?클로즈업|primerísimo primer plano|超クローズアップ", Size.EXTREME_CLOSE_UP),
    (r"中近景|近景|胸像|medium close[- ]?ups?|\bMCU\b|バストショット|바스트 ?[샷숏]", Size.MEDIUM_CLOSE),
    (r"plano medio corto", Size.MEDIUM_CLOSE),
    (r"特写|特寫|close[- ]?ups?|\bCU\b|クローズアップ|클로즈 ?업|primer plano", Size.CLOSE_UP),
    (r"中景|中全景|medium (?:long |wide )?shots?|mid[- ]shots?|two[- ]shots?|\bM[SLW]S?\b", Size.MEDIUM),
    (r"over[- ]the[- ]shoulder|过肩|ミディアム(?:ショット)?|미디엄 ?[샷숏]|plano medio", Size.MEDIUM),
    (r"全景|full[- ](?:body )?shots?|\bFS\b|フルショット|풀 ?[샷숏]|plano entero", Size.FULL),
    (r"远景|遠景|establishing(?: shot)?|(?:wide|long)[- ](?:angle )?shots?|\b[WL]S\b", Size.LONG),
    (r"ロングショット|롱 ?[샷숏]|plano general", Size.LONG),
)  # fmt: skip
_BARE: Table[Size] = (
    (r"extreme (?:wide|long)", Size.EXTREME_LONG), (r"wide|long", Size.LONG),
    (r"full", Size.FULL), (r"medium[- ]close", Size.MEDIUM_CLOSE), (r"medium|mid", Size.MEDIUM),
    (r"extreme close", Size.EXTREME_CLOSE_UP), (r"close|tight", Size.CLOSE_UP),
)  # fmt: skip
_LETTERS = {
    "远": Size.LONG, "遠": Size.LONG, "全": Size.FULL, "中": Size.MEDIUM,
    "近": Size.MEDIUM_CLOSE, "特": Size.CLOSE_UP,
}  # fmt: skip
_RUN = re.compile(
    r"(?<![一-鿿])[远遠全中近特](?:[、/,\uff0c]?[远遠全中近特]){1,7}(?=[景镜不各等的]|[\s,\uff0c。,;\uff1b]|$)"
)
_RUN_INSIDE = re.compile(
    r"(?:运用|用|采用|包含|包括|从|以)([远遠全中近特](?:[、/,\uff0c]?[远遠全中近特]){1,7})"
)
_ENGLISH_LIST = re.compile(
    r"(?:(?:extreme |medium[- ])?(?:wide|long|full|medium|mid|close|tight)"
    r"(?:\s*(?:,|/|and|&|then|to)\s*)+)+"
    r"(?:extreme |medium[- ])?(?:wide|long|full|medium|mid|close(?:[- ]?up)?|tight)s?\b",
    re.IGNORECASE,
)

_ANGLES: Table[Angle] = (
    (r"顶拍|垂直俯拍|鸟瞰|overhead|bird'?s[- ]eye|top[- ]down|真上|cenital", Angle.OVERHEAD),
    (r"仰拍|仰视|低角度|low[- ]angle|worm'?s[- ]eye|ローアングル|로우 ?앵글|contrapicado", Angle.LOW),
    (r"俯拍|俯视|高角度|high[- ]angle|ハイアングル|하이 ?앵글|picado", Angle.HIGH),
    (r"荷兰角|倾斜构图|斜角镜头|dutch[- ](?:angle|tilt)|canted", Angle.DUTCH),
)  # fmt: skip

_MOVES: Table[Move] = (
    (r"变焦(?:推进?|放大)|急推变焦|zoom(?:s|ing)?[- ]in\b|ズームイン|줌 ?인", Move.ZOOM_IN),
    (r"变焦(?:拉远?|缩小)|zoom(?:s|ing)?[- ]out\b|ズームアウト|줌 ?아웃", Move.ZOOM_OUT),
    (r"变焦|\bzoom(?:s|ing)?\b", Move.ZOOM_IN),
    (r"甩镜头?|甩摇|快速甩|whip[- ]pans?|swish[- ]pans?|휩 ?팬", Move.WHIP_PAN),
    (r"推(?:镜头?|近|进|轨|入特写|向)|(?:缓|慢|急|快|前)推|镜头[^,\uff0c。,;\uff1b]{0,5}推", Move.PUSH_IN),
    (r"push(?:es|ing)?[- ]in\b|doll(?:y|ies|ying)[- ]in\b|track(?:s|ing)? in\b", Move.PUSH_IN),
    (r"moves? in on|creeps? in|ドリーイン|푸시 ?인|달리 ?인|travelling de avance", Move.PUSH_IN),
    (r"拉(?:镜头?|远|升|后)|(?:缓|慢|急|后)拉(?!着|手)|镜头[^,\uff0c。,;\uff1b]{0,5}拉", Move.PULL_OUT),
    (r"pull(?:s|ing)?[- ](?:out|back|away)\b|doll(?:y|ies|ying)[- ](?:out|back)\b", Move.PULL_OUT),
    (r"ドリーアウト|달리 ?아웃|풀 ?백", Move.PULL_OUT),
    (r"(?:向?左)摇(?:镜|摄|移)?|pan(?:s|ning)?(?: to the| slowly)? left|パン左|左パン", Move.PAN_LEFT),
    (r"(?:向?右)摇(?:镜|摄|移)?|pan(?:s|ning)?(?: to the| slowly)? right|右パン", Move.PAN_RIGHT),
    (r"(?:向?上)摇|仰摇|tilt(?:s|ing)?[- ]up|ティルトアップ|틸트 ?업", Move.TILT_UP),
    (r"(?:向?下)摇|俯摇|tilt(?:s|ing)?[- ]down|ティルトダウン|틸트 ?다운", Move.TILT_DOWN),
    (r"摇(?:镜头?|摄)|镜头摇|\bpan(?:ning)? shots?\b|\bpan(?:s|ning)? (?:across|over|along|around|from)\b|\bpanning\b|\bpaneo\b|\b(?:slow|quick|fast|gentle|smooth|camera) pans?\b|(?:^|[,;:(]\s*)pan(?=\s*(?:[,;:.)]|$))|パン(?:する|ショット)|패닝",
     Move.PAN_RIGHT),
    (r"(?:向?左)(?:横)?移(?:动?镜|拍)?|truck(?:s|ing)?[- ]left|track(?:s|ing)?[- ]left", Move.TRUCK_LEFT),
    (r"(?:向?右)(?:横)?移(?:动?镜|拍)?|truck(?:s|ing)?[- ]right|track(?:s|ing)?[- ]right", Move.TRUCK_RIGHT),
    (r"横移|平移(?:镜头)?|移(?:镜头?|拍)|\btruck(?:s|ing)? (?:along|past)|travelling lateral", Move.TRUCK_RIGHT),
    (r"跟(?:拍|镜头?|随|移|摄)|follow(?:ing)?[- ]shot|\bcamera follows?\b|tracking shot|tracks? with",
     Move.FOLLOW),
    (r"フォロー(?:ショット)?|팔로우 ?[샷숏]?|(?:^|[,;.:(\uff0c]\s*|\bwe )follow(?:ing)? (?:him|her|them|the|behind|\w+)\b", Move.FOLLOW),
    (r"(?:航拍)?上升镜头|升镜头?|镜头[^,\uff0c。,;\uff1b]{0,3}升起?|\b(?:crane|boom|jib|drone)s?(?: shot)?[- ](?:up|rises)",
     Move.CRANE_UP),
    (r"(?:航拍)?下降镜头|降镜头?|镜头[^,\uff0c。,;\uff1b]{0,3}(?:下降|降下)|(?:crane|boom|jib)s?[- ]down", Move.CRANE_DOWN),
    (r"升降(?:镜头)?|航拍|crane shot|drone shot|クレーン(?:ショット)?", Move.CRANE_UP),
    (r"(?:向?右|逆时针)环绕|orbit(?:s|ing)?[- ]right", Move.ORBIT_RIGHT),
    (r"环绕(?:拍摄|镜头)?|旋转拍摄|\borbit(?:s|ing)?\b|\barc(?:s|ing)? (?:around|shot)|camera circles",
     Move.ORBIT_LEFT),
    (r"手持(?:镜头|拍摄|跟拍)?|晃动镜头|hand[- ]?held|shaky[- ]?cam|手持ち|핸드헬드|cámara en mano", Move.HANDHELD),
    (r"固定(?:镜头|机位)|静止镜头|static(?: shot)?\b|locked[- ](?:off|down)|fixed camera|固定カメラ|고정 ?[샷숏]",
     Move.STATIC),
)  # fmt: skip

_PACES: Table[Pace] = (
    (r"超高速|高速|快速|极速|飞速|疾速|急速|激烈|快节奏|迅猛|スピード感|빠른|rápid[oa]", Pace.FAST),
    (r"\b(?:fast|rapid|frantic|frenetic|high[- ]speed|quick(?:ly)?|kinetic|furious)\b", Pace.FAST),
    (r"缓缓|缓慢|慢慢|慢镜头|舒缓|慢节奏|(?<![快])慢(?:推|拉|摇|移)|ゆっくり|천천히|lent[oa]", Pace.SLOW),
    (r"\b(?:slow(?:ly)?|gentle|gently|lingering|languid)\b", Pace.SLOW),
)  # fmt: skip


def _compiled(table: Table[E]) -> list[tuple[re.Pattern[str], E]]:
    return [(re.compile(pattern, re.IGNORECASE), value) for pattern, value in table]


_SIZE_WORDS, _ANGLE_WORDS = _compiled(_SIZES), _compiled(_ANGLES)
_MOVE_WORDS, _PACE_WORDS, _BARE_WORDS = _compiled(_MOVES), _compiled(_PACES), _compiled(_BARE)


def _found(text: str, words: Sequence[tuple[re.Pattern[str], E]]) -> Iterator[tuple[int, int, E]]:
    """(start, end, value) of every word, leftmost first; earlier rows of a table win overlaps."""
    taken: list[tuple[int, int, E]] = []
    mask = bytearray(len(text))
    for pattern, value in words:
        for match in pattern.finditer(text):
            start, end = match.span()
            if mask.find(1, start, end) < 0:
                mask[start:end] = b"\1" * (end - start)
                taken.append((start, end, value))
    yield from sorted(taken, key=lambda item: item[0])


def sizes_in(text: str) -> list[Size]:
    """Shot sizes named in a text, in order; runs such as 远全中近特 count letter by letter."""
    places: list[tuple[int, Size]] = []
    mask = bytearray(len(text))
    for pattern in (_RUN_INSIDE, _RUN):
        for match in pattern.finditer(text):
            run = match.group(1) if pattern is _RUN_INSIDE else match.group()
            letters = [c for c in run if c in _LETTERS]
            if len(letters) >= 2 and not mask[match.start()]:
                mask[match.start() : match.end()] = b"\1" * len(match.group())
                places += [(match.start() + n, _LETTERS[c]) for n, c in enumerate(letters)]
    for match in _ENGLISH_LIST.finditer(text):
        mask[match.start() : match.end()] = b"\1" * len(match.group())
        listed = _found(match.group(), _BARE_WORDS)
        places += [(match.start() + start, size) for start, _, size in listed]
    places += [(start, size) for start, _, size in _found(text, _SIZE_WORDS) if not mask[start]]
    return [size for _, size in sorted(places, key=lambda item: item[0])]


def bare_size(text: str) -> Size | None:
    """A size said in one word, as in `Shot 1 - wide, slow push in`."""
    words = re.split(r"[,\uff0c;\uff1b:\uff1a(\uff08)\uff09\[\]]", text)
    for word in words[:3]:
        for pattern, size in _BARE_WORDS:
            if pattern.fullmatch(word.strip()):
                return size
        if word.strip() in {"远", "全", "中", "近", "特"}:
            return _LETTERS[word.strip()]
    return None


def moves_in(text: str) -> list[Move]:
    """Camera moves named in a text, in order, each once."""
    return list(dict.fromkeys(move for _, _, move in _found(text, _MOVE_WORDS)))


def angle_in(text: str) -> Angle | None:
    """The camera angle named first."""
    return next((angle for _, _, angle in _found(text, _ANGLE_WORDS)), None)


def pace_in(text: str) -> Pace | None:
    """The pace named first."""
    return next((pace for _, _, pace in _found(text, _PACE_WORDS)), None)


def is_only_craft(text: str) -> bool:
    """True when a text says nothing but sizes, moves, angles and pace."""
    rest = text
    for words in (_SIZE_WORDS, _MOVE_WORDS, _ANGLE_WORDS, _PACE_WORDS):
        for pattern, _ in words:
            rest = pattern.sub(" ", rest)
    rest = re.sub(
        r"运用|使用|采用|不同|景别|镜头|shots?|sizes?|using|different|with|and", " ", rest
    )
    return not re.search(r"\w", _RUN_INSIDE.sub(" ", _RUN.sub(" ", rest)))
