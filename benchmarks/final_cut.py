"""The final cut against raw ffmpeg, melt and MoviePy, with every film checked picture by picture.

    python -m benchmarks.final_cut [ROW ...] [--takes 24] [--rounds 3] [--size 1920x1080]
        [--folder FOLDER] [--cuts 10 100 500 2000] [--cuts-size 320x180]
        [--moviepy PYTHON] [--own TAKES]

Rows: stitch (whole takes, W1), cut (takes trimmed off key frames, W2), change (the same film
exported again, where it stays if nothing changed), each (each of its shots changed in turn, and
the mean of what they cost), smart (cuts in long takes with key frames every 12 and every 250
frames), memory (films of more and more cuts). Engines run in turn; a ratio is the median of the
rounds' ratios. Our takes are of one kind, and tell each of their pictures; those of one's own, of
any kind, lie in the folder TAKES, five seconds each.
CPU is of the whole tree of processes; "work" (of CPU) and "inner" (of wall) leave out the start of
the interpreter, as in a studio that is running; each shot is also changed in one that exported
before, so that all code is loaded. Takes are made once in the folder.

The reference of `cut` is what one would type: one graph, x264 medium at the same rate factor, all
threads that ffmpeg takes. It is given our key-picture interval (two seconds, printed), as a film
that is sought in needs one: with x264's own 250 it would have fewer key pictures, a smaller and
less seekable file, and another quality, so that neither time nor SSIM could be compared.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.beside import Beside
from benchmarks.cut_check import verdict
from benchmarks.cut_film import RATE, Span, film_of, make_clips, take_path
from benchmarks.measured import Cost, run
from studio.media.ffmpeg import find_ffmpeg
from studio.render.delivery import Copies, Delivery
from studio.render.groups import group

SECONDS = 5  # of an equal take
LONG = 3000  # frames of a long one
SMART = ((31, 1201), (700, 1100), (1277, 1300), (121, 1111), (1555, 1288))
SMALL = (320, 180)
CUT = 6  # frames of a cut in the films of many cuts
_FURTHER = 5  # shots from one that is changed to the next


class Bench:
    """Takes, a folder for films, and how often each is made."""

    def __init__(
        self,
        folder: Path,
        size: tuple[int, int],
        takes: int,
        rounds: int,
        beside: Beside,
        own: Path | None = None,
    ) -> None:
        """`own` is a folder of takes of `SECONDS` each that stand for ours, by their names."""
        self.folder = folder
        self.size = size
        self.beside = beside
        self.takes = takes
        self.rounds = rounds
        self.own = own
        if own is not None:
            (folder / "media").mkdir(parents=True, exist_ok=True)
            found = sorted(own.glob("*.mp4"))[:takes]
            if len(found) < takes:
                raise SystemExit(f"{own} has {len(found)} of {takes} takes (*.mp4)")
            for clip, path in enumerate(found):
                there = take_path(folder, clip, SECONDS * RATE.num, size, 250)
                there.unlink(missing_ok=True)
                there.with_suffix(".sha256").unlink(missing_ok=True)  # which was that of another
                there.symlink_to(path.resolve())

    def paths(self, count: int, frames: int, gop: int, size: tuple[int, int]) -> list[Path]:
        """The files of takes, made if they are not there."""
        found = make_clips(self.folder, count, frames, size, gop)
        return [self.folder / take.files[0].path for take in found.values()]

    def ours(
        self,
        name: str,
        spans: Sequence[Span],
        gop: int,
        *,
        frames: int = SECONDS * 24,
        size: tuple[int, int] | None = None,
        kept: str = "",
        copies: Copies = Copies.SAME,
        gain: float = 0.0,
        closely: bool = False,
        running: bool = False,
    ) -> Callable[[], Cost]:
        """Our export, in a process of its own; `kept` names a folder of pieces that stays. Its
        memory is looked at `closely` where that is asked for; `running` has all code loaded before
        its clock ("inner") starts.
        """
        wanted = {
            "spans": list(spans), "size": size or self.size, "gop": gop, "frames": frames,
            "folder": str(self.folder), "output": str(self.film(name)), "copies": copies.value,
            "kept": str(self.folder / kept) if kept else "", "gain": gain,
            "running": running,
        }  # fmt: skip
        command = [sys.executable, "-m", "benchmarks.one_cut", json.dumps(wanted)]
        return lambda: run(command, quiet=False, cache=self.cache(kept), closely=closely)

    def told(self, name: str, spans: Sequence[Span]) -> str:
        """Whether a film is exact; where takes do not tell their pictures, how like them it is."""
        if self.own is None:
            return str(verdict(self.film(name), spans))
        return f"SSIM {likeness(self, spans, name)}"

    def film(self, name: str) -> Path:
        """Where a film lies."""
        return self.folder / f"{name}.mp4"

    def cache(self, kept: str) -> Path:
        """What stands for the user's caches, with what was proved of the pieces in it."""
        return self.folder / f"caches-{kept}"

    def forget(self, kept: str) -> None:
        """Forget a folder of pieces, and that they were proved."""
        shutil.rmtree(self.folder / kept, ignore_errors=True)
        shutil.rmtree(self.cache(kept) / "storyreel" / "proofs", ignore_errors=True)

    def again(self, kept: str, other: str) -> None:
        """Know of `other` all that is known of `kept`, and no more."""
        for one, two in (
            (self.folder / kept, self.folder / other),
            (self.cache(kept), self.cache(other)),
        ):
            shutil.rmtree(two, ignore_errors=True)
            shutil.copytree(one, two)


def stitched(bench: Bench) -> None:
    """W1: whole equal takes."""
    spans = [(n, 0, SECONDS * 24) for n in range(bench.takes)]
    paths = bench.paths(bench.takes, SECONDS * 24, 250, bench.size)
    names = bench.folder / "concat.txt"
    names.write_text("".join(f"file '{path}'\n" for path in paths))
    reference = [find_ffmpeg(), "-v", "error", "-y", "-f", "concat", "-safe", "0", "-i", str(names)]
    reference += ["-c", "copy", "-movflags", "+faststart", str(bench.film("concat"))]
    first = bench.ours("stitch", spans, 250, kept="kept-stitch")

    def fresh() -> Cost:
        bench.forget("kept-stitch")
        return first()

    def joined() -> Cost:
        bench.film("stitch").unlink()
        return first()

    others = bench.beside.engines(paths, spans, bench.film, "stitch")
    table(
        bench, "stitch: ffmpeg -f concat -c copy", lambda: run(reference),
        {
            "ours, sound to be made": fresh, "ours, sound kept": joined,
            "ours, the film lies there": first, **others,
        },
    )  # fmt: skip
    print("  ffmpeg:", bench.told("concat", spans))
    print("  ours:  ", bench.told("stitch", spans))
    for name in others:
        print(f"  {name}:", bench.told(f"stitch-{name}", spans))


def cut_spans(bench: Bench) -> list[Span]:
    """Three seconds from the middle of each take."""
    return [(n, 24, 72) for n in range(bench.takes)]


def graph(bench: Bench, spans: Sequence[Span], output: Path) -> list[str]:
    """One raw ffmpeg command for a film, with key pictures as often as ours has them."""
    paths = bench.paths(bench.takes, SECONDS * 24, 250, bench.size)
    command, parts, ends = [find_ffmpeg(), "-v", "error", "-y"], "", ""
    for n, (clip, first, frames) in enumerate(spans):
        command += ["-ss", f"{first / 24:.6f}", "-t", f"{frames / 24:.6f}", "-i", str(paths[clip])]
        parts += f"[{n}:v]setpts=PTS-STARTPTS[v{n}];[{n}:a]asetpts=PTS-STARTPTS[a{n}];"
        ends += f"[v{n}][a{n}]"
    command += ["-filter_complex", f"{parts}{ends}concat=n={len(spans)}:v=1:a=1[v][a]"]
    command += ["-map", "[v]", "-map", "[a]", "-c:v", "libx264", "-preset", "medium", "-crf", "18"]
    command += ["-g", str(group(Delivery.of(film_of(list(spans), bench.size))))]
    command += ["-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "192k", "-movflags", "+faststart"]
    return [*command, str(output)]


def cut(bench: Bench) -> None:
    """W2: takes trimmed off key frames, encoded."""
    spans = cut_spans(bench)
    reference = graph(bench, spans, bench.film("graph"))
    others: dict[str, Callable[[], Cost]] = {"ours": bench.ours("cut", spans, 250)}
    paths = bench.paths(bench.takes, SECONDS * 24, 250, bench.size)
    beside = bench.beside.engines(paths, spans, bench.film, "cut")
    others |= beside
    every = group(Delivery.of(film_of(spans, bench.size)))
    table(bench, f"cut: one ffmpeg graph, -g {every}", lambda: run(reference), others)
    for name in ("graph", "cut", *(f"cut-{each}" for each in beside)):
        size = bench.film(name).stat().st_size / 1e6
        alike = likeness(bench, spans, name)
        exact = f"{bench.told(name, spans)}; " if bench.own is None else ""
        print(f"  {name}: {exact}SSIM {alike}; {size:.1f} MB")


def likeness(bench: Bench, spans: Sequence[Span], name: str) -> str:
    """SSIM of a film to the pictures of its takes."""
    command = graph(bench, spans, Path("-"))
    at = command.index("-filter_complex")
    inputs, text = command[4:at], command[at + 1].replace(":a=1[v][a]", ":a=0[w]")
    for n in range(len(spans)):
        text = text.replace(f"[{n}:a]asetpts=PTS-STARTPTS[a{n}];", "").replace(f"[a{n}]", "")
    text += f";[{len(spans)}:v]setpts=N/24/TB[o];[w]setpts=N/24/TB[x];[o][x]ssim=stats_file=-"
    heard = ["-i", str(bench.film(name)), "-filter_complex", text, "-f", "null", "-"]
    with tempfile.TemporaryFile("w+") as file:
        subprocess.run([find_ffmpeg(), "-v", "error", *inputs, *heard], stdout=file, check=True)
        file.seek(0)
        values = [float(line.split("All:")[1].split()[0]) for line in file if "All:" in line]
    return f"{statistics.mean(values):.5f} (least {min(values):.3f})"


def changed(bench: Bench) -> None:
    """The film of `cut` again: nothing changed, one shot of it changed, only its sound changed."""
    spans = cut_spans(bench)
    full, again = (bench.ours("again", spans, 250, kept="kept-cut") for _ in range(2))
    louder = bench.ours("louder", spans, 250, kept="kept-louder", gain=-3.0)

    def fresh() -> Cost:
        bench.forget("kept-cut")
        return full()

    tried: list[list[Span]] = []

    def one_changed() -> Cost:
        """Another one each time: where it lies decides how much of the sound is made anew."""
        bench.again("kept-cut", "kept-one")
        shot = (bench.takes // 2 + _FURTHER * len(tried)) % bench.takes
        tried.append([(c, f - 1 if c == shot else f, n) for c, f, n in spans])
        return bench.ours("changed", tried[-1], 250, kept="kept-one")()

    def sound_changed() -> Cost:
        bench.again("kept-cut", "kept-louder")
        return louder()

    table(
        bench, f"change: our full export of {bench.takes} shots", fresh,
        {"nothing changed": again, "one shot changed": one_changed, "sound changed": sound_changed},
    )  # fmt: skip
    print("  one changed:", bench.told("changed", tried[-1]))


def each_changed(bench: Bench) -> None:
    """The film of `cut` again, each of its shots changed in turn; the full exports are spread over
    them, as a machine is not as fast at all times.
    """
    spans = cut_spans(bench)
    full = bench.ours("again", spans, 250, kept="kept-cut")
    whole: list[Cost] = []
    found: list[Cost] = []
    again: list[Cost] = []
    print(f"\neach: our full export of {bench.takes} shots (n = {bench.rounds}), one shot changed")
    for shot in range(bench.takes):
        if shot * bench.rounds // bench.takes >= len(whole):
            bench.forget("kept-cut")
            whole.append(full())
            print(f"  all:     {whole[-1].wall:6.2f} s of wall, {whole[-1].cpu:6.2f} of CPU")
        bench.again("kept-cut", "kept-one")
        other = [(c, f - 1 if c == shot else f, n) for c, f, n in spans]
        found.append(bench.ours("changed", other, 250, kept="kept-one")())
        bench.again("kept-cut", "kept-one")
        again.append(bench.ours("changed", other, 250, kept="kept-one", running=True)())
        told = bench.told("changed", other) if shot % 8 == 7 else ""
        cost = found[-1]
        print(f"  shot {shot + 1:2}: {cost.wall:6.2f} s of wall, {cost.cpu:6.2f} of CPU  {told}")
    fields = (("wall", found), ("CPU", found), ("inner", found), ("inner", again))
    for field, costs in fields:
        name = field.lower()
        of_all = statistics.median(getattr(cost, name) for cost in whole)
        mean = statistics.mean(getattr(cost, name) for cost in costs)
        told = " (in a studio that exported before)" if costs is again else ""
        print(f"  mean {field}: {mean:.2f} of {of_all:.2f} s, {mean / of_all:.4f}{told}")


def smart(bench: Bench, count: int) -> None:
    """Cuts in long takes: only what lies outside whole groups is encoded."""
    spans = [(0, first, frames) for first, frames in SMART[:count]]
    for gop in (12, 250):
        bench.paths(1, LONG, gop, bench.size)
        name = f"smart{gop}"
        full = bench.ours(f"{name}-full", spans, gop, frames=LONG, copies=Copies.NONE)
        table(
            bench, f"smart: all encoded, key frames every {gop}", full,
            {"copied, edges encoded": bench.ours(name, spans, gop, frames=LONG)},
        )  # fmt: skip
        print("  ours:", verdict(bench.film(name), spans))


def memory(bench: Bench, cuts: Sequence[int], size: tuple[int, int]) -> None:
    """Films of growing length, every piece encoded; the memory of the whole tree, and our own.

    A short film is made some times, and the most of it counts: two encoders have most at the same
    moment once in some hundred pieces.
    """
    base: Cost | None = None
    print(f"\nmemory: cuts of {CUT} frames at {size[0]}x{size[1]}, encoded")
    print(
        f"{'cuts':>8}{'wall s':>9}{'CPU s':>9}{'peak MiB':>10}{'ratio':>7}"
        f"{'own MiB':>9}{'ratio':>7}{'CPU a cut':>11}"
    )
    for count in cuts:
        spans = [(k % 24, k * 7 % 100, CUT) for k in range(count)]
        bench.paths(24, SECONDS * 24, 250, size)
        one = bench.ours("many", spans, 250, size=size, copies=Copies.NONE, closely=True)
        cost = max((one() for _ in range(max(1, min(10, 500 // count)))), key=lambda c: c.peak)
        base = base or cost
        own = [float(str(each.said["own"])) for each in (cost, base)]  # without ffmpeg's processes
        print(
            f"{count:8}{cost.wall:9.1f}{cost.cpu:9.1f}{cost.peak:10.0f}{cost.peak / base.peak:7.3f}"
            f"{own[0]:9.1f}{own[0] / own[1]:7.3f}{cost.work / count:11.3f}"
        )
        print("  ", verdict(bench.film("many"), spans))


def table(
    bench: Bench, name: str, reference: Callable[[], Cost], others: dict[str, Callable[[], Cost]]
) -> None:
    """Run a reference and others in turn, and print the medians."""
    rows: dict[str, list[Cost]] = {name: [], **{other: [] for other in others}}
    for _ in range(bench.rounds):
        rows[name].append(reference())
        for other, engine in others.items():
            rows[other].append(engine())
    print(f"\n{name} (n = {bench.rounds})")
    fields = ("wall", "cpu", "work", "inner")
    heads = "".join(f"{head + ' s':>8}" for head in ("wall", "CPU", "work", "inner"))
    print(f"{'':32}{heads}{'MiB':>7}   ratio: wall, CPU, work, inner")
    for other, costs in rows.items():
        pairs = list(zip(costs, rows[name], strict=True))
        ratios = [
            statistics.median(getattr(c, field) / getattr(r, field) for c, r in pairs)
            for field in fields
        ]
        middle = [statistics.median(getattr(c, field) for c in costs) for field in fields]
        most = max(c.peak for c in costs)
        said = {
            k: v
            for k, v in costs[-1].said.items()
            if k in ("copied", "kept", "segments", "standing")
        }
        told = ", ".join(f"{k} {v}" for k, v in said.items())
        print(
            f"{other[:31]:32}{''.join(f'{each:8.2f}' for each in middle)}{most:7.0f}   "
            f"{' '.join(f'{each:.3f}' for each in ratios)}  {told}"
        )


def sides(text: str) -> tuple[int, int]:
    """Width and height as typed."""
    width, _, height = text.partition("x")
    return int(width), int(height)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rows", nargs="*", default=["stitch", "cut", "change", "smart", "memory"])
    parser.add_argument("--takes", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--smart", type=int, default=len(SMART), help="cuts in a long take")
    parser.add_argument("--folder", type=Path)
    parser.add_argument(
        "--own",
        type=Path,
        help="a folder of takes of five seconds, for stitch, cut, change and each",
    )
    parser.add_argument("--alone", action="store_true", help="without melt and MoviePy beside us")
    parser.add_argument("--moviepy", metavar="PYTHON", help="an interpreter that has MoviePy")
    parser.add_argument("--cuts", type=int, nargs="+", default=[10, 100, 500, 2000])
    parser.add_argument("--cuts-size", default=f"{SMALL[0]}x{SMALL[1]}", help="of their pictures")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = (words.folder or Path(name)).resolve()
        size = sides(words.size)
        beside = Beside(size, None, None) if words.alone else Beside.found(size, words.moviepy)
        bench = Bench(folder, size, words.takes, words.rounds, beside, words.own)
        print(f"{bench.takes} takes of {SECONDS} s, {words.size} at {RATE.num} a second")
        rows: dict[str, Callable[[], None]] = {
            "stitch": lambda: stitched(bench), "cut": lambda: cut(bench),
            "change": lambda: changed(bench), "each": lambda: each_changed(bench),
            "smart": lambda: smart(bench, words.smart),
            "memory": lambda: memory(bench, words.cuts, sides(words.cuts_size)),
        }  # fmt: skip
        for row in words.rows:
            rows[row]()


if __name__ == "__main__":
    main()
