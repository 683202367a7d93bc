"""Time per frame of the animatic against ffmpeg encoding the same finished frames.

python -m benchmarks.animatic [--seconds 4] [--size 1920x1080] [--rounds 3]

Both sides use the same encoder with the same settings and write the same number of frames; they run
in turn. "raw" reads frames that lie ready in a file; "animatic" draws them, from the request on.
"""

import argparse
import asyncio
import inspect
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from studio.backends.animatic import Animatic
from studio.backends.base import Figure, Request
from studio.media.encode import BT709, TAKE_SUFFIX, Encoder
from studio.media.ffmpeg import find_ffmpeg

MOVES = ("static", "push_in", "pan_left", "truck_right", "orbit_left", "follow", "handheld")


def request(move: str, size: tuple[int, int], frames: int) -> Request:
    """A shot of two people in a street at night, without sound."""
    return Request(
        prompt="A man and a woman walk through the rain",
        setting="a street at night, rain",
        width=size[0],
        height=size[1],
        frames=frames,
        size="medium",
        moves=(move,),
        figures=(
            Figure(key="su_a", name="Ann", colour="#c8553d"),
            Figure(key="su_b", name="Bo", colour="#3d7ac8"),
        ),
        sound=False,
        seed=1,
    )


async def perform(wanted: Request, folder: Path) -> float:
    """Seconds the backend takes for one shot."""
    began = time.perf_counter()
    async for _ in Animatic().watch("benchmark", wanted, folder):
        pass
    return time.perf_counter() - began


def unpack(video: Path, raw: Path) -> None:
    """The finished frames as planes in a file."""
    command = [find_ffmpeg(), "-v", "error", "-y", "-i", str(video), "-an", "-f", "rawvideo"]
    subprocess.run([*command, "-pix_fmt", "yuv420p", str(raw)], check=True)


def encode(raw: Path, wanted: Request, folder: Path) -> float:
    """Seconds ffmpeg takes for the same frames, read by itself from the file."""
    chosen = {
        name: str(parameter.default)
        for name, parameter in inspect.signature(Encoder.__init__).parameters.items()
    }
    command = [find_ffmpeg(), "-v", "error", "-y", "-f", "rawvideo", "-pixel_format", "yuv420p"]
    command += ["-video_size", f"{wanted.width}x{wanted.height}"]
    command += ["-framerate", f"{wanted.rate_num}/{wanted.rate_den}", *BT709, "-i", str(raw)]
    command += ["-c:v", "libx264", "-preset", chosen["preset"], "-crf", chosen["crf"]]
    command += ["-g", chosen["gop"], "-bf", "0", "-threads", chosen["threads"], *BT709]
    command += ["-pix_fmt", "yuv420p", "-movflags", "+faststart", str(folder / "raw.mov")]
    began = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - began


def compare(wanted: Request, rounds: int, room: Path) -> tuple[float, float, float]:
    """Median seconds of ffmpeg and of the animatic, and the median of their ratios, in turn."""
    asyncio.run(perform(wanted, room))
    unpack(room / f"shot{TAKE_SUFFIX}", room / "frames.yuv")
    pairs = [
        (encode(room / "frames.yuv", wanted, room), asyncio.run(perform(wanted, room)))
        for _ in range(rounds)
    ]
    raws, made = zip(*pairs, strict=True)
    ratio = statistics.median(b / a for a, b in pairs)
    return statistics.median(raws), statistics.median(made), ratio


def main() -> None:
    """Print one line a move, and the median over all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--moves", nargs="*", default=list(MOVES))
    chosen = parser.parse_args()
    width, _, height = chosen.size.partition("x")
    frames = chosen.seconds * 24
    ratios: list[float] = []
    print(f"{frames} frames of {chosen.size}, {chosen.rounds} rounds, milliseconds a frame")
    print(f"{'move':14}{'ffmpeg':>10}{'animatic':>10}{'ratio':>8}")
    for move in chosen.moves:
        with tempfile.TemporaryDirectory() as room:
            wanted = request(move, (int(width), int(height)), frames)
            raw, made, ratio = compare(wanted, chosen.rounds, Path(room))
        ratios.append(ratio)
        print(f"{move:14}{raw / frames * 1e3:10.1f}{made / frames * 1e3:10.1f}{ratio:8.2f}")
    print(f"{'median':14}{'':20}{statistics.median(ratios):8.2f}   (aim: 1.5 or less)")


if __name__ == "__main__":
    main()
