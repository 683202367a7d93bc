"""The sound of a film: any stretch of it is what the exporter writes."""

from pathlib import Path

import numpy as np
import pytest

from studio.errors import BadInput, Cancelled
from studio.render.heard import HeardTakes
from studio.render.mix import Mix
from studio.render.mixing import stretch
from studio.render.recorded import from_files
from studio.render.recording import Samples
from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.take import Take
from tests.films import grey_ramp, make_film, make_take, tone
from tests.render.sounding import mix

NTSC = Rate(num=30000, den=1001)
MUSIC = "cu_00000077"


def scored(folder: Path, lengths: tuple[int, ...], rate: Rate) -> tuple[Project, dict[str, Take]]:
    """A film that speaks now and then over two pieces of music."""
    film = make_film(*lengths).evolve(rate=rate)
    shown: dict[str, Take] = {}
    random = np.random.default_rng(3)
    for number, frames in enumerate(lengths):
        sound = tone(float(rate.seconds(frames)), 0.2)
        sound *= random.random((len(sound), 1), np.float32)
        sound[len(sound) // 3 : len(sound) // 2] = 0
        name = f"sh_{number:08}"
        shown[name] = make_take(folder, name, grey_ramp(2, 32, 32), sound)
    total, half = sum(lengths), sum(lengths) // 2
    sound = tone(float(rate.seconds(total)), 0.3, 220)
    shown[MUSIC] = make_take(folder, MUSIC, grey_ramp(2, 32, 32), sound)
    clips = (
        Clip(id="cl_00000901", owner=MUSIC, start=0, frames=half, gain=-3.3),
        Clip(id="cl_00000902", owner=MUSIC, start=half, frames=total - half, skip=total // 3),
    )
    track = Track(id="tr_00000009", name="Music", kind=TrackKind.SOUND, role="music", clips=clips)
    return film.evolve(cut=film.cut.evolve(tracks=(*film.cut.tracks, track))), shown


@pytest.mark.parametrize("lengths", [(3, 2), (13,), (30, 17, 25), (200, 90)])
@pytest.mark.parametrize("rate", [Rate(num=24), NTSC])
def test_any_stretch_is_the_export(tmp_path: Path, lengths: tuple[int, ...], rate: Rate) -> None:
    film, shown = scored(tmp_path, lengths, rate)
    samples = mix(film, shown, tmp_path, tmp_path / "mix")
    whole = np.fromfile(tmp_path / "mix", np.float32).reshape(-1, 2)
    assert len(whole) == samples
    assert np.abs(whole).max() > 0.1
    parts = Mix(film, shown, tmp_path)
    assert parts.ducks
    random = np.random.default_rng(1)
    with HeardTakes() as heard:
        for first in [0, samples - 10, *random.integers(0, samples, 12).tolist()]:
            last = int(first + random.integers(1, 60_000))
            got = stretch(parts, first, last, heard.blocks)
            assert len(got) == last - first
            inside = whole[first:last]
            assert np.array_equal(got[: len(inside)], inside)
            assert not got[len(inside) :].any()


def test_the_facts_of_a_stretch_are_those_that_are_heard_in_it(tmp_path: Path) -> None:
    """Whatever changes samples of a stretch is in its facts, and nothing that is far away."""
    lengths = (96, 96, 96, 96, 96)
    film, shown = scored(tmp_path, lengths, Rate(num=24))
    before = Mix(film, shown, tmp_path)
    second = 48_000
    dialogue = next(track for track in film.cut.tracks if track.role == "dialogue")
    louder = dialogue.clips[2].evolve(gain=-6.0)  # from second 8 to 12
    tracks = tuple(
        track.evolve(clips=tuple(louder if c.id == louder.id else c for c in track.clips))
        for track in film.cut.tracks
    )
    after = Mix(film.evolve(cut=film.cut.evolve(tracks=tracks)), shown, tmp_path)
    old, new = (
        stretch(each, 0, each.samples, from_files).reshape(-1, second, 2)
        for each in (before, after)
    )
    for n in range(len(old)):
        part = n * second, (n + 1) * second
        same = before.facts_of(*part) == after.facts_of(*part)
        assert same is (n not in range(7, 13)), "a second beside it, music gives way to it"
        assert not same or np.array_equal(old[n], new[n])


def test_the_end_of_a_film_is_in_the_facts_of_what_is_heard_there(tmp_path: Path) -> None:
    film, shown = scored(tmp_path, (96, 96), Rate(num=24))
    softly = film.evolve(cut=film.cut.evolve(room_tone=-50))
    for whole in (Mix(film, shown, tmp_path), Mix(softly, shown, tmp_path)):
        facts = whole.facts_of(whole.samples - 100, whole.samples)
        whole.samples += 48_000
        assert whole.facts_of(whole.samples - 48_100, whole.samples - 48_000) != facts


def test_music_gives_way_to_speech(tmp_path: Path) -> None:
    film, shown = scored(tmp_path, (96, 96), Rate(num=24))
    quiet = film.evolve(
        cut=film.cut.evolve(tracks=tuple(t for t in film.cut.tracks if t.role != "dialogue"))
    )
    ducked = stretch(Mix(film, shown, tmp_path), 0, 40_000, from_files)
    alone = stretch(Mix(quiet, shown, tmp_path), 0, 40_000, from_files)
    spoken = Mix(film.evolve(cut=film.cut.evolve(tracks=film.cut.tracks[:2])), shown, tmp_path)
    left = ducked - stretch(spoken, 0, 40_000, from_files)
    assert level(left[20_000:]) < 0.4 * level(alone[20_000:])


def level(samples: Samples) -> float:
    return float(np.sqrt(np.square(samples, dtype=np.float64).mean()))


def test_before_and_after_the_film_is_silence(tmp_path: Path) -> None:
    film, shown = scored(tmp_path, (13,), Rate(num=24))
    with HeardTakes() as heard:
        part = stretch(Mix(film, shown, tmp_path), -100, 50, heard.blocks)
        after = stretch(Mix(film, shown, tmp_path), 10**7, 10**7 + 5, heard.blocks)
    assert not part[:100].any()
    assert part[100:].any()
    assert after.shape == (5, 2)
    assert not after.any()


def test_a_take_that_is_gone_is_silence_in_the_preview(tmp_path: Path) -> None:
    film, shown = scored(tmp_path, (13,), Rate(num=24))
    (tmp_path / shown["sh_00000000"].files[0].path).unlink()
    with HeardTakes() as heard:
        assert stretch(Mix(film, shown, tmp_path), 0, 5000, heard.blocks).any()


def test_nothing_of_decoded_sound_is_left(tmp_path: Path) -> None:
    film, shown = scored(tmp_path, (13,), Rate(num=24))
    with HeardTakes() as heard:
        stretch(Mix(film, shown, tmp_path), 0, 5000, heard.blocks)
        folder = Path(heard.folder)
        assert list(folder.iterdir())
    assert not folder.exists()


def test_only_so_many_sounds_are_open_and_any_is_there_again(tmp_path: Path) -> None:
    film, shown = scored(tmp_path, (20, 20, 20, 20, 20), Rate(num=24))
    whole = Mix(film, shown, tmp_path)
    wanted = stretch(whole, 0, whole.samples, from_files)
    with HeardTakes(most=2) as heard:
        for _ in range(2):
            assert np.array_equal(stretch(whole, 0, whole.samples, heard.blocks), wanted)
            assert len(list(Path(heard.folder).glob("heard-*"))) == 2


def test_a_take_that_cannot_be_read_stops_an_export_and_leaves_nothing(tmp_path: Path) -> None:
    film, shown = scored(tmp_path, (13,), Rate(num=24))
    (tmp_path / shown["sh_00000000"].files[0].path).write_bytes(b"no sound")
    with pytest.raises(BadInput):
        mix(film, shown, tmp_path, tmp_path / "mix")
    assert not (tmp_path / "mix.takes").exists()


def test_a_mix_can_be_given_up(tmp_path: Path) -> None:
    film, shown = scored(tmp_path, (13,), Rate(num=24))
    with pytest.raises(Cancelled):
        mix(film, shown, tmp_path, tmp_path / "mix", over=lambda: True)
    assert not (tmp_path / "mix.takes").exists()
