"""Stems: the parts of a film's sound as files that add up to its mix."""

from pathlib import Path

import numpy as np
import pytest

from studio.errors import BadInput
from studio.media.probe import probe
from studio.media.sound import read_sound
from studio.render.delivery import Container, Delivery
from studio.render.export import Report, export
from studio.timeline.project import Project
from studio.timeline.take import Take
from tests.render.sounding import (
    FRAME,
    clip,
    film,
    mix,
    noise,
    owner,
    rms,
    sine,
    sound_take,
    track,
)

NAMES = ("dialogue", "effects", "music", "room_tone")


def scene(folder: Path, loud: float = 1.0) -> tuple[Project, dict[str, Take]]:
    """Somebody speaks and something bangs over music."""
    shown = {
        owner(1): sound_take(folder, owner(1), noise(48_000, 1, 0.05 * loud)),
        owner(2): sound_take(folder, owner(2), np.hstack([sine(24_000, 700, 0.2)] * 2)),
        owner(3): sound_take(folder, owner(3), sine(5 * 48_000, 220, 0.2 * loud)),
    }
    tracks = (
        track(clip(1, 1, 30, 24), role="dialogue", number=1),
        track(clip(2, 2, 70, 12, pan=-1), role="", number=2),
        track(clip(3, 3, 0, 120), role="music", number=3),
    )
    return film(*tracks, room_tone=-55), shown


def delivered(folder: Path, project: Project, shown: dict[str, Take], **more: object) -> Report:
    wanted = Delivery(160, 90, project.rate, container=Container.WAV, stems=True, **more)  # type: ignore[arg-type]
    return export(project, shown, folder, folder / "film.wav", wanted, overwrite=True)


def test_they_add_up_to_the_film(tmp_path: Path) -> None:
    project, shown = scene(tmp_path)
    report = delivered(tmp_path, project, shown, loudness=-23.0)
    assert report.stems == tuple(str(tmp_path / f"film.{name}.wav") for name in NAMES)
    assert report.stems_lowered == 0
    parts = [read_sound(Path(path)) for path in report.stems]
    assert np.abs(sum(parts) - read_sound(tmp_path / "film.wav")).max() < 4 / 2**23
    for path in report.stems:
        info = probe(Path(path))
        assert (info.sound_codec, info.sample_rate, info.channels) == ("pcm_s24le", 48_000, 2)
        assert len(read_sound(Path(path))) == 120 * FRAME


def test_each_holds_its_own_and_music_gives_way_in_its(tmp_path: Path) -> None:
    project, shown = scene(tmp_path)
    report = delivered(tmp_path, project, shown)
    speech, bang, music, tone = (read_sound(Path(path)) for path in report.stems)
    assert not speech[: 29 * FRAME].any()
    assert rms(speech[31 * FRAME : 53 * FRAME]) > 0.01
    assert not bang[: 69 * FRAME].any()
    assert not bang[:, 1].any(), "it stands at the left"
    ducked = rms(music[40 * FRAME : 45 * FRAME]) / rms(music[100 * FRAME : 110 * FRAME])
    assert 20 * np.log10(ducked) == pytest.approx(-11, abs=0.3)
    assert rms(tone[:FRAME]) == pytest.approx(rms(tone[50 * FRAME : 60 * FRAME]), rel=0.7)


def test_what_is_louder_than_a_file_holds_lowers_all_alike(tmp_path: Path) -> None:
    project, shown = scene(tmp_path, loud=3)
    report = delivered(tmp_path, project, shown, loudness=-5.0)
    assert report.stems_lowered > 1
    parts = sum(read_sound(Path(path)) for path in report.stems)
    assert all(np.abs(read_sound(Path(path))).max() < 1 for path in report.stems)
    mix(project, shown, tmp_path, tmp_path / "mix.f32")
    whole = np.fromfile(tmp_path / "mix.f32", np.float32).reshape(-1, 2)
    ratio = rms(parts) / rms(whole)
    assert np.abs(parts - whole * ratio).max() < 1e-5


def test_a_span_has_stems_of_its_length(tmp_path: Path) -> None:
    project, shown = scene(tmp_path)
    report = delivered(tmp_path, project, shown, loudness=-23.0, span=(35, 80))
    parts = [read_sound(Path(path)) for path in report.stems]
    assert {len(part) for part in parts} == {45 * FRAME}
    assert np.abs(sum(parts) - read_sound(tmp_path / "film.wav")).max() < 4 / 2**23


def test_what_there_is_not_has_no_stem(tmp_path: Path) -> None:
    project, shown = scene(tmp_path)
    music = project.evolve(cut=project.cut.evolve(tracks=project.cut.tracks[2:], room_tone=None))
    report = delivered(tmp_path, music, shown)
    assert [Path(path).name for path in report.stems] == ["film.music.wav"]
    assert sorted(path.name for path in tmp_path.glob("film*")) == ["film.music.wav", "film.wav"]


def test_a_stem_that_exists_is_not_overwritten(tmp_path: Path) -> None:
    project, shown = scene(tmp_path)
    (tmp_path / "film.music.wav").write_text("mine")
    wanted = Delivery(160, 90, project.rate, container=Container.WAV, stems=True)
    with pytest.raises(BadInput, match=r"film\.music\.wav"):
        export(project, shown, tmp_path, tmp_path / "film.wav", wanted)
    assert (tmp_path / "film.music.wav").read_text() == "mine"
    assert not (tmp_path / "film.wav").exists()
