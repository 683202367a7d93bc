"""Where a text plays: the words of a place in it, never its orders."""

import re

from studio.script.measures import without_lengths
from studio.script.speech import QUOTE

_ZH = (
    r"街道|街头|街角|小街|长街|老街|古街|大街|街巷|小巷|巷子|巷口|马路|公路|路口|十字路口|城市|都市|古城|老城|小城|小镇|古镇|村庄|山村|渔村|"
    r"茶馆|茶室|茶楼|咖啡馆|咖啡厅|咖啡店|餐厅|餐馆|饭馆|面馆|酒馆|酒吧|客栈|酒店|旅馆|书店|花店|商店|超市|便利店|市场|集市|商场|店铺|作坊|工坊|"
    r"学校|教室|校园|操场|图书馆|医院|病房|办公室|写字楼|公司|工厂|仓库|车间|实验室|教堂|寺庙|古寺|宫殿|皇宫|城堡|博物馆|剧院|剧场|舞台|电影院|"
    r"老宅|古宅|老屋|木屋|房间|卧室|厨房|客厅|阳台|屋顶|天台|楼顶|地下室|走廊|楼梯|电梯|浴室|院子|庭院|花园|公园|广场|"
    r"火车站|地铁站|车站|站台|机场|码头|港口|地铁|车厢|列车|飞船|飞机上|太空站|空间站|月球|火星|太空|宇宙|废墟|战场|擂台|"
    r"海边|海滩|沙滩|海岸|海上|大海|海底|河边|江边|湖边|湖面|溪边|雪山|山顶|山谷|山间|山路|山林|悬崖|茶山|茶园|田野|麦田|稻田|"
    r"草原|沙漠|戈壁|森林|树林|竹林|丛林|雪地|雪原|冰原|荒野|瀑布|灯塔|桥上|桥头|天桥|隧道|停车场|加油站|墓地"
)
_JA = r"街角|路地|商店街|東京|大阪|京都|駅|ホーム|教室|学校|校門|屋上|図書館|病院|公園|森|海辺|海岸|浜辺|山頂|喫茶店|カフェ|居酒屋|神社|寺|部屋|台所|廊下|城|砂漠|港|灯台|橋|町|村|劇場"
_KO = r"거리|골목|옥상|교실|학교|도서관|병원|공원|숲|바다|바닷가|해변|산꼭대기|카페|식당|시장|방|부엌|복도|성|사막|항구|등대|다리|마을|도시|극장|지하철역|기차역|역"
_EN = (
    r"(?:tea|coffee|light|ware|green|court|opera|club|boat|farm|play)[ ]?(?:house|ground)|signal house|haunted house|house|home|"
    r"streets?|alleys?|avenue|road|highway|crossroads|city|town|village|cities|caf[ée]|restaurant|diner|bar|pub|inn|hotel|motel|"
    r"bookshop|bookstore|shop|store|supermarket|market|mall|bakery|workshop|school gate|school|classroom|campus|library|hospital|office|"
    r"factory|lab(?:oratory)?|church|temple|palace|castle|museum|theat(?:re|er)|stage|cinema|mansion|cabin|cottage|apartment|room|"
    r"living room|bedroom|kitchen|balcony|rooftops?|roof|basement|cellar|attic|corridor|hallway|stairwell|elevator|bathroom|"
    r"courtyard|garden|park|square|station|platform|airport|harbou?r|dock|pier|train|bus|subway|metro|spaceship|starship|"
    r"space station|moon|mars|space|ruins|battlefield|arena|boxing ring|beach|shore|coast|sea|ocean|river|riverbank|lake|mountains?|peak|"
    r"valley|cliffs?|fields?|meadow|desert|dunes|forest|woods|jungle|snowfield|tundra|waterfall|bridge|tunnel|parking lot|car park|"
    r"gas station|graveyard|cemetery|island|camp|gym|pool|court|stadium|studio|farm|vineyard|orchard|barn"
)
_ES = r"calle|callej[óo]n|ciudad|pueblo|plaza|caf[ée]|bar|restaurante|mercado|tienda|biblioteca|escuela|hospital|oficina|f[áa]brica|iglesia|castillo|museo|teatro|casa|cocina|habitaci[óo]n|azotea|jard[íi]n|parque|estaci[óo]n(?: de tren)?|aeropuerto|puerto|playa|mar|r[íi]o|lago|monta[ñn]as?|valle|desierto|bosque|selva|puente|t[úu]nel|cementerio|faro|panader[íi]a"
_AT_ZH = re.compile(
    rf"(?:在|回到|来到|走进|走到|走出|跑进|穿过|穿越|进入|闯入|掠过|位于)([\u4e00-\u9fff]{{0,8}}?(?:{_ZH}))(?:尽头|深处|中央|里|上)?"
)
_BARE_ZH = re.compile(
    rf"(?:(?:雨夜|雪夜|深夜|清晨|黄昏|夜晚|空荡荡?|废弃|荒废|破旧|古老|安静|繁华|热闹|霓虹|午夜)的?|[老旧古小大空])?(?:{_ZH})"
)
_AT_EN = re.compile(
    rf"\b(?:in|at|on|onto|through|across|into|inside|outside|to|over|under|along|by|near|around|down)[ ]"
    rf"((?:an?|the|his|her|their|its|one)[ ])?((?:[a-z][\w'’-]{{0,20}}[ ]){{0,3}}?(?:{_EN}))\b(?![ ]?[:\uff1a])",
    re.IGNORECASE,
)
_PROPER = re.compile(
    r"\b(?:in|at|across|through|outside)[ ]([A-Z][a-zà-ÿ]+(?:[ ][A-Z][a-zà-ÿ]+){0,2})"
)
_BARE_EN = re.compile(rf"\b((?:[a-z][\w'’-]{{1,20}}[ ])?(?:{_EN}))\b", re.IGNORECASE)
_AT_ES = re.compile(
    rf"\b(?:en|por|hacia|desde|junto a)[ ]?((?:una?|el|la|los|las|su|al)[ ])?((?:{_ES})(?:[ ](?:de|del)[ ](?!su\b|la\b|los\b|mi\b)[a-zà-ÿ]{{1,20}})?)\b",
    re.IGNORECASE,
)
_NOT_PLACES = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|English|Chinese|Mandarin|Cantonese|Japanese|Korean|Spanish|French)\b"
)
_SHAPE = re.compile(r"\bsquare (?:spot|format|video|ad|film|clip)\b", re.IGNORECASE)
_SMALL = frozenset({
    "the", "a", "an", "of", "his", "her", "their", "its", "and", "this", "that", "is", "are", "at",
    "in", "on", "to", "by", "for", "with", "from", "into", "across", "through", "over", "under",
    "each", "every", "or", "as", "who", "near", "down", "along", "last", "first", "only", "crosses", "enters", "leaves",
})  # fmt: skip


def place_in(text: str, language: str) -> str:
    """The first place a text names, in its own words; empty when it names none."""
    text = _SHAPE.sub(" ", QUOTE.sub(" ", without_lengths(text)))
    tongue = language.split("-")[0]
    if tongue in {"zh", "yue"}:
        found = _AT_ZH.search(text)
        bare = _BARE_ZH.search(text)
        return found.group(1).removeprefix("了") if found else (bare.group() if bare else "")
    if tongue in {"ja", "ko"}:
        pattern = _JA if tongue == "ja" else rf"(?<![\uac00-\ud7af])(?:{_KO})"
        found = re.search(pattern, text)
        return found.group() if found else ""
    if tongue == "es":
        found = _AT_ES.search(text)
        return found.group(2) if found else ""
    return _english(text)


def _english(text: str) -> str:
    found, proper = _AT_EN.search(text), _PROPER.search(text)
    named = proper is not None and not _NOT_PLACES.match(proper.group(1))
    if proper and named and (found is None or proper.start() <= found.start()):
        return proper.group(1)
    if found:
        return found.group(2)
    bare = _BARE_EN.search(text)
    if bare is None:
        return ""
    first, _, rest = bare.group(1).partition(" ")
    return rest if rest and first.lower() in _SMALL else bare.group(1)
