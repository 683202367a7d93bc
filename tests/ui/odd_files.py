"""Files that a maker may drop by mistake, and odd ones that are quite all right."""

import zlib
from pathlib import Path

import numpy as np
from PIL import Image

from studio.media.ffmpeg import QUIET, run

SIZE = (64, 48)
_EXIF_ORIENTATION = 0x0112
_TURN_RIGHT = 6  # its top is at the right of what is stored
_LIST = "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"


def picture(path: Path, size: tuple[int, int] = SIZE) -> Path:
    """A PNG with something in it."""
    noise = np.random.default_rng(3).integers(0, 255, (size[1], size[0], 3)).astype(np.uint8)
    Image.fromarray(noise).save(path, format="PNG")
    return path


def claims(path: Path, side: int) -> Path:
    """The head of a PNG that says it has `side` x `side` pixels, and no more."""
    body = b"IHDR" + side.to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    head = b"\x89PNG\r\n\x1a\n" + (len(body) - 4).to_bytes(4, "big")
    path.write_bytes(head + body + zlib.crc32(body).to_bytes(4, "big"))
    return path


def film(path: Path, *words: str, size: str = "64x48") -> Path:
    """A second of moving pictures with a tone, as ffmpeg makes it with these words."""
    source = f"testsrc=size={size}:rate=25:duration=1"
    given = ("-f", "lavfi", "-i", source, "-f", "lavfi", "-i", "sine=duration=1")
    run([*QUIET, "-y", *given, *(words or ("-pix_fmt", "yuv420p")), str(path)])
    return path


def cut_off(path: Path, share: float = 0.5) -> Path:
    """The beginning of a file."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def _text_as_picture(folder: Path) -> Path:
    path = folder / "odd.png"
    path.write_text("hello " * 40)
    return path


def _empty(folder: Path) -> Path:
    path = folder / "odd.png"
    path.touch()
    return path


def _folder(folder: Path) -> Path:
    path = folder / "odd.png"
    path.mkdir()
    return path


def _bomb(folder: Path) -> Path:
    """A small file that unpacks to 144 million pixels."""
    path = folder / "odd.png"
    Image.new("1", (12_000, 12_000)).save(path)
    return path


def _playlist(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text(_LIST)
    return path


REFUSED = {
    "missing": lambda folder: folder / "odd.png",
    "cut-off picture": lambda folder: cut_off(picture(folder / "odd.png")),
    "cut-off film": lambda folder: cut_off(film(folder / "odd.mp4")),
    "zero bytes": _empty,
    "text called a picture": _text_as_picture,
    "folder called a picture": _folder,
    "huge claim": lambda folder: claims(folder / "odd.png", 40_000),
    "decompression bomb": _bomb,
    "playlist": lambda folder: _playlist(folder, "odd.m3u8"),
    "playlist called a film": lambda folder: _playlist(folder, "odd.mp4"),
}


def _turned(folder: Path) -> Path:
    """Stored lying, meant to stand."""
    exif = Image.Exif()
    exif[_EXIF_ORIENTATION] = _TURN_RIGHT
    Image.new("RGB", SIZE, (200, 30, 30)).save(folder / "turned.jpg", exif=exif)
    return folder / "turned.jpg"


def _cmyk(folder: Path) -> Path:
    Image.new("CMYK", SIZE, (0, 200, 200, 0)).save(folder / "print.jpg")
    return folder / "print.jpg"


def _two_tracks(folder: Path) -> Path:
    words = ("-map", "0:v", "-map", "1:a", "-map", "1:a", "-pix_fmt", "yuv420p")
    return film(folder / "tracks.mkv", *words)


def _uneven(folder: Path) -> Path:
    """Frames that lie at uneven times."""
    words = ("-vf", "setpts=N*N/900/TB", "-fps_mode", "vfr", "-an", "-pix_fmt", "yuv420p")
    return film(folder / "uneven.mp4", *words)


TAKEN = {
    "film called a picture": lambda folder: film(folder / "a.mov").rename(folder / "clip.png"),
    "turned by EXIF": _turned,
    "CMYK": _cmyk,
    "odd size": lambda folder: film(
        folder / "size.mkv", "-c:v", "ffv1", "-pix_fmt", "bgr0", size="63x47"
    ),
    "no sound": lambda folder: film(folder / "mute.mp4", "-an", "-pix_fmt", "yuv420p"),
    "variable rate": _uneven,
    "several sound tracks": _two_tracks,
}
