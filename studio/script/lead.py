"""What a brief says of itself before it begins: its form and kind, as in `Horror short: ...`."""

import re

_WIDE = (
    r"短片|微电影|广告片?|宣传片|推广片|带货|预告片?|短剧|短视频|视频|录影带|录像带|MV|纪录片|动画片?|电影|影片|故事片?|剧情|剧本|"
    r"创意|简介|梗概|大纲|需求|脚本|文案|风格|题材|类型|恐怖|惊悚|爱情|科幻|悬疑|喜剧|武侠|古装|TVC|"
    r"产品演示|产品展示|演示|特效(?:镜头)?|空镜|一镜到底|长镜头|(?:航拍|俯拍|仰拍|慢动作)镜头|预告|先导|翻拍|复刻|逐镜复刻|"
    r"(?:追逐|打|动作|感情|爱情|对手|群|文|武|重头|夜|雨)戏|"
    r"広告|CM|短編|映画|予告編?|物語|あらすじ|ミュージックビデオ|ドキュメンタリー|ホラー|アニメ|動画|"
    r"광고|단편|영화|예고편?|이야기|뮤직비디오|다큐멘터리|공포물?|영상|브리프"
)
_LATIN = (
    r"ads?|adverts?|advertisement|commercial|promo|spot|trailer|teaser|short(?:[ -]film)?|film|movie|video|clip|reel|"
    r"documentary|animation|cartoon|anime|brief|story|logline|synopsis|pitch|treatment|romance|horror|thriller|"
    r"drama|comedy|western|noir|sci-?fi|montage|tvc|demo|vfx|(?:effects?|vfx|fx|hero|establishing) shot|one[- ]take|"
    r"(?:continuous|single|long) (?:take|shot)|oner|remake|psa|explainer|title sequence|opening|"
    r"anuncio|comercial|corto(?:metraje)?|tr[áa]iler|historia|documental|videoclip|pel[íi]cula"
)
_LEAD = re.compile(
    rf"\s*(?:(?:[^:\uff1a\n。!\uff01?\uff1f]|(?<=\d)[:\uff1a](?=\d)){{0,60}}?(?:{_WIDE})"
    rf"(?:[\s,\uff0c、(\uff08·-](?:[^:\uff1a\n。]|(?<=\d)[:\uff1a](?=\d)){{0,60}})?"
    rf"|(?:an? |the |una? |el |la )?(?:(?:[^\s:\uff1a]|\d:(?=\d)){{1,30}}[ ]){{0,7}}?(?:{_LATIN})(?:[ ](?:vertical|horizontal|corto|breve|cuadrado|publicitario|musical))?"
    rf"(?:[ ](?:for|about|of|in|on|set|with|from|de|sobre|para|con|spots?)\b(?:[^:\uff1a\n]|(?<=\d):(?=\d)){{0,80}}"
    rf"|[ ]?[,(](?:[^:\uff1a\n]|(?<=\d):(?=\d)){{0,60}})?)"
    r"[ ]?(?:\uff1a|(?<!\d):|:(?!\d))[ ]*(?=\S)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"(?:{_WIDE})$|(?:^|[\s-])(?:{_LATIN.replace('spot|', '')})$|[\s-]spot$", re.IGNORECASE
)


# One shot is asked for: an effects shot, a single take. `Shot 1` and `10 shots` are others.
ONE_SHOT = re.compile(
    r"一镜到底|长镜头|(?:特效|航拍|俯拍|仰拍|慢动作)镜头(?=[\uff1a:\uff0c,])|ワンカット|원테이크|plano secuencia|"
    r"\b(?:effects?|vfx|fx|hero|establishing|single) shot\b(?= ?[:,\uff0c]| of\b)|"
    r"\b(?:one|single|continuous|long)[- ](?:continuous )?(?:take|shot)\b|\boner\b",
    re.IGNORECASE,
)


def lead_of(text: str) -> str:
    """The first words of a brief up to their colon, where they name a kind or form of film."""
    found = _LEAD.match(text)
    return found.group() if found else ""


def without_lead(text: str) -> str:
    """The brief from where it begins to tell."""
    return text[len(lead_of(text)) :]


def is_label(name: str) -> bool:
    """True for what stands before a colon and names a film rather than a speaker."""
    return bool(_LABEL.search(name.strip()))
