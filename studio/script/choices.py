"""What film grammar chooses for one shot by its content: sizes, camera moves, length.

After Bordwell and Thompson, Film Art (ch. 5, the shot), and Katz, Film Directing Shot by Shot:
wide for geography and landscape, full for movement, medium for talk, close for feeling, closest
for telling details; the camera moves when something in the shot moves or somebody understands.
"""

import re

from studio.script.treatment import Asked
from studio.timeline.story import Angle, Move, Pace, Size

_EYES = re.compile(r"眼睛|眼神|瞳孔|眼里|\beyes?\b|gaze", re.IGNORECASE)
_FEELING = re.compile(
    r"哭|泪|微笑|笑了|笑容|怒|惊|恐|害怕|心跳|凝视|沉默|颤|神情|脸|叹|\bcr(?:y|ies|ying)\b|\btears?\b|smil|angry|anger|"
    r"\bfear|afraid|\bstar(?:es?|ing)\b|silen|trembl|whisper|\bface\b|\bsighs?\b|breath|grie[fv]",
    re.IGNORECASE,
)
_THING = re.compile(
    r"手指|手里的?|一封信|信封|钥匙|手机|照片|戒指|细节|按钮|茶杯|烟头|车标|标志|商标|瓶身|包装|票|戒指|\b(?:fingers?|letter|key|phone|photo(?:graph)?|ring|button|"
    r"detail|envelope|watch face|cup|needle|dial|logo|label|wheel|jar|bottle)\b",
    re.IGNORECASE,
)
_RUN = re.compile(
    r"跑|奔|追|逃|骑|飞驰|冲|疾走|\b(?:runs?|running|chas\w+|rides?|riding|rush\w*|races?|flees?|sprint\w*|gallop\w*)\b",
    re.IGNORECASE,
)
_WALK = re.compile(
    r"走(?!廊)|穿过|漫步|\b(?:walks?|walking|cross(?:es)?|strolls?|wanders?|climbs?)\b",
    re.IGNORECASE,
)
_FIGHT = re.compile(
    r"击|打斗|拳|剑|刀|厮杀|\b(?:fights?|blows?|punch\w*|strikes?|clash\w*|sword)\b", re.IGNORECASE
)
_REALISE = re.compile(
    r"发现|意识到|明白|认出|想起|看见|\b(?:realis\w+|realiz\w+|discover\w*|notic\w+|recognis\w+|recogniz\w+|understands?|remembers?)\b",
    re.IGNORECASE,
)
_REVEAL = re.compile(
    r"升起|展开|豁然|全貌|俯瞰|显露|\b(?:reveal\w*|rises?|rising|unfolds?|opens up|overlook\w*|vast)\b",
    re.IGNORECASE,
)
_LEAVE = re.compile(
    r"离开|远去|告别|消失|独自一人|\b(?:leaves?|leaving|walks away|farewell|vanish\w*|disappears?|alone)\b",
    re.IGNORECASE,
)
_UP = re.compile(r"抬头|仰望|高塔|塔楼|\b(?:looks? up|tower|skyscraper|towering)\b", re.IGNORECASE)
_DOWN = re.compile(r"落下|坠|低头|\b(?:falls?|drops?|looks? down)\b", re.IGNORECASE)
_LAND = re.compile(
    r"山|海|城市|天空|沙漠|草原|森林|街道|星空|大地|\b(?:city|mountains?|sea|ocean|coast|sky|desert|forest|street|valley|horizon|river|field)\b",
    re.IGNORECASE,
)
_SECONDS = {
    Size.EXTREME_LONG: 3.8,
    Size.LONG: 3.4,
    Size.FULL: 3.0,
    Size.MEDIUM: 2.8,
    Size.MEDIUM_CLOSE: 2.5,
    Size.CLOSE_UP: 2.1,
    Size.EXTREME_CLOSE_UP: 1.8,
}
_TELLING = 600  # letters of a shot that say what it is; nobody describes one at greater length
TEMPO = {Pace.FAST: 0.68, Pace.NORMAL: 1.0, Pace.SLOW: 1.3}
_SIDEWAYS = (Move.TRUCK_RIGHT, Move.PUSH_IN, Move.STATIC, Move.PAN_RIGHT)
_QUICK = (Move.HANDHELD, Move.FOLLOW, Move.WHIP_PAN, Move.PUSH_IN)


def preferred_sizes(shot: Asked, *, opening: bool, new_place: bool) -> list[Size]:
    """Sizes that suit a shot, best first. `opening`: the first of its scene."""
    text, people = shot.text[:_TELLING], len(shot.subjects)
    if opening and new_place:
        wide = not people and bool(_LAND.search(text))
        return [Size.EXTREME_LONG, Size.LONG] if wide else [Size.LONG, Size.FULL]
    if shot.onscreen_text and not shot.dialogue and not people:
        return [Size.MEDIUM, Size.FULL]
    if _EYES.search(text) and people < 2:
        return [Size.EXTREME_CLOSE_UP, Size.CLOSE_UP]
    if _FEELING.search(text):
        return (
            [Size.MEDIUM, Size.MEDIUM_CLOSE] if people > 1 else [Size.CLOSE_UP, Size.MEDIUM_CLOSE]
        )
    if _RUN.search(text) or _FIGHT.search(text):
        return [Size.FULL, Size.LONG, Size.MEDIUM]
    if _THING.search(text):
        return [Size.CLOSE_UP, Size.EXTREME_CLOSE_UP]
    if _WALK.search(text) or people > 2:
        return [Size.FULL, Size.LONG, Size.MEDIUM]
    if not people and _LAND.search(text):
        return [Size.LONG, Size.EXTREME_LONG, Size.FULL]
    return [Size.MEDIUM, Size.MEDIUM_CLOSE, Size.FULL]


def chosen_moves(shot: Asked, size: Size, pace: Pace, before: Move | None) -> tuple[Move, ...]:
    """The camera move that suits a shot; `before` is the last shot's, not made twice for nothing."""
    text = shot.text[:_TELLING]
    words = f"{text} {' '.join(line.emotion for line in shot.dialogue)}"
    if shot.dialogue and (not text or any(line.speaker for line in shot.dialogue)):
        return (Move.PUSH_IN,) if _FEELING.search(words) else (Move.STATIC,)
    if _RUN.search(text) and shot.subjects:
        return (Move.FOLLOW,)
    if _FIGHT.search(text):
        return (Move.WHIP_PAN if before is Move.HANDHELD else Move.HANDHELD,)
    for pattern, move in (
        (_REALISE, Move.PUSH_IN), (_UP, Move.TILT_UP), (_REVEAL, Move.CRANE_UP),
        (_LEAVE, Move.PULL_OUT), (_DOWN, Move.TILT_DOWN), (_WALK, Move.FOLLOW),
    ):  # fmt: skip
        followed = move is not Move.FOLLOW or bool(shot.subjects)  # nobody there: nobody to follow
        if followed and move is not before and pattern.search(text):
            return (move,)
    return (_plain_move(size, pace, before),)


def _plain_move(size: Size, pace: Pace, before: Move | None) -> Move:
    if pace is Pace.FAST:
        options = _QUICK
    elif size in {Size.EXTREME_LONG, Size.LONG}:
        options = (Move.PUSH_IN, Move.PAN_RIGHT, Move.CRANE_UP)
    elif size in {Size.CLOSE_UP, Size.EXTREME_CLOSE_UP}:
        options = (Move.PUSH_IN, Move.STATIC)
    else:
        options = _SIDEWAYS
    return next(move for move in options if move is not before)


def free_seconds(shot: Asked, size: Size, pace: Pace) -> float:
    """How long a free shot wants to be: wide ones longer, and room for what happens in it."""
    parts = len(re.findall(r"[,，。;；.!?！？](?=\s*\w)", shot.text[:_TELLING]))
    room = min(2.0, 1 + 0.25 * parts)
    reading = 1.6 if shot.onscreen_text else 0.0
    return _SECONDS[size] * TEMPO[pace] * room + reading


def other_angle(angle: Angle) -> Angle:
    """Another height of the camera, well over 30 degrees away for the eye."""
    return Angle.LOW if angle in {Angle.EYE, Angle.HIGH} else Angle.EYE


def is_felt(shot: Asked) -> bool:
    """True when a line or a shot is about feeling."""
    return bool(_FEELING.search(" ".join((shot.text, *(x.emotion for x in shot.dialogue)))))
