"""Exports on bad days: each ends with the right film, or with one sentence and nothing left."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from pydantic import ValidationError

from studio.errors import Cancelled, RenderError, StudioError
from studio.media.hashes import sha256_of
from studio.media.probe import probe
from studio.media.video import decoded
from studio.render.copying import planned
from studio.render.delivery import Captions, Copies, Delivery
from studio.render.export import export
from studio.render.graph import segments
from studio.render.kept import Kept
from studio.render.piece_keys import edge_key, edges_of, key_of, threads_of
from studio.timeline.cut import Clip
from studio.timeline.look import Transition, Wipe
from studio.timeline.model import derived_id
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.take import Take, TakeFile
from tests.films import grey_ramp, make_film, make_take, tone
from tests.render.test_copying import takes as copied_takes
from tests.ui import odd_files

NAMES = [f"sh_{n:08}" for n in range(9)]
LENGTHS = (12, 9, 15)
ROOT = Path(__file__).resolve().parents[2]


def takes(folder: Path, lengths: tuple[int, ...] = LENGTHS) -> dict[str, Take]:
    return {
        name: make_take(folder, name, grey_ramp(n, 160, 90), tone(n / 24, 0.05))
        for name, n in zip(NAMES, lengths, strict=False)
    }


def left(folder: Path) -> list[str]:
    """What lies in a folder beside the media that the film was made of."""
    return sorted(p.name for p in folder.iterdir() if p.name != "media" and p.suffix != ".wav")


def filed(folder: Path, owner: str, made: Path) -> Take:
    """A file as the take of a shot, as an import or a service would have filed it."""
    media = folder / "media"
    media.mkdir(exist_ok=True)
    path = made.rename(media / f"{owner}{made.suffix}")
    info = probe(path)
    file = TakeFile(path=f"media/{path.name}", sha256=sha256_of(path), bytes=path.stat().st_size)
    return Take(
        id=derived_id("tk", owner), owner=owner, job="jb_00000001", backend="test", kind=info.kind,
        files=(file,), request={}, created="2026-01-01T00:00:00+00:00",
        rate=Rate.of(info.rate) if info.rate else None, frames=info.frames, width=info.width,
        height=info.height, has_sound=bool(info.sound_tracks),
    )  # fmt: skip


# What happens to the files of takes.


def test_a_file_that_is_gone_is_named_before_anything_is_made(tmp_path: Path) -> None:
    film, shown = make_film(*LENGTHS), takes(tmp_path)
    (tmp_path / shown[NAMES[1]].files[0].path).unlink()
    told: list[float] = []
    with pytest.raises(RenderError) as caught:
        export(film, shown, tmp_path, tmp_path / "a.mp4", Delivery.of(film), progress=told.append)
    assert (caught.value.key, caught.value.values["shot"]) == ("render.source_gone", "1-2")
    assert "1-2" in caught.value.text("zh")
    assert (told, left(tmp_path)) == ([], [])


def encoded(film: Project) -> Delivery:
    """The film as it is, every picture encoded anew."""
    return replace(Delivery.of(film), copies=Copies.NONE)


@pytest.mark.parametrize(
    ("key", "harm"),
    [
        ("render.source_gone", lambda path: path.unlink()),
        ("render.source_changed", lambda path: path.write_bytes(path.read_bytes()[:-9] + bytes(9))),
        ("render.source_changed", lambda path: path.write_bytes(b"")),
    ],
)
def test_a_file_that_goes_or_changes_meanwhile_is_named(
    tmp_path: Path, key: str, harm: Callable[[Path], object]
) -> None:
    film, shown = make_film(*LENGTHS), takes(tmp_path)
    path = tmp_path / shown[NAMES[2]].files[0].path
    hurt: list[int] = []

    def on_progress(done: float) -> None:
        if done > 0.8 and not hurt:
            hurt.append(1)
            harm(path)

    out = tmp_path / "a.mp4"
    with pytest.raises(RenderError) as caught:
        export(film, shown, tmp_path, out, encoded(film), progress=on_progress)
    assert (caught.value.key, caught.value.values["shot"]) == (key, "1-3")
    assert left(tmp_path) == []


def test_a_file_that_was_only_touched_is_read_again_and_found_whole(tmp_path: Path) -> None:
    film, shown = make_film(*LENGTHS), takes(tmp_path)
    path = tmp_path / shown[NAMES[0]].files[0].path
    export(
        film, shown, tmp_path, tmp_path / "a.mp4", Delivery.of(film),
        progress=lambda _: os.utime(path, (1, 1)),
    )  # fmt: skip
    assert probe(tmp_path / "a.mp4").frames == 36


def broken(folder: Path, owner: str, frames: int) -> Take:
    """A take of a testing picture, some pictures of which are hurt where their content lies."""
    words = ("-t", str(frames / 25), "-r", "25", "-g", "12", "-pix_fmt", "yuv420p")
    made = odd_files.film(folder / "hurt.mp4", *words, size="160x96")
    with av.open(str(made)) as container:
        packets = [(p.pos, p.size) for p in container.demux(video=0) if p.size]
    data = bytearray(made.read_bytes())
    for number in (13, 14):
        at, size = packets[number]
        assert at is not None
        for place in range(at + size // 3, at + size, 7):
            data[place] ^= 0x55
    made.write_bytes(data)
    return filed(folder, owner, made)


def test_damaged_pictures_are_refused_by_default_and_told_where_they_are_allowed(
    tmp_path: Path,
) -> None:
    film, shown = make_film(12, 24), takes(tmp_path, (12,))
    shown[NAMES[1]] = broken(tmp_path, NAMES[1], 25)
    kept, wanted = Kept(tmp_path / "pieces"), Delivery.of(film)
    for _ in range(2):
        with pytest.raises(RenderError) as caught:
            export(film, shown, tmp_path, tmp_path / "a.mp4", wanted, kept=kept)
        assert (caught.value.key, caught.value.values["shot"]) == ("render.damaged", "1-2")
        assert str(caught.value.values["timecode"]).startswith("00:00:01:0")
    allowed = replace(wanted, allow_damaged=True)
    report = export(film, shown, tmp_path, tmp_path / "a.mp4", allowed, kept=kept)
    told = [finding for finding in report.proof.findings if finding.key == "proof.damaged"]
    assert [finding.values["shot"] for finding in told] == ["1-2"]
    with pytest.raises(RenderError):  # what was allowed once is not taken for whole
        export(film, shown, tmp_path, tmp_path / "b.mp4", wanted, kept=kept)


def test_damage_that_the_cut_does_not_show_stops_nothing(tmp_path: Path) -> None:
    film, shown = make_film(10), {NAMES[0]: broken(tmp_path, NAMES[0], 25)}
    report = export(film, shown, tmp_path, tmp_path / "a.mp4", Delivery.of(film))
    assert (report.frames, report.proof.compared > 0) == (10, True)


def test_a_take_that_cannot_be_read_is_named_by_its_shot(tmp_path: Path) -> None:
    film, shown = make_film(*LENGTHS), takes(tmp_path)
    path = tmp_path / shown[NAMES[1]].files[0].path
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])  # cut off before it was filed
    file = TakeFile(path=f"media/{path.name}", sha256=sha256_of(path), bytes=path.stat().st_size)
    shown[NAMES[1]] = shown[NAMES[1]].evolve(files=(file,))
    with pytest.raises(RenderError) as caught:
        export(film, shown, tmp_path, tmp_path / "a.mp4", Delivery.of(film))
    assert (caught.value.key, caught.value.values["shot"]) == ("render.source_unread", "1-2")
    assert path.name in caught.value.text("zh")
    assert left(tmp_path) == []


@pytest.mark.parametrize("name", sorted(odd_files.TAKEN))
def test_every_odd_file_that_may_be_taken_is_delivered_as_it_is_shown(
    tmp_path: Path, name: str
) -> None:
    film = make_film(12)
    take = filed(tmp_path, NAMES[0], odd_files.TAKEN[name](tmp_path))
    report = export(film, {NAMES[0]: take}, tmp_path, tmp_path / "a.mp4", Delivery.of(film))
    assert report.proof.compared > 0
    assert [f.key for f in report.proof.findings if f.key != "proof.quiet"] == []


# What happens to the cache of pieces.


def poison(kept: Kept, film: Project, shown: dict[str, Take], wanted: Delivery) -> None:
    """Let the piece of the second shot be a good one of the third, under the second's name."""
    runs = segments(film, shown)
    keys = [key_of(run, wanted, threads_of(len(runs))) for run in runs]
    wrong = next(kept.folder.rglob(f"{keys[2]}-*"))
    right = next(kept.folder.rglob(f"{keys[1]}-*"))
    right.unlink()
    data = wrong.read_bytes()
    suffix = wrong.name.removeprefix(keys[2])
    (right.parent / f"{keys[1]}{suffix}").write_bytes(data)


def test_a_piece_that_is_whole_but_another_is_found_and_made_anew(tmp_path: Path) -> None:
    lengths = (12, 9, 9)
    film, shown = make_film(*lengths), takes(tmp_path, lengths)
    dark = [np.full((90, 160, 3), 9, np.uint8)] * 9
    shown[NAMES[2]] = make_take(tmp_path, NAMES[2], dark)
    kept, wanted = Kept(tmp_path / "pieces"), replace(encoded(film), captions=Captions.NONE)
    export(film, shown, tmp_path, tmp_path / "a.mp4", wanted, kept=kept)
    poison(kept, film, shown, wanted)
    report = export(film, shown, tmp_path, tmp_path / "b.mp4", wanted, kept=kept)
    assert (tmp_path / "b.mp4").read_bytes() == (tmp_path / "a.mp4").read_bytes()
    assert report.kept == 0
    again = export(film, shown, tmp_path, tmp_path / "c.mp4", wanted, kept=kept)
    assert again.kept == 3
    stands = export(film, shown, tmp_path, tmp_path / "b.mp4", wanted, kept=kept, overwrite=True)
    assert stands.standing, "what is remembered of it is true of the film that was made anew"


def test_an_edge_that_is_whole_but_another_is_found_and_made_anew(tmp_path: Path) -> None:
    film, shown = make_film(50, 40), copied_takes(tmp_path, 72, 84)
    places = (7, 31)  # in their takes
    tracks = (
        track.evolve(clips=tuple(clip.evolve(skip=places[n]) for n, clip in enumerate(track.clips)))
        for track in film.cut.tracks
    )
    film = film.evolve(cut=film.cut.evolve(tracks=tuple(tracks)))
    kept, wanted = Kept(tmp_path / "pieces"), Delivery.of(film, Captions.NONE)
    export(film, shown, tmp_path, tmp_path / "a.mp4", wanted, kept=kept)
    runs = segments(film, shown)
    plan = planned(runs, tmp_path, wanted)
    keys = [
        edge_key(edges_of(run, copy)[0], plan.delivery, threads_of(2))
        for run, copy in zip(runs, plan.copies, strict=True)
        if copy is not None
    ]
    right = [next(kept.folder.rglob(f"{key}-*")) for key in keys]
    content = [path.read_bytes() for path in right]
    for path, key, other, data in zip(right, keys, reversed(right), reversed(content), strict=True):
        path.unlink()
        wrong = path.with_name(f"{key}-{other.stem.rpartition('-')[2]}{other.suffix}")
        wrong.write_bytes(data)
    report = export(film, shown, tmp_path, tmp_path / "b.mp4", wanted, kept=kept)
    assert report.ways == ("copied", "copied")
    assert (tmp_path / "b.mp4").read_bytes() == (tmp_path / "a.mp4").read_bytes()
    there = [[path.read_bytes() for path in kept.folder.rglob(f"{key}-*")] for key in keys]
    assert there == [[data] for data in content], "the wrong ones are kept no longer"


def test_a_cache_that_may_hold_nothing_costs_time_only(tmp_path: Path) -> None:
    film, shown = make_film(*LENGTHS), takes(tmp_path)
    kept = Kept(tmp_path / "pieces", limit=0)
    for name in ("a", "b"):
        export(film, shown, tmp_path, tmp_path / f"{name}.mp4", Delivery.of(film), kept=kept)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()
    assert not list(kept.folder.rglob("*.mp4"))


# What happens to the disk and to the process.

FULL = """
import resource, signal, sys
from pathlib import Path
from studio.errors import StudioError
from tests.render.test_bad_exports import LENGTHS, make_film, takes, export, Delivery
folder, most = Path(sys.argv[1]), int(sys.argv[2])
film, shown = make_film(*LENGTHS), takes(folder)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
try:
    export(film, shown, folder, folder / "a.mp4", Delivery.of(film))
    print("done")
except StudioError as error:
    print(error.key)
"""


def process(script: str, *words: str) -> "subprocess.Popen[str]":
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", script, *words], env=environ, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
@pytest.mark.parametrize("most", [600, 2_000, 200_000])
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, most: int) -> None:
    with process(FULL, str(tmp_path), str(most)) as running:
        said, errors = running.communicate(timeout=120)
    assert said.strip() == "media.disk_full", errors
    assert left(tmp_path) == []


def mounted(folder: Path, size: str) -> bool:
    """Whether the system lets us lay a small disk over a folder."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    return (
        shutil.which("mount") is not None
        and not subprocess.run(mount, capture_output=True).returncode
    )


@pytest.mark.parametrize("size", ["16k", "400k"])
def test_a_small_disk_that_fills_is_told_and_left_empty(tmp_path: Path, size: str) -> None:
    film, shown = make_film(*LENGTHS), takes(tmp_path)
    disk = tmp_path / "disk"
    disk.mkdir()
    if not mounted(disk, size):
        pytest.skip("only an administrator of a Unix can make a small disk")
    try:
        with pytest.raises(StudioError) as caught:
            export(film, shown, tmp_path, disk / "a.mp4", Delivery.of(film))
        assert (caught.value.key, list(disk.iterdir())) == ("media.disk_full", [])
    finally:
        subprocess.run(["umount", str(disk)], check=True, capture_output=True)


SLOW = """
import sys, threading
from pathlib import Path
from tests.render.test_bad_exports import LENGTHS, make_film, takes, export, Delivery
folder = Path(sys.argv[1])
film, shown = make_film(*LENGTHS), takes(folder)
def stay(done):
    print(done, flush=True)
    threading.Event().wait()
export(film, shown, folder, folder / "a.mp4", Delivery.of(film), progress=stay)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process in another way")
def test_what_was_killed_leaves_no_film_and_the_next_export_sweeps(tmp_path: Path) -> None:
    with process(SLOW, str(tmp_path)) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
    assert not (tmp_path / "a.mp4").exists()
    assert any(name.startswith(".export-") for name in left(tmp_path))
    film, shown = make_film(*LENGTHS), takes(tmp_path)
    export(film, shown, tmp_path, tmp_path / "a.mp4", Delivery.of(film))
    assert left(tmp_path) == ["a.mp4"]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_cancel_at_any_time_leaves_nothing(tmp_path: Path, share: float) -> None:
    film, shown = make_film(*LENGTHS, lines={0: "Stop."}), takes(tmp_path)
    reached: list[float] = [0.0]
    with pytest.raises(Cancelled):
        export(
            film, shown, tmp_path, tmp_path / "a.mp4", Delivery.of(film),
            progress=lambda done: reached.append(done), cancelled=lambda: max(reached) >= share,
        )  # fmt: skip
    assert left(tmp_path) == []


def test_a_folder_that_is_taken_away_meanwhile_is_named(tmp_path: Path) -> None:
    film, shown = make_film(*LENGTHS), takes(tmp_path)
    target = tmp_path / "drive"
    target.mkdir()

    def unplug(_done: float) -> None:
        if target.is_dir():
            target.rename(tmp_path / "gone")

    with pytest.raises(StudioError) as caught:
        export(film, shown, tmp_path, target / "a.mp4", Delivery.of(film), progress=unplug)
    assert caught.value.key == "render.folder_gone"


# What a cut may be.


def test_a_clip_has_a_frame_at_least() -> None:
    with pytest.raises(ValidationError):
        Clip(id="cl_00000001", owner="sh_00000001", start=0, frames=0)


@pytest.mark.parametrize("kind", [Wipe.DISSOLVE, Wipe.PUSH_LEFT])
def test_a_transition_longer_than_its_clips_is_delivered(tmp_path: Path, kind: Wipe) -> None:
    film, shown = make_film(*LENGTHS), takes(tmp_path)
    long = Transition(kind=kind, frames=500)
    tracks = tuple(
        track.evolve(clips=tuple(clip.evolve(entry=long) for clip in track.clips))
        for track in film.cut.tracks
    )
    film = film.evolve(cut=film.cut.evolve(tracks=tracks))
    report = export(film, shown, tmp_path, tmp_path / "a.mp4", Delivery.of(film))
    assert (probe(tmp_path / "a.mp4").frames, report.frames) == (36, 36)
    assert report.proof.compared > 0


@pytest.mark.parametrize("rate", [Rate(num=24), Rate(num=30000, den=1001)])
def test_the_end_of_two_hours_is_as_exact_as_the_beginning(tmp_path: Path, rate: Rate) -> None:
    hours = rate.frames(7200)
    film = make_film(12, hours - 24, 12, lines={2: "The end."}).evolve(rate=rate)
    sound = tone(12 / float(rate.fraction), 0.1)
    shown = {
        NAMES[n]: make_take(tmp_path, NAMES[n], grey_ramp(12, 160, 90), sound, rate=rate)
        for n in (0, 2)
    }
    wanted = replace(Delivery.of(film), span=(hours - 20, hours))
    report = export(film, shown, tmp_path, tmp_path / "a.mp4", wanted)
    assert (report.frames, report.proof.offset) == (20, pytest.approx(0, abs=0.0005))
    assert "The end." in (tmp_path / "a.srt").read_text(encoding="utf-8")
    greys = [float(picture.mean()) for _, picture in decoded(tmp_path / "a.mp4")]
    assert max(greys[:8]) < 60  # the slate of what has no take
    assert greys[8] < greys[12] < greys[18] or Fraction(rate.fraction) != 24
