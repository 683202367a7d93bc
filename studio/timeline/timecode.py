"""Timecode as the trade writes it: drop-frame for 29.97 and 59.94, with a semicolon."""

import math
import re
from fractions import Fraction

from studio.timeline.rate import Rate

_DROPS = {Fraction(30000, 1001): 2, Fraction(60000, 1001): 4}  # numbers left out a minute


def drops(rate: Rate) -> int:
    """Frame numbers left out at each minute that is no tenth one (SMPTE ST 12-1); 0 for none."""
    return _DROPS.get(rate.fraction, 0)


def counts_seconds(rate: Rate) -> bool:
    """True where a whole number of frames makes a second, or one slowed by 1000/1001.

    At other rates, 12.5 of a GIF, timecode does not tell the time.
    """
    return math.ceil(rate.fraction) in (rate.fraction, rate.fraction * Fraction(1001, 1000))


def timecode(rate: Rate, frame: int) -> str:
    """`HH:MM:SS:FF`, or `HH:MM:SS;FF` in drop-frame, of a frame counted from 0."""
    nominal, dropped = math.ceil(rate.fraction), drops(rate)
    if dropped:
        minute = 60 * nominal - dropped
        ten = 10 * minute + dropped
        tens, rest = divmod(frame, ten)
        frame += 9 * dropped * tens
        if rest >= minute + dropped:
            frame += dropped * ((rest - dropped) // minute)
    seconds, frames = divmod(frame, nominal)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    digits = 2 if nominal <= 100 else 3
    return f"{hours:02}:{minutes:02}:{seconds:02}{';' if dropped else ':'}{frames:0{digits}}"


def frame_of(rate: Rate, text: str) -> int | None:
    """The frame a timecode names, its leading parts left out at will; None when it names none."""
    parts = re.split(r"[:;.]", text.strip())
    if not 1 <= len(parts) <= 4 or not all(p.isascii() and p.isdigit() for p in parts):
        return None
    hours, minutes, seconds, frames = ([0] * 4 + [int(p) for p in parts])[-4:]
    nominal, dropped = math.ceil(rate.fraction), drops(rate)
    if minutes > 59 or seconds > 59 or frames >= nominal:
        return None
    if dropped and minutes % 10 and seconds == 0 and frames < dropped:
        return None  # one of the numbers left out
    total = hours * 60 + minutes
    counted = (total * 60 + seconds) * nominal + frames
    return counted - dropped * (total - total // 10)
