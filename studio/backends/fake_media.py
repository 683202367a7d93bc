"""Media that the fake backend leaves: small real files, and wrong ones on purpose."""

import math
import struct
import wave
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from studio.backends.base import Request
from studio.media.encode import BITEXACT
from studio.media.ffmpeg import QUIET, run

Stuff = Literal["card", "minimal", "empty", "missing", "broken", "outside", "link", "big"]
SIDE = 16  # pixels of a minimal video
TONE = 440  # Hz
SAMPLE_RATE = 8000
BIG = 4 * 1024 * 1024  # bytes


def leave(stuff: Stuff, request: Request, folder: Path) -> str:
    """Put what the rule says into `folder` and return the name to report."""
    folder.mkdir(parents=True, exist_ok=True)
    return _MAKERS[stuff](request, folder)


def _minimal(request: Request, folder: Path) -> str:
    return {"video": _video, "sound": _sound, "picture": _picture}[request.kind](request, folder)


def _video(request: Request, folder: Path) -> str:
    """Raw video in grey, another grey for every seed and frame; frame count and rate are exact."""
    head = f"YUV4MPEG2 W{SIDE} H{SIDE} F{request.rate_num}:{request.rate_den} Ip A1:1 C420jpeg\n"
    with (folder / "take.y4m").open("wb") as stream:
        stream.write(head.encode())
        for frame in range(request.frames):
            grey = 16 + (request.seed + frame) % 220
            stream.write(b"FRAME\n" + bytes([grey]) * SIDE**2 + b"\x80" * (SIDE**2 // 2))
    return "take.y4m"


def _sound(request: Request, folder: Path) -> str:
    """A tone of the length asked for."""
    seconds = Fraction(request.frames * request.rate_den, request.rate_num)
    count = math.floor(seconds * SAMPLE_RATE + Fraction(1, 2))
    pitch = TONE + request.seed % 100
    steps = (math.sin(2 * math.pi * pitch * n / SAMPLE_RATE) for n in range(count))
    with wave.open(str(folder / "take.wav"), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(SAMPLE_RATE)
        stream.writeframes(b"".join(struct.pack("<h", round(8000 * step)) for step in steps))
    return "take.wav"


def _card(request: Request, folder: Path) -> str:
    """A test card with a tone, exact in frames, H.264 at the size asked for."""
    rate = f"{request.rate_num}/{request.rate_den}"
    seconds = float(Fraction(request.frames * request.rate_den, request.rate_num))
    card = f"testsrc2=size={request.width}x{request.height}:rate={rate}"
    tone = f"sine=frequency={TONE + request.seed % 100}:sample_rate=48000:duration={seconds:.6f}"
    command = [*QUIET, "-f", "lavfi", "-i", card, "-f", "lavfi", "-i", tone]
    command += ["-frames:v", str(request.frames), "-c:v", "libx264", "-preset", "ultrafast"]
    command += ["-pix_fmt", "yuv420p", "-c:a", "pcm_s16le", *BITEXACT]
    run([*command, str(folder / "take.mov")], frames=request.frames)
    return "take.mov"


def _picture(request: Request, folder: Path) -> str:
    pixels = np.full((36, 64, 3), request.seed % 256, dtype=np.uint8)
    _, data = cv2.imencode(".png", pixels)
    (folder / "take.png").write_bytes(data.tobytes())
    return "take.png"


def _empty(_request: Request, folder: Path) -> str:
    (folder / "take.mp4").touch()
    return "take.mp4"


def _missing(_request: Request, _folder: Path) -> str:
    return "take.mp4"


def _broken(_request: Request, folder: Path) -> str:
    (folder / "take.mp4").write_bytes(b"this is no film" * 40)
    return "take.mp4"


def _outside(_request: Request, folder: Path) -> str:
    folder.parent.joinpath("stray.mp4").write_bytes(b"stray")
    return "../stray.mp4"


def _link(_request: Request, folder: Path) -> str:
    target = folder.parent / "target.mp4"
    target.write_bytes(b"target")
    (folder / "take.mp4").symlink_to(target)
    return "take.mp4"


def _big(_request: Request, folder: Path) -> str:
    """More than a small disk holds."""
    with (folder / "take.mp4").open("wb", buffering=0) as stream:
        for _ in range(BIG // 65536):
            stream.write(b"\0" * 65536)
    return "take.mp4"


_MAKERS: dict[Stuff, Callable[[Request, Path], str]] = {
    "card": _card,
    "minimal": _minimal,
    "empty": _empty,
    "missing": _missing,
    "broken": _broken,
    "outside": _outside,
    "link": _link,
    "big": _big,
}
