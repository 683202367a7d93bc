"""What is in the delivery's format is copied to the bit; only the edges of cuts are encoded."""

import os
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from studio.media.encode import BT709
from studio.media.ffmpeg import find_ffmpeg
from studio.media.hashes import sha256_of
from studio.media.probe import probe
from studio.media.video import decoded
from studio.paths import user_cache
from studio.render import copying, joints, shape
from studio.render.copying import Copy, planned
from studio.render.delivery import Captions, Copies, Delivery
from studio.render.export import Report, export
from studio.render.graph import segments, within
from studio.render.joints import Edge, Joints, joints_hold
from studio.render.kept import Kept
from studio.render.packets import Part
from studio.render.preview import picture_at
from studio.render.stock import stock_of
from studio.render.stock_notes import known_stock
from studio.timeline.look import Look, Place
from studio.timeline.model import derived_id
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.take import Take, TakeFile
from tests.films import RATE, grey_ramp, make_film, make_take

SIZE = (160, 90)
NAMES = [f"sh_{n:08}" for n in range(9)]
CODING = ("-preset", "fast", "-crf", "16", "-g", "12", "-keyint_min", "12", "-sc_threshold", "0")


def coded(path: Path, frames: int, coding: tuple[str, ...] = CODING, *, tags: bool = True) -> Path:
    """A file of pictures that move and are all different."""
    source = f"testsrc2=s=160x90:r=24,hue=h=7*{len(path.stem)}"
    if tags:
        source += ",scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setsar=1"
        source += ",setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
    command = [find_ffmpeg(), "-v", "error", "-y", "-f", "lavfi", "-i", source]
    command += ["-frames:v", str(frames), "-c:v", "libx264", "-pix_fmt", "yuv420p", *coding]
    subprocess.run([*command, *(BT709 if tags else ()), str(path)], check=True)
    return path


def take_of(folder: Path, owner: str, path: Path, frames: int) -> Take:
    """A file as the take of a shot."""
    (folder / "media").mkdir(exist_ok=True)
    path.replace(folder / "media" / path.name)
    path = folder / "media" / path.name
    file = TakeFile(path=f"media/{path.name}", sha256=sha256_of(path), bytes=path.stat().st_size)
    return Take(
        id=derived_id("tk", owner), owner=owner, job="jb_00000001", backend="test", kind="video",
        files=(file,), request={}, created="2026-01-01T00:00:00+00:00", rate=RATE, frames=frames,
        width=SIZE[0], height=SIZE[1],
    )  # fmt: skip


def takes(
    folder: Path, *lengths: int, coding: tuple[str, ...] = CODING, tags: bool = True
) -> dict[str, Take]:
    return {
        name: take_of(
            folder, name, coded(folder / f"{'x' * n}.mp4", frames, coding, tags=tags), frames
        )
        for n, (name, frames) in enumerate(zip(NAMES, lengths, strict=False), 1)
    }


def trimmed(film: Project, skip: int) -> Project:
    """The film, each clip from frame `skip` of its take on."""
    tracks = tuple(
        track.evolve(clips=tuple(clip.evolve(skip=skip) for clip in track.clips))
        for track in film.cut.tracks
    )
    return film.evolve(cut=film.cut.evolve(tracks=tracks))


def made(
    film: Project,
    shown: dict[str, Take],
    folder: Path,
    *,
    kept: Kept | None = None,
    crf: float = 18,
) -> Report:
    """The film in film.mp4, captions beside it."""
    wanted = replace(Delivery.of(film, Captions.FILE), crf=crf)
    out = folder / "film.mp4"
    out.unlink(missing_ok=True)  # one that lies there would stay
    return export(film, shown, folder, out, wanted, overwrite=True, kept=kept)


def pictures(path: Path) -> list[np.ndarray]:
    return [picture for _, picture in decoded(path)]


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    error = float(np.mean((one.astype(float) - other) ** 2))
    return 99.0 if not error else 10 * float(np.log10(255**2 / error))


def file_of(folder: Path, take: Take) -> Path:
    return folder / take.files[0].path


@pytest.mark.parametrize("bframes", ["0", "3"])
def test_whole_takes_are_copied_to_the_bit(tmp_path: Path, bframes: str) -> None:
    film = make_film(30, 17, 24)
    shown = takes(tmp_path, 30, 17, 24, coding=(*CODING, "-bf", bframes))
    report = made(film, shown, tmp_path)
    assert (report.copied, report.kept, report.segments) == (3, 0, 3)
    assert report.ways == ("copied",) * 3
    wanted = [p for name in NAMES[:3] for p in pictures(file_of(tmp_path, shown[name]))]
    got = pictures(tmp_path / "film.mp4")
    assert len(got) == len(wanted) == 71
    assert all(np.array_equal(one, other) for one, other in zip(got, wanted, strict=True))
    info = probe(tmp_path / "film.mp4")
    assert (info.frames, info.variable_rate, info.rate) == (71, False, 24)


@pytest.mark.parametrize("bframes", ["0", "3"])
def test_a_cut_inside_a_group_encodes_its_edges_only(tmp_path: Path, bframes: str) -> None:
    film = trimmed(make_film(50, 40), 7)
    shown = takes(tmp_path, 72, 60, coding=(*CODING, "-bf", bframes))
    report = made(film, shown, tmp_path)
    assert report.ways == ("copied", "copied")
    got = pictures(tmp_path / "film.mp4")
    sources = [pictures(file_of(tmp_path, shown[name])) for name in NAMES[:2]]
    wanted = sources[0][7:57] + sources[1][7:47]
    assert len(got) == len(wanted)
    same = [np.array_equal(one, other) for one, other in zip(got, wanted, strict=True)]
    assert same[5:46] == [True] * 41  # from the key picture 12 on, but for the last few
    assert same[55:86] == [True] * 31
    assert same[:5] == [False] * 5
    assert min(psnr(one, other) for one, other in zip(got, wanted, strict=True)) > 34
    assert probe(tmp_path / "film.mp4").variable_rate is False


def test_a_take_of_the_animatic_is_copied(tmp_path: Path) -> None:
    film = trimmed(make_film(40), 3)
    shown = {NAMES[0]: make_take(tmp_path, NAMES[0], grey_ramp(48, *SIZE))}
    assert made(film, shown, tmp_path).copied == 1
    wanted = pictures(file_of(tmp_path, shown[NAMES[0]]))[3:43]
    got = pictures(tmp_path / "film.mp4")
    assert max(np.abs(a.astype(int) - b).max() for a, b in zip(got, wanted, strict=True)) <= 3


@pytest.mark.parametrize(
    ("preset", "crf", "wanted"),
    [("ultrafast", "13", 18), ("veryfast", "23", 18), ("medium", "18", 18), ("slower", "20.5", 24)],
)
def test_edges_are_encoded_as_the_take_was(
    tmp_path: Path, preset: str, crf: str, wanted: float
) -> None:
    film = trimmed(make_film(60), 5)
    coding = ("-preset", preset, "-crf", crf, "-g", "12")
    assert made(film, takes(tmp_path, 72, coding=coding), tmp_path, crf=wanted).copied == 1


def test_what_is_encoded_beside_copies_has_the_delivery_s_quality(tmp_path: Path) -> None:
    film = trimmed(make_film(60), 5)
    shown = takes(tmp_path, 72, coding=("-preset", "fast", "-crf", "30", "-g", "12"))
    delivery = replace(Delivery.of(film, Captions.NONE), crf=10)
    plan = planned(segments(film, shown), tmp_path, delivery)
    assert plan.delivery.like is not None
    assert plan.delivery.like.crf == 30
    edge = within(segments(film, shown), (0, 7))
    sizes: list[int] = []
    for number, way in enumerate((plan.delivery, replace(delivery, copies=Copies.NONE))):
        small = trimmed(make_film(7), 5)
        out = tmp_path / f"{number}.mp4"
        report = export(small, shown, tmp_path, out, replace(way, copies=Copies.NONE))
        assert report.ways == ("encoded",)
        sizes.append(out.stat().st_size)
    assert edge[0].frames == 7
    assert sizes[0] > 0.8 * sizes[1]


def test_a_slate_is_encoded_beside_copies(tmp_path: Path) -> None:
    film = make_film(36, 12, 36)
    shown = takes(tmp_path, 36, 12, 36)
    del shown[NAMES[1]]
    report = made(film, shown, tmp_path)
    assert report.ways == ("copied", "encoded", "copied")
    got = pictures(tmp_path / "film.mp4")
    assert psnr(got[40], picture_at(film, shown, tmp_path, 40)) > 30
    assert np.array_equal(got[48], pictures(file_of(tmp_path, shown[NAMES[2]]))[0])


def test_an_edge_is_kept_and_the_film_the_same_to_the_byte(tmp_path: Path) -> None:
    film = trimmed(make_film(50, 40), 7)
    shown, kept = takes(tmp_path, 72, 60), Kept(tmp_path / "pieces")
    films: list[bytes] = []
    for _ in range(2):
        assert made(film, shown, tmp_path, kept=kept).copied == 2
        films.append((tmp_path / "film.mp4").read_bytes())
    assert films[0] == films[1]
    assert len(list(kept.folder.rglob("*.mp4"))) >= 2


def _looked(film: Project) -> Project:
    tracks = tuple(
        track.evolve(clips=tuple(c.evolve(look=Look(place=Place(scale=1.2))) for c in track.clips))
        for track in film.cut.tracks
    )
    return film.evolve(cut=film.cut.evolve(tracks=tracks))


def _slowed(film: Project) -> Project:
    tracks = tuple(
        track.evolve(clips=tuple(c.evolve(speed=Fraction(1, 2)) for c in track.clips))
        for track in film.cut.tracks
    )
    return film.evolve(cut=film.cut.evolve(tracks=tracks))


@pytest.mark.parametrize("change", [_looked, _slowed])
def test_what_is_done_to_a_picture_is_encoded(tmp_path: Path, change: object) -> None:
    assert callable(change)
    film, shown = change(make_film(24)), takes(tmp_path, 24)
    assert made(film, shown, tmp_path).ways == ("encoded",)


def test_burnt_captions_are_encoded_and_the_rest_is_copied(tmp_path: Path) -> None:
    film, shown = make_film(36, 12, lines={1: "Hello."}), takes(tmp_path, 36, 12)
    out = tmp_path / "film.mp4"
    report = export(film, shown, tmp_path, out, Delivery.of(film, Captions.BURN))
    assert report.ways == ("copied", "encoded")
    assert pictures(out)[44].max() > 200


def test_a_film_of_which_little_could_be_copied_is_encoded(tmp_path: Path) -> None:
    film, shown = make_film(12, 36, lines={1: "Hello."}), takes(tmp_path, 12, 36)
    wanted = Delivery.of(film, Captions.BURN)
    report = export(film, shown, tmp_path, tmp_path / "film.mp4", wanted)
    assert report.ways == ("encoded", "encoded")


@pytest.mark.parametrize(
    "wanted",
    [replace(Delivery.of(make_film(24), Captions.NONE), copies=Copies.NONE),
     Delivery(80, 46, RATE, Captions.NONE),
     Delivery(160, 90, RATE, Captions.NONE, frame=(90, 160))],
    ids=["not wanted", "another size", "another frame"],
)  # fmt: skip
def test_another_delivery_is_encoded(tmp_path: Path, wanted: Delivery) -> None:
    film, shown = make_film(24), takes(tmp_path, 24)
    report = export(film, shown, tmp_path, tmp_path / "film.mp4", wanted)
    assert report.ways == ("encoded",)


@pytest.mark.parametrize(
    "coding",
    [(*CODING, "-x264-params", "open-gop=1:bframes=3"), (*CODING, "-x264-params", "cqm=jvt"),
     ("-preset", "fast", "-g", "9999", "-x264-params", "intra-refresh=1:keyint=9999"),
     (*CODING, "-vf", "setpts=N/24/TB+if(gt(N\\,9)\\,0.3/TB\\,0)", "-fps_mode", "vfr"),
     (*CODING, "-aspect", "4:3")],
    ids=["open groups", "tables of its own", "refresh", "variable rate", "shape of pixels"],
)  # fmt: skip
def test_other_coding_is_encoded(tmp_path: Path, coding: tuple[str, ...]) -> None:
    film, shown = trimmed(make_film(30), 5), takes(tmp_path, 48, coding=coding)
    assert made(film, shown, tmp_path).ways == ("encoded",)


def test_colours_that_nobody_named_are_encoded_where_they_are_those_of_old(tmp_path: Path) -> None:
    """A small picture is taken for BT.601, whether its take was asked or not."""
    film, shown = make_film(24), takes(tmp_path, 24, tags=False)
    assert made(film, shown, tmp_path).ways == ("encoded",)
    asked = {name: take.evolve(untagged=True) for name, take in shown.items()}
    assert made(film, asked, tmp_path).ways == ("encoded",)


def silenced(whole: Path, path: Path, graph: str) -> None:
    """The same pictures, encoded anew behind filters that let colours be forgotten."""
    command = [find_ffmpeg(), "-v", "error", "-y", "-i", str(whole), "-vf", graph]
    command += ["-c:v", "libx264", "-pix_fmt", "yuv420p", *CODING, str(path)]
    subprocess.run(command, check=True)


def shows_takes(
    folder: Path, shown: dict[str, Take], seen: range, *, exact: int
) -> list[np.ndarray]:
    """The film shows the pictures `seen` of two takes, at least so many of each to the bit."""
    got = pictures(folder / "film.mp4")
    for n, name in enumerate(NAMES[:2]):
        take = pictures(file_of(folder, shown[name]))[seen.start : seen.stop]
        here = got[len(seen) * n : len(seen) * (n + 1)]
        near = [psnr(a, b) for a, b in zip(here, take, strict=True)]
        assert min(near) > 30
        assert near.count(99.0) >= exact, "all but the edges to the bit"
    return got


@pytest.mark.parametrize("container", [".mp4", ".mov"])
@pytest.mark.parametrize("skip", [0, 7])
def test_large_takes_that_name_no_colours_are_copied(
    tmp_path: Path, skip: int, container: str
) -> None:
    """As players take them for BT.709, the film's file says so, and the viewer shows the same."""
    size, graph = (1280, 720), "scale=1280:720,format=yuv420p,setparams=" + ":".join(
        f"{name}=unknown" for name in ("color_primaries", "color_trc", "colorspace", "range")
    )  # fmt: skip
    shown: dict[str, Take] = {}
    for n, name in enumerate(NAMES[:2], 1):
        whole = coded(tmp_path / f"{'x' * n}-whole.mp4", 48)
        silent = whole.with_name(f"{'x' * n}{container}")
        silenced(whole, silent, graph)
        info = probe(silent)
        assert info.untagged
        take = take_of(tmp_path, name, silent, 48)
        shown[name] = take.evolve(untagged=True, width=info.width, height=info.height)
    film = trimmed(make_film(36, 36, size=size), skip)
    assert made(film, shown, tmp_path).copied == 2
    with av.open(str(tmp_path / "film.mp4")) as file:
        colours = file.streams.video[0].codec_context
        said = (colours.color_primaries, colours.color_trc, colours.colorspace, colours.color_range)
        assert said == (1, 1, 1, 1)
    got = shows_takes(tmp_path, shown, range(skip, skip + 36), exact=24)
    viewed = picture_at(film, shown, tmp_path, 20)
    assert psnr(viewed, got[20]) > 40


def test_large_takes_that_nobody_asked_for_their_colours_are_encoded(tmp_path: Path) -> None:
    """A take filed before its colours were asked for is shown as ever, so it is no copy."""
    whole = coded(tmp_path / "x-whole.mp4", 24, tags=False)
    large = whole.with_name("x.mp4")
    silenced(whole, large, "scale=1280:720")
    take = take_of(tmp_path, NAMES[0], large, 24).evolve(width=1280, height=720)
    film = make_film(24, size=(1280, 720))
    assert made(film, {NAMES[0]: take}, tmp_path).ways == ("encoded",)


@pytest.mark.parametrize("skip", [0, 7])
def test_takes_that_name_no_more_than_how_they_are_decoded_are_copied(
    tmp_path: Path, skip: int
) -> None:
    """As ffmpeg makes them of RGB: nothing is said of primaries and transfer."""
    shown: dict[str, Take] = {}
    for n, name in enumerate(NAMES[:2], 1):
        whole = coded(tmp_path / f"{'x' * n}-whole.mp4", 60)
        silent = whole.with_name(f"{'x' * n}.mp4")
        graph = "setparams=color_primaries=unknown:color_trc=unknown"
        silenced(whole, silent, graph)
        shown[name] = take_of(tmp_path, name, silent, 60)
    with av.open(str(file_of(tmp_path, shown[NAMES[0]]))) as container:
        colours = container.streams.video[0].codec_context
        assert (colours.color_primaries, colours.color_trc, colours.colorspace) == (2, 2, 1)
    film = trimmed(make_film(48, 48), skip)
    report = made(film, shown, tmp_path)
    assert report.copied == 2
    shows_takes(tmp_path, shown, range(skip, skip + 48), exact=36)


def test_a_take_that_lies_on_its_side_is_no_stock(tmp_path: Path) -> None:
    upright, turned = coded(tmp_path / "a.mp4", 24), tmp_path / "b.mp4"
    command = [find_ffmpeg(), "-v", "error", "-display_rotation", "180", "-i", str(upright)]
    subprocess.run([*command, "-c", "copy", str(turned)], check=True)
    assert stock_of(upright, RATE) is not None
    assert stock_of(turned, RATE) is None


def test_a_take_at_another_rate_is_no_stock(tmp_path: Path) -> None:
    assert stock_of(coded(tmp_path / "a.mp4", 24), Rate(num=25)) is None


@pytest.mark.parametrize("content", [b"", b"no film", b"\0\0\0\0moov", b"\0\0\0\x08moov" * 3])
def test_a_broken_file_is_no_stock(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    assert stock_of(path, RATE) is None
    path.unlink()
    assert stock_of(path, RATE) is None


def test_a_truncated_take_is_no_stock(tmp_path: Path) -> None:
    path = coded(tmp_path / "a.mp4", 24, (*CODING, "-movflags", "+faststart"))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    assert stock_of(path, RATE) is None


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return user_cache("stocks")


def test_what_a_take_is_as_stock_is_noted_for_that_very_file(tmp_path: Path, notes: Path) -> None:
    path = coded(tmp_path / "a.mp4", 24)
    stock, facts = known_stock(path, RATE), path.stat()
    assert stock is not None
    assert stock == stock_of(path, RATE)
    with path.open("r+b") as file:
        file.write(bytes(facts.st_size))
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert known_stock(path, RATE) == stock  # it is not read again
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns + 10**9))
    assert known_stock(path, RATE) is None
    assert known_stock(tmp_path / "gone.mp4", RATE) is None


@pytest.mark.parametrize("note", ["", "{}", '{"keys": [0]}'])
def test_a_note_that_says_nothing_is_written_anew(tmp_path: Path, notes: Path, note: str) -> None:
    path = coded(tmp_path / "a.mp4", 24)
    stock = known_stock(path, RATE)
    (written,) = notes.rglob("*.json")
    right = written.read_text()
    written.write_text(note)
    assert known_stock(path, RATE) == stock
    assert written.read_text() == right


def test_how_a_take_was_made_is_found_once_and_noted(tmp_path: Path, notes: Path) -> None:
    film, shown = trimmed(make_film(36), 7), takes(tmp_path, 72)

    def copied() -> bool:
        copying._found.cache_clear()  # pyright: ignore[reportPrivateUsage]
        (copy,) = planned(segments(film, shown), tmp_path, Delivery.of(film, Captions.NONE)).copies
        return copy is not None

    assert copied()
    asked = [note for note in (notes.parent / "programs").iterdir() if len(note.read_text()) < 3]
    assert [note.read_text() for note in asked] == ["0"], "the first guess is right"
    for told, right in (("none", False), ("99", False), ("no number", True), ("0", True)):
        asked[0].write_text(told)
        assert copied() is right, told


def test_a_joint_with_another_picture_is_found(tmp_path: Path) -> None:
    film = trimmed(make_film(36), 7)
    shown = takes(tmp_path, 72)
    runs = segments(film, shown)
    plan = planned(runs, tmp_path, Delivery.of(film, Captions.NONE))
    (copy,) = plan.copies
    assert copy is not None
    assert (copy.head, copy.body.first) == (5, 12)
    assert plan.delivery.like is not None
    right, late = tmp_path / "right.mp4", tmp_path / "late.mp4"
    for path, first in ((right, 7), (late, 9)):
        coding = ["-c:v", "libx264", "-pix_fmt", "yuv420p", *BT709, "-preset", "fast"]
        options = [str(word) for item in plan.delivery.like.options(18).items() for word in
                   (f"-{item[0]}", item[1])]  # fmt: skip
        source = str(file_of(tmp_path, shown[NAMES[0]]))
        trim = f"trim=start_frame={first}:end_frame={first + 5},setpts=PTS-STARTPTS,setsar=1"
        command = [find_ffmpeg(), "-v", "error", "-i", source, "-vf", trim, *coding, *options]
        subprocess.run([*command, str(path)], check=True)
    work = tmp_path / "joint.mp4"
    assert joints_hold(copy, Edge(Part(right, 5)), None, RATE, work)
    assert not joints_hold(copy, Edge(Part(late, 5)), None, RATE, work)
    assert not joints_hold(copy, Edge(Part(right, 4)), None, RATE, work)
    assert not work.exists()


def test_a_joint_is_proved_by_what_the_encoder_of_its_edge_has_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The take's own pictures there, to the byte; the take is not decoded a second time."""
    sought: list[range] = []
    seen: list[tuple[Copy, Edge]] = []
    decode, hold = joints._decoded, shape.joints_hold  # pyright: ignore[reportPrivateUsage]

    def spied(path: Path, rate: Rate, wanted: range) -> dict[int, np.ndarray]:
        sought.append(wanted)
        return decode(path, rate, wanted)

    def held(
        copy: Copy, before: Edge | None, after: Edge | None, *rest: Any, **more: Any
    ) -> Joints | None:
        seen.extend((copy, edge) for edge in (before, after) if edge is not None)
        return hold(copy, before, after, *rest, **more)

    monkeypatch.setattr(joints, "_decoded", spied)
    monkeypatch.setattr(shape, "joints_hold", held)
    film = trimmed(make_film(45), 7)
    shown = takes(tmp_path, 72)
    assert made(film, shown, tmp_path).copied == 1
    assert sought == []
    ((copy, edge), *_) = seen
    own = decode(file_of(tmp_path, shown[NAMES[0]]), RATE, range(72))
    assert sorted(edge.witnessed) == list(range(9, 12)), "two before picture 12, and one more"
    assert all(np.array_equal(edge.witnessed[n], own[n]) for n in edge.witnessed)
    late = {n: own[n + 2] for n in edge.witnessed}
    work = tmp_path / "joint.mp4"
    assert not hold(copy, Edge(edge.part, late), None, RATE, work), "they are what counts"


def test_nothing_is_copied_where_a_take_was_not_made_as_it_says(tmp_path: Path) -> None:
    path = coded(tmp_path / "x.mp4", 72)
    content = path.read_bytes()
    assert content.count(b" ref=2 ") == 1
    path.write_bytes(content.replace(b" ref=2 ", b" ref=4 "))
    film, shown = trimmed(make_film(36), 7), {NAMES[0]: take_of(tmp_path, NAMES[0], path, 72)}
    assert made(film, shown, tmp_path).ways == ("encoded",)
