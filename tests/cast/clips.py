"""Test clips: the puppet moves, speaks and is darkened, in files of a few small pictures."""

import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.media.encode import Encoder
from studio.voices.base import SAMPLE_RATE, Manner, Speech
from studio.voices.espeak import Espeak
from tests.cast.articulation import PER_SECOND, opened
from tests.cast.puppet import Bgr, Pose, Puppet

Samples = npt.NDArray[np.float32]
WORDS = "Hello, I am the captain of this ship, and tomorrow we will sail to the sea."
RATE = 10  # pictures a second


def spoken(text: str = WORDS, language: str = "en", gender: str = "female") -> Samples:
    """A line by eSpeak, mono at 48 kHz; the same samples each time."""
    return Espeak().speak(text, language, Manner(key=gender, gender=gender)).samples


def wav(path: Path, samples: Samples, seconds: float) -> Path:
    """A mono file of that length, the sound at its beginning."""
    whole = np.zeros(round(seconds * SAMPLE_RATE), np.float32)
    whole[: len(samples)] = samples[: len(whole)]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(np.round(np.clip(whole, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def film(
    path: Path,
    picture: Callable[[float], Bgr],
    seconds: float = 4.0,
    rate: int = RATE,
    sound: Samples | None = None,
) -> Path:
    """A video of what `picture` shows at each time in seconds."""
    count = round(seconds * rate)
    heard = None if sound is None else wav(path.with_suffix(".wav"), sound, seconds)
    first = picture(0.0)
    height, width = first.shape[:2]
    with Encoder(
        path, width=width, height=height, rate=(rate, 1), frames=count, sound=heard,
        pixel_format="bgr24",
    ) as encoder:  # fmt: skip
        for n in range(count):
            encoder.write(first if n == 0 else picture(n / rate))
    return path


def acting(puppet: Puppet, sound: Samples | None = None) -> Callable[[float], Bgr]:
    """Turns left and right, smiles at the end, and opens its mouth as loud as it speaks."""

    def picture(at: float) -> Bgr:
        loud = 0.0
        if sound is not None:
            part = sound[round(at * SAMPLE_RATE) : round((at + 0.1) * SAMPLE_RATE)]
            loud = min(1.0, 2.5 * float(np.sqrt(np.square(part).mean()))) if len(part) else 0.0
        turn = 32.0 * float(np.sin(at * np.pi))
        smile = 1.0 if at >= 3.2 else -0.5
        return puppet.drawn(Pose(turn=turn, open=loud, smile=smile, scale=1.3, x=0.5))

    return picture


def talking(puppet: Puppet, speech: Speech) -> Callable[[float], Bgr]:
    """Sways a little, and opens its mouth as the sounds that it says want it."""
    mouth = opened(speech.sounds, speech.seconds)
    times = np.arange(len(mouth)) / PER_SECOND

    def picture(at: float) -> Bgr:
        shown = float(np.interp(at + 0.02, times, mouth, right=0.0))  # a picture lasts a while
        turn = 8.0 * float(np.sin(at * 2.1))
        return puppet.drawn(Pose(turn=turn, open=shown, scale=1.3, x=0.5))

    return picture
