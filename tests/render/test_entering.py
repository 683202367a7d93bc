"""The head of a key picture says whether those before it are still shown."""

import re
import subprocess
from pathlib import Path

import av
import pytest

from studio.media.ffmpeg import find_ffmpeg
from studio.render.entering import shows_all_before
from tests.render.test_copying import CODING, coded

SIZE = 4  # bytes of the length of a unit
FLAG = "no_output_of_prior_pics_flag"
TALL = ("-vf", "scale=160:96")  # as interlaced pictures have to be
CODINGS = [
    ("-bf", "0"),
    ("-bf", "3"),
    ("-profile:v", "baseline"),
    ("-x264-params", "slices=3"),
    ("-x264-params", "tff=1", *TALL),
    ("-x264-params", "bff=1:cabac=0", *TALL),
]


def keys_of(path: Path) -> tuple[bytes, list[bytes], list[bytes]]:
    """The record of a file, and its packets: those of its key pictures, and the others."""
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        packets = [packet for packet in container.demux(video) if packet.size]
        keys = [bytes(packet) for packet in packets if packet.is_keyframe]
        return video.codec_context.extradata or b"", keys, [
            bytes(packet) for packet in packets if not packet.is_keyframe
        ]  # fmt: skip


def slice_in(packet: bytes) -> int:
    """Where the first slice of a key picture begins in its packet."""
    place = 0
    while packet[place + SIZE] & 31 != 5:
        place += SIZE + int.from_bytes(packet[place : place + SIZE], "big")
    return place + SIZE


def places_of_the_flag(path: Path) -> list[int]:
    """The bit in the first slice of each key picture, as ffmpeg tells it."""
    command = [find_ffmpeg(), "-v", "trace", "-i", str(path), "-c", "copy", "-bsf:v",
               "trace_headers", "-f", "null", "-"]  # fmt: skip
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    told = re.findall(
        r"(\d+)\s+(first_mb_in_slice|no_output_of_prior_pics_flag)\s+\S+ = (\d+)", said
    )
    first, found = 0, list[int]()
    for place, name, value in told:
        first = int(value) if name != FLAG else first
        if name == FLAG and not first:
            assert value == "0"
            found.append(int(place))
    return found


def flagged(packet: bytes, bit: int) -> bytes:
    """A key picture's packet with the flag set in the head of its first slice."""
    start = slice_in(packet)
    assert b"\0\0\3" not in packet[start : start + 16], "no byte is left out before the flag"
    changed = bytearray(packet)
    changed[start + bit // 8] ^= 0x80 >> bit % 8
    return bytes(changed)


@pytest.mark.parametrize("more", CODINGS)
def test_the_flag_is_found_where_ffmpeg_finds_it(tmp_path: Path, more: tuple[str, ...]) -> None:
    path = coded(tmp_path / "take.mp4", 40, (*CODING, *more))
    record, keys, others = keys_of(path)
    bits = places_of_the_flag(path)
    assert len(bits) == len(keys) == 4
    for packet, bit in zip(keys, bits, strict=True):
        whole = av.Packet(packet)
        assert shows_all_before(record, whole)
        assert shows_all_before(record, av.Packet(flagged(packet, bit))) is False
    assert all(shows_all_before(record, av.Packet(packet)) is None for packet in others)


def test_what_cannot_be_read_is_not_sure(tmp_path: Path) -> None:
    path = coded(tmp_path / "take.mp4", 24)
    record, (_, packet), _ = keys_of(path)
    assert shows_all_before(record, av.Packet(packet))
    start = slice_in(packet)
    own_sets = (2).to_bytes(SIZE, "big") + b"\x67\x42" + packet
    for sets, content in (
        (b"", packet),
        (record[:-10], packet),
        (record, packet[: start + 1]),
        (record, packet[: start - SIZE] + bytes(SIZE)),
        (record, own_sets),
    ):
        assert shows_all_before(sets, av.Packet(content)) is None
