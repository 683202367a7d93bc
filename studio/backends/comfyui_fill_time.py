"""How long a ComfyUI workflow's film is to be: its frames, or seconds, and their rate."""

import math
from fractions import Fraction

from studio.backends.base import Fate
from studio.backends.comfyui_bounds import bounds_of
from studio.backends.comfyui_made import rate_of
from studio.backends.comfyui_mapping import Role
from studio.backends.comfyui_sheet import Sheet


def set_time(sheet: Sheet, frames: int | None, rate: Fraction | None) -> None:
    """Set rate, frames and seconds. `frames` are counted at `rate`; where the workflow keeps a
    rate of its own, so many of its frames are set as last as long.
    """
    own = _rate(sheet, rate)
    if frames is None:
        return
    needed = math.ceil(frames * own / rate) if own and rate else frames
    if not sheet.mapping.of(Role.FRAMES) and not sheet.mapping.of(Role.SECONDS):
        sheet.ignored(Role.FRAMES, frames)
    _frames(sheet, frames, needed, own if rate and own != rate else None)
    _seconds(sheet, needed, own or rate)


def _rate(sheet: Sheet, rate: Fraction | None) -> Fraction | None:
    """Set the rate where it is mapped; the rate that the film will have, if it is known."""
    targets = sheet.mapping.of(Role.FPS)
    own = rate_of(sheet.workflow, sheet.mapping)
    if rate is None or not targets:
        if rate is not None and own != rate:
            key = "comfyui.set_rate_own" if own else "comfyui.set_ignored"
            fate = Fate.REWRITTEN if own else Fate.DROPPED
            sheet.tell(Role.FPS, fate, key, _said(rate), _said(own) if own else "")
        return own
    set_to = bounds_of(sheet, [target.place for target in targets]).clamped(rate)
    for target in targets:
        sheet.put(sheet.place(target), float(set_to))
    if set_to == rate:
        sheet.kept(Role.FPS, _said(rate))
    else:
        sheet.tell(Role.FPS, Fate.ROUNDED, "comfyui.set_limited", _said(rate), _said(set_to))
    return set_to


def _frames(sheet: Sheet, frames: int, needed: int, own: Fraction | None) -> None:
    """`needed` frames at the workflow's own rate (None: the film's) for `frames` of the film."""
    targets = sheet.mapping.of(Role.FRAMES)
    if not targets:
        return
    bounds = bounds_of(sheet, [target.place for target in targets])
    count = bounds.counted(needed)
    for target in targets:
        sheet.put(sheet.place(target), count)
    if count < needed:
        sheet.tell(Role.FRAMES, Fate.ROUNDED, "comfyui.set_short", needed, count)
    elif own:
        rate = _said(own)
        sheet.tell(Role.FRAMES, Fate.ROUNDED, "comfyui.set_at_rate", frames, count, rate=rate)
    elif count == needed:
        sheet.kept(Role.FRAMES, frames)
    else:
        sheet.tell(Role.FRAMES, Fate.ROUNDED, "comfyui.set_longer", frames, count, step=bounds.step)


def _seconds(sheet: Sheet, needed: int, rate: Fraction | None) -> None:
    """(frames - 1) / rate, rounded up to whole seconds or to hundredths of them."""
    targets = sheet.mapping.of(Role.SECONDS)
    if not targets:
        return
    if not rate:
        sheet.ignored(Role.SECONDS, needed)
        return
    exact = Fraction(needed - 1) / rate
    bounds = bounds_of(sheet, [target.place for target in targets])
    up = Fraction(math.ceil(exact)) if bounds.whole else Fraction(math.ceil(exact * 100), 100)
    seconds = bounds.clamped(up)
    for target in targets:
        sheet.put(sheet.place(target), float(seconds))
    short = math.floor(seconds * rate) + 1 < needed
    key = "comfyui.set_short_seconds" if short else "comfyui.set_seconds"
    fate = Fate.KEPT if seconds == exact else Fate.ROUNDED
    sheet.tell(Role.SECONDS, fate, key, f"{float(exact):.2f}", f"{float(seconds):g}")


def _said(rate: Fraction) -> str:
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")
