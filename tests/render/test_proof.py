"""Proof of a finished film: what is right passes, and each thing that is not is named."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from studio.errors import RenderError
from studio.media.ffmpeg import QUIET, run
from studio.render.captions import Caption
from studio.render.delivery import Captions, Container, Copies, Delivery
from studio.render.export import export
from studio.render.graph import segments
from studio.render.loudness import Loudness, measure
from studio.render.mix_file import MixFile
from studio.render.packets import Part
from studio.render.parted import Parted
from studio.render.proof import prove
from studio.render.proof_asked import Asked, stretches_of_sound
from studio.render.proof_memory import Memory
from studio.render.proof_table import read
from studio.render.proven import Proof
from studio.timeline.project import Project
from studio.timeline.take import Take
from tests.films import make_film, make_take
from tests.render.sounding import mix

NAMES = [f"sh_{n:08}" for n in range(9)]
LENGTHS = (30, 17, 25)
SIZE = (160, 90)


def moving(frames: int, seed: int) -> list[np.ndarray]:
    """Pictures of a landscape that goes by, four pixels a frame, so that each is its own."""
    wide = np.random.default_rng(seed).integers(20, 230, (9, 16 + frames), np.uint8)
    whole = np.kron(wide, np.ones((10, 10), np.uint8))
    return [
        np.repeat(whole[:, 4 * n : 4 * n + SIZE[0], None], 3, axis=2).copy() for n in range(frames)
    ]


def noise(frames: int, seed: int) -> np.ndarray:
    """A rumble that is never twice the same and has nothing that a coder leaves out."""
    rough = np.random.default_rng(seed).uniform(-0.3, 0.3, frames * 2000)
    smooth = np.convolve(rough, np.hanning(40) / 20, "same")
    return np.repeat(smooth[:, None], 2, axis=1).astype(np.float32)


class Cut:
    """A film of three shots, exported, with everything that its proof wants to know."""

    def __init__(self, folder: Path, lengths: tuple[int, ...] = LENGTHS, **more: object) -> None:
        self.folder = folder
        self.film: Project = make_film(*lengths, **more)  # type: ignore[arg-type]
        self.shown: dict[str, Take] = {
            name: make_take(folder, name, moving(n, seed), noise(n, seed))
            for seed, (name, n) in enumerate(zip(NAMES, lengths, strict=False))
        }
        self.delivery = replace(Delivery.of(self.film, Captions.NONE), loudness=-18.0)
        self.path = folder / "film.mp4"

    def made(self) -> Path:
        export(self.film, self.shown, self.folder, self.path, self.delivery)
        return self.path

    def asked(self, loud: Loudness | None = None) -> Asked:
        raw = self.folder / "mix.f32"
        mix(self.film, self.shown, self.folder, raw)
        frames = self.film.cut.frames
        return Asked(
            frames=frames, film_frames=frames, delivery=self.delivery,
            folder=self.folder, shop=self.folder,
            loud=loud or measure(["-i", str(self.path)]), runs=segments(self.film, self.shown),
            mix=Parted(MixFile.of(raw), None, None),
            sounding=stretches_of_sound(self.film, self.shown, (0, frames)),
        )  # fmt: skip

    def proved(self, film: Path | None = None, **changes: object) -> Proof:
        return prove(film or self.path, replace(self.asked(), **changes))  # type: ignore[arg-type]

    def key(self, film: Path, **changes: object) -> str:
        with pytest.raises(RenderError) as caught:
            self.proved(film, **changes)
        assert "  " not in caught.value.text("zh")
        assert caught.value.text() != caught.value.text("zh")
        return caught.value.key


@pytest.fixture
def cut(tmp_path: Path) -> Cut:
    made = Cut(tmp_path)
    made.made()
    return made


def turned(film: Path, *words: str, name: str = "turned.mp4") -> Path:
    """The film as ffmpeg makes it anew with these words."""
    out = film.with_name(name)
    run([*QUIET, "-y", "-i", str(film), *words, str(out)])
    return out


def encoded(film: Path, graph: str, *words: str) -> Path:
    """The film with its pictures through a filter graph, its sound as it is."""
    return turned(film, "-vf", graph, "-c:a", "copy", "-c:v", "libx264", "-crf", "18", *words)


def test_what_was_asked_for_passes_with_its_figures(cut: Cut) -> None:
    proof = cut.proved()
    assert proof.findings == ()
    assert proof.offset is not None
    assert abs(proof.offset) <= 0.0005
    assert proof.compared >= 8
    assert proof.least is not None
    assert proof.least > 30
    assert proof.picture["codec"] == "h264"
    assert proof.sound["samples"] == 72 * 2000


@pytest.mark.parametrize(("copies", "copied"), [(Copies.NONE, 0), (Copies.SAME, 6)])
def test_an_export_brings_its_proof(tmp_path: Path, copies: Copies, copied: int) -> None:
    made = Cut(tmp_path)
    delivery = replace(made.delivery, copies=copies)
    report = export(made.film, made.shown, tmp_path, made.path, delivery)
    assert (report.proof.frames, report.proof.seconds) == (72, 3.0)
    assert (report.proof.compared >= 8, report.proof.copied) == (not copied, copied)


def test_a_copy_of_another_take_is_found(tmp_path: Path) -> None:
    made = Cut(tmp_path, (24, 24))
    film = made.made()
    files = [tmp_path / made.shown[name].files[0].path for name in NAMES[:2]]
    right = tuple((Part(path, 24, of_take=True),) for path in files)
    assert made.proved(parts=right).copied == 4
    assert made.key(film, parts=(right[0], right[0])) == "proof.no_copy"
    shifted = (Part(files[1], 23, 1, of_take=True), Part(files[1], 1, of_take=True))
    assert made.key(film, parts=(right[0], shifted)) == "proof.no_copy"


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("proof.size", lambda film: encoded(film, "scale=158:90,setsar=1")),
        ("proof.pixels", lambda film: encoded(film, "format=yuv422p")),
        ("proof.not_square", lambda film: encoded(film, "setsar=4/3")),
        ("proof.codec", lambda film: turned(film, "-c:a", "copy", "-c:v", "mpeg4")),
        ("proof.frames", lambda film: encoded(film, "trim=end_frame=71")),
        ("proof.rate", lambda film: encoded(film, "setpts=N/25/TB,fps=25")),
        ("proof.stamps", lambda film: encoded(film, "settb=1/2400,setpts=100*N+40*eq(N\\,9)",
                                              "-fps_mode", "passthrough", "-enc_time_base",
                                              "1/2400", "-video_track_timescale", "2400")),
        ("proof.no_sound", lambda film: turned(film, "-c", "copy", "-an")),
        ("proof.no_picture", lambda film: turned(film, "-c", "copy", "-vn")),
        ("proof.sound", lambda film: turned(film, "-c:v", "copy", "-c:a", "mp3")),
        ("proof.samples", lambda film: turned(film, "-c:v", "copy", "-af", "atrim=end=2.9")),
    ],
)  # fmt: skip
def test_streams_that_are_not_what_was_asked_are_named(
    cut: Cut, key: str, change: Callable[[Path], Path]
) -> None:
    assert cut.key(change(cut.path)) == key


@pytest.mark.parametrize(
    ("key", "graph"),
    [
        ("proof.shifted", "loop=1:1:0,trim=end_frame=72,setpts=N/24/TB"),  # one late
        ("proof.shifted", "trim=start_frame=1,tpad=stop=1:stop_mode=clone,setpts=N/24/TB"),
        ("proof.wrong_picture", "reverse"),
        ("proof.wrong_picture", "negate"),
        ("proof.wrong_picture", "eq=brightness=0.06"),
        ("proof.wrong_picture", "drawbox=enable=eq(n\\,30):color=white:t=fill"),  # a flash
        ("proof.wrong_picture", "drawbox=enable=eq(n\\,46):color=white:t=fill"),
    ],
)
def test_pictures_that_are_not_the_films_are_named(cut: Cut, key: str, graph: str) -> None:
    assert cut.key(encoded(cut.path, graph)) == key


def test_a_shot_that_stands_in_anothers_place_is_found(tmp_path: Path) -> None:
    made = Cut(tmp_path, (30, 30, 30))
    other = Cut(tmp_path, (30, 30, 30))
    other.shown[NAMES[1]], other.shown[NAMES[2]] = (
        made.shown[NAMES[2]].evolve(owner=NAMES[1]),
        made.shown[NAMES[1]].evolve(owner=NAMES[2]),
    )
    other.made()
    with pytest.raises(RenderError) as caught:
        prove(made.path, replace(made.asked(), mix=None))
    assert caught.value.key in ("proof.wrong_picture", "proof.shifted")
    assert caught.value.values["shot"] == "1-2"
    assert caught.value.values["timecode"] == "00:00:01:06"


def test_what_is_heard_while_it_is_looked_at_is_told_as_ever(cut: Cut) -> None:
    """And a picture before the sound, where both are wrong."""
    chain = "adelay=21:all=1,atrim=end=3"
    coding = ("-c:v", "copy", "-c:a", "aac", "-b:a", "192k", "-af", chain)
    late = turned(cut.path, *coding, name="late.mp4")
    black = encoded(late, "drawbox=color=black:t=fill")
    with ThreadPoolExecutor(1) as idle:
        assert prove(cut.path, cut.asked(), idle=idle) == cut.proved()
        for film, key in ((late, "proof.sync"), (black, "proof.wrong_picture")):
            with pytest.raises(RenderError) as caught:
                prove(film, cut.asked(), idle=idle)
            assert caught.value.key == key


@pytest.mark.parametrize("milliseconds", [2, 5, 21, -21])
def test_sound_beside_its_mix_is_found(cut: Cut, milliseconds: int) -> None:
    chain = f"adelay={milliseconds}:all=1,atrim=end=3"
    if milliseconds < 0:
        chain = f"atrim=start={-milliseconds / 1000},asetpts=N/SR/TB,apad,atrim=end=3"
    late = turned(cut.path, "-c:v", "copy", "-c:a", "aac", "-b:a", "192k", "-af", chain)
    with pytest.raises(RenderError) as caught:
        cut.proved(late)
    assert caught.value.key == "proof.sync"
    assert abs(float(str(caught.value.values["milliseconds"])) - milliseconds) < 0.5


@pytest.mark.parametrize("frames", [1, 2])
def test_a_sound_shorter_than_what_is_searched_is_where_it_is(tmp_path: Path, frames: int) -> None:
    film, sound = make_film(frames), noise(frames, 3)
    sound[: len(sound) // 4] = 0
    shown = {"sh_00000000": make_take(tmp_path, "sh_00000000", moving(frames, 1), sound)}
    report = export(film, shown, tmp_path, tmp_path / "a.mp4", Delivery.of(film))
    assert abs(report.proof.offset or 0.0) < 0.001


def test_too_loud_and_too_high_peaks_are_faults_and_too_quiet_is_said(cut: Cut) -> None:
    assert cut.key(cut.path, loud=Loudness(-15.0, -2.0)) == "proof.loudness"
    assert cut.key(cut.path, loud=Loudness(-18.0, 0.3)) == "proof.peak"
    quiet = cut.proved(loud=Loudness(-19.0, -1.2))
    assert [f.key for f in quiet.findings] == ["proof.quiet"]
    assert "-19.0" in quiet.findings[0].text()
    assert [f.key for f in cut.proved(loud=Loudness(-70.0, -90.0)).findings] == ["proof.all_silent"]


def test_a_file_that_is_no_film_is_named(cut: Cut) -> None:
    broken = cut.folder / "broken.mp4"
    broken.write_bytes(cut.path.read_bytes()[:900])
    assert cut.key(broken) == "proof.unreadable"


def test_a_picture_that_cannot_be_decoded_is_named(cut: Cut) -> None:
    with av.open(str(cut.path)) as container:
        (first,) = (p for p in container.demux(video=0) if p.pts == 0)
        at, size = first.pos, first.size
    assert at is not None
    data = bytearray(cut.path.read_bytes())
    data[at + size // 2 : at + size] = bytes(size - size // 2)
    hurt = cut.folder / "hurt.mp4"
    hurt.write_bytes(data)
    assert cut.key(hurt) in ("proof.undecodable", "proof.wrong_picture", "proof.unreadable")


def test_what_was_looked_at_once_is_remembered_by_its_packets(tmp_path: Path) -> None:
    made = Cut(tmp_path)
    made.made()
    memory = Memory(tmp_path / "proofs")
    asked = made.asked()
    first = prove(made.path, asked, memory)
    for take in made.shown.values():
        (tmp_path / take.files[0].path).unlink()  # so that nothing can be compared again
    again = prove(made.path, replace(asked, mix=None), memory)
    assert again == first
    swapped = encoded(made.path, "negate")
    with pytest.raises(RenderError):
        prove(swapped, asked, memory)


def test_sound_alone_is_proved_too(tmp_path: Path) -> None:
    made = Cut(tmp_path)
    for container in (Container.WAV, Container.M4A):
        wanted = replace(made.delivery, container=container)
        report = export(made.film, made.shown, tmp_path, tmp_path / f"a.{container}", wanted)
        assert report.proof.picture == {}
        assert report.proof.offset is not None
        assert abs(report.proof.offset) < 0.001


def test_a_rate_of_thousand_and_first_parts(tmp_path: Path) -> None:
    from studio.timeline.rate import Rate

    made = Cut(tmp_path)
    made.film = made.film.evolve(rate=Rate(num=30000, den=1001))
    made.delivery = Delivery.of(made.film, Captions.NONE)
    made.made()
    proof = made.proved()
    assert proof.seconds == float(Fraction(72 * 1001, 30000))
    assert proof.picture["rate"] == "30000/1001"


def test_burnt_captions_are_compared_as_burnt(tmp_path: Path) -> None:
    made = Cut(tmp_path, lines={1: "Burnt."})
    made.delivery = replace(made.delivery, captions=Captions.BURN)
    report = export(made.film, made.shown, tmp_path, made.path, made.delivery)
    assert report.proof.findings == ()
    with pytest.raises(RenderError) as caught:
        prove(made.path, made.asked())  # which are not those of the film
    assert (caught.value.key, caught.value.values["shot"]) == ("proof.wrong_picture", "1-2")


def test_captions_outside_the_safe_area_are_said(tmp_path: Path) -> None:
    made = Cut(tmp_path, lines={1: "Inside."})
    made.delivery = replace(made.delivery, captions=Captions.BURN)
    made.made()
    titles = tmp_path / "t.ass"
    titles.touch()
    short = [Caption(30, 17, "Short.")]
    long = [*short, Caption(50, 5, "W" * 200)]
    from studio.render.proof_captions import outside

    assert outside(short, made.delivery, tmp_path) == []
    assert outside(long, made.delivery, tmp_path) == [long[1]]


def test_the_pixels_are_told_without_decoding_the_first_picture(cut: Cut) -> None:
    with av.open(str(cut.path)) as container:
        (first,) = (p for p in container.demux(video=0) if p.pts == 0)
        at, size = first.pos, first.size
    assert at is not None
    data = bytearray(cut.path.read_bytes())
    data[at : at + size] = bytes(size)
    hurt = cut.folder / "headless.mp4"
    hurt.write_bytes(data)
    table = read(hurt, [0])
    assert table.pictures is not None
    assert table.pictures.pixel_format == "yuv420p"
