"""Curves of time: slow in and slow out, a whip, and smooth unrest."""

import numpy as np
import numpy.typing as npt

Curve = npt.NDArray[np.float64]


def smootherstep(t: Curve) -> Curve:
    """Perlin's 6t^5 - 15t^4 + 10t^3: no speed and no acceleration at either end."""
    t = np.clip(t, 0.0, 1.0)
    return t * t * t * (t * (t * 6.0 - 15.0) + 10.0)


def glide(t: Curve, ramp: float = 0.35) -> Curve:
    """0 to 1 as a camera on rails goes: a soft start, an even middle, a soft stop.

    `ramp` is the part of the time spent on each of the two; the speed there follows smoothstep,
    whose integral is u^3 - u^4/2.
    """
    t = np.clip(t, 0.0, 1.0)
    top = 1.0 / (1.0 - ramp)  # speed in the middle, so that the whole way is 1

    def start(u: Curve) -> Curve:
        return top * ramp * (u**3 - u**4 / 2.0)

    middle = top * (ramp / 2.0 + (t - ramp))
    end = 1.0 - start(np.clip((1.0 - t) / ramp, 0.0, 1.0))
    return np.where(
        t < ramp, start(np.clip(t / ramp, 0.0, 1.0)), np.where(t > 1 - ramp, end, middle)
    )


def whip(t: Curve, start: float, length: float) -> Curve:
    """0 until `start`, then to 1 within `length`, a little past it, and back: a head that turns."""
    u = np.clip((t - start) / length, 0.0, None)
    after = np.clip(u - 1.0, 0.0, None)
    past = 0.035 * np.sin(np.minimum(after * 1.6, 2.0) * np.pi) * np.exp(-1.5 * after)
    return smootherstep(u) + past * (after > 0)


def unrest(seconds: Curve, seed: int, low: float = 0.25, high: float = 2.2) -> Curve:
    """Smooth noise about -1..1 over `seconds`, between two frequencies in hertz.

    A sum of sines with falling strength; the same seed gives the same noise.
    """
    dice = np.random.default_rng(seed)
    pitches = np.geomspace(low, high, 6) * dice.uniform(0.9, 1.1, 6)
    phases = dice.uniform(0.0, 2.0 * np.pi, 6)
    strength = 1.0 / np.sqrt(pitches)
    waves = np.sin(2.0 * np.pi * np.outer(seconds, pitches) + phases)
    return waves @ (strength / np.sqrt(np.sum(strength**2) * 1.6))
