"""Which encoders there are: those of the installed ffmpeg, and those of graphics hardware.

That ffmpeg knows a hardware encoder says nothing about the machine, so a few pictures are really
encoded, once a process, before one is used. What was asked for is never replaced by another.
"""

import re
import subprocess
from functools import cache

from studio.errors import BadInput, StudioError
from studio.media.ffmpeg import QUIET, find_ffmpeg, run
from studio.media.program import noted
from studio.messages import Listed
from studio.render.coding import CODINGS, SOUND_ENCODER, Codec
from studio.render.delivery import Delivery, Hardware

ANY = "any"  # any hardware that is found
_CODECS = (Codec.H264, Codec.HEVC, Codec.AV1)  # that hardware has
_SECONDS = 20
_NAMES = re.compile(r"[\w-]+( [\w-]+)+")
VAAPI_DEVICE = "/dev/dri/renderD128"


def name_of(codec: Codec, hardware: Hardware | None) -> str:
    """What ffmpeg calls an encoder."""
    if hardware is None:
        return CODINGS[codec].encoder
    return f"{codec.value}_{hardware.value}"


@cache
def listed(ffmpeg: str) -> frozenset[str]:
    """The encoders that an ffmpeg names; asked once for a program."""
    try:
        return frozenset(noted(ffmpeg, "encoders", _NAMES, lambda: _asked(ffmpeg)).split())
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StudioError("media.no_ffmpeg") from error


def _asked(ffmpeg: str) -> str:
    said = subprocess.run(
        [ffmpeg, "-hide_banner", "-encoders"], stdin=subprocess.DEVNULL, capture_output=True,
        timeout=_SECONDS, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip
    rows = said.stdout.decode("ascii", errors="replace").partition("------")[2].splitlines()
    return " ".join(row.split()[1] for row in rows if len(row.split()) > 1)


def require(delivery: Delivery) -> None:
    """Refuse a delivery that cannot be coded here. Raises BadInput, StudioError without ffmpeg."""
    coding, ffmpeg = delivery.coding, find_ffmpeg()
    if not delivery.sound_only:
        _require_fit(delivery)
        name = name_of(delivery.codec, delivery.hardware)
        if name not in listed(ffmpeg):
            raise BadInput("render.no_encoder", encoder=name, codec=delivery.coding.title)
        if delivery.width < coding.least[0] or delivery.height < coding.least[1]:
            least = f"{coding.least[0]}x{coding.least[1]}"
            raise BadInput("render.too_small", codec=delivery.coding.title, least=least)
        if delivery.hardware is not None:
            _require_hardware(delivery.codec, delivery.bits, delivery.hardware)
    if not delivery.silent and SOUND_ENCODER[delivery.heard] not in listed(ffmpeg):
        heard = delivery.heard
        raise BadInput("render.no_encoder", encoder=SOUND_ENCODER[heard], codec=heard.called)


def _require_fit(delivery: Delivery) -> None:
    """Codec, file and depth go together. Raises BadInput."""
    coding = delivery.coding
    if delivery.container not in coding.containers:
        known = Listed(each.value for each in coding.containers)
        codec, container = coding.title, delivery.container.value
        raise BadInput("render.unfit_container", codec=codec, container=container, known=known)
    if delivery.bits not in coding.depths:
        known = Listed(map(str, sorted(coding.depths)))
        raise BadInput("render.unfit_depth", codec=delivery.coding.title, known=known)


def _require_hardware(codec: Codec, bits: int, hardware: Hardware) -> None:
    if codec not in _CODECS or not works(find_ffmpeg(), codec, bits, hardware):
        raise BadInput("render.no_hardware", hardware=hardware.value, codec=CODINGS[codec].title)


def found_hardware(wanted: str, codec: Codec, bits: int) -> Hardware | None:
    """The hardware that a word names, `any` being the first that works; None for no word.

    Raises BadInput for a word nobody knows, and where none works.
    """
    if not wanted:
        return None
    if wanted != ANY:
        if wanted not in {each.value for each in Hardware}:
            known = Listed((ANY, *(each.value for each in Hardware)))
            raise BadInput("render.unknown_hardware", name=wanted[:40], known=known)
        _require_hardware(codec, bits, Hardware(wanted))
        return Hardware(wanted)
    ffmpeg = find_ffmpeg()
    for each in Hardware if codec in _CODECS else ():
        if name_of(codec, each) in listed(ffmpeg) and works(ffmpeg, codec, bits, each):
            return each
    raise BadInput("render.no_hardware", hardware=ANY, codec=CODINGS[codec].title)


@cache
def works(ffmpeg: str, codec: Codec, bits: int, hardware: Hardware) -> bool:
    """Whether hardware really encodes here; tried once a process for each codec and depth."""
    if bits not in CODINGS[codec].depths:
        return False
    pixels = "nv12" if bits == 8 else "p010le"
    before = ["-vaapi_device", VAAPI_DEVICE] if hardware is Hardware.VAAPI else []
    upload = ",hwupload" if hardware is Hardware.VAAPI else ""
    command = [
        *QUIET, *before, "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=0.4",
        "-vf", f"format={pixels}{upload}", "-c:v", name_of(codec, hardware), "-f", "null", "-",
    ]  # fmt: skip
    try:
        run(command, timeout=_SECONDS)
    except StudioError:
        return False
    return True


def hardware_options(delivery: Delivery, group: int) -> dict[str, object]:
    """ffmpeg's options for a hardware encoder at constant quality and closed groups of pictures."""
    family, codec = delivery.hardware, delivery.codec
    assert family is not None
    quality = round(delivery.crf)
    options: dict[str, object] = {"c:v": name_of(codec, family), "g": group}
    if family is not Hardware.VAAPI:
        options["pix_fmt"] = "nv12" if delivery.bits == 8 else "p010le"
    if codec is not Codec.AV1:
        options["profile:v"] = CODINGS[codec].profiles[delivery.bits]
        options["tag:v"] = CODINGS[codec].tag
    if family is Hardware.NVENC:
        speed = {"veryfast": "p2", "fast": "p3", "medium": "p4", "slow": "p6", "slower": "p7"}
        own = {"preset": speed[delivery.preset], "tune": "hq", "rc": "vbr", "cq": quality,
               "b:v": 0, "strict_gop": 1}  # fmt: skip
    elif family is Hardware.QSV:
        own = {"preset": delivery.preset, "global_quality": quality}
    elif family is Hardware.AMF:
        own = {"usage": "transcoding", "quality": "quality", "rc": "cqp", "qp_i": quality,
               "qp_p": quality}  # fmt: skip
    elif family is Hardware.VIDEOTOOLBOX:
        own = {"q:v": max(1, min(100, 100 - 2 * quality)), "allow_sw": 0}
    else:
        own = {"rc_mode": "CQP", "qp": quality}
    return options | own
