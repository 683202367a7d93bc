"""The parts of a film's sound as files of their own, for a sound editor to mix anew.

Dialogue, effects, music as it gives way to speech, and room tone: 24-bit stereo at 48 kHz, as long
as the film, at the gain of the film and without its limiter. So they add up to the film's mix to
the sample, and what a limiter would have done to one of them is left to whoever mixes them. Where a
stem alone would be louder than a file can hold, all of them are lowered alike.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from studio.media.ffmpeg import QUIET, Stop, run
from studio.render.ducking import Ducking
from studio.render.loudness import Level, raw_input
from studio.render.mix import Mix, Stem
from studio.render.mixing import add, add_tone, source
from studio.render.sound_bus import FRAME, Bus

_FULL = 0.999  # of the greatest sample that a file can hold
_BLOCK = 1 << 20  # samples looked at together


@dataclass(frozen=True)
class Stems:
    """Their files, and by how many decibels all of them are lower than in the film."""

    files: Mapping[Stem, Path] = field(default_factory=dict[Stem, Path])
    lowered: float = 0.0


def beside(output: Path, stem: Stem) -> Path:
    """The stem's file beside a film, such as `film.dialogue.wav`."""
    return output.with_name(f"{output.stem}.{stem.value}.wav")


def stems(whole: Mix, part: tuple[int, int], level: Level, shop: Path, over: Stop) -> Stems:
    """Write film samples `part` of what there is in a mix to files in `shop`.

    Raises BadInput, RenderError, Cancelled, OSError.
    """
    raw = {stem: shop / f"stem-{stem.value}.f32" for stem in whole.stems}
    for stem, path in raw.items():
        _write(whole, stem, part, path, over)
    most = max((_peak(path) for path in raw.values()), default=0.0)
    lowered = max(0.0, 20 * math.log10(max(most * level.factor, 1e-9) / _FULL))
    lowered = math.ceil(lowered * 100) / 100
    gain = f"volume={level.gain - lowered:.2f}dB"
    files: dict[Stem, Path] = {}
    for stem, path in raw.items():
        files[stem] = path.with_suffix(".wav")
        coding = ["-af", gain, "-c:a", "pcm_s24le", "-rf64", "auto", "-map_metadata", "-1"]
        run([*QUIET, "-y", *raw_input(path), *coding, str(files[stem])], cancelled=over)
        path.unlink()
    return Stems(files, lowered)


def _write(whole: Mix, stem: Stem, part: tuple[int, int], path: Path, over: Stop) -> None:
    """Film samples `part` of one stem, as they are in the mix."""
    first, last = part
    with source(whole, path.with_suffix(".takes"), over) as blocks:
        envelope = None
        if stem is Stem.MUSIC and whole.ducks:
            low, high = whole.needed(first, last)
            with Bus(path.with_suffix(".wide"), high, low) as speech:
                add(speech, whole.clips[Stem.DIALOGUE], low, high, blocks)
                envelope = Ducking(speech, whole.samples)
            path.with_suffix(".wide").unlink()
        with Bus(path, last, first) as bus:
            add(bus, whole.clips[stem], first, last, blocks, envelope)
            if stem is Stem.ROOM_TONE:
                add_tone(bus, whole, first, last)


def _peak(raw: Path) -> float:
    """The greatest sample of a raw mix."""
    samples = raw.stat().st_size // FRAME
    parts = (
        np.fromfile(raw, np.float32, 2 * _BLOCK, offset=n * FRAME)
        for n in range(0, samples, _BLOCK)
    )
    return max((float(np.abs(part).max()) for part in parts), default=0.0)
