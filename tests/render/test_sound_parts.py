"""AAC in parts: joined without a step, to the sample, and encoded again only where it changed."""

import json
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
import pytest

from studio.errors import Cancelled
from studio.media.ffmpeg import Stop, run
from studio.media.r128 import Steps, of_file, together
from studio.media.sound import read_sound
from studio.render.coding import SoundCodec, sound_options
from studio.render.kept import Kept
from studio.render.loudness import Level, measure
from studio.render.making_sound import command
from studio.render.mix_file import MixFile
from studio.render.parted import Parted
from studio.render.sound_cutting import Cutting, windows
from studio.render.sound_parts import in_parts
from tests.render.sounding import SAMPLE_RATE, noise

CODING = ["-c:a", "aac", "-b:a", "192000"]
RICH = sound_options(SoundCodec.AAC, 192_000)
LENGTH, RUN_UP, PACKET = 64, 32, 1024
SHORT = Cutting(LENGTH, RUN_UP)  # parts of 1.4 seconds
AS_IT_IS = Level(0.0)
SAMPLES = 5 * LENGTH * PACKET + 700  # the last packet is not full


def never() -> bool:
    return False


def played(samples: int = SAMPLES, strokes: float = 0.02) -> np.ndarray:
    """Tones under a swell, with strokes that make the encoder change its windows; (n, 2)."""
    at = np.arange(samples) / SAMPLE_RATE
    tones = sum(np.sin(2 * np.pi * hertz * at + hertz) for hertz in (220, 554, 1318, 3520))
    swell = 0.5 + 0.4 * np.sin(2 * np.pi * 0.7 * at)
    struck = noise(samples, 3, strokes) * np.exp(-(at * 7 % 1) * 30)[:, None]
    both = np.stack([tones * swell, tones * (1.1 - swell)], axis=1) * 0.08
    return np.asarray(both + struck, np.float32)


def written(sound: np.ndarray, folder: Path) -> Path:
    path = folder / "mix.f32"
    path.write_bytes(sound.tobytes())
    return path


def parts_of(
    raw: Path, to: Path, kept: Kept | None = None, cutting: Cutting | None = SHORT,
    coding: Sequence[str] = CODING, level: Level = AS_IT_IS, over: Stop = never,
) -> list[Steps] | None:  # fmt: skip
    """A raw mix encoded in parts."""
    return in_parts(Parted(MixFile.of(raw), kept, over, cutting), level, coding, to)


def whole(raw: Path, to: Path, chain: str = "anull", coding: Sequence[str] = CODING) -> Path:
    run(command(raw, (0, raw.stat().st_size // 8), chain, coding, to))
    return to


def errors(path: Path, sound: np.ndarray) -> np.ndarray:
    """The power of what differs from the sound, packet by packet."""
    got = read_sound(path)
    assert len(got) >= len(sound)
    power = np.square(got[: len(sound)] - sound, dtype=np.float64).mean(axis=1)
    return power[: len(power) // PACKET * PACKET].reshape(-1, PACKET).mean(axis=1)


@pytest.mark.parametrize("coding", [CODING, RICH], ids=["long search", "short search"])
@pytest.mark.parametrize("suffix", [".m4a", ".mka"])
def test_joined_parts_are_one_encoding(tmp_path: Path, suffix: str, coding: list[str]) -> None:
    sound = played()
    raw = written(sound, tmp_path)
    one, parts = tmp_path / f"one{suffix}", tmp_path / f"parts{suffix}"
    whole(raw, one, coding=coding)
    assert parts_of(raw, parts, coding=coding) is not None
    alone, joined = errors(one, sound), errors(parts, sound)
    assert joined.sum() < alone.sum() * 1.15, "as near to the sound"
    for part in range(1, 5):
        around = slice(part * LENGTH - 4, part * LENGTH + 16)
        assert joined[around].max() < alone[around].max() * 2, "no step where two parts meet"
    loud, one_loud = (measure(["-i", str(path)]).integrated for path in (parts, one))
    assert abs(loud - one_loud) <= 0.1
    assert {each.name for each in tmp_path.iterdir()} == {"mix.f32", one.name, parts.name}


def test_times_and_lengths_are_those_of_one_encoding(tmp_path: Path) -> None:
    raw = written(played(), tmp_path)
    one, parts = whole(raw, tmp_path / "one.m4a"), tmp_path / "parts.m4a"
    assert parts_of(raw, parts) is not None
    seen: list[object] = []
    for path in (one, parts):
        with av.open(str(path)) as container:
            stream = container.streams.audio[0]
            packets = [(p.pts, p.duration) for p in container.demux(stream) if p.dts is not None]
            facts = stream.start_time, stream.duration, container.duration, stream.time_base
            seen.append((facts, stream.codec_context.extradata, packets))
    assert seen[0] == seen[1]


def test_joints_cut_by_other_windows_would_be_heard(tmp_path: Path) -> None:
    """What the rule of the joint is for: an encoder's first windows are others than later ones."""
    sound = played(strokes=0)
    raw, parts = written(sound, tmp_path), tmp_path / "parts.m4a"
    assert parts_of(raw, parts, cutting=Cutting(LENGTH, 1)) is not None
    good = errors(parts, sound)[LENGTH - 8 : -LENGTH].max()
    blind = Cutting(LENGTH, 1, lambda _packet: (0, 0))
    assert parts_of(raw, parts, cutting=blind) is not None
    assert errors(parts, sound)[LENGTH - 8 : -LENGTH].max() > 10 * good


def test_parts_that_do_not_meet_are_not_joined(tmp_path: Path) -> None:
    raw, unlike = written(played(), tmp_path), Cutting(LENGTH, RUN_UP, lambda _packet: None)
    assert parts_of(raw, tmp_path / "parts.m4a", cutting=unlike) is None
    assert [each.name for each in tmp_path.iterdir()] == ["mix.f32"]


def test_a_short_sound_is_no_parts(tmp_path: Path) -> None:
    raw = written(played(LENGTH * PACKET), tmp_path)
    assert parts_of(raw, tmp_path / "parts.m4a") is None


def test_memory_does_not_grow_with_the_sound(tmp_path: Path) -> None:
    def peak(length: int) -> int:
        """Of three times the least: what another thread of the process takes is in one of them."""
        raw, heard = written(played(length), tmp_path), tmp_path / "parts.m4a"
        seen: list[int] = []
        for _ in range(3):
            tracemalloc.start()
            assert parts_of(raw, heard) is not None
            seen.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        return min(seen)

    assert peak(5 * SAMPLES) < 1.5 * peak(SAMPLES)


@pytest.mark.parametrize("suffix", [".m4a", ".mka"])
def test_parts_are_measured_as_the_joined_sound_is(tmp_path: Path, suffix: str) -> None:
    sound = played(20 * LENGTH * PACKET) * np.linspace(0.02, 3, 20 * LENGTH * PACKET)[:, None]
    raw, parts = written(np.asarray(sound, np.float32), tmp_path), tmp_path / f"parts{suffix}"
    longer = Cutting(3 * LENGTH, 3 * RUN_UP)
    stretches = parts_of(raw, parts, cutting=longer, coding=RICH)
    assert stretches == parts_of(raw, parts, Kept(tmp_path / "k"), cutting=longer, coding=RICH)
    assert stretches is not None
    assert len(stretches) > 4
    found, wanted = together(stretches), of_file(parts)
    assert found is not None
    assert wanted is not None
    assert found[0] == pytest.approx(wanted[0], abs=0.02)
    assert found[1] == pytest.approx(wanted[1], abs=0.02)


def test_what_is_kept_is_not_measured_again(tmp_path: Path) -> None:
    kept, raw, made = Kept(tmp_path / "kept"), written(played(), tmp_path), tmp_path / "made.m4a"
    first = parts_of(raw, made, kept)
    assert first is not None
    damaged, other, *_ = kept.folder.rglob("*.json")
    damaged.write_bytes(b"[]")
    told = tmp_path / "told.json"
    told.write_text(json.dumps([*json.loads(other.read_text())[:2], 7.5]))
    key = other.stem.rpartition("-")[0]
    other.unlink()
    kept.keep(key, told, ".json")
    again = parts_of(raw, made, kept)
    assert again is not None
    assert [b.peak for a, b in zip(first, again, strict=True) if a != b] == [7.5]
    assert [each.name for each in tmp_path.glob("*.json")] == ["told.json"]


def test_silence_is_joined(tmp_path: Path) -> None:
    sound = np.zeros((SAMPLES, 2), np.float32)
    raw, parts = written(sound, tmp_path), tmp_path / "parts.m4a"
    assert parts_of(raw, parts) is not None
    assert not errors(parts, sound).any()


def test_what_changed_is_encoded_again_and_no_more(tmp_path: Path) -> None:
    kept, sound = Kept(tmp_path / "kept"), played()
    first, second = tmp_path / "first.m4a", tmp_path / "second.m4a"
    raw = written(sound, tmp_path)
    assert parts_of(raw, first, kept)
    old = {path.name for path in kept.folder.rglob("*.m4a")}
    assert len(old) == 5
    assert parts_of(raw, second, kept)
    assert second.read_bytes() == first.read_bytes()
    assert {path.name for path in kept.folder.rglob("*.m4a")} == old
    sound[int(2.4 * LENGTH) * PACKET] += 0.25
    assert parts_of(written(sound, tmp_path), first, kept)
    new = {path.name for path in kept.folder.rglob("*.m4a")}
    assert len(new - old) == 1
    assert parts_of(raw, second) is not None, "and as well without them"
    assert parts_of(raw, second, kept, level=Level(-6.0))
    assert len({path.name for path in kept.folder.rglob("*.m4a")} - new) == 5


def test_a_damaged_part_is_encoded_again(tmp_path: Path) -> None:
    kept, raw, made = Kept(tmp_path / "kept"), written(played(), tmp_path), tmp_path / "made.m4a"
    assert parts_of(raw, made, kept)
    before = made.read_bytes()
    for path in kept.folder.rglob("*.m4a"):
        path.write_bytes(b"no sound")
    assert parts_of(raw, made, kept)
    assert made.read_bytes() == before


def test_who_waits_may_give_up(tmp_path: Path) -> None:
    raw = written(played(), tmp_path)
    with pytest.raises(Cancelled):
        parts_of(raw, tmp_path / "made.m4a", over=lambda: True)
    assert [each.name for each in tmp_path.iterdir()] == ["mix.f32"]


@pytest.mark.parametrize(
    ("packet", "found"),
    [
        (b"\x21\x10", (0, 1)),  # two channels, common windows: one long one
        (b"\x21\x40", (2, 0)),  # eight short ones
        (b"\x20\x10", None),  # each channel has its own
        (b"\x01\x10", None),  # one channel
        (b"\x21", None),
        (b"", None),
    ],
)  # fmt: skip
def test_the_windows_of_a_packet(packet: bytes, found: tuple[int, int] | None) -> None:
    assert windows(packet) == found


@pytest.mark.parametrize(
    ("seconds", "count"), [(3, 1), (29, 1), (31, 4), (72, 8), (150, 8), (250, 12), (3600, 180)]
)
def test_a_sound_is_cut_into_an_even_number_of_equal_parts(seconds: int, count: int) -> None:
    packets = seconds * SAMPLE_RATE // PACKET + 1
    length = Cutting.of(seconds * SAMPLE_RATE).length
    assert (count - 1) * length < packets <= count * length + 1
    assert count * length - packets < count + 1, "none of them is shorter"


def test_a_sound_of_half_a_minute_has_four_parts(tmp_path: Path) -> None:
    raw, kept = written(played(31 * SAMPLE_RATE), tmp_path), Kept(tmp_path / "kept")
    assert parts_of(raw, tmp_path / "parts.m4a", kept, cutting=None)
    assert len([*kept.folder.rglob("*.m4a")]) == 4
