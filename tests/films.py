"""Builders of small films with real takes, for tests of what comes after planning."""

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.media.encode import TAKE_SUFFIX, Encoder
from studio.media.hashes import sha256_of
from studio.timeline.cut import Clip, Cut, Track, TrackKind
from studio.timeline.model import derived_id
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.story import Cue, CueKind, Scene, Shot
from studio.timeline.take import Span, Take, TakeFile

RATE = Rate(num=24)


def write_wav(path: Path, samples: npt.NDArray[np.float32]) -> Path:
    """(n, 2) float samples as a 16-bit file at 48 kHz."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def tone(seconds: float, level: float = 0.2, hertz: float = 440) -> npt.NDArray[np.float32]:
    """A stereo sine."""
    t = np.arange(round(seconds * 48_000)) / 48_000
    return np.repeat((level * np.sin(2 * np.pi * hertz * t))[:, None], 2, 1).astype(np.float32)


def grey_ramp(frames: int, width: int, height: int) -> list[npt.NDArray[np.uint8]]:
    """Pictures that tell their number by their grey."""
    return [np.full((height, width, 3), 20 + 4 * (n % 50), np.uint8) for n in range(frames)]


def make_take(
    folder: Path,
    owner: str,
    pictures: list[npt.NDArray[np.uint8]],
    sound: npt.NDArray[np.float32] | None = None,
    *,
    rate: Rate = RATE,
    spoken: dict[str, Span] | None = None,
) -> Take:
    """A take of `owner` in `folder` with these pictures and this sound."""
    height, width = pictures[0].shape[:2]
    media = folder / "media"
    media.mkdir(exist_ok=True)
    path = media / f"{owner}{TAKE_SUFFIX}"
    heard = write_wav(folder / f"{owner}.wav", sound) if sound is not None else None
    with Encoder(
        path, width=width, height=height, rate=(rate.num, rate.den), frames=len(pictures),
        sound=heard, pixel_format="bgr24", crf=5,
    ) as encoder:  # fmt: skip
        for picture in pictures:
            encoder.write(picture)
    file = TakeFile(path=f"media/{path.name}", sha256=sha256_of(path), bytes=path.stat().st_size)
    return Take(
        id=derived_id("tk", owner), owner=owner, job="jb_00000001", backend="test", kind="video",
        files=(file,), request={}, created="2026-01-01T00:00:00+00:00", rate=rate,
        frames=len(pictures), width=width, height=height, has_sound=sound is not None,
        spoken=spoken or {},
    )  # fmt: skip


def make_film(
    *lengths: int, lines: dict[int, str] | None = None, size: tuple[int, int] = (160, 90)
) -> Project:
    """A film of one scene with shots of these lengths, in a plain cut; `lines` by shot number."""
    shots: list[Shot] = []
    for number, frames in enumerate(lengths):
        text = (lines or {}).get(number)
        cue = Cue(id=f"cu_{number:08}", kind=CueKind.LINE, text=text or "", language="en")
        shots.append(
            Shot(
                id=f"sh_{number:08}",
                frames=frames,
                prompt=f"shot {number}",
                cues=(cue,) if text else (),
            )
        )
    starts = [sum(lengths[:n]) for n in range(len(lengths))]
    clips = [
        Clip(id=f"cl_{n:08}", owner=shot.id, start=start, frames=shot.frames)
        for n, (shot, start) in enumerate(zip(shots, starts, strict=True))
    ]
    texts = [
        Clip(id=f"cl_{n + 900:08}", owner=shot.cues[0].id, start=start, frames=shot.frames)
        for n, (shot, start) in enumerate(zip(shots, starts, strict=True))
        if shot.cues
    ]
    tracks = (
        Track(id="tr_00000001", name="Picture", kind=TrackKind.PICTURE, clips=tuple(clips)),
        Track(
            id="tr_00000002",
            name="Dialogue",
            kind=TrackKind.SOUND,
            role="dialogue",
            clips=tuple(clips),
        ),
        Track(
            id="tr_00000003",
            name="Captions",
            kind=TrackKind.TEXT,
            role="captions",
            clips=tuple(texts),
        ),
    )
    scene = Scene(id="sc_00000001", heading="INT. ROOM - DAY", shots=tuple(shots))
    return Project(
        title="Test", width=size[0], height=size[1], scenes=(scene,), cut=Cut(tracks=tracks)
    )
