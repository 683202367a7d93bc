"""What the sound of an export costs, beside one raw ffmpeg graph, and its memory at many cuts.

    python benchmarks/mix.py [--takes 24] [--runs 5] [--cuts 10 100 2000]

The film: takes of five seconds with a sound, one after the other over music that gives way to them,
mixed, brought to -14 LUFS and encoded as AAC. The reference does the same as a person would by
ffmpeg commands: takes concatenated, music ducked by a side chain, loudnorm in two passes. CPU
seconds of the whole process tree, interpreter and imports included; medians, run in turn; peak is
the largest single process. Ours is then asked for a film with other music, and for one in which
nothing changed. Not for Windows."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from studio.media.encode import TAKE_SUFFIX
from studio.media.ffmpeg import QUIET, find_ffmpeg, run
from studio.media.hashes import sha256_of
from studio.render.coded_sound import coded
from studio.render.coding import SoundCodec, sound_options
from studio.render.delivery import Delivery
from studio.render.kept import Kept
from studio.render.mix import Mix
from studio.timeline.cut import Clip, Cut, Track, TrackKind
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.take import Take, TakeFile

RATE = Rate(num=24)
SECONDS = 5
CODING = sound_options(SoundCodec.AAC, 192_000)
MUSIC = "cu_00000001"


def make_media(folder: Path, takes: int) -> None:
    """Takes with a moving picture and babble in bursts, and music as long as all of them."""
    (folder / "media").mkdir()
    for n in range(takes):
        babble = f"anoisesrc=d={SECONDS}:c=pink:seed={n}:a=0.4,tremolo=f={2 + n % 5}:d=0.9"
        picture = f"testsrc2=s=1280x720:r=24:d={SECONDS}"
        coding = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "250", *CODING, "-ac", "2"]
        path = str(folder / "media" / f"{n}{TAKE_SUFFIX}")
        run([*QUIET, "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", babble, *coding, path])
    tones = f"aevalsrc=0.2*sin(2*PI*220*t)|0.2*sin(2*PI*277*t):d={SECONDS * takes}:s=48000"
    run([*QUIET, "-f", "lavfi", "-i", tones, str(folder / "media" / "music.wav")])


def film(folder: Path, takes: int, cuts: int, gain: float) -> tuple[Project, dict[str, Take]]:
    """The takes in turn, cut into so many clips, over music of this gain."""
    names = [f"sh_{n:08}" for n in range(takes)]
    kinds = {name: ("video", f"{n}{TAKE_SUFFIX}") for n, name in enumerate(names)}
    kinds[MUSIC] = ("sound", "music.wav")
    shown: dict[str, Take] = {}
    for name, (kind, file) in kinds.items():
        path = folder / "media" / file
        size = path.stat().st_size
        held = TakeFile(path=f"media/{file}", sha256=sha256_of(path), bytes=size)
        shown[name] = Take(
            id=name.replace(name[:2], "tk", 1), owner=name, job="jb_00000001", backend="test",
            kind=kind, files=(held,), request={}, created="2026-01-01T00:00:00+00:00", rate=RATE,
            has_sound=True,
        )  # fmt: skip
    whole = takes * SECONDS * RATE.num
    length = whole // cuts
    clips = [
        Clip(
            id=f"cl_{n:08}", owner=names[n % takes], start=n * length, frames=length,
            skip=n * 7 % max(1, SECONDS * RATE.num - length + 1),
        )
        for n in range(cuts)
    ]  # fmt: skip
    music = Clip(id="cl_99999999", owner=MUSIC, start=0, frames=length * cuts, gain=gain)
    kind = TrackKind.SOUND
    tracks = (
        Track(id="tr_00000001", name="Dialogue", kind=kind, role="dialogue", clips=tuple(clips)),
        Track(id="tr_00000002", name="Music", kind=kind, role="music", clips=(music,)),
    )
    return Project(rate=RATE, cut=Cut(tracks=tracks)), shown


def ours(folder: Path, takes: int, cuts: int, gain: float, target: Path) -> None:
    """The sound of an export, as it makes it."""
    project, shown = film(folder, takes, cuts, gain)
    whole = Mix(project, shown, folder)
    coded(
        whole, whole.part(project, None), Delivery.of(project), CODING, target.with_suffix(".f32"),
        target, Kept(folder / "kept"), lambda: False, lambda: None,
    )  # fmt: skip


def reference(folder: Path, takes: int, target: Path) -> None:
    """One raw graph, run twice: to measure, and with what was measured."""
    inputs = [each for n in range(takes) for each in ("-i", f"{folder}/media/{n}{TAKE_SUFFIX}")]
    inputs += ["-i", f"{folder}/media/music.wav"]
    speech = "".join(f"[{n}:a]" for n in range(takes)) + f"concat=n={takes}:v=0:a=1,asplit[s][k];"
    duck = f"[{takes}:a][k]sidechaincompress=threshold=0.0126:ratio=4:attack=200:release=400[m];"
    graph = f"{speech}{duck}[s][m]amix=inputs=2:normalize=0,loudnorm=I=-14:TP=-1"
    ffmpeg = [find_ffmpeg(), "-hide_banner", "-nostats", *inputs, "-filter_complex"]
    first = [*ffmpeg, f"{graph}:print_format=json[a]", "-map", "[a]", "-f", "null", "-"]
    said = subprocess.run(first, capture_output=True, text=True, check=True).stderr
    got = json.loads(said[said.rindex("{") : said.rindex("}") + 1])
    found = {"I": "input_i", "TP": "input_tp", "LRA": "input_lra", "thresh": "input_thresh"}
    measured = ":".join(f"measured_{name}={got[key]}" for name, key in found.items())
    applied = f"{graph}:{measured}:offset={got['target_offset']}:linear=true[a]"
    second = [*ffmpeg, applied, "-map", "[a]", *CODING, "-ar", "48000", "-y", str(target)]
    subprocess.run(second, capture_output=True, check=True)


def cost(*words: object) -> tuple[float, float]:
    """CPU seconds of this file run with these words, all its processes, and MiB of the largest."""
    command = (sys.executable, __file__, *map(str, words))
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return used.ru_utime + used.ru_stime, used.ru_maxrss / unit


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--takes", type=int, default=24)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cuts", type=int, nargs="+", default=[10, 100, 2000])
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_media(folder, words.takes)
        compare(folder, words.takes, words.runs)
        many(folder, words.takes, words.cuts)


def compare(folder: Path, takes: int, runs: int) -> None:
    """One raw graph, and ours: anew, with other music, and unchanged."""
    rows: dict[str, list[tuple[float, float]]] = {}
    for turn in range(runs):
        asked = {
            "one ffmpeg graph": ("reference", 0),
            "ours, anew": ("ours", turn),
            "ours, other music": ("ours", turn + 0.5),
            "ours, nothing changed": ("ours", turn + 0.5),
        }
        for row, (who, gain) in asked.items():
            target = folder / f"{row.replace(' ', '-').replace(',', '')}.m4a"
            rows.setdefault(row, []).append(cost("--one", who, folder, takes, takes, -gain, target))
    base = statistics.median(cpu for cpu, _ in rows["one ffmpeg graph"])
    print(f"{takes * SECONDS} s, {takes} takes; medians of {runs}")
    for row, got in rows.items():
        cpu, peak = (statistics.median(column) for column in zip(*got, strict=True))
        print(f"{row:24} {cpu:6.2f} s CPU  {cpu / base:5.2f}x  {peak:5.0f} MiB")


def many(folder: Path, takes: int, counts: list[int]) -> None:
    """The same film in more and more cuts."""
    first: tuple[float, float] | None = None
    for count in counts:
        cpu, peak = cost("--one", "ours", folder, takes, count, -9, folder / f"{count}.m4a")
        first = first or (cpu, peak)
        print(f"{count:5} cuts: {cpu:6.2f} s CPU {cpu / first[0]:5.2f}x {peak:5.0f} MiB", end="")
        print(f" {peak / first[1]:5.2f}x")


def one(words: list[str]) -> None:
    """One run, in a process of its own."""
    who, folder, takes, cuts, gain, target = words
    if who == "ours":
        ours(Path(folder), int(takes), int(cuts), float(gain), Path(target))
    else:
        reference(Path(folder), int(takes), Path(target))


if __name__ == "__main__":
    one(sys.argv[2:]) if sys.argv[1:2] == ["--one"] else main()
