"""What Kling's older API refuses, written from its contract and not from the client."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from tests.backends.kling_rules import link_faults, picture_faults

MOST = 10_000_000
ACCESS, SECRET = "access-key-0123", "secret-key-very-secret-4567"
RATIOS = {"16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9"}
Check = Callable[[dict[str, Any]], list[str]]


def token_fault(token: str, now: float) -> int:
    """The code for a token that is no good, 0 for a good one."""
    parts = token.split(".")
    if len(parts) != 3:
        return 1002
    try:
        head, claims = (json.loads(_decoded(part)) for part in parts[:2])
        given = _decoded(parts[2])
    except (ValueError, binascii.Error):
        return 1002
    wanted = hmac.new(SECRET.encode(), f"{parts[0]}.{parts[1]}".encode(), hashlib.sha256).digest()
    whole = all(type(claims.get(name)) is int for name in ("exp", "nbf"))
    if head != {"alg": "HS256", "typ": "JWT"} or claims.get("iss") != ACCESS or not whole:
        return 1002
    if not hmac.compare_digest(given, wanted) or claims["exp"] - claims["nbf"] > 1806:
        return 1002
    if claims["nbf"] > now:
        return 1003
    return 1004 if claims["exp"] <= now else 0


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _fields(body: dict[str, Any], needed: str, more: str = "") -> list[str]:
    wanted, others = set(needed.split()), set(more.split())
    faults = [f"{name} is missing" for name in wanted - body.keys()]
    common = {"external_task_id", "callback_url", "watermark_info"}
    return faults + [f"unknown field {name}" for name in body.keys() - wanted - others - common]


def _elements(body: dict[str, Any]) -> list[str]:
    given = body.get("element_list", [])
    return (
        [] if all(type(each["element_id"]) is int for each in given) else ["element_id is a number"]
    )


def _generations(body: dict[str, Any]) -> list[str]:
    faults = _fields(
        body, "model_name prompt", "negative_prompt image resolution n aspect_ratio element_list"
    )
    faults += ["prompt"] * (len(body["prompt"]) > 2500 or "@" in body["prompt"])
    faults += ["resolution"] * (body.get("resolution") not in {"1k", "2k"})
    faults += ["n"] * (body.get("n", 1) not in range(1, 10))
    return faults + ["aspect_ratio"] * (body.get("aspect_ratio") not in RATIOS) + _elements(body)


def _omni_image(body: dict[str, Any]) -> list[str]:
    faults = _fields(
        body, "model_name prompt", "image_list element_list resolution n aspect_ratio result_type"
    )
    images, elements = body.get("image_list", []), body.get("element_list", [])
    faults += ["too many"] * (len(images) + len(elements) > 10)
    for each in images:
        faults += _fields(each, "image") + picture_faults(each.get("image"), "image", MOST)
    faults += ["@ in a prompt"] * ("@" in body["prompt"])
    for number in range(1, 11):
        cited = f"<<<image_{number}>>>" in body["prompt"]
        faults += [f"image_{number}"] * (cited and number > len(images))
        cited = f"<<<element_{number}>>>" in body["prompt"]
        faults += [f"element_{number}"] * (cited and number > len(elements))
    faults += ["resolution"] * (body.get("resolution") not in {"1k", "2k", "4k"})
    return faults + _elements(body)


def _element(body: dict[str, Any]) -> list[str]:
    faults = _fields(
        body, "element_name element_description reference_type",
        "element_image_list element_video_list element_voice_id tag_list",
    )  # fmt: skip
    faults += ["element_name"] * (not 0 < len(body["element_name"]) <= 20)
    faults += ["element_description"] * (not 0 < len(body["element_description"]) <= 100)
    if body["reference_type"] == "image_refer":
        images = body.get("element_image_list", {})
        faults += picture_faults(images.get("frontal_image"), "frontal_image", MOST)
        refer = images.get("refer_images", [])
        faults += ["refer_images"] * (not 1 <= len(refer) <= 3)
        for each in refer:
            faults += picture_faults(each.get("image_url"), "image_url", MOST)
    elif body["reference_type"] == "video_refer":
        videos = body.get("element_video_list", {}).get("refer_videos", [])
        faults += ["refer_videos"] * (len(videos) != 1)
        for each in videos:
            faults += link_faults(each.get("video_url"), "video_url")
    else:
        faults.append("reference_type")
    known = {f"o_{number}" for number in range(101, 109)}
    return faults + ["tag_list"] * any(
        t.get("tag_id") not in known for t in body.get("tag_list", [])
    )


def _voice(body: dict[str, Any]) -> list[str]:
    faults = _fields(body, "voice_name", "voice_url video_id")
    faults += ["voice_name"] * (not 0 < len(body.get("voice_name", "")) <= 20)
    faults += ["one source"] * (("voice_url" in body) == ("video_id" in body))
    return faults + (link_faults(body["voice_url"], "voice_url") if "voice_url" in body else [])


def _tts(body: dict[str, Any]) -> list[str]:
    faults = _fields(body, "text voice_id voice_language", "voice_speed")
    faults += ["external_task_id"] * ("external_task_id" in body)
    faults += ["text"] * (not 0 < len(body["text"]) <= 1000)
    speed = body.get("voice_speed", 1.0)
    faults += ["voice_speed"] * (not 0.8 <= speed <= 2.0 or round(speed, 1) != speed)
    return faults + ["voice_language"] * (body["voice_language"] not in {"zh", "en"})


def _faces(body: dict[str, Any]) -> list[str]:
    faults = _fields(body, "", "video_id video_url")
    faults += ["one source"] * (("video_id" in body) == ("video_url" in body))
    return faults + (link_faults(body["video_url"], "video_url") if "video_url" in body else [])


def _sound(body: dict[str, Any]) -> list[str]:
    faults = ["one sound"] * (("audio_id" in body) == ("sound_file" in body))
    given = body.get("sound_file", "")
    if given and not given.startswith(("http://", "https://")):
        try:
            faults += ["sound_file"] * (len(base64.b64decode(given, validate=True)) > 5_000_000)
        except ValueError:
            faults.append("sound_file is no Base64")
    return faults


def _lips(body: dict[str, Any]) -> list[str]:
    faults = _fields(body, "session_id face_choose")
    if len(body["face_choose"]) != 1:
        return [*faults, "one face"]
    face = body["face_choose"][0]
    faults += _sound(face)
    for name in ("sound_start_time", "sound_end_time", "sound_insert_time"):
        faults += [name] * (type(face.get(name)) is not int)
    if not faults:
        faults += ["less than 2 s"] * (face["sound_end_time"] - face["sound_start_time"] < 2000)
    for name in ("sound_volume", "original_audio_volume"):
        faults += [name] * (not 0 <= face.get(name, 1) <= 2)
    return faults


def _avatar(body: dict[str, Any]) -> list[str]:
    faults = _fields(body, "image", "audio_id sound_file prompt mode")
    faults += picture_faults(body.get("image"), "image", MOST) + _sound(body)
    return faults + ["mode"] * (body.get("mode", "std") not in {"std", "pro"})


def _text_to_audio(body: dict[str, Any]) -> list[str]:
    faults = _fields(body, "prompt duration") + ["prompt"] * (not 0 < len(body["prompt"]) <= 200)
    return faults + ["duration"] * (not 3.0 <= body["duration"] <= 10.0)


def _video_to_audio(body: dict[str, Any]) -> list[str]:
    faults = _fields(body, "", "video_id video_url sound_effect_prompt bgm_prompt asmr_mode")
    faults += ["one source"] * (("video_id" in body) == ("video_url" in body))
    return faults + (link_faults(body["video_url"], "video_url") if "video_url" in body else [])


def _angles(body: dict[str, Any]) -> list[str]:
    faults = _fields(body, "element_frontal_image")
    return faults + picture_faults(body.get("element_frontal_image"), "image", MOST)


CHECKS: dict[str, Check] = {
    "/v1/images/generations": _generations,
    "/v1/images/omni-image": _omni_image,
    "/v1/general/advanced-custom-elements": _element,
    "/v1/general/custom-voices": _voice,
    "/v1/audio/tts": _tts,
    "/v1/videos/identify-face": _faces,
    "/v1/videos/advanced-lip-sync": _lips,
    "/v1/videos/avatar/image2video": _avatar,
    "/v1/audio/text-to-audio": _text_to_audio,
    "/v1/audio/video-to-audio": _video_to_audio,
    "/v1/general/ai-multi-shot": _angles,
}
AT_ONCE = {"/v1/audio/tts", "/v1/videos/identify-face"}
