"""Takes for the benchmarks of the final cut: equal clips whose every picture tells its number.

A clip pans over a picture with the spectrum of photographs, with grain, and carries a row of black
and white cells: its own number, that of the frame, and a check. Its sound is noise that no other
clip has, so that it can be found again to the sample. Nothing is downloaded.
"""

import subprocess
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.cut_film import RATE
from studio.media.encode import BT709
from studio.media.ffmpeg import find_ffmpeg

SAMPLE_RATE = 48_000
PER_FRAME = SAMPLE_RATE // RATE.num  # samples
CELLS = 24  # of the row: 8 for the clip, 12 for the frame, 4 to check
Plane = npt.NDArray[np.uint8]


def code(clip: int, frame: int) -> list[bool]:
    """The cells of a picture, white where True."""
    word = clip << 12 | frame
    check = (word * 7 + (word >> 7)) & 15
    return [bool(word << 4 >> n & 1 or (n < 4 and check >> n & 1)) for n in range(CELLS)]


def read_code(luma: Plane) -> tuple[int, int] | None:
    """Clip and frame of a picture's luma, None where it is no picture of ours."""
    side = cell(luma.shape[1])
    row = luma[side // 4 : side - side // 4, : side * CELLS]
    means = row.reshape(row.shape[0], CELLS, side)[:, :, side // 4 : -(side // 4)].mean((0, 2))
    bits = [bool(mean > 126) for mean in means]
    word = sum(bit << n for n, bit in enumerate(bits)) >> 4
    clip, frame = word >> 12, word & 4095
    return (clip, frame) if bits == code(clip, frame) else None


def cell(width: int) -> int:
    """The side of a cell in pixels."""
    return max(4, width // 64 // 2 * 2)


def photograph(seed: int, width: int, height: int) -> Plane:
    """A plane with the 1/f spectrum of photographs."""
    draw = np.random.default_rng(seed)
    down, across = np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :]
    far = np.hypot(down, across)
    far[0, 0] = 1
    waves = draw.normal(size=far.shape) + 1j * draw.normal(size=far.shape)
    plane = np.fft.irfft2(waves / far**1.15, s=(height, width))
    low, high = np.percentile(plane, [1, 99])
    return (np.clip((plane - low) / (high - low), 0, 1) * 200 + 24).astype(np.uint8)


def pictures(clip: int, frames: int, width: int, height: int) -> Iterator[bytes]:
    """The planes of each picture, yuv420p in limited range."""
    big = photograph(clip % 8, width * 3 // 2, height * 3 // 2)
    tint = [
        photograph(100 + clip % 8 + n, width * 3 // 4, height * 3 // 4) // 4 + 96 for n in (0, 9)
    ]
    draw = np.random.default_rng(clip)
    grain = draw.normal(0, 2, (height + 64, width + 64)).astype(np.int8)
    side = cell(width)
    step = 1 + clip % 5
    for frame in range(frames):
        x = frame * step * 2 % (width // 2 - 2) // 2 * 2
        y = (frame * (clip % 3) + clip * 8) % (height // 2 - 2) // 2 * 2
        gy, gx = draw.integers(0, 64, 2)
        luma = big[y : y + height, x : x + width] + grain[gy : gy + height, gx : gx + width]
        luma = luma.astype(np.uint8)
        for n, white in enumerate(code(clip, frame)):
            luma[:side, n * side : (n + 1) * side] = 220 if white else 30
        parts = [p[y // 2 : (y + height) // 2, x // 2 : (x + width) // 2] for p in tint]
        yield b"".join([luma.tobytes(), *(np.ascontiguousarray(part).tobytes() for part in parts)])


def noise(clip: int, samples: int) -> npt.NDArray[np.float32]:
    """The sound of a clip, (samples, 2)."""
    draw = np.random.default_rng(1000 + clip)
    smooth = np.convolve(draw.normal(0, 0.25, samples + 15), np.ones(16) / 16, "valid")
    swell = 0.55 + 0.45 * np.sin(np.arange(samples) * (2 + clip % 5) / SAMPLE_RATE)
    return np.repeat((smooth * swell)[:, None], 2, 1).astype(np.float32)


def make_clip(path: Path, clip: int, frames: int, size: tuple[int, int], gop: int) -> None:
    """One clip: H.264 High, AAC; it is not made again when it is there."""
    if path.exists():
        return
    width, height = size
    heard = path.with_suffix(".wav")
    with wave.open(str(heard), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        samples = noise(clip, frames * PER_FRAME)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    part = path.with_name(f"part-{path.name}")
    command = [find_ffmpeg(), "-v", "error", "-y", "-f", "rawvideo", "-pixel_format", "yuv420p"]
    command += ["-video_size", f"{width}x{height}", "-framerate", str(RATE.num), *BT709]
    command += ["-i", "pipe:0", "-i", str(heard), "-vf", "setsar=1", "-c:v", "libx264"]
    command += ["-preset", "fast", "-crf", "20", "-profile:v", "high", "-g", str(gop), *BT709]
    command += ["-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "192k", "-movflags", "+faststart"]
    with subprocess.Popen([*command, str(part)], stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for planes in pictures(clip, frames, width, height):
            process.stdin.write(planes)
        process.stdin.close()
        if process.wait():
            raise SystemExit(f"{path.name} could not be made")
    heard.unlink()
    part.rename(path)
