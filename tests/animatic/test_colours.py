"""A colour of a drawing is the same colour in the take's file, by the numbers of BT.709."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

from studio.animatic.camera import plan
from studio.animatic.compositor import Compositor
from studio.animatic.elements import drawn_at
from studio.animatic.perform import at
from studio.animatic.stage import Layer, Stage
from studio.media.encode import Encoder
from studio.media.ffmpeg import find_ffmpeg

SIZE = (128, 64)
COLOURS = [(0, 0, 0), (255, 255, 255), (200, 85, 61), (61, 122, 200), (30, 160, 40)]  # R, G, B


def numbers(red: int, green: int, blue: int) -> tuple[float, float, float]:
    """Y, U and V in limited range (ITU-R BT.709, sections 3 and 4)."""
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return (
        16 + 219 * luma / 255,
        128 + 224 * (blue - luma) / 1.8556 / 255,
        128 + 224 * (red - luma) / 1.5748 / 255,
    )


@pytest.mark.parametrize("fine", [1.0, 0.5])
def test_flat_colours_reach_the_file_as_they_are(fine: float, tmp_path: Path) -> None:
    path, film = plan(["pan_left"], 1, 24), tmp_path / "take.mov"
    with Encoder(film, width=SIZE[0], height=SIZE[1], rate=(24, 1), frames=len(COLOURS)) as encoder:
        for red, green, blue in COLOURS:
            pixels = np.empty((round(SIZE[1] * fine), round(SIZE[0] * fine), 4), np.uint8)
            pixels[:] = (blue, green, red, 255)
            stage = Stage((Layer(pixels, -0.1, -0.1, 1.2, 0.0, opaque=True),))
            assert (drawn_at(stage, path, SIZE) == SIZE) is (fine == 1.0)
            encoder.write(at(Compositor(stage, path, SIZE, 24.0), 0))
    command = [find_ffmpeg(), "-v", "error", "-i", str(film), "-f", "rawvideo", "-pix_fmt"]
    raw = subprocess.run([*command, "yuv420p", "-"], check=True, capture_output=True).stdout
    frames = np.frombuffer(raw, np.uint8).reshape(len(COLOURS), -1).astype(float)
    area = SIZE[0] * SIZE[1]
    for colour, frame in zip(COLOURS, frames, strict=True):
        planes = frame[:area], frame[area : area * 5 // 4], frame[area * 5 // 4 :]
        for plane, wanted in zip(planes, numbers(*colour), strict=True):
            assert np.abs(plane - wanted).max() <= 1.0, colour
