"""Copied runs by the packets at their ends, wherever in a take they lie."""

import hashlib
from dataclasses import replace
from pathlib import Path

import av
import pytest

from studio.render.packets import Part
from studio.render.proof_copies import is_copy
from studio.render.stock import stock_of
from tests.films import RATE
from tests.render.test_copying import CODING, coded

FRAMES = 120


@pytest.mark.parametrize("bframes", ["0", "3"])
def test_a_run_is_known_by_its_first_and_last_packet(tmp_path: Path, bframes: str) -> None:
    path = coded(tmp_path / "take.mp4", FRAMES, (*CODING, "-bf", bframes))
    with av.open(str(path)) as container:
        packets = [bytes(p) for p in container.demux(video=0) if p.pts is not None]
    digests = [hashlib.sha256(packet).hexdigest() for packet in packets]
    stock = stock_of(path, RATE)
    assert stock is not None
    ends = [n for n in range(1, FRAMES + 1) if stock.ends[n]]
    runs = [(key, end) for key in stock.keys for end in ends if end > key]
    assert len(runs) > 100
    for key, end in runs:
        part = Part(path, end - key, key, of_take=True)
        found = digests[key], digests[end - 1]
        assert is_copy(part, found, RATE), (key, end)
        assert not is_copy(part, (digests[key], digests[end - 2]), RATE) or end - 2 < key
    first = Part(path, 30, 12, of_take=True)
    assert not is_copy(first, (digests[11], digests[41]), RATE)
    assert not is_copy(replace(first, file=tmp_path / "gone.mp4"), (digests[12], digests[41]), RATE)
