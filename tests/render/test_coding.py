"""How sounds are coded: the short search of AAC gives no less than the long one it stands for."""

from pathlib import Path

import numpy as np
import pytest

from studio.media.ffmpeg import QUIET, run
from studio.media.sound import read_sound
from studio.render.coding import SoundCodec, sound_options
from studio.render.loudness import raw_input
from tests.render.sounding import SAMPLE_RATE, noise

SAMPLES = 4 * SAMPLE_RATE


def wide() -> np.ndarray:
    """Tones on either side over noise from all around, up to the highest; (n, 2)."""
    at = np.arange(SAMPLES) / SAMPLE_RATE
    sides = [sum(np.sin(2 * np.pi * f * at) / n for n, f in enumerate(tones, 1))
             for tones in ((220, 880, 3520), (330, 1320, 5280))]  # fmt: skip
    around = np.concatenate([noise(SAMPLES, seed, 0.03)[:, :1] for seed in (1, 2)], axis=1)
    return np.asarray(np.stack(sides, axis=1) * 0.2 + around, np.float32)


def coded(sound: np.ndarray, options: list[str], folder: Path) -> np.ndarray:
    raw, made = folder / "mix.f32", folder / "made.m4a"
    raw.write_bytes(sound.tobytes())
    run([*QUIET, "-y", *raw_input(raw), *options, str(made)])
    return read_sound(made)[: len(sound)]


def highest(sound: np.ndarray) -> float:
    """The power of what is heard from 18.5 to 19.5 kHz."""
    power = np.square(np.abs(np.fft.rfft(sound[:, 0])))
    hertz = np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE)
    return float(power[(hertz > 18_500) & (hertz < 19_500)].sum())


def test_the_short_search_is_as_near_to_the_sound(tmp_path: Path) -> None:
    sound = wide()
    ours = coded(sound, sound_options(SoundCodec.AAC, 192_000), tmp_path)
    plain = coded(sound, ["-c:a", "aac", "-b:a", "192000"], tmp_path)
    far, plain_far = (float(np.square(made - sound).mean()) for made in (ours, plain))
    assert far < plain_far
    assert highest(ours) > 0.7 * highest(sound), "nothing is cut off that was there"


@pytest.mark.parametrize(("bitrate", "short", "told"), [
    (128_000, False, False), (192_000, True, True), (256_000, True, False),
])  # fmt: skip
def test_the_short_search_is_for_rich_sounds(bitrate: int, short: bool, told: bool) -> None:
    options = sound_options(SoundCodec.AAC, bitrate)
    assert ("-aac_coder" in options, "-cutoff" in options) == (short, told)
    assert options[:4] == ["-c:a", "aac", "-b:a", str(bitrate)]
