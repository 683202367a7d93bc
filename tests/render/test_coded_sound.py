"""The encoded sound of an export: kept until something else is heard, and checked."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from studio.media.sound import read_sound
from studio.render import mixing
from studio.render.coded_sound import Coded, coded
from studio.render.coding import SoundCodec, sound_options
from studio.render.delivery import Captions, Container, Copies, Delivery
from studio.render.export import Report, export
from studio.render.kept import Kept
from studio.render.loudness import measure
from studio.render.mix import Mix
from studio.render.recording import Recording, Samples
from studio.timeline.cut import Track
from studio.timeline.look import Transition
from studio.timeline.project import Project
from studio.timeline.take import Take
from tests.films import grey_ramp, make_film, make_take, tone
from tests.render.sounding import clip, noise, owner, sine, sound_take, track

CODING = sound_options(SoundCodec.AAC, 192_000)
NAMES = [f"sh_{n:08}" for n in range(3)]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "pieces")


def scored(folder: Path) -> tuple[Project, dict[str, Take]]:
    """Two shots that are heard, and music."""
    shown = {
        name: make_take(folder, name, grey_ramp(24, 160, 90), tone(1, 0.1, 300 + 200 * n))
        for n, name in enumerate(NAMES[:2])
    }
    shown[owner(1)] = sound_take(folder, owner(1), noise(96_000, 1, 0.02))
    film = make_film(24, 24)
    music = track(clip(7, 1, 0, 48), role="music", number=7)
    return with_track(film, music), shown


def with_track(film: Project, extra: Track) -> Project:
    tracks = [t for t in film.cut.tracks if t.id != extra.id]
    return film.evolve(cut=film.cut.evolve(tracks=(*tracks, extra)))


def made(
    film: Project, shown: dict[str, Take], folder: Path, kept: Kept | None, name: str = "film"
) -> Report:
    wanted = replace(Delivery.of(film, Captions.NONE), copies=Copies.NONE)
    path = folder / f"{name}.mp4"
    path.unlink(missing_ok=True)  # one that lies there would stay
    return export(film, shown, folder, path, wanted, kept=kept)


def test_nothing_is_read_mixed_or_encoded_again(tmp_path: Path, kept: Kept) -> None:
    film, shown = scored(tmp_path)
    first = made(film, shown, tmp_path, kept)
    before = (tmp_path / "film.mp4").read_bytes()
    for take in shown.values():
        (tmp_path / take.files[0].path).write_bytes(b"no media any more")
    second = made(film, shown, tmp_path, kept)
    assert (first.sound_kept, second.sound_kept, second.kept) == (False, True, 2)
    assert (second.loudness, second.peak) == (first.loudness, first.peak)
    assert (tmp_path / "film.mp4").read_bytes() == before


def test_the_same_sound_is_the_same_to_the_byte(tmp_path: Path, kept: Kept) -> None:
    film, shown = scored(tmp_path)
    made(film, shown, tmp_path, kept, "a")
    made(film, shown, tmp_path, None, "b")
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_other_music_encodes_no_picture_and_another_picture_no_sound(
    tmp_path: Path, kept: Kept
) -> None:
    film, shown = scored(tmp_path)
    made(film, shown, tmp_path, kept)
    quieter = with_track(film, track(clip(7, 1, 0, 48, gain=-3), role="music", number=7))
    report = made(quieter, shown, tmp_path, kept)
    assert (report.kept, report.sound_kept) == (2, False)
    sound_only = [t.evolve(name="Mute", muted=False) for t in film.cut.tracks]
    renamed = film.evolve(title="Other", cut=film.cut.evolve(tracks=tuple(sound_only)))
    assert made(renamed, shown, tmp_path, kept).sound_kept
    picture = film.cut.tracks[0]
    shorter = picture.evolve(clips=(picture.clips[0], picture.clips[1].evolve(skip=3)))
    other = film.evolve(cut=film.cut.evolve(tracks=(shorter, *film.cut.tracks[1:])))
    report = made(other, shown, tmp_path, kept)
    assert (report.kept, report.sound_kept) == (1, True)


HEARD = {
    "gain": {"gain": -1.0}, "pan": {"pan": 0.1}, "skip": {"skip": 1}, "fade": {"fade_in": 2},
    "speed": {"speed": Fraction(1, 2)}, "phase": {"phase": Fraction(1, 3)},
    "entry": {"entry": Transition(frames=4)}, "exit": {"exit": Transition(frames=4)},
}  # fmt: skip


@pytest.mark.parametrize("change", HEARD.values(), ids=HEARD)
def test_whatever_is_heard_is_in_the_key(tmp_path: Path, change: dict[str, object]) -> None:
    film, shown = scored(tmp_path)
    plain = Mix(film, shown, tmp_path).facts()
    changed = with_track(film, track(clip(7, 1, 0, 48, **change), role="music", number=7))
    assert Mix(changed, shown, tmp_path).facts() != plain


def test_so_are_tracks_takes_the_tone_and_the_length(tmp_path: Path) -> None:
    film, shown = scored(tmp_path)
    music = film.cut.tracks[-1]
    films = [film] + [
        with_track(film, music.evolve(**change))
        for change in ({"gain": 1.0}, {"pan": -0.2}, {"muted": True}, {"role": "effects"})
    ]
    films.append(film.evolve(cut=film.cut.evolve(room_tone=-60)))
    films.append(with_track(film, music.evolve(clips=(music.clips[0].evolve(frames=30),))))
    found = [Mix(each, shown, tmp_path).facts() for each in films]
    other = shown | {owner(1): sound_take(tmp_path, owner(1), noise(96_000, 2, 0.02))}
    found.append(Mix(film, other, tmp_path).facts())
    assert all(one != two for n, one in enumerate(found) for two in found[:n])


def test_another_loudness_or_coding_is_another_sound(tmp_path: Path, kept: Kept) -> None:
    film, shown = scored(tmp_path)
    deliveries = [
        Delivery(160, 90, film.rate, container=container, loudness=loudness, sound_bitrate=rate)
        for container, loudness, rate in (
            (Container.M4A, -14.0, 192_000), (Container.M4A, -16.0, 192_000),
            (Container.M4A, -14.0, 128_000), (Container.WAV, -14.0, 192_000),
        )
    ]  # fmt: skip
    for again in (False, True):
        for number, wanted in enumerate(deliveries):
            out = tmp_path / f"{again}{number}{wanted.suffix}"
            report = export(film, shown, tmp_path, out, wanted, kept=kept)
            assert report.sound_kept is again
            assert measure(["-i", str(out)]).integrated == pytest.approx(report.loudness, abs=0.05)
            assert report.loudness == pytest.approx(wanted.loudness, abs=0.3)
            assert report.peak <= wanted.peak + 0.1


@pytest.mark.parametrize("damage", [b"", b"no sound", b'["loud", 1, 2, 3]', b"[1, 2]"])
@pytest.mark.parametrize("suffix", [".m4a", ".json"])
def test_a_damaged_sound_is_made_anew(
    tmp_path: Path, kept: Kept, damage: bytes, suffix: str
) -> None:
    film, shown = scored(tmp_path)
    report = made(film, shown, tmp_path, kept)
    before = (tmp_path / "film.mp4").read_bytes()
    (hurt,) = kept.folder.rglob(f"*-sound-*{suffix}")
    hurt.write_bytes(damage)
    again = made(film, shown, tmp_path, kept)
    assert (again.sound_kept, again.loudness) == (False, report.loudness)
    assert (tmp_path / "film.mp4").read_bytes() == before


def test_peaks_stay_below_the_limit_after_encoding(tmp_path: Path) -> None:
    sound = noise(3 * 48_000, 5, 0.02)
    sound[4_000::9_600] = 1.0
    sound[4_001::9_600] = -1.0
    shown = {owner(1): sound_take(tmp_path, owner(1), sound)}
    film = with_track(make_film(72), track(clip(7, 1, 0, 72), number=7))
    wanted = Delivery(160, 90, film.rate, container=Container.M4A, sound_bitrate=96_000)
    report = export(film, shown, tmp_path, tmp_path / "a.m4a", wanted)
    assert report.peak <= wanted.peak + 0.1
    assert report.loudness == pytest.approx(wanted.loudness, abs=0.5)


def long_film(folder: Path, changed: int | None = None) -> tuple[Project, dict[str, Take]]:
    """65 seconds of shots that are heard, loud enough for the limiter; one may be another take."""
    shown: dict[str, Take] = {}
    for number in range(13):
        hertz = 220 + 20 * number + 7 * (number == changed)
        sound = sine(5 * 48_000, hertz, 0.03 + 0.01 * (number % 3))
        sound *= 1 + 20 * np.hanning(48_000)[np.arange(len(sound)) % 48_000][:, None] ** 900
        shown[owner(number)] = sound_take(folder, owner(number), sound)
    clips = (clip(number, number, 120 * number, 120) for number in range(13))
    return with_track(make_film(13 * 120), track(*clips, number=7)), shown


def heard(
    folder: Path, kept: Kept | None, changed: int | None = None, loudness: float = -14.0
) -> tuple[bytes, Coded]:
    film, shown = long_film(folder, changed)
    whole, shop = Mix(film, shown, folder), folder / "shop"
    shop.mkdir(exist_ok=True)
    made = coded(
        whole, whole.part(film, None), replace(Delivery.of(film), loudness=loudness), CODING,
        shop / "mix.f32",
        shop / "heard.m4a", kept, lambda: False, lambda: None,
    )  # fmt: skip
    left = {each.name for each in shop.iterdir()}
    assert left <= {"mix.f32", "heard.m4a", "heard.json"}
    return (shop / "heard.m4a").read_bytes(), made


def test_a_changed_shot_costs_the_parts_that_it_touches(tmp_path: Path, kept: Kept) -> None:
    alone, found = heard(tmp_path, None, changed=4)
    assert found.level.ceiling is not None
    heard(tmp_path, kept)
    before = set(kept.folder.rglob("*-part-*"))
    again, level = heard(tmp_path, kept, changed=4)
    more = set(kept.folder.rglob("*-part-*")) - before
    for suffix in (".m4a", ".json"):  # one part of four is encoded and measured again
        was, new = (sum(path.suffix == suffix for path in some) for some in (before, more))
        assert was == 4 * new > 0
    assert again == alone, "as without a cache"
    assert level == found


def test_only_the_parts_that_a_changed_shot_touches_are_mixed(
    tmp_path: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    files = mixing.from_files

    def counted(recording: Recording, place: int) -> Iterator[tuple[int, Samples]] | None:
        read.append(recording.path)
        return files(recording, place)

    monkeypatch.setattr(mixing, "from_files", counted)
    _, first = heard(tmp_path, kept)
    assert len(read) == 13
    read.clear()
    _, again = heard(tmp_path, kept, changed=4)
    assert again.level == first.level
    assert 0 < len(read) <= 6, "of a part of four, and of what its encoder runs up to it"
    assert again.mix is not None
    assert not again.mix.mix.has(0, again.mix.samples)
    read.clear()
    _, louder = heard(tmp_path, kept, changed=4, loudness=-16.0)
    assert louder.level != first.level
    assert len(read) == 13, "all are limited otherwise"


def test_a_film_of_which_little_was_mixed_is_proved_as_any(tmp_path: Path, kept: Kept) -> None:
    found: list[tuple[object, ...]] = []
    for cache, changed in ((None, 4), (kept, None), (kept, 4)):
        film, shown = long_film(tmp_path, changed)
        shown[owner(9)] = sound_take(tmp_path, owner(9), np.zeros((5 * 48_000, 1)))
        wanted = Delivery(160, 90, film.rate, container=Container.M4A, loudness=-16.0)
        report = export(film, shown, tmp_path, tmp_path / "film.m4a", wanted, overwrite=True,
                        kept=cache)  # fmt: skip
        assert report.proof is not None
        assert not report.sound_kept
        found.append((report.proof.offset, report.proof.findings, report.loudness, report.peak))
        keys = {each.key for each in report.proof.findings}
    assert found[0] == found[2]
    assert found[0][0] is not None
    assert keys >= {"proof.silent", "proof.clipped"}


def test_wrong_notes_and_parts_are_made_anew(tmp_path: Path, kept: Kept) -> None:
    first, _ = heard(tmp_path, kept)
    for path in [*kept.folder.rglob("*-sound-*")]:
        path.unlink()
    for path in kept.folder.rglob("*-part-*"):
        path.write_bytes(b"[]")
    assert heard(tmp_path, kept)[0] == first


def test_a_sound_that_takes_most_of_the_room_is_not_kept(tmp_path: Path) -> None:
    film, shown = scored(tmp_path)
    small = Kept(tmp_path / "small", limit=400_000)
    wanted = Delivery(160, 90, film.rate, container=Container.WAV)
    for name in ("a", "b"):
        report = export(film, shown, tmp_path, tmp_path / f"{name}.wav", wanted, kept=small)
        assert not report.sound_kept
    assert len(read_sound(tmp_path / "b.wav")) == 96_000
    assert not np.array_equal(read_sound(tmp_path / "b.wav"), np.zeros((96_000, 2)))
