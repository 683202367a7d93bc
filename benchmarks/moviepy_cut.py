"""A film cut by MoviePy, run by the interpreter in which that is installed; it needs nothing else.

    PYTHON benchmarks/moviepy_cut.py JSON

JSON holds `clips` (path, first frame, frames each), `rate` (frames a second) and `output`. It says
at the end what the film took, without the start of the interpreter.
"""

import json
import os
import sys
import time

from moviepy import VideoFileClip, concatenate_videoclips


def main(text: str) -> None:
    """Cut, encode and say what it took."""
    wanted = json.loads(text)
    rate = wanted["rate"]
    before, began = os.times(), time.perf_counter()
    opened = [VideoFileClip(path) for path, _, _ in wanted["clips"]]
    parts = [
        clip.subclipped(first / rate, (first + frames) / rate)
        for clip, (_, first, frames) in zip(opened, wanted["clips"], strict=True)
    ]
    film = concatenate_videoclips(parts, method="chain")
    film.write_videofile(
        wanted["output"], fps=rate, codec="libx264", preset="medium", audio_codec="aac",
        audio_bitrate="192k", ffmpeg_params=["-crf", "18", "-pix_fmt", "yuv420p"], logger=None,
    )  # fmt: skip
    for clip in opened:
        clip.close()
    after = os.times()
    cpu = sum(after[:4]) - sum(before[:4])
    print(json.dumps({"cpu": cpu, "seconds": time.perf_counter() - began}))


if __name__ == "__main__":
    main(sys.argv[1])
