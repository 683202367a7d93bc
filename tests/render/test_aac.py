"""AAC of this process: to the sample, the same bytes each time, as near as ffmpeg's own program."""

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
import pytest

from studio.errors import Cancelled
from studio.media.ffmpeg import run
from studio.media.sound import read_sound
from studio.render.aac import encode
from studio.render.coding import SoundCodec, sound_options
from studio.render.making_sound import command
from tests.films import tone

CODINGS = [sound_options(SoundCodec.AAC, rate) for rate in (96_000, 192_000, 320_000)]


def raw(folder: Path, samples: int) -> tuple[Path, np.ndarray]:
    """A chord on both sides, and its file."""
    left, right = (sum(tone(2.0, 0.1, hertz)[:, 0] for hertz in some)
                   for some in ((220, 1318), (554, 3520)))  # fmt: skip
    both = np.stack([left, right], axis=1)[:samples].astype(np.float32)
    path = folder / "mix.f32"
    path.write_bytes(both.tobytes())
    return path, both


def error(path: Path, sound: np.ndarray) -> float:
    return float(np.square(read_sound(path)[: len(sound)] - sound, dtype=np.float64).sum())


def times(path: Path) -> object:
    """How long a sound is, and when each of its packets is heard for how long."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        packets = [(p.pts, p.duration) for p in container.demux(stream) if p.dts is not None]
        return stream.duration, stream.start_time, stream.profile, packets


@pytest.mark.parametrize("coding", CODINGS, ids=["96", "192", "320"])
@pytest.mark.parametrize("suffix", [".m4a", ".mka"])
def test_it_is_as_near_to_the_sound_as_the_program_and_has_its_times(
    tmp_path: Path, coding: Sequence[str], suffix: str
) -> None:
    wave, sound = raw(tmp_path, 70_001)
    ours, theirs = tmp_path / f"ours{suffix}", tmp_path / f"theirs{suffix}"
    encode(wave, (0, len(sound)), 1.0, coding, ours, None)
    run(command(wave, (0, len(sound)), "anull", coding, theirs))
    assert error(ours, sound) < 1.2 * error(theirs, sound)
    assert suffix == ".mka" or times(ours) == times(theirs)


@pytest.mark.parametrize("samples", [1, 1023, 1024, 1025, 48_000])
def test_a_sound_of_any_length_is_as_long_as_the_program_s(tmp_path: Path, samples: int) -> None:
    wave, _ = raw(tmp_path, samples)
    ours, theirs = tmp_path / "ours.m4a", tmp_path / "theirs.m4a"
    encode(wave, (0, samples), 1.0, CODINGS[1], ours, None)
    run(command(wave, (0, samples), "anull", CODINGS[1], theirs))
    assert times(ours) == times(theirs)


def test_a_stretch_is_encoded_so_much_louder_and_the_same_each_time(tmp_path: Path) -> None:
    wave, sound = raw(tmp_path, 90_000)
    one, two = tmp_path / "1.m4a", tmp_path / "2.m4a"
    for path in (one, two):
        encode(wave, (30_000, 80_000), 0.5, CODINGS[1], path, lambda: False)
    assert one.read_bytes() == two.read_bytes()
    half = sound[30_000:80_000] / 2
    assert error(one, half) < 0.01 * float(np.square(half).sum())


def test_who_stops_is_heard(tmp_path: Path) -> None:
    wave, _ = raw(tmp_path, 90_000)
    with pytest.raises(Cancelled):
        encode(wave, (0, 90_000), 1.0, CODINGS[1], tmp_path / "a.m4a", lambda: True)
