"""Timecode as SMPTE ST 12-1 counts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.timeline.rate import Rate
from studio.timeline.timecode import frame_of, timecode

NTSC = Rate(num=30000, den=1001)
DOUBLE = Rate(num=60000, den=1001)
FILM = Rate(num=24000, den=1001)
RATES = [NTSC, DOUBLE, FILM, Rate(num=24), Rate(num=25), Rate(num=120)]


@pytest.mark.parametrize(
    ("rate", "frame", "text"),
    [
        (NTSC, 0, "00:00:00;00"),
        (NTSC, 1799, "00:00:59;29"),
        (NTSC, 1800, "00:01:00;02"),
        (NTSC, 17981, "00:09:59;29"),
        (NTSC, 17982, "00:10:00;00"),
        (NTSC, 107892, "01:00:00;00"),
        (DOUBLE, 3599, "00:00:59;59"),
        (DOUBLE, 3600, "00:01:00;04"),
        (DOUBLE, 215784, "01:00:00;00"),
        (FILM, 1440, "00:01:00:00"),
        (Rate(num=25), 90_000, "01:00:00:00"),
        (Rate(num=120), 119, "00:00:00:119"),
    ],
)
def test_known_timecodes(rate: Rate, frame: int, text: str) -> None:
    assert timecode(rate, frame) == text


@given(st.sampled_from(RATES), st.integers(0, 10_000_000))
def test_every_frame_has_its_own_timecode(rate: Rate, frame: int) -> None:
    assert frame_of(rate, timecode(rate, frame)) == frame


@pytest.mark.parametrize(
    ("text", "frame"),
    [("12", 12), ("1:00", 24), ("01.00.00", 1440), (" 1:2:3 ", 1491), ("1:0:0:0", 86_400)],
)
def test_leading_parts_may_be_left_out(text: str, frame: int) -> None:
    assert frame_of(Rate(num=24), text) == frame


@pytest.mark.parametrize("text", ["", "x", "1:60:00", "00:00:00:24", "1:2:3:4:5", "-3", "٣"])
def test_what_is_no_timecode(text: str) -> None:
    assert frame_of(Rate(num=24), text) is None


def test_a_dropped_number_names_no_frame() -> None:
    assert frame_of(NTSC, "00:01:00;00") is None
    assert frame_of(NTSC, "00:10:00;00") == 17982
