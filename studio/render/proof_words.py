"""What the streams of a file are called by people, where libraries have names of their own."""

import re
from collections.abc import Mapping

from studio.render.coding import CODINGS, Codec
from studio.render.delivery import Delivery

_CODECS = {
    "h264": "H.264", "hevc": "H.265", "av1": "AV1", "vp9": "VP9", "prores": "ProRes",
    "dnxhd": "DNxHR", "gif": "GIF", "png": "PNG", "tiff": "TIFF", "exr": "OpenEXR",
    "mpeg4": "MPEG-4", "mpeg2video": "MPEG-2", "mjpeg": "Motion JPEG",
    "aac": "AAC", "flac": "FLAC", "mp3": "MP3", "opus": "Opus", "vorbis": "Vorbis", "alac": "ALAC",
    "ac3": "AC-3", "eac3": "E-AC-3",
}  # fmt: skip
_SAME = {Codec.PRORES_HQ: "prores", Codec.PRORES_4444: "prores", Codec.DNXHR_HQ: "dnxhd"}
_PCM = re.compile(r"pcm_[su](\d+)[lb]e")
_PLANES = re.compile(r"yuv(a?)j?(\d)(\d)(\d)p(\d*)(?:le|be)?")
_RGB = {"rgb24": 8, "rgba": 8, "bgra": 8, "gbrp": 8, "rgb48le": 16, "rgb48be": 16, "rgba64be": 16}


def codec_called(name: str, delivery: Delivery | None = None) -> str:
    """A codec as people call it; `delivery` knows the kind of ProRes."""
    if delivery is not None and name == _SAME.get(delivery.codec):
        return CODINGS[delivery.codec].title
    found = _PCM.fullmatch(name)
    return f"PCM {found[1]}-bit" if found else _CODECS.get(name, name)


def pixels_called(name: str) -> str:
    """A pixel format as people call it, such as `4:2:2 10-bit`."""
    if name in _RGB:
        return f"RGB {_RGB[name]}-bit"
    found = _PLANES.fullmatch(name)
    if found is None:
        return name
    alpha = "+A" if found[1] else ""
    return f"{found[2]}:{found[3]}:{found[4]}{alpha} {found[5] or 8}-bit"


def told(facts: Mapping[str, object], name: str) -> str:
    """A fact of a stream as text."""
    return str(facts.get(name, "-"))
