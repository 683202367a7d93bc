"""What Ark accepts, written from its documentation alone and not from the studio's own table."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

RATIOS = {"16:9", "4:3", "1:1", "3:4", "9:16", "21:9"}
MODELS: dict[str, dict[str, Any]] = {
    "seedance-2-5-260628": {
        "resolutions": {"480p", "720p", "1080p"}, "seconds": (4, 30), "counts": (30, 10, 10, 50),
        "sound": True, "draft": True, "auto": True, "two": True, "v25": True,
    },
    "seedance-2-0-260128": {
        "resolutions": {"480p", "720p", "1080p", "4k"}, "seconds": (4, 15),
        "counts": (9, 3, 3, 15), "sound": True, "auto": True, "two": True,
    },
    "seedance-2-0-fast-260128": {
        "resolutions": {"480p", "720p"}, "seconds": (4, 15), "counts": (9, 3, 3, 15),
        "sound": True, "auto": True, "two": True,
    },
    "seedance-1-5-pro-251215": {
        "resolutions": {"480p", "720p", "1080p"}, "seconds": (4, 12), "counts": None,
        "sound": True, "draft": True, "auto": True, "seed": True,
    },
    "seedance-1-0-pro-250528": {
        "resolutions": {"480p", "720p", "1080p"}, "seconds": (2, 12), "counts": None, "seed": True,
    },
    "seedance-1-0-pro-fast-251015": {
        "resolutions": {"480p", "720p", "1080p"}, "seconds": (2, 12), "counts": None, "seed": True,
        "no_last": True,
    },
}  # fmt: skip
MODELS["seedance-2-0-mini-260615"] = MODELS["seedance-2-0-fast-260128"]
PREFIXES = {"doubao-": True, "dreamina-": True, "": True}
ALWAYS = {
    "model", "content", "resolution", "ratio", "duration", "watermark", "return_last_frame",
    "execution_expires_after", "safety_identifier", "callback_url",
}  # fmt: skip
FINAL = {
    "model", "content", "resolution", "return_last_frame", "output_format", "watermark",
    "service_tier", "execution_expires_after", "priority", "callback_url", "safety_identifier",
}  # fmt: skip
ROLES = {
    "image_url": {"first_frame", "last_frame", "reference_image"},
    "video_url": {"reference_video"},
    "audio_url": {"reference_audio"},
}
DATA = re.compile(r"data:(image|audio)/[a-z0-9]+;base64,[A-Za-z0-9+/]+=*")
EDITS = re.compile(r"edit|add|delete|remove|modify|replace|change|编辑|增加|删除|修改|替换", re.I)
EXTENDS = re.compile(r"extend|continue|延长", re.I)


def rules_of(model: str) -> dict[str, Any] | None:
    """The rules of a model id, those of 2.0 for an endpoint's."""
    if model.startswith("ep-"):
        return MODELS["seedance-2-0-260128"]
    return MODELS.get(model.removeprefix("doubao-").removeprefix("dreamina-"))


def wrong(body: Any, *, drafts: set[str] | None = None, local: bool = True) -> list[str]:
    """Everything that Ark or the checklist of a good client has against a body; empty: fine."""
    if not isinstance(body, dict):
        return ["no object"]
    rules = rules_of(str(body.get("model")))
    content = body.get("content")
    if rules is None:
        return [f"no model {body.get('model')}"]
    if not isinstance(content, list) or not content:
        return ["no content"]
    if len(json.dumps(body)) > 64_000_000:
        return ["body over 64 MB"]
    if len(str(body.get("safety_identifier", ""))) > 64:
        return ["safety_identifier is too long"]
    if any(item.get("type") == "draft_task" for item in content):
        return _final(body, rules, drafts)
    faults = _parameters(body, rules)
    items = [item for item in content if item.get("type") != "text"]
    for item in items:
        faults += _item(item, local=local)
    return faults or [*_modes(body, items, rules), *_words(content, items)]


def _final(body: dict[str, Any], rules: dict[str, Any], drafts: set[str] | None) -> list[str]:
    faults = [f"{name} with a draft" for name in body if name not in FINAL and rules.get("v25")]
    if len(body["content"]) != 1 or not rules.get("draft"):
        faults.append("a draft stands alone, with models that have drafts")
    if rules.get("v25") and body.get("resolution", "1080p") != "1080p":
        faults.append("a draft becomes 1080p")
    if drafts is not None and body["content"][0]["draft_task"]["id"] not in drafts:
        faults.append("no such draft")
    return faults


def _parameters(body: dict[str, Any], rules: dict[str, Any]) -> list[str]:
    allowed = set(ALWAYS)
    allowed |= {"generate_audio"} if rules.get("sound") else set()
    allowed |= {"priority", "tools"} if rules.get("two") else {"service_tier", "camera_fixed"}
    allowed |= {"seed"} if rules.get("seed") else set()
    allowed |= {"draft"} if rules.get("draft") else set()
    allowed |= {"output_format", "omni_reference_task_type"} if rules.get("v25") else set()
    faults = [f"no parameter {name}" for name in body if name not in allowed]
    if body.get("resolution") not in rules["resolutions"]:
        faults.append(f"resolution {body.get('resolution')}")
    if body.get("draft") and body.get("resolution") != "480p":
        faults.append("a draft is 480p")
    if body.get("draft") and not rules.get("v25") and "return_last_frame" in body:
        faults.append("a draft of 1.5 has no last frame")
    if body.get("ratio") not in RATIOS | ({"adaptive"} if rules.get("auto") else set()):
        faults.append(f"ratio {body.get('ratio')}")
    least, most = rules["seconds"]
    seconds = body.get("duration")
    if type(seconds) is not int or not (
        least <= seconds <= most or (seconds == -1 and rules.get("auto"))
    ):
        faults.append(f"duration {seconds}")
    if type(body.get("watermark")) is not bool:
        faults.append("watermark is not said")
    if rules.get("sound") and type(body.get("generate_audio")) is not bool:
        faults.append("generate_audio is not said")
    if type(body.get("seed", 0)) is not int or not -1 <= body.get("seed", 0) <= 2147483647:
        faults.append("seed")
    if body.get("service_tier") == "flex" and "priority" in body:
        faults.append("priority with flex")
    return faults


def _item(item: dict[str, Any], *, local: bool) -> list[str]:
    kind = str(item.get("type"))
    if kind not in ROLES:
        return [f"content type {kind}"]
    if not isinstance(item.get(kind), dict):
        return [f"content.{kind} is not valid"]
    if item.get("role") not in ROLES[kind]:
        return [f"invalid role specified for {kind}"]
    url = item[kind].get("url")
    if not isinstance(url, str):
        return ["url"]
    if url.startswith("data:"):
        if kind == "video_url":
            return ["reference_video must be provided as a web url"]
        return [] if DATA.fullmatch(url) else ["data url"]
    if url.startswith("asset://"):
        return []
    parts = urlsplit(url)
    inside = parts.hostname in {"localhost", "127.0.0.1"}
    fine = parts.scheme in {"http", "https"} and (local or not inside)
    return [] if fine else ["invalid url"]


def _modes(body: dict[str, Any], items: list[dict[str, Any]], rules: dict[str, Any]) -> list[str]:
    roles = [item["role"] for item in items]
    frames = [role for role in roles if role.endswith("_frame")]
    counts = [roles.count(f"reference_{kind}") for kind in ("image", "video", "audio")]
    faults: list[str] = []
    if frames and len(frames) < len(roles):
        faults.append("first/last frame content cannot be mixed with reference media content")
    if len(set(frames)) < len(frames):
        faults.append("expected at most one first frame image content")
    if frames and "first_frame" not in frames:
        faults.append("a last frame alone")
    if "last_frame" in frames and rules.get("no_last"):
        faults.append("no last frame")
    limits = rules["counts"] or (0, 0, 0, 0)
    if any(n > most for n, most in zip([*counts, sum(counts)], limits, strict=True)):
        faults.append(f"too many references: {counts}")
    if counts[2] and not counts[0] + counts[1] and not rules.get("v25"):
        faults.append("audio alone")
    if rules.get("v25"):
        faults += _v25(body, frames, counts)
    return faults


def _v25(body: dict[str, Any], frames: list[str], counts: list[int]) -> list[str]:
    task = body.get("omni_reference_task_type", "auto")
    text = " ".join(item["text"] for item in body["content"] if item["type"] == "text")
    faults: list[str] = []
    if task not in {"auto", "reference", "edit", "extend"}:
        faults.append("omni_reference_task_type")
    if (frames or task in {"edit", "extend"}) and body.get("ratio") != "adaptive":
        faults.append("`ratio` must be `adaptive`")
    if task == "edit" and body.get("duration") != -1:
        faults.append("`duration` must be -1")
    if task in {"edit", "extend"} and not counts[1]:
        faults.append("no video to edit or extend")
    if task == "edit" and not EDITS.search(text):
        faults.append("it does not read as an edit")
    if task == "extend" and not EXTENDS.search(text):
        faults.append("it does not read as an extension")
    return faults


def _words(content: list[dict[str, Any]], items: list[dict[str, Any]]) -> list[str]:
    texts = [item.get("text") for item in content if item.get("type") == "text"]
    if len(texts) > 1 or not all(isinstance(text, str) and text.strip() for text in texts):
        return ["one text at most, with words"]
    text = " ".join(map(str, texts))
    faults = ["--flags in the text"] if re.search(r"(^|\s)--\w", text) else []
    if "asset://" in text:
        faults.append("asset ids in the text")
    names = {"image_url": "Image|图片", "video_url": "Video|视频", "audio_url": "Audio|音频"}
    for kind, name in names.items():
        count = sum(item["type"] == kind for item in items)
        if any(int(n) > count for n in re.findall(rf"(?:{name}) ?(\d{{1,2}})\b", text)):
            faults.append(f"the text names a {kind} that is not there")
    return faults
