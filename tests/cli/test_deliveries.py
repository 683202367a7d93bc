"""Deliveries from the command line: presets listed, other codecs, labels, several in one go."""

from pathlib import Path

import av
import pytest
from PIL import Image

from studio.media.probe import probe
from studio.render.hands import workers
from studio.render.presets import presets
from studio.timeline.cut import Marker
from studio.timeline.store import create
from tests.cli.typed import run, run_json
from tests.films import make_film


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A film of slates, `fox.reel`, which renders without any backend."""
    monkeypatch.setenv("STUDIO_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)
    film = make_film(8, 12, size=(256, 144))
    marker = Marker(id="mk_00000001", frame=8, name="Second")
    create(tmp_path / "fox.reel", film.evolve(cut=film.cut.evolve(markers=(marker,)))).close()
    return tmp_path


def test_the_presets_are_listed_with_what_they_make(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {each["name"]: each for each in run_json(capsys, "presets")["presets"]}
    assert list(told) == [each.id for each in presets()]
    broadcast = told["broadcast"]
    assert (broadcast["size"], broadcast["rate"], broadcast["codec"]) == (
        "1920x1080", "25", "prores_hq",
    )  # fmt: skip
    assert (broadcast["depth"], broadcast["sound"], broadcast["loudness"]) == (10, "pcm", -23)
    assert (told["gif"]["sound"], told["wav"]["codec"]) == (None, None)
    code, out, _ = run(capsys, "presets")
    assert (code, "youtube" in out, "ProRes 422 HQ" in out) == (0, True, True)
    monkeypatch.setenv("STUDIO_LANGUAGE", "zh")
    assert "影院宽银幕" in run(capsys, "presets")[1]


def test_several_deliveries_in_one_go(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    words = ("export", "fox.reel", "-o", "out", "--preset", "web", "--preset", "gif",
             "--preset", "frames", "--preset", "wav")  # fmt: skip
    told = run_json(capsys, *words)["deliveries"]
    names = ["fox web.mp4", "fox gif.gif", "fox frames", "fox wav.wav"]
    assert [Path(each["path"]).name for each in told] == names
    assert probe(home / "out" / names[0]).frames == 20
    assert probe(home / "out" / names[1]).frames == 11
    assert len(list((home / "out" / names[2]).iterdir())) == 21
    sheets = [each["contact_sheet"] for each in told]
    assert sheets == [str(Path("out", "fox.png")), None, None, None]
    assert (home / "out" / "fox.png").stat().st_size > 1000
    assert "12.5 fps, 11 frames (0.880 s)" in (home / "out" / "fox gif.report.txt").read_text()
    code, _, err = run(capsys, *words)
    assert (code, "fox web.mp4" in err) == (2, True)
    code, _, err = run(capsys, *words, "--force")
    begun = [line for line in err.splitlines() if line.startswith("Exporting the film: ")]
    assert (code, len(begun), begun[-1]) == (0, 4, "Exporting the film: Sound, WAV")


def test_a_limit_of_memory_is_kept_to_and_told(
    capsys: pytest.CaptureFixture[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(home / "lean.reel", make_film(7, 5, size=(240, 136))).close()
    words = ("export", "lean.reel", "--memory", "1", "-o")
    told = run_json(capsys, *words, "a.mp4")
    assert told["at_once"] == {
        "count": 1, "wanted": workers(2), "room": 0, "limited": True, "apart": True
    }  # fmt: skip
    assert "at once: 1 instead of" in run(capsys, *words, "b.mp4", "--preset", "web")[1]
    monkeypatch.setenv("STUDIO_LANGUAGE", "zh")
    assert "内存上限" in run(capsys, *words, "c.mp4", "--preset", "bilibili")[1]


def test_all_of_several_are_looked_at_before_one_is_made(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    (home / "out").mkdir()
    (home / "out" / "fox wav.wav").write_text("mine")
    for words, told in (
        (("--preset", "web", "--preset", "wav"), "fox wav.wav"),
        (("--preset", "web", "--preset", "imax"), "imax"),
        (("--preset", "web", "--preset", "web"), "twice"),
        (("--preset", "web", "--preset", "gif", "--hardware", "nvenc"), "nvenc"),
    ):
        code, _, err = run(capsys, "export", "fox.reel", "-o", "out", *words)
        assert (code, told in err) == (2, True), err
    code, _, err = run(capsys, "export", "fox.reel", "-o", "a.mp4", "--preset", "web", "--preset", "gif")  # noqa: E501  # fmt: skip
    assert (code, "folder" in err) == (2, True)
    assert [p.name for p in (home / "out").iterdir()] == ["fox wav.wav"]


def test_another_codec_depth_and_rate(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    run_json(capsys, "export", "fox.reel", "-o", "a.mov", "--codec", "prores_hq")
    info = probe(home / "a.mov")
    assert (info.codec, info.pixel_format, info.sound_codec) == (
        "prores", "yuv422p10le", "pcm_s24le",
    )  # fmt: skip
    run_json(capsys, "export", "fox.reel", "-o", "a.mkv", "--codec", "hevc", "--depth", "8")
    info = probe(home / "a.mkv")
    assert (info.codec, info.pixel_format) == ("hevc", "yuv420p")
    code, out, err = run(capsys, "export", "fox.reel", "-o", "b.mp4", "--rate", "25")
    assert (code, "same time" in err, "21 frames" in out) == (0, True, True)
    assert (probe(home / "b.mp4").frames, probe(home / "b.mp4").rate) == (21, 25)
    for bad, told in (
        (("-o", "c.mp4", "--codec", "prores_hq"), ".mov"),
        (("-o", "c.mp4", "--codec", "vp9"), "vp9"),
        (("-o", "c.mp4", "--depth", "12"), "12"),
        (("-o", "c.mp4", "--rate", "fast"), "fast"),
        (("-o", "c.mp4", "--hardware", "voodoo"), "voodoo"),
        (("-o", "c.mp4", "--cover", "nowhere.png"), "nowhere.png"),
    ):
        code, _, err = run(capsys, "export", "fox.reel", *bad)
        assert (code, told in err) == (2, True), err
    assert not (home / "c.mp4").exists()


def test_a_file_says_who_made_it_and_has_a_cover(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    Image.new("RGB", (64, 36), (200, 30, 30)).save(home / "art.png")
    labels = (
        "--author",
        "Li Na 李娜",
        "--comment",
        "cut 3",
        "--date",
        "2026",
        "--rights",
        "(c) me",
    )
    for cover in ("12", "art.png", "00:00:00:12"):
        words = ("export", "fox.reel", "-o", "a.mp4", "--force", "--cover", cover, *labels)
        run_json(capsys, *words)
        with av.open("a.mp4") as file:
            assert file.metadata["artist"] == "Li Na 李娜"
            assert file.metadata["copyright"] == "(c) me"
            assert [c["metadata"]["title"] for c in file.chapters()] == ["Test", "Second"]
            art = file.streams.video[1].codec_context
            assert (art.width, art.height) == ((64, 36) if cover == "art.png" else (256, 144))
    run_json(capsys, "export", "fox.reel", "-o", "b.mp4", "--no-chapters", "--title", "Mine")
    with av.open("b.mp4") as file:
        assert (file.metadata["title"], file.chapters()) == ("Mine", [])
    code, _, err = run(capsys, "export", "fox.reel", "-o", "c.mov", "--cover", "3")
    assert (code, "no place for a cover" in err) == (0, True)


def test_an_image_sequence_is_a_folder(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    words = ("export", "fox.reel", "-o", "pictures", "--preset", "frames", "--range", "0", "3")
    told = run_json(capsys, *words)
    assert (told["frames"], told["contact_sheet"]) == (3, None)
    assert len(list((home / "pictures").iterdir())) == 4
    code, _, err = run(capsys, *words)
    assert (code, "pictures" in err) == (2, True)
    (home / "pictures" / "notes.txt").write_text("mine")
    code, _, err = run(capsys, *words, "--force")
    assert (code, "other things" in err) == (2, True)


def test_of_many_shots_without_a_take_the_first_are_named(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    create(home / "long.reel", make_film(*[2] * 15, size=(256, 144))).close()
    code, _, err = run(capsys, "export", "long.reel", "-o", "long.mp4")
    assert code == 0
    assert "15 shots without a take" in err
    assert "1-1, 1-2, " in err
    assert err.count("1-12, ….") == 1
