"""Frames that nobody saw are counted once, whenever that is found out."""

from studio.render.tally import Tally


def test_each_frame_seen_in_turn_drops_nothing() -> None:
    tally = Tally()
    for step in (0, 1, 1, 2, 3):
        tally.shown(step)
    tally.passed(4)
    assert tally.dropped == 0


def test_what_is_passed_over_counts_once() -> None:
    tally = Tally()
    tally.shown(10)
    assert tally.dropped == 9
    tally.passed(13)
    assert tally.dropped == 11
    tally.passed(13)
    tally.shown(13)
    assert tally.dropped == 11
    tally.shown(12)
    assert tally.dropped == 11
