"""For tests of sound: takes that are WAV files, cuts of one track, and ways to listen."""

import wave
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.media.ffmpeg import Stop
from studio.media.hashes import sha256_of
from studio.render.delivery import Span
from studio.render.heard import HeardTakes
from studio.render.mix import Mix
from studio.render.mixing import stretch, write
from studio.render.recording import SAMPLE_RATE, Samples
from studio.timeline.cut import Clip, Cut, Track, TrackKind
from studio.timeline.model import derived_id
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.take import Take, TakeFile

RATE = Rate(num=24)
FRAME = SAMPLE_RATE // 24


def mix(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    target: Path,
    span: Span | None = None,
    over: Stop | None = None,
) -> int:
    """Write the mix of a film, or of a span of its frames, to `target`; how many samples it has."""
    whole = Mix(project, shown, folder)
    return write(whole, target, *whole.part(project, span), over)


def noise(samples: int, seed: int, level: float = 0.1) -> npt.NDArray[np.float64]:
    """Samples of white noise of this RMS, two channels."""
    return np.random.default_rng(seed).normal(0, level, (samples, 2))


def sine(samples: int, hertz: float = 440, level: float = 0.3) -> npt.NDArray[np.float64]:
    """One channel of a tone."""
    return (level * np.sin(2 * np.pi * hertz * np.arange(samples) / SAMPLE_RATE))[:, None]


def sound_take(
    folder: Path, owner: str, samples: npt.NDArray[np.float64], rate: Rate = RATE
) -> Take:
    """A take of sound alone; (n, channels) from -1 to 1, in 16 bits."""
    path = folder / "media" / f"{owner}.wav"
    path.parent.mkdir(exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    held = TakeFile(path=f"media/{path.name}", sha256=sha256_of(path), bytes=path.stat().st_size)
    frames = int(len(samples) * rate.fraction / SAMPLE_RATE)
    return Take(
        id=derived_id("tk", owner, held.sha256), owner=owner, job="jb_00000001", backend="test",
        kind="sound", files=(held,), request={}, created="2026-01-01T00:00:00+00:00", rate=rate,
        frames=frames, has_sound=True,
    )  # fmt: skip


def owner(number: int) -> str:
    """The id of a cue."""
    return f"cu_{number:08}"


def clip(number: int, of: int, start: int, frames: int, **more: object) -> Clip:
    """A clip of the take of cue `of`."""
    fields = {"id": f"cl_{number:08}", "owner": owner(of), "start": start, "frames": frames}
    return Clip.model_validate({**fields, **more})


def track(*clips: Clip, role: str = "effects", number: int = 1, **more: object) -> Track:
    """A track of sound."""
    fields = {
        "id": f"tr_{number:08}",
        "name": role or "Sound",
        "kind": TrackKind.SOUND,
        "role": role,
    }
    return Track.model_validate({**fields, "clips": clips, **more})


def film(*tracks: Track, rate: Rate = RATE, room_tone: float | None = None) -> Project:
    """A film of sound."""
    return Project(rate=rate, cut=Cut(tracks=tracks, room_tone=room_tone))


def mixed(project: Project, shown: Mapping[str, Take], folder: Path) -> Samples:
    """The mix of an export, (n, 2); a test of it is one of the preview too, stretch by stretch."""
    mix(project, shown, folder, folder / "mix.f32")
    whole = np.fromfile(folder / "mix.f32", np.float32).reshape(-1, 2)
    parts = Mix(project, shown, folder)
    random = np.random.default_rng(len(whole))
    with HeardTakes() as heard:
        for first in sorted(random.integers(0, len(whole), 5).tolist(), reverse=True):
            last = min(len(whole), first + int(random.integers(1, 20_000)))
            part = stretch(parts, first, last, heard.blocks)
            assert np.array_equal(part, whole[first:last]), (first, last)
    return whole


def rms(samples: Samples) -> float:
    """The root of the mean power."""
    return float(np.sqrt(np.square(samples, dtype=np.float64).mean()))


def pitch(samples: Samples) -> float:
    """The frequency in hertz that is loudest in the middle half of one channel."""
    middle = samples[len(samples) // 4 : len(samples) * 3 // 4]
    power = np.abs(np.fft.rfft(middle * np.hanning(len(middle)), n=1 << 20))
    return float(np.argmax(power)) * SAMPLE_RATE / (1 << 20)
