"""A film delivered with every preset: what its files are, and that they show the graph's film."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt
import pytest
from av.stream import Disposition

from studio.render.delivery import Codec, Delivery
from studio.render.export import export
from studio.render.graph import segments
from studio.render.kept import Kept
from studio.render.labels import Cover, Labels
from studio.render.presets import Choices, preset, presets
from studio.render.preview import Reel
from studio.timeline.cut import Marker
from studio.timeline.project import Project
from studio.timeline.take import Take
from tests.films import make_film, make_take, tone

LENGTHS = (14, 1, 11)  # one segment of a single picture, which has the same headers as the others
FRAMES = sum(LENGTHS)
LABELS = Labels(author="Li Na 李娜", comment="a=b; #c", date="2026", cover=Cover(frame=5))
Picture = npt.NDArray[np.uint8]

# By preset: codec, pixels, sound, the least likeness to the graph in dB.
WANTED: dict[str, tuple[str, str, str, float]] = {
    "film": ("h264", "yuv420p", "aac", 36), "youtube": ("h264", "yuv420p", "aac", 36),
    "youtube_4k": ("h264", "yuv420p", "aac", 36), "bilibili": ("h264", "yuv420p", "aac", 36),
    "web": ("h264", "yuv420p", "aac", 32), "douyin": ("h264", "yuv420p", "aac", 36),
    "vertical": ("h264", "yuv420p", "aac", 36), "master": ("h264", "yuv420p", "aac", 42),
    "broadcast": ("prores", "yuv422p10le", "pcm_s24le", 42),
    "scope": ("prores", "yuv422p10le", "pcm_s24le", 42),
    "prores_hq": ("prores", "yuv422p10le", "pcm_s24le", 42),
    "prores_4444": ("prores", "yuva444p12le", "pcm_s24le", 42),
    "dnxhr": ("dnxhd", "yuv422p10le", "pcm_s24le", 42),
    "h265": ("hevc", "yuv420p10le", "aac", 36), "av1": ("libdav1d", "yuv420p10le", "aac", 34),
    "gif": ("gif", "bgra", "", 24), "frames": ("png", "rgb24", "pcm_s24le", 46),
    "wav": ("", "", "pcm_s24le", 0), "flac": ("", "", "flac", 0), "m4a": ("", "", "aac", 0),
    "mp3": ("", "", "mp3float", 0),
}  # fmt: skip


def disc(shot: int, frame: int) -> Picture:
    """A bright disc that moves over a ground of its shot's colour."""
    picture = np.full((144, 256, 3), (40 + 30 * shot, 90, 140), np.uint8)
    cv2.circle(picture, (30 + 9 * frame, 72), 30, (200, 220 - 30 * shot, 90), -1)
    return picture


def filmed(folder: Path) -> tuple[Project, dict[str, Take]]:
    """Three shots of a moving disc with a tone, and a marker in the first one."""
    film = make_film(*LENGTHS, size=(256, 144))
    marker = Marker(id="mk_00000001", frame=9, name="The door 门")
    film = film.evolve(cut=film.cut.evolve(markers=(marker,)))
    shown = {
        f"sh_{shot:08}": make_take(
            folder, f"sh_{shot:08}", [disc(shot, n) for n in range(count)], tone(count / 24, 0.1)
        )
        for shot, count in enumerate(LENGTHS)
    }
    return film, shown


def small(film: Project, name: str) -> Delivery:
    """A preset's delivery with labels, in a frame that is quickly made."""
    wanted = preset(name).chosen(film, Choices(labels=LABELS))
    if wanted.sound_only:
        return wanted
    width, height = (256, 144) if wanted.width > wanted.height else (144, 256)
    return replace(wanted, width=width, height=height)


def files(output: Path) -> list[Path]:
    """What was delivered: the file, or those of the folder in their order."""
    return sorted(output.iterdir()) if output.is_dir() else [output]


def digest(output: Path) -> str:
    total = hashlib.sha256()
    for file in files(output):
        total.update(file.read_bytes())
    return total.hexdigest()


def pictures(output: Path) -> Iterator[Picture]:
    """Every picture that is delivered, as BGR."""
    for file in files(output) if output.is_dir() else []:
        if file.suffix != ".wav":
            yield np.asarray(cv2.imread(str(file)), np.uint8)
    if not output.is_dir():
        with av.open(str(output)) as container:
            for frame in container.decode(video=0):
                yield frame.to_ndarray(format="bgr24")


def of_graph(
    film: Project, shown: dict[str, Take], folder: Path, wanted: Delivery
) -> list[Picture]:
    """The film's pictures as the viewer has them, in the delivery's frame."""
    with Reel(segments(film, shown), folder, wanted, 0) as reel:
        found = [np.frombuffer(data, np.uint8) for data in iter(reel.read, None)]
    return [each.reshape(wanted.height, wanted.width, 4)[:, :, :3] for each in found]


def likeness(one: Picture, other: Picture) -> float:
    """Peak signal to noise in dB."""
    error = np.mean((one.astype(float) - other.astype(float)) ** 2)
    return 99.0 if error == 0 else float(10 * np.log10(255**2 / error))


def test_every_preset_is_known_here() -> None:
    assert set(WANTED) == {each.id for each in presets()}


@pytest.mark.parametrize("name", [each.id for each in presets()])
def test_a_preset_makes_what_it_says_the_same_each_time(tmp_path: Path, name: str) -> None:
    film, shown = filmed(tmp_path)
    wanted, (codec, pixels, sound, least) = small(film, name), WANTED[name]
    outputs = [tmp_path / f"{n}{wanted.suffix}" for n in (1, 2)]
    for output in outputs:
        report = export(film, shown, tmp_path, output, wanted)
    assert digest(outputs[0]) == digest(outputs[1])
    assert report.frames == FRAMES
    if sound and name != "mp3":  # which rings at its ends: a second is too short to be exact
        assert abs(report.loudness - wanted.loudness) < 0.3
    _check_streams(outputs[0], wanted, codec, pixels, sound)
    if not wanted.sound_only:
        ratio = wanted.rate.fraction / wanted.file_rate.fraction
        graph = of_graph(film, shown, tmp_path, wanted)
        seen = list(pictures(outputs[0]))
        assert len(seen) == -(-FRAMES // ratio)
        for number, picture in enumerate(seen):
            assert likeness(picture, graph[int(number * ratio)]) > least, number


def _check_streams(output: Path, wanted: Delivery, codec: str, pixels: str, sound: str) -> None:
    with av.open(str(next(file for file in files(output) if file.suffix != ".wav" or codec == ""))) as file:  # noqa: E501  # fmt: skip
        films = [s for s in file.streams.video if not s.disposition & Disposition.attached_pic]
        if codec:
            coder, stream = films[0].codec_context, films[0]
            assert (coder.name, coder.pix_fmt) == (codec, pixels)
            assert (coder.width, coder.height) == (wanted.width, wanted.height)
            if not output.is_dir():
                assert stream.average_rate == wanted.file_rate.fraction
            if not wanted.coding.stored:
                tags = (coder.color_range, coder.color_primaries, coder.color_trc, coder.colorspace)
                assert tags == (1, 1, 1, 1), "limited range, BT.709"
                assert coder.codec_tag.lower() == wanted.coding.tag.lower()
        if sound and not output.is_dir():
            assert [s.codec_context.name for s in file.streams.audio] == [sound]
            assert file.streams.audio[0].codec_context.sample_rate == 48_000
        said = {key.lower(): text for key, text in file.metadata.items()}
        if wanted.container.tagged:
            assert (said["title"], said["artist"]) == ("Test", LABELS.author)
            assert said["date"] == "2026"
            assert said["comment"] == "a=b; #c"
        marks = [(c["start"] * (c["time_base"] or 0), c["metadata"]["title"]) for c in file.chapters()]  # noqa: E501  # fmt: skip
        chaptered = [(0, "Test"), (Fraction(9, 24), "The door 门")]
        assert marks == (chaptered if wanted.container.chaptered else [])
        covers = len(file.streams.video) - len(films)
        assert covers == (1 if wanted.container.covered else 0)


def test_an_image_sequence_is_numbered_from_one_and_has_its_sound(tmp_path: Path) -> None:
    film, shown = filmed(tmp_path)
    output = tmp_path / "pictures"
    export(film, shown, tmp_path, output, small(film, "frames"))
    names = [file.name for file in files(output)]
    assert names[:2] == ["frame_000001.png", "frame_000002.png"]
    assert names[-2:] == [f"frame_{FRAMES:06}.png", "sound.wav"]
    with av.open(str(output / "sound.wav")) as sound:
        samples = sum(frame.samples for frame in sound.decode(audio=0))
    assert samples == FRAMES * 2000


@pytest.mark.parametrize(("codec", "depth"), [(Codec.PNG, 16), (Codec.TIFF, 8), (Codec.TIFF, 16)])
def test_image_sequences_have_the_depth_they_say(tmp_path: Path, codec: Codec, depth: int) -> None:
    film, shown = filmed(tmp_path)
    wanted = replace(small(film, "frames"), codec=codec, depth=depth, pixel_format="")
    output = tmp_path / "pictures"
    export(film, shown, tmp_path, output, wanted)
    first = cv2.imread(str(files(output)[0]), cv2.IMREAD_UNCHANGED)
    assert first is not None
    assert first.dtype == (np.uint16 if depth == 16 else np.uint8)
    assert likeness(np.asarray(first / (257 if depth == 16 else 1), np.uint8), disc(0, 0)) > 30


def test_exr_pictures_hold_linear_light_in_half_floats(tmp_path: Path) -> None:
    film, shown = filmed(tmp_path)
    wanted = preset("frames").chosen(film, Choices(codec=Codec.EXR))
    output = tmp_path / "pictures"
    report = export(film, shown, tmp_path, output, wanted)
    assert len(list(output.glob("frame_*.exr"))) == FRAMES
    assert "proof.linear" in {finding.key for finding in report.proof.findings}
    export(film, shown, tmp_path, output, wanted, overwrite=True)  # which it may replace
    content = files(output)[0].read_bytes()
    assert content[content.index(b"compression\0compression\0") + 28] == 3  # ZIP of 16 lines
    assert b"framesPerSecond\0rational\0\x08\0\0\0\x18\0\0\0\x01" in content
    with av.open(str(output / "frame_000001.exr")) as file:
        assert file.streams.video[0].codec_context.pix_fmt == "gbrpf16le"
        light = next(file.decode(video=0)).reformat(format="gbrpf32le").to_ndarray()
    assert light.shape == (film.height, film.width, 3)
    signal = np.clip(light, 0, 1) ** (1 / 2.4) * 255  # ITU-R BT.1886
    assert likeness(np.asarray(signal, np.uint8)[..., ::-1], disc(0, 0)) > 30


@pytest.mark.parametrize(
    ("codec", "depth", "pixels"),
    [(Codec.HEVC, 8, "yuv420p"), (Codec.AV1, 8, "yuv420p"), (Codec.DNXHR_HQ, 8, "yuv422p")],
)
def test_the_other_depths_of_codecs(tmp_path: Path, codec: Codec, depth: int, pixels: str) -> None:
    film, shown = filmed(tmp_path)
    wanted = preset("film").chosen(film, Choices(codec=codec, depth=depth))
    output = tmp_path / f"a{wanted.suffix}"
    export(film, shown, tmp_path, output, wanted)
    graph = of_graph(film, shown, tmp_path, wanted)
    with av.open(str(output)) as file:
        assert file.streams.video[0].codec_context.pix_fmt == pixels
    for picture, right in zip(pictures(output), graph, strict=True):
        assert likeness(picture, right) > 34


def test_deliveries_of_one_sound_make_it_once(tmp_path: Path) -> None:
    film, shown = filmed(tmp_path)
    kept = Kept(tmp_path / "pieces")
    reports = [
        export(film, shown, tmp_path, tmp_path / f"{name}.mov", small(film, name), kept=kept)
        for name in ("prores_hq", "dnxhr")
    ]
    assert [report.sound_kept for report in reports] == [False, True]
    web = [preset(name).delivery(film) for name in ("bilibili", "douyin", "vertical")]
    assert len({(w.heard, w.sound_bitrate, w.loudness, w.peak) for w in web}) == 1
