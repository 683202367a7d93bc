"""Whether a film is exact: every picture the wanted one at its time, sound where it belongs."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from benchmarks.cut_film import RATE, Span
from benchmarks.cut_media import PER_FRAME, SAMPLE_RATE, noise, read_code

_REACH = SAMPLE_RATE // 20  # samples by which sound is looked for before and after its place
_STRETCH = SAMPLE_RATE // 2  # samples that are looked for


@dataclass(frozen=True)
class Verdict:
    """Pictures that are there, are others than wanted, or stand beside their time; sound in ms."""

    frames: int
    wanted: int
    wrong: int
    irregular: int
    late: tuple[float, ...]  # at the beginning, in the middle, at the end

    @property
    def exact(self) -> bool:
        """Right count, every picture, regular times, sound within a millisecond."""
        right = self.frames == self.wanted and not self.wrong and not self.irregular
        return right and all(abs(late) <= 1 for late in self.late)

    def __str__(self) -> str:
        told = "exact" if self.exact else "NOT EXACT"
        sound = "/".join(f"{late:.1f}" for late in self.late)
        return (
            f"{told}: {self.frames} of {self.wanted} frames, {self.wrong} wrong, "
            f"{self.irregular} beside their time, sound {sound} ms late"
        )


def verdict(film: Path, spans: Sequence[Span]) -> Verdict:
    """Look at all of a film's pictures and at three places of its sound."""
    wanted = [(clip, first + k) for clip, first, frames in spans for k in range(frames)]
    frames = wrong = irregular = 0
    with av.open(str(film)) as container:
        video = container.streams.video[0]
        video.thread_type = "AUTO"
        for picture in container.decode(video):
            plane = picture.planes[0]
            luma = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[:, : picture.width]
            wrong += frames >= len(wanted) or read_code(luma) != wanted[frames]
            due = frames / RATE.fraction
            irregular += abs((picture.pts or 0) * (picture.time_base or 0) - due) > Fraction(
                1, 1000
            )
            frames += 1
    return Verdict(frames, len(wanted), wrong, irregular, _lateness(film, spans))


def _lateness(film: Path, spans: Sequence[Span]) -> tuple[float, ...]:
    heard = _sound(film)
    starts = np.cumsum([0, *(frames for _, _, frames in spans)])
    places = (0, len(spans) // 2, len(spans) - 1)
    return tuple(_late(heard, spans[n], int(starts[n]) * PER_FRAME) for n in places)


def _late(heard: npt.NDArray[np.float32], span: Span, start: int) -> float:
    """Milliseconds by which the sound of a span comes after its place."""
    clip, first, frames = span
    length = min(_STRETCH, frames * PER_FRAME // 2)
    skip = frames * PER_FRAME // 4
    own = noise(clip, (first + frames) * PER_FRAME)[first * PER_FRAME + skip :, 0][:length]
    place = start + skip - _REACH
    around = heard[max(0, place) : place + length + 2 * _REACH]
    around = np.concatenate([np.zeros(max(0, -place), np.float32), around])
    size = 1 << int(np.ceil(np.log2(len(around) + length)))
    product = np.fft.rfft(around, size) * np.conj(np.fft.rfft(own, size))
    best = int(np.argmax(np.fft.irfft(product, size)[: 2 * _REACH + 1]))
    return (best - _REACH) * 1000 / SAMPLE_RATE


def _sound(film: Path) -> npt.NDArray[np.float32]:
    """The sound of a film, counted from its first picture, one channel."""
    blocks: list[npt.NDArray[np.float32]] = []
    with av.open(str(film)) as container:
        resampler = av.AudioResampler("fltp", "mono", SAMPLE_RATE)
        first: Fraction | None = None
        for frame in container.decode(audio=0):
            if first is None:
                first = (frame.pts or 0) * Fraction(frame.time_base or 0)
            blocks += [each.to_ndarray()[0] for each in resampler.resample(frame)]
    whole = np.concatenate(blocks)
    shift = round((first or 0) * SAMPLE_RATE)
    return np.concatenate([np.zeros(max(0, shift), np.float32), whole[max(0, -shift) :]])
