"""A film's sound against the mix that it was made of: how far apart in time, at three places."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import av.error
import numpy as np
import numpy.typing as npt
from av.container import InputContainer

from studio.errors import RenderError
from studio.media.free_memory import give_back
from studio.render.packets import FAST_OPEN
from studio.render.parted import Parted
from studio.render.proof_limits import limits
from studio.render.reading import header_tells
from studio.render.sound_cutting import Stretch

RATE = 48_000  # of the mix
_LEAD = 0.25  # seconds decoded before a place: a lossy coder begins in what it does not know
_OPTIONS = {"protocol_whitelist": "file"}
Wave = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Offset:
    """At film second `at` the sound is heard `seconds` later than in the mix (below 0: sooner)."""

    at: float
    seconds: float


def offsets(film: Path, mix: Parted, picture: float = 0.0) -> tuple[Offset, ...]:
    """The offsets in the first, the middle and the last third of a film, where there is sound.

    `mix` begins with the film; `picture` is the second of the file at which the film begins. Raises
    RenderError, and as reading the mix does.
    """
    wanted = [*_wanted(mix)]
    if not wanted:
        return ()
    try:
        # What the header tells is not looked for: that would decode the first pictures.
        with av.open(str(film), options=FAST_OPEN if header_tells(film) else _OPTIONS) as container:
            give_back()  # opening makes the table of a long film's packets more than once
            found = [_offset(container, mix, *stretch, picture) for stretch in wanted]
    except av.error.FFmpegError as error:
        raise RenderError("proof.unreadable", detail=str(error)) from error
    return tuple(each for each in found if each is not None)


def listened_to(mix: Parted) -> None:
    """See that of a mix is there what `offsets` listens to. Raises as reading the mix does."""
    mix.mix.fill(_wanted(mix))


def _wanted(mix: Parted) -> Iterator[Stretch]:
    """The loudest stretch of each third."""
    window = round(limits().sync.window * RATE)
    for low, high in _thirds(mix.samples) if mix.samples else ():
        start = mix.loudest(low, high, window)
        yield start, min(high, start + window)


def _offset(
    container: InputContainer, mix: Parted, first: int, last: int, picture: float
) -> Offset | None:
    """That of one stretch of the mix; None where next to nothing is heard."""
    wanted = np.asarray(mix.mix.read(first, last).mean(axis=1), np.float32)
    if _level(wanted) < limits().sync.heard:
        return None
    reach = round(limits().sync.reach * RATE)
    got = _decoded(container, first - reach, len(wanted) + 2 * reach, picture)
    return Offset(first / RATE, _lag(got, wanted, reach) / RATE)


def _thirds(total: int) -> Iterator[tuple[int, int]]:
    """Thirds of the film; one place where it is too short for three."""
    if total < 3 * round(limits().sync.window * RATE) / 2:
        yield 0, total
        return
    for n in range(3):
        yield total * n // 3, total * (n + 1) // 3


def _level(wave: Wave) -> float:
    return float(np.sqrt(_power(wave) / len(wave))) if len(wave) else 0.0


def _power(wave: Wave) -> float:
    """The squares of all samples, summed in doubles without all of them in memory."""
    return float(np.einsum("n,n", wave, wave, dtype=np.float64))


def _decoded(container: InputContainer, first: int, count: int, picture: float) -> Wave:
    """Samples of the film's sound, counted from its first picture; silence where there are none."""
    stream = container.streams.audio[0]
    base = Fraction(stream.time_base or 0)
    out = np.zeros(count, np.float32)
    begin = first / RATE + picture
    container.seek(int((max(0.0, begin - _LEAD)) / float(base)), stream=stream)
    turn = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    at: int | None = None
    for frame in container.decode(stream):
        if at is None:
            at = round((float((frame.pts or 0) * base) - picture) * RATE) - first
        for piece in turn.resample(frame):
            wave = np.asarray(piece.to_ndarray(), np.float32).reshape(-1)
            low, high = max(0, at), min(count, at + len(wave))
            if low < high:
                out[low:high] = wave[low - at : high - at]
            at += len(wave)
        if at >= count:
            break
    return out


def _lag(got: Wave, wanted: Wave, reach: int) -> int:
    """By how many samples what was wanted comes later in what was got, which begins `reach` before.

    A tone is like itself at every period: where hardly any place is better than one within the
    limit, the sound is taken to be there.
    """
    likely = _likely(got, wanted, reach)
    lost, won = (
        np.square(edge, dtype=np.float64) for edge in (got[: 2 * reach], got[-2 * reach :])
    )
    begin = _power(got[: len(wanted)])
    power = np.concatenate([[begin], begin + np.cumsum(won - lost)])
    there = np.sqrt(np.maximum(power, 0.0))
    # As loud as it is at each place; where there is next to nothing, what is rounded is no sound.
    likely = likely / np.maximum(there, max(1e-9, 1e-3 * float(there.max())))
    near = round(limits().sync.seconds * RATE)
    here = likely[reach - near : reach + near + 1]
    if here.max() >= limits().sync.sure * likely.max():
        return int(np.argmax(here)) - near
    return int(np.argmax(likely)) - reach


def _likely(got: Wave, wanted: Wave, reach: int) -> npt.NDArray[np.float64]:
    """The products of what was wanted with what was got, summed, at each of `2 * reach + 1` places.

    Some samples at a time: transforms of all of them would take more memory than all else does.
    """
    size = 2 << (2 * reach).bit_length()
    block = size - 2 * reach
    found = np.zeros(2 * reach + 1)
    for at in range(0, len(wanted), block):
        heard = np.fft.rfft(got[at : at + size], size)
        heard *= np.conj(np.fft.rfft(wanted[at : at + block], size))
        found += np.fft.irfft(heard, size)[: 2 * reach + 1]
    return found
