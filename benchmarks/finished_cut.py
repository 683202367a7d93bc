"""A finished cut (W3) against one raw ffmpeg graph: dissolves, an odd take, ducking, captions.

    python -m benchmarks.finished_cut --folder FOLDER [--takes 12] [--rounds 3] [--size 1920x1080]
        [--memory MIB ...]

Three seconds from the middle of each take, a dissolve of half a second at every cut, every fourth
take of another size, music under the takes' sound that gives way to it, captions burned in, -14
LUFS. The graph makes its loudness in one dynamic pass and ducks by a compressor; ours measures and
limits, and ducks by what is heard: both are encoded alike, with key pictures as often. Printed are
wall, CPU and memory of the whole tree of processes, and the likeness of both films' pictures. With
`--memory` ours is made once more in each round under each of these limits.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.cut_film import RATE, film_of, make_clips
from benchmarks.cut_media import SAMPLE_RATE, noise
from benchmarks.measured import Cost, run
from studio.media.ffmpeg import find_ffmpeg
from studio.media.hashes import sha256_of
from studio.render.captions import captions_for, srt
from studio.render.delivery import Delivery
from studio.render.export import export
from studio.render.fonts import font_folder
from studio.render.groups import group
from studio.render.piece_memory import MIB
from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.look import Transition
from studio.timeline.project import Project
from studio.timeline.story import Cue, CueKind, Shot
from studio.timeline.take import Take, TakeFile

FRAMES, SKIP, DISSOLVE = 72, 24, 12
TAKE = 120  # frames of a take
ODD = 4  # every so many takes one is of two thirds of the film's size
MUSIC, MUSIC_TAKE = "rf_00000001", "tk_90000001"


def size_of(number: int, size: tuple[int, int]) -> tuple[int, int]:
    """The size of a take."""
    odd = number % ODD == ODD - 1
    return (size[0] * 2 // 3, size[1] * 2 // 3) if odd else size


def music(folder: Path, seconds: float) -> Path:
    """Noise that swells, made once."""
    path = folder / "media" / f"music-{round(seconds)}.wav"
    if not path.exists():
        samples = np.clip(noise(77, round(seconds * SAMPLE_RATE)) * 0.5, -1, 1)
        with wave.open(str(path), "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(SAMPLE_RATE)
            file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


def made(folder: Path, count: int, size: tuple[int, int]) -> tuple[Project, dict[str, Take]]:
    """The film and its takes."""
    takes: dict[str, Take] = {}
    for each in {size_of(n, size) for n in range(count)}:
        for owner, take in make_clips(folder, count, TAKE, each, 250).items():
            if size_of(int(owner[3:]), size) == each:
                takes[owner] = take
    film = film_of([(n, SKIP, FRAMES) for n in range(count)], size)
    path = music(folder, count * FRAMES / RATE.num)
    file = TakeFile(
        path=f"media/{path.name}", sha256=sha256_of(path), bytes=path.stat().st_size
    )  # fmt: skip
    score = Shot(id="sh_90000001", frames=count * FRAMES)
    takes[score.id] = Take(
        id=MUSIC_TAKE, owner=score.id, job="jb_00000001", backend="benchmark", kind="sound",
        files=(file,), request={}, created="2026-01-01T00:00:00+00:00", has_sound=True,
    )  # fmt: skip
    seen, heard = film.cut.tracks
    dissolve = Transition(frames=DISSOLVE)
    clips = tuple(
        clip.evolve(entry=dissolve) if number else clip for number, clip in enumerate(seen.clips)
    )
    cues = [
        Cue(id=f"cu_{n:08}", kind=CueKind.LINE, text=f"This is line {n}, as it is said here.",
            frames=FRAMES - 12)
        for n in range(count)
    ]  # fmt: skip
    shots = tuple(
        shot.evolve(cues=(cue,)) for shot, cue in zip(film.scenes[0].shots, cues, strict=True)
    )
    words = Track(
        id="tr_00000003", name="Text", kind=TrackKind.TEXT,
        clips=tuple(Clip(id=f"cl_7{n:07}", owner=cue.id, start=n * FRAMES + 6, frames=FRAMES - 12)
                    for n, cue in enumerate(cues)),
    )  # fmt: skip
    under = Track(
        id="tr_00000004", name="Music", kind=TrackKind.SOUND, role="music",
        clips=(Clip(id="cl_80000001", owner=score.id, start=0, frames=count * FRAMES),),
    )  # fmt: skip
    tracks = (seen.evolve(clips=clips), heard.evolve(role="dialogue", clips=clips), words, under)
    scene = film.scenes[0].evolve(shots=(*shots, score))
    return film.evolve(scenes=(scene,), cut=film.cut.evolve(tracks=tracks)), takes


def graph(folder: Path, film: Project, takes: dict[str, Take], output: Path) -> list[str]:
    """One raw ffmpeg command for the same film."""
    width, height = film.width, film.height
    count = len(film.cut.tracks[0].clips)
    read = output.with_suffix(".srt")
    delivery = Delivery.of(film)
    read.write_text(srt(captions_for(film, takes, delivery), RATE), encoding="utf-8")
    command, parts, half = [find_ffmpeg(), "-v", "error", "-y"], "", DISSOLVE // 2
    for n in range(count):
        early, late = (half if n else 0), (half if n < count - 1 else 0)
        first, frames = SKIP - early, FRAMES + early + late
        path = folder / takes[f"sh_{n:08}"].files[0].path
        command += ["-ss", f"{first / 24:.6f}", "-t", f"{frames / 24:.6f}", "-i", str(path)]
        shaped = f"scale={width}:{height},setsar=1,fps=24,settb=1/24,setpts=PTS-STARTPTS"
        parts += f"[{n}:v]{shaped}[c{n}];[{n}:a]asetpts=PTS-STARTPTS[s{n}];"
    seen, heard = "c0", "s0"
    for n in range(1, count):
        at = (n * FRAMES - half) / 24
        parts += f"[{seen}][c{n}]xfade=duration={DISSOLVE / 24:.6f}:offset={at:.6f}[f{n}];"
        parts += f"[{heard}][s{n}]acrossfade=d={DISSOLVE / 24:.6f}:c1=qsin:c2=qsin[x{n}];"
        seen, heard = f"f{n}", f"x{n}"
    command += ["-i", str(folder / takes["sh_90000001"].files[0].path)]
    parts += f"[{seen}]subtitles=filename={read}:fontsdir={font_folder()},format=yuv420p[v];"
    parts += f"[{heard}]asplit[voice][key];[{count}:a]volume=0.5[m];"
    parts += "[m][key]sidechaincompress=threshold=0.03:ratio=8:attack=20:release=400[duck];"
    parts += "[voice][duck]amix=inputs=2:duration=first:normalize=0,"
    parts += "loudnorm=I=-14:TP=-1:LRA=11,aresample=48000[a]"
    command += ["-filter_complex", parts, "-map", "[v]", "-map", "[a]", "-c:v", "libx264"]
    command += ["-preset", "medium", "-crf", "18", "-g", str(group(delivery)), "-c:a", "aac"]
    return [*command, "-b:a", "192k", "-movflags", "+faststart", str(output)]


def likeness(one: Path, other: Path) -> tuple[int, float, float]:
    """Frames compared of two films, and their SSIM: the mean and the least."""
    text = "[0:v]setpts=N/24/TB[a];[1:v]setpts=N/24/TB[b];[a][b]ssim=stats_file=-"
    command = [find_ffmpeg(), "-v", "error", "-i", str(one), "-i", str(other), "-lavfi", text]
    said = subprocess.run(
        [*command, "-f", "null", "-"], capture_output=True, text=True, check=True
    ).stdout
    values = [float(line.split("All:")[1].split()[0]) for line in said.splitlines()]
    return len(values), statistics.mean(values), min(values)


def one(folder: Path, count: int, size: tuple[int, int], output: Path, limit: int | None) -> None:
    """Export the film within `limit` bytes, and say what it came to."""
    film, takes = made(folder, count, size)
    report = export(
        film, takes, folder, output, Delivery.of(film), overwrite=True, memory=limit
    )  # fmt: skip
    at_once = report.hands.count if report.hands is not None else 0
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # MiB on Linux
    print(json.dumps({
        "frames": report.frames, "loudness": report.loudness, "at_once": at_once, "own": own,
    }))  # fmt: skip


def show(name: str, costs: Sequence[Cost], reference: Sequence[Cost]) -> None:
    """One row: medians, and the median of the rounds' ratios."""
    pairs = list(zip(costs, reference, strict=True))
    wall, cpu = (statistics.median(getattr(c, f) for c in costs) for f in ("wall", "cpu"))
    ratios = [
        statistics.median(getattr(a, f) / getattr(b, f) for a, b in pairs) for f in ("wall", "cpu")
    ]
    peak = max(cost.peak for cost in costs)
    print(f"{name:16}{wall:8.2f}{cpu:8.2f}{peak:7.0f}   {ratios[0]:.3f} {ratios[1]:.3f}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--takes", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--memory", type=int, nargs="+", default=[], metavar="MIB")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    words = parser.parse_args()
    width, _, height = words.size.partition("x")
    size = int(width), int(height)
    with tempfile.TemporaryDirectory() as name:
        folder: Path = (words.folder or Path(name)).resolve()
        if words.one:
            one(
                folder,
                words.takes,
                size,
                words.one,
                words.memory[0] * MIB if words.memory else None,
            )
            return
        film, takes = made(folder, words.takes, size)
        theirs, ours = folder / "finished-graph.mp4", folder / "finished.mp4"
        reference = graph(folder, film, takes, theirs)
        command = [sys.executable, "-m", "benchmarks.finished_cut", "--folder", str(folder)]
        command += ["--takes", str(words.takes), "--size", words.size, "--one", str(ours)]
        limits = {"ours": [], **{f"ours, {n} MiB": ["--memory", str(n)] for n in words.memory}}
        theirs_took: list[Cost] = []
        ours_took: dict[str, list[Cost]] = {name: [] for name in limits}
        for _ in range(words.rounds):
            theirs_took.append(run(reference, closely=True))
            for name, limit in limits.items():
                cost = run(
                    [*command, *limit], quiet=False, cache=folder / "caches-finished", closely=True
                )
                ours_took[name].append(cost)
        print(f"{words.takes} takes, {words.size}, {film.cut.frames} frames (n = {words.rounds})")
        print(f"{'':16}{'wall s':>8}{'CPU s':>8}{'MiB':>7}   ratio: wall, CPU")
        show("one ffmpeg graph", theirs_took, theirs_took)
        for name, costs in ours_took.items():
            show(name, costs, theirs_took)
            print(f"  {costs[-1].said}")
        count, mean, least = likeness(theirs, ours)
        print(f"  {count} pictures alike: SSIM {mean:.4f}, least {least:.4f}")


if __name__ == "__main__":
    main()
