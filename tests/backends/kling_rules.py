"""What Kling refuses, written from its contract and not from the client."""

import base64
import re
from typing import Any
from urllib.parse import urlsplit

FORBIDDEN = {
    "model_name", "mode", "sound", "negative_prompt", "cfg_scale", "camera_control", "image_tail",
    "seed", "n", "model", "external_task_id", "callback_url",
}  # fmt: skip
FIVE_TEN, LONG, O1 = {5, 10}, set(range(3, 16)), set(range(3, 11))
HD, UHD = {"720p", "1080p"}, {"720p", "1080p", "4k"}
RATIOS = {"16:9", "9:16", "1:1"}
OMNI = {
    "prompt",
    "first_frame",
    "last_frame",
    "refer_image",
    "feature_video",
    "base_video",
    "element",
}
# By path: content types, resolutions, durations, and which other settings there are.
PATHS: dict[str, dict[str, Any]] = {
    "/text-to-video/kling-3.0": {
        "res": UHD,
        "dur": LONG,
        "ratio": True,
        "audio": {"native", "off"},
        "multi": True,
        "words": 3072,
    },
    "/image-to-video/kling-3.0": {
        "types": {"prompt", "first_frame", "last_frame", "element"},
        "res": UHD,
        "dur": LONG,
        "audio": {"native", "off"},
        "multi": True,
        "words": 3072,
        "elements": 3,
    },
    "/omni-video/kling-3.0-omni": {
        "types": OMNI,
        "res": UHD,
        "dur": LONG,
        "ratio": True,
        "audio": {"native", "original", "off"},
        "multi": True,
        "words": 3072,
    },
    "/motion-control/kling-3.0": {
        "types": {"prompt", "image", "video", "element"},
        "res": HD,
        "audio": {"original", "off"},
        "words": 2500,
        "orient": True,
        "elements": 1,
    },
    "/text-to-video/kling-3.0-turbo": {
        "res": HD,
        "dur": LONG,
        "ratio": True,
        "syntax": True,
        "words": 3072,
    },
    "/image-to-video/kling-3.0-turbo": {
        "types": {"prompt", "first_frame"},
        "res": HD,
        "dur": LONG,
        "syntax": True,
        "words": 2500,
    },
    "/omni-video/kling-o1": {
        "types": OMNI,
        "res": HD,
        "dur": O1,
        "ratio": True,
        "audio": {"original", "off"},
        "words": 2500,
    },
    "/text-to-video/kling-2.6": {
        "res": HD,
        "dur": FIVE_TEN,
        "ratio": True,
        "audio": {"native", "off"},
        "words": 2500,
    },
    "/image-to-video/kling-2.6": {
        "types": {"prompt", "first_frame", "last_frame", "voice"},
        "res": HD,
        "dur": FIVE_TEN,
        "audio": {"native", "off"},
        "words": 2500,
    },
    "/motion-control/kling-2.6": {
        "types": {"prompt", "image", "video"},
        "res": HD,
        "audio": {"original", "off"},
        "words": 2500,
        "orient": True,
    },
    "/text-to-video/kling-2.5-turbo": {"res": HD, "dur": FIVE_TEN, "ratio": True, "words": 2500},
    "/image-to-video/kling-2.5-turbo": {
        "types": {"prompt", "first_frame", "last_frame"},
        "res": HD,
        "dur": FIVE_TEN,
        "words": 2500,
    },
}
FIELDS = {
    "prompt": {"type", "text"}, "element": {"type", "element_id", "id"},
    "voice": {"type", "voice_id", "id"},
}  # fmt: skip
VIDEOS = {"feature_video", "base_video", "video"}
SHOT = re.compile(r"shot (\d+), (\d+), ([^;]*);\s*")
LOOKS_SHOT = re.compile(r"\bshot\s*\d+\s*,\s*\d+\s*,", re.IGNORECASE)


def wrong(path: str, body: Any, characters: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]
    """Everything that is wrong with a body for a path of the new API."""
    rules = PATHS[path]
    faults: list[str] = []
    if not isinstance(body, dict):
        return ["the body is no object"]
    known = {"settings", "options", "contents" if "types" in rules else "prompt"}
    faults += [f"unknown field {name}" for name in body.keys() - known]
    settings, options = body.get("settings", {}), body.get("options", {})
    items: list[dict[str, Any]] = []
    text = body.get("prompt")
    if "types" in rules:
        items = body.get("contents", [])
        prompts = [item for item in items if item.get("type") == "prompt"]
        if len(prompts) != 1:
            faults.append("exactly one prompt")
        text = prompts[0].get("text") if prompts else ""
    if not isinstance(text, str) or not text.strip():
        return [*faults, "prompt"]
    if len(text) > rules["words"]:
        faults.append("prompt too long")
    for item in items:
        faults += _item(item, rules)
    faults += _settings(settings, rules, items, path)
    faults += _options(options)
    faults += _counts(path, items, characters)
    faults += _ids(text, items)
    faults += _shots(text, settings, rules)
    return faults


def _item(item: dict[str, Any], rules: dict[str, Any]) -> list[str]:
    kind = item.get("type")
    if kind not in rules["types"]:
        return [f"content type {kind}"]
    faults = [f"{kind}.{name}" for name in item.keys() - FIELDS.get(kind, {"type", "url", "id"})]
    if kind in {"element", "voice"}:
        wanted = item.get(f"{kind}_id")
        if not (isinstance(wanted, str) and wanted and isinstance(item.get("id"), str)):
            faults.append(f"{kind}_id and id are strings")
    elif kind in VIDEOS:
        faults += link_faults(item.get("url"), kind)
    elif kind != "prompt":
        faults += picture_faults(item.get("url"), kind)
    return faults


def link_faults(url: Any, name: str) -> list[str]:
    """A public web link."""
    parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
    host = parts.hostname or ""
    inside = host in {"localhost", "127.0.0.1", "::1"} or host.startswith(("192.168.", "10."))
    return [f"{name} needs a public URL"] if parts.scheme not in {"http", "https"} or inside else []


def picture_faults(url: Any, name: str, most: int = 50_000_000) -> list[str]:
    """A web link or raw Base64 of a JPEG or PNG."""
    if not isinstance(url, str) or not url:
        return [f"{name} url"]
    if url.startswith(("http://", "https://")):
        return link_faults(url, name)
    if url.startswith("data:") or "\n" in url:
        return [f"{name} has a data: prefix or line ends"]
    try:
        data = base64.b64decode(url, validate=True)
    except ValueError:
        return [f"{name} is no Base64"]
    good = data.startswith((b"\xff\xd8\xff", b"\x89PNG")) and len(data) <= most
    return [] if good else [f"{name} is no picture"]


def _settings(
    settings: Any, rules: dict[str, Any], items: list[dict[str, Any]], path: str
) -> list[str]:
    faults: list[str] = []
    types = {item.get("type") for item in items}
    allowed = {"resolution"}
    if settings.get("resolution") not in rules["res"]:
        faults.append("resolution")
    if "dur" in rules:
        allowed.add("duration")
        given = settings.get("duration")
        if "base_video" in types:
            pass
        elif type(given) is not int or given not in rules["dur"]:
            faults.append("duration")
    alone = [i["type"] for i in items if i["type"] != "prompt"] == ["first_frame"]
    if path.endswith("o1") and alone and settings.get("duration") not in FIVE_TEN:
        faults.append("o1: a first frame alone makes 5 or 10 s")
    if rules.get("ratio"):
        allowed.add("aspect_ratio")
        free = not types & {"first_frame", *VIDEOS}
        if settings.get("aspect_ratio") not in (RATIOS if free else RATIOS | {None}):
            faults.append("aspect_ratio")
    if "audio" in rules:
        allowed.add("audio")
        if settings.get("audio") not in rules["audio"]:
            faults.append("audio")
    if rules.get("multi"):
        allowed.add("multi_shot")
        if type(settings.get("multi_shot")) is not bool:
            faults.append("multi_shot must be explicit")
    if rules.get("orient"):
        allowed.add("character_orientation")
        if settings.get("character_orientation") not in {"image", "video"}:
            faults.append("character_orientation")
    faults += [f"settings.{name}" for name in settings.keys() - allowed]
    audio = settings.get("audio")
    if "kling-2.6" in path or "kling-2.5" in path:
        if audio == "native" and settings.get("resolution") != "1080p":
            faults.append("native needs 1080p")
        if "last_frame" in types and settings.get("resolution") != "1080p":
            faults.append("last_frame needs 1080p")
        if "last_frame" in types and audio == "native":
            faults.append("last_frame is silent")
        if "voice" in types and audio != "native":
            faults.append("voice needs native")
    if "feature_video" in types and audio != "off":
        faults.append("feature_video needs audio off")
    if "feature_video" in types and rules.get("multi") and settings.get("multi_shot") is not True:
        faults.append("feature_video needs multi_shot true")
    if "base_video" in types:
        if audio == "native" or settings.get("multi_shot") is True:
            faults.append("base_video: audio or multi_shot")
        if types & {"first_frame", "last_frame"}:
            faults.append("base_video with frames")
    return faults


def _options(options: Any) -> list[str]:
    faults = [
        f"options.{n}"
        for n in options.keys() - {"external_task_id", "watermark_info", "callback_url"}
    ]
    external = options.get("external_task_id")
    if not (isinstance(external, str) and 0 < len(external) <= 64 and "," not in external):
        faults.append("external_task_id")
    mark = options.get("watermark_info", {"enabled": False})
    if not (mark.keys() == {"enabled"} and type(mark["enabled"]) is bool):
        faults.append("watermark_info")
    return faults


def _counts(path: str, items: list[dict[str, Any]], characters: set[str]) -> list[str]:
    def count(*types: str) -> int:
        return sum(item.get("type") in types for item in items)

    faults: list[str] = []
    if count("first_frame") > 1 or count("last_frame") > 1 or count(*VIDEOS) > 1:
        faults.append("too many frames or videos")
    if count("last_frame") and not count("first_frame"):
        faults.append("last_frame alone")
    if path.startswith("/image-to-video") and not count("first_frame"):
        faults.append("first_frame")
    if path.startswith("/motion") and (count("image") != 1 or count("video") != 1):
        faults.append("image and video")
    if count("voice") > 2:
        faults.append("voices")
    if count("element") > PATHS[path].get("elements", 99):
        faults.append("elements")
    if not path.startswith("/omni"):
        return faults
    elements = [item["element_id"] for item in items if item.get("type") == "element"]
    film = sum(each in characters for each in elements)
    plain, pictures = len(elements) - film, count("refer_image")
    if path.endswith("o1"):
        if film:
            faults.append("o1 takes no video elements")
        if count("first_frame") and count("last_frame") and (plain or pictures):
            faults.append("o1: two frames and nothing else")
        if count("feature_video") and count("last_frame"):
            faults.append("o1: feature_video pairs with first_frame only")
    if count(*VIDEOS):
        if film and (film > 1 or plain or pictures):
            faults.append("matrix: video with characters")
        if pictures + plain > 4:
            faults.append("matrix: 4 with a video")
    elif film:
        if film > 3 or pictures + plain > 4:
            faults.append("matrix: characters")
    elif pictures + plain > 7:
        faults.append("matrix: 7")
    if count("first_frame") and len(elements) > 3:
        faults.append("matrix: 3 elements with frames")
    return faults


def _ids(text: str, items: list[dict[str, Any]]) -> list[str]:
    ids = [item["id"] for item in items if "id" in item]
    faults = ["ids are not unique"] if len(set(ids)) < len(ids) else []
    if any(one != other and one in other for one in ids for other in ids):
        faults.append("an id is part of another")
    faults += [
        f"@{name} has no item"
        for name in re.findall(r"@([^\s,.;:!?，。；：！？“”\"()（）]*)", text)
        if name not in ids
    ]
    if "<<<" in text:
        faults.append("<<<")
    return faults


def _shots(text: str, settings: dict[str, Any], rules: dict[str, Any]) -> list[str]:
    reads = rules.get("syntax") or settings.get("multi_shot")
    if not (LOOKS_SHOT.search(text) and reads):
        return []
    found = SHOT.findall(text)
    if "".join(match.group(0) for match in SHOT.finditer(text)).strip() != text.strip():
        return ["multi-shot text does not parse"]
    faults: list[str] = []
    if [int(number) for number, _, _ in found] != list(range(1, len(found) + 1)) or len(found) > 6:
        faults.append("shot numbers")
    if any(
        int(seconds) < 1 or len(words) > 512 or not words.strip() for _, seconds, words in found
    ):
        faults.append("shot words or seconds")
    if sum(int(seconds) for _, seconds, _ in found) != settings.get("duration"):
        faults.append("sum of shots")
    return faults
