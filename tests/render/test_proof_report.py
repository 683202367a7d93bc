"""What a proof says to people and to programs, and findings that films bring about themselves."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.render.delivery import Captions, Codec, Container, Delivery, SoundCodec
from studio.render.export import export
from studio.render.proof_memory import Facts, Heard, Memory
from studio.render.proof_report import as_json, report_beside, text
from studio.render.proof_words import pixels_called
from studio.render.report import Report
from studio.timeline.cut import Cut
from studio.timeline.rate import Rate
from studio.timeline.take import Take
from tests.films import grey_ramp, make_film, make_take, tone
from tests.render.test_proof import moving, noise

NAMES = [f"sh_{n:08}" for n in range(9)]


def delivered(folder: Path, pictures: list[np.ndarray], sound: np.ndarray | None = None) -> Report:
    film = make_film(len(pictures))
    shown = {NAMES[0]: make_take(folder, NAMES[0], pictures, sound)}
    wanted = replace(Delivery.of(film, Captions.NONE), loudness=-18.0)
    return export(film, shown, folder, folder / "a.mp4", wanted, report_in="en")


def keys(report: Report) -> list[tuple[str, int | None]]:
    return [(finding.key, finding.frame) for finding in report.proof.findings]


def test_black_and_frozen_stretches_are_said_to_the_frame(tmp_path: Path) -> None:
    pictures = moving(40, 1) + [np.zeros((90, 160, 3), np.uint8)] * 60 + moving(30, 2)
    pictures += [pictures[-1]] * 90 + moving(20, 3)
    report = delivered(tmp_path, pictures, noise(240, 1))
    assert keys(report) == [("proof.black", 40), ("proof.frozen", 129)]
    assert report.proof.findings[0].values == {"timecode": "00:00:01:16", "seconds": "2.5"}
    assert report.proof.findings[1].values["seconds"] == "3.8"


def test_a_gap_in_the_cut_is_black_that_is_asked_for(tmp_path: Path) -> None:
    film = make_film(72, 72, 30)
    picture = film.cut.tracks[0]
    gap = picture.evolve(clips=(picture.clips[0], picture.clips[2]))
    film = film.evolve(cut=Cut(tracks=(gap,)))
    shown = {NAMES[n]: make_take(tmp_path, NAMES[n], moving(72, n)) for n in (0, 2)}
    wanted = Delivery.of(film, Captions.NONE)
    report = export(film, shown, tmp_path, tmp_path / "a.mp4", wanted)
    assert keys(report) == []


def test_silence_and_clipping_are_said_where_clips_lie(tmp_path: Path) -> None:
    sound = noise(144, 3)
    sound[48_000:240_000] = 0
    square = np.sign(np.sin(2 * np.pi * 100 * np.arange(48_000) / 48_000)) * 0.99
    sound[240_000:] = square[:, None]
    report = delivered(tmp_path, moving(144, 1), sound)
    told = dict(keys(report))
    assert told["proof.silent"] == 24
    assert told["proof.clipped"] == 120


def test_a_sine_as_loud_as_can_be_is_not_clipped(tmp_path: Path) -> None:
    report = delivered(tmp_path, moving(48, 1), tone(2, 0.99, 50))
    assert "proof.clipped" not in dict(keys(report))


def test_slates_and_short_takes_are_said_with_their_shots(tmp_path: Path) -> None:
    film = make_film(10, 10)
    shown: dict[str, Take] = {NAMES[1]: make_take(tmp_path, NAMES[1], grey_ramp(6, 160, 90))}
    out = tmp_path / "a.mp4"
    report = export(film, shown, tmp_path, out, Delivery.of(film), report_in="zh")
    assert keys(report) == [("proof.slates", 0), ("proof.short", 16)]
    written = report_beside(out).read_text(encoding="utf-8")
    assert "1-1" in written
    assert "占位画面" in written
    assert "响度：无声" in written


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_report_is_short_and_whole(tmp_path: Path, language: str) -> None:
    report = delivered(tmp_path, moving(48, 1), noise(48, 1))
    wanted = replace(Delivery.of(make_film(48)), loudness=-18.0)
    said = text(report.proof, "a.mp4", language, delivery=wanted, ways=report.ways)
    assert said.startswith("a.mp4\n")
    assert len(said.splitlines()) < 12
    facts = ("160 × 90", "24", "48", "00:00:02:00", "H.264", "4:2:0 8-bit", "AAC", "48 kHz", "dB")
    for fact in (*facts, "-18.0", "-1.0"):
        assert fact in said
    told_alone = text(report.proof, "a.mp4", language)
    assert "-1.0" not in told_alone
    assert len(told_alone.splitlines()) == len(said.splitlines()) - 1  # nothing of segments
    assert report.told == str(tmp_path / "a.report.txt")
    told = json.loads(json.dumps(as_json(report.proof)))
    assert (told["frames"], told["picture"]["codec"], told["findings"]) == (48, "h264", [])


def test_a_report_speaks_of_the_file_and_not_of_the_film(tmp_path: Path) -> None:
    film = make_film(48)
    shown = {NAMES[0]: make_take(tmp_path, NAMES[0], moving(48, 1), noise(48, 1))}
    house = replace(Delivery.of(film, Captions.NONE), codec=Codec.PRORES_HQ, to_rate=Rate(num=25))
    house = replace(house, container=Container.MOV, sound=SoundCodec.PCM, pixel_format="")
    out = tmp_path / "a.mov"
    report = export(film, shown, tmp_path, out, house, report_in="en")
    assert ("proof.cadence", None) in keys(report)
    said = report_beside(out).read_text(encoding="utf-8")
    assert "25 fps, 50 frames (00:00:02:00), ProRes 422 HQ, 4:2:2 10-bit" in said
    assert "PCM 24-bit, 48 kHz" in said
    assert "Segments: 1, of which 0 copied" in said
    frames = replace(Delivery.of(film, Captions.NONE), codec=Codec.TIFF, pixel_format="")
    frames = replace(frames, container=Container.FRAMES, sound=SoundCodec.PCM, depth=16)
    frames = replace(frames, pixel_format="")
    export(film, shown, tmp_path, tmp_path / "pictures", frames, report_in="en")
    said = report_beside(tmp_path / "pictures").read_text(encoding="utf-8")
    assert "Pictures: 48 files, 160 × 90, 24 fps (00:00:02:00), TIFF, 16 bit" in said


@pytest.mark.parametrize(
    ("name", "called"),
    [("yuv420p", "4:2:0 8-bit"), ("yuv422p10le", "4:2:2 10-bit"), ("yuvj420p", "4:2:0 8-bit"),
     ("yuva444p12le", "4:4:4+A 12-bit"), ("rgb48be", "RGB 16-bit"), ("pal8", "pal8")],
)  # fmt: skip
def test_pixels_have_the_names_of_the_trade(name: str, called: str) -> None:
    assert pixels_called(name) == called


def test_no_report_is_written_where_none_is_wanted(tmp_path: Path) -> None:
    film = make_film(5)
    report = export(film, {}, tmp_path, tmp_path / "a.mp4", Delivery.of(film))
    assert report.told is None
    assert not report_beside(tmp_path / "a.mp4").exists()


def test_a_report_that_cannot_be_written_does_not_cost_the_film(tmp_path: Path) -> None:
    film = make_film(5)
    report_beside(tmp_path / "a.mp4").mkdir()
    report = export(film, {}, tmp_path, tmp_path / "a.mp4", Delivery.of(film), report_in="en")
    assert report.told is None
    assert (tmp_path / "a.mp4").is_file()


def test_what_is_remembered_may_be_gone_or_broken(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "proofs")
    memory.keep("ab12", Facts(compared=2, least=40.0))
    memory.keep("cd34", Heard(offsets=((0.0, 0.0),)))
    assert memory.known("ab12", Facts) == Facts(compared=2, least=40.0)
    for path in (tmp_path / "proofs").rglob("*.json"):
        path.write_text("{broken")
    assert memory.known("ab12", Facts) is None
    assert memory.known("cd34", Heard) is None
    assert memory.known("nothing", Facts) is None
    (tmp_path / "file").touch()
    Memory(tmp_path / "file" / "no").keep("ab12", Facts())  # keeps nothing and stops nothing
