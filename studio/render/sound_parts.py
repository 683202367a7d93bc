"""AAC encoded in parts, several at a time, and joined where no decoder can tell.

A packet of AAC holds half of what is heard of its 1,024 samples and of the 1,024 after them; what
it adds that is not in the sound is taken away by the next packet (ISO/IEC 14496-3, 4.6.11: the
filterbank). That holds for two encodings of one sound as well, where both have cut the packet
before the joint by the same windows. So parts lie at fixed places, run up before and on behind
them, and are joined behind a packet that both cut alike. A part is named by its samples and kept:
where a film sounds as it did, it is not encoded again.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import partial
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

import av
from av.packet import Packet

from studio.media.ffmpeg import QUIET, Stop, find_ffmpeg, run
from studio.media.program import program_hash
from studio.media.r128 import Steps, steps_of
from studio.render.kept import Kept
from studio.render.loudness import raw_input
from studio.render.sound_bus import FRAME

_VERSION = 1  # of how the same samples are encoded
_PACKET = 1024  # samples
_SHARE = 938  # packets of a part, about: 20 seconds, so that a changed shot changes few
_LEAST = 1408  # packets, 30 seconds: what is shorter is encoded at once
_ON = 16  # packets behind its end, among which a joint is found; nearly always the first will do
_MOST = 8  # encoders at a time
_RATE = 48_000
# The same bytes each time; and a length that is told to the sample.
_EXACT = {
    ".m4a": {"fflags": "+bitexact", "movie_timescale": str(_RATE)}, ".mka": {"fflags": "+bitexact"},
}  # fmt: skip
_PAIR = 1  # the kind of a packet's first element that holds two channels


def windows(packet: bytes) -> tuple[int, int] | None:
    """The sequence of a packet's windows, and their shape; None where it does not begin with two
    channels cut alike.

    ISO/IEC 14496-3, 4.4.2.1 and 4.4.2.3: a kind of element in three bits, its number in four,
    whether both channels have the same windows, one reserved, the sequence in two, the shape.
    """
    if len(packet) < 2:
        return None
    head = int.from_bytes(packet[:2], "big")
    if head >> 13 != _PAIR or not head >> 8 & 1:
        return None
    return head >> 5 & 3, head >> 4 & 1


@dataclass(frozen=True)
class Cutting:
    """Where a sound is cut into parts, in packets, and how packets say which windows cut them."""

    length: int = _SHARE  # of a part
    run_up: int = 128  # before it: with half of that its beginning is a decibel noisier, measured
    windows: Callable[[bytes], tuple[int, int] | None] = windows

    @classmethod
    def of(cls, samples: int) -> "Cutting":
        """That of a sound by its length alone: equal parts of about 20 seconds, and an even number
        of them, so that two cores are done at the same time.
        """
        packets = _packets_of(samples)
        if packets < _LEAST:
            return cls(packets)
        return cls(-(-packets // (2 * max(1, round(packets / (2 * _SHARE))))))


@dataclass(frozen=True)
class _Part:
    """Packets from `first` on to `end`, counted from that of the encoder's own run-up; at `path`
    is what was encoded, from packet `begin` on.
    """

    begin: int
    first: int
    end: int
    path: Path


def in_parts(
    wave: Path, chain: str, coding: Sequence[str], heard: Path, kept: Kept | None, over: Stop,
    cutting: Cutting | None = None,
) -> list[Steps] | None:  # fmt: skip
    """Encode a raw mix (stereo float32 at 48 kHz) as AAC to `heard`, after the filters of `chain`.

    `coding` are ffmpeg's arguments, `cutting` is that of its length where it is None. The parts lie
    beside `heard` meanwhile. How loud they are is given, in order, whether they are kept or not;
    None where the sound is too short for parts, or where two of them do not meet: then there is
    nothing at `heard`. Raises RenderError, Cancelled, OSError.
    """
    samples = wave.stat().st_size // FRAME
    cutting = cutting or Cutting.of(samples)
    parts = _parts(samples, heard, cutting)
    if len(parts) < 2 or heard.suffix not in _EXACT:
        return None
    with ThreadPoolExecutor(min(len(parts), os.cpu_count() or 1, _MOST)) as pool:
        keys = list(pool.map(partial(_make, wave, samples, chain, coding, kept, over), parts))
    try:
        if not _join(parts, samples, heard, cutting):
            return None
        measured = partial(_measured, samples, kept, over)
        return list(map(measured, parts, keys))  # one at a time: decoders take memory
    finally:
        for part in parts:
            part.path.unlink(missing_ok=True)


def command(
    wave: Path, part: tuple[int, int], chain: str, coding: Sequence[str], to: Path
) -> list[str]:
    """ffmpeg's arguments that encode samples `part` (from, to) of a raw mix, whatever the codec."""
    begin, end = part
    source = ["-skip_initial_bytes", str(begin * FRAME), *raw_input(wave)]
    filters = f"atrim=end_sample={end - begin},{chain}"
    exact = ["-map_metadata", "-1", "-flags:a", "+bitexact", "-fflags", "+bitexact"]
    return [*QUIET, "-y", *source, "-af", filters, *coding, "-ar", "48000", *exact, str(to)]


def _packets_of(samples: int) -> int:
    """Those of a sound, with that of the encoder's own run-up."""
    return -(-samples // _PACKET) + 1


def _parts(samples: int, heard: Path, cutting: Cutting) -> list[_Part]:
    """The parts of a sound; one that would be shorter than what joins it belongs to that before."""
    packets = _packets_of(samples)
    firsts = [0, *range(cutting.length, packets - 2 * _ON - cutting.run_up, cutting.length)]
    ends = [*firsts[1:], packets]
    files = (heard.with_name(f"{heard.stem}-{n}{heard.suffix}") for n in range(len(firsts)))
    return [
        _Part(max(0, first - cutting.run_up), first, end, path)
        for first, end, path in zip(firsts, ends, files, strict=True)
    ]


def _make(
    wave: Path, samples: int, chain: str, coding: Sequence[str], kept: Kept | None, over: Stop,
    part: _Part,
) -> str:  # fmt: skip
    """Put a part at its path; the key under which it is kept."""
    span = _span(part, samples)
    key = _key(wave, span, chain, coding) if kept is not None else ""
    if kept is not None and kept.fetch(key, part.path, part.path.suffix):
        return key
    run(command(wave, span, chain, coding, part.path), cancelled=over)
    if kept is not None:
        kept.keep(key, part.path, part.path.suffix)
    return key


def _span(part: _Part, samples: int) -> tuple[int, int]:
    """From and to of the samples that are encoded for a part of a sound of so many."""
    return part.begin * _PACKET, min((part.end + _ON) * _PACKET, samples)


def _measured(samples: int, kept: Kept | None, over: Stop, part: _Part, key: str) -> Steps:
    """A part's stretch of the sound, as it was measured once."""
    note = part.path.with_name(f"{part.path.name}.json")
    if kept is not None and kept.fetch(key, note, note.suffix):
        known = _noted(note)
        if known is not None:
            return known
    end = part.end * _PACKET if part.end < _packets_of(samples) else samples
    begin, _ = _span(part, samples)
    steps = steps_of(part.path, begin, (part.first * _PACKET, end), over)
    if kept is not None:
        note.write_text(json.dumps([av.__version__, *asdict(steps).values()]), encoding="utf-8")
        kept.keep(key, note, note.suffix)
        note.unlink()
    return steps


def _noted(note: Path) -> Steps | None:
    """What was measured of a part; the note is gone then."""
    try:
        found: Any = json.loads(note.read_text(encoding="utf-8"))
        version, momentary, peak = found
        known = Steps(tuple(map(float, momentary)), float(peak))
        return known if version == av.__version__ else None
    except (ValueError, TypeError):
        return None
    finally:
        note.unlink()


def _key(wave: Path, part: tuple[int, int], chain: str, coding: Sequence[str]) -> str:
    begin, end = part
    with wave.open("rb") as file:
        file.seek(begin * FRAME)
        held = hashlib.sha256(file.read((end - begin) * FRAME)).hexdigest()
    facts = [_VERSION, held, chain, list(coding), program_hash(find_ffmpeg())]
    return f"{hashlib.sha256(json.dumps(facts).encode()).hexdigest()}-part"


def _join(parts: Sequence[_Part], samples: int, heard: Path, cutting: Cutting) -> bool:
    """Write the packets of all parts to one file; False where two of them do not meet."""
    starts = _starts(parts, cutting)
    if starts is None:
        return False
    with (
        av.open(str(parts[0].path), options={"protocol_whitelist": "file"}) as first,
        av.open(str(heard), "w", options=_EXACT[heard.suffix]) as out,
    ):
        stream = out.add_stream_from_template(first.streams.audio[0], opaque=True)  # pyright: ignore
        for part, (start, end) in zip(parts, pairwise(starts), strict=True):
            for number, packet in enumerate(_packets(part.path), part.begin):
                if not start <= number < end:
                    continue
                packet.time_base, packet.stream = Fraction(1, _RATE), stream
                packet.pts = packet.dts = (number - 1) * _PACKET
                packet.duration = min(_PACKET, samples - packet.pts)
                out.mux(packet)  # pyright: ignore[reportUnknownMemberType]
    return True


def _starts(parts: Sequence[_Part], cutting: Cutting) -> list[int] | None:
    """The first packet that is taken of each part, and the one behind the last; None where two do
    not meet. Only what lies around the joints is held: memory does not grow with the film.
    """
    starts = [0]
    earlier: Mapping[int, bytes] = {}
    end = 0
    for part, after in zip_longest(parts, parts[1:]):
        joints = [each.first for each in (part, after) if each is not None]
        around, end = _around(part, joints)
        if part is not parts[0]:
            at = _joint(earlier, around, part.first, cutting)
            if at is None:
                return None
            starts.append(at)
        earlier = around
    return [*starts, end]


def _around(part: _Part, joints: Sequence[int]) -> tuple[dict[int, bytes], int]:
    """The packets of a part among which joints may be, by number, and the number behind its end."""
    found: dict[int, bytes] = {}
    number = part.begin - 1
    for number, packet in enumerate(_packets(part.path), part.begin):
        if any(joint - 1 <= number < joint + _ON for joint in joints):
            found[number] = bytes(packet)
    return found, number + 1


def _packets(path: Path) -> "Iterator[Packet[Any]]":
    with av.open(str(path), options={"protocol_whitelist": "file"}) as container:
        for packet in container.demux(audio=0):
            if packet.dts is not None:
                yield packet


def _joint(
    earlier: Mapping[int, bytes], later: Mapping[int, bytes], at: int, cutting: Cutting
) -> int | None:
    """The first packet, from `at` on, that may be the later part's: the one before it is the same
    in both or has the same windows. The packets of both are told by their numbers.
    """
    for number in range(at, at + _ON):
        one, two = earlier.get(number - 1), later.get(number - 1)
        if one is None or two is None:
            return None
        cut = cutting.windows(one)
        if one == two or (cut is not None and cut == cutting.windows(two)):
            return number
    return None
