"""Camera moves as data: named moves become one pose of the camera for every frame."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from studio.animatic.easing import glide, unrest, whip

Path = npt.NDArray[np.float64]  # (frames, len(Pose._fields)), one row a pose


class Pose(NamedTuple):
    """Where the camera is and looks; all zero is rest.

    `x`, `y`: moved sideways and down, in frame widths and heights at the subject's plane. `pan`,
    `tilt`: turned, in frame widths and heights of picture. `dolly`: moved in, as part of the way
    to the subject. `zoom`: natural logarithm of the lens's magnification. `roll`, `orbit`: radians.
    `follow`: how far the figures walk along, in frame widths; `bob`: up and down, in frame heights.
    """

    x: float = 0.0
    y: float = 0.0
    pan: float = 0.0
    tilt: float = 0.0
    dolly: float = 0.0
    zoom: float = 0.0
    roll: float = 0.0
    orbit: float = 0.0
    follow: float = 0.0
    bob: float = 0.0


COLUMN = {name: index for index, name in enumerate(Pose._fields)}


class _Gait(NamedTuple):
    """What a move changes: axis, direction, greatest way, and way per second at a normal pace."""

    axis: str
    sign: float
    most: float
    rate: float


_GAITS = {
    "push_in": _Gait("dolly", +1, 0.26, 0.080),
    "pull_out": _Gait("dolly", -1, 0.26, 0.080),
    "zoom_in": _Gait("zoom", +1, 0.34, 0.110),
    "zoom_out": _Gait("zoom", -1, 0.34, 0.110),
    "pan_left": _Gait("pan", -1, 0.24, 0.085),
    "pan_right": _Gait("pan", +1, 0.24, 0.085),
    "tilt_up": _Gait("tilt", -1, 0.24, 0.085),
    "tilt_down": _Gait("tilt", +1, 0.24, 0.085),
    "truck_left": _Gait("x", -1, 0.32, 0.115),
    "truck_right": _Gait("x", +1, 0.32, 0.115),
    "crane_up": _Gait("y", -1, 0.32, 0.110),
    "crane_down": _Gait("y", +1, 0.32, 0.110),
    "orbit_left": _Gait("orbit", -1, 0.22, 0.080),
    "orbit_right": _Gait("orbit", +1, 0.22, 0.080),
    "follow": _Gait("follow", +1, 0.60, 0.240),
}
_PACE = {"slow": (0.6, 0.85), "normal": (1.0, 1.0), "fast": (2.0, 1.2)}  # of the rate, of the most
_SIZE = {
    "extreme_long": 1.0, "long": 1.0, "full": 0.95, "medium": 0.9,
    "medium_close": 0.8, "close_up": 0.7, "extreme_close_up": 0.55,
}  # fmt: skip
_WHIP = 0.34  # frame widths
_CRANE_TILT = 0.55  # a crane keeps its subject in the picture by tilting against the way it goes


def way(move: str, seconds: float, pace: str = "normal", size: str = "medium") -> float:
    """How far `move` goes in `seconds`: grows with time and never beyond its most."""
    gait = _GAITS[move]
    rate, most = _PACE[pace]
    cap = gait.most * most * _SIZE.get(size, 1.0)
    return cap * (1.0 - math.exp(-gait.rate * rate * seconds / cap))


def _axes(moves: Sequence[str]) -> dict[str, list[str]]:
    """Moves by axis: those of one axis follow each other, the axes run side by side."""
    lanes: dict[str, list[str]] = {}
    for move in moves:
        if move in _GAITS:
            lanes.setdefault(_GAITS[move].axis, []).append(move)
    return lanes


def _lane(moves: list[str], time: Path, seconds: float, pace: str, size: str) -> Path:
    """The way of one axis over the shot; in and out begin or end at rest, the others cross it."""
    share = 1.0 / len(moves)
    track = np.zeros_like(time)
    for index, move in enumerate(moves):
        gait = _GAITS[move]
        part = np.clip((time - index * share) / share, 0.0, 1.0)
        track += gait.sign * way(move, seconds * share, pace, size) * glide(part)
    if _GAITS[moves[0]].axis in ("dolly", "zoom"):
        return track - min(0.0, float(track.min()))
    return track - (float(track.max()) + float(track.min())) / 2.0


def _whip(time: Path, seconds: float, pace: str) -> Path:
    """A whip ends at rest, so that what the shot is about is what stays in the picture."""
    length = min(0.6, {"slow": 0.5, "normal": 0.36, "fast": 0.26}[pace] / max(seconds, 1e-6))
    return (whip(time, min(0.3, 0.5 - length / 2), length) - 1.0) * _WHIP


def _handheld(path: Path, clock: Path, pace: str, size: str, seed: int) -> None:
    strength = {"slow": 0.7, "normal": 1.0, "fast": 1.7}[pace] * (0.6 + 0.4 * _SIZE.get(size, 1.0))
    scale = {"pan": 0.0042, "tilt": 0.0060, "roll": 0.0040, "x": 0.0040, "y": 0.0030}
    for index, (axis, amount) in enumerate(scale.items()):
        path[:, COLUMN[axis]] += amount * strength * unrest(clock, seed * 31 + index)


def plan(
    moves: Sequence[str],
    frames: int,
    fps: float,
    *,
    pace: str = "normal",
    size: str = "medium",
    seed: int = 0,
) -> Path:
    """One pose a frame for the named moves; words that name no move change nothing.

    Moves of different axes are performed together, moves of one axis one after the other.
    """
    pace = pace if pace in _PACE else "normal"
    path = np.zeros((frames, len(Pose._fields)))
    time = np.arange(frames) / max(1, frames - 1)
    clock, seconds = np.arange(frames) / fps, frames / fps
    for axis, lane in _axes(moves).items():
        path[:, COLUMN[axis]] += _lane(lane, time, seconds, pace, size)
    path[:, COLUMN["tilt"]] -= path[:, COLUMN["y"]] * _CRANE_TILT
    if "follow" in moves:
        path[:, COLUMN["x"]] += path[:, COLUMN["follow"]]
        stride = np.abs(np.sin(np.pi * clock * {"slow": 1.5, "normal": 1.9, "fast": 2.8}[pace]))
        path[:, COLUMN["bob"]] = 0.006 * (stride - 0.5)
    if "whip_pan" in moves:
        path[:, COLUMN["pan"]] += _whip(time, seconds, pace)
    if "handheld" in moves:
        _handheld(path, clock, pace, size, seed)
    return path


def still(path: Path) -> bool:
    """Whether the camera never moves."""
    return bool(np.ptp(path, axis=0).max() < 1e-9) if len(path) else True
